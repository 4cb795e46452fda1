use proptest::prelude::{ProptestConfig, any, proptest};

use super::Byline;

/// People, then `+ contributors`, then `@ affiliations`; `-` for no byline.
fn shown(byline: Option<Byline>) -> String {
    let Some(byline) = byline else {
        return "-".into();
    };
    let mut text = byline.people.join(" | ");
    if !byline.contributors.is_empty() {
        text += &format!(" + {}", byline.contributors.join(" | "));
    }
    if !byline.affiliations.is_empty() {
        text += &format!(" @ {}", byline.affiliations.join(" | "));
    }
    text.trim().to_owned()
}

const BYLINES: &[(&str, &str)] = &[
    ("By Jane Doe", "Jane Doe"),
    ("BY JANE DOE", "Jane Doe"),
    ("by Jane Doe, Reuters", "Jane Doe @ Reuters"),
    ("    By Jane Doe, Reuter", "Jane Doe @ Reuter"),
    ("By: Jane Doe", "Jane Doe"),
    ("Jane Doe", "Jane Doe"),
    ("By Jane Doe and John Roe", "Jane Doe | John Roe"),
    (
        "By Jane Doe, John Roe and Ann Poe",
        "Jane Doe | John Roe | Ann Poe",
    ),
    (
        "By Jane Doe, John Roe, and Ann Poe",
        "Jane Doe | John Roe | Ann Poe",
    ),
    ("Jane Doe & John Roe", "Jane Doe | John Roe"),
    ("A B;C D", "A B | C D"),
    ("Jane Doe; John Roe", "Jane Doe | John Roe"),
    (
        "['Jane Doe', \"Cortney O'Brien\"]",
        "Jane Doe | Cortney O'Brien",
    ),
    ("[\"Jane Doe\"]", "Jane Doe"),
    ("Doe, J.", "J. Doe"),
    ("Doe, Jane", "Jane Doe"),
    ("Doe, Jane; Roe, Richard", "Jane Doe | Richard Roe"),
    ("Doe, J., Roe, R. M.", "J. Doe | R. M. Roe"),
    ("Jane Doe in Kyiv", "Jane Doe"),
    (
        "By JANE DOE in London and JOHN ROE in Paris",
        "Jane Doe | John Roe",
    ),
    (
        "Jane Doe, Kyiv correspondent",
        "Jane Doe @ Kyiv correspondent",
    ),
    (
        "Jane Doe and AP correspondent John Roe",
        "Jane Doe | John Roe @ AP",
    ),
    ("CONOR O'BRIEN", "Conor O'Brien"),
    ("EMMA McGARRY", "Emma McGarry"),
    ("JEAN-PAUL SMITH-JONES", "Jean-Paul Smith-Jones"),
    ("J.R. STONE", "J.R. Stone"),
    ("JD SMITH", "JD Smith"),
    ("LUDWIG VAN DER BERG", "Ludwig van der Berg"),
    ("MARTIN KING JR.", "Martin King Jr."),
    ("Martin Luther King, Jr.", "Martin Luther King Jr."),
    ("JOHN SMITH III", "John Smith III"),
    ("Von Petra Müller", "Petra Müller"),
    (
        "Von Petra Müller und Karl Schmidt, Berlin",
        "Petra Müller | Karl Schmidt",
    ),
    ("Eine Analyse von Petra Müller", "Petra Müller"),
    (
        "Par Élodie Dupont et Jean Martin",
        "Élodie Dupont | Jean Martin",
    ),
    ("Por Ana García y Luis Pérez", "Ana García | Luis Pérez"),
    ("José Ortega y Gasset", "José Ortega y Gasset"),
    ("Di Carlo Rossi", "Carlo Rossi"),
    ("Story by Jane Doe", "Jane Doe"),
    ("Written by Jane Doe", "Jane Doe"),
    ("Analysis by Jane Doe, CNN", "Jane Doe @ CNN"),
    ("Analysis Jane Doe", "Jane Doe"),
    (
        "By Jane Doe | The Daily Planet",
        "Jane Doe @ The Daily Planet",
    ),
    (
        "By Jane Doe - The Daily Herald",
        "Jane Doe @ The Daily Herald",
    ),
    (
        "By Jane Doe, Washington Post Staff Writer",
        "Jane Doe @ Washington Post Staff Writer",
    ),
    ("By Jane Doe, Special to The Times", "Jane Doe @ The Times"),
    ("Jane Doe, Special To Cnn", "Jane Doe @ Special To Cnn"),
    ("Jane Doe (Reuters)", "Jane Doe @ Reuters"),
    ("By JANE DOE (AP)", "Jane Doe @ AP"),
    (
        "By Jane Doe, Economics Editor",
        "Jane Doe @ Economics Editor",
    ),
    ("By Jane Doe with John Roe", "Jane Doe + John Roe"),
    (
        "Jane Doe; Additional reporting by John Roe and Ann Poe",
        "Jane Doe + John Roe | Ann Poe",
    ),
    (
        "Jane Doe; John Roe contributed reporting from Rome",
        "Jane Doe + John Roe",
    ),
    ("Jane Doe, with files from The Canadian Press", "Jane Doe"),
    ("By Jane Doe jane.doe@example.com", "Jane Doe"),
    ("Jane Doe @janedoe", "Jane Doe"),
    ("Byron Tau, Byron.Tau Example.Com", "Byron Tau"),
    ("Associated Press", "@ Associated Press"),
    ("The Associated Press", "@ The Associated Press"),
    ("AP", "@ AP"),
    ("APA/AP", "@ APA | AP"),
    ("Staff", "@ Staff"),
    ("By Staff Reports", "@ Staff Reports"),
    ("Redaktion", "@ Redaktion"),
    ("From our own correspondent", "@ our own correspondent"),
    (
        "Paul Elias, Janie Har, Associated Press",
        "Paul Elias | Janie Har @ Associated Press",
    ),
    (
        "Gideon Doe, Political Reporter",
        "Gideon Doe @ Political Reporter",
    ),
    ("Adwan H. de la Cruz", "Adwan H. de la Cruz"),
    ("John v. Berenberg-Consbruch", "John v. Berenberg-Consbruch"),
    ("Mary d'Arcy", "Mary d'Arcy"),
    ("田中太郎", "田中太郎"),
    ("Иван Петров", "Иван Петров"),
    ("karl77", "karl77"),
    ("Madonna", "Madonna"),
    (
        "David Post, Larry Page and Glenn Close",
        "David Post | Larry Page | Glenn Close",
    ),
    (
        "CNN's Jane Doe, Fox News' John Roe and Ann Poe",
        "Jane Doe | John Roe | Ann Poe",
    ),
    ("Jane Doe <jane@example.com>", "Jane Doe"),
    ("jane@example.com (Jane Doe)", "Jane Doe"),
    ("Jong, Michiel de", "Michiel de Jong"),
    (
        "Jean Martin (avec Anne Roux et Luc Petit)",
        "Jean Martin + Anne Roux | Luc Petit",
    ),
    // Junk
    ("", "-"),
    ("   ", "-"),
    ("By", "-"),
    ("None", "-"),
    ("nan", "-"),
    ("null", "-"),
    ("[]", "-"),
    ("['']", "-"),
    ("N/A", "-"),
    ("Follow", "-"),
    ("View All", "-"),
    ("https://example.com/author/jane", "-"),
    ("www.example.com", "-"),
    ("jane@example.com", "-"),
    ("[email protected]", "-"),
    (".avatar{background:url(x.png)}", "-"),
    (
        "Backgroundurl Avatar_Large, Story Count, Comment Count, Popular Tags",
        "-",
    ),
    ("12345", "-"),
    ("Tuesday, November 13, 2012", "-"),
    (
        "By the time the president arrived, the crowd had gone home",
        "-",
    ),
    ("Share this story", "-"),
    ("admin", "-"),
];

#[test]
fn a_byline_names_its_people_and_nobody_else() {
    let wrong: Vec<String> = BYLINES
        .iter()
        .map(|(printed, expected)| (printed, expected, shown(Byline::read(printed))))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(printed, expected, got)| format!("{printed}: {got}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_byline_keeps_the_line_without_its_by() {
    let printed = |text: &str| Byline::read(text).map(|byline| byline.printed);
    assert_eq!(
        printed("By JANE DOE,  Staff Writer"),
        Some("JANE DOE, Staff Writer".into())
    );
    assert_eq!(printed("['Jane Doe', 'View All']"), Some("Jane Doe".into()));
}

#[test]
fn a_list_of_people_loses_its_junk() {
    let of = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        shown(Byline::of_people(&names))
    };
    assert_eq!(
        of(&["Jane Doe", "By John Roe", "Follow"]),
        "Jane Doe | John Roe"
    );
    assert_eq!(of(&["Doe, Jane", "Roe, Richard"]), "Jane Doe | Richard Roe");
    assert_eq!(of(&["", "None"]), "-");
    assert_eq!(of(&[]), "-");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>()) {
        Byline::read(&text);
    }
}
