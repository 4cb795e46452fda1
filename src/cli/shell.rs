//! What shells do to queries: flags that were meant as negations, quotes that never arrived.

use std::borrow::Cow;
use std::ffi::OsString;

use anyhow::Result;
use clap::CommandFactory;

use super::Cli;
use super::failure::Stumble;

/// Stops at a word of a query that begins with `-`, which would be taken for flags.
///
/// This looks before clap does: `-ham` would be its `-h`, and print the help.
pub(crate) fn check(arguments: &[OsString]) -> Result<()> {
    let Some((command, words)) = words_of_query(arguments) else {
        return Ok(());
    };
    // To know the flags takes longer than many a search.
    if !words.iter().any(|word| may_be_negation(word)) {
        return Ok(());
    }
    let flags = flags_with_values(&command);
    let mut query = Vec::new();
    let mut negation = None;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        if word.starts_with("--") || word == "-f" {
            if flags.iter().any(|flag| word == flag) {
                words.next();
            }
            continue;
        }
        if may_be_negation(word) {
            negation = negation.or(Some(word));
        }
        query.push(word.as_ref());
    }
    match negation {
        Some(word) => Err(looks_like_a_flag(word, &query.join(" "), &command).into()),
        None => Ok(()),
    }
}

/// Whether a word is a sign and something behind it, and no flag that every command has.
fn may_be_negation(word: &str) -> bool {
    word.starts_with('-') && !word.starts_with("--") && !matches!(word, "-" | "-f" | "-h")
}

/// The commands that are asked a query.
const ASKED: [&str; 3] = ["search", "kwic", "count"];

/// The command, if it is asked a query, and what follows it; only flags can stand before it.
fn words_of_query(arguments: &[OsString]) -> Option<(Cow<'_, str>, Vec<Cow<'_, str>>)> {
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    loop {
        let word = words.next()?;
        match word.as_ref() {
            command if ASKED.contains(&command) => return Some((word, words.collect())),
            "--color" => _ = words.next(),
            flag if flag.starts_with('-') => {}
            _ => return None,
        }
    }
}

/// The flags of a command that take the next argument, such as `--sort -date`.
fn flags_with_values(command: &str) -> Vec<String> {
    let mut program = Cli::command();
    program.build();
    let command = program.find_subcommand(command).into_iter();
    let flags = command
        .flat_map(|command| command.get_arguments())
        .filter(|argument| argument.get_action().takes_values());
    let names = flags.flat_map(|argument| {
        let long = argument.get_long().map(|long| format!("--{long}"));
        let short = argument.get_short().map(|short| format!("-{short}"));
        [long, short]
    });
    names.flatten().collect()
}

fn looks_like_a_flag(word: &str, query: &str, command: &str) -> Stumble {
    let text = format!("{word} looks like a flag, and {command} has no such flag");
    let quoted = quoted(query);
    // Quotes do not help where the whole query begins with the sign.
    let hint = match query.starts_with('-') {
        true => format!("put -- before the query: morgue {command} -- {quoted}"),
        false => format!(
            "to leave out articles with a word, quote the query: morgue {command} {quoted}\n\
             or put -- before it: morgue {command} -- {query}"
        ),
    };
    Stumble::new(text, hint)
}

/// The text as one argument of a shell.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The argument that was perhaps typed in quotes which the shell took away: several plain words.
///
/// With two words it is more often `'flood inquiry'`, quoted out of habit, so `least` tells how
/// many words it takes.
pub(crate) fn lost_phrase(words: &[String], least: usize) -> Option<&str> {
    let plain = |word: &str| {
        word.chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'))
            && !matches!(word, "AND" | "OR" | "NOT")
    };
    words
        .iter()
        .map(|argument| argument.trim())
        .find(|argument| {
            let words = argument.split_whitespace();
            words.clone().count() >= least && words.clone().all(plain)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_for_a_shell_only_if_it_must_be() {
        for (text, shell) in [
            ("corpus/1997", "corpus/1997"),
            ("", "''"),
            ("apple -fruit", "'apple -fruit'"),
            ("O'Connor", r"'O'\''Connor'"),
            ("a;b", "'a;b'"),
        ] {
            assert_eq!(quoted(text), shell);
        }
    }

    #[test]
    fn a_phrase_is_lost_only_where_one_argument_holds_plain_words() {
        let cases: [(&[&str], Option<&str>); 6] = [
            (&["state of emergency"], Some("state of emergency")),
            (&["\"state of emergency\""], None),
            (&["state", "of", "emergency"], None),
            (&["flood OR dam"], None),
            (&["flood inquiry"], None),
            (
                &["mayor", "state of emergency "],
                Some("state of emergency"),
            ),
        ];
        for (words, phrase) in cases {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            assert_eq!(lost_phrase(&words, 3), phrase, "{words:?}");
        }
    }

    #[test]
    fn a_word_with_a_dash_is_told_from_the_value_of_a_flag() {
        let check = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            check(&words).err().map(|error| error.to_string())
        };
        assert_eq!(check("morgue search apple --sort -date"), None);
        assert_eq!(check("morgue search -- apple -fruit"), None);
        assert_eq!(check("morgue search -h"), None);
        assert_eq!(check("morgue search a - b"), None);
        assert_eq!(check("morgue count -f - --by year"), None);
        assert_eq!(check("morgue search -f -queries"), None);
        assert!(check("morgue kwic apple -fruit").is_some());
        assert_eq!(check("morgue show search -x"), None);
        assert!(check("morgue --color never search bread -ham").is_some());
        assert!(check("morgue search apple --all -fruit").is_some());
    }
}
