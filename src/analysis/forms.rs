//! Which words count as forms of which (section 4): regular and listed plurals, one step.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::QueryWord;
use super::characters::{Class, class};
use super::lists;

/// No plural is made of a shorter word, and no shorter singular is looked for.
const SHORTEST: usize = 3;
/// But one of a word typed all in capitals: `MP`.
const SHORTEST_IN_CAPITALS: usize = 2;

/// The forms that a bare word finds: itself first, its plurals, and the words whose plural it is.
///
/// They are candidates, folded; not all of them need be words.
pub fn family(word: &QueryWord) -> Vec<String> {
    let mut family = vec![word.folded.clone()];
    family.extend(plurals_of_typed(word));
    if !word.capitals {
        family.extend(singulars(&word.folded));
    }
    without_repetition(family)
}

/// What `singular()` finds: the words whose plural this is, else the word itself.
pub fn singular_forms(word: &QueryWord) -> Vec<String> {
    let singulars = if word.capitals {
        Vec::new()
    } else {
        singulars(&word.folded)
    };
    if singulars.is_empty() {
        vec![word.folded.clone()]
    } else {
        singulars
    }
}

/// What `plural()` finds: the plurals of the words that [`singular_forms`] gives; a word without
/// a plural is its own.
pub fn plural_forms(word: &QueryWord) -> Vec<String> {
    let bases = singular_forms(word);
    let plurals = if bases == [word.folded.as_str()] {
        plurals_of_typed(word)
    } else {
        bases.iter().flat_map(|base| plurals(base)).collect()
    };
    if plurals.is_empty() {
        bases
    } else {
        without_repetition(plurals)
    }
}

/// The plurals of a folded word: those listed, else the regular ones; none of a short word, of one
/// with a digit, or of one that is listed as unpaired.
pub fn plurals(word: &str) -> Vec<String> {
    plurals_from(word, SHORTEST)
}

/// The words whose plural this folded word is.
///
/// Of the regular ones of a word in `-ss`, `-us` or `-is` there is none unless the pair is listed.
pub fn singulars(word: &str) -> Vec<String> {
    if LISTED.unpaired.contains(word) {
        return Vec::new();
    }
    let listed = LISTED.singulars.get(word).into_iter().flatten().copied();
    let mut candidates: Vec<String> = listed.map(str::to_owned).collect();
    if !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        let regular = [("ies", "y"), ("es", ""), ("s", "")];
        candidates.extend(regular.iter().filter_map(|(plural, singular)| {
            Some(word.strip_suffix(plural)?.to_owned() + singular)
        }));
    }
    candidates.retain(|candidate| plurals(candidate).iter().any(|plural| plural == word));
    without_repetition(candidates)
}

/// The lists behind the forms and the sentence ends, each with its name: `irregular`, `pairs`,
/// `unpaired`, `abbreviations`.
pub fn lists() -> [(&'static str, &'static str); 4] {
    [
        ("irregular", lists::IRREGULAR),
        ("pairs", lists::PAIRS),
        ("unpaired", lists::UNPAIRED),
        ("abbreviations", lists::ABBREVIATIONS),
    ]
}

struct Listed {
    /// The irregular plurals by their singular.
    plurals: HashMap<&'static str, Vec<&'static str>>,
    /// The singulars of irregular plurals and of listed pairs.
    singulars: HashMap<&'static str, Vec<&'static str>>,
    unpaired: HashSet<&'static str>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed {
        plurals: HashMap::new(),
        singulars: HashMap::new(),
        unpaired: lists::words(lists::UNPAIRED).collect(),
    };
    for mut line in lists::lines(lists::IRREGULAR) {
        let Some(singular) = line.next() else {
            continue;
        };
        for plural in line {
            listed.plurals.entry(singular).or_default().push(plural);
            listed.singulars.entry(plural).or_default().push(singular);
        }
    }
    for mut line in lists::lines(lists::PAIRS) {
        if let (Some(singular), Some(plural)) = (line.next(), line.next()) {
            listed.singulars.entry(plural).or_default().push(singular);
        }
    }
    listed
});

fn plurals_of_typed(word: &QueryWord) -> Vec<String> {
    let shortest = if word.capitals {
        SHORTEST_IN_CAPITALS
    } else {
        SHORTEST
    };
    plurals_from(&word.folded, shortest)
}

fn plurals_from(word: &str, shortest: usize) -> Vec<String> {
    if LISTED.unpaired.contains(word) || !takes_plural(word, shortest) {
        return Vec::new();
    }
    let mut plurals = match LISTED.plurals.get(word) {
        Some(listed) => listed.iter().map(|plural| (*plural).to_owned()).collect(),
        None => regular_plurals(word),
    };
    plurals.retain(|plural| !LISTED.unpaired.contains(plural.as_str()));
    plurals
}

fn takes_plural(word: &str, shortest: usize) -> bool {
    let mut letters = 0;
    for class in word.chars().map(class) {
        match class {
            Class::Digit | Class::Alone => return false,
            class => letters += usize::from(class.is_letter()),
        }
    }
    letters >= shortest
}

fn regular_plurals(word: &str) -> Vec<String> {
    let after_consonant = |end: char| {
        word.strip_suffix(end)
            .and_then(|stem| stem.chars().next_back())
            .is_some_and(is_consonant)
    };
    if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        vec![format!("{word}es")]
    } else if after_consonant('o') {
        vec![format!("{word}es"), format!("{word}s")]
    } else if after_consonant('y') {
        vec![format!("{}ies", &word[..word.len() - 1])]
    } else {
        vec![format!("{word}s")]
    }
}

fn is_consonant(char: char) -> bool {
    class(char).is_letter() && !matches!(char, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn without_repetition(words: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    words
        .into_iter()
        .filter(|word| seen.insert(word.clone()))
        .collect()
}
