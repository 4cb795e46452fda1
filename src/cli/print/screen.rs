//! A writer for people: styles, links and wrapped text, of inert text only.

use std::io::{Result, Write};

use anstyle::Style;

use super::wrap::{Run, wrapped};
use super::{Inert, style};

/// The only way to a terminal. Whatever is put on it is made [`Inert`] first, so that the escape
/// sequences which reach the terminal are those written here.
pub(crate) struct Screen<'a> {
    writer: Box<dyn Write + 'a>,
    looks: Looks,
}

/// What a terminal can do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks {
    /// Whether it shows colours.
    pub(crate) colored: bool,
    /// Whether it opens links.
    pub(crate) linked: bool,
    /// How many columns it has.
    pub(crate) width: usize,
}

impl<'a> Screen<'a> {
    /// A screen over a writer.
    pub(crate) fn new(writer: Box<dyn Write + 'a>, looks: Looks) -> Screen<'a> {
        Screen { writer, looks }
    }

    /// Whether matches can be told by their colour.
    pub(crate) fn is_colored(&self) -> bool {
        self.looks.colored
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        self.looks.width
    }

    /// Puts a text in a style.
    pub(crate) fn put(&mut self, style: Style, text: impl Into<Inert>) -> Result<()> {
        let text = text.into();
        match self.looks.colored && style != style::PLAIN {
            true => write!(self.writer, "{style}{text}{style:#}"),
            false => write!(self.writer, "{text}"),
        }
    }

    /// Puts a plain text and ends the line.
    pub(crate) fn line(&mut self, text: impl Into<Inert>) -> Result<()> {
        self.put(style::PLAIN, text)?;
        self.end()
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.writer.write_all(b"\n")
    }

    /// Puts runs of text as lines that fit, each after so many spaces.
    pub(crate) fn wrapped(&mut self, runs: &[Run], indent: usize) -> Result<()> {
        self.put(style::PLAIN, " ".repeat(indent))?;
        self.hanging(runs, indent)
    }

    /// Puts runs of text as lines that fit, where so many columns of the first are taken already;
    /// the others begin after as many spaces.
    pub(crate) fn hanging(&mut self, runs: &[Run], indent: usize) -> Result<()> {
        let lines = wrapped(runs, self.looks.width.saturating_sub(indent));
        for (place, line) in lines.into_iter().enumerate() {
            if place > 0 {
                self.end()?;
                self.put(style::PLAIN, " ".repeat(indent))?;
            }
            for run in line {
                self.put(run.style, run.text)?;
            }
        }
        self.end()
    }

    /// Puts a text that opens a file where terminals can: the only addresses that are linked.
    pub(crate) fn link(&mut self, style: Style, text: &str, file: &[u8]) -> Result<()> {
        if !self.looks.linked {
            return self.put(style, text);
        }
        let address = percent_encoded(file);
        write!(self.writer, "\u{1b}]8;;file://{address}\u{1b}\\")?;
        self.put(style, text)?;
        write!(self.writer, "\u{1b}]8;;\u{1b}\\")
    }

    /// Sends all that was put.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.writer.flush()
    }
}

/// A path as it stands in an address.
fn percent_encoded(path: &[u8]) -> String {
    let mut address = String::new();
    for &byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(colored: bool, draw: impl Fn(&mut Screen) -> Result<()>) -> String {
        let mut bytes = Vec::new();
        let looks = Looks {
            colored,
            linked: colored,
            width: 80,
        };
        let mut screen = Screen::new(Box::new(&mut bytes), looks);
        draw(&mut screen).expect("a vector takes everything");
        drop(screen);
        String::from_utf8(bytes).expect("a screen writes text")
    }

    #[test]
    fn only_its_own_escapes_reach_the_terminal() {
        let draw = |screen: &mut Screen| screen.put(style::TITLE, "a\u{1b}[2Jb");
        assert_eq!(drawn(true, draw), "\u{1b}[1ma␛[2Jb\u{1b}[0m");
        assert_eq!(drawn(false, draw), "a␛[2Jb");
    }

    #[test]
    fn a_link_holds_no_byte_that_could_end_it() {
        let draw = |screen: &mut Screen| screen.link(style::PLAIN, "x", "/a b/\u{1b}ü".as_bytes());
        let link = "\u{1b}]8;;file:///a%20b/%1B%C3%BC\u{1b}\\x\u{1b}]8;;\u{1b}\\";
        assert_eq!(drawn(true, draw), link);
        assert_eq!(drawn(false, draw), "x");
    }
}
