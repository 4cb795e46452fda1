//! Says what is in an index: articles by source, year and language, words, bytes by part.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tantivy::columnar::StrColumn;

use super::Stats;
use super::manifest::Manifest;
use super::open::{Days, Layer, Names, Open};
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
        count_names(
            segment.names(Names::Source)?.as_ref(),
            segment.max_doc(),
            &mut sources,
        )
        .map_err(Error::of_index)?;
        count_names(
            segment.names(Names::Language)?.as_ref(),
            segment.max_doc(),
            &mut languages,
        )
        .map_err(Error::of_index)?;
        let days = segment.days()?;
        for doc in 0..segment.max_doc() {
            *years.entry(year_of(&days, doc)).or_default() += 1;
        }
    }
    let (words, vocabulary) = words_and_vocabulary(&open)?;
    Ok(Stats {
        index: index.to_owned(),
        id: manifest.id.clone(),
        commit: manifest.commit,
        parts: parts(manifest),
        build: manifest.summary.clone(),
        words,
        vocabulary,
        sources: most_first(sources),
        years: undated_last(years),
        languages: most_first(languages),
    })
}

fn count_names(
    names: Option<&StrColumn>,
    articles: u32,
    counts: &mut HashMap<Option<String>, u64>,
) -> std::io::Result<()> {
    let mut by_ordinal: BTreeMap<Option<u64>, u64> = BTreeMap::new();
    for doc in 0..articles {
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

fn words_and_vocabulary(open: &Open) -> Result<(u64, u64), Error> {
    let field = open.layer(Text::Body, Layer::Words);
    let (mut words, mut vocabulary) = (0, 0);
    for reader in open.readers() {
        let inverted = reader.inverted_index(field)?;
        words += inverted.total_num_tokens();
        vocabulary += inverted.terms().num_terms() as u64;
    }
    Ok((words, vocabulary))
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
