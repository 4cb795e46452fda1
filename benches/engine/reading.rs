//! Reading each format: files in the system's cache to articles.

use divan::Bencher;
use divan::counter::BytesCount;
use morgue::corpus;

use crate::archive;
use crate::press::Article;

#[divan::bench(sample_count = 10)]
fn json_lines(bencher: Bencher) {
    read(
        bencher,
        &[("a.jsonl".to_owned(), archive::lines(archive::part()))],
    );
}

#[divan::bench(sample_count = 10)]
fn json(bencher: Bencher) {
    read_each(bencher, "json", Article::json);
}

#[divan::bench(sample_count = 10)]
fn text(bencher: Bencher) {
    read_each(bencher, "txt", Article::text);
}

#[divan::bench(sample_count = 10)]
fn markdown(bencher: Bencher) {
    read_each(bencher, "md", Article::markdown);
}

#[divan::bench(sample_count = 10)]
fn html(bencher: Bencher) {
    read_each(bencher, "html", Article::html);
}

/// A file an article.
fn read_each(bencher: Bencher, extension: &str, written: fn(&Article) -> String) {
    let file = |article: &Article| {
        (
            format!("{:04}.{extension}", article.number),
            written(article),
        )
    };
    read(
        bencher,
        &archive::part().iter().map(file).collect::<Vec<_>>(),
    );
}

fn read(bencher: Bencher, files: &[(String, String)]) {
    let folder = archive::folder();
    for (name, text) in files {
        archive::write(folder.path(), name, text);
    }
    let listed = archive::files(folder.path());
    let bytes: u64 = listed.iter().map(|file| file.size).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut articles = 0;
        for file in &listed {
            corpus::read(file, &corpus::Rules::default(), &mut |record| {
                articles += usize::from(record.is_ok())
            });
        }
        assert_eq!(articles, archive::part().len());
    });
}
