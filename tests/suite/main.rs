//! The program from outside: what is typed, what is answered.

mod conformance;
mod dialects;
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
