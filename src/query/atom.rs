//! What a word typed without white space is, once the signs around it are understood.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::names::count;
use super::tree::{Forms, Kind, PhrasePart};

/// How often signs are taken off a word to see what is under them; nobody needs the second time.
const SHELLS: usize = 8;

/// A word of the query, read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Atom {
    /// What it means; `None` when it holds no letter and no digit.
    pub(super) kind: Option<Kind>,
    /// `^2`
    pub(super) boost: Option<f32>,
    /// What is odd about it.
    pub(super) oddities: Vec<Oddity>,
}

/// What a note should be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A `?` that is punctuation.
    QuestionMark,
    /// A sign before the word that is not in its place.
    Sign,
    /// A distance above 2.
    Distance,
    /// A trailing `!` was an expansion: a sure sign of the style of other systems.
    Expansion,
}

/// What closes a sentence or a quotation behind a word.
const ENDINGS: [char; 15] = [
    '.', ',', ';', ':', '…', '\'', '’', '”', '"', '»', ']', '}', '。', '、', '，',
];

/// Reads a word: `word`, `wom?n`, `legislat!`, `word~1`, `word^2`.
pub(super) fn read(raw: &str) -> Atom {
    if raw == "*" {
        return Atom {
            kind: Some(Kind::All),
            ..Atom::default()
        };
    }
    let mut atom = Atom::default();
    let mut core = trimmed(raw);
    for _ in 0..SHELLS {
        atom.oddities.extend(oddities(core));
        let inner = match boosted(core) {
            Some((base, boost)) => {
                atom.boost = atom.boost.or(Some(boost));
                trimmed(base)
            }
            // The signs at the edges may hide what stands between them: `'word~2'`.
            None if is_wildcard(core) || expansion(core).is_some() => break,
            None if fuzzy(core).is_some() => break,
            None => stripped(core),
        };
        if inner.len() == core.len() {
            break;
        }
        core = inner;
    }
    atom.kind = match fuzzy(core) {
        Some((word, distance)) => {
            atom.oddities
                .extend((distance > 2).then_some(Oddity::Distance));
            Some(Kind::Fuzzy {
                text: word.to_owned(),
                distance: if distance == 1 { 1 } else { 2 },
            })
        }
        None => {
            let expanded = expansion(core).map(|_| Oddity::Expansion);
            atom.oddities.extend(expanded);
            piece(core).map(word)
        }
    };
    atom
}

fn word(part: PhrasePart) -> Kind {
    match part {
        PhrasePart::Word(text) => Kind::Word {
            text,
            forms: Forms::Number,
        },
        PhrasePart::Wildcard(pattern) => Kind::Wildcard(pattern),
        PhrasePart::Any => Kind::All,
    }
}

/// Reads one piece of a phrase; `None` when it holds no letter and no digit.
pub(super) fn piece(raw: &str) -> Option<PhrasePart> {
    if raw == "*" {
        return Some(PhrasePart::Any);
    }
    let raw = trimmed(raw);
    if let Some(root) = expansion(raw) {
        let pattern = pattern(root);
        return Some(PhrasePart::Wildcard(format!(
            "{}*",
            pattern.trim_end_matches('*')
        )));
    }
    if is_wildcard(raw) {
        return Some(PhrasePart::Wildcard(pattern(raw)));
    }
    let text = stripped(raw);
    has_text(text).then(|| PhrasePart::Word(text.to_owned()))
}

/// A letter, a mark or a digit.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || (!c.is_ascii()
            && GeneralCategoryGroup::Mark
                .contains(CodePointMapData::<GeneralCategory>::new().get(c)))
}

/// Whether there is anything to search for in it.
pub(super) fn has_text(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A number above zero, as after `^`.
pub(super) fn factor(text: &str) -> Option<f32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    let factor: f32 = if digits {
        text.parse().ok()?
    } else {
        return None;
    };
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

/// Without the punctuation of a sentence at its end; the last dot of `U.S.` stays.
pub(super) fn trimmed(raw: &str) -> &str {
    let core = raw.trim_end_matches(ENDINGS);
    let dotted = &raw[..core.len() + usize::from(raw[core.len()..].starts_with('.'))];
    if is_dotted(dotted) { dotted } else { core }
}

/// Single letters with a dot after each: `U.S.`, `p.m.`.
fn is_dotted(text: &str) -> bool {
    let letters: Vec<&str> = text.split_terminator('.').collect();
    let single = |part: &&str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    text.ends_with('.') && letters.len() > 1 && letters.iter().all(single)
}

/// The word before its boosts, of which the last counts. A number before `^` makes it text: `10^6`.
pub(super) fn boosted(core: &str) -> Option<(&str, f32)> {
    let split = |core: &'_ str| {
        let place = core.rfind('^')?;
        Some((place, factor(&core[place + 1..])?))
    };
    let (mut place, boost) = split(core)?;
    while let Some((before, _)) = split(&core[..place]) {
        place = before;
    }
    let base = &core[..place];
    let arithmetic = base
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    (has_text(base) && !arithmetic).then_some((base, boost))
}

fn fuzzy(core: &str) -> Option<(&str, u32)> {
    let (word, number) = core.rsplit_once('~')?;
    let distance = if number.is_empty() { 1 } else { count(number)? };
    let whole = !word.contains([':', '=', '<', '>']) && !is_wildcard(word);
    let plain = has_text(word) && stripped(word) == word && whole;
    (plain && distance > 0).then_some((word, distance))
}

/// The root before a final `!` that is glued after two letters or more.
fn expansion(raw: &str) -> Option<&str> {
    let root = raw.strip_suffix('!')?;
    let glued = root.ends_with(is_word_char);
    let letters = root.chars().filter(|c| c.is_alphabetic()).count();
    (glued && letters >= 2 && !is_address(raw)).then_some(root)
}

fn is_wildcard(raw: &str) -> bool {
    let may_be = raw.contains(['*', '?']);
    may_be
        && has_text(raw)
        && !is_address(raw)
        && (raw.contains('*') || wild_question_marks(raw) > 0)
}

/// `?`, `*` and `!` in the address of a page are its own.
pub(super) fn is_address(raw: &str) -> bool {
    let core = stripped(raw);
    core.contains("://") || core.starts_with("www.")
}

fn wild_question_marks(raw: &str) -> usize {
    let chars: Vec<char> = raw.chars().collect();
    chars
        .windows(3)
        .filter(|three| three[1] == '?' && is_word_char(three[0]) && is_word_char(three[2]))
        .count()
}

/// The pattern of a wildcard: no signs at its edges but `*`, and no two of these in a row.
fn pattern(raw: &str) -> String {
    let edges = raw.trim_matches(|c: char| !is_word_char(c) && c != '*');
    let mut pattern = String::with_capacity(edges.len());
    for c in edges.chars() {
        if c != '*' || !pattern.ends_with('*') {
            pattern.push(c);
        }
    }
    pattern
}

/// The word without the signs at its edges, but for those that are kept with it: `$5`, `#tag`,
/// `@name`, `10%`, `C++`, `U.S.`, `source(s)`.
fn stripped(raw: &str) -> &str {
    let outside = |c: char| !is_word_char(c);
    let core = raw.trim_start_matches(outside);
    let mut from = raw.len() - core.len();
    if let Some(sign) = raw[..from].chars().next_back() {
        let digit = core.starts_with(char::is_numeric);
        if is_kept_sign(sign) && (digit || !is_currency(sign)) {
            from -= sign.len_utf8();
        }
    }
    let word = core.trim_end_matches(outside);
    let mut to = raw.len() - core.len() + word.len();
    let rest = &raw[to..];
    let one_more = (rest.starts_with('%') && word.ends_with(char::is_numeric))
        || (rest.starts_with(')') && word.ends_with("(s"))
        || (rest.starts_with('.') && is_dotted(&raw[from..=to]));
    if one_more {
        to += 1;
    } else if rest.starts_with("++") && word.ends_with(char::is_alphabetic) {
        to += 2;
    }
    &raw[from..to]
}

/// A sign that may be kept with the word after it.
pub(super) fn is_kept_sign(c: char) -> bool {
    matches!(c, '#' | '@') || is_currency(c)
}

fn is_currency(c: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::CurrencySymbol
}

fn oddities(core: &str) -> Vec<Oddity> {
    let mut oddities = Vec::new();
    let marks = core.matches('?').count();
    if marks > wild_question_marks(core) && !is_address(core) {
        oddities.push(Oddity::QuestionMark);
    }
    let signs = |c: char| "-+!=|&~^*<>".contains(c);
    if core.starts_with(signs) && !(core.starts_with('*') && is_wildcard(core)) {
        oddities.push(Oddity::Sign);
    }
    oddities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_the_signs_that_belong_to_it() {
        for (raw, text) in [
            ("flood", "flood"),
            ("(flood),", "flood"),
            ("U.S.", "U.S."),
            ("p.m.,", "p.m."),
            ("end.", "end"),
            ("J.", "J"),
            ("don't", "don't"),
            ("'quoted'", "quoted"),
            ("policy-makers", "policy-makers"),
            ("10%", "10%"),
            ("$5m", "$5m"),
            ("€5", "€5"),
            ("$HOME", "HOME"),
            ("#tag", "#tag"),
            ("@name", "@name"),
            ("C++", "C++"),
            ("AT&T", "AT&T"),
            ("9/11", "9/11"),
            ("source(s),", "source(s)"),
            ("--x", "x"),
            ("E=mc2", "E=mc2"),
            ("10^6", "10^6"),
            ("है", "है"),
            ("https://a.com/b?c=d", "https://a.com/b?c=d"),
            ("https://a.com/b*c!", "https://a.com/b*c"),
        ] {
            let word = Kind::Word {
                text: text.to_owned(),
                forms: Forms::Number,
            };
            assert_eq!(read(raw).kind, Some(word), "{raw}");
        }
    }

    #[test]
    fn wildcards_stand_in_a_word() {
        for (raw, pattern) in [
            ("wom?n", "wom?n"),
            ("col*r", "col*r"),
            ("legislat!", "legislat*"),
            ("legislat!,", "legislat*"),
            ("legislat*!", "legislat*"),
            ("**bold**", "*bold*"),
            ("10*", "10*"),
            ("wom*n://", "wom*n"),
            ("policy-mak*", "policy-mak*"),
        ] {
            let kind = Some(Kind::Wildcard(pattern.to_owned()));
            assert_eq!(read(raw).kind, kind, "{raw}");
        }
    }

    #[test]
    fn punctuation_is_no_word() {
        for raw in [
            "-", "--", "…", "!", "?", "&", "'", "[", ":", "***", "😀", ">=",
        ] {
            assert_eq!(read(raw).kind, None, "{raw}");
        }
    }
}
