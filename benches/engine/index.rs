//! Building and opening an index.

use divan::Bencher;
use divan::counter::BytesCount;
use morgue::index::{self, Replacing};
use morgue::search::Searcher;

use crate::archive;

/// From JSON Lines on the disk to the index on the disk.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn build_10_000(bencher: Bencher) {
    let (archive, index) = (archive::folder(), archive::folder());
    let text = archive::lines(archive::articles());
    archive::write(archive.path(), "a.jsonl", &text);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        index::build(archive.path(), index.path(), Replacing::Anything, &mut ())
            .expect("the archive can be indexed")
    });
}

#[divan::bench]
fn open(bencher: Bencher) {
    let index = archive::index();
    bencher.bench(|| Searcher::open(index).expect("the index is whole"));
}
