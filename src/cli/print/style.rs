//! The looks of things on a terminal.

use anstyle::{AnsiColor, Style};

/// As it comes.
pub(crate) const PLAIN: Style = Style::new();
/// A title.
pub(crate) const TITLE: Style = Style::new().bold();
/// What stands beside the text: where it was printed, its id.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// A match.
pub(crate) const MATCH: Style = AnsiColor::Red.on_default().bold();
/// The word before an error.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// The word before a note.
pub(crate) const NOTE: Style = AnsiColor::Yellow.on_default().bold();
/// The word before what to type.
pub(crate) const HINT: Style = AnsiColor::Green.on_default().bold();
