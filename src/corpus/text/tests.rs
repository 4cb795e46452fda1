use proptest::prelude::{ProptestConfig, any, prop, proptest};

use crate::article::{Article, Found};
use crate::corpus::Record;
use crate::corpus::clues::Clues;
use crate::corpus::reader::Around;

fn read(text: &str, file: &str, clues: &Clues) -> Vec<Record> {
    super::read(text, &Around::bare(file, clues))
}

fn articles(text: &str, file: &str) -> Vec<Article> {
    read(text, file, &Clues::of(file))
        .into_iter()
        .map(|record| record.expect("an article"))
        .collect()
}

fn article(text: &str) -> Article {
    let mut all = articles(text, "a.txt");
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

/// `rule: value`, or nothing.
fn text_of(field: &Option<Found<String>>) -> String {
    field
        .as_ref()
        .map(|found| format!("{}: {}", found.rule, found.value))
        .unwrap_or_default()
}

fn date_of(article: &Article) -> String {
    let found = article.date.as_ref();
    found
        .map(|found| format!("{}: {}", found.rule, found.value))
        .unwrap_or_default()
}

fn byline_of(article: &Article) -> String {
    let found = article.byline.as_ref();
    found
        .map(|found| format!("{}: {}", found.rule, found.value.people.join(" | ")))
        .unwrap_or_default()
}

fn trimmed_of(article: &Article) -> Vec<String> {
    let trimmed = article.trimmed.iter();
    trimmed
        .map(|line| format!("{}: {}", line.rule, line.text))
        .collect()
}

/// Two paragraphs of a text that says nothing about itself.
const STORY: &str =
    "The council voted on Monday to close the old bridge for a year, after engineers \
found that two of its nine piers had moved during the winter floods and could not be trusted.

Traders on the north bank said they had not been asked and would lose half of their customers.";

fn story() -> Vec<&'static str> {
    STORY.split("\n\n").collect()
}

#[test]
fn a_scrape_without_title_or_byline_gets_the_byline_of_its_sign_off() {
    let article = article(&format!(
        "- The Harbour Times\nTuesday, November 13, 2012\n\nANALYSIS/OPINION:\n\nANALYSIS/OPINION:\n\n\
         {STORY}\n\n• Anna May Sorley can be reached at asorley@example.com.\n\n\
         Sign up for Daily Newsletters Manage Newsletters\n\n\
         Copyright © 2022 The Harbour Times, LLC. Click here for reprint permission.\n"
    ));
    assert_eq!(article.title, None);
    assert_eq!(text_of(&article.source), "outlet line: The Harbour Times");
    assert_eq!(date_of(&article), "date line: 2012-11-13");
    assert_eq!(byline_of(&article), "sign-off: Anna May Sorley");
    assert_eq!(text_of(&article.section), "section line: ANALYSIS/OPINION");
    assert_eq!(article.body, story());
    assert_eq!(
        trimmed_of(&article),
        [
            "section: ANALYSIS/OPINION:",
            "sign-off: • Anna May Sorley can be reached at asorley@example.com.",
            "newsletter: Sign up for Daily Newsletters Manage Newsletters",
            "copyright: Copyright © 2022 The Harbour Times, LLC. Click here for reprint permission.",
        ]
    );
}

#[test]
fn what_is_the_page_s_is_cut_wherever_it_stands() {
    let (first, last) = STORY.split_once("\n\n").expect("two paragraphs");
    let article = article(&format!(
        "- The Harbour Times\nTuesday, November 13, 2012\n\nSecond of two parts. Read first part here.\n\n\
         COMMENTARY:\n\n{first}\n\nSEE ALSO: Ferry fares to rise again\n\n___\n\n{last}\n\n\
         Anna M. Sorley III was the mayor’s chief of staff and secretary of the port.\n"
    ));
    assert_eq!(byline_of(&article), "sign-off: Anna M. Sorley III");
    assert_eq!(article.body, story());
    assert_eq!(
        trimmed_of(&article),
        [
            "series: Second of two parts. Read first part here.",
            "read more: SEE ALSO: Ferry fares to rise again",
            "break: ___",
            "sign-off: Anna M. Sorley III was the mayor’s chief of staff and secretary of the port.",
        ]
    );
}

#[test]
fn the_addresses_below_a_release_are_no_text() {
    for line in [
        "Contact Details",
        "+1 604-229-3830",
        "press@harbour.example",
        "Company Website https://harbour.example/",
        "HarbourWire is powered by Harbour Holdings",
        "HarbourWire Saltmouth, CA 310.299.1717 Office editor@harbour.example",
    ] {
        let article = article(&format!("The Bridge Is Closed\n\n{STORY}\n\n{line}\n"));
        assert_eq!(article.body, story(), "{line}");
        assert_eq!(trimmed_of(&article), [format!("contact: {line}")]);
    }
}

#[test]
fn a_by_line_names_people_and_outlet() {
    for (line, byline, source, wire) in [
        (
            "By Anna Sorley - The Harbour Times",
            "by-line: Anna Sorley",
            "by-line: The Harbour Times",
            "",
        ),
        (
            "By Anna Sorley, B.C. Vane - The Harbour Times",
            "by-line: Anna Sorley | B.C. Vane",
            "by-line: The Harbour Times",
            "",
        ),
        (
            "By Associated Press - The Harbour Times",
            "by-line: ",
            "by-line: The Harbour Times",
            "by-line: Associated Press",
        ),
        (
            "By ANNA SORLEY | Associated Press",
            "by-line: Anna Sorley",
            "",
            "by-line: Associated Press",
        ),
        (
            "By Anna Sorley, Staff Writer",
            "by-line: Anna Sorley",
            "",
            "",
        ),
        (
            "By Anna Sorley - Special to The Harbour Times",
            "by-line: Anna Sorley",
            "by-line: The Harbour Times",
            "",
        ),
        (
            "By Anna Sorley - The Harbour Times - Monday, May 5, 2014",
            "by-line: Anna Sorley",
            "by-line: The Harbour Times",
            "",
        ),
        (
            "By Anna Sorley - - Monday, May 5, 2014",
            "by-line: Anna Sorley",
            "",
            "",
        ),
        (
            "- The Harbour Times - Monday, May 5, 2014",
            "",
            "outlet line: The Harbour Times",
            "",
        ),
        (
            "By - The Harbour Times",
            "",
            "outlet line: The Harbour Times",
            "",
        ),
    ] {
        let date = if line.contains("2014") {
            ""
        } else {
            "Monday, May 5, 2014\n"
        };
        let article = article(&format!("{line}\n{date}\n{STORY}\n"));
        assert_eq!(byline_of(&article), byline, "{line}");
        assert_eq!(text_of(&article.source), source, "{line}");
        assert_eq!(text_of(&article.wire), wire, "{line}");
        assert!(date_of(&article).ends_with("line: 2014-05-05"), "{line}");
        assert_eq!(article.body, story(), "{line}");
    }
}

#[test]
fn title_byline_and_date_lines_come_in_any_order() {
    for head in [
        "Old bridge to close for a year\nBy Anna Sorley\nMay 5, 2014\n",
        "Old bridge to close for a year\n\nMay 5, 2014\n\nBy Anna Sorley\n",
        "May 5, 2014\nOld bridge to close for a year\nBy Anna Sorley\n",
        "By Anna Sorley\nMay 5, 2014\nOld bridge to close for a year\n",
        "By Anna Sorley | May 5, 2014\nOld bridge to close for a year\n",
    ] {
        let article = article(&format!("{head}\n{STORY}\n"));
        assert_eq!(
            text_of(&article.title),
            "first line: Old bridge to close for a year",
            "{head}"
        );
        assert_eq!(byline_of(&article), "by-line: Anna Sorley", "{head}");
        assert!(date_of(&article).ends_with("line: 2014-05-05"), "{head}");
        assert_eq!(article.body, story(), "{head}");
    }
}

#[test]
fn a_headline_over_paragraphs_is_the_title() {
    for text in [
        format!("Old bridge to close for a year\n\n{STORY}\n"),
        format!(
            "Old bridge to close for a year\n{}\n",
            STORY.replace("\n\n", "\n")
        ),
    ] {
        let article = article(&text);
        assert_eq!(
            text_of(&article.title),
            "first line: Old bridge to close for a year"
        );
        assert_eq!(article.body, story());
        assert_eq!(article.trimmed, []);
    }
}

#[test]
fn a_headline_may_begin_like_a_by_line() {
    for title in [
        "By Land and Sea to the Old Bridge",
        "By Land and Sea",
        "From Harbour With Love",
        "Von der Heide Wins the Bridge Vote",
    ] {
        let article = article(&format!("{title}\nMay 5, 2014\n\n{STORY}\n"));
        assert_eq!(text_of(&article.title), format!("first line: {title}"));
        assert_eq!(article.byline, None, "{title}");
    }
}

#[test]
fn no_title_is_made_from_the_text() {
    for text in [
        STORY.to_owned(),
        format!("He came back.\n\n{STORY}"),
        format!("(Photo by Anna Sorley/Getty Images)\n\n{STORY}"),
        format!("“A bridge is a promise.”\n\n{STORY}"),
    ] {
        let article = article(&text);
        assert_eq!(article.title, None, "{text}");
        assert_eq!(article.body, text.split("\n\n").collect::<Vec<_>>());
    }
}

#[test]
fn a_historical_piece_keeps_its_decks_and_its_dateline() {
    let article = article(&format!(
        "8th December, 1915\n\nOLD BRIDGE CLOSED.\n\nTwo Piers Have Moved in the Flood.\n\n\
         HARBOUR, N. Y., Dec. 7.—{STORY}"
    ));
    assert_eq!(date_of(&article), "date line: 1915-12-08");
    assert_eq!(text_of(&article.title), "first line: OLD BRIDGE CLOSED.");
    assert_eq!(
        text_of(&article.deck),
        "below the title: Two Piers Have Moved in the Flood."
    );
    assert_eq!(text_of(&article.dateline), "dateline: HARBOUR, N. Y.");
    assert!(article.body[0].starts_with("HARBOUR, N. Y., Dec. 7.—The council"));
}

#[test]
fn a_block_of_labels_is_read() {
    let article = article(&format!(
        "HEADLINE: Old bridge to close\nBYLINE: ANNA SORLEY\nDate: May 5, 2014\nPublication: The Harbour Times\n\
         Section: Local\nPage: A3\nEdition: Final\nDateline: HARBOUR\nLanguage: English; EN\nURL: https://example.com/a\n\
         Tags: bridges, floods\nLENGTH: 512 words\nID: HT-77\n\n{STORY}\n"
    ));
    assert_eq!(text_of(&article.title), "label: Old bridge to close");
    assert_eq!(byline_of(&article), "label: Anna Sorley");
    assert_eq!(date_of(&article), "label: 2014-05-05");
    assert_eq!(text_of(&article.source), "label: The Harbour Times");
    assert_eq!(text_of(&article.section), "label: Local");
    assert_eq!(text_of(&article.page), "label: A3");
    assert_eq!(text_of(&article.edition), "label: Final");
    assert_eq!(text_of(&article.dateline), "label: HARBOUR");
    assert_eq!(text_of(&article.language), "label: en");
    assert_eq!(text_of(&article.url), "label: https://example.com/a");
    assert_eq!(article.tags, ["bridges", "floods"]);
    assert_eq!(article.key.as_deref(), Some("HT-77"));
    assert_eq!(article.body, story());
    assert_eq!(trimmed_of(&article), ["label: LENGTH: 512 words"]);
}

#[test]
fn labels_of_other_languages_and_of_mail_are_known() {
    let german = article(&format!(
        "Titel: Alte Brücke gesperrt\nAutor: Petra Müller\nDatum: 5. Mai 2014\nQuelle: Hafenbote\n\n{STORY}"
    ));
    assert_eq!(text_of(&german.title), "label: Alte Brücke gesperrt");
    assert_eq!(byline_of(&german), "label: Petra Müller");
    assert_eq!(date_of(&german), "label: 2014-05-05");
    assert_eq!(text_of(&german.source), "label: Hafenbote");
    let mail = article(&format!(
        "From: Anna Sorley <anna@example.com>\nSubject: Old bridge\nDate: Mon, 05 May 2014 10:00:00 -0400\n\n{STORY}"
    ));
    assert_eq!(text_of(&mail.title), "label: Old bridge");
    assert_eq!(date_of(&mail), "label: 2014-05-05");
    assert_eq!(byline_of(&mail), "label: Anna Sorley");
    assert_eq!(mail.body, story());
}

#[test]
fn a_single_label_is_text() {
    let text = format!("Note: the bridge is closed.\n\n{STORY}");
    assert_eq!(article(&text).body[0], "Note: the bridge is closed.");
}

#[test]
fn a_row_of_dashes_parts_articles_with_heads() {
    let file = "old_news_2015.txt";
    let row = "-".repeat(40);
    let all = articles(
        &format!(
            "Ponto fermita dum jaro\n[2015-01-04]\nhttps://example.com/2015/01/20/\n\nOrigine publikigita la Haveno en Esperanto\n\n{STORY}\n\n{row}\n\n\
             Nova ponto malfermita hodiaŭ\n[2015-02-16]\nhttps://example.com/2015/02/23/\n\n{STORY}\n\n{row}\n"
        ),
        file,
    );
    let seen: Vec<_> = all
        .iter()
        .map(|a| (a.place.record, text_of(&a.title), date_of(a)))
        .collect();
    assert_eq!(
        seen,
        [
            (
                Some(1),
                "first line: Ponto fermita dum jaro".into(),
                "date line: 2015-01-04".into()
            ),
            (
                Some(2),
                "first line: Nova ponto malfermita hodiaŭ".into(),
                "date line: 2015-02-16".into()
            ),
        ]
    );
    assert_eq!(text_of(&all[0].source), "origin: Haveno");
    assert_eq!(
        text_of(&all[1].url),
        "address line: https://example.com/2015/02/23/"
    );
    assert!(all.iter().all(|article| article.body == story()));
}

#[test]
fn a_date_that_cannot_be_is_a_gap() {
    for (line, code) in [
        ("February 30, 2012", "date_impossible"),
        ("2050-09-30", "date_impossible"),
        ("0001-01-01", "date_impossible"),
        ("03/04/2012", "date_ambiguous"),
    ] {
        let article = article(&format!(
            "Old bridge to close for a year\n{line}\n\n{STORY}"
        ));
        assert_eq!(article.date, None, "{line}");
        assert_eq!(article.gaps.len(), 1, "{line}");
        assert_eq!(article.gaps[0].code, code, "{line}");
        assert!(article.gaps[0].text.contains(line), "{line}");
        assert_eq!(article.body, story(), "{line}");
    }
}

#[test]
fn the_path_gives_a_date_where_the_text_has_none() {
    let text = format!("Old bridge to close for a year\n\n{STORY}");
    let of = |text: &str, file: &str| date_of(&articles(text, file)[0]);
    assert_eq!(
        of(&text, "wire/2014/0505/old-bridge.txt"),
        "path: 2014-05-05"
    );
    let printed = text.replacen('\n', "\nMay 4, 2014\n", 1);
    assert_eq!(
        of(&printed, "wire/2014/0505/old-bridge.txt"),
        "date line: 2014-05-04"
    );
    let ambiguous = text.replacen('\n', "\n03/04/2014\n", 1);
    let article = &articles(&ambiguous, "2014/04/03/a.txt")[0];
    assert_eq!(date_of(article), "path: 2014-04-03");
    assert_eq!(article.gaps, []);
}

#[test]
fn those_who_helped_are_not_the_authors() {
    let article = article(&format!(
        "By Anna Sorley\nMay 5, 2014\n\n{STORY}\n\n• Ben Vane and Cara Moss contributed to this report.\n"
    ));
    assert_eq!(byline_of(&article), "by-line: Anna Sorley");
    let byline = article.byline.expect("a byline").value;
    assert_eq!(byline.contributors, ["Ben Vane", "Cara Moss"]);
    assert_eq!(article.body, story());
}

#[test]
fn a_sentence_at_the_end_is_no_sign_off() {
    for last in [
        "Rising water contributed to the damage.",
        "• Ben Vane, who lost his shop in 2007.",
        "Ben Vane is the mayor.",
        "Follow the river to the sea.",
        "The Harbour Times was founded in 1920.",
    ] {
        let article = article(&format!("{STORY}\n\n{last}\n"));
        assert_eq!(article.body.last().map(String::as_str), Some(last));
        assert_eq!(article.trimmed, [], "{last}");
    }
}

#[test]
fn what_is_no_article_is_a_bad_record() {
    let rows = "Anna I-PER\nwent O\nhome O\n".repeat(20);
    for (text, code) in [
        ("", "empty"),
        (" \n\t\r\n", "empty"),
        ("\u{feff}\u{200b}", "empty"),
        ("12 34\n56\n", "no_text"),
        (rows.as_str(), "not_prose"),
    ] {
        let records = read(text, "a.txt", &Clues::default());
        let codes: Vec<_> = records
            .iter()
            .map(|r| r.as_ref().map_err(|bad| bad.code))
            .collect();
        assert!(
            matches!(codes[..], [Err(found)] if found == code),
            "{text:?}: {codes:?}"
        );
    }
}

/// Looks at the real scrapes below `$MORGUE_CORPORA`, if there are any.
#[test]
fn real_scrapes_have_date_and_outlet_and_no_boilerplate() {
    let Ok(corpora) = std::env::var("MORGUE_CORPORA") else {
        return;
    };
    let (mut read_well, mut all) = (0, 0);
    for folder in ["seed", "washington-times"] {
        let files = std::fs::read_dir(format!("{corpora}/{folder}")).expect("a folder of scrapes");
        for file in files {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a text in UTF-8");
            let article = article(&text);
            let body = article.body.join("\n");
            let clean = !body.contains("Copyright ©") && !body.contains("Newsletters");
            let dated = date_of(&article).starts_with("date line: ");
            all += 1;
            read_well +=
                usize::from(clean && dated && article.source.is_some() && article.title.is_none());
        }
    }
    assert!(read_well * 100 >= all * 97, "{read_well} of {all}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>(), lines in prop::collection::vec("(By |- |Date: |Title: |• |—|-----|[A-Z]{3,9} |[a-z]{1,9} |2012|\\. ){0,9}", 0..30)) {
        read(&text, "a.txt", &Clues::default());
        read(&lines.join("\n"), "a.txt", &Clues::default());
    }

    #[test]
    fn no_word_of_a_text_is_lost(lines in prop::collection::vec("([A-Z]?[a-z]{2,9} ){1,30}[.:,]?", 1..20)) {
        let text = lines.join("\n");
        for record in read(&text, "a.txt", &Clues::default()) {
            let kept = serde_json::to_string(&record.expect("letters are there")).expect("an article is JSON");
            for word in text.split_whitespace() {
                let word = word.trim_end_matches(['.', ':', ',']);
                assert!(kept.contains(word), "{word} of {text}");
            }
        }
    }
}
