//! What shells do to queries, pipes and full disks.

use crate::harness::{Folder, on_sample};

#[test]
fn a_word_that_looks_like_a_flag_says_what_to_type() {
    on_sample(&["search", "apple", "-fruit"])
        .exits(2)
        .out_is("")
        .err_is(
            "error: -fruit looks like a flag, and search has no such flag\n\
         hint: to leave out articles with a word, quote the query: morgue search 'apple -fruit'\n\
         hint: or put -- before it: morgue search -- apple -fruit\n",
        );
}

#[test]
fn a_word_that_begins_like_a_flag_we_have_is_no_flag_either() {
    on_sample(&["search", "bread", "-ham"])
        .exits(2)
        .err_has("morgue search 'bread -ham'");
}

#[test]
fn a_query_that_begins_with_a_negation_needs_two_dashes() {
    for words in [&["-fruit", "apple"][..], &["-fruit apple"]] {
        let answer = on_sample(&[&["search"], words].concat());
        answer
            .exits(2)
            .err_has("hint: put -- before the query: morgue search -- '-fruit apple'\n");
    }
    on_sample(&["search", "--", "-fruit apple"]).exits(0);
}

#[test]
fn both_ways_to_negate_a_word_give_one_page() {
    let quoted = on_sample(&["search", "--json", "apple -tree"]);
    let after = on_sample(&["search", "--json", "--", "apple", "-tree"]);
    quoted.exits(0).out_is(&after.out);
}

#[test]
fn words_are_joined_by_spaces() {
    let apart = on_sample(&["search", "--json", "flood", "inquiry"]);
    on_sample(&["search", "--json", "flood inquiry"]).out_is(&apart.out);
}

#[test]
fn a_phrase_whose_quotes_the_shell_took_is_offered_when_nothing_was_found() {
    on_sample(&["search", "zebra crossing zeppelin"])
        .exits(1)
        .err_has("hint: to search the exact phrase type '\"zebra crossing zeppelin\"'\n");
    on_sample(&["search", "zebra", "zeppelin"])
        .exits(1)
        .err_lacks("exact phrase");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::new().on_sample();
    for command in [
        "search '*' --all",
        "search '*' --all --jsonl",
        "search '*' --all --csv",
        "stats",
    ] {
        let line = format!("morgue {command} | head -n 1");
        folder.shell(&line).exits(0).err_is("");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new().on_sample();
    for format in ["", "--json", "--jsonl", "--csv"] {
        let answer = folder.shell(&format!("morgue search flood {format} >/dev/full"));
        answer
            .exits(2)
            .err_has("error: cannot write the answer\n  because: No space left");
    }
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let red = "\u{1b}[1m\u{1b}[31m";
    on_sample(&["search", "flood"])
        .out_lacks("\u{1b}")
        .out_has("**flood**");
    on_sample(&["search", "flood", "--color", "always"])
        .out_has(red)
        .out_lacks("**");
    on_sample(&["search", "flood", "--color", "always", "--marks"]).out_has("**flood**");
    let folder = Folder::new().on_sample().variable("CLICOLOR_FORCE", "1");
    folder.run(&["search", "flood"]).out_has(red);
    let folder = folder.variable("NO_COLOR", "1");
    folder.run(&["search", "flood"]).out_lacks("\u{1b}");
    folder
        .run(&["search", "flood", "--color", "never"])
        .out_lacks("\u{1b}");
}

#[test]
fn an_empty_query_is_an_error_that_says_what_to_type() {
    for query in [&[][..], &[""], &["  ", " "]] {
        on_sample(&[&["search"], query].concat())
            .exits(2)
            .out_is("")
            .err_is(
                "error: there is nothing to search for: the query has no word\n\
             hint: type words: morgue search flood inquiry; for every article: morgue search '*'\n",
            );
    }
}
