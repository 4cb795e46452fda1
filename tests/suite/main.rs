//! The program from outside: what is typed, what is answered.

mod bench;
mod conformance;
mod floors;
mod harness;
mod help;
mod index;
mod output;
mod safety;
mod search;
mod shell;
mod show;
mod stats;
