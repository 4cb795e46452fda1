//! Turns an error into a message that says what to do, and into an exit code.

use std::io::ErrorKind;
use std::sync::Mutex;

use anyhow::Error;
use morgue::error::Error as EngineError;

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
    let text = error.render().to_string();
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
fn hint(error: &Error) -> String {
    if let Some(stumble) = find::<Stumble>(error) {
        return stumble.hint.clone();
    }
    if let Some(bad) = find::<BadQuery>(error) {
        return bad.hint.clone();
    }
    find::<EngineError>(error).map_or_else(String::new, engine_hint)
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
        EngineError::OtherVersion { .. } | EngineError::Damaged { .. } => {
            "build it anew with morgue index DIR --replace".to_owned()
        }
        EngineError::OtherArchive { wanted, .. } => {
            let wanted = shell::quoted(wanted);
            format!(
                "to keep both: morgue index {wanted} --index OTHER\n\
                 to replace it: morgue index {wanted} --replace"
            )
        }
        EngineError::BadId { .. } => {
            "ids stand under each hit of morgue search; a unique beginning is enough".to_owned()
        }
        EngineError::NotAnIndex { .. } => {
            "name an empty folder, or one that is not there yet, with --index DIR".to_owned()
        }
        EngineError::Locked { .. } => "wait until it is done; searches go on meanwhile".to_owned(),
        EngineError::NothingRead { .. } => {
            "morgue help index tells what is read; --rejects FILE keeps every reason".to_owned()
        }
        EngineError::Refused(refusal) => refusal.hint.clone(),
        EngineError::BadRules { hint, .. } => hint.clone(),
        _ => String::new(),
    }
}

/// Where the last panic happened and what it said. A reader's panic is a bad record, no end.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Keeps a panic for [`tell_bug`] instead of letting it print a trace.
pub(crate) fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = PANIC.lock() {
            *last = Some(panic.to_string());
        }
    }));
}

/// Tells of a panic on stderr; the answer is the exit code.
pub(crate) fn tell_bug() -> u8 {
    let last = PANIC.lock().map(|last| last.clone()).unwrap_or_default();
    let what = last.unwrap_or_else(|| "it panicked".to_owned());
    let error = Stumble::new(
        format!("this is a bug in morgue: {what}"),
        "if it happens again, the index may be damaged: build it anew with morgue index DIR --replace",
    );
    tell(&error.into())
}
