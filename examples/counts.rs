//! Measures counts by row over all articles beside a plain pass over one of tantivy's columns.
//!
//! `cargo run --release --example counts -- INDEX`: the pass reads the length of each article and adds
//! them up, as anybody would write it. A figure is the best of thirty rounds, in which all take turns.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use morgue::date;
use morgue::index::open::Open;
use morgue::query::{self, Options};
use morgue::search::Searcher;
use morgue::search::page::By;

const ROUNDS: usize = 30;

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let index = std::env::args().nth(1).ok_or("name an index")?;
    let open = Open::index(Path::new(&index))?;
    let searcher = Searcher::open(Path::new(&index))?;
    let options = Options {
        today: date::today(),
        date_order: None,
        dialect: None,
    };
    let all = query::parse("*", &options);
    let rows = [
        ("year", Some(By::Year)),
        ("month", Some(By::Month)),
        ("source", Some(By::Source)),
        ("section", Some(By::Section)),
        ("byline", Some(By::Byline)),
        ("nothing", None),
    ];
    let mut plain = Duration::MAX;
    let mut times = [Duration::MAX; 6];
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        black_box(pass(&open)?);
        plain = plain.min(begun.elapsed());
        for ((_, by), time) in rows.iter().zip(&mut times) {
            let begun = Instant::now();
            black_box(searcher.count(&all, *by)?);
            *time = (*time).min(begun.elapsed());
        }
    }
    let each = |time: Duration| time.as_nanos() as f64 / open.articles() as f64;
    let mut out = format!("plain pass      {:6.2} ns an article\n", each(plain));
    for ((name, _), time) in rows.iter().zip(times) {
        let ratio = time.as_secs_f64() / plain.as_secs_f64();
        out += &format!("count by {name:8} {:5.2} ns, {ratio:.2}\n", each(time));
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

/// The words of all bodies.
fn pass(open: &Open) -> Result<u64, Box<dyn Error>> {
    let mut words = 0;
    for segment in open.segments() {
        let lengths = segment.lengths()?;
        for doc in segment.docs() {
            words += lengths.first(doc).unwrap_or(0);
        }
    }
    Ok(words)
}
