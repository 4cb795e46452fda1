//! What can be typed: the commands, each in a file of its own.

mod bench;
pub(crate) mod failure;
mod filters;
mod help;
mod index;
mod place;
mod print;
mod progress;
mod search;
mod shell;
mod show;
mod stats;
mod stdin;

use std::ffi::OsString;

use anyhow::Result;
use clap::{ColorChoice, Parser, Subcommand};

/// Search newspaper archives: index a folder of news articles, search it, read the hits.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, disable_help_subcommand = true)]
#[command(arg_required_else_help = true, infer_long_args = false)]
#[command(after_help = "\
Examples:
  morgue index corpus                       index a folder of articles
  morgue search flood inquiry               articles with both words
  morgue search '\"state of emergency\"'      the exact phrase
  morgue help syntax                        the query language on one screen

Exit codes: 0 found, 1 nothing found, 2 error.")]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Colour: auto (on terminals), always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        // Behind a command's own flags, however many commands there are: clap counts them all.
        display_order = 900
    )]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    Search(Box<search::Args>),
    Show(show::Args),
    Stats(stats::Args),
    Bench(bench::Args),
    Help(help::Args),
}

/// How a command that could be carried out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It has an answer.
    Found,
    /// There is nothing to answer with.
    Nothing,
}

impl Outcome {
    /// The exit code that scripts rely on.
    pub(crate) fn code(self) -> u8 {
        match self {
            Outcome::Found => 0,
            Outcome::Nothing => 1,
        }
    }
}

/// Runs the command that these arguments name, the program's own name first.
pub(crate) fn run(arguments: Vec<OsString>) -> Result<Outcome> {
    shell::check(&arguments)?;
    let cli = Cli::try_parse_from(arguments)?;
    let console = print::Console::new(cli.color);
    match cli.command {
        Command::Index(args) => index::run(&args, &console),
        Command::Search(args) => search::run(&args, &console),
        Command::Show(args) => show::run(&args, &console),
        Command::Stats(args) => stats::run(&args, &console),
        Command::Bench(args) => bench::run(&args, &console),
        Command::Help(args) => help::run(&args, &console),
    }
}
