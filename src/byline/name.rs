//! The name of a person: what may be one, and its letters in name case.

use std::sync::LazyLock;

use regex::Regex;

use super::affiliation;

/// Small words inside names.
pub(super) const PARTICLES: &[&str] = &[
    "de", "da", "di", "do", "dos", "das", "du", "des", "del", "della", "der", "den", "van", "von",
    "vom", "zu", "zur", "la", "le", "el", "al", "bin", "ibn", "ben", "bint", "y", "e", "i", "af",
    "av", "ten", "ter", "te", "'t", "v.", "o", "san", "dei", "of", "ap", "abu", "und",
];

/// Words of pages and of sentences, which no name has.
const NOT_IN_NAMES: &[&str] = &[
    "follow",
    "subscribe",
    "share",
    "comment",
    "comments",
    "count",
    "tags",
    "popular",
    "view",
    "more",
    "all",
    "author",
    "authors",
    "click",
    "here",
    "menu",
    "home",
    "login",
    "log",
    "sign",
    "in",
    "out",
    "email",
    "print",
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "advertisement",
    "photo",
    "photos",
    "image",
    "getty",
    "images",
    "the",
    "this",
    "that",
    "these",
    "our",
    "your",
    "and",
    "of",
    "by",
    "is",
    "was",
    "are",
    "were",
    "has",
    "have",
    "had",
    "be",
    "been",
    "to",
    "for",
    "with",
    "about",
    "after",
    "before",
    "when",
    "how",
    "why",
    "what",
    "who",
    "updated",
    "published",
    "posted",
    "none",
    "null",
    "nan",
    "unknown",
    "n/a",
    "admin",
    "administrator",
    "webmaster",
    "copyright",
    "avatar",
    "url",
    "backgroundurl",
    "ago",
    "today",
    "yesterday",
    "no",
    "not",
    "latest",
    "trending",
    "newsletter",
    "related",
    "article",
    "articles",
    "next",
    "previous",
    "january",
    "february",
    "november",
    "december",
    "october",
    "september",
    "july",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "true",
    "false",
    "analysis",
    "opinion",
    "op-ed",
    "exclusive",
    "breaking",
    "politics",
    "sports",
    "business",
    "a",
    "an",
    "it",
    "he",
    "she",
    "they",
    "we",
    "you",
];

/// Names longer than this, in characters, are sentences.
const LONGEST: usize = 60;

/// The person that this part of a byline names.
pub(super) fn read(part: &str) -> Option<String> {
    let part =
        without_place(without_outlet(without_kicker(part))).trim_end_matches([',', ';', ':']);
    let part = part.trim();
    if part.chars().count() > LONGEST || !part.contains(char::is_alphabetic) {
        return None;
    }
    let part = part
        .strip_suffix('.')
        .filter(|_| !ends_with_initial(part))
        .unwrap_or(part);
    let words: Vec<&str> = part.split(' ').collect();
    let is_name = !words.is_empty()
        && words.len() <= 6
        && part.chars().all(is_of_names)
        && words.iter().all(|word| is_name_word(word))
        && words.iter().any(|word| begins_a_name(word))
        && part.chars().filter(|c| c.is_alphabetic()).count() > 1
        // A lone word in small letters among others is a word of the page.
        && words.last().is_some_and(|word| !PARTICLES.contains(word));
    is_name.then(|| in_name_case(&words))
}

/// A pen name or login that stands alone, as `karl77` or `mywakenews`.
pub(super) fn pen_name(part: &str) -> Option<String> {
    static PEN_NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\p{L}[\p{L}\d_]{2,23}$").expect("a valid pattern"));
    (PEN_NAME.is_match(part) && !NOT_IN_NAMES.contains(&part.to_lowercase().as_str()))
        .then(|| part.to_owned())
}

fn is_of_names(c: char) -> bool {
    c.is_alphabetic()
        || matches!(
            c,
            ' ' | '.' | '-' | '‐' | '\'' | '’' | '‘' | '`' | 'ʼ' | '・' | '\u{300}'..='\u{36f}'
        )
}

fn is_name_word(word: &str) -> bool {
    let small = word.to_lowercase();
    if is_login(word) {
        return false;
    }
    let bare = small.trim_end_matches('.');
    // A small `of` or `in` can only be a particle; a big one is of a headline.
    if begins_a_name(word) {
        return !NOT_IN_NAMES.contains(&bare) || bare.chars().count() == 1;
    }
    PARTICLES.contains(&small.as_str())
        || is_suffix(word)
        || small.starts_with(['\'', '’'])
        || word
            .split(['\'', '’', '-'])
            .nth(1)
            .is_some_and(begins_a_name)
}

/// `Jane.Doe`, the half of an address.
fn is_login(word: &str) -> bool {
    word.split_once('.').is_some_and(|(first, last)| {
        first.chars().count() > 2 && last.chars().filter(|c| c.is_lowercase()).count() > 1
    })
}

fn begins_a_name(word: &str) -> bool {
    // Scripts without capitals begin a name with any letter.
    word.trim_start_matches(['\'', '’', '‘', '.'])
        .starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word.to_lowercase().trim_end_matches('.'),
        "jr" | "sr" | "ii" | "iii" | "iv"
    )
}

fn ends_with_initial(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or_default();
    last.trim_end_matches('.').contains('.') || last.chars().count() <= 2 || is_suffix(last)
}

/// The name without `in Kyiv`, `aus Berlin`, `reporting from Rome`.
fn without_place(part: &str) -> &str {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s+(?:(?:reporting|reports?|writing)\s+)?(?:in|from|aus|à|en|at|near)\s+\p{L}.*$|\s+(?:reports|reporting|berichtet)\b.*$")
            .expect("a valid pattern")
    });
    match PLACE.find(part) {
        // `From` or `En` with a capital would belong to the name.
        Some(place)
            if place.as_str().trim_start().starts_with(char::is_lowercase)
                || part.chars().all(|c| !c.is_lowercase()) =>
        {
            &part[..place.start()]
        }
        _ => part,
    }
}

/// The name without the outlet that owns it, as `CNN's Jane Doe`.
fn without_outlet(part: &str) -> &str {
    static OWNED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^([\p{L} .]{2,30}?)(?:['’]s|(?:s|S)['’])\s+").expect("a valid pattern")
    });
    let Some(found) = OWNED.captures(part) else {
        return part;
    };
    let owner = part[..found.get_match().end()]
        .trim_end()
        .trim_end_matches("'s")
        .trim_end_matches("’s");
    let owner = owner.trim_end_matches(['\'', '’']);
    let initials = owner.chars().count() <= 5 && !owner.chars().any(char::is_lowercase);
    if initials || affiliation::is_one(owner) || owner.ends_with(" Channel") {
        &part[found.get_match().end()..]
    } else {
        part
    }
}

/// The agency or paper whose reporter somebody is, and the name: `AP correspondent Jane Doe`.
pub(super) fn owned(part: &str) -> Option<(&str, &str)> {
    static ROLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\S+(?: \p{Lu}\S+){0,3}) (?:(?:staff|news|sports|business|political|video|data|national|foreign) )?(?:writers?|reporters?|correspondents?|journalists?|editors?|producers?|researchers?) ")
            .expect("a valid pattern")
    });
    let found = ROLE.captures(part)?;
    let owner = found.get(1)?.as_str();
    let is_owner = affiliation::is_agency(owner) || affiliation::is_paper(owner);
    is_owner.then_some((owner, &part[found.get_match().end()..]))
}

/// The name without a kicker before it, as `Analysis Jane Doe`.
fn without_kicker(part: &str) -> &str {
    static KICKER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:analysis|opinion|exclusive|commentary|perspective|by|von|dr\.|prof\.|sir)(?::?\s+by)?:?\s+")
            .expect("a valid pattern")
    });
    match KICKER.find(part) {
        Some(kicker) if part[kicker.end()..].contains(' ') && !kicker.as_str().ends_with(". ") => {
            &part[kicker.end()..]
        }
        _ => part,
    }
}

/// The words of a name, those of an all-capital name in name case.
fn in_name_case(words: &[&str]) -> String {
    let shouted = words
        .iter()
        .filter(|word| !PARTICLES.contains(word))
        .all(|word| is_shouted(word))
        && words
            .iter()
            .any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 2);
    if !shouted {
        return words.join(" ");
    }
    let cased: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let small = word.to_lowercase();
            if at > 0 && at + 1 < words.len() && PARTICLES.contains(&small.as_str()) {
                small
            } else {
                word_in_name_case(word)
            }
        })
        .collect();
    cased.join(" ")
}

/// All letters are capitals, but for the small ones of `McGARRY` and `MacLEOD`.
fn is_shouted(word: &str) -> bool {
    let rest = ["Mc", "Mac", "de", "De", "d'", "d’"]
        .iter()
        .find_map(|start| word.strip_prefix(start))
        .unwrap_or(word);
    !rest.is_empty() && !rest.chars().any(char::is_lowercase)
}

fn word_in_name_case(word: &str) -> String {
    match word.trim_end_matches('.') {
        "JR" => return "Jr.".to_owned(),
        "SR" => return "Sr.".to_owned(),
        _ => {}
    }
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowels = letters.chars().any(|c| "AEIOUYÄÖÜÉÈ".contains(c));
    let is_initials = word.chars().nth(1) == Some('.')
        || (letters.chars().count() <= 2 && !vowels)
        || matches!(letters.as_str(), "II" | "III" | "IV" | "AJ" | "EJ" | "OJ");
    if is_initials {
        return word.to_owned();
    }
    let lead = if word.starts_with("Mc") || word.starts_with("MC") {
        2
    } else if word.starts_with("Mac") {
        3
    } else {
        0
    };
    let mut cased = String::with_capacity(word.len());
    let mut starts = true;
    for (at, c) in word.chars().enumerate() {
        if starts || (at == lead && lead > 0) {
            cased.extend(c.to_uppercase());
        } else {
            cased.extend(c.to_lowercase());
        }
        // `O'BRIEN` and `D’ARCY`, but not the end of `ROSS'S`.
        starts = matches!(c, '-' | '\'' | '’' | '.' | '‐') && word.chars().count() > at + 2;
    }
    cased
}
