//! The writer's lock: one at a time, and the others are told who it is.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::Error;

const LOCK: &str = ".morgue-lock";
/// How often a lock that somebody holds is tried again.
const AGAIN: Duration = Duration::from_millis(200);

/// The writer's lock on an index. It ends with the process, however that ends.
#[derive(Debug)]
pub(super) struct WriterLock {
    file: File,
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing it would do, but not while a process that is just being started has it too.
        let _ = self.file.unlock();
    }
}

/// What to do while another holds the lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waiting {
    /// Give up at once.
    #[default]
    Never,
    /// Wait for it.
    UntilFree,
}

impl WriterLock {
    /// Takes the lock of an index.
    pub(super) fn take(index: &Path, waiting: Waiting) -> Result<WriterLock, Error> {
        let path = index.join(LOCK);
        let failed = |doing| {
            let path = path.clone();
            move |source| Error::Io {
                doing,
                path,
                source,
            }
        };
        // Not emptied before it is ours: it says who holds it.
        let options = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let mut file = options.map_err(failed("write"))?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(failed("lock")(source)),
                Err(TryLockError::WouldBlock) if waiting == Waiting::Never => {
                    let mut holder = String::new();
                    // The name of the holder is a courtesy; that there is one is certain.
                    let _ = file.read_to_string(&mut holder);
                    return Err(Error::Locked {
                        path: index.to_owned(),
                        holder: described(&holder),
                    });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(AGAIN),
            }
        }
        let named = format!("{} {}\n", std::process::id(), seconds_now());
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(named.as_bytes()));
        written.map_err(failed("write"))?;
        Ok(WriterLock { file })
    }
}

/// `process 123, for 2 minutes`; empty where the lock does not say.
fn described(holder: &str) -> String {
    let mut parts = holder.split_whitespace();
    let (Some(process), Some(since)) = (parts.next(), parts.next()) else {
        return String::new();
    };
    let Ok(since) = since.parse::<u64>() else {
        return String::new();
    };
    let seconds = seconds_now().saturating_sub(since);
    let so_long = match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / 60),
        _ => format!("{} hours", seconds / 3_600),
    };
    format!("process {process}, for {so_long}")
}

fn seconds_now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_without_a_readable_holder_names_none() {
        for text in ["", "12", "12 x", "\0\0"] {
            assert_eq!(described(text), "");
        }
        assert!(described(&format!("12 {}", seconds_now() - 300)).ends_with("for 5 minutes"));
    }
}
