//! Finds an article by its id: ours, by a unique beginning, or the record's own.

use tantivy::DocAddress;

use crate::article::Id;
use crate::error::Error;
use crate::index::open::Open;

/// The ids of the articles that a text names; none if none has it. A beginning of ours that
/// several articles share is an error.
pub(super) fn ids(open: &Open, text: &str) -> Result<Vec<Id>, Error> {
    Ok(found(open, text)?.into_iter().map(|(id, _)| id).collect())
}

/// The one article that a text names.
pub(super) fn one(open: &Open, text: &str) -> Result<DocAddress, Error> {
    let found = found(open, text)?;
    match found[..] {
        [(_, address)] => Ok(address),
        [] => Err(Error::BadId {
            text: format!("no article has the id {text}"),
        }),
        [..] => Err(Error::BadId {
            text: format!(
                "{} articles have the id {text} from their records",
                found.len()
            ),
        }),
    }
}

fn found(open: &Open, text: &str) -> Result<Vec<(Id, DocAddress)>, Error> {
    let by_key = open.find_key(text)?;
    if !by_key.is_empty() {
        let mut found = Vec::new();
        for segment in open.segments() {
            let ids = segment.ids()?;
            let here = by_key
                .iter()
                .filter(|address| address.segment_ord == segment.place);
            found.extend(here.map(|address| (ids.of(address.doc_id), *address)));
        }
        return Ok(found);
    }
    let Some(range) = Id::range_of_prefix(text) else {
        return Ok(Vec::new());
    };
    let found = open.find_ids(range)?;
    if found.len() > 1 {
        return Err(Error::BadId {
            text: format!("several articles have an id that begins with {text}"),
        });
    }
    Ok(found)
}
