//! Sweeps through plain words, a stretch of articles at a time: what the cursors of [`super::matcher`]
//! find and score, without asking them article by article.
//!
//! A word, or any of several, needs no positions: its articles and frequencies are in the postings,
//! 128 to a block. The frequencies go into arrays that lie in the processor's cache; from there the
//! articles are counted, and those that may be shown get the score that the cursors would give them,
//! to the last bit.
//!
//! Where the words stand in hardly any article of a stretch, their places are put in order instead.
//!
//! Few may be shown once ten good ones are known: where a word stands so seldom in an article that
//! all words together, each as often, could not bring it among them, its being there is noted and no
//! more (the idea of MaxScore).

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

use super::matcher::Means;
use super::plan::{Plan, Region, Spans, Unit, UnitPlace};
use super::rank::{self, Weight};
use crate::error::Error;
use crate::index::open::Segment;

/// The articles of a stretch: an array of numbers of them lies in the nearest cache.
const STRETCH: usize = 4096;

/// Where words stand in no more articles of a stretch than these, what is done for each stretch takes
/// longer than to put their places in order.
const SPARSE: u64 = 32;

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
    pub(super) fn for_each(self, taker: &mut impl Take) -> Result<(), Error> {
        let articles: u64 = self.places.iter().map(Place::articles).sum();
        match articles <= SPARSE * u64::from(self.segment.max_doc()).div_ceil(STRETCH as u64) {
            true => self.one_by_one(taker),
            false => self.by_stretches(taker),
        }
    }

    /// Goes through few articles, one after the other.
    fn one_by_one(mut self, taker: &mut impl Take) -> Result<(), Error> {
        let mut found: Vec<(DocId, usize, u32)> = Vec::new();
        for (number, place) in self.places.iter_mut().enumerate() {
            for member in &mut place.members {
                member.each_to(TERMINATED, |doc, frequency| {
                    found.push((doc, number, frequency))
                });
            }
        }
        // As many runs as terms, each in order.
        found.sort();
        for places in found.chunk_by(|(doc, ..), (next, ..)| doc == next) {
            let doc = places[0].0;
            if !self.segment.holds(doc) {
                continue;
            }
            taker.count(1);
            let floor = taker.floor();
            if floor == f64::INFINITY {
                continue;
            }
            let of_a_place = places.chunk_by(|(_, place, _), (_, next, _)| place == next);
            let frequencies = of_a_place.map(|forms| {
                let frequency = forms.iter().map(|(.., frequency)| frequency).sum();
                (&self.places[forms[0].1], frequency)
            });
            let score = score(doc, frequencies);
            if score >= floor {
                taker.take(doc, score)?;
            }
        }
        Ok(())
    }

    /// Goes through many articles, a stretch of them at a time.
    fn by_stretches(mut self, taker: &mut impl Take) -> Result<(), Error> {
        // The numbers of the places, those with the fewest articles first.
        let mut by_articles: Vec<usize> = (0..self.places.len()).collect();
        by_articles.sort_by_key(|place| self.places[*place].articles());
        let mut seen: Vec<Seen> = self.places.iter().map(|_| Seen::default()).collect();
        let mut stretch = Stretch {
            start: 0,
            present: [0; WORDS],
            worthy: [0; WORDS],
        };
        while let Some(next) = self.next() {
            stretch.start = next - next % STRETCH as DocId;
            stretch.worthy = [0; WORDS];
            stretch.present = [0; WORDS];
            self.demand(taker.floor(), &by_articles);
            for (place, seen) in self.places.iter_mut().zip(&mut seen) {
                place.fill(seen, &mut stretch);
            }
            self.hand_on(&mut stretch, &seen, taker)?;
        }
        Ok(())
    }

    /// Tells each place how often its word must stand in an article, so that no article has a score
    /// from this floor on in which all stand less often.
    fn demand(&mut self, floor: f64, by_articles: &[usize]) {
        let mut rest: f64 = self.places.iter().map(Place::highest).sum();
        for place in by_articles {
            let place = &mut self.places[*place];
            let others = rest - place.highest();
            // One frequency less may be told from the floor; all that is added up was raised.
            let below = place.highest.iter().skip(1);
            let below = below
                .take_while(|highest| others + **highest < floor)
                .count();
            (place.least, rest) = match (rest < floor, below) {
                (true, _) => (u32::MAX, rest),
                (false, 0) => (1, others.max(0.0)),
                (false, below) => (below as u32 + 1, others + place.highest[below]),
            };
        }
    }

    /// Hands on the articles of a stretch: how many they are, and those that may be shown.
    fn hand_on(
        &self,
        stretch: &mut Stretch,
        seen: &[Seen],
        taker: &mut impl Take,
    ) -> Result<(), Error> {
        if !self.segment.holds_all() {
            stretch.leave_out(|doc| !self.segment.holds(doc));
        }
        let articles = stretch.present.iter().map(|bits| bits.count_ones());
        taker.count(articles.sum::<u32>().into());
        let mut floor = taker.floor();
        for (word, bits) in stretch.worthy.iter().enumerate() {
            let mut worthy = bits & stretch.present[word];
            while worthy != 0 && floor < f64::INFINITY {
                let at = word * BITS + worthy.trailing_zeros() as usize;
                worthy &= worthy - 1;
                let doc = stretch.doc(at);
                let places = self.places.iter().zip(seen);
                let score = score(doc, places.map(|(place, seen)| (place, seen.frequency(at))));
                if score >= floor {
                    taker.take(doc, score)?;
                    floor = taker.floor();
                }
            }
        }
        Ok(())
    }

    /// The next article that any clause stands on.
    fn next(&self) -> Option<DocId> {
        let members = self.places.iter().flat_map(|place| &place.members);
        members.filter_map(Member::next).min()
    }
}

/// The score of an article: what its clauses score together, each what its texts score, by how often
/// each word stands there. The order of the places is that of the clauses.
#[inline]
fn score<'a>(doc: DocId, frequencies: impl Iterator<Item = (&'a Place, u32)>) -> f64 {
    let (mut all, mut of_clause, mut clause) = (0.0, 0.0, 0);
    for (place, frequency) in frequencies {
        if place.clause != clause {
            all += std::mem::take(&mut of_clause);
            clause = place.clause;
        }
        if frequency > 0 {
            of_clause += place.score(doc, frequency);
        }
    }
    all + of_clause
}

/// What is known of each article of a stretch before it is scored, a bit each.
struct Stretch {
    start: DocId,
    /// Whether it holds any of the words.
    present: [u64; WORDS],
    /// Whether it holds one so often that it may be shown.
    worthy: [u64; WORDS],
}

/// Articles whose presence one number tells.
const BITS: usize = u64::BITS as usize;
/// So many numbers are a stretch.
const WORDS: usize = STRETCH / BITS;

impl Stretch {
    /// Leaves out the articles of which this is true.
    fn leave_out(&mut self, is_left_out: impl Fn(DocId) -> bool) {
        for at in 0..STRETCH {
            let (word, bit) = (at / BITS, at % BITS);
            if self.present[word] >> bit & 1 == 1 && is_left_out(self.doc(at)) {
                self.present[word] &= !(1 << bit);
            }
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
    /// What each frequency scores at most; the last is of all from there on.
    highest: [f64; FREQUENCIES],
    /// How often it must stand in an article to make it worth a look.
    least: u32,
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
        let shortest = weight.saturation(0);
        let highest = |frequency: usize| match frequency + 1 {
            FREQUENCIES => weight.saturated(1.0, 0.0),
            _ => weight.saturated(frequency as f64, shortest),
        };
        Ok(Place {
            clause,
            members,
            norms: segment.norms(place.text)?,
            weight,
            least: 1,
            highest: std::array::from_fn(|frequency| highest(frequency) * ROUNDING),
        })
    }

    /// How many articles hold it, those of its forms added up.
    fn articles(&self) -> u64 {
        let members = self.members.iter();
        members
            .map(|member| u64::from(member.blocks.doc_freq()))
            .sum()
    }

    /// What it scores at most.
    fn highest(&self) -> f64 {
        match self.members.is_empty() {
            true => 0.0,
            false => self.highest[FREQUENCIES - 1],
        }
    }

    /// Reads the frequencies of a stretch.
    fn fill(&mut self, seen: &mut Seen, stretch: &mut Stretch) {
        let Place { members, least, .. } = self;
        let Seen {
            present,
            frequencies,
        } = seen;
        *present = [0; WORDS];
        let Some((first, further)) = members.split_first_mut() else {
            return;
        };
        if *least == u32::MAX {
            first.each_in(stretch.start, |at, frequency| {
                present[at / BITS] |= 1 << (at % BITS);
                frequencies[at] = frequency;
            });
        } else {
            first.each_in(stretch.start, |at, frequency| {
                let (word, bit) = (at / BITS, at % BITS);
                present[word] |= 1 << bit;
                frequencies[at] = frequency;
                stretch.worthy[word] |= u64::from(frequency >= *least) << bit;
            });
        }
        for member in further {
            member.each_in(stretch.start, |at, more| {
                let (word, bit) = (at / BITS, at % BITS);
                let is_known = present[word] >> bit & 1;
                present[word] |= 1 << bit;
                frequencies[at] = frequencies[at] * is_known as u32 + more;
                stretch.worthy[word] |= u64::from(frequencies[at] >= *least) << bit;
            });
        }
        for (all, present) in stretch.present.iter_mut().zip(present) {
            *all |= *present;
        }
    }

    fn score(&self, doc: DocId, frequency: u32) -> f64 {
        let length = self.norms.fieldnorm(doc);
        self.weight.score(f64::from(frequency), length)
    }
}

/// Where a word stands in the articles of a stretch.
struct Seen {
    /// In which of them, a bit each.
    present: [u64; WORDS],
    /// How often in each of them; of the others this says nothing.
    frequencies: Box<[u32; STRETCH]>,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen {
            present: [0; WORDS],
            frequencies: Box::new([0; STRETCH]),
        }
    }
}

impl Seen {
    /// How often it stands in an article of the stretch.
    #[inline]
    fn frequency(&self, at: usize) -> u32 {
        let is_present = self.present[at / BITS % WORDS] >> (at % BITS) & 1;
        self.frequencies[at % STRETCH] * is_present as u32
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
    #[inline]
    fn each_in(&mut self, start: DocId, mut each: impl FnMut(usize, u32)) {
        self.each_to(start + STRETCH as DocId, |doc, frequency| {
            each((doc - start) as usize % STRETCH, frequency);
        });
    }

    /// Hands on the articles before this one, with their frequencies.
    #[inline]
    fn each_to(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) {
        while self.next().is_some_and(|doc| doc < end) {
            let (docs, frequencies) = (self.blocks.docs(), self.blocks.freqs());
            let inside = docs[self.at..].iter().take_while(|doc| **doc < end).count();
            let block = self.at..self.at + inside;
            for (doc, frequency) in docs[block.clone()].iter().zip(&frequencies[block.clone()]) {
                each(*doc, *frequency);
            }
            self.at = block.end;
            if self.at == docs.len() {
                self.blocks.advance();
                self.at = 0;
            }
        }
    }
}
