//! Agencies, papers and roles, which stand in bylines beside people or instead of them.

use std::sync::LazyLock;

use regex::Regex;

/// The name of a news agency, long or short.
pub fn is_agency(text: &str) -> bool {
    let text = text.trim().trim_matches(['.', '-', '–', '—', '(', ')']);
    let small = text.to_lowercase();
    let small = small.strip_prefix("the ").unwrap_or(&small);
    AGENCIES.contains(&small) || (INITIALS.contains(&text))
}

const AGENCIES: &[&str] = &[
    "associated press",
    "reuters",
    "reuter",
    "reuters news agency",
    "agence france-presse",
    "agence france presse",
    "united press international",
    "united press",
    "press association",
    "pa media",
    "canadian press",
    "the canadian press",
    "bloomberg",
    "bloomberg news",
    "deutsche presse-agentur",
    "dow jones",
    "dow jones newswires",
    "xinhua",
    "xinhua news agency",
    "kyodo",
    "kyodo news",
    "jiji press",
    "yonhap",
    "tass",
    "itar-tass",
    "interfax",
    "ria novosti",
    "ansa",
    "adnkronos",
    "efe",
    "agencia efe",
    "europa press",
    "lusa",
    "belga",
    "anp",
    "ritzau",
    "ntb",
    "tt",
    "apa",
    "sda",
    "keystone-sda",
    "epd",
    "kna",
    "kathpress",
    "dpa",
    "afp",
    "upi",
    "knight ridder",
    "tribune news service",
    "mcclatchy",
    "pr newswire",
    "business wire",
    "globe newswire",
    "globenewswire",
    "accesswire",
    "press trust of india",
    "ians",
    "ukrinform",
    "anadolu agency",
    "wam",
    "irna",
    "aap",
    "australian associated press",
    "inter press service",
    "religion news service",
    "cna",
    "pap",
    "ctk",
    "mti",
    "agerpres",
    "tanjug",
    "hina",
    "sid",
    "reuters staff",
    "ap staff",
    "wire reports",
    "wire services",
    "agencies",
    "agenturen",
];

/// Initials count in capitals only, as `pa` and `ap` are also words.
const INITIALS: &[&str] = &[
    "AP",
    "AFP",
    "UPI",
    "UP",
    "INS",
    "PA",
    "CP",
    "DPA",
    "PTI",
    "ANI",
    "KNS",
    "RNS",
    "IPS",
    "TNS",
    "EFE",
    "LUSA",
    "APA",
    "SDA",
    "ATS",
    "JTA",
    "CNS",
    "VOA",
    "RNE",
    "ACAN-EFE",
    "DJ",
    "ITAR-TASS",
];

/// Affiliations longer than this, in characters, are sentences.
const LONGEST: usize = 80;

/// The text names an agency, a paper, a desk or a role, and no person.
pub(super) fn is_one(text: &str) -> bool {
    static FOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:for|pour|für|para|special to|aus der)\s+\S").expect("a valid pattern")
    });
    if text.chars().count() > LONGEST || text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // No person is called `The`.
    let is_the = text.split(' ').count() > 1 && text.starts_with("The ");
    is_agency(text) || is_the || FOR.is_match(text) || is_role(text) || is_paper(text)
}

/// The text holds the word of a role, as `Staff Writer`.
pub fn is_role(text: &str) -> bool {
    static ROLES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)\b
            (?: editors? | editorial | reporters? | correspondents? | columnists? | staff | writers? | contributors?
              | contributing | producers? | analysts? | bureau | freelance | freelancer | columnist | desk
              | newsroom | interns? | critic | photographers? | board | team | redaktion | redaktionsteam
              | redakteur | redakteurin | korrespondent | korrespondentin | agenturen | rédaction | redacción
              | redação | redazione | redactie | redaktionen | corresponsal | correspondant | correspondante
              | news \s service | wire \s services? | for \s the | special \s (?: to | for ) | chief \s of )
            \b",
        )
        .expect("a valid pattern")
    });
    ROLES.is_match(text)
}

/// The name of a paper, station or site, by its last word or as a known one.
pub fn is_paper(text: &str) -> bool {
    static PAPERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(?:the\s+)?[\p{L}\p{M}\d.'’&\x20-]*\b
            (?: times | tribune | herald | gazette | journal | chronicle | guardian | examiner
              | observer | telegraph | independent | daily | news | newspaper | newsroom | magazine | network | radio | television | tv | media | wire | newswire | newswires | bureau | agency
              | agencies | zeitung | tageblatt | anzeiger | rundschau | nachrichten | redaktion | presse
              | university | institute | foundation )$",
        )
        .expect("a valid pattern")
    });
    // `Presse` or `Media` alone is a word of a menu.
    text.contains(' ') && PAPERS.is_match(text) || DESKS.contains(&text.to_lowercase().as_str())
}

/// What stands for a whole paper; most are words that do not end as the names of papers do.
const DESKS: &[&str] = &[
    "cnn",
    "bbc",
    "npr",
    "cbs",
    "nbc",
    "abc",
    "msnbc",
    "cnbc",
    "politico",
    "le monde",
    "le figaro",
    "el país",
    "el pais",
    "der spiegel",
    "spiegel online",
    "die zeit",
    "deutschlandfunk",
    "anonymous",
    "usa today",
    "usa today network",
    "the washington post",
    "washington post",
    "new york post",
    "huffington post",
    "denver post",
    "boston globe",
    "detroit free press",
    "theguardian.com",
    "web desk",
    "our own correspondent",
    "a correspondent",
];

/// The outlet or role without a leading `For`.
pub(super) fn without_for(text: &str) -> &str {
    for lead in ["Special to ", "special to ", "For ", "for "] {
        if let Some(rest) = text.strip_prefix(lead) {
            return rest;
        }
    }
    text
}
