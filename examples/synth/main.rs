//! Writes an archive of invented news of any size, the same one for the same seed.
//!
//! `cargo run --release --example synth -- 1000000 DIR [--seed N] [--as FORMAT]` writes JSON Lines,
//! ten thousand articles a file; as `text`, `markdown` or `html` a file an article, by year and month.

mod press;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use press::{Article, Press};

/// Articles in a file of JSON Lines.
const ARTICLES_A_FILE: usize = 10_000;

fn main() -> Result<()> {
    let wanted = Wanted::read(std::env::args().skip(1))?;
    let press = Press::new(wanted.articles, wanted.seed);
    fs::create_dir_all(&wanted.folder)
        .with_context(|| format!("cannot make {}", wanted.folder.display()))?;
    match wanted.form {
        Form::Lines => write_lines(press, &wanted.folder),
        Form::Files(extension, written) => write_files(press, &wanted.folder, extension, written),
    }
}

/// What was asked for.
struct Wanted {
    articles: usize,
    folder: PathBuf,
    seed: u64,
    form: Form,
}

/// How articles are written.
#[derive(Clone, Copy)]
enum Form {
    /// JSON Lines.
    Lines,
    /// A file each: its extension, and what it holds.
    Files(&'static str, fn(&Article) -> String),
}

impl Form {
    fn named(name: &str) -> Result<Form> {
        Ok(match name {
            "jsonl" => Form::Lines,
            "text" => Form::Files("txt", Article::text),
            "markdown" => Form::Files("md", Article::markdown),
            "html" => Form::Files("html", Article::html),
            _ => bail!("--as takes jsonl, text, markdown or html"),
        })
    }
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Wanted> {
        let (mut places, mut seed, mut form) = (Vec::new(), 1, Form::Lines);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--seed" => {
                    let number = arguments.next().context("--seed needs a number")?;
                    seed = number.parse().context("--seed needs a number")?;
                }
                "--as" => form = Form::named(&arguments.next().unwrap_or_default())?,
                _ => places.push(argument),
            }
        }
        let [articles, folder] = places.as_slice() else {
            bail!("usage: synth ARTICLES DIR [--seed N] [--as FORMAT]");
        };
        Ok(Wanted {
            articles: articles.parse().context("ARTICLES must be a number")?,
            folder: folder.into(),
            seed,
            form,
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

fn write_files(
    press: Press,
    folder: &Path,
    extension: &str,
    written: fn(&Article) -> String,
) -> Result<()> {
    for article in press {
        let month = folder.join(article.date[..7].replace('-', "/"));
        fs::create_dir_all(&month).with_context(|| format!("cannot make {}", month.display()))?;
        let path = month.join(format!("s{:07}.{extension}", article.number));
        fs::write(&path, written(&article))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
