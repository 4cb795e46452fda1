//! Every query is answered or refused, soon, and its answers agree with each other.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::{Corpus, fuzz_target};
use morgue::error::Error;
use morgue::index::{self, Replacing};
use morgue::query::tree::{Field, Kind, Node, Sense};
use morgue::query::{Options, Query, parse};
use morgue::search::kwic::KwicRequest;
use morgue::search::page::{By, Counts, Hit, KwicSort, Page, Sort};
use morgue::search::{Counting, Request, Searcher};

/// The day that `today` is: 2026-08-30, in days since 1970.
const TODAY: i64 = 20_695;

/// How much of a processor all answers to one query may take together: what else the machine does is
/// no finding.
const SOON: Duration = Duration::from_secs(2);

/// How many hits are asked for.
const HITS: usize = 10;

/// How many lines of a concordance are looked at.
const LINES: u64 = 20;

const SORTS: [Sort; 5] = [
    Sort::Relevance,
    Sort::Newest,
    Sort::Oldest,
    Sort::Source,
    Sort::Words,
];

const KWIC_SORTS: [KwicSort; 5] = [
    KwicSort::Newest,
    KwicSort::Oldest,
    KwicSort::Left,
    KwicSort::Right,
    KwicSort::Source,
];

const ROWS: [By; 5] = [By::Year, By::Month, By::Source, By::Byline, By::Section];

/// The sample archive, indexed anew: its folder stays until the system clears it away.
static SAMPLE: LazyLock<Searcher> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let index = folder.keep();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    index::build(&archive, &index, Replacing::Anything, &mut ())
        .expect("the sample archive can be indexed");
    Searcher::open(&index).expect("the index was just built")
});

/// What this thread has had of a processor.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fuzz_target!(
    init: {
        LazyLock::force(&SAMPLE);
    },
    |text: &str| -> Corpus {
        let start = processor_time();
        let options = Options {
            today: TODAY,
            date_order: None,
            dialect: None,
        };
        let query = parse(text, &options);
        // The length of the text chooses one order of five: each input gives one answer.
        let answered = answers_agree(&query, text.len() % SORTS.len());
        let took = processor_time() - start;
        assert!(took < SOON, "{took:?} for {text:?}");
        match answered {
            Ok(()) => Corpus::Keep,
            Err(Error::Refused(_) | Error::BadId { .. }) => Corpus::Keep,
            Err(error) => panic!("{error:?} for {text:?}"),
        }
    }
);

fn answers_agree(query: &Query, order: usize) -> Result<(), Error> {
    let request = |counting| Request {
        query: query.clone(),
        sort: SORTS[order],
        offset: 0,
        limit: Some(HITS),
        passages: 3,
        counting,
    };
    let page = SAMPLE.search(&request(Counting::Everything))?;
    let quick = SAMPLE.search(&request(Counting::Articles))?;
    assert_eq!(quick.counts.articles, page.counts.articles);
    let ids = |page: &Page| page.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&quick), ids(&page));
    assert_eq!(page.hits.len() as u64, page.counts.articles.min(HITS as u64));

    let needs_matches = !may_be_true_without_matches(&query.root);
    for hit in &page.hits {
        hit_holds(hit);
        assert!(hit.matches > 0 || !needs_matches, "{hit:#?}");
    }
    if let Some(hit) = page.hits.first() {
        let opened = SAMPLE.open_article(&hit.id, Some(query))?;
        assert_eq!(opened.matches, hit.matches);
        assert_eq!(SAMPLE.matches(&hit.id, query)?.len() as u64, hit.matches);
    }
    counts_agree(query, ROWS[order], page.counts)?;
    lines_agree(query, KWIC_SORTS[order], page.counts)?;
    let clauses = SAMPLE.explain(query)?;
    assert_eq!(clauses[0].articles, page.counts.articles, "{:?}", clauses[0]);
    Ok(())
}

/// What must be true of every hit.
fn hit_holds(hit: &Hit) {
    assert!(hit.score.is_finite() && hit.score >= 0.0, "{hit:#?}");
    let passages = hit.passages.iter().flat_map(|passage| &passage.spans);
    let pieces = hit.title_spans.iter().flatten().chain(passages);
    for number in pieces.filter_map(|piece| piece.occurrence) {
        assert!((1..=hit.matches).contains(&number), "{hit:#?}");
    }
}

fn counts_agree(query: &Query, by: By, counts: Counts) -> Result<(), Error> {
    let page = SAMPLE.count(query, Some(by))?;
    assert_eq!(page.counts, counts);
    let articles: u64 = page.rows.iter().map(|row| row.articles).sum();
    // An article by two people counts under both.
    assert!(articles == counts.articles || (by == By::Byline && articles > counts.articles));
    Ok(())
}

fn lines_agree(query: &Query, sort: KwicSort, counts: Counts) -> Result<(), Error> {
    let concordance = SAMPLE.kwic(&KwicRequest {
        query: query.clone(),
        width: 40,
        sort,
        sample: None,
        seed: 0,
    })?;
    assert_eq!(concordance.page.counts, counts);
    let mut lines = 0;
    let ended = concordance.for_each(|line| {
        assert!(line.spans.iter().any(|piece| piece.occurrence.is_some()), "{line:?}");
        lines += 1;
        if lines == LINES { Err(Stop::Enough) } else { Ok(()) }
    });
    match ended {
        Err(Stop::Failed(error)) => return Err(error),
        Err(Stop::Enough) => assert!(Some(lines) <= counts.matches),
        Ok(()) => assert_eq!(Some(lines), counts.matches),
    }
    Ok(())
}

/// Why no more lines are looked at.
enum Stop {
    Enough,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

/// Whether an article may be found by conditions and negations alone.
fn may_be_true_without_matches(node: &Node) -> bool {
    match &node.kind {
        Kind::And(children) => children.iter().all(may_be_true_without_matches),
        Kind::Or(children) => children.iter().any(may_be_true_without_matches),
        Kind::Boost(child, _) => may_be_true_without_matches(child),
        Kind::Field(Field::Title | Field::Lead | Field::Hlead | Field::Body, child) => {
            may_be_true_without_matches(child)
        }
        Kind::Near { connector, left, .. } => {
            connector.sense == Sense::NotNear && may_be_true_without_matches(left)
        }
        Kind::All
        | Kind::Not(_)
        | Kind::Field(..)
        | Kind::Date(_)
        | Kind::Length { .. }
        | Kind::Has(_)
        | Kind::Missing(_)
        | Kind::Like(_) => true,
        _ => false,
    }
}
