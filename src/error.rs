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
    /// An archive cannot be called so in an index.
    #[error("the index at {} {naming}", path.display())]
    Naming {
        /// The index.
        path: PathBuf,
        /// What it holds instead.
        naming: Naming,
    },
    /// An index was to be merged into itself.
    #[error("{} is one of the indexes to be merged", path.display())]
    IntoItself {
        /// The index.
        path: PathBuf,
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
    #[error("the index failed: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
}

/// Why an archive cannot be called so in an index.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Naming {
    /// The index holds one archive, which was not given a name.
    #[error("holds the archive {archive} without a name, so no other can stand beside it")]
    Nameless {
        /// The path of that archive.
        archive: String,
    },
    /// The name is another archive's.
    #[error("calls the archive {by} {name}, not {wanted}")]
    Taken {
        /// The name.
        name: String,
        /// The path of the archive that has it.
        by: String,
        /// The path of the archive that was to have it.
        wanted: String,
    },
    /// The archive has another name.
    #[error("calls the archive {archive} {name} already")]
    Held {
        /// The path of the archive.
        archive: String,
        /// What it is called.
        name: String,
    },
    /// Archives of several machines have this path.
    #[error("holds more than one archive from {archive}: {} and {}", names[0], names[1])]
    Several {
        /// The path.
        archive: String,
        /// What two of them are called.
        names: [String; 2],
    },
    /// Two archives would have one name.
    #[error("would call two archives {name}: {} and {}", archives[0], archives[1])]
    Twice {
        /// The name.
        name: String,
        /// The paths of the archives.
        archives: [String; 2],
    },
    /// One name is given to several archives.
    #[error("holds several archives, which keep their names: {names}")]
    NotOne {
        /// What they are called.
        names: String,
    },
    /// The path of an archive gives it no name.
    #[error("holds an archive that has no name yet: {archive}")]
    Unnameable {
        /// The path of the archive.
        archive: String,
    },
    /// The archive is the only one.
    #[error("holds no archive but {name}")]
    Only {
        /// Its name.
        name: String,
    },
    /// No archive has this name.
    #[error("calls no archive {wanted}: it holds {found}")]
    Unknown {
        /// The name.
        wanted: String,
        /// Those that it holds.
        found: String,
    },
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
