//! Mail: letters, newsletters, exports and alerts that were sent, mailboxes.

use crate::harness::{golden, told, told_of};

#[test]
fn mails_are_read_field_by_field() {
    for fixture in ["newsletter.eml", "proquest.eml", "alert.eml", "box.mbox"] {
        golden(
            &format!("read-{}", fixture.replace('.', "-")),
            &told(fixture),
        );
    }
}

#[test]
fn what_only_looks_like_a_mail_is_read_as_text() {
    for (text, expected) in [
        (
            "From: Ann Holt\nSubject: Flood\n\nThe inquiry opened on Tuesday, and heard an engineer.\n",
            "- text\n",
        ),
        (
            "From Weirton we hear that the flood is over.\n\nFrom there it went on.\n",
            "- text\n",
        ),
        (
            "From: a\nSubject: b\nMessage-ID: <1>\n\nThe inquiry opened.\n",
            "- mail\n",
        ),
    ] {
        let told = told_of(text.as_bytes(), "a.txt");
        assert!(told.starts_with(expected), "{text}\n{told}");
    }
}

#[test]
fn a_mail_of_too_many_or_too_deep_parts_is_refused() {
    let head = "From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
    let many = format!("{head}{}", "--b\n\nx\n".repeat(20_000));
    assert!(
        told_of(many.as_bytes(), "a.eml")
            .starts_with("- mail_too_deep: the mail has too many parts")
    );
    let some = format!("{head}{}", "--b\n\nx\n".repeat(2_000));
    assert!(
        told_of(some.as_bytes(), "a.eml")
            .starts_with("- mail_too_deep: the mail has over 1,000 parts")
    );
    let deep = (0..500).fold(String::new(), |deep, level| {
        format!("{deep}Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n")
    });
    let deep = format!("From: a@b.example\nSubject: s\nMIME-Version: 1.0\n{deep}");
    let told = told_of(deep.as_bytes(), "a.eml");
    assert!(told.starts_with("- not_mail: it is not a mail: "), "{told}");
}
