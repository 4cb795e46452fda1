//! Reads the place of reporting before the text, as `LONDON, Sept. 13 (Reuters) —`.

use std::sync::LazyLock;

use regex::Regex;

use crate::byline::is_agency;
use crate::date::printed::{self, Reading};

/// What stands before the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place as printed; empty where only an agency is named.
    pub place: String,
    /// The agency as printed.
    pub agency: Option<String>,
    /// Nothing follows it on its line.
    pub is_whole_line: bool,
}

/// A dateline stands in one of the first paragraphs.
const PARAGRAPHS_TO_TRY: usize = 3;

/// The dateline of a text in paragraphs; they keep it.
pub fn of_body<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Option<Dateline> {
    paragraphs
        .into_iter()
        .take(PARAGRAPHS_TO_TRY)
        .find_map(read)
}

/// Datelines longer than this, in bytes, are sentences.
const LONGEST: usize = 130;

/// Words that stand before a dash as a place does, and are none.
const NO_PLACES: &[&str] = &[
    "update",
    "file",
    "exclusive",
    "corrected",
    "correction",
    "editor's note",
    "editor’s note",
    "note",
    "breaking",
    "watch",
    "photos",
    "video",
    "related",
    "opinion",
    "analysis",
    "commentary",
    "the",
    "a",
    "an",
    "this",
    "in",
    "on",
    "at",
    "it",
    "he",
    "she",
    "they",
    "we",
    "i",
    "but",
    "and",
    "yes",
    "no",
    "q",
    "rubber",
    "stocks",
    "prices",
    "oil",
    "gold",
    "news",
    "factbox",
    "timeline",
    "graphic",
    "advisory",
    "press release",
    "for immediate release",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The dateline at the start of a paragraph.
pub fn read(text: &str) -> Option<Dateline> {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\s*(?:\.?\s?—|\s–|\.–|\s?--|\s-\s|\s_\s|\.-\s|,?\s-$)\s*")
            .expect("a valid pattern")
    });
    let end = END.find_iter(text).find(|end| end.start() > 0);
    let (printed, rest, mark) = match end.filter(|end| end.start() <= LONGEST) {
        Some(end) => (
            &text[..end.start()],
            &text[end.end()..],
            end.as_str().trim(),
        ),
        // A dateline on a line of its own needs no dash.
        None if text.len() <= LONGEST => (text, "", ""),
        None => return None,
    };
    let parts = parts(printed);
    let evidence = evidence(&parts, mark);
    let wanted = if mark.is_empty() {
        EVIDENCE_WITHOUT_DASH
    } else {
        EVIDENCE
    };
    (evidence >= wanted && !rest.starts_with(|c: char| c.is_ascii_digit())).then(|| Dateline {
        place: parts.place.to_owned(),
        agency: parts.agency.map(str::to_owned),
        is_whole_line: rest.is_empty(),
    })
}

/// Points out of a hundred from which on it is a dateline.
const EVIDENCE: u32 = 44;
const EVIDENCE_WITHOUT_DASH: u32 = 60;

struct Parts<'a> {
    place: &'a str,
    agency: Option<&'a str>,
    dated: bool,
}

/// Cuts agency and date off the end, in whatever order they stand.
fn parts(printed: &str) -> Parts<'_> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)(?:^|[\s,.;])\s* (?:
                (?: jan | feb | mar | apr | may | jun | jul | aug | sep | sept | oct | nov | dec | mär | mai | okt | dez )[a-zä]*\.?\s*\d{1,2}
              | \d{1,2}\.?\s*(?: jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec | mär | mai | okt | dez )[a-zä]*\.?
            ) (?: ,?\s*\d{4} | \s\d{2} )? $",
        )
        .expect("a valid pattern")
    });
    let mut rest = printed.trim();
    let mut agency = None;
    let mut dated = false;
    loop {
        let ended = rest.trim_end_matches(['.', ',', ';', ':', ' ']);
        if let Some((before, inner)) = last_group(ended) {
            let name = inner.strip_prefix("Correspondence of ").unwrap_or(inner);
            let name = name.trim_matches(['.', ' ']);
            if is_wire(name) {
                agency = agency.or(Some(name));
            } else if printed::read(inner) != Reading::None {
                dated = true;
            } else {
                break;
            }
            rest = before;
        } else if let Some(date) = DATE.find(ended) {
            dated = true;
            rest = &ended[..date.start()];
            // The point of `Conn.` before the date belongs to the place.
            if ended[date.start()..].starts_with('.') {
                rest = &ended[..=date.start()];
            }
        } else {
            break;
        }
    }
    let mut place = rest.trim_end_matches([',', ';', ':', ' ']);
    if !place.contains(',') {
        // `PARIS.` stands alone; behind a comma the point is that of `Conn.`.
        place = place.trim_end_matches('.');
    }
    let (place, agency) = if is_agency(place) {
        ("", agency.or(Some(place)))
    } else {
        (place, agency)
    };
    Parts {
        place,
        agency,
        dated,
    }
}

/// The text in the brackets or slashes that it ends with, and what stands before them.
fn last_group(text: &str) -> Option<(&str, &str)> {
    let open = match text.chars().next_back()? {
        ')' => '(',
        ']' => '[',
        '/' => '/',
        _ => return None,
    };
    let inside = &text[..text.len() - 1];
    let start = inside.rfind(open)?;
    Some((&text[..start], &inside[start + 1..]))
}

/// An agency, or a distributor of press releases.
fn is_wire(name: &str) -> bool {
    static WIRE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[\p{L}\d.& -]{0,30}(?:wire|newswires?|press ?release|press|news|newsfile|direct|\.ai|\.com)(?: corp\.?| service)?$")
            .expect("a valid pattern")
    });
    is_agency(name) || WIRE.is_match(name)
}

fn evidence(parts: &Parts<'_>, mark: &str) -> u32 {
    let agency = if parts.agency.is_some() { 45 } else { 0 };
    let date = if parts.dated { 30 } else { 0 };
    let dash = match mark {
        // `Rotterdam, May 16` fills a line that is nothing else.
        "" if parts.dated => 30,
        "" => 0,
        "-" | "_" | ".-" | ",-" | ", -" => 15,
        _ => 30,
    };
    match capitals_of_place(parts.place) {
        Some(capitals) => capitals + agency + date + dash,
        None if parts.place.is_empty() => agency + date.min(agency) + dash.min(agency),
        None => 0,
    }
}

/// Points for capitals; `None` if it is no place.
fn capitals_of_place(place: &str) -> Option<u32> {
    static COUNTRY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*\([^()]*\)").expect("a valid pattern"));
    let place = &*COUNTRY.replace_all(place, "");
    let first = place.split(',').next().unwrap_or_default().trim();
    let words: Vec<&str> = first.split_whitespace().collect();
    let small = first.to_lowercase();
    let lead = small
        .split(' ')
        .next()
        .unwrap_or_default()
        .trim_end_matches(':');
    let is_place = (1..=4).contains(&words.len())
        && place.split(',').count() <= 3
        && place.split_whitespace().count() <= 7
        && (small == "the hague" || !NO_PLACES.contains(&lead))
        && !NO_PLACES.contains(&small.as_str())
        && !place.contains([':', '"', '“', '”', '?', '!', ';', '@', '•'])
        && !place.contains(|c: char| c.is_ascii_digit())
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
                || matches!(
                    *word,
                    "de" | "la"
                        | "du"
                        | "del"
                        | "am"
                        | "an"
                        | "der"
                        | "den"
                        | "do"
                        | "da"
                        | "on"
                        | "upon"
                        | "sur"
                        | "the"
                        | "of"
                        | "’s"
                        | "al"
                )
        });
    let shouted = first.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !first.chars().any(char::is_lowercase);
    is_place.then_some(if shouted { 35 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_dateline_is_a_place_with_evidence() {
        for (text, place, agency) in [
            ("WASHINGTON (AP) — The council met.", "WASHINGTON", "AP"),
            ("LONDON (Reuters) - The council met.", "LONDON", "Reuters"),
            (
                "HEERENVEEN, Netherlands (AP) _ The council met.",
                "HEERENVEEN, Netherlands",
                "AP",
            ),
            (
                "LITTLE ROCK, Ark. _ The council met.",
                "LITTLE ROCK, Ark.",
                "",
            ),
            ("PARIS, Jan. 8 -- The council met.", "PARIS", ""),
            ("Hong Kong (AFP) – The council met.", "Hong Kong", "AFP"),
            (
                "STAMFORD, Conn., Oct. 21.—Weighing much",
                "STAMFORD, Conn.",
                "",
            ),
            ("GENEVA, N. Y., July 19.—The comet", "GENEVA, N. Y.", ""),
            (
                "TIFLIS, Transcaucasia, July 17 (Associated Press). - The council",
                "TIFLIS, Transcaucasia",
                "Associated Press",
            ),
            (
                "LAUSANNE, Switzerland — The council met.",
                "LAUSANNE, Switzerland",
                "",
            ),
            ("LOS ANGELES, Feb 26 - The council met.", "LOS ANGELES", ""),
            ("SHANGHAI, Dec.30.", "SHANGHAI", ""),
            ("Rotterdam, May 16", "Rotterdam", ""),
            ("VIENNA, June 29, -", "VIENNA", ""),
            ("TOMBSTONE, Arizona, Feb. 23. —", "TOMBSTONE, Arizona", ""),
            (
                "ROME (ITALY), 11 JAN 90 (RNE) -- The council met.",
                "ROME (ITALY)",
                "RNE",
            ),
            (
                "HARBOUR, FL, November 28, 2024 /24-7PressRelease/ -- The council",
                "HARBOUR, FL",
                "24-7PressRelease",
            ),
            (
                "NEW HARBOUR, Nov. 5, 2024 (GLOBE NEWSWIRE) -- The council",
                "NEW HARBOUR",
                "GLOBE NEWSWIRE",
            ),
            (
                "Harbour, Iowa (September 30, 2025) (Newswire.ai) — The council",
                "Harbour, Iowa",
                "Newswire.ai",
            ),
            ("(Reuters) - The council met.", "", "Reuters"),
            ("BERLIN (dpa) - Der Rat tagte.", "BERLIN", "dpa"),
        ] {
            let found = read(text);
            let found = found
                .as_ref()
                .map(|d| (d.place.as_str(), d.agency.as_deref().unwrap_or_default()));
            assert_eq!(found, Some((place, agency)), "{text}");
        }
    }

    #[test]
    fn a_dash_alone_makes_no_dateline() {
        for text in [
            "UPDATE — The council met again.",
            "Jane Doe — the mayor — was there.",
            "The council - which met - agreed.",
            "It was late — too late.",
            "A plain sentence without any dash at all.",
            "Short line",
            "STOCKS - prices fell.",
            "",
            "—",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
