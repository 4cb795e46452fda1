//! What cannot go on, as sentences that name the thing and say what to do.

use std::path::PathBuf;

/// An error that ends the work at hand; a bad record is not one (see `corpus::BadRecord`).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The archive's path leads nowhere.
    #[error("no such file or folder: {}", path.display())]
    NoArchive {
        /// The path as given.
        path: PathBuf,
    },
    /// The archive's folder holds no file to read.
    #[error("the archive {} holds no files", path.display())]
    EmptyArchive {
        /// The path as given.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was being done: `read`, `write`, `list`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// What the rules of the archive or a flag say of its files cannot be understood.
    #[error("{place}: {what}")]
    BadRules {
        /// The file and line, or the flag.
        place: String,
        /// What is wrong.
        what: String,
        /// What is understood.
        hint: String,
    },
    /// There is no index where one was looked for.
    #[error("there is no index at {}", path.display())]
    NoIndex {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The index was made by another version of the program.
    #[error("the index at {} was made by another version (format {found}, this program reads {wanted})", path.display())]
    OtherVersion {
        /// The index.
        path: PathBuf,
        /// The version it carries.
        found: String,
        /// The version this program reads.
        wanted: String,
    },
    /// The index is damaged.
    #[error("the index at {} is damaged: {what}", path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// The file and what is wrong with it.
        what: String,
    },
    /// The index belongs to another archive than the one asked for.
    #[error("the index at {} holds the archive {found}, not {wanted}", path.display())]
    OtherArchive {
        /// The index.
        path: PathBuf,
        /// The archive it holds.
        found: String,
        /// The archive asked for.
        wanted: String,
    },
    /// There is an index already where another is to go.
    #[error("there is an index at {} already", path.display())]
    Occupied {
        /// The index.
        path: PathBuf,
    },
    /// The folder holds other things than an index.
    #[error("{} holds files that are not an index's", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody else is writing the index.
    #[error("another morgue is writing the index at {}{}", path.display(), in_brackets(holder))]
    Locked {
        /// The index.
        path: PathBuf,
        /// Who it is, and for how long; empty where that is not known.
        holder: String,
    },
    /// Files were read, but none held an article.
    #[error(
        "nothing in {} could be read as an article ({bad} rejected)",
        named(archive)
    )]
    NothingRead {
        /// The archive.
        archive: String,
        /// How many records were bad.
        bad: u64,
    },
    /// A query that has a reading but is refused.
    #[error("{0}")]
    Refused(Refusal),
    /// An id that no article has, or a beginning that several have.
    #[error("{text}")]
    BadId {
        /// The sentence.
        text: String,
    },
    /// tantivy failed.
    #[error("the index failed")]
    Tantivy(#[from] tantivy::TantivyError),
}

/// An archive as a sentence names it.
fn named(archive: &str) -> &str {
    match archive {
        "-" => "standard input",
        folder => folder,
    }
}

/// A query that is refused: where, why, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Refusal {
    /// The characters of the query that it speaks of, from and up to, counted from 0.
    pub at: [usize; 2],
    /// The sentence.
    pub text: String,
    /// What to write instead.
    pub hint: String,
}

fn in_brackets(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(" ({text})"),
    }
}

impl Error {
    /// Reading or writing the index's own files failed.
    pub(crate) fn of_index(error: std::io::Error) -> Error {
        Error::Tantivy(error.into())
    }
}
