//! Takes single steps of a search, for those who measure them.

use super::{Results, Searcher, plan};
use crate::error::Error;
use crate::query::Query;

impl Searcher {
    /// Plans a query and lets the plan go.
    pub fn plan(&self, query: &Query) -> Result<(), Error> {
        plan::plan(self, query).map(drop)
    }
}

impl Results<'_> {
    /// Fetches the stored article of the hit at this place, from 0, and lets it go.
    ///
    /// # Panics
    ///
    /// If there is no such place.
    pub fn fetch(&self, place: usize) -> Result<(), Error> {
        let ranked = &self.ranked[place];
        let open = &self.searcher.open;
        open.shown_and_body(ranked.address).map(drop)
    }
}
