//! The flags that say how the files of an archive are read.

use std::path::Path;

use morgue::corpus::{Pages, Rules};
use morgue::error::Error;

/// The format of standard input.
const LINES: &str = "jsonl";

/// How files are read, beside what they show themselves.
#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// The columns or keys that are fields, whatever they are called: title=hl,text=txt,date=dt
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<String>,
    /// Read all files as this format: csv, text, html … (morgue formats lists them)
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// How closely saved web pages are read
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Html::Full)]
    html: Html,
    /// Unpack from a packed file at most this many times its size [default: 100]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u64).range(1..))]
    unpack: Option<u64>,
}

/// How closely web pages are read.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Html {
    /// Several readings of a page are compared
    Full,
    /// One pass over a page, in half the time; finds a little less, and takes a little more for text
    Fast,
}

impl Reading {
    /// The rules of an archive, with what the flags say.
    pub(crate) fn rules(&self, archive: &Path) -> Result<Rules, Error> {
        self.add_to(Rules::of_archive(archive)?)
    }

    /// What the flags say of JSON Lines from a stream, which belongs to no archive.
    pub(crate) fn rules_of_stream(&self) -> Result<Rules, Error> {
        match self.format.as_deref() {
            None | Some(LINES) => self.add_to(Rules::default()),
            Some(_) => Err(Error::BadRules {
                place: "--format".to_owned(),
                what: "standard input is read as JSON Lines only".to_owned(),
                hint: "put it into a file, and index that".to_owned(),
            }),
        }
    }

    fn add_to(&self, mut rules: Rules) -> Result<Rules, Error> {
        if let Some(map) = &self.map {
            rules = rules.with_columns(map)?;
        }
        if let Some(format) = &self.format {
            rules = rules.with_format(format)?;
        }
        if let Some(most_times) = self.unpack {
            rules = rules.with_unpacked(most_times);
        }
        Ok(rules.with_pages(match self.html {
            Html::Full => Pages::Full,
            Html::Fast => Pages::Fast,
        }))
    }
}
