//! Reads one message: its headers, and the text or page that it carries.

use std::sync::LazyLock;

use encoding_rs::Encoding;
use mailparse::{DispositionType, MailAddr, MailHeaderMap, ParsedMail, addrparse, parse_mail};
use regex::Regex;

use super::alert;
use crate::article::Gap;
use crate::byline::{self, Byline};
use crate::corpus::draft::Draft;
use crate::corpus::reader::Around;
use crate::corpus::{BadRecord, Record, clean, decode, export, fields, html, label};

/// How deep messages may lie in messages, and how many parts one may have.
const MAX_DEPTH: usize = 16;
const MAX_PARTS: usize = 1_000;

/// Hands on what a message holds: an article, those of an export or of an alert, and the messages
/// that it forwards.
pub(super) fn read(bytes: &[u8], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    read_at(bytes, MAX_DEPTH, around, each);
}

fn read_at(bytes: &[u8], depth: usize, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let bad = |code, reason: &str| Err(BadRecord::new(around.file, None, code, reason));
    if depth == 0 {
        return each(bad(
            "mail_too_deep",
            "it lies in 16 mails that forward each other",
        ));
    }
    // Each part costs memory, whatever is in it.
    if bytes.windows(3).filter(|window| window == b"\n--").count() > MAX_PARTS * 10 {
        return each(bad("mail_too_deep", "the mail has too many parts"));
    }
    let mail = match parse_mail(bytes) {
        Ok(mail) => mail,
        Err(error) => return each(bad("not_mail", &format!("it is not a mail: {error}"))),
    };
    let mut parts = Parts::default();
    parts.collect(&mail);
    if parts.count > MAX_PARTS {
        return each(bad("mail_too_deep", "the mail has over 1,000 parts"));
    }
    let forwarded = std::mem::take(&mut parts.messages);
    let is_envelope = parts.text.is_empty() && parts.page.is_empty() && !forwarded.is_empty();
    if !is_envelope {
        read_parts(&mail, parts, around, each);
    }
    for message in forwarded {
        read_at(&message, depth - 1, around, each);
    }
}

/// What a message carries.
#[derive(Default)]
struct Parts {
    text: String,
    page: String,
    /// Messages that are attached.
    messages: Vec<Vec<u8>>,
    /// Names of other files that are attached.
    files: Vec<String>,
    /// What could not be decoded.
    broken: Vec<String>,
    count: usize,
}

impl Parts {
    fn collect(&mut self, mail: &ParsedMail<'_>) {
        self.count += 1;
        if self.count > MAX_PARTS {
            return;
        }
        if !mail.subparts.is_empty() {
            return mail.subparts.iter().for_each(|part| self.collect(part));
        }
        let disposition = mail.get_content_disposition();
        let name = disposition
            .params
            .get("filename")
            .or(mail.ctype.params.get("name"));
        let kind = mail.ctype.mimetype.as_str();
        let is_attached = disposition.disposition == DispositionType::Attachment;
        match (kind, mail.get_body_raw()) {
            (_, Err(error)) => self.broken.push(format!(
                "a part of the mail ({kind}) cannot be decoded: {error}"
            )),
            ("message/rfc822", Ok(body)) => self.messages.push(body),
            ("text/html" | "application/xhtml+xml", Ok(body)) if !is_attached => {
                self.page.push_str(&text(mail, &body))
            }
            ("text/plain", Ok(body)) if !is_attached => {
                self.text.push_str(&text(mail, &body));
                self.text.push('\n');
            }
            _ => self
                .files
                .extend(name.cloned().or_else(|| Some(kind.to_owned()))),
        }
    }
}

/// The plain text of a part in the encoding that it names, else in the one that it seems to have.
fn text(mail: &ParsedMail<'_>, body: &[u8]) -> String {
    let named = mail.ctype.params.get("charset");
    let encoding = named.and_then(|label| Encoding::for_label(label.as_bytes()));
    let decoded = encoding.map(|encoding| encoding.decode(body));
    let text = match decoded {
        Some((text, _, false)) => text,
        _ => decode::decode(body).text,
    };
    clean::clean(&text).into_owned()
}

fn read_parts(
    mail: &ParsedMail<'_>,
    parts: Parts,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    let paragraphs = html::paragraphs(&parts.page);
    let lines = export::lines_of(paragraphs.clone());
    if export::read_lines(&lines, around, each) || export::read_lines(&parts.text, around, each) {
        return;
    }
    let draft = draft(mail, &parts, around);
    let sender = mail.headers.get_first_value("From").unwrap_or_default();
    if alert::is_one(&sender, &parts.page) {
        return alert::read(&parts.page, &draft.article, around, each);
    }
    each(article(draft, parts, paragraphs, around));
}

/// How much shorter than the page a text may be, and still be all that it says.
const LEAST_SHARE_OF_TEXT: usize = 3;

fn article(mut draft: Draft, parts: Parts, page: Vec<String>, around: &Around<'_>) -> Record {
    let (text, signature) = without_signature(&parts.text);
    let body = fields::paragraphs_of_lines(text);
    let length = |paragraphs: &[String]| paragraphs.iter().map(String::len).sum::<usize>();
    let is_whole = length(&body) * LEAST_SHARE_OF_TEXT >= length(&page);
    for line in signature
        .lines()
        .filter(|line| !line.trim().is_empty() && is_whole)
    {
        draft.trim("signature", line.trim());
    }
    let body = if is_whole { body } else { page };
    draft.into_record(body, around)
}

/// The text, and what stands below the line that begins a signature.
fn without_signature(text: &str) -> (&str, &str) {
    static SIGNATURE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^-- \r?\n").expect("a valid pattern"));
    match SIGNATURE.find_iter(text).last() {
        Some(found) if text[found.end()..].lines().count() <= LINES_OF_A_SIGNATURE => {
            (&text[..found.start()], &text[found.end()..])
        }
        _ => (text, ""),
    }
}

/// Longer ones are text.
const LINES_OF_A_SIGNATURE: usize = 12;

fn draft(mail: &ParsedMail<'_>, parts: &Parts, around: &Around<'_>) -> Draft {
    let mut draft = Draft::of(around, None, super::EML.name);
    let header = |name: &str| {
        let value = mail.headers.get_first_value(name)?;
        let line = html::tidy(&clean::clean(&value));
        (!line.is_empty()).then_some(line)
    };
    if let Some(subject) = header("Subject") {
        let title = without_prefix(&subject);
        draft.text(|a| &mut a.title, title, RULE);
        if title != subject {
            draft.trim(RULE, &subject);
        }
    }
    if let Some(date) = header("Date") {
        draft.date(&date, RULE);
    }
    draft.text(
        |a| &mut a.source,
        header("Organization").as_deref().unwrap_or_default(),
        RULE,
    );
    draft.text(
        |a| &mut a.section,
        header("Newsgroups").as_deref().unwrap_or_default(),
        RULE,
    );
    let is_letter = header("List-Unsubscribe").is_none() && header("List-Id").is_none();
    set_sender(
        &mut draft,
        header("From").as_deref().unwrap_or_default(),
        is_letter,
    );
    if let Some(tag) = header("Content-Language")
        .as_deref()
        .and_then(label::language)
    {
        draft.text(|a| &mut a.language, tag, RULE);
    }
    draft.article.key = header("Message-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
    for file in &parts.files {
        draft.trim("attachment", file);
    }
    draft
        .article
        .gaps
        .extend(parts.broken.iter().map(|why| Gap {
            code: "mail_part_unread".into(),
            text: clean::clean(why).into_owned(),
        }));
    draft
}

/// The rule of what a header says.
const RULE: &str = "header";

/// The subject without `Re:` and `Fwd:`, in the languages of mail programs.
fn without_prefix(subject: &str) -> &str {
    static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:(?:re|fwd?|aw|wg|tr|rv|enc|antw|doorst|i|r)\s*:\s*)+")
            .expect("a valid pattern")
    });
    let at = PREFIX.find(subject).map_or(0, |prefix| prefix.end());
    if at < subject.len() {
        &subject[at..]
    } else {
        subject
    }
}

/// Who sent it: a person is the author, a paper the source; the host of the address is a source too.
fn set_sender(draft: &mut Draft, from: &str, is_letter: bool) {
    let address = addrparse(from).ok();
    let sender = address.as_ref().and_then(|list| list.first());
    let (name, address) = match sender {
        Some(MailAddr::Single(single)) => (single.display_name.clone(), Some(single.addr.as_str())),
        _ => (Some(from.to_owned()), None),
    };
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        let byline = Byline::read(&name).filter(|byline| !byline.people.is_empty());
        match byline.filter(|_| is_letter && !byline::is_paper(&name)) {
            Some(byline) => draft.byline(byline, RULE),
            None => draft.text(|a| &mut a.source, &name, RULE),
        }
    }
    if draft.article.source.is_none()
        && let Some((_, host)) = address.and_then(|address| address.split_once('@'))
    {
        draft.text(|a| &mut a.source, &host.to_lowercase(), "address");
    }
}
