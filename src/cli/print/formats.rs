//! Draws the formats that are read.

use std::io::Result;

use morgue::corpus::{self, Format};

use super::wrap::Run;
use super::{Screen, style};

/// Where the text beside a name begins.
const NAME: usize = 10;

/// Draws the formats, each with an example.
pub(crate) fn draw(screen: &mut Screen) -> Result<()> {
    let mut formats: Vec<Format> = corpus::formats().collect();
    // What holds articles before what holds files.
    formats.sort_by_key(|format| format.is_container);
    for format in formats {
        screen.put(style::TITLE, format!("{:<NAME$}", format.name))?;
        screen.hanging(&[Run::new(style::PLAIN, format.what)], NAME)?;
        for line in format.example.lines() {
            screen.put(style::PLAIN, " ".repeat(NAME))?;
            screen.put(style::FAINT, line)?;
            screen.end()?;
        }
        screen.end()?;
    }
    screen.flush()
}
