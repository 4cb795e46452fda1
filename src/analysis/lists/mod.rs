//! The lists of words that the rules speak of: data of ours, in files beside this one.

/// Words after which a full stop ends no sentence.
pub(super) const ABBREVIATIONS: &str = include_str!("abbreviations.txt");
/// A singular and its irregular plurals, one line each.
pub(super) const IRREGULAR: &str = include_str!("irregular.txt");
/// Singulars with regular plurals in `-is` and `-us`.
pub(super) const PAIRS: &str = include_str!("pairs.txt");
/// Words without a plural that are no plural of another word either.
pub(super) const UNPAIRED: &str = include_str!("unpaired.txt");

/// The lines of a list that are not comments, as words.
pub(super) fn lines(list: &str) -> impl Iterator<Item = std::str::SplitWhitespace<'_>> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::split_whitespace)
}

/// The words of a list, whatever lines they stand on.
pub(super) fn words(list: &str) -> impl Iterator<Item = &str> {
    lines(list).flatten()
}
