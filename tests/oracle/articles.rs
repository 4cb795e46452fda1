//! Random articles from a vocabulary so small that everything stands near everything.

use crate::archive::Draft;
use crate::random::Random;

/// Words that the rules of the language speak of, with their kin.
const VOCABULARY: [&[&str]; 26] = [
    &["mill", "mills", "Mill", "MILL", "mill's"],
    &[
        "minister",
        "ministers",
        "Minister",
        "minister's",
        "ministers'",
    ],
    &["box", "boxes", "Box"],
    &["city", "cities", "City"],
    &["woman", "women", "Woman", "women's"],
    &["aid", "aids", "AIDS", "Aids"],
    &["us", "US", "U.S.", "Us", "use", "the U.S.'s"],
    &["MP", "MPs", "mp"],
    &["Pelé", "Pele", "pelé", "PELE"],
    &["café", "cafe", "cafés", "Café-bar", "cafe-bar"],
    &["O'Connor", "O’Connor", "O'Connor's"],
    &[
        "policy-makers",
        "policy-maker",
        "policymakers",
        "policy makers",
        "policy",
    ],
    &[
        "well-known",
        "wellknown",
        "well known",
        "Well-Known",
        "well",
    ],
    &["e-mail", "email", "e-mails", "E-MAIL"],
    &["10", "10%", "$10", "10 people"],
    &["1,000", "1000", "3.5"],
    &["$5m", "5m", "£5"],
    &["#flood", "flood", "floods", "@flood", "Flood"],
    &["AT&T", "AT", "at", "T"],
    &["C++", "C", "c"],
    &["9/11", "9", "11", "F-16", "F"],
    &["1990s", "1990's", "1990"],
    &["news", "new", "News", "politics"],
    &["Straße", "strasse", "Łódź", "lodz"],
    &["東京都", "東京", "京"],
    &["don't", "dont", "p.m.", "pm"],
];

/// Words that fill the gaps.
const FILLING: [&str; 8] = ["the", "of", "and", "a", "river", "tram", "it", "The"];

/// The words that the articles and the queries of one index share.
pub(crate) fn words(random: &mut Random) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..random.within(3..=5) {
        let kin = random.one(&VOCABULARY);
        words.extend(kin.iter().map(|word| (*word).to_owned()));
    }
    for _ in 0..random.within(2..=4) {
        words.push((*random.one(&FILLING)).to_owned());
    }
    words.sort();
    words.dedup();
    words
}

/// An article of these words.
pub(crate) fn article(random: &mut Random, words: &[String]) -> Draft {
    let length = random.within(5..=60);
    let mut paragraphs = vec![text(random, words, length)];
    while random.chance(45) && paragraphs.len() < 4 {
        let length = random.within(1..=15);
        paragraphs.push(text(random, words, length));
    }
    let some = |random: &mut Random, of: &[&str], percent: usize| {
        let value = random.text(of);
        random.chance(percent).then(|| value.to_owned())
    };
    let dates = [
        "1995-03-05",
        "1995-03-12",
        "1995-03",
        "1995",
        "1995-Q1",
        "1996-04-13",
        "1990s",
        "1953-04-13",
    ];
    let tags = ["Local Flood", "River News", "mills", "Sport"];
    Draft {
        title: random.chance(75).then(|| title(random, words)),
        paragraphs,
        date: some(random, &dates, 85),
        source: some(
            random,
            &["The Weir Gazette", "Weir Courier", "Gazette of Mills"],
            85,
        ),
        section: some(random, &["Local News", "Sports", "Women's Page"], 50),
        byline: some(
            random,
            &[
                "By Ann Holt",
                "Maureen O'Connor",
                "Ann O'Connor and Tom Holt",
            ],
            60,
        ),
        language: some(random, &["en", "en-GB", "fr"], 90),
        tags: tags
            .iter()
            .filter(|_| random.chance(25))
            .map(|tag| (*tag).to_owned())
            .collect(),
    }
}

fn title(random: &mut Random, words: &[String]) -> String {
    let length = random.within(1..=6);
    let title = text(random, words, length);
    if random.chance(25) {
        title.to_uppercase()
    } else {
        title
    }
}

fn text(random: &mut Random, words: &[String], length: usize) -> String {
    let mut text = String::new();
    let mut quote_open = false;
    let mut capital = true;
    for place in 0..length {
        if !text.is_empty() {
            text.push(' ');
        }
        if !quote_open && random.chance(7) {
            text.push_str(random.text(&["\"", "“", "«"]));
            quote_open = true;
        }
        let word = random.one(words);
        if capital && random.chance(70) {
            text.extend(word.chars().take(1).flat_map(char::to_uppercase));
            text.extend(word.chars().skip(1));
        } else {
            text.push_str(word);
        }
        capital = false;
        if place + 1 == length || random.chance(12) {
            text.push_str(random.text(&[".", ".", "!", "?", "…"]));
            capital = true;
        } else if random.chance(10) {
            text.push_str(random.text(&[",", ";", " -", " /", ":"]));
        }
        if quote_open && random.chance(25) {
            text.push_str(random.text(&["\"", "”", "»"]));
            quote_open = false;
        }
    }
    text
}
