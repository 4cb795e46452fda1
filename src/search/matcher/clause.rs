//! A scored clause: its spans in the title and the body are matches, its frequency is its score.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, TERMINATED};

use super::{Cursor, Means, Occurrence, Pains};
use crate::analysis::Marks;
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use crate::search::plan::{Region, Unit, UnitPlace};
use crate::search::rank::{self, Weight};
use crate::search::span::{Limit, Span};
use crate::search::spans::{MarkList, Scope, SpanCursor};

/// A clause in the texts that its field governs.
pub(super) struct ClauseCursor {
    number: usize,
    places: Vec<Place>,
    doc: DocId,
}

impl ClauseCursor {
    pub(super) fn open(
        segment: &Segment<'_>,
        unit: &Unit,
        means: Means,
    ) -> Result<ClauseCursor, Error> {
        let places = unit
            .places
            .iter()
            .map(|place| Place::open(segment, place, means));
        let places = places.collect::<Result<Vec<_>, _>>()?;
        let docs = places.iter().map(|place| place.spans.doc());
        Ok(ClauseCursor {
            number: unit.number,
            doc: docs.min().unwrap_or(TERMINATED),
            places,
        })
    }
}

impl Cursor for ClauseCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            let docs = self.places.iter_mut().map(|place| place.spans.seek(target));
            self.doc = docs.min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn cost(&self) -> u64 {
        self.places.iter().map(|place| place.spans.cost()).sum()
    }

    fn pains(&self) -> Pains {
        let is_certain = |place: &Place| place.lead.is_none() && place.spans.frequency().is_some();
        if self.places.iter().all(is_certain) {
            Pains::None
        } else {
            Pains::Positions
        }
    }

    fn confirm(&mut self) -> bool {
        let doc = self.doc;
        self.places.iter_mut().for_each(|place| place.look(doc));
        self.places.iter().any(Place::is_present)
    }

    fn score(&mut self) -> f64 {
        let doc = self.doc;
        let present = self.places.iter().filter(|place| place.is_present());
        present.map(|place| place.score(doc)).sum()
    }

    fn is_capped(&self) -> bool {
        self.places.iter().any(|place| place.limit.is_exceeded())
    }

    fn is_exhausted(&self) -> bool {
        self.places.iter().any(|place| place.limit.is_exhausted())
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        let (doc, unit) = (self.doc, self.number);
        for place in self.places.iter_mut().filter(|place| place.is_present()) {
            let (text, idf) = (place.text, place.idf);
            let spans = place.found.take();
            let spans = spans.unwrap_or_else(|| place.spans_in(doc));
            into.extend(spans.into_iter().map(|span| Occurrence {
                text,
                span,
                unit,
                idf,
            }));
        }
    }
}

/// A clause in one text.
struct Place {
    text: Text,
    idf: f64,
    spans: SpanCursor,
    /// Whether only minimal spans are matches.
    is_reduced: bool,
    /// Where the lead ends, if only the lead counts.
    lead: Option<MarkList>,
    norms: FieldNormReader,
    weight: Weight,
    /// How often it occurs in the confirmed article, the closer spans weighing more.
    frequency: f64,
    /// Its spans in the confirmed article, if they had to be read to confirm it.
    found: Option<Vec<Span>>,
    limit: Limit,
}

impl Place {
    fn open(segment: &Segment<'_>, place: &UnitPlace, means: Means) -> Result<Place, Error> {
        let lead = match place.region {
            Region::Whole => None,
            Region::Lead => Some(MarkList::open(segment, place.text, Some(Marks::LEAD_END))?),
        };
        Ok(Place {
            text: place.text,
            idf: place.idf,
            spans: SpanCursor::open(segment, place.text, &place.spans)?,
            is_reduced: place.spans.is_reduced(),
            lead,
            norms: segment.norms(place.text)?,
            weight: rank::weight(place.text, place.idf, means),
            frequency: 0.0,
            found: None,
            limit: Limit::default(),
        })
    }

    fn is_present(&self) -> bool {
        self.frequency > 0.0
    }

    /// Finds out how often it occurs in an article.
    fn look(&mut self, doc: DocId) {
        self.found = None;
        self.frequency = 0.0;
        if self.spans.doc() != doc {
            return;
        }
        if let Some(frequency) = self.spans.frequency().filter(|_| self.lead.is_none()) {
            self.frequency = f64::from(frequency);
            return;
        }
        self.limit.begin_article();
        let whole = Scope {
            doc,
            last: None,
            limit: &self.limit,
        };
        if self.lead.is_none()
            && let Some(weight) = self.spans.weight(whole)
        {
            self.frequency = weight;
            return;
        }
        let spans = self.spans_in(doc);
        // Section 6 of the language: a gap of one word halves the weight of a span.
        let weights = spans.iter().map(|span| 1.0 / (1.0 + f64::from(span.gap())));
        self.frequency = weights.sum();
        self.found = Some(spans);
    }

    fn spans_in(&mut self, doc: DocId) -> Vec<Span> {
        let mut scope = Scope {
            doc,
            last: None,
            limit: &self.limit,
        };
        if let Some(lead) = &mut self.lead {
            let Some(end) = lead.positions(doc).pop() else {
                return Vec::new();
            };
            scope.last = Some(end);
        }
        if self.is_reduced {
            self.spans.minimal(scope)
        } else {
            self.spans.spans(scope)
        }
    }

    fn score(&self, doc: DocId) -> f64 {
        self.weight.score(self.frequency, self.norms.fieldnorm(doc))
    }
}
