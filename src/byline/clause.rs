//! Cuts a byline into its clauses: the authors, those who helped, and what stands aside.

use std::sync::LazyLock;

use regex::Regex;

use super::name::PARTICLES;

/// The clauses of a byline.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// The authors, still in one text.
    pub(super) main: String,
    /// Texts that name those who helped.
    pub(super) helpers: Vec<String>,
    /// Texts in brackets.
    pub(super) asides: Vec<String>,
}

/// Cuts off contributors, brackets, addresses of mail, handles and places.
pub(super) fn cut(line: &str) -> Clauses {
    static MAIL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\[email(?:\s|\u{a0})protected\]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:^|\s)@\w+|\b[\w.-]+\.(?:com|org|net|de|co\.uk)\b")
            .expect("a valid pattern")
    });
    static BRACKETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[(\[]([^()\[\]]*)[)\]]").expect("a valid pattern"));
    static HELP_BY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) [\s;,.:|–—-]* \b
            (?: (?:with\s+)? (?: additional | further | supplementary | zusätzliche ) \s+ (?: \w+ \s+ ){0,2} (?: by | from | von )
              | with \s+ (?: files | reports | reporting | contributions | assistance ) \s+ (?: from | by )
              | (?: reporting | research | photography | photos? | photographs | video | graphics | illustrations? | translated | translation | edited | editing ) \s+ (?: and \s+ \w+ \s+ )? by
              | (?: mit \s+ (?: material | beiträgen ) | unter \s+ mitarbeit | mitarbeit ) \s* (?: von )? :?
              | with | avec )
            \s+ ",
        )
        .expect("a valid pattern")
    });
    static CONTRIBUTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) ^ (.*?) \s+ (?: also \s+ )? (?: contributed | assisted | helped \s+ report ) \b .* $",
        )
        .expect("a valid pattern")
    });
    let mut clauses = Clauses::default();
    let line = MAIL.replace_all(line, " ");
    for aside in BRACKETS.captures_iter(&line) {
        let aside = aside[1].trim();
        match HELP_BY.find(aside).filter(|help| help.start() == 0) {
            Some(help) => clauses.helpers.push(aside[help.end()..].to_owned()),
            None => clauses.asides.push(aside.to_owned()),
        }
    }
    let line = BRACKETS.replace_all(&line, " ");
    let mut main = line.as_ref();
    if let Some(help) = HELP_BY.find(main) {
        let helpers = main[help.end()..].trim_end_matches('.');
        clauses.helpers.push(helpers.to_owned());
        main = &main[..help.start()];
    }
    let mut kept = Vec::new();
    for sentence in main.split("; ") {
        match CONTRIBUTED.captures(sentence) {
            Some(found) => clauses.helpers.push(found[1].to_owned()),
            None => kept.push(sentence),
        }
    }
    clauses.main = kept.join("; ");
    clauses
}

/// The parts of an enumeration: people, roles and outlets, each trimmed.
pub(super) fn split(text: &str) -> Vec<String> {
    static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*[;|•·⋅、，]\s*|\s*/\s*|\s+&\s+|\s+(?:and|und|et|och|kaj)\s+|\s+[-–—]{1,2}\s+|(?:^|\s)[-–—]{2}\s*|,\s*(?:and|und|et)\s+")
            .expect("a valid pattern")
    });
    // `y`, `e` and `i` also stand inside names, in `Ortega y Gasset`.
    static BETWEEN_FULL_NAMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\S+(?:\s\S+)+)\s(?:y|e|i|og|en)\s(\S+(?:\s\S+)+)$").expect("a valid pattern")
    });
    let mut parts = Vec::new();
    for group in BETWEEN.split(text) {
        for part in at_commas(group) {
            match BETWEEN_FULL_NAMES.captures(&part) {
                Some(found) => parts.extend([found[1].to_owned(), found[2].to_owned()]),
                None => parts.push(part),
            }
        }
    }
    parts
}

/// The parts between commas; `Doe, J.` and `Doe, Jane` are one name, `King, Jr.` too.
fn at_commas(text: &str) -> Vec<String> {
    static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:jr|sr|phd|ph\.d|md|m\.d|esq|ii|iii|iv)\.?$").expect("a valid pattern")
    });
    static FIRST_NAMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\p{Lu}\.[ -]?){1,3}$|^\p{Lu}{1,2}$").expect("a valid pattern")
    });
    let pieces: Vec<&str> = text
        .split(',')
        .map(trimmed)
        .filter(|p| !p.is_empty())
        .collect();
    let one_word = |text: &str| !text.contains(' ') && text.starts_with(char::is_uppercase);
    if let [last, first] = pieces[..]
        && one_word(last)
        && one_word(first.split(' ').next().unwrap_or_default())
        && first
            .split(' ')
            .skip(1)
            .all(|word| FIRST_NAMES.is_match(word) || PARTICLES.contains(&word))
        && !SUFFIX.is_match(first)
        && ![last, first].iter().any(|p| super::affiliation::is_one(p))
    {
        return vec![format!("{first} {last}")];
    }
    let mut parts: Vec<String> = Vec::new();
    for piece in pieces {
        match parts.last_mut() {
            Some(name) if SUFFIX.is_match(piece) => {
                name.push(' ');
                name.push_str(piece);
            }
            Some(name) if FIRST_NAMES.is_match(piece) && one_word(name) => {
                *name = format!("{piece} {name}");
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '“' | '”' | '\'' | '‘' | ':' | '*' | '_' | '-' | '–' | '—'
            )
    })
}
