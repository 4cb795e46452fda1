//! Lists the files of an archive in one order, and says what it left out.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::corpus::{ArchiveFile, BadRecord, rules};
use crate::error::Error;

/// A path that exists: a folder of files, or one file.
#[derive(Clone, Debug)]
pub struct Archive {
    root: PathBuf,
}

/// The files of an archive, and what was left out.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The files to read, in the order of their names' bytes.
    pub files: Vec<ArchiveFile>,
    /// What should have been read and cannot be: unreadable folders, broken links, devices.
    pub bad: Vec<BadRecord>,
    /// What is not part of the archive: its name and why.
    pub skipped: Vec<(String, &'static str)>,
}

/// The file that marks a folder as an index.
const INDEX_MARK: &str = "morgue.json";

/// Files that describe an archive when they stand at its root, in lower case, without extension.
const DOCUMENTATION: [&str; 6] = [
    "readme",
    "license",
    "licence",
    "copying",
    "contributing",
    "notice",
];

/// Why those are skipped.
pub(super) const DOCUMENTATION_OF_ARCHIVE: &str = "documentation of the archive";

/// What systems leave in folders, beside names that begin with a dot.
const LEFT_BY_SYSTEMS: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

impl Archive {
    /// Opens a folder, or a file that is the whole archive.
    pub fn open(path: &Path) -> Result<Archive, Error> {
        let cannot = |doing| {
            move |source: std::io::Error| match source.kind() {
                std::io::ErrorKind::NotFound => Error::NoArchive {
                    path: path.to_owned(),
                },
                _ => Error::Io {
                    doing,
                    path: path.to_owned(),
                    source,
                },
            }
        };
        let root = path.canonicalize().map_err(cannot("read"))?;
        if root.is_dir() {
            root.read_dir().map_err(cannot("list"))?;
        }
        Ok(Archive { root })
    }

    /// The archive's path, without links and relative parts.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lists the archive's files.
    ///
    /// Hidden files, indexes and the documentation at the root are skipped. Links are followed to
    /// files outside the archive, not to folders: those could lead round in a circle.
    pub fn list(&self) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        let mut walk = WalkDir::new(&self.root).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Err(error) => listing.bad.push(self.unreadable(&error)),
                Ok(entry) => match self.why_skipped(&entry) {
                    Some(why) => {
                        if entry.file_type().is_dir() {
                            walk.skip_current_dir();
                        }
                        listing.skipped.push((self.name(entry.path()), why));
                    }
                    None => self.add(&entry, &mut listing),
                },
            }
        }
        if listing.files.is_empty() && listing.bad.is_empty() {
            return Err(Error::EmptyArchive {
                path: self.root.clone(),
            });
        }
        listing.files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(listing)
    }

    fn why_skipped(&self, entry: &DirEntry) -> Option<&'static str> {
        if entry.depth() == 0 {
            return None;
        }
        let name = entry.file_name().to_string_lossy();
        if let Some(why) = why_left_out(&name) {
            return Some(why);
        }
        if entry.file_type().is_dir() {
            return entry
                .path()
                .join(INDEX_MARK)
                .is_file()
                .then_some("an index");
        }
        if entry.depth() == 1 && is_documentation(&name) {
            return Some(DOCUMENTATION_OF_ARCHIVE);
        }
        if entry.depth() == 1 && name == rules::NAME {
            return Some("the rules of the archive");
        }
        let is_link_inside = entry.path_is_symlink()
            && entry
                .path()
                .canonicalize()
                .is_ok_and(|target| target.starts_with(&self.root) && target.is_file());
        is_link_inside.then_some("a link to another file of the archive")
    }

    fn add(&self, entry: &DirEntry, listing: &mut Listing) {
        if entry.file_type().is_dir() {
            return;
        }
        let name = self.name(entry.path());
        let bad = |code, reason: String| BadRecord::new(&name, None, code, reason);
        match entry.path().metadata() {
            Err(error) => {
                let what = match entry.path_is_symlink() {
                    true => "a link that leads nowhere",
                    false => "cannot read it",
                };
                listing
                    .bad
                    .push(bad("unreadable", format!("{what}: {error}")));
            }
            Ok(about) if about.is_file() => listing.files.push(ArchiveFile {
                path: entry.path().to_owned(),
                size: about.len(),
                modified: modified(&about),
                changed: changed(&about),
                is_archive: entry.depth() == 0,
                name,
            }),
            Ok(about) if about.is_dir() => listing.bad.push(bad(
                "special",
                "a link to a folder, which is not followed".to_owned(),
            )),
            Ok(_) => listing.bad.push(bad(
                "special",
                "neither a file nor a folder, but a pipe, socket or device".to_owned(),
            )),
        }
    }

    fn unreadable(&self, error: &walkdir::Error) -> BadRecord {
        let name = error.path().map_or(String::new(), |path| self.name(path));
        BadRecord::new(
            &name,
            None,
            "unreadable",
            format!("cannot list it: {}", reason(error)),
        )
    }

    /// The path below the root, with `/` between its parts; the file's own name if it is the root.
    fn name(&self, path: &Path) -> String {
        let below = match path.strip_prefix(&self.root) {
            Ok(below) if !below.as_os_str().is_empty() => below,
            _ => path.file_name().map_or(path, Path::new),
        };
        let parts: Vec<String> = below.iter().map(readable).collect();
        parts.join("/")
    }
}

/// The system's reason alone; the path stands before it already.
fn reason(error: &walkdir::Error) -> String {
    let reason = error.io_error().map(ToString::to_string);
    reason.unwrap_or_else(|| error.to_string())
}

/// Why a file or folder of this name is no part of any archive.
pub(super) fn why_left_out(name: &str) -> Option<&'static str> {
    if name.starts_with('.') {
        return Some("hidden");
    }
    LEFT_BY_SYSTEMS
        .contains(&name)
        .then_some("left by a system")
}

/// Whether a file of this name at the root of an archive describes it.
pub(super) fn is_documentation(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.split(['.', '-', '_']).next().unwrap_or(&name);
    DOCUMENTATION.contains(&stem)
        && (!name.contains('.')
            || [".md", ".txt", ".rst", ".html"]
                .iter()
                .any(|e| name.ends_with(e)))
}

/// A name as text that no other name has: bytes that are not UTF-8 as `\xff`, and so the backslash
/// of a name in which such a text stands already.
fn readable(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for (place, c) in chunk.valid().char_indices() {
            match escaped(&chunk.valid().as_bytes()[place..]) {
                Some(_) => text.push_str(r"\x5c"),
                None => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// The bytes of the name that [`ArchiveFile::name`] stands for.
pub fn bytes_of(name: &str) -> Vec<u8> {
    let mut rest = name.as_bytes();
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((first, others)) = rest.split_first() {
        let (byte, length) = escaped(rest).map_or((*first, 1), |byte| (byte, r"\xff".len()));
        bytes.push(byte);
        rest = others.get(length - 1..).unwrap_or_default();
    }
    bytes
}

/// The byte that a text like `\xff` at the beginning stands for.
fn escaped(text: &[u8]) -> Option<u8> {
    let digits = text.strip_prefix(br"\x")?.get(..2)?;
    let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = digits.iter().all(digit).then_some(digits)?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Nanoseconds since 1970; 0 where the system keeps no such time.
pub(super) fn modified(about: &Metadata) -> i64 {
    let Ok(time) = about.modified() else { return 0 };
    let nanoseconds =
        |duration: std::time::Duration| i64::try_from(duration.as_nanos()).unwrap_or(0);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => nanoseconds(after),
        Err(before) => -nanoseconds(before.duration()),
    }
}

/// Nanoseconds since 1970 of the last change of the file's name, rights or text.
#[cfg(unix)]
fn changed(about: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    about
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_can_be_had_back() {
        use std::os::unix::ffi::OsStrExt;
        for (bytes, text) in [
            (&b"plain \xe2\x82\xac.txt"[..], "plain €.txt"),
            (b"a\xff.txt", r"a\xff.txt"),
            (br"a\xff.txt", r"a\x5cxff.txt"),
            (br"\xfg\x", r"\xfg\x"),
            (b"\\\xff", r"\\xff"),
            (b"line\nend\x1b", "line\nend\u{1b}"),
        ] {
            assert_eq!(readable(OsStr::from_bytes(bytes)), text);
            assert_eq!(bytes_of(text), bytes);
        }
    }

    #[cfg(unix)]
    proptest::proptest! {
        #[test]
        fn any_name_can_be_had_back(name in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40)) {
            use std::os::unix::ffi::OsStrExt;
            proptest::prop_assert_eq!(bytes_of(&readable(OsStr::from_bytes(&name))), name);
        }

        #[test]
        fn a_name_of_backslashes_can_be_had_back(name in r"[\\xf0]{0,12}") {
            proptest::prop_assert_eq!(bytes_of(&readable(OsStr::new(&name))), name.as_bytes());
        }
    }

    #[test]
    fn only_files_about_the_archive_are_documentation() {
        for (name, expected) in [
            ("README.md", true),
            ("readme", true),
            ("LICENSE-MIT", true),
            ("License.txt", true),
            ("readme-first-said-the-mayor.json", false),
            ("licensed.txt", false),
        ] {
            assert_eq!(is_documentation(name), expected, "{name}");
        }
    }
}
