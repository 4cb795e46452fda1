//! Draws an opened article: its fields with the rules that gave them, its text with the matches.

use std::fmt::Display;
use std::io::Result;

use morgue::article::{Article, Found, Place};
use morgue::search::Opened;

use super::page::Marking;
use super::wrap::Run;
use super::{Screen, human, style};

/// Where the text beside a field's name begins.
const LABEL: usize = 11;

/// Draws an article.
pub(crate) fn draw(opened: &Opened, marking: Marking, screen: &mut Screen) -> Result<()> {
    draw_title(opened, marking, screen)?;
    draw_fields(&opened.article, screen)?;
    draw_about(opened, screen)?;
    for paragraph in &opened.paragraphs {
        screen.end()?;
        screen.wrapped(&marking.runs(paragraph, style::PLAIN), 0)?;
    }
    draw_trimmed(&opened.article, screen)?;
    screen.flush()
}

fn draw_title(opened: &Opened, marking: Marking, screen: &mut Screen) -> Result<()> {
    match (&opened.title, &opened.article.title) {
        (Some(pieces), Some(found)) => {
            screen.wrapped(&marking.runs(pieces, style::TITLE), 0)?;
            labelled("title", provenance(found, ""), screen)
        }
        _ => screen.wrapped(&[Run::new(style::FAINT, "(no title)")], 0),
    }
}

fn draw_fields(article: &Article, screen: &mut Screen) -> Result<()> {
    field("deck", article.deck.as_ref(), screen)?;
    field("source", article.source.as_ref(), screen)?;
    field("date", article.date.as_ref(), screen)?;
    field("updated", article.updated.as_ref(), screen)?;
    draw_byline(article, screen)?;
    field("section", article.section.as_ref(), screen)?;
    field("page", article.page.as_ref(), screen)?;
    field("edition", article.edition.as_ref(), screen)?;
    field("dateline", article.dateline.as_ref(), screen)?;
    field("wire", article.wire.as_ref(), screen)?;
    field("language", article.language.as_ref(), screen)?;
    field("url", article.url.as_ref(), screen)
}

fn draw_byline(article: &Article, screen: &mut Screen) -> Result<()> {
    let Some(found) = &article.byline else {
        return Ok(());
    };
    let byline = &found.value;
    labelled("byline", provenance(found, &byline.printed), screen)?;
    for (label, names) in [
        ("people", &byline.people),
        ("helped", &byline.contributors),
        ("for", &byline.affiliations),
    ] {
        if !names.is_empty() && *names != [byline.printed.clone()] {
            labelled(
                label,
                vec![Run::new(style::PLAIN, names.join(", "))],
                screen,
            )?;
        }
    }
    Ok(())
}

fn field<T: Display>(label: &str, found: Option<&Found<T>>, screen: &mut Screen) -> Result<()> {
    match found {
        Some(found) => labelled(label, provenance(found, &found.value.to_string()), screen),
        None => Ok(()),
    }
}

/// A value, the rule that gave it, and what else competed.
fn provenance<T>(found: &Found<T>, value: &str) -> Vec<Run> {
    let mut runs = vec![Run::new(style::PLAIN, value)];
    runs.push(Run::new(style::FAINT, format!(" ({})", found.rule)));
    for rival in &found.rivals {
        let rival = format!("; also: {} ({})", rival.value, rival.rule);
        runs.push(Run::new(style::FAINT, rival));
    }
    runs
}

fn draw_about(opened: &Opened, screen: &mut Screen) -> Result<()> {
    let article = &opened.article;
    let plain = |text: String| vec![Run::new(style::PLAIN, text)];
    if !article.tags.is_empty() {
        labelled("tags", plain(article.tags.join(", ")), screen)?;
    }
    let key = article.key.as_ref().map(|key| format!(", its own {key}"));
    let id = format!("{}{}", opened.id, key.unwrap_or_default());
    labelled("id", plain(id), screen)?;
    let read = format!("{} (as {})", place(&article.place), article.format);
    labelled("file", plain(read), screen)?;
    for copy in &opened.copies {
        labelled("copy", plain(place(copy)), screen)?;
    }
    for gap in &article.gaps {
        labelled("gap", plain(gap.text.clone()), screen)?;
    }
    let words = human::counted(opened.words, "word", "words");
    let matches = human::counted(opened.matches, "match", "matches");
    let length = match opened.matches {
        0 => words,
        _ => format!("{words}, {matches}"),
    };
    labelled("length", plain(length), screen)
}

fn place(place: &Place) -> String {
    human::place(&place.file, place.record)
}

fn labelled(label: &str, runs: Vec<Run>, screen: &mut Screen) -> Result<()> {
    screen.put(style::FAINT, format!("{label:<LABEL$}"))?;
    screen.hanging(&runs, LABEL)
}

fn draw_trimmed(article: &Article, screen: &mut Screen) -> Result<()> {
    if article.trimmed.is_empty() {
        return Ok(());
    }
    screen.end()?;
    for line in &article.trimmed {
        let text = format!("trimmed ({}): {}", line.rule, line.text);
        screen.wrapped(&[Run::new(style::FAINT, text)], 0)?;
    }
    Ok(())
}
