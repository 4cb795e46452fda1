//! The program from outside: what is typed, what is answered.

mod attacks;
mod backup;
mod batch;
mod bench;
mod conformance;
mod containers;
mod count;
mod dialects;
mod doctor;
mod errors;
mod exports;
mod feeds;
mod floors;
mod growing;
mod harness;
mod help;
mod hostile;
mod index;
mod inspect;
mod keeping_up;
mod kwic;
mod limits;
mod mails;
mod output;
mod packs;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "pdf")]
mod pdf;
mod reliability;
mod rules;
mod rules_file;
mod safety;
mod scans;
mod search;
mod shell;
mod show;
mod stats;
mod storage;
mod tables;
mod web_archives;
mod wire;
