//! Writes an archive of invented news of any size, the same one for the same seed.
//!
//! `cargo run --release --example synth -- 1000000 DIR [--seed N] [--text]` writes JSON Lines, ten
//! thousand articles a file; with `--text` a text file an article instead, by year and month.

mod press;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use press::Press;

/// Articles in a file of JSON Lines.
const ARTICLES_A_FILE: usize = 10_000;

fn main() -> Result<()> {
    let wanted = Wanted::read(std::env::args().skip(1))?;
    let press = Press::new(wanted.articles, wanted.seed);
    fs::create_dir_all(&wanted.folder)
        .with_context(|| format!("cannot make {}", wanted.folder.display()))?;
    match wanted.as_text {
        true => write_text(press, &wanted.folder),
        false => write_lines(press, &wanted.folder),
    }
}

/// What was asked for.
struct Wanted {
    articles: usize,
    folder: PathBuf,
    seed: u64,
    as_text: bool,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Wanted> {
        let (mut places, mut seed, mut as_text) = (Vec::new(), 1, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--seed" => {
                    let number = arguments.next().context("--seed needs a number")?;
                    seed = number.parse().context("--seed needs a number")?;
                }
                "--text" => as_text = true,
                _ => places.push(argument),
            }
        }
        let [articles, folder] = places.as_slice() else {
            bail!("usage: synth ARTICLES DIR [--seed N] [--text]");
        };
        Ok(Wanted {
            articles: articles.parse().context("ARTICLES must be a number")?,
            folder: folder.into(),
            seed,
            as_text,
        })
    }
}

fn write_lines(mut press: Press, folder: &Path) -> Result<()> {
    let mut number = 0;
    loop {
        let mut articles = press.by_ref().take(ARTICLES_A_FILE).peekable();
        if articles.peek().is_none() {
            return Ok(());
        }
        let path = folder.join(format!("{number:04}.jsonl"));
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        for article in articles {
            out.write_all(article.json().as_bytes())?;
        }
        out.flush()?;
        number += 1;
    }
}

fn write_text(press: Press, folder: &Path) -> Result<()> {
    for article in press {
        let month = folder.join(article.date[..7].replace('-', "/"));
        fs::create_dir_all(&month).with_context(|| format!("cannot make {}", month.display()))?;
        let path = month.join(format!("s{:07}.txt", article.number));
        fs::write(&path, article.text())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
