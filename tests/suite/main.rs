//! The program from outside: what is typed, what is answered.

mod batch;
mod bench;
mod conformance;
mod containers;
mod count;
mod dialects;
mod feeds;
mod floors;
mod harness;
mod help;
mod hostile;
mod index;
mod inspect;
mod kwic;
mod limits;
mod output;
mod packs;
mod rules;
mod rules_file;
mod safety;
mod search;
mod shell;
mod show;
mod stats;
mod tables;
mod web_archives;
