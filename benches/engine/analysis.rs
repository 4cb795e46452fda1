//! Words, positions, sentences and paragraphs of bodies.

use divan::Bencher;
use divan::counter::BytesCount;
use morgue::analysis;

use crate::archive;

#[divan::bench]
fn bodies(bencher: Bencher) {
    let part = archive::part();
    let bytes: usize = part
        .iter()
        .flat_map(|article| &article.paragraphs)
        .map(String::len)
        .sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for article in part {
            divan::black_box(analysis::body(&article.paragraphs));
        }
    });
}
