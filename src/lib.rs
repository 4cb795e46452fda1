//! The engine of **morgue**, the search engine for newspaper archives.
//!
//! A newspaper calls its archive of back issues its *morgue*. This library reads a folder of news
//! articles as people really have them, indexes it, and answers queries with ranked hits, passages,
//! exact counts and dates. The program in `main.rs` is a face over it; the engine knows neither the
//! terminal nor HTTP.
//!
//! # The map
//!
//! Data runs one way, in two streams that meet only in the index:
//!
//! ```text
//! files ── corpus ──▶ Article ── index ──▶ index on disk
//! text  ── query ──▶ Query ── search ──▶ Page { reading, notes, counts, hits }
//! ```
//!
//! Arrows point down only; a test reads this table and fails on an upward import, or on an import
//! of a neighbour on the same floor.
//!
//! | floor | room | purpose |
//! |---|---|---|
//! | 8 | `main` | parses, runs, turns the outcome into a message and an exit code |
//! | 7 | `cli` | one file per command; `cli/print` draws answers |
//! | 5 | `bench` | measures searches: queries drawn from an index, percentiles, comparisons |
//! | 4 | `search` | plans a query over an index and runs it: matches, ranking, passages, the page |
//! | 3 | `query` | the language: text → tokens → tree → reading; pure, knows no index |
//! | 3 | `index` | schema, writes, opens and describes an index; the only place that names a tantivy field |
//! | 2 | `analysis` | words, positions, sentences, paragraphs, forms: the same for articles and for queries |
//! | 2 | `corpus` | finds archive files; one file per format; hands on articles or bad records |
//! | 1 | `article` | what an article is, each field with the rule that gave it |
//! | 1 | `error` | what cannot go on, as sentences |
//! | 0 | `byline` | who wrote it, from the line as printed |
//! | 0 | `date` | a day or a longer period as printed, and how to read one |

pub mod analysis;
pub mod article;
pub mod bench;
pub mod byline;
pub mod corpus;
pub mod date;
pub mod error;
pub mod index;
pub mod query;
pub mod search;

/// Queries, pages and articles are made of many small pieces. Here, so that what is measured is
/// what is run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
