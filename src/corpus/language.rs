//! The language of an article: as stated, else as its words tell.

use whatlang::Lang;

use crate::article::{Article, Found};

/// How many characters of the text are looked at: a few, and more only where they leave a doubt.
/// From 300 on every language is told right; more cost time with each article.
const LOOKED_AT: [usize; 2] = [350, 1000];

/// Below this many letters every guess is a coin toss.
const FEWEST_LETTERS: usize = 40;

/// The two-letter tags of the languages that can be detected.
const TAGS: [(Lang, &str); 70] = [
    (Lang::Epo, "eo"),
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Ben, "bn"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ukr, "uk"),
    (Lang::Kat, "ka"),
    (Lang::Ara, "ar"),
    (Lang::Hin, "hi"),
    (Lang::Jpn, "ja"),
    (Lang::Heb, "he"),
    (Lang::Yid, "yi"),
    (Lang::Pol, "pl"),
    (Lang::Amh, "am"),
    (Lang::Jav, "jv"),
    (Lang::Kor, "ko"),
    (Lang::Nob, "nb"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Fin, "fi"),
    (Lang::Tur, "tr"),
    (Lang::Nld, "nl"),
    (Lang::Hun, "hu"),
    (Lang::Ces, "cs"),
    (Lang::Ell, "el"),
    (Lang::Bul, "bg"),
    (Lang::Bel, "be"),
    (Lang::Mar, "mr"),
    (Lang::Kan, "kn"),
    (Lang::Ron, "ro"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Mkd, "mk"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Est, "et"),
    (Lang::Tam, "ta"),
    (Lang::Vie, "vi"),
    (Lang::Urd, "ur"),
    (Lang::Tha, "th"),
    (Lang::Guj, "gu"),
    (Lang::Uzb, "uz"),
    (Lang::Pan, "pa"),
    (Lang::Aze, "az"),
    (Lang::Ind, "id"),
    (Lang::Tel, "te"),
    (Lang::Pes, "fa"),
    (Lang::Mal, "ml"),
    (Lang::Ori, "or"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Sin, "si"),
    (Lang::Khm, "km"),
    (Lang::Tuk, "tk"),
    (Lang::Aka, "ak"),
    (Lang::Zul, "zu"),
    (Lang::Sna, "sn"),
    (Lang::Afr, "af"),
    (Lang::Lat, "la"),
    (Lang::Slk, "sk"),
    (Lang::Cat, "ca"),
    (Lang::Tgl, "tl"),
    (Lang::Hye, "hy"),
    (Lang::Cym, "cy"),
];

/// Sets the language of an article to the primary tag of what it states, else to what is detected.
pub(super) fn set_language(article: &mut Article) {
    article.language = match article.language.take() {
        Some(stated) => match primary_tag(&stated.value) {
            Some(value) => Some(Found { value, ..stated }),
            None => detected(article),
        },
        None => detected(article),
    };
}

/// The commonest words of English that are no words of another language in Latin letters, or rare
/// there.
const ENGLISH: [&str; 56] = [
    "about", "after", "and", "are", "as", "at", "be", "because", "been", "being", "but", "by",
    "could", "for", "from", "had", "has", "have", "his", "how", "into", "is", "it", "its", "more",
    "not", "of", "other", "our", "out", "said", "she", "should", "than", "that", "the", "their",
    "there", "these", "they", "this", "those", "to", "up", "was", "were", "what", "when", "where",
    "which", "while", "who", "with", "would", "you", "your",
];

const LONGEST_ENGLISH: usize = 7;

/// Of so many words so many must be of those: a page of English prose has 18 to 26 of 60, one of any
/// other language none to three. Where a text begins with names, more of it is looked at.
const ENGLISH_OF: [(usize, usize); 3] = [(60, 12), (120, 24), (240, 48)];
const ENGLISH_DIFFERENT: u32 = 5;

/// Whether the first words are English beyond doubt. Trigrams say the same, fifty times as slowly.
fn is_plainly_english<'a>(texts: impl Iterator<Item = &'a String>) -> bool {
    let mut words = texts.flat_map(|text| text.split_ascii_whitespace());
    let (mut seen, mut count, mut different) = (0, 0, 0_u64);
    ENGLISH_OF.iter().any(|(of, least)| {
        for word in words.by_ref().take(of - seen) {
            let is_short = word.len() <= LONGEST_ENGLISH;
            let place = is_short.then(|| ENGLISH.binary_search(&word));
            if let Some(Ok(place)) = place {
                count += 1;
                different |= 1 << place;
            }
        }
        seen = *of;
        count >= *least && different.count_ones() >= ENGLISH_DIFFERENT
    })
}

fn detected(article: &Article) -> Option<Found<String>> {
    let title = article.title.as_ref().map(|title| &title.value);
    let texts = article.body.iter().chain(title);
    if is_plainly_english(texts.clone()) {
        return Some(Found::by("detected", tag_of(Lang::Eng).to_owned()));
    }
    let characters = texts.flat_map(|text| text.chars().chain([' ']));
    LOOKED_AT.iter().find_map(|most| {
        let sample: String = characters.clone().take(*most).collect();
        let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
        let info = (letters >= FEWEST_LETTERS).then(|| whatlang::detect(&sample))??;
        info.is_reliable()
            .then(|| Found::by("detected", tag_of(info.lang()).to_owned()))
    })
}

/// The primary language of a tag or an English name: `en` of `en_US`, `eng`, `English`.
pub(super) fn primary_tag(stated: &str) -> Option<String> {
    let stated = stated.trim().to_lowercase();
    let primary = stated.split(['-', '_', ' ', ',', ';']).next().unwrap_or("");
    if let Some(lang) = Lang::all()
        .iter()
        .find(|lang| lang.code() == primary || lang.eng_name().to_lowercase() == primary)
    {
        return Some(tag_of(*lang).to_owned());
    }
    let is_tag = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let means_nothing = ["und", "mul", "zxx", "nan"].contains(&primary);
    (is_tag && !means_nothing).then(|| primary.to_owned())
}

/// The BCP 47 tag of a detected language: two letters where there are two.
fn tag_of(lang: Lang) -> &'static str {
    TAGS.iter()
        .find(|(known, _)| *known == lang)
        .map_or(lang.code(), |(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_language_is_cut_to_its_primary_tag() {
        for (stated, expected) in [
            ("en_US", Some("en")),
            ("de-AT", Some("de")),
            ("ENG", Some("en")),
            ("English", Some("en")),
            ("lin", Some("lin")),
            ("und", None),
            ("british broadcasting", None),
            ("", None),
        ] {
            assert_eq!(primary_tag(stated).as_deref(), expected, "{stated}");
        }
    }

    #[test]
    fn plain_english_is_known_by_its_commonest_words() {
        let longest = ENGLISH.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST_ENGLISH));
        assert!(ENGLISH.is_sorted());
        let is_english = |text: &str| is_plainly_english(std::iter::once(&text.to_owned()));
        let english = "It was the third time that the river had risen above the bridge, and the \
            people of the town knew what was to be done with their boats and with their cattle; \
            it is said by those who were there that they have been seen from the tower at noon.";
        assert!(is_english(english));
        let dutch = "Het was de derde keer dat de rivier boven de brug was gekomen, en de mensen \
            van de stad is dat bekend: for the record was is that of and to is was for with.";
        assert!(!is_english(&dutch.replace("of and to is was for with", "")));
        assert!(!is_english("Storm over the bay"));
    }

    #[test]
    fn a_short_text_has_no_detected_language() {
        let with = |body: &str| {
            let mut article = Article {
                body: vec![body.to_owned()],
                ..Article::default()
            };
            set_language(&mut article);
            article.language.map(|language| language.value)
        };
        assert_eq!(with("Storm over the bay"), None);
        let german = "Der Bürgermeister sagte am Dienstag, dass die Brücke über den Fluss im nächsten Jahr gebaut werde.";
        assert_eq!(with(german).as_deref(), Some("de"));
    }
}
