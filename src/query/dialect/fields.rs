//! The fields that dialects name otherwise, and those that articles here do not have.

use super::super::names::Key;
use super::super::tree::Field;
use super::Dialect;

/// What a name before a parenthesis or a `=` is in a dialect, where ours say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Named {
    /// One of our fields or conditions.
    Key(Key),
    /// A field of codes, to be read as names of sources.
    SourceCode,
    /// A field that articles here do not have.
    Absent,
}

/// The name of a dialect, in any case.
pub(in crate::query) fn named(name: &str, dialect: Dialect) -> Option<Named> {
    let name = name.to_ascii_lowercase();
    match dialect {
        Dialect::Nexis => of_nexis(&name),
        Dialect::Westlaw => of_westlaw(&name),
        Dialect::Factiva => of_factiva(&name),
    }
}

fn of_nexis(name: &str) -> Option<Named> {
    let field = match name {
        "language" => Field::Lang,
        "head" => Field::Title,
        "company" | "organization" | "person" | "people" | "subject" | "terms" | "term"
        | "geographic" | "city" | "state" | "country" | "industry" | "ticker" | "graphic"
        | "correction" | "highlight" | "series" | "copyright" => return Some(Named::Absent),
        _ => return None,
    };
    Some(Named::Key(Key::Text(field)))
}

fn of_westlaw(name: &str) -> Option<Named> {
    let field = match name {
        "da" => return Some(Named::Key(Key::Date)),
        "au" => Field::Byline,
        "te" => Field::Body,
        "so" => Field::Source,
        "hl" => Field::Title,
        "sy" | "di" | "he" | "to" | "ci" | "co" | "ju" | "at" | "pr" | "wp" | "op" => {
            return Some(Named::Absent);
        }
        _ => return None,
    };
    Some(Named::Key(Key::Text(field)))
}

fn of_factiva(name: &str) -> Option<Named> {
    let field = match name {
        "rst" | "sc" => return Some(Named::SourceCode),
        "au" => Field::Byline,
        "an" => Field::Id,
        "ns" | "co" | "in" | "re" | "fds" | "pe" | "ip" | "art" | "cr" | "ct" | "cx" | "clm"
        | "rf" | "ed" | "vol" => return Some(Named::Absent),
        _ => return None,
    };
    Some(Named::Key(Key::Text(field)))
}
