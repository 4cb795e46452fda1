//! The program: parses, runs, turns the outcome into a message and an exit code.

mod cli;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread;

/// Queries nest as deep as a person pastes them, and each level is a call of several functions.
const STACK_BYTES: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    cli::failure::keep_panics_quiet();
    cli::failure::take_limits_as_errors();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let ended = match cli::is_shallow(&arguments) {
        true => Ok(catch_unwind(AssertUnwindSafe(|| run(arguments)))),
        false => thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(|| run(arguments))
            .map(thread::JoinHandle::join),
    };
    match ended {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => ExitCode::from(cli::failure::tell_bug()),
        Err(error) => ExitCode::from(cli::failure::tell(&error.into())),
    }
}

fn run(arguments: Vec<OsString>) -> ExitCode {
    match cli::run(arguments) {
        Ok(outcome) => cli::leave(outcome.code()),
        Err(error) => cli::leave(cli::failure::tell(&error)),
    }
}
