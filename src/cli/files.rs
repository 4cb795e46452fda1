//! The flags that say how the files of an archive are read.

use std::path::Path;

use morgue::corpus::Rules;
use morgue::error::Error;

/// How files are read, beside what they show themselves.
#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// The columns or keys that are fields, whatever they are called: title=hl,text=txt,date=dt
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<String>,
    /// Read all files as this format: csv, text, html … (morgue formats lists them)
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
}

impl Reading {
    /// The rules of an archive, with what the flags say.
    pub(crate) fn rules(&self, archive: &Path) -> Result<Rules, Error> {
        let mut rules = Rules::of_archive(archive)?;
        if let Some(map) = &self.map {
            rules = rules.with_columns(map)?;
        }
        if let Some(format) = &self.format {
            rules = rules.with_format(format)?;
        }
        Ok(rules)
    }
}
