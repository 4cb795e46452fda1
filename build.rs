//! Says how the program is linked.
//!
//! A program that may lie anywhere in memory has some 50,000 addresses corrected each time it starts:
//! a third of its page faults, and a tenth of a search from start to exit. On Linux it gets a fixed
//! place. What an attacker could aim at is written in Rust but for zstd and the allocator; stack,
//! heap and libraries still lie elsewhere each time.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
