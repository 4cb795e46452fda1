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
