//! Many queries in a file, one on each line.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::bad_query::BadQuery;
use crate::cli::print::answers::Label;

/// The lines of a file of queries, or of stdin.
pub(crate) struct Batch {
    lines: Box<dyn BufRead>,
    /// The file as it is told of.
    place: String,
    /// The number of the line that was read last.
    line: u64,
}

/// One query of a batch.
pub(crate) struct Entry {
    /// Which one it is.
    pub(crate) label: Label,
    /// The query, not read yet; a bad one if it is no text.
    pub(crate) query: Result<String, BadQuery>,
}

impl Batch {
    /// Opens a file of queries; `-` is stdin.
    pub(crate) fn open(file: &Path) -> Result<Batch> {
        if file == Path::new("-") {
            return Ok(Batch::of(Box::new(std::io::stdin().lock()), "stdin"));
        }
        let place = file.display().to_string();
        let opened = File::open(file).with_context(|| format!("cannot read {place}"))?;
        Ok(Batch::of(Box::new(BufReader::new(opened)), &place))
    }

    fn of(lines: Box<dyn BufRead>, place: &str) -> Batch {
        Batch {
            lines,
            place: place.to_owned(),
            line: 0,
        }
    }

    /// The next query; comments and blank lines are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.lines.read_until(b'\n', &mut bytes);
            if read.with_context(|| format!("cannot read {}", self.place))? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let text = String::from_utf8_lossy(&bytes);
            let Some((name, query)) = parts(&text) else {
                continue;
            };
            let label = Label {
                name: name.map(str::to_owned),
                line: self.line,
                place: self.place.clone(),
            };
            let query = match &text {
                Cow::Borrowed(_) => Ok(query.to_owned()),
                // What was put in the place of its letters would be searched for.
                Cow::Owned(_) => Err(BadQuery {
                    query: query.to_owned(),
                    at: None,
                    text: "the line is not UTF-8".to_owned(),
                    hint: "save the file of queries as UTF-8".to_owned(),
                }),
            };
            return Ok(Some(Entry { label, query }));
        }
    }
}

/// The name and the query of a line; nothing where it holds none.
fn parts(line: &str) -> Option<(Option<&str>, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    if line.trim().is_empty() || line.starts_with('#') {
        return None;
    }
    match line.split_once('\t') {
        Some((name, query)) if !name.trim().is_empty() => Some((Some(name.trim()), query.trim())),
        _ => Some((None, line.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_query_with_or_without_a_name() {
        for (line, expected) in [
            ("flood inquiry\n", Some((None, "flood inquiry"))),
            (
                "floods\tflood OR dam\r\n",
                Some((Some("floods"), "flood OR dam")),
            ),
            ("\tflood", Some((None, "flood"))),
            ("a\tb\tc", Some((Some("a"), "b\tc"))),
            ("tags\t#tag", Some((Some("tags"), "#tag"))),
            ("name\t", Some((Some("name"), ""))),
            ("\u{feff}flood", Some((None, "flood"))),
            ("# flood", None),
            ("#flood", None),
            (" \t \n", None),
            ("", None),
        ] {
            assert_eq!(parts(line), expected, "{line:?}");
        }
    }
}
