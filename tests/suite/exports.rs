//! Exports of the commercial databases, in the layouts and languages that people have them in.
//!
//! The files are in `fixtures`, written by us; what is read of each stands in `golden/read-*`.

use crate::harness::{Folder, golden, told, told_of};

#[test]
fn exports_are_read_field_by_field() {
    for fixture in [
        "nexis.txt",
        "nexis-de.txt",
        "nexis-fr.html",
        "uni.txt",
        "uni.docx",
        "factiva.txt",
        "factiva-codes.txt",
        "factiva.rtf",
        "factiva-es.html",
        "proquest.txt",
        "proquest.xml",
    ] {
        golden(
            &format!("read-{}", fixture.replace('.', "-")),
            &told(fixture),
        );
    }
}

#[test]
fn an_export_is_indexed_and_its_cover_page_counted() {
    let folder = Folder::new().file("news/export.txt", &told_file("nexis.txt"));
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("3 articles in the index")
        .err_has("export.txt: the cover page of an export, not an article");
    folder
        .run(&["search", "engineer", "--dialect", "nexis"])
        .exits(0)
        .out_has("Council Opens Inquiry Into the Flood at Coldbeck Dam");
}

fn told_file(fixture: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/fixtures");
    std::fs::read_to_string(folder.join(fixture)).expect("the fixture is text")
}

#[test]
fn an_unknown_export_is_a_text_and_none_is_lost() {
    for (text, expected) in [
        (
            "Flood inquiry opens\n\nThe third of 3 documents was read.\n",
            "- text\n",
        ),
        (
            "1 of 2 DOCUMENTS\n\nLENGTH: 2 words\n\n2 of 2 DOCUMENTS\n\nThe Weir Gazette\n\nLENGTH: 2 words\n\nRain fell.\n",
            "1 not_an_article: it has neither a title nor a text\n2 nexis\n",
        ),
        (
            "Rain fell.\nEnd of Document\n",
            "1 not_an_article: it is part of an export, but not an article\n",
        ),
        (
            "{\\rtf1 Rain fell on the town.\\par It stopped at nine.}",
            "- rtf\n",
        ),
        ("{\\rtf1", "- empty: the file is empty\n"),
        (
            "PK\u{3}\u{4}word/document.xml",
            "- not_docx: it is not a Word document: ",
        ),
    ] {
        let told = told_of(text.as_bytes(), "a.txt");
        let heads: String = told
            .lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(heads.starts_with(expected), "{text}\n{told}");
    }
}

/// The words of one language of users: counter, headings and labels of both kinds of Nexis.
struct Words {
    counter: &'static str,
    byline: &'static str,
    section: &'static str,
    length: &'static str,
    body: &'static str,
    end: &'static str,
    loaded: &'static str,
}

const LANGUAGES: [Words; 7] = [
    Words {
        counter: "1 of 2 DOCUMENTS",
        byline: "Byline",
        section: "Section",
        length: "Length: 9 words",
        body: "Body",
        end: "End of Document",
        loaded: "Load-Date",
    },
    Words {
        counter: "Dokument 1 von 2",
        byline: "Autor",
        section: "Rubrik",
        length: "Länge: 9 Wörter",
        body: "Textkörper",
        end: "Ende des Dokuments",
        loaded: "Ladedatum",
    },
    Words {
        counter: "Document 1 de 2",
        byline: "Auteur",
        section: "Rubrique",
        length: "Longueur: 9 mots",
        body: "Corps",
        end: "Fin du document",
        loaded: "Date-chargement",
    },
    Words {
        counter: "Documento 1 de 2",
        byline: "Autor",
        section: "Sección",
        length: "Longitud: 9 palabras",
        body: "Cuerpo",
        end: "Fin del documento",
        loaded: "Fecha-carga",
    },
    Words {
        counter: "Document 1 van 2",
        byline: "Auteur",
        section: "Rubriek",
        length: "Lengte: 9 woorden",
        body: "Tekst",
        end: "Einde van document",
        loaded: "Laad-datum",
    },
    Words {
        counter: "Documento 1 di 2",
        byline: "Autore",
        section: "Sezione",
        length: "Lunghezza: 9 parole",
        body: "Corpo",
        end: "Fine del documento",
        loaded: "Data-caricamento",
    },
    Words {
        counter: "Documento 1 de 2",
        byline: "Autor",
        section: "Seção",
        length: "Comprimento: 9 palavras",
        body: "Corpo",
        end: "Fim do documento",
        loaded: "Data-carga",
    },
];

#[test]
fn labels_are_known_in_the_languages_of_their_users() {
    for words in &LANGUAGES {
        let Words {
            counter,
            byline,
            section,
            length,
            body,
            end,
            loaded,
        } = words;
        let (title, source, date) = ("Flood inquiry opens", "The Weir Gazette", "12.03.1997");
        let loud = |label: &str| label.to_uppercase();
        let (name, value) = length.split_once(':').expect("a label and its value");
        let classic = format!(
            "{counter}\n\n{source}\n\n{date}\n\n{title}\n\n{}: Ann Holt\n\n{}: Local; Pg. 4\n\n{}:{value}\n\nThe inquiry opened.\n\n{}: 13.03.1997\n",
            loud(byline),
            loud(section),
            loud(name),
            loud(loaded),
        );
        let uni = format!(
            "{title}\n{source}\n{date}\nCopyright 1997 Weir\n{section}: Local; Pg. 4\n{length}\n{byline}: Ann Holt\n{body}\nThe inquiry opened.\n{loaded}: 13.03.1997\n{end}\n"
        );
        for text in [&classic, &uni] {
            let told = told_of(text.as_bytes(), "a.txt");
            for line in [
                "  title: Flood inquiry opens (export head)\n",
                "  date: 1997-03-12 (export head)\n",
                "  source: The Weir Gazette (export head)\n",
                "  section: Local (label)\n",
                "  page: 4 (label)\n",
                "  byline: Ann Holt (label)\n",
            ] {
                assert!(told.contains(line), "{line}{text}\n{told}");
            }
            assert!(
                told.ends_with("  | The inquiry opened.\n"),
                "{text}\n{told}"
            );
            assert_eq!(told.matches("  | ").count(), 1, "{text}\n{told}");
        }
    }
}

#[test]
fn an_export_reads_the_same_as_text_and_as_rtf() {
    for fixture in ["nexis-de.txt", "uni.txt", "proquest.txt", "factiva.txt"] {
        let rtf = rtf_of(&told_file(fixture));
        assert_eq!(told_of(rtf.as_bytes(), "a.rtf"), told(fixture), "{fixture}");
    }
}

/// The lines as paragraphs of RTF, as Word writes them.
fn rtf_of(text: &str) -> String {
    let mut rtf = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}\n".to_owned();
    for line in text.lines() {
        for unit in line.trim().encode_utf16() {
            match u8::try_from(unit).map(char::from) {
                Ok(c @ ('\\' | '{' | '}')) => rtf.extend(['\\', c]),
                Ok(c) if c.is_ascii() => rtf.push(c),
                _ => rtf.push_str(&format!("\\u{}?", unit.cast_signed())),
            }
        }
        rtf.push_str("\\par\n");
    }
    rtf + "}"
}
