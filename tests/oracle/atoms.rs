//! Where the atoms of a query stand in a text (sections 3 and 4).

use morgue::analysis::{FormKind, QueryWord, Unit, fold, forms, units};
use morgue::query::tree::{Forms, Kind, Number, PhrasePart};
use rust_stemmers::{Algorithm, Stemmer};

use crate::patterns;
use crate::spans::{Span, Spans, TooMany, sloppy};
use crate::text::Text;

/// The spans of an atom; `None` if the node is none.
pub(crate) fn spans(kind: &Kind, text: &Text) -> Option<Result<Spans, TooMany>> {
    Some(Ok(match kind {
        Kind::Word { text: typed, forms } => word(typed, *forms, text),
        Kind::Wildcard(pattern) => wildcard(pattern, text),
        Kind::Fuzzy {
            text: typed,
            distance,
        } => {
            let typed = fold(typed);
            let distance = usize::from(*distance);
            folded(text, &|word| patterns::distance(&typed, word) <= distance)
        }
        Kind::Regex(pattern) => {
            let regex = patterns::whole_word(pattern);
            folded(text, &|word| regex.is_match(word))
        }
        Kind::Number(number, typed) => numbered(*number, typed, text),
        Kind::Stem(typed) => {
            let stemmer = Stemmer::create(Algorithm::English);
            let typed = fold(typed);
            let stem = stemmer.stem(&typed).into_owned();
            folded(text, &|word| stemmer.stem(word) == stem)
        }
        Kind::Phrase { parts, slop: None } => phrase(parts, text),
        Kind::Phrase {
            parts,
            slop: Some(slop),
        } => return Some(sloppy(*slop, &slop_words(parts, text))),
        _ => return None,
    }))
}

/// The ranges of the folded words and joined forms that fulfil a condition.
fn folded(text: &Text, holds: &dyn Fn(&str) -> bool) -> Spans {
    let words = (1..=text.length()).filter(|position| holds(text.word(*position)));
    let joined = text
        .forms
        .iter()
        .filter(|form| form.kind == FormKind::Joined && holds(&form.text));
    let joined = joined.map(|form| (form.first..=form.last).collect());
    words.map(|position| vec![position]).chain(joined).collect()
}

fn further(text: &Text, kind: FormKind, whole: &str) -> Spans {
    text.forms
        .iter()
        .filter(|form| form.kind == kind && form.text == whole)
        .map(|form| (form.first..=form.last).collect())
        .collect()
}

/// A word as typed: `flood`, `policy-makers`, `10%`, `9/11`.
fn word(typed: &str, forms: Forms, text: &Text) -> Spans {
    let units = units(typed);
    match units.as_slice() {
        [only] => unit(only, forms, text),
        several => {
            let forms = if forms == Forms::Exact {
                Forms::Exact
            } else {
                Forms::Quoted
            };
            let several: Vec<Spans> = several.iter().map(|it| unit(it, forms, text)).collect();
            in_a_row(&several)
        }
    }
}

fn unit(unit: &Unit, forms: Forms, text: &Text) -> Spans {
    match unit {
        Unit::Word(word) => query_word(word, forms, text),
        Unit::Sign { whole, .. } => further(text, FormKind::Sign, whole),
        Unit::Compound { parts, joined } => {
            let others = if forms == Forms::Exact {
                Forms::Exact
            } else {
                Forms::Quoted
            };
            let row: Vec<Spans> = parts
                .iter()
                .enumerate()
                .map(|(place, part)| {
                    let last = place + 1 == parts.len();
                    query_word(part, if last { forms } else { others }, text)
                })
                .collect();
            let mut all = in_a_row(&row);
            all.extend(query_word(joined, forms, text));
            all
        }
    }
}

fn query_word(word: &QueryWord, forms: Forms, text: &Text) -> Spans {
    if word.us {
        return further(text, FormKind::Us, "us");
    }
    match forms {
        Forms::Number => {
            let family = forms::family(word);
            folded(text, &|other| family.iter().any(|form| form == other))
        }
        Forms::Quoted => folded(text, &|other| word.folded == other),
        Forms::Exact => exact(&word.exact, text),
    }
}

/// Words and joined forms whose letters in lower case are these, accents and all.
fn exact(typed: &str, text: &Text) -> Spans {
    let mut all = further(text, FormKind::Exact, typed);
    for span in folded(text, &|other| other == typed) {
        let (first, last) = (span[0], span[span.len() - 1]);
        let otherwise = text
            .forms
            .iter()
            .any(|form| form.kind == FormKind::Exact && form.first == first && form.last == last);
        if !otherwise {
            all.insert(span);
        }
    }
    all
}

/// `policy-mak*` is a compound whose parts are patterns.
fn wildcard(pattern: &str, text: &Text) -> Spans {
    let matching = |pattern: &str| {
        let pattern: Vec<char> = fold(pattern).chars().collect();
        folded(text, &|word| {
            let word: Vec<char> = word.chars().collect();
            patterns::wildcard(&pattern, &word)
        })
    };
    let parts: Vec<&str> = pattern.split('-').collect();
    let row: Vec<Spans> = parts.iter().map(|part| matching(part)).collect();
    let mut all = in_a_row(&row);
    all.extend(matching(&parts.concat()));
    all
}

fn numbered(number: Number, typed: &str, text: &Text) -> Spans {
    let units = units(typed);
    let [Unit::Word(word)] = units.as_slice() else {
        panic!("the queries ask for the number of plain words only: {typed}");
    };
    if word.us {
        return further(text, FormKind::Us, "us");
    }
    let family = match number {
        Number::Singular => forms::singular_forms(word),
        Number::Plural => forms::plural_forms(word),
    };
    folded(text, &|other| family.iter().any(|form| form == other))
}

fn part(part: &PhrasePart, text: &Text) -> Spans {
    match part {
        PhrasePart::Any => (1..=text.length()).map(|position| vec![position]).collect(),
        PhrasePart::Wildcard(pattern) => wildcard(pattern, text),
        PhrasePart::Word(typed) => word(typed, Forms::Quoted, text),
    }
}

fn phrase(parts: &[PhrasePart], text: &Text) -> Spans {
    let row: Vec<Spans> = parts.iter().map(|it| part(it, text)).collect();
    in_a_row(&row)
}

/// The words of a phrase with slop, each with its index in it; a `*` only takes an index.
fn slop_words(parts: &[PhrasePart], text: &Text) -> Vec<(u32, Spans)> {
    (0..)
        .zip(parts)
        .filter(|(_, it)| **it != PhrasePart::Any)
        .map(|(index, it)| (index, part(it, text)))
        .collect()
}

/// One of each, each right behind the one before.
fn in_a_row(row: &[Spans]) -> Spans {
    let Some((first, rest)) = row.split_first() else {
        return Spans::new();
    };
    let mut all = first.clone();
    for next in rest {
        let mut longer = Spans::new();
        for span in &all {
            for follower in next {
                if follower[0] == span[span.len() - 1] + 1 {
                    let both: Span = span.iter().chain(follower).copied().collect();
                    longer.insert(both);
                }
            }
        }
        all = longer;
    }
    all
}
