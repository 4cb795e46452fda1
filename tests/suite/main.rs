//! The program from outside: what is typed, what is answered.

mod backup;
mod batch;
mod bench;
mod conformance;
mod count;
mod dialects;
mod doctor;
mod errors;
mod floors;
mod growing;
mod harness;
mod help;
mod hostile;
mod index;
mod keeping_up;
mod kwic;
mod limits;
mod output;
mod reliability;
mod rules;
mod safety;
mod search;
mod shell;
mod show;
mod stats;
mod storage;
