//! Measures the parts of the engine on a generated archive: `cargo bench --bench engine`.
//!
//! `cargo bench --bench engine -- search` measures what has `search` in its name. The archive, ten
//! thousand articles, and its index are made anew each time, in the folder for temporary files.

#[path = "../../examples/synth/press/mod.rs"]
mod press;

#[path = "../../tests/suite/packs.rs"]
#[expect(dead_code, reason = "the tests pack in more ways")]
mod packs;

mod analysis;
mod archive;
mod formats;
mod index;
mod query;
mod reading;
mod search;

fn main() {
    divan::main();
}
