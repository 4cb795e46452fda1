//! The rows of a count in one segment, as numbers: what each row is called is asked once, when all its
//! articles have been counted.

use std::collections::HashMap;

use tantivy::DocId;
use tantivy::columnar::{Column, ColumnIndex, StrColumn};

use super::page::By;
use super::tally::{self, Counted};
use crate::date::{Date, Day, Precision};
use crate::error::Error;
use crate::index::columns::{Days, Names, read};
use crate::index::open::Segment;

/// Columns are read so many articles at a time.
const BLOCK: usize = 512;

/// What is counted of a segment: all of it, and by row.
pub(super) struct Rows {
    all: Counted,
    rows: Vec<Counted>,
    keys: Keys,
    sources: Numbered,
}

impl Rows {
    pub(super) fn open(segment: &Segment<'_>, by: Option<By>) -> Result<Rows, Error> {
        Ok(Rows {
            all: Counted::default(),
            rows: Vec::new(),
            keys: Keys::open(segment, by)?,
            sources: Numbered::of(segment.names(Names::Source)?),
        })
    }

    /// Counts an article with its matches and sentences.
    pub(super) fn add(&mut self, doc: DocId, found: (u64, u64)) {
        self.add_block(&[doc], found);
    }

    /// Counts articles without matches.
    pub(super) fn add_all(&mut self, docs: impl Iterator<Item = DocId>) {
        let mut block = Vec::with_capacity(BLOCK);
        for doc in docs {
            block.push(doc);
            if block.len() == BLOCK {
                self.add_block(&block, (0, 0));
                block.clear();
            }
        }
        self.add_block(&block, (0, 0));
    }

    fn add_block(&mut self, docs: &[DocId], found: (u64, u64)) {
        let sources = self.sources.read(docs);
        if !self.keys.is_one_each() {
            for source in sources {
                self.all.add(*source, found);
            }
        }
        let rows = &mut self.rows;
        let mut add = |place: usize, row: u32| {
            let row = row as usize;
            if row >= rows.len() {
                rows.resize_with(row + 1, Counted::default);
            }
            rows[row].add(sources[place], found);
        };
        match &mut self.keys {
            Keys::None => {}
            Keys::Periods(periods) => periods.each(docs, add),
            Keys::Names(names, numbered) => match names {
                Some(names) if is_several(names) => {
                    for (place, doc) in docs.iter().enumerate() {
                        let mut numbers = names.term_ords(*doc).peekable();
                        if numbers.peek().is_none() {
                            add(place, NAMELESS);
                        }
                        numbers.for_each(|number| add(place, row_of(number)));
                    }
                }
                _ => {
                    let rows = numbered.read(docs).iter().enumerate();
                    rows.for_each(|(place, row)| add(place, *row));
                }
            },
        }
    }

    /// What was counted: all of it, and each row with its name.
    pub(super) fn close(mut self) -> Result<(Counted, Vec<Row>), Error> {
        if self.keys.is_one_each() {
            self.rows.iter().for_each(|row| self.all.take_in(row));
        }
        let keys = self.keys.all(self.rows.len())?;
        let rows = keys.into_iter().zip(self.rows);
        let rows = rows.filter(|(_, counted)| counted.articles > 0);
        Ok((self.all, rows.collect()))
    }
}

/// What a row is called, and what was counted.
pub(super) type Row = (Option<String>, Counted);

/// The number of those without a name; that of a name is one more than its own in the column.
pub(super) const NAMELESS: u32 = 0;

fn row_of(number: u64) -> u32 {
    number as u32 + 1
}

fn is_several(names: &StrColumn) -> bool {
    matches!(names.ords().index, ColumnIndex::Multivalued(_))
}

/// The first names of articles, as numbers.
struct Numbered {
    column: Option<Column<u64>>,
    raw: Vec<u64>,
    rows: Vec<u32>,
}

impl Numbered {
    fn of(names: Option<&StrColumn>) -> Numbered {
        Numbered {
            column: names.map(|names| names.ords().clone()),
            raw: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn read(&mut self, docs: &[DocId]) -> &[u32] {
        self.rows.clear();
        match &self.column {
            Some(column) => {
                // What is one too many stands for none.
                read(column, docs, u64::MAX, &mut self.raw);
                let rows = self.raw.iter().map(|number| number.wrapping_add(1) as u32);
                self.rows.extend(rows);
            }
            None => self.rows.resize(docs.len(), NAMELESS),
        }
        &self.rows
    }
}

/// What the rows are.
enum Keys {
    None,
    Periods(Periods),
    Names(Option<StrColumn>, Numbered),
}

impl Keys {
    fn open(segment: &Segment<'_>, by: Option<By>) -> Result<Keys, Error> {
        let periods = |finest| Ok(Keys::Periods(Periods::new(segment.days()?, finest)));
        let names = |names| {
            let names = segment.names(names)?;
            Ok(Keys::Names(names.cloned(), Numbered::of(names)))
        };
        match by {
            None => Ok(Keys::None),
            Some(By::Year) => periods(Precision::Year),
            Some(By::Month) => periods(Precision::Month),
            Some(By::Source) => names(Names::Source),
            Some(By::Byline) => names(Names::Person),
            Some(By::Section) => names(Names::Section),
        }
    }

    /// Whether each article counts in one row, so that all rows together are all articles.
    fn is_one_each(&self) -> bool {
        match self {
            Keys::None => false,
            Keys::Periods(_) => true,
            Keys::Names(names, _) => !names.as_ref().is_some_and(is_several),
        }
    }

    /// What so many rows are called.
    fn all(&self, rows: usize) -> Result<Vec<Option<String>>, Error> {
        Ok(match self {
            Keys::None => Vec::new(),
            Keys::Periods(periods) => {
                let keys = periods.keys.iter();
                keys.map(|date| date.map(|date| date.to_string())).collect()
            }
            Keys::Names(names, _) => {
                let mut keys = vec![None];
                if let Some(names) = names {
                    let numbers = (rows as u64).saturating_sub(1);
                    keys.extend(tally::names(names, numbers)?.into_iter().map(Some));
                }
                keys
            }
        })
    }
}

/// The years or months of articles, coarser dates as they are.
struct Periods {
    days: Days,
    finest: Precision,
    firsts: Vec<Day>,
    lasts: Vec<Day>,
    /// What each row is; none for the undated.
    keys: Vec<Option<Date>>,
    /// The other way round.
    rows: HashMap<Option<Date>, u32>,
    /// The rows of the periods met so far that are longer than a day.
    periods: HashMap<Option<(Day, Day)>, u32>,
    /// The days of the row that was counted last: articles lie in the order of their days, so the
    /// next one is most often among them.
    last: (Day, Day, u32),
}

impl Periods {
    fn new(days: Days, finest: Precision) -> Periods {
        Periods {
            days,
            finest,
            firsts: Vec::new(),
            lasts: Vec::new(),
            keys: Vec::new(),
            rows: HashMap::new(),
            periods: HashMap::new(),
            last: (1, 0, 0),
        }
    }

    /// Hands on the row of each article, by its place among them.
    fn each(&mut self, docs: &[DocId], mut each: impl FnMut(usize, u32)) {
        self.days.read(docs, &mut self.firsts, &mut self.lasts);
        for place in 0..docs.len() {
            let (first, last) = (self.firsts[place], self.lasts[place]);
            let (from, to, row) = self.last;
            let row = match first == last && from <= first && first <= to {
                true => row,
                false => self.row((first != Days::NONE).then_some((first, last))),
            };
            each(place, row);
        }
    }

    fn row(&mut self, period: Option<(Day, Day)>) -> u32 {
        let is_day = period.is_some_and(|(first, last)| first == last);
        if let Some(row) = self.periods.get(&period).filter(|_| !is_day) {
            return *row;
        }
        let date = period.and_then(|(first, last)| Date::of_period(first, last));
        let key = date.map(|date| date.no_finer_than(self.finest));
        let row = *self.rows.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.keys.len() as u32 - 1
        });
        match key {
            Some(key) if is_day => self.last = (key.first(), key.last(), row),
            _ => drop(self.periods.insert(period, row)),
        }
        row
    }
}
