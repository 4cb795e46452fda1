//! Says what is in an index: articles by source, year and language, words, bytes by part.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tantivy::columnar::StrColumn;

use super::Stats;
use super::columns::{Days, Names};
use super::manifest::Manifest;
use super::open::{Layer, Open, Segment};
use super::schema::Text;
use super::storage;
use crate::date::civil;
use crate::error::Error;

/// Days that no year has: a longer period is a decade.
const LONGER_THAN_A_YEAR: i64 = 366;

/// Says what is in an index.
pub fn stats(index: &Path) -> Result<Stats, Error> {
    let open = Open::index(index)?;
    let manifest = open.manifest();
    let mut sources = HashMap::new();
    let mut languages = HashMap::new();
    let mut years = BTreeMap::new();
    for segment in open.segments() {
        for (names, counts) in [
            (Names::Source, &mut sources),
            (Names::Language, &mut languages),
        ] {
            let names = segment.names(names)?;
            count_names(names, &segment, counts).map_err(Error::of_index)?;
        }
        let days = segment.days()?;
        for doc in segment.docs() {
            *years.entry(year_of(&days, doc)).or_default() += 1;
        }
    }
    let vocabulary = vocabulary(&open)?;
    Ok(Stats {
        index: index.to_owned(),
        id: manifest.id.clone(),
        commit: manifest.commit,
        parts: parts(manifest),
        build: manifest.summary.clone(),
        words: manifest.lengths.body,
        vocabulary,
        sources: most_first(sources),
        years: undated_last(years),
        languages: most_first(languages),
    })
}

fn count_names(
    names: Option<&StrColumn>,
    segment: &Segment<'_>,
    counts: &mut HashMap<Option<String>, u64>,
) -> std::io::Result<()> {
    let mut by_ordinal: BTreeMap<Option<u64>, u64> = BTreeMap::new();
    for doc in segment.docs() {
        let ordinal = names.and_then(|names| names.term_ords(doc).next());
        *by_ordinal.entry(ordinal).or_default() += 1;
    }
    for (ordinal, count) in by_ordinal {
        let mut name = None;
        if let (Some(names), Some(ordinal)) = (names, ordinal) {
            let mut text = String::new();
            names.ord_to_str(ordinal, &mut text)?;
            name = Some(text);
        }
        *counts.entry(name).or_default() += count;
    }
    Ok(())
}

fn year_of(days: &Days, doc: u32) -> Option<String> {
    let (first, last) = days.of(doc)?;
    let year = civil(first)?.year();
    Some(if last - first >= LONGER_THAN_A_YEAR {
        format!("{year:04}s")
    } else {
        format!("{year:04}")
    })
}

/// The distinct words of the bodies: a merge of the segments' dictionaries.
fn vocabulary(open: &Open) -> Result<u64, Error> {
    let field = open.layer(Text::Body, Layer::Words);
    let mut inverted = Vec::new();
    for (reader, gone) in open.readers() {
        inverted.push((reader.inverted_index(field)?, gone));
    }
    let mut streams = Vec::new();
    for (inverted, gone) in &inverted {
        let terms = inverted.terms().stream().map_err(Error::of_index)?;
        streams.push((terms, *gone));
    }
    // The next word of each segment that some article there still holds.
    let mut heads: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
    let mut go_on = |place: usize, heads: &mut BTreeMap<Vec<u8>, Vec<usize>>| {
        let (terms, gone) = &mut streams[place];
        while let Some((term, info)) = terms.next() {
            let gone = gone.map_or(0, |gone| gone.articles(field, term));
            if u64::from(info.doc_freq) > gone {
                heads.entry(term.to_vec()).or_default().push(place);
                return;
            }
        }
    };
    for place in 0..inverted.len() {
        go_on(place, &mut heads);
    }
    let mut words = 0;
    while let Some((_, places)) = heads.pop_first() {
        words += 1;
        for place in places {
            go_on(place, &mut heads);
        }
    }
    Ok(words)
}

fn most_first(counts: HashMap<Option<String>, u64>) -> Vec<(Option<String>, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn undated_last(mut years: BTreeMap<Option<String>, u64>) -> Vec<(Option<String>, u64)> {
    let undated = years.remove(&None);
    years
        .into_iter()
        .chain(undated.map(|count| (None, count)))
        .collect()
}

/// The bytes of a commit by what they are for.
fn parts(manifest: &Manifest) -> Vec<(String, u64)> {
    let mut parts: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, file) in &manifest.files {
        let part = match name.rsplit('.').next() {
            Some("term" | "idx") => "words",
            Some("pos") => "positions",
            Some("store" | storage::DICTIONARY) => "articles",
            Some("fast" | "fieldnorm") => "columns",
            _ => "other",
        };
        *parts.entry(part).or_default() += file.bytes;
    }
    parts
        .into_iter()
        .map(|(part, bytes)| (part.to_owned(), bytes))
        .collect()
}
