//! A query that is not answered, and why.

use morgue::error::Refusal;
use morgue::query::tree::At;

/// A query that is refused, or empty, or has notes under `--strict`.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub(crate) struct BadQuery {
    /// The query as typed.
    pub(crate) query: String,
    /// The characters that are to blame; `None` for the whole.
    pub(crate) at: Option<At>,
    /// What is wrong.
    pub(crate) text: String,
    /// What to type instead.
    pub(crate) hint: String,
}

impl BadQuery {
    /// A refusal of this text.
    pub(crate) fn refused(query: &str, refusal: &Refusal) -> BadQuery {
        BadQuery {
            query: query.to_owned(),
            at: Some(refusal.at),
            text: refusal.text.clone(),
            hint: refusal.hint.clone(),
        }
    }
}
