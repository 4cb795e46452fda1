//! `morgue backup` and `morgue restore`: copies of an index.

use std::path::{Path, PathBuf};

use anyhow::Result;
use morgue::error::Error;
use morgue::index::{self, Copied, Options, Step};

use super::place::Telling;
use super::print::{Console, human, json, style};
use super::progress::Steps;
use super::{Outcome, place};

/// Copy the index to another folder, verified, also while it is being written
///
/// The copy is an index of its own, of one commit, and can be searched with --index. A folder that
/// holds an older backup of the same archive gets only the files that are new.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue backup /backup/morgue
  morgue search flood --index /backup/morgue
  morgue restore /backup/morgue --replace")]
pub(crate) struct BackupArgs {
    /// Where the copy goes: a new or empty folder, or an older backup
    #[arg(value_name = "DEST")]
    to: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// Put a backup in the place of the index
///
/// Each file is compared with its hash while it is copied, and read again where it goes; the index
/// that is there stays until all of it is whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue restore /backup/morgue --replace
  morgue restore /backup/morgue --index elsewhere")]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "SRC")]
    from: PathBuf,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Replace what is there, whatever it is an index of
    #[arg(long)]
    replace: bool,
    /// Tell nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
    /// Print what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Copies the index and prints what was copied.
pub(crate) fn backup(args: &BackupArgs, console: &Console) -> Result<Outcome> {
    let index = place::existing(args.common.index.as_deref())?;
    let copied = args.common.work(&index, &args.to, index::backup, console)?;
    args.common.tell("backup", "backed up", &copied, console)
}

/// Puts the backup in place and prints what was copied.
pub(crate) fn restore(args: &RestoreArgs, console: &Console) -> Result<Outcome> {
    let index = place::existing_or_new(args.common.index.as_deref())?;
    let copied = args
        .common
        .work(&args.from, &index, index::restore, console)?;
    args.common.tell("restore", "restored", &copied, console)
}

type Work = fn(&Path, &Path, &Options, &mut dyn FnMut(Step)) -> Result<Copied, Error>;

impl Common {
    fn work(&self, from: &Path, to: &Path, work: Work, console: &Console) -> Result<Copied, Error> {
        let mut steps = Steps::new(Telling::unless(self.quiet), console);
        let copied = work(
            from,
            to,
            &Options::from(place::replacing(self.replace)),
            &mut |step| {
                if let Step::Bytes { done, all } = step {
                    steps.at("copying and reading again", done, all);
                }
            },
        );
        steps.finish();
        copied
    }

    fn tell(
        &self,
        kind: &'static str,
        done: &'static str,
        copied: &Copied,
        console: &Console,
    ) -> Result<Outcome> {
        if self.json {
            json::copied(kind, copied, console.json())?;
            return Ok(Outcome::Found);
        }
        let mut screen = console.out();
        screen.put(
            style::TITLE,
            format!("{done} {}", human::articles(copied.articles)),
        )?;
        let files = human::counted(copied.files, "file", "files");
        screen.line(format!(
            ", commit {}: {files}, {}, {} of them copied, all read again",
            copied.commit,
            human::bytes(copied.bytes),
            human::number(copied.copied)
        ))?;
        screen.put(style::FAINT, "to ")?;
        screen.line(copied.to.display().to_string())?;
        screen.flush()?;
        Ok(Outcome::Found)
    }
}
