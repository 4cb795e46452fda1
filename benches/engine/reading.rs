//! Reading each format: files in the system's cache to articles.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use morgue::analysis;
use morgue::article::Article;
use morgue::corpus::{self, ArchiveFile};
use tempfile::TempDir;

use crate::archive;
use crate::formats::{FORMATS, Format};

/// The lines of the table: a format that the program reads and this does not write is none.
fn lines() -> impl Iterator<Item = &'static str> {
    for format in corpus::formats().filter(|format| !NEED_FEATURES.contains(&format.name)) {
        let is_written = FORMATS.iter().any(|known| known.name == format.name);
        assert!(is_written, "{} is not measured", format.name);
    }
    FORMATS.iter().map(|format| format.line)
}

/// What is read by crates of its own, whose speed is theirs.
const NEED_FEATURES: [&str; 2] = ["parquet", "pdf"];

/// The bytes are those of the files as they lie there.
#[divan::bench(args = lines(), sample_count = 10, sample_size = 1)]
fn formats(bencher: Bencher, line: &str) {
    let archive = Archive::of(line);
    bencher
        .counter(archive.bytes())
        .counter(archive.articles())
        .bench(|| archive.read(|article| drop(divan::black_box(article))));
}

/// What an article costs before it is indexed: reading, its language, its sentences.
#[divan::bench(args = ["text", "jsonl"], sample_count = 10, sample_size = 1)]
fn before_indexing(bencher: Bencher, line: &str) {
    let archive = Archive::of(line);
    let analysed = |article: Article| drop(divan::black_box(analysis::body(&article.body)));
    bencher
        .counter(archive.bytes())
        .counter(archive.articles())
        .bench(|| archive.read(analysed));
}

/// The articles of a part in one format.
struct Archive {
    format: &'static Format,
    files: Vec<ArchiveFile>,
    /// Goes with them.
    _folder: TempDir,
}

impl Archive {
    fn of(line: &str) -> Archive {
        let format = FORMATS.iter().find(|format| format.line == line);
        let format = format.expect("the lines are those of the formats");
        let folder = archive::folder();
        for (name, bytes) in (format.write)(archive::part()) {
            archive::write(folder.path(), &name, bytes);
        }
        Archive {
            format,
            files: archive::files(folder.path()),
            _folder: folder,
        }
    }

    fn bytes(&self) -> BytesCount {
        BytesCount::new(self.files.iter().map(|file| file.size).sum::<u64>())
    }

    fn articles(&self) -> ItemsCount {
        ItemsCount::new(archive::part().len())
    }

    fn read(&self, mut each: impl FnMut(Article)) {
        let rules = corpus::Rules::default();
        let mut articles = 0;
        for file in &self.files {
            corpus::read(file, &rules, &mut |record| {
                let article = record.expect("each record is an article");
                // What is packed holds JSON Lines.
                let formats = [self.format.name, "jsonl"];
                let line = self.format.line;
                assert!(
                    formats.contains(&&*article.format),
                    "{line}: {}",
                    article.format
                );
                articles += 1;
                each(article);
            });
        }
        assert_eq!(articles, archive::part().len(), "{}", self.format.line);
    }
}
