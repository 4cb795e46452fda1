//! Sweeps through plain words, a stretch of articles at a time: what the cursors of [`super::matcher`]
//! find and score, without asking them article by article.
//!
//! A word, or any of several, needs no positions: its articles and frequencies are in the postings,
//! 128 to a block. The frequencies go into arrays that lie in the processor's cache; from there the
//! articles are counted, and those that may be shown get the score that the cursors would give them,
//! to the last bit.

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;

use super::matcher::Means;
use super::plan::{Plan, Region, Spans, Unit, UnitPlace};
use super::rank::{self, Weight};
use crate::error::Error;
use crate::index::open::Segment;

/// The articles of a stretch: an array of numbers of them lies in the nearest cache.
const STRETCH: usize = 4096;

/// Who takes what a sweep finds.
pub(super) trait Take {
    /// So many articles more are found.
    fn count(&mut self, articles: u64);

    /// The score below which an article is not shown, infinite if none is any more.
    fn floor(&self) -> f64;

    /// Takes an article with its score, which is not below the floor.
    fn take(&mut self, doc: DocId, score: f64) -> Result<(), Error>;
}

/// The clauses of a plan of plain words, in one segment.
pub(super) struct Sweep<'a> {
    segment: Segment<'a>,
    /// Clause by clause.
    places: Vec<Place>,
}

impl<'a> Sweep<'a> {
    /// A sweep of a plan over a segment; `None` if it is more than a plain word, or any of several.
    pub(super) fn open(
        segment: &Segment<'a>,
        plan: &Plan,
        means: Means,
    ) -> Result<Option<Sweep<'a>>, Error> {
        let children = match plan {
            Plan::Or(children) => &children[..],
            plan => std::slice::from_ref(plan),
        };
        let Some(units) = children.iter().map(plain_unit).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut places = Vec::new();
        for (clause, unit) in units.into_iter().enumerate() {
            for place in &unit.places {
                places.push(Place::open(segment, clause, place, means)?);
            }
        }
        Ok(Some(Sweep {
            segment: *segment,
            places,
        }))
    }

    /// Goes through the articles that hold any of the words.
    pub(super) fn for_each(mut self, taker: &mut impl Take) -> Result<(), Error> {
        let mut stretch = Stretch::new();
        while let Some(next) = self.next() {
            stretch.start = next - next % STRETCH as DocId;
            for place in &mut self.places {
                place.fill(&mut stretch);
            }
            for (word, bits) in stretch.present.iter().enumerate() {
                if *bits != 0 {
                    self.hand_on(&stretch, word * BITS, *bits, taker)?;
                }
            }
            self.clear(&mut stretch);
        }
        Ok(())
    }

    /// Forgets a stretch. Where few articles stand in it, the arrays are left alone but for them.
    fn clear(&mut self, stretch: &mut Stretch) {
        let articles: u32 = stretch.present.iter().map(|bits| bits.count_ones()).sum();
        if articles > STRETCH as u32 / 16 {
            stretch.highest.fill(0.0);
            self.places
                .iter_mut()
                .for_each(|place| place.frequencies.fill(0));
            stretch.present.fill(0);
            return;
        }
        for (word, bits) in stretch.present.iter_mut().enumerate() {
            while *bits != 0 {
                let at = word * BITS + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                stretch.highest[at] = 0.0;
                for place in &mut self.places {
                    place.frequencies[at] = 0;
                }
            }
        }
    }

    /// Hands on some articles of a stretch: those of the bits that are set, from a place on.
    fn hand_on(
        &self,
        stretch: &Stretch,
        first: usize,
        mut bits: u64,
        taker: &mut impl Take,
    ) -> Result<(), Error> {
        if !self.segment.holds_all() {
            let held = |bit: &usize| self.segment.holds(stretch.doc(first + bit));
            bits &= (0..BITS).filter(held).fold(0, |held, bit| held | 1 << bit);
        }
        taker.count(bits.count_ones().into());
        let mut floor = taker.floor();
        if floor == f64::INFINITY {
            return Ok(());
        }
        while bits != 0 {
            let at = first + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            if stretch.highest[at % STRETCH] < floor {
                continue;
            }
            let doc = stretch.doc(at);
            let score = self.score(doc, at);
            if score >= floor {
                taker.take(doc, score)?;
                floor = taker.floor();
            }
        }
        Ok(())
    }

    /// The score of an article: what its clauses score together, each what its texts score.
    fn score(&self, doc: DocId, at: usize) -> f64 {
        let (mut all, mut of_clause, mut clause) = (0.0, 0.0, 0);
        for place in &self.places {
            if place.clause != clause {
                all += std::mem::take(&mut of_clause);
                clause = place.clause;
            }
            let frequency = place.frequencies[at % STRETCH];
            if frequency > 0 {
                of_clause += place.score(doc, frequency);
            }
        }
        all + of_clause
    }

    /// The next article that any clause stands on.
    fn next(&self) -> Option<DocId> {
        let members = self.places.iter().flat_map(|place| &place.members);
        members.filter_map(Member::next).min()
    }
}

/// What is known of each article of a stretch before it is scored.
struct Stretch {
    start: DocId,
    /// Whether it holds any of the words, a bit each.
    present: [u64; STRETCH / BITS],
    /// What it scores at most, however short its texts.
    highest: Box<[f64; STRETCH]>,
}

/// Articles whose presence one number tells.
const BITS: usize = u64::BITS as usize;

impl Stretch {
    fn new() -> Stretch {
        Stretch {
            start: 0,
            present: [0; STRETCH / BITS],
            highest: Box::new([0.0; STRETCH]),
        }
    }

    fn doc(&self, at: usize) -> DocId {
        self.start + at as DocId
    }
}

/// The unit of a plan that is one plain word, whatever its forms.
fn plain_unit(plan: &Plan) -> Option<&Unit> {
    let Plan::Unit(unit) = plan else {
        return None;
    };
    let is_plain = |place: &UnitPlace| {
        place.region == Region::Whole
            && matches!(&place.spans, Spans::Group { but, .. } if but.is_empty())
    };
    unit.places.iter().all(is_plain).then_some(unit)
}

/// A word in one text.
struct Place {
    /// The number of its clause.
    clause: usize,
    members: Vec<Member>,
    norms: FieldNormReader,
    weight: Weight,
    /// What each rounded length does to the score.
    saturations: [f64; 256],
    /// How often it stands in each article of the stretch.
    frequencies: Box<[u32; STRETCH]>,
    /// What each frequency scores at most; the last is of all from there on.
    highest: [f64; FREQUENCIES],
}

/// So many frequencies have a highest score of their own: hardly a word stands more often.
const FREQUENCIES: usize = 32;

/// What sums of highest scores are raised by: they are added in another order than scores are, and
/// must not round below them.
const ROUNDING: f64 = 1.0 + 1e-9;

impl Place {
    fn open(
        segment: &Segment<'_>,
        clause: usize,
        place: &UnitPlace,
        means: Means,
    ) -> Result<Place, Error> {
        let mut members = Vec::new();
        if let Spans::Group { any, .. } = &place.spans {
            for entry in any.iter() {
                let blocks = segment.blocks(place.text, entry)?;
                members.extend(blocks.map(|blocks| Member { blocks, at: 0 }));
            }
        }
        let weight = rank::weight(place.text, place.idf, means);
        let saturation = |id: u8| weight.saturation(FieldNormReader::id_to_fieldnorm(id));
        let highest = |frequency: usize| match frequency + 1 {
            FREQUENCIES => weight.saturated(1.0, 0.0),
            _ => weight.saturated(frequency as f64, saturation(0)),
        };
        Ok(Place {
            clause,
            members,
            norms: segment.norms(place.text)?,
            saturations: std::array::from_fn(|id| saturation(id as u8)),
            weight,
            frequencies: Box::new([0; STRETCH]),
            highest: std::array::from_fn(|frequency| highest(frequency) * ROUNDING),
        })
    }

    /// Reads the frequencies of a stretch.
    fn fill(&mut self, stretch: &mut Stretch) {
        let (frequencies, highest) = (&mut self.frequencies, &self.highest);
        for member in &mut self.members {
            member.each_in(stretch.start, |at, frequency| {
                let at = at % STRETCH;
                stretch.present[at / BITS] |= 1 << (at % BITS);
                stretch.highest[at] += highest[(frequency as usize).min(FREQUENCIES - 1)];
                frequencies[at] += frequency;
            });
        }
    }

    fn score(&self, doc: DocId, frequency: u32) -> f64 {
        let saturation = self.saturations[usize::from(self.norms.fieldnorm_id(doc))];
        self.weight.saturated(f64::from(frequency), saturation)
    }
}

/// The postings of one term.
struct Member {
    blocks: BlockSegmentPostings,
    /// The place in the block of the next article.
    at: usize,
}

impl Member {
    /// The next article; `None` behind the last.
    fn next(&self) -> Option<DocId> {
        self.blocks.docs().get(self.at).copied()
    }

    /// Hands on the articles of a stretch, as places in it, with their frequencies.
    fn each_in(&mut self, start: DocId, mut each: impl FnMut(usize, u32)) {
        let end = start + STRETCH as DocId;
        while self.next().is_some_and(|doc| doc < end) {
            let (docs, frequencies) = (self.blocks.docs(), self.blocks.freqs());
            let inside = docs[self.at..].iter().take_while(|doc| **doc < end).count();
            let block = self.at..self.at + inside;
            for (doc, frequency) in docs[block.clone()].iter().zip(&frequencies[block.clone()]) {
                each((doc - start) as usize, *frequency);
            }
            self.at = block.end;
            if self.at == docs.len() {
                self.blocks.advance();
                self.at = 0;
            }
        }
    }
}
