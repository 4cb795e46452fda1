//! Reads classic LexisNexis exports, which number their documents: `1 of 50 DOCUMENTS`.

use std::sync::LazyLock;

use regex::Regex;

use super::{Database, blocks, cover, filled, has_letters, no_article, paragraphs, parted, words};
use crate::corpus::Record;
use crate::corpus::copyright::{self, is_copyright};
use crate::corpus::draft::Draft;
use crate::corpus::label::Field;
use crate::corpus::reader::{Around, Reader, Way};
use crate::date::printed::{self, Reading};

/// Exports of LexisNexis in text or HTML; as RTF and in Word files they have their own readers.
pub(in crate::corpus) const READER: Reader = Reader {
    name: FORMAT,
    what: "an export of LexisNexis, classic: numbered documents with a head and labels, in any language of its users",
    example: "1 of 1 DOCUMENTS\n\nThe Weir Gazette\n\nMarch 12, 1997 Wednesday\n\nFlood inquiry opens\n\nBYLINE: Ann Holt\n\nLENGTH: 4 words\n\nThe inquiry opened today.\n\nLOAD-DATE: March 13, 1997\n",
    way: Way::Text {
        recognises: |text| super::recognises(text, &DATABASE),
        read: |text, around, each| super::read(text, &DATABASE, around, each),
    },
};

pub(super) const FORMAT: &str = "nexis";

pub(super) const DATABASE: Database = Database { recognises, read };

const COUNTER: &str = r"(?:\d+\s+(?:of|von|de|van|di|sur|su)\s+\d+\s+(?:documents?|dokumente?n?|documenten|documentos?|documenti)|(?:dokument|document|documento|documenti)\s+\d+\s+(?:of|von|de|van|di|sur|su)\s+\d+)";

fn recognises(text: &str) -> bool {
    // Of every file this is asked: the literals come first, anchors would keep a search from them.
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:LENGTH|LÄNGE|LONGUEUR|LONGITUD|EXTENSIÓN|LENGTE|LUNGHEZZA|COMPRIMENTO|TAMANHO|EXTENSÃO|LOAD-DATE|UPDATE|HEADLINE|BODY|BYLINE|AUTOR|SECTION|RUBRIK|RUBRIQUE|SECCIÓN|SEZIONE|PUBLICATION-TYPE|LANGUAGE|SPRACHE|LANGUE)\s*:")
            .expect("a valid pattern")
    });
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?im)(?:^|>)[\t ]*{COUNTER}[\t ]*(?:\r?$|<)"))
            .expect("a valid pattern")
    });
    // Other databases number their documents too, but write no labels in capitals.
    LABEL.is_match(text) && MARKS.is_match(text)
}

fn is_counter(line: &str) -> bool {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!(r"(?i)^\s*{COUNTER}\s*$")).expect("a valid pattern"));
    LINE.is_match(line)
}

fn read(lines: &[&str], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let mut pieces = parted(lines, is_counter).into_iter();
    if let Some(record) = cover(around, pieces.next().unwrap_or_default()) {
        each(record);
    }
    for (number, lines) in (1..).zip(pieces) {
        each(match has_letters(lines) {
            true => article(lines, around, number),
            false => no_article(around, Some(number)),
        });
    }
}

fn article(lines: &[&str], around: &Around<'_>, number: u64) -> Record {
    let mut draft = Draft::of(around, Some(number), FORMAT);
    let blocks = blocks(lines);
    let labels = blocks.iter().position(|block| is_label(block[0]));
    let (head, rest) = blocks.split_at(labels.unwrap_or_else(|| head_without_labels(&blocks)));
    let has_headline = rest
        .iter()
        .any(|block| matches!(words::shouted(block[0]), Some((Field::Title, _))));
    let rest = set_labels(&mut draft, rest);
    set_head(&mut draft, head, has_headline);
    let body = set_foot(&mut draft, &rest);
    draft.into_record(body, around)
}

/// A label of the head or foot; `UPDATE:` is one only before a date, else a headline.
fn is_label(line: &str) -> bool {
    words::shouted(line.trim()).is_some_and(|(_, value)| {
        !line.trim().starts_with("UPDATE") || printed::read(value) != Reading::None
    })
}

/// How many blocks are the head where no label ends it: those to the date, and the headline.
fn head_without_labels(blocks: &[Vec<&str>]) -> usize {
    let dated = blocks
        .iter()
        .take(4)
        .position(|block| words::dated(block[0]).is_some());
    dated.map_or(1, |at| at + 2).min(blocks.len())
}

/// Lines set in from the left by so much are centred.
const INDENT_OF_CENTRED: usize = 8;

/// Takes outlet, date, edition and headline from the blocks before the first label.
fn set_head(draft: &mut Draft, head: &[Vec<&str>], has_headline: bool) {
    let mut left: Vec<(bool, String)> = Vec::new();
    let mut is_dated = false;
    for block in head {
        let mut open: Option<String> = None;
        for line in block {
            let is_centred = line.len() - line.trim_start().len() >= INDENT_OF_CENTRED;
            let line = line.trim();
            if is_copyright(line) {
                set_copyright(draft, line);
            } else if let Some(dated) = words::dated(line).filter(|_| !is_dated) {
                draft.date(dated.date, HEAD);
                draft.text(|a| &mut a.edition, dated.rest, HEAD);
                is_dated = true;
            } else if !is_dated && draft.article.source.is_none() {
                draft.text(|a| &mut a.source, line, HEAD);
            } else if is_centred {
                left.push((true, line.to_owned()));
            } else {
                let text = open.get_or_insert_default();
                text.push_str(if text.is_empty() { "" } else { " " });
                text.push_str(line);
            }
        }
        left.extend(open.map(|text| (false, text)));
    }
    if !is_dated && let Some((_, line)) = left.iter().find(|(_, line)| has_year(line)) {
        // A season or a double issue is named as what it is: a date that was not understood.
        draft.date(line, HEAD);
    }
    let is_title =
        |(is_centred, line): &mut (bool, String)| !*is_centred && !words::is_edition(line);
    if !has_headline && let Some((_, title)) = left.pop_if(is_title) {
        draft.text(|a| &mut a.title, &title, HEAD);
    }
    for (_, line) in left {
        match draft.article.edition {
            None => draft.text(|a| &mut a.edition, &line, HEAD),
            Some(_) => draft.trim(HEAD, &line),
        }
    }
}

/// Four digits that are a year.
fn has_year(line: &str) -> bool {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(?:1[5-9]|20)\d\d\b").expect("a valid pattern"));
    line.chars().count() <= 60 && YEAR.is_match(line)
}

/// The rule of what stands in its place in the head of a document.
pub(super) const HEAD: &str = "export head";

pub(super) fn set_copyright(draft: &mut Draft, line: &str) {
    if let Some(holder) = copyright::holder(line) {
        draft.holder(&holder);
    }
    draft.trim("copyright", line);
}

/// Takes the labels before the text; hands back the blocks from the text on.
fn set_labels<'t>(draft: &mut Draft, blocks: &[Vec<&'t str>]) -> Vec<Vec<&'t str>> {
    let mut at = 0;
    while let Some(block) = blocks.get(at).filter(|block| is_label(block[0])) {
        at += 1;
        let labels = labels(block);
        if let Some(body) = labels.iter().position(|label| label.field == Field::Body) {
            labels[..body].iter().for_each(|label| label.set(draft));
            return with_first(&labels[body], block, &blocks[at..]);
        }
        for label in &labels {
            // A value may stand in the block below its label.
            match blocks.get(at) {
                Some(next) if label.value.is_empty() && !is_label(next[0]) => {
                    at += 1;
                    words::set(draft, label.field, &filled(next).join(" "), label.line);
                }
                _ => label.set(draft),
            }
        }
    }
    blocks[at..].to_vec()
}

/// The text that begins on the line of its label, or below it.
fn with_first<'t>(
    label: &Label<'t>,
    block: &[&'t str],
    rest: &[Vec<&'t str>],
) -> Vec<Vec<&'t str>> {
    let at = block.iter().position(|line| line.trim() == label.line);
    let mut first: Vec<&str> = words::labelled(label.line)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())
        .into_iter()
        .collect();
    first.extend(&block[at.map_or(block.len(), |at| at + 1)..]);
    let first = (!first.is_empty()).then_some(first);
    first.into_iter().chain(rest.iter().cloned()).collect()
}

/// A label and its value, which may go on over lines.
struct Label<'t> {
    field: Field,
    line: &'t str,
    value: String,
}

impl Label<'_> {
    fn set(&self, draft: &mut Draft) {
        words::set(
            draft,
            self.field,
            &self.value,
            &format!("{} {}", self.name(), self.value),
        );
    }

    fn name(&self) -> &str {
        let end = self.line.find(':').map_or(self.line.len(), |at| at + 1);
        &self.line[..end]
    }
}

fn labels<'t>(block: &[&'t str]) -> Vec<Label<'t>> {
    let mut labels: Vec<Label<'_>> = Vec::new();
    for line in block {
        let line = line.trim();
        if let Some((field, value)) = words::shouted(line).filter(|_| is_label(line)) {
            labels.push(Label {
                field,
                line,
                value: value.to_owned(),
            });
        } else if let Some(label) = labels.last_mut() {
            label
                .value
                .push_str(if label.value.is_empty() { "" } else { " " });
            label.value.push_str(line);
        }
    }
    labels
}

/// Labels below the text: when it was loaded, in what language, where else it stands.
fn is_of_foot(line: &str) -> bool {
    is_label(line)
        && matches!(
            words::shouted(line.trim()),
            Some((
                Field::Other | Field::Language | Field::Url | Field::Tags | Field::Key,
                _
            ))
        )
}

/// Where the labels below the text begin: most of what follows has a label, as an interview has not.
fn foot(blocks: &[Vec<&str>]) -> Option<usize> {
    let mut labelled = 0;
    let mut first = None;
    for (at, block) in blocks.iter().enumerate().rev() {
        labelled += usize::from(is_label(block[0]));
        if is_of_foot(block[0]) && labelled * 2 >= blocks.len() - at {
            first = Some(at);
        }
    }
    first
}

/// Takes the labels and rights below the text; hands back the text.
fn set_foot(draft: &mut Draft, blocks: &[Vec<&str>]) -> Vec<String> {
    let rights = |block: &Vec<&str>| block.iter().any(|line| is_copyright(line));
    let mut end = blocks.len();
    while end > 0 && rights(&blocks[end - 1]) {
        end -= 1;
    }
    let text = foot(&blocks[..end]).unwrap_or(end);
    for block in &blocks[text..end] {
        let labels = labels(block);
        match labels.is_empty() {
            true => draft.trim("export foot", &filled(block).join(" ")),
            false => labels.iter().for_each(|label| label.set(draft)),
        }
    }
    for line in filled(&blocks[end..].concat()) {
        set_copyright(draft, line);
    }
    paragraphs(&blocks[..text])
}
