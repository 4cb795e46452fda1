//! Cuts the SGML of research collections into records, and a record into its elements, as streams
//! and without a grammar: these files have no root, stray signs and open tags.

use std::io::{self, BufRead, Read};

use crate::corpus::file::unreadable;
use crate::corpus::reader::{Around, not_in_silence};
use crate::corpus::{BadRecord, Record, fields, html};

/// A record longer than this, in bytes, lacks its end.
const LONGEST: u64 = 64 << 20;

/// Reads each record of a stream, which `end` ends, as an article.
pub(super) fn read(
    input: &mut dyn BufRead,
    end: &str,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
    article: fn(&[u8], u64, &Around<'_>) -> Record,
) {
    not_in_silence(around, each, |each| {
        let mut number = 0;
        let read = records(input, end, &mut |record| {
            number += 1;
            let too_large = || {
                let reason = format!("the article does not end with {end}");
                BadRecord::new(around.file, Some(number), "too_large", reason)
            };
            each(match record {
                Some(bytes) => article(bytes, number, around),
                None => Err(too_large()),
            });
        });
        if let Err(error) = read {
            each(Err(unreadable(around.file, &error)));
        }
    });
}

/// Hands on each record of a stream, from its beginning to behind its end tag; `None` for one that
/// is too long. What stands between records is handed on if it has letters.
fn records(
    input: &mut dyn BufRead,
    end: &str,
    each: &mut dyn FnMut(Option<&[u8]>),
) -> io::Result<()> {
    let end = end.as_bytes();
    let mut record = Vec::new();
    let mut is_too_long = false;
    loop {
        let read = (&mut *input).take(LONGEST).read_until(b'>', &mut record)?;
        let is_end = record.len() >= end.len()
            && record[record.len() - end.len()..].eq_ignore_ascii_case(end);
        if record.len() as u64 > LONGEST {
            is_too_long = true;
            record.drain(..record.len() - end.len());
        }
        if is_end || read == 0 {
            match is_too_long {
                true => each(None),
                false if record.iter().any(u8::is_ascii_alphabetic) => each(Some(&record)),
                false => {}
            }
            record.clear();
            is_too_long = false;
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// What stands in the first element of this name; without an end tag, up to the next tag.
pub(super) fn element<'r>(record: &'r str, name: &str) -> Option<&'r str> {
    elements(record, name).next()
}

/// What stands in each element of this name.
pub(super) fn elements<'r>(record: &'r str, name: &str) -> impl Iterator<Item = &'r str> {
    let mut rest = record;
    let name = name.to_owned();
    std::iter::from_fn(move || {
        let from = after_tag(rest, &name)?;
        let inner = &rest[from..];
        let end = find_ignoring_case(inner, &format!("</{name}>"));
        let end = end.unwrap_or_else(|| inner.find('<').unwrap_or(inner.len()));
        rest = &inner[end..];
        Some(&inner[..end])
    })
}

/// The value of an attribute of the first element of this name.
pub(super) fn attribute<'r>(record: &'r str, name: &str, attribute: &str) -> Option<&'r str> {
    let from = after_tag(record, name)?;
    let tag = &record[..from];
    let tag = &tag[tag.rfind('<')?..];
    let at = find_ignoring_case(tag, &format!(" {attribute}="))? + attribute.len() + 2;
    let value = tag[at..].trim_start_matches(['"', '\'']);
    let end = value.find(['"', '\'', '>', ' ']).unwrap_or(value.len());
    Some(&value[..end])
}

/// The index behind the first start tag of this name.
fn after_tag(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(&text[from..], &format!("<{name}"))?;
        let after = &text[at + 1 + name.len()..];
        if after.starts_with(['>', ' ', '\t', '\n', '\r']) {
            return Some(at + 1 + name.len() + after.find('>')? + 1);
        }
        from = at + 1;
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|byte| *byte == first) {
        let at = from + at;
        if text.len() - at < wanted.len() {
            return None;
        }
        if text[at..at + wanted.len()].eq_ignore_ascii_case(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// The text of an element without its tags, its references read, its lines kept.
pub(super) fn text(element: &str) -> String {
    let mut text = String::with_capacity(element.len());
    let mut rest = element;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag =
            rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let near = &rest[..rest.floor_char_boundary(LONGEST_TAG)];
        match near.find('>') {
            Some(end) if is_tag => rest = &rest[end + 1..],
            _ => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    html::unescaped(&text)
}

/// Longer ones, in bytes, are text behind a sign for less.
const LONGEST_TAG: usize = 200;

/// The text of an element as one line; `None` if it has none.
pub(super) fn line(element: &str) -> Option<String> {
    Some(html::tidy(&text(element))).filter(|line| !line.is_empty())
}

/// The paragraphs of a text whose lines are wrapped: each begins with spaces, or behind a blank
/// line; where no line begins with spaces, lines are joined only if they are wrapped.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    if !lines.iter().any(|line| line.starts_with(' ')) {
        return fields::paragraphs_of_lines(text);
    }
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in lines {
        if line.starts_with(' ') || line.is_empty() {
            paragraphs.push(Vec::new());
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push(line);
        }
    }
    let joined = paragraphs
        .iter()
        .map(|lines| html::tidy(&fields::lines_joined(lines)));
    joined.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_cut_and_nothing_between_them_is_lost() {
        for (text, expected) in [
            (
                "<DOC>a</DOC>\n<doc>b</doc>\n",
                vec!["<DOC>a</DOC>", "\n<doc>b</doc>"],
            ),
            ("<DOC>a</DOC> x > y", vec!["<DOC>a</DOC>", " x > y"]),
            ("<DOC>a", vec!["<DOC>a"]),
            ("", vec![]),
        ] {
            let mut cut = Vec::new();
            records(&mut text.as_bytes(), "</DOC>", &mut |record| {
                cut.push(String::from_utf8_lossy(record.unwrap_or_default()).into_owned());
            })
            .expect("memory can be read");
            assert_eq!(cut, expected, "{text}");
        }
    }

    #[test]
    fn elements_are_found_without_a_grammar() {
        let record = "<A ID=\"1\" N='2'>x &lt;y> & z</a><B>no end<C>c</C><a>2</a>";
        assert_eq!(element(record, "a"), Some("x &lt;y> & z"));
        assert_eq!(
            line("x &lt;y> & <P>z</P> <5"),
            Some("x <y> & z <5".to_owned())
        );
        assert_eq!(element(record, "b"), Some("no end"));
        assert_eq!(elements(record, "a").count(), 2);
        assert_eq!(attribute(record, "a", "n"), Some("2"));
        assert_eq!(attribute(record, "a", "id"), Some("1"));
        assert_eq!(attribute(record, "c", "id"), None);
        assert_eq!(element("<A", "a"), None);
    }
}
