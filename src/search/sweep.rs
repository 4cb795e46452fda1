//! Sweeps through plain words, a stretch of articles at a time: what the cursors of [`super::matcher`]
//! find and score, without asking them article by article.
//!
//! A word, or any of several, needs no positions: its articles and frequencies are in the postings,
//! 128 to a block. Their sums go into arrays that lie in the processor's cache, and the articles are
//! read from there in order, each with the score that the cursors would give it, to the last bit.

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;

use super::matcher::Means;
use super::plan::{Plan, Region, Spans, Unit, UnitPlace};
use super::rank::{self, Weight};
use crate::error::Error;
use crate::index::open::Segment;

/// The articles of a stretch: an array of scores of them lies in the nearest cache.
const STRETCH: usize = 4096;

/// The clauses of a plan of plain words, in one segment.
pub(super) struct Sweep<'a> {
    segment: Segment<'a>,
    clauses: Vec<Clause>,
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
        let clauses = units
            .into_iter()
            .map(|unit| Clause::open(segment, unit, means));
        Ok(Some(Sweep {
            segment: *segment,
            clauses: clauses.collect::<Result<_, _>>()?,
        }))
    }

    /// Goes through the articles that hold any of the words, with their scores.
    pub(super) fn for_each(
        mut self,
        mut each: impl FnMut(DocId, f64) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut frequencies = Stretch::<u32>::new();
        let mut of_clause = Stretch::<f64>::new();
        let mut of_all = Stretch::<f64>::new();
        while let Some(next) = self.next() {
            let start = next - next % STRETCH as DocId;
            if let [clause] = &mut self.clauses[..] {
                clause.score(start, &mut frequencies, &mut of_all);
            } else {
                for clause in &mut self.clauses {
                    clause.score(start, &mut frequencies, &mut of_clause);
                    of_clause.drain(|place, score| of_all.add(place, score));
                }
            }
            let mut outcome = Ok(());
            of_all.drain(|place, score| {
                let doc = start + place as DocId;
                if outcome.is_ok() && self.segment.holds(doc) {
                    outcome = each(doc, score);
                }
            });
            outcome?;
        }
        Ok(())
    }

    /// The next article that any clause stands on.
    fn next(&self) -> Option<DocId> {
        let places = self.clauses.iter().flat_map(|clause| &clause.places);
        places
            .flat_map(|place| &place.members)
            .filter_map(Member::next)
            .min()
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

/// A word in the texts that its field governs.
struct Clause {
    places: Vec<Place>,
}

impl Clause {
    fn open(segment: &Segment<'_>, unit: &Unit, means: Means) -> Result<Clause, Error> {
        let places = unit
            .places
            .iter()
            .map(|place| Place::open(segment, place, means));
        Ok(Clause {
            places: places.collect::<Result<_, _>>()?,
        })
    }

    /// Adds the scores of the articles of a stretch.
    fn score(&mut self, start: DocId, frequencies: &mut Stretch<u32>, into: &mut Stretch<f64>) {
        for place in &mut self.places {
            for member in &mut place.members {
                member.add(start, frequencies);
            }
            frequencies.drain(|at, frequency| {
                into.add(at, place.score(start + at as DocId, frequency));
            });
        }
    }
}

/// A word in one text.
struct Place {
    members: Vec<Member>,
    norms: FieldNormReader,
    weight: Weight,
    /// What each rounded length does to the score.
    saturations: [f64; 256],
}

impl Place {
    fn open(segment: &Segment<'_>, place: &UnitPlace, means: Means) -> Result<Place, Error> {
        let mut members = Vec::new();
        if let Spans::Group { any, .. } = &place.spans {
            for entry in any.iter() {
                let blocks = segment.blocks(place.text, entry)?;
                members.extend(blocks.map(|blocks| Member { blocks, at: 0 }));
            }
        }
        let weight = rank::weight(place.text, place.idf, means);
        let saturation = |id: u8| weight.saturation(FieldNormReader::id_to_fieldnorm(id));
        Ok(Place {
            members,
            norms: segment.norms(place.text)?,
            saturations: std::array::from_fn(|id| saturation(id as u8)),
            weight,
        })
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

    /// Adds its frequencies in a stretch.
    fn add(&mut self, start: DocId, into: &mut Stretch<u32>) {
        let end = start + STRETCH as DocId;
        while self.next().is_some_and(|doc| doc < end) {
            let (docs, frequencies) = (self.blocks.docs(), self.blocks.freqs());
            let inside = docs[self.at..].iter().take_while(|doc| **doc < end).count();
            let block = self.at..self.at + inside;
            for (doc, frequency) in docs[block.clone()].iter().zip(&frequencies[block.clone()]) {
                into.add((doc - start) as usize, *frequency);
            }
            self.at = block.end;
            if self.at == docs.len() {
                self.blocks.advance();
                self.at = 0;
            }
        }
    }
}

/// A number for each article of a stretch, and which of them have one.
struct Stretch<N> {
    numbers: Box<[N; STRETCH]>,
    present: [u64; STRETCH / BITS],
}

const BITS: usize = u64::BITS as usize;

impl<N: Copy + Default + std::ops::AddAssign> Stretch<N> {
    fn new() -> Stretch<N> {
        Stretch {
            numbers: Box::new([N::default(); STRETCH]),
            present: [0; STRETCH / BITS],
        }
    }

    fn add(&mut self, place: usize, number: N) {
        self.numbers[place] += number;
        self.present[place / BITS] |= 1 << (place % BITS);
    }

    /// Hands on the numbers in order and forgets them.
    fn drain(&mut self, mut each: impl FnMut(usize, N)) {
        for (word, bits) in self.present.iter_mut().enumerate() {
            while *bits != 0 {
                let place = word * BITS + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                each(place, std::mem::take(&mut self.numbers[place]));
            }
        }
    }
}
