//! Removes articles on purpose, and remembers that they are not to come back; removes whole archives.

use std::path::Path;

use super::Options;
use super::archives::Name;
use super::ground::Ground;
use super::holdings::Holdings;
use crate::article::Id;
use crate::error::Error;

/// See [`super::remove`].
pub(super) fn remove(index: &Path, ids: &[Id], options: &Options) -> Result<u64, Error> {
    change(index, options, |holdings| {
        ids.iter().try_for_each(|id| holdings.remove(*id))
    })
}

/// See [`super::forget`].
pub(super) fn forget(index: &Path, archive: &Name, options: &Options) -> Result<u64, Error> {
    change(index, options, |holdings| holdings.forget(index, archive))
}

/// Commits a change of what is held that no archive gave cause for; gives how many articles went.
fn change(
    index: &Path,
    options: &Options,
    change: impl FnOnce(&mut Holdings) -> Result<(), Error>,
) -> Result<u64, Error> {
    let mut ground = Ground::existing(index, options)?;
    let Some(from) = &ground.from else {
        return Ok(0);
    };
    let (difference, seconds) = (from.summary.difference, from.summary.seconds);
    let mut holdings = ground.begin(index, options)?;
    let before = holdings.articles();
    let done = change(&mut holdings)
        .and_then(|()| holdings.settle())
        .and_then(|()| holdings.merge(false))
        .and_then(|()| {
            holdings
                .publish(difference, seconds)
                .map(|manifest| manifest.articles)
        });
    let left = done.map_err(|error| {
        drop(holdings);
        ground.clean(error)
    })?;
    Ok(before - left)
}
