//! Reads exports of Lexis Advance and Nexis Uni, where `End of Document` stands below each article.

use std::sync::LazyLock;

use regex::Regex;

use super::nexis::{HEAD, set_copyright};
use super::{Database, cover, filled, has_letters, lines_of, no_article, parted, words};
use crate::corpus::copyright::is_copyright;
use crate::corpus::draft::Draft;
use crate::corpus::label::Field;
use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::{Record, fields};

/// Exports of Nexis Uni that somebody saved as text or HTML; Word files have their own reader.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "nexis-uni",
    what: "an export of Lexis Advance or Nexis Uni, in any language of its users",
    example: "Flood inquiry opens\nThe Weir Gazette\nMarch 12, 1997 Wednesday\nCopyright 1997 The Weir Gazette\nLength: 4 words\nBody\nThe inquiry opened today.\nEnd of Document\n",
    way: Way::Text {
        recognises: |text| super::recognises(text, &DATABASE),
        read: |text, around, each| super::read(text, &DATABASE, around, each),
    },
};

pub(super) const DATABASE: Database = Database { recognises, read };

/// The lines below each article, in the languages of users.
const ENDS: &str = r"(?:end of document|ende des dokuments|dokumentende|fin du document|fin del documento|fine del documento|fim do documento|einde van (?:het )?document)";

fn recognises(text: &str) -> bool {
    // Of every file this is asked: a search for literals alone is fast.
    static LITERALS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("(?i){ENDS}")).expect("a valid pattern"));
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?im)(?:^|>)[\t ]*{ENDS}[\t ]*(?:\r?$|<)")).expect("a valid pattern")
    });
    LITERALS.is_match(text) && MARKS.is_match(text)
}

fn read(lines: &[&str], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let pieces = parted(lines, words::is_end_of_document);
    let pieces = pieces.into_iter().filter(|lines| has_letters(lines));
    for (number, lines) in (1..).zip(pieces) {
        article(&filled(lines), around, number, each);
    }
}

/// Where the parts of a document are, by its lines.
struct Parts {
    title: usize,
    /// The date, if a line has it.
    date: Option<usize>,
    /// The first line that is neither title, outlet, date nor edition.
    labels: usize,
    body: usize,
    foot: usize,
}

fn article(lines: &[&str], around: &Around<'_>, number: u64, each: &mut dyn FnMut(Record)) {
    let Some(parts) = parts(lines) else {
        return each(no_article(around, Some(number)));
    };
    let mut draft = Draft::of(around, Some(number), READER.name);
    let above = &lines[..parts.title];
    if number > 1 {
        above.iter().for_each(|line| draft.trim(HEAD, line));
    } else if let Some(record) = cover(around, above) {
        each(record);
    }
    set_head(&mut draft, lines, &parts);
    for line in &lines[parts.labels..parts.body] {
        set_line(&mut draft, line);
    }
    for line in &lines[parts.foot..] {
        set_line(&mut draft, line);
    }
    let text = &lines[parts.body..parts.foot];
    let text = lines_of(text.iter().map(|line| (*line).to_owned()).collect());
    each(draft.into_record(fields::paragraphs_of_lines(&text), around));
}

/// Where a headline is looked for above the line of the date.
const LINES_OF_A_HEAD: usize = 12;

fn parts(lines: &[&str]) -> Option<Parts> {
    let heading = lines.iter().position(|line| words::is_body_heading(line));
    let above = &lines[..heading.unwrap_or(lines.len())];
    let rights = above.iter().rposition(|line| is_copyright(line));
    let label = above.iter().rposition(|line| words::is_length_label(line));
    // A list of documents may stand above the first: what is nearest to the text counts.
    let end = rights.or_else(|| {
        let last = label?;
        let labels = above[..last].iter().rev().take_while(|line| is_label(line));
        Some(last - labels.count())
    })?;
    let from = end.saturating_sub(LINES_OF_A_HEAD);
    let date = (from..end).rev().find(|at| is_date(lines[*at]));
    let title = date.unwrap_or(end).checked_sub(2)?;
    let body = match heading {
        Some(heading) => heading + 1,
        None => {
            end + lines[end..]
                .iter()
                .take_while(|line| is_copyright(line) || is_label(line))
                .count()
        }
    };
    let foot = foot_heading(&lines[body..]);
    let foot = foot.map_or_else(|| foot_of_labels(lines, body), |at| body + at);
    Some(Parts {
        title,
        date,
        labels: end,
        body,
        foot,
    })
}

fn is_date(line: &str) -> bool {
    words::dated(line).is_some() && !is_label(line)
}

fn is_label(line: &str) -> bool {
    words::labelled(line).is_some()
}

/// Longer lines, in characters, are text, and a heading over them is one of the article's own.
const LONGEST_OF_FOOT: usize = 300;

/// The first heading below the text, with nothing but short lines between it and the last one.
fn foot_heading(text: &[&str]) -> Option<usize> {
    let is_heading = |line: &&str| words::is_foot_heading(line);
    let last = text.iter().rposition(is_heading)?;
    let from = text[..last]
        .iter()
        .rposition(|line| line.chars().count() > LONGEST_OF_FOOT);
    let from = from.map_or(0, |long| long + 1);
    text[from..=last]
        .iter()
        .position(is_heading)
        .map(|at| from + at)
}

/// The labels at the very end, where no heading stands over them.
fn foot_of_labels(lines: &[&str], body: usize) -> usize {
    let text = &lines[body..];
    let labels = text.iter().rev().take_while(|line| {
        matches!(
            words::labelled(line),
            Some((Field::Other | Field::Language | Field::Tags, _))
        )
    });
    lines.len() - labels.count()
}

/// Takes title, outlet, date and edition, which stand in this order.
fn set_head(draft: &mut Draft, lines: &[&str], parts: &Parts) {
    draft.text(|a| &mut a.title, lines[parts.title], HEAD);
    draft.text(|a| &mut a.source, lines[parts.title + 1], HEAD);
    let Some(date) = parts.date else { return };
    if let Some(dated) = words::dated(lines[date]) {
        draft.date(dated.date, HEAD);
        draft.text(|a| &mut a.edition, dated.rest, HEAD);
    }
    for line in &lines[date + 1..parts.labels] {
        match draft.article.edition {
            None => draft.text(|a| &mut a.edition, line, HEAD),
            Some(_) => draft.trim(HEAD, line),
        }
    }
}

fn set_line(draft: &mut Draft, line: &str) {
    match words::labelled(line) {
        Some((field, value)) => words::set(draft, field, value, line),
        None if is_copyright(line) => set_copyright(draft, line),
        None => draft.trim(
            if words::is_body_heading(line) {
                HEAD
            } else {
                "export foot"
            },
            line,
        ),
    }
}
