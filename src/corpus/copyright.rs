//! Recognises a line about rights, and reads who holds them.

use std::sync::LazyLock;

use regex::Regex;

/// The line says who holds the rights.
pub(super) fn is_copyright(text: &str) -> bool {
    static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:copyright\b|\(c\)\s*(?:copyright\s*)?\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos)|^\s*©|©\s*(?:copyright\s*)?\d{4}")
            .expect("a valid pattern")
    });
    COPYRIGHT.is_match(text)
}

/// Who holds the copyright, without the year and the form of the company.
pub(super) fn holder(text: &str) -> Option<String> {
    static HOLDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^\W*(?:copyright|©|\(c\))[\s©:]*(?:\(c\)\s*)?(?:by\s+)?(?:\d{4}(?:\s*[-–,]\s*\d{4})*)[\s,]*(?:by\s+)?
              ([^.;|,©]{2,60}?)
              (?:,?\s+(?:LLC|L\.L\.C|Inc|Ltd|Limited|GmbH|AG|Company|Co|Corp|Corporation|plc|S\.?A)\b\.?|[.;|,]|\s*$)",
        )
        .expect("a valid pattern")
    });
    let name = HOLDER.captures(text)?.get(1)?.as_str().trim();
    let small = name.to_lowercase();
    let is_name = name.starts_with(char::is_uppercase)
        && ![
            "all rights",
            "alle rechte",
            "copyright",
            "derechos",
            "todos",
            "tous droits",
        ]
        .iter()
        .any(|words| small.starts_with(words));
    is_name.then(|| name.to_owned())
}
