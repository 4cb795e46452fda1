//! Draws what a check of an index has found.

use std::io::Result;

use morgue::index::Checkup;

use super::wrap::Run;
use super::{Screen, human, style};

/// Where the text beside a label begins.
const LABEL: usize = 12;

/// Draws what was read and compared, and what is wrong.
pub(crate) fn draw(checkup: &Checkup, screen: &mut Screen) -> Result<()> {
    let verdict = match checkup.damage.len() as u64 {
        0 => "whole".to_owned(),
        count => human::counted(count, "damage", "damages"),
    };
    screen.put(style::TITLE, verdict)?;
    screen.line(format!(", in {}", human::seconds(checkup.seconds)))?;
    let index = format!(
        "{} (id {}, commit {})",
        checkup.index.display(),
        checkup.id,
        checkup.commit
    );
    labelled("index", &index, screen)?;
    let files = human::counted(checkup.files, "file", "files");
    labelled(
        "read",
        &format!("{files}, {}, every byte", human::bytes(checkup.bytes)),
        screen,
    )?;
    labelled("compared", &compared(checkup), screen)?;
    for damage in &checkup.damage {
        screen.put(style::ERROR, format!("{:<LABEL$}", "damaged"))?;
        let what = format!("{}: {}", damage.file, damage.what);
        screen.hanging(&[Run::new(style::PLAIN, what)], LABEL)?;
    }
    if !checkup.leftovers.is_empty() {
        let files = human::counted(checkup.leftovers.len() as u64, "file", "files");
        let text =
            format!("{files} of a writer that was stopped; the next morgue index removes them");
        labelled("left over", &text, screen)?;
    }
    screen.flush()
}

fn compared(checkup: &Checkup) -> String {
    let articles = human::articles(checkup.articles);
    let words = human::number(checkup.words);
    match checkup.compared {
        0 if checkup.damage.is_empty() => format!("none of {articles}"),
        0 => "nothing: what is in damaged files means nothing".to_owned(),
        all if all == checkup.articles => format!("{articles}, {words} words with their positions"),
        some => format!(
            "{} of {articles}, {words} words with their positions",
            human::number(some)
        ),
    }
}

fn labelled(label: &str, text: &str, screen: &mut Screen) -> Result<()> {
    screen.put(style::FAINT, format!("{label:<LABEL$}"))?;
    screen.hanging(&[Run::new(style::PLAIN, text)], LABEL)
}
