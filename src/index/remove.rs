//! Removes articles on purpose, and remembers that they are not to come back.

use std::collections::BTreeMap;
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
    let (mut rejects, mut skipped) = (Counts::new(), Counts::new());
    ground.list.count_rejects(&mut rejects);
    ground.list.count_skipped(&mut skipped);
    take_off(&mut summary.bad, rejects);
    take_off(&mut summary.skipped, skipped);
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

type Counts = BTreeMap<String, u64>;

/// Takes counts off others; what comes to nothing is left out.
fn take_off(from: &mut Counts, counts: Counts) {
    for (name, count) in counts {
        let rest = from.remove(&name).unwrap_or(0).saturating_sub(count);
        if rest > 0 {
            from.insert(name, rest);
        }
    }
}
