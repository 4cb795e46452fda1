//! Reads mail: one message, or a mailbox of many.

mod alert;
mod message;

use std::io::BufRead;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::article::Article;
use crate::corpus::file::unreadable;
use crate::corpus::reader::{Around, Head, Reader, Way, not_in_silence};
use crate::corpus::{BadRecord, Record};

/// One message.
pub(super) const EML: Reader = Reader {
    name: "mail",
    what: "a mail: a newsletter, a report, an export that was sent, the hits of an alert",
    example: "From: Ann Holt <ann@weir.example>\nDate: Wed, 12 Mar 1997 10:15:00 +0100\nSubject: Flood inquiry opens\nMIME-Version: 1.0\n\nThe inquiry opened today.\n",
    way: Way::Bytes {
        recognises: |head| is_mail(head),
        read: |bytes, around, each| {
            let mut records = Vec::new();
            message::read(bytes, around, &mut |record| records.push(record));
            let several = records.len() > 1;
            for (number, record) in (1..).zip(records) {
                each(numbered(record, several.then_some(number)));
            }
        },
    },
};

/// A mailbox, as a stream.
pub(super) const MBOX: Reader = Reader {
    name: "mbox",
    what: "a mailbox of many mails, in mbox",
    example: "From ann@weir.example Wed Mar 12 10:15:00 1997\nFrom: Ann Holt <ann@weir.example>\nDate: Wed, 12 Mar 1997 10:15:00 +0100\nSubject: Flood inquiry opens\n\nThe inquiry opened today.\n",
    way: Way::Stream {
        recognises: |head| is_mailbox(head),
        read: |input, around, each| {
            not_in_silence(around, each, |each| read_mailbox(input, around, each));
        },
    },
};

/// How far into a file its headers are looked for, in bytes.
const HEADERS_WITHIN: usize = 16 * 1024;

fn is_mail(head: &Head<'_>) -> bool {
    static HEADER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\A[!-9;-~]+:(?:[ \t]|\r?$)").expect("a valid pattern"));
    static FIELDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?mi)^(?:from|date|subject|to):[ \t]").expect("a valid pattern")
    });
    // What people type over a text, and programs never send.
    static TRACES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?mi)^(?:received|message-id|mime-version|return-path|delivered-to|content-type|x-[a-z-]+):[ \t]")
            .expect("a valid pattern")
    });
    static PAGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?mi)^(?:snapshot-content-location:|from:[ \t]+<?saved by)")
            .expect("a valid pattern")
    });
    let beginning = &head.bytes[..head.bytes.len().min(HEADERS_WITHIN)];
    let headers = headers(beginning.trim_ascii_start());
    let has_fields = FIELDS.find_iter(headers).count() >= 2;
    HEADER.is_match(headers)
        && has_fields
        && (head.extension == "eml" || TRACES.is_match(headers))
        && !["mht", "mhtml"].contains(&head.extension)
        && !PAGE.is_match(headers)
}

/// What stands before the first blank line.
fn headers(bytes: &[u8]) -> &[u8] {
    static BLANK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\n\r?\n").expect("a valid pattern"));
    BLANK
        .find(bytes)
        .map_or(bytes, |blank| &bytes[..blank.start() + 1])
}

fn is_mailbox(head: &Head<'_>) -> bool {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\A\s*From [^\n]{1,200}\d{2}:\d{2}(?::\d{2})?[^\n]{0,40}\n(?:>?[A-Za-z-]+:[ \t\r\n]|$)").expect("a valid pattern")
    });
    FIRST.is_match(&head.bytes[..head.bytes.len().min(1024)])
}

/// The longest message, in bytes.
const LONGEST: usize = 64 << 20;

/// Reads the messages one after another; each begins with a line `From ` behind a blank one.
fn read_mailbox(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let mut number = 0;
    let mut hand_on = |bytes: &[u8]| {
        let mut each = |record: Record| {
            number += 1;
            let record = numbered(record, Some(number));
            each(record.map(|article| match article.format == EML.name {
                true => Article {
                    format: MBOX.name.into(),
                    ..article
                },
                false => article,
            }));
        };
        match bytes.len() > LONGEST {
            true => each(Err(BadRecord::new(
                around.file,
                None,
                "too_large",
                "the mail is over 64 MiB",
            ))),
            false => message::read(bytes, around, &mut each),
        }
    };
    let (mut bytes, mut line) = (Vec::new(), Vec::new());
    let mut is_blank = true;
    let failure = loop {
        line.clear();
        match read_line(input, &mut line) {
            Err(error) => break Some(error),
            Ok(0) => break None,
            Ok(_) => {}
        }
        if is_blank && line.starts_with(b"From ") {
            if !bytes.trim_ascii().is_empty() {
                hand_on(&bytes);
            }
            bytes.clear();
        } else if bytes.len() <= LONGEST {
            bytes.extend_from_slice(unquoted(&line));
        }
        is_blank = line.trim_ascii().is_empty();
    };
    if !bytes.trim_ascii().is_empty() {
        hand_on(&bytes);
    }
    if let Some(error) = failure {
        each(Err(unreadable(around.file, &error)));
    }
}

fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    use std::io::Read;
    input.take(LONGEST as u64).read_until(b'\n', line)
}

/// The line as it was before the mailbox: a `From ` in a text is kept as `>From `.
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|byte| **byte == b'>').count();
    match quotes > 0 && line[quotes..].starts_with(b"From ") {
        true => &line[1..],
        false => line,
    }
}

fn numbered(record: Record, number: Option<u64>) -> Record {
    match record {
        Ok(mut article) => {
            article.place.record = number;
            Ok(article)
        }
        Err(mut bad) => {
            bad.place.record = number;
            Err(bad)
        }
    }
}
