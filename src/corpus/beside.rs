//! The files of the archive that lie beside one, for issues that are spread over several files.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::corpus::{ArchiveFile, LARGEST_FILE};

/// The folder of a file, and the archive around it. Nothing outside the archive is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// The file itself; `None` as for its folder.
    #[cfg(feature = "parquet")]
    file: Option<PathBuf>,
    /// The folder that the file lies in; `None` where it is a member of another, or of a stream.
    folder: Option<PathBuf>,
    /// The folders between the archive and the file.
    below: Vec<String>,
    /// The file itself is the whole archive: what lies beside it is read only where it says so.
    is_alone: bool,
    /// What was looked for: see [`Beside::looked_for`].
    looked_for: Rc<RefCell<BTreeSet<String>>>,
}

/// A file beside the one that is read.
pub(super) struct Neighbour {
    /// How many folders above it lies.
    pub(super) up: usize,
    /// Its name.
    pub(super) name: String,
}

impl Beside {
    /// What lies beside a file of an archive.
    pub(super) fn of(file: &ArchiveFile) -> Beside {
        Beside {
            is_alone: file.is_archive,
            ..Beside::at(&file.path, &file.name)
        }
    }

    /// What lies beside a file at a path, which its archive calls by this name.
    pub(super) fn at(path: &Path, name: &str) -> Beside {
        let mut below: Vec<String> = name.split('/').map(str::to_owned).collect();
        below.pop();
        Beside {
            #[cfg(feature = "parquet")]
            file: Some(path.to_owned()),
            folder: path.parent().map(PathBuf::from),
            below,
            ..Beside::default()
        }
    }

    /// What the records of this file depend on beside it, below the archive: the files it looked
    /// for, there or not, and the folders whose files it chose from, which end in `/`.
    pub(super) fn looked_for(&self) -> Vec<String> {
        self.looked_for.borrow().iter().cloned().collect()
    }

    fn look_for(&self, up: usize, down: &[String], end: &str) {
        let kept = self.below.len().saturating_sub(up);
        let parts = self.below[..kept].iter().chain(down);
        let name = parts.map(String::as_str).collect::<Vec<_>>().join("/");
        self.looked_for.borrow_mut().insert(name + end);
    }

    /// The file itself, for formats that are read from their end.
    #[cfg(feature = "parquet")]
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The files of the archive in this folder and in the one above it, in the order of names.
    pub(super) fn neighbours(&self) -> Vec<Neighbour> {
        let Some(folder) = self.folder.as_ref().filter(|_| !self.is_alone) else {
            return Vec::new();
        };
        let mut neighbours = Vec::new();
        for (up, folder) in folder.ancestors().take(2).enumerate() {
            if up > self.below.len() {
                break;
            }
            self.look_for(up, &[], "/");
            let Ok(entries) = folder.read_dir() else {
                continue;
            };
            let names = entries.flatten().map(|entry| entry.file_name());
            let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
            names.retain(|name| !name.starts_with('.'));
            names.sort();
            neighbours.extend(names.into_iter().map(|name| Neighbour { up, name }));
        }
        neighbours
    }

    /// The name of the folder, or of the one so many above it, below the archive.
    pub(super) fn folder(&self, up: usize) -> Option<&str> {
        let at = self.below.len().checked_sub(up + 1)?;
        Some(self.below[at].as_str())
    }

    /// The file is the whole archive.
    pub(super) fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// What lies beside a file in a folder of this folder.
    pub(super) fn down(&self, folder: &str) -> Beside {
        Beside {
            #[cfg(feature = "parquet")]
            file: None,
            folder: self.folder.as_ref().map(|path| path.join(folder)),
            below: self
                .below
                .iter()
                .cloned()
                .chain([folder.to_owned()])
                .collect(),
            is_alone: self.is_alone,
            looked_for: Rc::clone(&self.looked_for),
        }
    }

    /// Reads a file by its path from here, or says why not.
    pub(super) fn read(&self, relative: &str) -> Result<Vec<u8>, String> {
        let Some(folder) = &self.folder else {
            return Err("it is not read from a folder".to_owned());
        };
        let steps = steps(relative)?;
        if steps.up > self.below.len() {
            return Err("its address leads out of the archive".to_owned());
        }
        self.look_for(steps.up, &steps.down, "");
        let path = (0..steps.up).fold(folder.clone(), |path, _| path.join(".."));
        let path = steps.down.iter().fold(path, |path, part| path.join(part));
        let file = File::open(&path).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())?;
        match bytes.len() as u64 > LARGEST_FILE {
            true => Err(format!("it is over {} MiB", LARGEST_FILE >> 20)),
            false => Ok(bytes),
        }
    }
}

/// The way to a file: so many folders up, then down these, of which the last is its name.
pub(super) struct Steps {
    pub(super) up: usize,
    pub(super) down: Vec<String>,
}

/// Cuts an address into the steps to it; one that is no place beside a file is refused.
pub(super) fn steps(address: &str) -> Result<Steps, String> {
    let address = address.strip_prefix("file://").unwrap_or(address);
    if address.starts_with('/') || address.contains("://") {
        return Err("its address is not one beside this file".to_owned());
    }
    let mut steps = Steps {
        up: 0,
        down: Vec::new(),
    };
    for part in address.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                if steps.down.pop().is_none() {
                    steps.up += 1;
                }
            }
            part => steps.down.push(part.to_owned()),
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn an_address_is_cut_into_steps() {
        for (address, expected) in [
            ("0001.xml", Some((0, "0001.xml"))),
            ("file://./alto/0001.xml", Some((0, "alto/0001.xml"))),
            ("a/../b.xml", Some((0, "b.xml"))),
            ("../../b.xml", Some((2, "b.xml"))),
            ("..\\b.xml", Some((1, "b.xml"))),
            ("/etc/passwd", None),
            ("file:///etc/passwd", None),
            ("https://example.org/a.xml", None),
        ] {
            let found = steps(address)
                .ok()
                .map(|steps| (steps.up, steps.down.join("/")));
            assert_eq!(
                found,
                expected.map(|(up, down)| (up, down.to_owned())),
                "{address}"
            );
        }
    }
}
