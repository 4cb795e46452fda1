//! Opens a file that others may replace, lengthen or remove meanwhile, without ever waiting for them.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Take};
use std::path::Path;

use super::walk::modified;
use super::{ArchiveFile, BadRecord};

/// Opens a file, and only a file: what was one when it was listed may be a pipe by now, and to open
/// that waits for whoever writes. It ends where it ended when it was opened: one that grows for
/// ever has no other end.
pub(super) fn regular(path: &Path) -> io::Result<Take<File>> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::other("it is no longer a file"));
    }
    let length = length(&about);
    Ok(file.take(length))
}

/// What systems make up while it is read, as in `/proc`, says that it is empty.
fn length(about: &Metadata) -> u64 {
    match about.len() {
        0 => super::LARGEST_FILE,
        length => length,
    }
}

/// Says so if a file is not what it was when it was listed: what has been read of it may be half of
/// the old and half of the new.
pub(super) fn changed(file: &ArchiveFile) -> Option<BadRecord> {
    let as_listed = |about: &Metadata| (about.len(), modified(about)) == (file.size, file.modified);
    let what = match file.path.metadata() {
        Ok(about) if as_listed(&about) => return None,
        Ok(_) => "it changed while it was read: index the archive again",
        Err(_) => "it was removed while it was read: index the archive again",
    };
    Some(BadRecord::new(&file.name, None, "changed", what))
}
