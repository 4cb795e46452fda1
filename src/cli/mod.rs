//! What can be typed: the commands, each in a file of its own.

mod backup;
mod bad_query;
mod bench;
mod check;
mod count;
mod doctor;
pub(crate) mod failure;
mod files;
mod filters;
mod formats;
mod help;
mod index;
mod inspect;
mod kwic;
mod merge;
mod place;
mod print;
mod progress;
mod question;
#[cfg(feature = "pdf")]
mod read_pdf;
mod remove;
mod search;
mod shell;
mod show;
mod stats;

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
  morgue kwic 'minister w/5 resign!'        every match on a line
  morgue count flood --by year              how many, by year
  morgue help syntax                        the query language on one screen

Exit codes: 0 found, 1 nothing found, 2 error.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    colors: Colors,
}

/// The flags of every command.
#[derive(Debug, clap::Args)]
struct Colors {
    /// Colour: auto (on terminals), always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = LAST_FLAG
    )]
    color: ColorChoice,
}

/// Flags of every command stand behind its own.
const LAST_FLAG: usize = 900;

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    Search(Box<search::Args>),
    Kwic(Box<kwic::Args>),
    Count(Box<count::Args>),
    Show(show::Args),
    Remove(remove::Args),
    Merge(merge::Args),
    Stats(stats::Args),
    Inspect(inspect::Args),
    Formats(formats::Args),
    Check(check::Args),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Doctor(doctor::Args),
    Bench(bench::Args),
    Help(help::Args),
    #[cfg(feature = "pdf")]
    #[command(name = morgue::corpus::pdf::COMMAND, hide = true)]
    ReadPdf,
}

/// How a command that could be carried out ended.
///
/// In the order of precedence: a batch ends as the greatest of its queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// There is nothing to answer with.
    Nothing,
    /// It has an answer.
    Found,
    /// Some of what was asked could not be answered, and it has been told why.
    Faulty,
    /// It was stopped with Ctrl-C before its end.
    Stopped,
}

impl Outcome {
    /// The outcome of finding so many.
    fn of(found: u64) -> Outcome {
        match found {
            0 => Outcome::Nothing,
            _ => Outcome::Found,
        }
    }

    /// The exit code that scripts rely on.
    pub(crate) fn code(self) -> u8 {
        match self {
            Outcome::Found => 0,
            Outcome::Nothing => 1,
            Outcome::Faulty => 2,
            // What a shell says of a program that Ctrl-C ended.
            Outcome::Stopped => 130,
        }
    }
}

/// A command whose name has been read already.
#[derive(Debug, Parser)]
struct Alone<A: clap::Args> {
    #[command(flatten)]
    args: A,
    #[command(flatten)]
    colors: Colors,
}

/// Reads the arguments. A search from start to exit takes milliseconds, of which making all commands
/// known would be a fifth: those that are asked often are read alone. Whatever is wrong with them, or
/// asks for help, is read by all.
fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let command = arguments.get(1).and_then(|name| name.to_str());
    let alone = match command {
        Some("search") => alone(&arguments, Command::Search),
        Some("kwic") => alone(&arguments, Command::Kwic),
        Some("count") => alone(&arguments, Command::Count),
        _ => None,
    };
    alone.map_or_else(|| Cli::try_parse_from(arguments), Ok)
}

fn alone<A: clap::Args>(
    arguments: &[OsString],
    command: impl FnOnce(Box<A>) -> Command,
) -> Option<Cli> {
    let Alone { args, colors } = Alone::try_parse_from(&arguments[1..]).ok()?;
    Some(Cli {
        command: command(Box::new(args)),
        colors,
    })
}

/// Runs the command that these arguments name, the program's own name first.
pub(crate) fn run(arguments: Vec<OsString>) -> Result<Outcome> {
    shell::check(&arguments)?;
    let cli = parse(arguments)?;
    #[cfg(feature = "pdf")]
    read_pdf::have_read_apart();
    let console = print::Console::colored(cli.colors.color);
    match cli.command {
        Command::Index(args) => index::run(&args, &console),
        Command::Search(args) => search::run(&args, &console),
        Command::Kwic(args) => kwic::run(&args, &console),
        Command::Count(args) => count::run(&args, &console),
        Command::Show(args) => show::run(&args, &console),
        Command::Remove(args) => remove::run(&args, &console),
        Command::Merge(args) => merge::run(&args, &console),
        Command::Stats(args) => stats::run(&args, &console),
        Command::Backup(args) => backup::backup(&args, &console),
        Command::Restore(args) => backup::restore(&args, &console),
        Command::Check(args) => check::run(&args, &console),
        Command::Doctor(args) => doctor::run(&args, &console),
        Command::Inspect(args) => inspect::run(&args, &console),
        Command::Formats(args) => formats::run(&args, &console),
        Command::Bench(args) => bench::run(&args, &console),
        Command::Help(args) => help::run(&args, &console),
        #[cfg(feature = "pdf")]
        Command::ReadPdf => read_pdf::run(),
    }
}

/// Arguments of no more bytes together nest so little that any stack has room for them.
const SHALLOW: usize = 256;

/// Whether a command needs no more stack than any program has: a short question, and nothing to read
/// but an index. A thread with a large stack would take a twentieth of its time.
pub(crate) fn is_shallow(arguments: &[OsString]) -> bool {
    let [_, command, flags @ ..] = arguments else {
        return false;
    };
    let reads_more = |flag: &OsString| {
        let flag = flag.as_encoded_bytes();
        let begins = |name: &&[u8]| flag.starts_with(name);
        flag == b"--in"
            || [&b"--in="[..], b"-f", b"--f", b"--stdin"]
                .iter()
                .any(begins)
    };
    ["search", "kwic", "count"]
        .iter()
        .any(|name| command == name)
        && flags.iter().map(|flag| flag.len()).sum::<usize>() <= SHALLOW
        && !flags.iter().any(reads_more)
}

/// Ends the program: all that was to be put away has been. What is left is memory, which goes with the
/// process at once; given back piece by piece it would take longer than many a search.
pub(crate) fn leave(code: u8) -> ! {
    print::flush();
    signal_hook::low_level::exit(code.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_deep_or_reads_more_than_an_index_is_not_shallow() {
        let long = "(".repeat(SHALLOW + 1);
        let cases: [(&[&str], bool); 10] = [
            (&["search", "flood", "--index", "i"], true),
            (&["count", "flood", "--by", "year"], true),
            (&["kwic", "flood"], true),
            (&["search", &long], false),
            (&["search", "flood", "--in", "corpus"], false),
            (&["search", "flood", "--in=corpus"], false),
            (&["search", "-fqueries"], false),
            (&["search", "--stdin"], false),
            (&["index", "corpus"], false),
            (&[], false),
        ];
        for (words, shallow) in cases {
            let arguments = std::iter::once(&"morgue").chain(words);
            let arguments: Vec<OsString> = arguments.map(OsString::from).collect();
            assert_eq!(is_shallow(&arguments), shallow, "{words:?}");
        }
    }
}
