//! Removes articles on purpose, and remembers that they are not to come back.

use std::path::Path;

use super::Options;
use super::ground::Ground;
use crate::article::Id;
use crate::error::Error;

/// See [`super::remove`].
pub(super) fn remove(index: &Path, ids: &[Id], options: &Options) -> Result<u64, Error> {
    let mut ground = Ground::existing(index, options)?;
    let mut summary = match &ground.from {
        Some(from) => from.summary.clone(),
        None => return Ok(0),
    };
    // Counted anew from the list of files; the rest stays as the last run found it.
    let mut rejects = std::collections::BTreeMap::new();
    ground.list.count_rejects(&mut rejects);
    for (code, count) in rejects {
        let rest = summary.bad.remove(&code).unwrap_or(0).saturating_sub(count);
        if rest > 0 {
            summary.bad.insert(code, rest);
        }
    }
    let mut holdings = ground.begin(index, options)?;
    let before = holdings.articles();
    let removed = ids.iter().try_for_each(|id| holdings.remove(*id));
    let done = removed
        .and_then(|()| holdings.settle(&mut |_| Vec::new()))
        .and_then(|()| holdings.merge(false))
        .and_then(|()| holdings.publish(summary).map(|manifest| manifest.articles));
    let left = done.map_err(|error| {
        drop(holdings);
        ground.clean(error)
    })?;
    Ok(before - left)
}
