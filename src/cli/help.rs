//! `morgue help`: the query language, its dates and dialects on a screen each, the help of commands.

use anyhow::Result;
use clap::CommandFactory;

use super::failure::Stumble;
use super::print::Console;
use super::{Cli, Outcome};

/// Explain the query language, its dates, its dialects, or a command
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Topics:
  morgue help syntax    the query language on one screen
  morgue help dates     its dates
  morgue help dialects  queries from Nexis, Westlaw and Factiva
  morgue help forms     the lists behind plurals and the ends of sentences
  morgue help search    a command")]
pub(crate) struct Args {
    /// syntax, dates, dialects, forms, or a command
    topic: Option<String>,
}

/// Prints the help on a topic; on the program without one.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let mut screen = console.out();
    let text = match args.topic.as_deref() {
        None => Cli::command().render_help().to_string(),
        Some("syntax") => SYNTAX.to_owned(),
        Some("dates") => DATES.to_owned(),
        Some("dialects") => DIALECTS.to_owned(),
        Some("forms") => forms(),
        Some(command) => help_of(command)?,
    };
    for line in text.lines() {
        screen.line(line)?;
    }
    screen.flush()?;
    Ok(Outcome::Found)
}

/// The lists that say which words are forms of each other, as the program uses them.
fn forms() -> String {
    let list = |(name, text): (&str, &str)| format!("{name}\n\n{text}\n");
    morgue::analysis::forms::lists().map(list).concat()
}

fn help_of(name: &str) -> Result<String> {
    let mut program = Cli::command();
    program.build();
    match program.find_subcommand_mut(name) {
        Some(command) => Ok(command.render_long_help().to_string()),
        None => Err(Stumble::new(
            format!("there is no help on {name}"),
            "topics are syntax, dates, dialects and forms, and the commands: index, search, kwic, \
             count, show, remove, merge, stats, inspect, formats, check, backup, restore, doctor, bench",
        )
        .into()),
    }
}

/// The query language. Each indented query is one that the sample archive answers.
const SYNTAX: &str = include_str!("help/syntax.txt");
/// The dates of the query language, likewise.
const DATES: &str = include_str!("help/dates.txt");
/// The languages of other systems; each indented query is read as by the one above it.
const DIALECTS: &str = include_str!("help/dialects.txt");
