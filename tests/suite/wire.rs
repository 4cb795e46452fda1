//! What agencies and archives send: each format and dialect, what is no article, and broken files.
//!
//! The files are in `fixtures`, written by us; what is read of each stands in `golden/read-*`.

use crate::harness::{golden, told, told_of};

#[test]
fn wire_formats_are_read_field_by_field() {
    for fixture in [
        "nitf.xml",
        "nitf-times.xml",
        "newsml-g2.xml",
        "newsml-1.xml",
        "rcv1.xml",
        "ninjs.json",
        "reuters.sgm",
        "trec.sgml",
    ] {
        golden(
            &format!("read-{}", fixture.replace('.', "-")),
            &told(fixture),
        );
    }
}

#[test]
fn hostile_xml_is_refused_or_read_without_harm() {
    let body = |text: &str| {
        format!(
            "<nitf><body><body.head><hedline><hl1>Rain</hl1></hedline></body.head><body.content><p>{text}</p></body.content></body></nitf>"
        )
    };
    let nested = format!("<nitf>{}", "<p>".repeat(1_000_000));
    let entities = format!(
        "<!DOCTYPE nitf [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}",
        "ha".repeat(100),
        body("One &b; two &x; three.")
    );
    for (text, expected) in [
        (
            nested.as_str(),
            "- not_xml: the document nests its elements over 256 deep\n",
        ),
        (&entities, "  | One &b; two &x; three.\n"),
        (&body("One<b>two"), "  | Onetwo\n"),
        (&body("A & B < C"), "  gap: xml_broken\n"),
        ("<nitf", "- not_xml: the document "),
        (
            "<nitf/>",
            "- not_an_article: it has neither a title nor a text\n",
        ),
        (
            "<newsMessage/>",
            "- not_an_article: it is a message without an item, not a text\n",
        ),
    ] {
        let told = told_of(text.as_bytes(), "a.xml");
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn hostile_sgml_scans_and_documents_are_read_without_harm() {
    let head = "<DOC>\n<DOCNO>AP890312-0001</DOCNO>\n<HEAD>Rain</HEAD>\n<TEXT>\n";
    let signs = format!("{head}{}", "<".repeat(300_000));
    let open = format!("{head}{}", "<P>rain ".repeat(20_000));
    let reuters = "<REUTERS NEWID=\"1\"><TEXT><TITLE>Rain</TITLE><BODY>It fell.";
    let blocks = format!(
        "<alto><Page>{}",
        "<ComposedBlock ID=\"b\">".repeat(1_000_000)
    );
    let words = format!(
        "<alto><Page><TextBlock><TextLine>{}</TextLine></TextBlock></Page></alto>",
        "<String CONTENT=\"rain\"/>".repeat(20_000)
    );
    let loop_of_divisions = "<mets><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" ID=\"a\"><div ID=\"b\"/></div></structMap><structLink><smLink from=\"a\" to=\"b\"/><smLink from=\"b\" to=\"a\"/></structLink></mets>";
    let groups = format!("{{\\rtf1{}", "{".repeat(1_000_000));
    let units = format!(
        "{{\\rtf1\\uc2147483647 {}}}",
        "\\u8212 rain fell on the town".repeat(1_000)
    );
    for (text, expected) in [
        (signs.as_str(), "1 trec\n"),
        (&open, "1 trec\n"),
        (reuters, "1 reuters\n"),
        (
            &blocks,
            "- not_xml: the document nests its elements over 256 deep\n",
        ),
        (&words, "- alto\n"),
        (loop_of_divisions, "- not_an_article: "),
        (
            &groups,
            "- not_rtf: the document nests its groups over 1000 deep\n",
        ),
        (&units, "- rtf\n"),
    ] {
        let told = told_of(text.as_bytes(), "a");
        assert!(
            told.starts_with(expected),
            "{expected}\n{}",
            &told[..told.len().min(400)]
        );
    }
}
