//! Reads PDF files that have a text, in a process apart: a file that the reader falls over or never
//! comes to an end with is a bad record and no more.

use std::io::{self, Read, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use crate::article::Gap;
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{BadRecord, Record, fields, text};

/// PDF files with a text.
pub(super) const READER: Reader = Reader {
    name: "pdf",
    what: "a PDF that has a text: one of up to eight pages is an article, a longer one a record for each page",
    example: "flood.pdf",
    way: Way::Bytes { recognises, read },
};

/// Where the first bytes of a PDF stand: some programs write a line before them.
const BEGINS_WITHIN: usize = 1024;

fn recognises(head: &Head<'_>) -> bool {
    let beginning = &head.bytes[..head.bytes.len().min(BEGINS_WITHIN)];
    beginning.starts_with(b"%PDF-")
        || head.extension == "pdf" && beginning.windows(5).any(|bytes| bytes == b"%PDF-")
}

/// A document of more pages is an issue, of which each page is a record.
const PAGES_OF_AN_ARTICLE: usize = 8;

fn read(bytes: &[u8], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let bad = |code, reason: String| Err(BadRecord::new(around.file, None, code, reason));
    let pages = match pages(bytes) {
        Ok(pages) => pages,
        Err(reason) => return each(bad("not_pdf", format!("the PDF cannot be read: {reason}"))),
    };
    if !pages.iter().any(|page| page.contains(char::is_alphabetic)) {
        let reason = "the PDF has no text, only pictures of its pages; have the text recognised (OCR) and saved in it";
        return each(bad("no_text", reason.to_owned()));
    }
    if pages.len() <= PAGES_OF_AN_ARTICLE {
        return text::read_as(&pages.join("\n\n"), READER.name, around, each);
    }
    for (number, page) in (1..).zip(&pages) {
        match page.contains(char::is_alphabetic) {
            true => each(page_of_issue(page, number, around)),
            false => around.notes.skipped("a page of a PDF without a text"),
        }
    }
}

fn page_of_issue(page: &str, number: u64, around: &Around<'_>) -> Record {
    let mut draft = Draft::of(around, Some(number), READER.name);
    draft.text(|a| &mut a.page, &number.to_string(), READER.name);
    draft.article.gaps.push(Gap {
        code: "article_boundaries".into(),
        text: "it is a page of a PDF, which does not say where its articles begin".into(),
    });
    draft.into_record(fields::paragraphs_of_lines(page), around)
}

/// The program that reads PDF files apart.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// What the program is told to be the one that reads a PDF from its standard input.
pub const COMMAND: &str = "read-pdf";

/// Has PDF files read by this program, called with [`COMMAND`], which is to call [`serve`]. Without
/// it they are read in this process, which those end that nest without end.
pub fn read_apart(program: PathBuf) {
    PROGRAM.get_or_init(|| program);
}

/// Reads a PDF from a stream and writes its pages, or why there are none, as the last line.
pub fn serve(input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    limit_memory();
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    // What the reader itself may have printed stands before.
    writeln!(output, "\n{}", serde_json::to_string(&here(&bytes))?)
}

/// The most memory of a process that reads a PDF, in bytes.
const MOST_MEMORY: u64 = 2 << 30;

fn limit_memory() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = Some(MOST_MEMORY);
        // Where it cannot be limited, the time still is.
        let _ = setrlimit(
            Resource::As,
            Rlimit {
                current: most,
                maximum: most,
            },
        );
    }
}

/// The texts of the pages.
fn pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    match PROGRAM.get() {
        Some(program) => apart(program, bytes),
        None => here(bytes),
    }
}

fn here(bytes: &[u8]) -> Result<Vec<String>, String> {
    let read = catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(bytes));
    match read {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("it is damaged, or of a kind that its reader does not know".to_owned()),
    }
}

/// The longest time for a PDF.
const LONGEST: Duration = Duration::from_secs(30);

/// The longest answer, in bytes.
const MOST_TEXT: u64 = 256 << 20;

fn apart(program: &Path, bytes: &[u8]) -> Result<Vec<String>, String> {
    let child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| format!("its reader cannot be started: {error}"))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("its reader has no streams".to_owned());
    };
    let (done, waiting) = mpsc::channel();
    let answer = std::thread::scope(|scope| {
        // A reader that ended early does not take the rest.
        scope.spawn(move || drop(input.write_all(bytes)));
        scope.spawn(move || {
            let mut text = String::new();
            let read = output.take(MOST_TEXT).read_to_string(&mut text);
            // Nobody waits any more once the time is over.
            drop(done.send(read.map(|_| text)));
        });
        let answer = waiting.recv_timeout(LONGEST);
        // It has answered, or never will; either way the streams end with it.
        drop(child.kill());
        drop(child.wait());
        answer
    });
    let text = match answer {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => return Err(error.to_string()),
        Err(_) => return Err(format!("it takes more than {} s", LONGEST.as_secs())),
    };
    let last = text.lines().next_back().unwrap_or_default();
    serde_json::from_str(last)
        .unwrap_or_else(|_| Err("its reader fell over it, or it takes too much memory".to_owned()))
}
