//! The program from outside: what is typed, what is answered.

mod batch;
mod bench;
mod conformance;
mod count;
mod dialects;
mod exports;
mod floors;
mod harness;
mod help;
mod index;
mod kwic;
mod limits;
mod mails;
mod output;
mod rules;
mod safety;
mod scans;
mod search;
mod shell;
mod show;
mod stats;
mod wire;
