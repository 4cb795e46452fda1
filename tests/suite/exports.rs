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
