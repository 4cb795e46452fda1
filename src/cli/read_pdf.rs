//! `morgue read-pdf`: reads one PDF for a process of this program that waits for it.

use anyhow::Result;
use morgue::corpus::pdf;

use super::Outcome;

/// Has PDF files read by this program, in processes of their own.
pub(super) fn have_read_apart() {
    // Where the program cannot be found, they are read in this process.
    if let Ok(program) = std::env::current_exe() {
        pdf::read_apart(program);
    }
}

/// Reads a PDF from stdin, and writes the texts of its pages.
#[expect(
    clippy::disallowed_methods,
    reason = "what is written is for a process of this program, as JSON"
)]
pub(super) fn run() -> Result<Outcome> {
    pdf::serve(&mut std::io::stdin().lock(), &mut std::io::stdout().lock())?;
    Ok(Outcome::Found)
}
