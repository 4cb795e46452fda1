//! The program: parses, runs, turns the outcome into a message and an exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::failure::keep_panics_quiet();
    let arguments = std::env::args_os().collect();
    match std::panic::catch_unwind(|| cli::run(arguments)) {
        Ok(Ok(outcome)) => ExitCode::from(outcome.code()),
        Ok(Err(error)) => ExitCode::from(cli::failure::tell(&error)),
        Err(_) => ExitCode::from(cli::failure::tell_bug()),
    }
}
