//! Reads Factiva exports: articles with field codes, or lines around the one that counts the words.

use std::sync::LazyLock;

use regex::Regex;

use super::{Database, factiva_page, filled, has_letters, no_article, paragraphs, words};
use crate::byline::{self, Byline};
use crate::corpus::Record;
use crate::corpus::copyright::{self, is_copyright};
use crate::corpus::draft::Draft;
use crate::corpus::label;
use crate::corpus::reader::{Around, Reader, Way};
use crate::date::printed::{self, Reading};

/// Exports of Factiva in text or HTML; as RTF they have their own reader.
pub(in crate::corpus) const READER: Reader = Reader {
    name: FORMAT,
    what: "an export of Factiva, with field codes or without, in any language of its users",
    example: "HD\tFlood inquiry opens\nBY\tBy Ann Holt\nWC\t4 words\nPD\t12 March 1997\nSN\tThe Weir Gazette\nLA\tEnglish\nTD\nThe inquiry opened today.\nAN\tDocument weirgz0019970312dt3c0001a\n",
    way: Way::Text {
        recognises: |text| super::recognises(text, &DATABASE) || factiva_page::recognises(text),
        read: |text, around, each| match factiva_page::is_one(text) {
            true => factiva_page::read(text, around, each),
            false => super::read(text, &DATABASE, around, each),
        },
    },
};

pub(super) const FORMAT: &str = "factiva";

pub(super) const DATABASE: Database = Database { recognises, read };

/// The number that ends each article.
const NUMBER: &str = r"(?:AN[\t ]+)?(?:Document|Dokument|Documento|Документ|文件|文档|ドキュメント)[\t ]+([A-Za-z0-9]{20,30})";

fn recognises(text: &str) -> bool {
    // Of every file this is asked: a search that begins with literals is fast.
    static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
        let bare = NUMBER.trim_start_matches(r"(?:AN[\t ]+)?");
        Regex::new(bare).expect("a valid pattern")
    });
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?m)(?:^|>)[\t ]*{NUMBER}[\t ]*(?:\r?$|<)")).expect("a valid pattern")
    });
    static ANCHOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^[\t ]*(?:HD|WC|SN|PD)(?:\t| {2,}|[\t ]*\r?$)").expect("a valid pattern")
    });
    NUMBERS.is_match(text)
        && MARK.is_match(text)
        && (ANCHOR.is_match(text) || text.lines().any(words::is_length))
}

/// The number of an article, as its last line gives it.
pub(super) fn number_of(line: &str) -> Option<&str> {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!(r"^\s*{NUMBER}\s*$")).expect("a valid pattern"));
    Some(LINE.captures(line)?.get(1)?.as_str())
}

fn read(lines: &[&str], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let mut number = 0;
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some(key) = number_of(line) else { continue };
        number += 1;
        let mut draft = Draft::of(around, Some(number), FORMAT);
        draft.article.key = Some(key.to_owned());
        each(article(draft, &lines[from..at], around));
        from = at + 1;
    }
    // What was searched for stands below the last; codes below a number belong to it no more.
    if has_letters(&lines[from..]) {
        each(no_article(around, None));
    }
}

fn article(mut draft: Draft, lines: &[&str], around: &Around<'_>) -> Record {
    let is_coded = lines.iter().filter(|line| code(line).is_some()).count() >= 3;
    let body = match is_coded {
        true => take_codes(&mut draft, lines),
        false => take_lines(&mut draft, lines),
    };
    draft.into_record(body, around)
}

/// An article whose fields have codes, its number among them.
pub(super) fn coded(mut draft: Draft, lines: &[&str], around: &Around<'_>) -> Record {
    let body = take_codes(&mut draft, lines);
    draft.into_record(body, around)
}

const CODES: [&str; 30] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD",
    "ART", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "VOL", "CLM", "CT", "RST",
    "DLN",
];

/// The text is a field code.
pub(super) fn is_code(text: &str) -> bool {
    CODES.contains(&text)
}

/// The field code that a line begins with, and the value on it.
fn code(line: &str) -> Option<(&'static str, &str)> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\t ]*([A-Z]{2,3})(?:[\t ]*\t[\t ]*| {2,}|[\t ]*$)(.*)$")
            .expect("a valid pattern")
    });
    let found = CODE.captures(line)?;
    let code = CODES.iter().find(|code| **code == &found[1])?;
    Some((code, found.get(2).map_or("", |value| value.as_str().trim())))
}

/// Takes the fields that codes name; hands back the text.
fn take_codes(draft: &mut Draft, lines: &[&str]) -> Vec<String> {
    let mut fields: Vec<(&str, Vec<&str>)> = vec![("", Vec::new())];
    for line in lines {
        match (code(line), fields.last_mut()) {
            (Some((code, value)), _) => fields.push((code, vec![value])),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    let mut body = Vec::new();
    for (code, lines) in &fields {
        if matches!(*code, "LP" | "TD") {
            let blocks = lines.split(|line| line.trim().is_empty());
            body.extend(
                blocks
                    .filter(|block| !block.is_empty())
                    .map(<[&str]>::to_vec),
            );
        } else {
            set_code(draft, code, &filled(lines).join(" "));
        }
    }
    paragraphs(&body)
}

const RULE: &str = "field code";

fn set_code(draft: &mut Draft, code: &str, value: &str) {
    match code {
        "HD" => draft.text(|a| &mut a.title, value, RULE),
        "BY" => set_byline(draft, value, RULE),
        "CR" => draft.text(|a| &mut a.wire, value, RULE),
        "PD" => draft.date(value, RULE),
        "SN" => draft.text(|a| &mut a.source, value, RULE),
        "SE" => draft.text(|a| &mut a.section, value, RULE),
        "ED" => draft.text(|a| &mut a.edition, value, RULE),
        "PG" => draft.text(|a| &mut a.page, value, RULE),
        "LA" => match label::language(value) {
            Some(tag) => draft.text(|a| &mut a.language, tag, RULE),
            None => draft.trim(RULE, value),
        },
        "AN" if value.rsplit(' ').next().is_some_and(|key| key.len() >= 20) => {
            draft.article.key = value.rsplit(' ').next().map(str::to_owned);
        }
        "NS" | "RE" | "IN" => draft.article.tags.extend(topics(value)),
        _ if value.is_empty() => {}
        "" => draft.trim("cover page", value),
        _ => draft.trim(RULE, &format!("{code} {value}")),
    }
}

/// `gpol : Domestic Politics | uk : United Kingdom`
fn topics(value: &str) -> impl Iterator<Item = String> {
    let topics = value
        .split('|')
        .map(|topic| topic.rsplit(" : ").next().unwrap_or(topic).trim());
    topics.filter(|topic| !topic.is_empty()).map(str::to_owned)
}

pub(super) fn set_byline(draft: &mut Draft, value: &str, rule: &'static str) {
    match Byline::read(value) {
        Some(byline) => draft.byline(byline, rule),
        None => draft.trim(rule, value),
    }
}

/// The rule of what stands in its place before or behind the count of words.
pub(super) const PLACE: &str = "beside the word count";

/// Takes the lines around the count of words; hands back the text.
fn take_lines(draft: &mut Draft, lines: &[&str]) -> Vec<String> {
    let Some(count) = lines.iter().position(|line| words::is_length(line)) else {
        return paragraphs(&super::blocks(lines));
    };
    let head = filled(&lines[..count]);
    let (title, byline) = title_and_byline(&head);
    if let Some(at) = byline {
        set_byline(draft, head[at], PLACE);
    }
    if let Some(at) = title {
        draft.text(|a| &mut a.title, head[at], PLACE);
        // The section stands over the headline; what is above it, the first article's cover.
        for (above, line) in head[..at].iter().rev().enumerate() {
            match above {
                0 if line.chars().count() <= LONGEST_SECTION => {
                    draft.text(|a| &mut a.section, line, PLACE)
                }
                _ => draft.trim("cover page", line),
            }
        }
    }
    let behind = lines[count + 1..]
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let behind: Vec<(usize, &str)> = behind
        .map(|(at, line)| (count + 1 + at, line.trim()))
        .collect();
    let lines_behind: Vec<&str> = behind.iter().map(|(_, line)| *line).collect();
    let taken = take_details(draft, &lines_behind);
    let from = behind.get(taken).map_or(lines.len(), |(at, _)| *at);
    paragraphs(&super::blocks(&lines[from..]))
}

const LONGEST_SECTION: usize = 60;

/// Where title and byline stand in the lines above the count of words.
fn title_and_byline(head: &[&str]) -> (Option<usize>, Option<usize>) {
    let Some(last) = head.len().checked_sub(1) else {
        return (None, None);
    };
    let names_people = |line: &str| {
        byline::has_by(line)
            || byline::is_agency(line)
            || Byline::read(line).is_some_and(|byline| {
                let words: usize = byline
                    .people
                    .iter()
                    .map(|name| name.split(' ').count())
                    .sum();
                words > 1 && line.split_whitespace().count() <= words + 2
            })
    };
    match last > 0 && names_people(head[last]) {
        true => (Some(last - 1), Some(last)),
        false => (Some(last), None),
    }
}

/// Where neither a language nor rights end them: the lines up to one that is text.
fn leading_details(lines: &[&str]) -> usize {
    let details = lines
        .iter()
        .take_while(|line| line.chars().count() <= LONGEST_SECTION && !line.ends_with('.'));
    details.count()
}

/// How many lines behind the count of words may be about the article.
const MOST_DETAILS: usize = 9;

/// Takes date, time, source, code, edition, page, language and rights, which stand in this order
/// and of which some are left out; says how many lines they were.
pub(super) fn take_details(draft: &mut Draft, lines: &[&str]) -> usize {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\d{1,2}[:.]\d\d(?:\s*(?:[AaPp]\.?[Mm]\.?|Uhr|GMT))?$")
            .expect("a valid pattern")
    });
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[A-Z0-9]{3,8}$").expect("a valid pattern"));
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[A-Z]{0,3}-?\d{1,4}[A-Z]?$").expect("a valid pattern"));
    let window = &lines[..lines.len().min(MOST_DETAILS)];
    let end = window
        .iter()
        .rposition(|line| {
            is_copyright(line) || label::language(line).is_some_and(|_| !CODE.is_match(line))
        })
        .map_or_else(|| leading_details(window), |at| at + 1);
    for line in &lines[..end] {
        let (article, has_code) = (
            &draft.article,
            draft
                .article
                .trimmed
                .iter()
                .any(|cut| cut.rule == "source code"),
        );
        if is_copyright(line) {
            if let Some(holder) = copyright::holder(line) {
                draft.holder(&holder);
            }
            draft.trim("copyright", line);
        } else if article.date.is_none() && !matches!(printed::read(line), Reading::None) {
            draft.date(line, PLACE);
        } else if TIME.is_match(line) {
            draft.trim(PLACE, line);
        } else if article.source.is_none() {
            draft.text(|a| &mut a.source, line, PLACE);
        } else if !has_code && CODE.is_match(line) {
            draft.trim("source code", line);
        } else if let Some(tag) = label::language(line).filter(|tag| tag.len() < line.len()) {
            draft.text(|a| &mut a.language, tag, PLACE);
        } else if PAGE.is_match(line) {
            draft.text(|a| &mut a.page, line, PLACE);
        } else {
            draft.text(|a| &mut a.edition, line, PLACE);
        }
    }
    end
}
