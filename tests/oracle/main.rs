//! The engine against oracles: slow, plain programs that say what the language promises.
//!
//! They share with the engine the analysis of text and the reader of queries, and nothing after
//! these. `MORGUE_ORACLE_PAIRS` asks for more pairs of an article and a query, `MORGUE_ORACLE_SEED`
//! for others, `MORGUE_CORPORA` names a folder of real archives to draw from as well.

mod archive;
mod articles;
mod atoms;
mod matching;
mod patterns;
mod queries;
mod random;
mod ranking;
mod scores;
mod shrink;
mod spans;
mod text;
mod truth;
mod world;
