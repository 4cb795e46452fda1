//! Turns an error into a message that says what to do, and into an exit code.

use std::io::ErrorKind;
use std::panic::PanicHookInfo;
use std::sync::Mutex;

use anyhow::Error;
use morgue::error::{Error as EngineError, Naming};

use super::bad_query::BadQuery;
use super::print::{Console, Screen, caret, style};
use super::shell;

/// The exit code of every error.
const ERROR: u8 = 2;

/// A mistake of the person at the keyboard that the engine never sees.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub(crate) struct Stumble {
    /// What is wrong.
    pub(crate) text: String,
    /// What to type instead; empty if there is nothing to say.
    pub(crate) hint: String,
}

impl Stumble {
    /// A mistake and its remedy.
    pub(crate) fn new(text: impl Into<String>, hint: impl Into<String>) -> Stumble {
        let (text, hint) = (text.into(), hint.into());
        Stumble { text, hint }
    }
}

/// An error of the engine while it runs this query, with the query beside a refusal.
pub(crate) fn of_query(query: &str, error: EngineError) -> Error {
    match error {
        EngineError::Refused(refusal) => BadQuery::refused(query, &refusal).into(),
        other => other.into(),
    }
}

/// Tells of an error on stderr; the answer is the exit code.
pub(crate) fn tell(error: &Error) -> u8 {
    if is_broken_pipe(error) {
        return 0;
    }
    let mut screen = Console::new().err();
    // A terminal that is gone cannot be told anything.
    let _ = match error.downcast_ref::<clap::Error>() {
        Some(error) if is_help(error) => {
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(ERROR);
        }
        Some(error) => describe_usage(error, &mut screen),
        None => describe(error, &mut screen),
    };
    ERROR
}

/// Tells of a bad query of a batch on stderr, the place where it stands first.
pub(crate) fn tell_bad_query(bad: &BadQuery, place: &str) {
    let mut screen = Console::new().err();
    // A terminal that is gone cannot be told anything.
    let _ = describe_bad_query(bad, place, &mut screen);
}

fn describe_bad_query(bad: &BadQuery, place: &str, screen: &mut Screen) -> std::io::Result<()> {
    screen.put(style::ERROR, "error: ")?;
    screen.line(format!("{place}: {}", bad.text))?;
    point_at(bad, screen)?;
    give_hint(&bad.hint, screen)?;
    screen.flush()
}

fn point_at(bad: &BadQuery, screen: &mut Screen) -> std::io::Result<()> {
    match bad.at {
        Some(at) => caret::draw(&bad.query, at, screen),
        None => Ok(()),
    }
}

fn give_hint(hint: &str, screen: &mut Screen) -> std::io::Result<()> {
    for hint in hint.lines() {
        screen.put(style::HINT, "hint: ")?;
        screen.line(hint)?;
    }
    Ok(())
}

/// Help and version are clap's way to answer; there is nothing in them from outside.
fn is_help(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        clap::error::ErrorKind::DisplayHelp
            | clap::error::ErrorKind::DisplayVersion
            | clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// A mistake in the arguments, which it quotes.
fn describe_usage(error: &clap::Error, screen: &mut Screen) -> std::io::Result<()> {
    // The standard library's words for a number that is none.
    let text = error
        .render()
        .to_string()
        .replace("invalid digit found in string", "it must be a whole number")
        .replace(
            "cannot parse integer from empty string",
            "it must be a whole number",
        )
        .replace(
            "number too large to fit in target type",
            "the number is too large",
        );
    let mut lines = text.lines();
    if let Some(first) = lines.next() {
        screen.put(style::ERROR, "error: ")?;
        screen.line(first.trim_start_matches("error: "))?;
    }
    for line in lines {
        screen.line(line)?;
    }
    screen.flush()
}

/// A reader such as `head` that has seen enough is no error.
fn is_broken_pipe(error: &Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}

fn describe(error: &Error, screen: &mut Screen) -> std::io::Result<()> {
    screen.put(style::ERROR, "error: ")?;
    let unnamed = error
        .chain()
        .next()
        .is_some_and(|first| first.is::<std::io::Error>());
    let sentence = match unnamed {
        true => "cannot write the answer".to_owned(),
        false => error.to_string(),
    };
    screen.line(sentence)?;
    if let Some(bad) = find::<BadQuery>(error) {
        point_at(bad, screen)?;
    }
    for cause in error.chain().skip(usize::from(!unnamed)) {
        screen.put(style::FAINT, "  because: ")?;
        screen.line(cause.to_string())?;
    }
    give_hint(&hint(error), screen)?;
    screen.flush()
}

fn find<E: std::error::Error + 'static>(error: &Error) -> Option<&E> {
    error.chain().find_map(|cause| cause.downcast_ref())
}

/// What to type next, one way a line.
pub(crate) fn hint(error: &Error) -> String {
    if let Some(stumble) = find::<Stumble>(error) {
        return stumble.hint.clone();
    }
    if let Some(bad) = find::<BadQuery>(error) {
        return bad.hint.clone();
    }
    let of_engine = find::<EngineError>(error).map_or_else(String::new, engine_hint);
    match of_engine.is_empty() {
        true => system_hint(error).unwrap_or_default().to_owned(),
        false => of_engine,
    }
}

/// What to do about what the system refuses, whatever was asked of it.
fn system_hint(error: &Error) -> Option<&'static str> {
    let hint = match error.chain().find_map(kind_of)? {
        ErrorKind::NotFound => "check the spelling; the path is taken from the current folder",
        ErrorKind::PermissionDenied => {
            "your user may not do that there: name another place, or ask who may"
        }
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there: name another place",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some room on that disk, then type the same again: what was committed stands"
        }
        ErrorKind::FileTooLarge => {
            "raise the limit of your shell (ulimit -f), then type the same again: what was committed stands"
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file stands where a folder is needed: name another place"
        }
        ErrorKind::IsADirectory => "a folder stands where a file is needed: name another place",
        _ => match error.chain().find_map(code_of)? {
            TOO_MANY_FILES => "raise the limit of your shell (ulimit -n), then type the same again",
            DEVICE_FAULT => "the disk itself reports a fault: copy what is on it, then check it",
            _ => return None,
        },
    };
    Some(hint)
}

/// The system's own numbers, which have no name in the standard library.
const DEVICE_FAULT: i32 = 5;
const TOO_MANY_FILES: i32 = 24;

fn kind_of(cause: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    match cause.downcast_ref::<std::io::Error>() {
        Some(error) => Some(error.kind()),
        None => Some(std::io::Error::from_raw_os_error(code_of(cause)?).kind()),
    }
}

/// The system's number of an error; tantivy keeps it only in its sentence.
fn code_of(cause: &(dyn std::error::Error + 'static)) -> Option<i32> {
    if let Some(error) = cause.downcast_ref::<std::io::Error>() {
        return error.raw_os_error();
    }
    let sentence = cause.to_string();
    let (_, behind) = sentence.rsplit_once("(os error ")?;
    behind.split(')').next()?.parse().ok()
}

fn engine_hint(error: &EngineError) -> String {
    match error {
        EngineError::NoArchive { .. } => {
            "check the spelling; the path is taken from the current folder".to_owned()
        }
        EngineError::EmptyArchive { .. } => {
            "name the folder that holds the articles, for example morgue index corpus".to_owned()
        }
        EngineError::NoIndex { .. } => {
            "build it with morgue index DIR, or name another with --index DIR".to_owned()
        }
        EngineError::OtherVersion { .. } => {
            "build it anew with morgue index DIR --replace".to_owned()
        }
        EngineError::Damaged { .. } => {
            "build it anew with morgue index DIR --replace, or restore a backup\n\
             morgue check tells all that is damaged; the archive itself is never touched"
                .to_owned()
        }
        EngineError::OtherArchive { wanted, .. } => {
            let wanted = shell::quoted(wanted);
            format!(
                "to keep both: morgue index {wanted} --index OTHER\n\
                 to replace it: morgue index {wanted} --replace\n\
                 in one index archives have names: morgue index {wanted} --as NAME\n\
                 if it was moved there: morgue index {wanted} --moved"
            )
        }
        EngineError::Naming { naming, .. } => naming_hint(naming),
        EngineError::IntoItself { .. } => "name a new folder: indexes are only read".to_owned(),
        EngineError::Occupied { .. } => {
            "to replace it: --replace; to keep both: --index OTHER".to_owned()
        }
        EngineError::BadId { .. } => {
            "ids stand under each hit of morgue search; a unique beginning is enough".to_owned()
        }
        EngineError::NotAnIndex { .. } => {
            "name an empty folder, or one that is not there yet, with --index DIR".to_owned()
        }
        EngineError::Locked { .. } => {
            "wait until it is done, as --wait does; searches go on meanwhile".to_owned()
        }
        EngineError::NothingRead { .. } => {
            "morgue help index tells what is read; --rejects FILE keeps every reason".to_owned()
        }
        EngineError::Refused(refusal) => refusal.hint.clone(),
        EngineError::Io { source, .. } if source.kind() == ErrorKind::StorageFull => {
            "make room and say the same again: what was committed is kept".to_owned()
        }
        EngineError::BadRules { hint, .. } => hint.clone(),
        _ => String::new(),
    }
}

/// How an archive is called instead.
fn naming_hint(naming: &Naming) -> String {
    match naming {
        Naming::Nameless { archive } => {
            let archive = shell::quoted(archive);
            format!(
                "give it one first: morgue index {archive} --as NAME --replace reads it again, \
                 morgue merge DEST NAME=INDEX does not\n\
                 to keep both apart: --index OTHER"
            )
        }
        Naming::Taken { name, by, .. } => format!(
            "call it otherwise: --as OTHER\n\
             if {by} lies there now, bring it up to date with --as {name} --moved"
        ),
        Naming::Held { archive, name } => {
            let archive = shell::quoted(archive);
            format!("bring it up to date: morgue index {archive} --as {name}")
        }
        Naming::Several { names, .. } => {
            format!("say which: --as {} or --as {}", names[0], names[1])
        }
        Naming::Twice { .. } | Naming::Unnameable { .. } => {
            "give it a name there: morgue merge DEST NAME=INDEX".to_owned()
        }
        Naming::Only { .. } => {
            "remove the index's folder; it can be built anew at any time".to_owned()
        }
        Naming::NotOne { .. } => "leave out NAME=".to_owned(),
        Naming::Unknown { .. } => "morgue stats lists the archives of an index".to_owned(),
    }
}

/// Where the last panic happened and what it said. A reader's panic is a bad record, no end.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Keeps a panic for [`tell_bug`] instead of letting it print a trace.
pub(crate) fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = PANIC.lock() {
            *last = Some(of_panic(panic));
        }
    }));
}

/// What a panic said, and where in which library.
fn of_panic(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().unwrap_or("it ended without a word");
    let Some(place) = panic.location() else {
        return said.to_owned();
    };
    let file = place.file();
    // A library lies below a folder of the machine that built the program.
    let file = file.split_once("/registry/src/").map_or(file, |(_, file)| {
        file.split_once('/').map_or(file, |(_, file)| file)
    });
    format!("{said}, at {file}:{}", place.line())
}

/// Makes a file that grows beyond the limit of the shell an error of its writer, which says what was
/// kept; the system's own way is to end the program.
pub(crate) fn take_limits_as_errors() {
    #[cfg(unix)]
    {
        let flag = std::sync::Arc::default();
        // Where it cannot be had, the system's way remains: a commit stands in both.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
    }
}

/// Tells of a panic on stderr; the answer is the exit code.
pub(crate) fn tell_bug() -> u8 {
    let last = PANIC.lock().map(|last| last.clone()).unwrap_or_default();
    let what = last.unwrap_or_else(|| "it ended without a word".to_owned());
    // Panics where tantivy or zstd reads files are what damage looks like from inside; whole files
    // were verified before, so the disk must have changed them behind the file system's back.
    let in_reading = ["tantivy", "zstd", "bitpacking"]
        .iter()
        .any(|library| what.contains(library));
    let error = match in_reading {
        true => Stumble::new(
            format!("the index is damaged, or morgue has a bug: {what}"),
            "morgue check tells which: it reads every byte\n\
             a damaged index is built anew with morgue index DIR --replace",
        ),
        false => Stumble::new(
            format!("this is a bug in morgue: {what}"),
            "please report it with the command that you typed; the index is as it was",
        ),
    };
    tell(&error.into())
}
