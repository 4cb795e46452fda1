//! Reads ProQuest exports: labelled documents between rows of underscores, and XML for text mining.

use std::sync::LazyLock;

use regex::Regex;

use super::{Database, filled, has_letters, paragraphs, tdm, words};
use crate::byline::Byline;
use crate::corpus::draft::Draft;
use crate::corpus::label::{self, Field};
use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::{BadRecord, Record};
use crate::date::printed::find;

/// Exports of ProQuest in text, HTML or XML; mails that hold one have their own reader.
pub(in crate::corpus) const READER: Reader = Reader {
    name: FORMAT,
    what: "an export of ProQuest: labelled documents, or the XML of its text mining",
    example: "____________________\n\nFlood inquiry opens\n\nAuthor: Holt, Ann\n\nPublication title: The Weir Gazette\n\nPublication date: Mar 12, 1997\n\nFull text: The inquiry opened today.\n\n____________________\n",
    way: Way::Text {
        recognises: |text| super::recognises(text, &DATABASE) || tdm::recognises(text),
        read: |text, around, each| match text.trim_start().starts_with('<') && tdm::is_one(text) {
            true => tdm::read(text, around, each),
            false => super::read(text, &DATABASE, around, each),
        },
    },
};

pub(super) const FORMAT: &str = "proquest";

pub(super) const DATABASE: Database = Database { recognises, read };

/// Labels that only ProQuest prints, in the languages of its users.
const TELLING: &str = r"(?:full text|texte intégral|texto completo|testo completo|volltext|volledige tekst|publication (?:info|title|date)|publikationsinfo(?:rmationen)?|titel der publikation|info(?:rmations?)? (?:de |sur la )?publication|titre de la publication|información de (?:la )?publicación|título de (?:la )?publicación|informações da publicação|título da publicação|informazioni sulla pubblicazione|titolo della pubblicazione|publicatie-informatie|titel van publicatie|proquest document id|proquest-dokument-id)";

fn recognises(text: &str) -> bool {
    // Of every file this is asked: a search that begins with literals is fast.
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"ProQuest|____________________|(?:Document|Dokument|Documento) \d+ (?:of|von|de|di|van|sur) \d")
            .expect("a valid pattern")
    });
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?im)(?:^|>)[\t ]*{TELLING}[\t ]*:")).expect("a valid pattern")
    });
    MARK.is_match(text) && LABEL.find_iter(text).nth(1).is_some()
}

fn is_row(line: &str) -> bool {
    let line = line.trim();
    (line.len() >= 20 && line.bytes().all(|b| b == b'_')) || is_counter(line)
}

fn is_counter(line: &str) -> bool {
    static COUNTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:document|dokument|documento)\s+\d+\s+(?:of|von|de|di|van|sur)\s+\d+$")
            .expect("a valid pattern")
    });
    COUNTER.is_match(line)
}

fn read(lines: &[&str], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let mut number = 0;
    for lines in documents(lines) {
        if labels_in(lines) == 0 {
            each(Err(no_document(around, lines)));
            continue;
        }
        number += 1;
        each(article(lines, around, number));
    }
}

/// The documents between the rows; where none stand, each begins with its title's label.
fn documents<'l, 't>(lines: &'l [&'t str]) -> Vec<&'l [&'t str]> {
    let pieces: Vec<&[&str]> = super::parted(lines, is_row);
    pieces
        .into_iter()
        .filter(|lines| has_letters(lines))
        .collect()
}

/// How many lines begin with a label of a document.
fn labels_in(lines: &[&str]) -> usize {
    let labels = lines.iter().filter_map(|line| words::labelled(line.trim()));
    labels
        .filter(|(field, _)| !matches!(field, Field::Url | Field::Tags | Field::Key))
        .count()
}

/// A table of contents, a note on how to reach ProQuest.
fn no_document(around: &Around<'_>, lines: &[&str]) -> BadRecord {
    let first = filled(lines)
        .first()
        .map_or(String::new(), |line| line.chars().take(60).collect());
    let reason = format!("it is part of an export, but not an article: “{first}”");
    BadRecord::new(around.file, None, "cover_page", reason)
}

fn article(lines: &[&str], around: &Around<'_>, number: u64) -> Record {
    let mut draft = Draft::of(around, Some(number), FORMAT);
    let mut body: Vec<Vec<&str>> = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for line in lines {
        let text = line.trim();
        match begins(text, open.as_ref()) {
            Some((field, value)) => {
                close(&mut draft, open.take(), &mut body);
                open = Some(Open {
                    field,
                    name: name(text),
                    lines: vec![value],
                });
            }
            None => match &mut open {
                Some(open) => open.lines.push(line),
                None => {
                    open = Some(Open {
                        field: Field::Title,
                        name: "",
                        lines: vec![text],
                    })
                }
            },
        }
    }
    close(&mut draft, open, &mut body);
    draft.into_record(paragraphs(&body), around)
}

/// A field whose value may go on over lines.
struct Open<'t> {
    field: Field,
    /// The label as printed; empty for what stands above the first.
    name: &'t str,
    lines: Vec<&'t str>,
}

fn name(line: &str) -> &str {
    line.split([':', '：']).next().unwrap_or_default().trim()
}

/// The label that a line begins with; inside the text only those that ProQuest prints below it.
fn begins<'t>(line: &'t str, open: Option<&Open<'_>>) -> Option<(Field, &'t str)> {
    static BELOW: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:subject|location|people|company|title|publication|pages?|copyright|document|last updated|database|classification|place of|country of|source type|language of|issn|illustration|credit|word count|identifier|thema|sujet|materia|assunto|soggetto|onderwerp|titel|titre|título|titolo|publi\w+|erscheinungs\w+|sprache|langue|idioma|lingua|url|dokument|datenbank|base d|database|zuletzt|dernière|última|ultimo|laatst|pubb\w+|lugar|lieu|ort|luogo|ubicación|lieux|ort|firma|personen)\b")
            .expect("a valid pattern")
    });
    match open.map(|open| open.field) {
        Some(Field::Body) => words::labelled(line).filter(|_| BELOW.is_match(line)),
        // A standfirst may say anything before a colon.
        None | Some(Field::Title | Field::Deck) => words::labelled(line),
        _ => words::labelled(line).or_else(|| {
            let (_, value) = label::split(line)?;
            line.starts_with(char::is_uppercase)
                .then_some((Field::Other, value))
        }),
    }
}

fn close<'t>(draft: &mut Draft, open: Option<Open<'t>>, body: &mut Vec<Vec<&'t str>>) {
    let Some(open) = open else { return };
    if open.field == Field::Body {
        body.extend(
            open.lines
                .split(|line| line.trim().is_empty())
                .filter(|block| !block.is_empty())
                .map(<[&str]>::to_vec),
        );
        return;
    }
    let value = filled(&open.lines).join(" ");
    set(draft, &open, &value);
}

fn set(draft: &mut Draft, open: &Open<'_>, value: &str) {
    let line = format!("{}: {value}", open.name);
    match open.field {
        Field::Title if open.name.is_empty() => {
            draft.text(|a| &mut a.title, title(value), "export head")
        }
        Field::Byline => match byline(value) {
            Some(byline) => draft.byline(byline, words::RULE),
            None => draft.trim(words::RULE, &line),
        },
        Field::Other if is_info(open.name) => set_info(draft, value, &line),
        Field::Source if is_info(open.name) => set_info(draft, value, &line),
        Field::Other
        | Field::Language
        | Field::Date
        | Field::Title
        | Field::Source
        | Field::Deck => {
            label::set(draft, open.field, value, &line);
        }
        field => words::set(draft, field, value, &line),
    }
}

/// The headline without the mark of a link below it.
fn title(value: &str) -> &str {
    value.trim_end_matches("ProQuest document link").trim()
}

fn is_info(name: &str) -> bool {
    name.to_lowercase().contains("info")
}

/// `The Times ; London (UK) [London (UK)]20 Sep 2024: 12.`
fn set_info(draft: &mut Draft, value: &str, line: &str) {
    draft.trim(words::RULE, line);
    let found = find(value);
    let before = found.as_ref().map_or(value, |(_, at)| &value[..at.start]);
    let outlet = before.split([';', '[']).next().unwrap_or_default();
    let outlet = outlet.trim().trim_end_matches([',', ':']);
    draft.text(|a| &mut a.source, outlet, words::RULE);
    let Some((_, at)) = found else { return };
    draft.date(&value[at.clone()], words::RULE);
    static PAGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\s:,]*([A-Z]{0,3}[-.]?\d+[A-Z]?(?:[-.,]\d+)?)\b").expect("a valid pattern")
    });
    if let Some(page) = PAGE.captures(&value[at.end..]) {
        draft.text(|a| &mut a.page, &page[1], words::RULE);
    }
}

/// Authors with their last names first: `Holt, Ann; Lee, Bo.`
pub(super) fn byline(value: &str) -> Option<Byline> {
    let value = value.trim().trim_end_matches(['.', ';']);
    let names: Vec<String> = value.split(';').map(turned).collect();
    let read = Byline::of_people(&names)?;
    Some(Byline {
        printed: value.to_owned(),
        ..read
    })
}

/// `Ann Holt` for `Holt, Ann`; anything else as it is.
fn turned(name: &str) -> String {
    let name = name.trim();
    match name.split_once(',') {
        Some((last, first)) if is_short(last) && is_short(first) => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => name.to_owned(),
    }
}

/// The part of a name.
fn is_short(part: &str) -> bool {
    !part.contains(',') && (1..=3).contains(&part.split_whitespace().count())
}
