//! Help: what it shows, and that every query in it runs.

use std::path::Path;

use crate::harness::{Folder, golden, on_sample};

#[test]
fn the_help_of_each_command_is_as_agreed() {
    for (name, arguments) in [
        ("morgue", &["-h"][..]),
        ("index", &["index", "--help"]),
        ("search", &["search", "--help"]),
        ("search-short", &["search", "-h"]),
        ("kwic", &["kwic", "--help"]),
        ("count", &["count", "--help"]),
        ("show", &["show", "--help"]),
        ("remove", &["remove", "--help"]),
        ("merge", &["merge", "--help"]),
        ("stats", &["stats", "--help"]),
        ("check", &["check", "--help"]),
        ("backup", &["backup", "--help"]),
        ("restore", &["restore", "--help"]),
        ("doctor", &["doctor", "--help"]),
        ("inspect", &["inspect", "--help"]),
        ("formats", &["formats", "--help"]),
        ("bench", &["bench", "--help"]),
        ("help", &["help", "--help"]),
    ] {
        let answer = Folder::new().variable("COLUMNS", "80").run(arguments);
        answer.exits(0).err_is("");
        golden(name, &answer.out);
    }
}

#[test]
fn every_line_of_help_fits_80_columns() {
    for arguments in [
        &["-h"][..],
        &["index", "--help"],
        &["search", "--help"],
        &["kwic", "--help"],
        &["count", "--help"],
        &["show", "--help"],
        &["remove", "--help"],
        &["merge", "--help"],
        &["stats", "--help"],
        &["check", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["doctor", "--help"],
        &["inspect", "--help"],
        &["formats", "--help"],
        &["bench", "--help"],
        &["help", "syntax"],
        &["help", "dates"],
    ] {
        let answer = Folder::new().variable("COLUMNS", "80").run(arguments);
        let long = answer.out.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{arguments:?}");
    }
}

#[test]
fn every_query_in_the_help_finds_something_in_the_sample() {
    for (topic, least) in [("syntax", 25), ("dates", 12)] {
        let help = Folder::new().run(&["help", topic]).out;
        let queries: Vec<&str> = help.lines().filter_map(query).collect();
        assert!(queries.len() >= least, "{queries:?}");
        for query in queries {
            on_sample(&["search", "--", query])
                .exits(0)
                .err_lacks("note:");
        }
    }
}

/// The query of an indented line, which ends at two spaces.
fn query(line: &str) -> Option<&str> {
    line.strip_prefix("  ")?.split("  ").next()
}

#[test]
fn a_topic_fits_one_screen() {
    for topic in ["syntax", "dates"] {
        let answer = Folder::new().run(&["help", topic]);
        answer.exits(0).err_is("");
        assert!(answer.out.lines().count() <= 40);
    }
}

#[test]
fn the_lists_of_forms_are_printed() {
    Folder::new()
        .run(&["help", "forms"])
        .exits(0)
        .out_has("children")
        .out_has("unpaired");
}

#[test]
fn the_program_alone_shows_help_and_is_an_error() {
    Folder::new()
        .run(&[])
        .exits(2)
        .out_is("")
        .err_has("Usage: morgue")
        .err_has("Examples:");
}

#[test]
fn help_on_a_command_is_its_long_help() {
    let asked = Folder::new().run(&["help", "search"]);
    let flag = Folder::new().run(&["search", "--help"]);
    asked.exits(0).out_is(&flag.out);
}

#[test]
fn help_on_nothing_known_names_the_topics() {
    let answer = Folder::new().run(&["help", "sintax"]);
    answer.exits(2).out_is("").err_is(
        "error: there is no help on sintax\n\
         hint: topics are syntax, dates, dialects and forms, and the commands: index, search, kwic, \
         count, show, remove, merge, stats, inspect, formats, check, backup, restore, doctor, bench\n",
    );
}

#[test]
fn a_mistyped_command_or_flag_names_the_right_one() {
    Folder::new()
        .run(&["serch", "flood"])
        .exits(2)
        .err_has("'search'");
    Folder::new()
        .run(&["search", "flood", "--sice", "1953"])
        .exits(2)
        .err_has("'--since'");
    Folder::new()
        .run(&["search", "flood", "--sort", "dat"])
        .exits(2)
        .err_has("'date'");
}

#[test]
fn the_version_is_one_line() {
    let version = format!("morgue {}\n", env!("CARGO_PKG_VERSION"));
    Folder::new().run(&["--version"]).exits(0).out_is(&version);
}

#[test]
fn every_query_in_the_readme_finds_something_in_the_sample() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).expect("there is a README");
    let table = readme
        .split("| to find | write |")
        .nth(1)
        .expect("there is a table of queries");
    let rows = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let written = rows.filter_map(|row| row.split('|').nth(2));
    let queries: Vec<&str> = written
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(queries.len() >= 12, "{queries:?}");
    for query in queries {
        on_sample(&["search", "--", query])
            .exits(0)
            .err_lacks("note:");
    }
}

#[test]
fn the_readme_shows_lines_and_counts_as_they_are() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).expect("there is a README");
    for (heading, arguments) in [
        (
            "## Every match on a line",
            &[
                "kwic",
                "\"state of emergency\"",
                "--width",
                "30",
                "--since",
                "1973",
            ][..],
        ),
        ("## Counts", &["count", "flood", "--by", "source"]),
    ] {
        let section = readme.split(heading).nth(1).expect("there is a section");
        let shown = section
            .split("```\n")
            .nth(3)
            .expect("the answer is the second block");
        on_sample(arguments).exits(0).out_is(shown);
    }
}

#[test]
fn the_first_command_of_the_readme_answers_as_it_shows() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).expect("there is a README");
    let shown = readme
        .split("```\n")
        .nth(3)
        .expect("the answer is the second block");
    let (hit, rest) = shown
        .split_once("\n\n")
        .expect("a line is left free after a hit");
    let footer = rest.lines().last().expect("there is a footer");
    let footer = footer.rsplit_once(" · ").expect("the time stands last").0;
    let folder = Folder::new();
    let archive = crate::harness::sample().display().to_string();
    let answer = folder.run(&["search", "flood inquiry", "--in", &archive]);
    answer.exits(0).out_has(hit).out_has(footer);
}
