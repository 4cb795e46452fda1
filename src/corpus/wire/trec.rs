//! Reads the SGML of TREC and of the Linguistic Data Consortium: AP, WSJ, FT, LA, NYT, Gigaword.

use std::io::BufRead;
use std::sync::LazyLock;

use regex::Regex;

use super::{set_byline, set_dateline, set_value, sgml};
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{Record, decode, html};
use crate::date::printed::{self, Reading};

/// Collections of TREC and of the LDC, as a stream.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "trec",
    what: "the SGML of the TREC and LDC collections: AP, WSJ, FT, LA Times, AQUAINT, Gigaword",
    example: "<DOC>\n<DOCNO> AP970312-0001 </DOCNO>\n<HEAD>Flood inquiry opens</HEAD>\n<TEXT>\nThe inquiry opened.\n</TEXT>\n</DOC>\n",
    way: Way::Stream { recognises, read },
};

fn recognises(head: &Head<'_>) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?is)\A(?:\s*<[!?][^>]*>)*\s*<DOC(?:\s+id\s*=\s*"?[A-Z]{2,4}|\s*>\s*<(?:DOCNO|DOCID|DOCTYPE)\b)"#)
            .expect("a valid pattern")
    });
    let beginning = &head.bytes[..head.bytes.len().min(4096)];
    MARK.is_match(&String::from_utf8_lossy(beginning))
}

fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    sgml::read(input, "</DOC>", around, each, article);
}

fn article(bytes: &[u8], number: u64, around: &Around<'_>) -> Record {
    let decoded = decode::decode(bytes);
    let record = &*decoded.text;
    let mut draft = Draft::of(around, Some(number), READER.name);
    draft.article.gaps.extend(decoded.gap());
    let first = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| sgml::element(record, name).and_then(sgml::line))
    };
    let key = first(&["DOCNO", "DOCID"])
        .or_else(|| sgml::attribute(record, "DOC", "id").map(str::to_owned));
    set_value(
        &mut draft,
        |a| &mut a.title,
        first(&["HEADLINE", "HEAD", "HL", "TI", "TITLE", "H3", "SLUG"]),
        "trec head",
    );
    set_byline(
        &mut draft,
        first(&["BYLINE", "BY", "AUTHOR", "AU"]),
        "trec byline",
    );
    set_dateline(&mut draft, first(&["DATELINE"]), "trec dateline");
    set_dates(
        &mut draft,
        key.as_deref().unwrap_or_default(),
        first(&["DATE_TIME", "DATE", "DATE1", "PUBDATE", "DD", "PUB_DATE"]),
    );
    set_value(
        &mut draft,
        |a| &mut a.source,
        key.as_deref().and_then(outlet).map(str::to_owned),
        "trec docno",
    );
    set_value(
        &mut draft,
        |a| &mut a.source,
        first(&["PUB", "SO", "SOURCE"]),
        "trec source",
    );
    set_value(
        &mut draft,
        |a| &mut a.section,
        first(&["SECTION"]),
        "trec section",
    );
    set_value(&mut draft, |a| &mut a.page, first(&["PAGE"]), "trec page");
    draft.article.key = key;
    let body = body(record);
    draft.into_record(body, around)
}

/// The collections by how their numbers begin.
const OUTLETS: [(&str, &str); 16] = [
    ("WSJ", "The Wall Street Journal"),
    ("SJM", "San Jose Mercury News"),
    ("FBIS", "Foreign Broadcast Information Service"),
    ("NYT", "The New York Times"),
    ("LTW", "Los Angeles Times/Washington Post"),
    ("WPB", "Washington Post/Bloomberg"),
    ("APW", "Associated Press"),
    ("AFP", "Agence France-Presse"),
    ("XIN", "Xinhua"),
    ("XIE", "Xinhua"),
    ("CNA", "Central News Agency, Taiwan"),
    ("ZF", "Ziff-Davis"),
    ("FR", "Federal Register"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("AP", "Associated Press"),
];

/// Who published a document, by its number.
fn outlet(number: &str) -> Option<&'static str> {
    let number = number.to_uppercase();
    let found = OUTLETS.iter().find(|(start, _)| {
        number.strip_prefix(start).is_some_and(|rest| {
            rest.starts_with(|c: char| !c.is_ascii_alphabetic()) || rest.starts_with("N9")
        })
    });
    found.map(|(_, name)| *name)
}

/// The day in the number of a document, else the date that it prints.
fn set_dates(draft: &mut Draft, number: &str, printed: Option<String>) {
    if let Some(day) = day_in(number) {
        draft.date(&day, "trec docno");
    }
    let Some(printed) = printed.filter(|_| draft.article.date.is_none()) else {
        return;
    };
    match six_digits(&printed) {
        Some(day) => draft.date(&day, "trec date"),
        None if !matches!(printed::read(&printed), Reading::None) => {
            draft.date(&printed, "trec date")
        }
        None => match printed::find(&printed) {
            Some((_, at)) => draft.date(&printed[at], "trec date"),
            None => draft.date(&printed, "trec date"),
        },
    }
}

/// `AP890101-0001`, `LA010189-0001`, `NYT_ENG_19940701.0001`
fn day_in(number: &str) -> Option<String> {
    static LONG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[A-Z]{2,4}(?:_[A-Z]{3}_)?((?:19|20)\d{6})\.\d+$").expect("a valid pattern")
    });
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(AP|WSJ|LA)(\d{6})-\d+$").expect("a valid pattern"));
    if let Some(found) = LONG.captures(number) {
        return Some(found[1].to_owned());
    }
    let found = SHORT.captures(number)?;
    let digits = &found[2];
    match &found[1] {
        "LA" => Some(format!(
            "19{}-{}-{}",
            &digits[4..],
            &digits[..2],
            &digits[2..4]
        )),
        _ => Some(format!(
            "19{}-{}-{}",
            &digits[..2],
            &digits[2..4],
            &digits[4..]
        )),
    }
}

/// `910514`, as the Financial Times has it.
fn six_digits(printed: &str) -> Option<String> {
    let digits = printed.trim();
    let is_date = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    is_date.then(|| format!("19{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..]))
}

fn body(record: &str) -> Vec<String> {
    let mut texts: Vec<&str> = sgml::elements(record, "TEXT").collect();
    if texts.is_empty() {
        texts = sgml::elements(record, "BODY").collect();
    }
    let paragraphs = texts
        .into_iter()
        .flat_map(|text| match sgml::element(text, "P").is_some() {
            true => html::paragraphs(text),
            false => sgml::paragraphs(&sgml::text(text)),
        });
    paragraphs.collect()
}
