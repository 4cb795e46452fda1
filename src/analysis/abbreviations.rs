//! The words after which a full stop ends no sentence, in a table that is made by the compiler:
//! to read the list would take longer than a search.

use super::lists::ABBREVIATIONS;

/// The longest abbreviation that is listed, in bytes.
pub(super) const LONGEST: usize = 6;

/// Whether it is listed, as printed there or all in capitals.
pub(super) fn is_abbreviation(printed: &str) -> bool {
    if printed.len() > LONGEST {
        return false;
    }
    let mut slot = slot_of(printed.as_bytes());
    while let Some(listed) = at(TABLE[slot]) {
        if listed == printed {
            return true;
        }
        let is_small = |byte: u8| byte.is_ascii_lowercase();
        if listed.eq_ignore_ascii_case(printed) && !printed.bytes().any(is_small) {
            return true;
        }
        slot = (slot + 1) % SLOTS;
    }
    false
}

/// More than three times as many as there are words: most slots are empty, which ends a look.
const SLOTS: usize = 1024;

/// Where a word begins and ends in the list; an empty slot has neither.
type Slot = (u16, u16);

/// Each word behind its number, or in the next empty slot.
static TABLE: [Slot; SLOTS] = table();

fn at((start, end): Slot) -> Option<&'static str> {
    ABBREVIATIONS
        .get(usize::from(start)..usize::from(end))
        .filter(|word| !word.is_empty())
}

/// A number made of the letters of a word, whatever their case.
const fn slot_of(word: &[u8]) -> usize {
    let mut number = 0;
    let mut place = 0;
    while place < word.len() {
        number = number * 31 + word[place].to_ascii_uppercase() as usize;
        place += 1;
    }
    number % SLOTS
}

const fn table() -> [Slot; SLOTS] {
    let list = ABBREVIATIONS.as_bytes();
    let mut table = [(0, 0); SLOTS];
    let mut start = 0;
    while start < list.len() {
        if list[start] == b'#' {
            start = end_of(list, start, true);
            continue;
        }
        let end = end_of(list, start, false);
        if end > start {
            let (_, word) = list.split_at(start);
            let (word, _) = word.split_at(end - start);
            let mut slot = slot_of(word);
            while table[slot].1 > 0 {
                slot = (slot + 1) % SLOTS;
            }
            table[slot] = (start as u16, end as u16);
        }
        start = end + 1;
    }
    table
}

/// Where the line ends that goes on here, or else the word.
const fn end_of(list: &[u8], start: usize, is_line: bool) -> usize {
    let mut end = start;
    while end < list.len() && list[end] != b'\n' && (is_line || list[end] != b' ') {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::lists;

    #[test]
    fn what_is_listed_is_found_as_printed_and_in_capitals() {
        let mut longest = 0;
        for word in lists::words(ABBREVIATIONS) {
            assert!(is_abbreviation(word), "{word}");
            assert!(is_abbreviation(&word.to_ascii_uppercase()), "{word}");
            let other = |c: char| match c.is_ascii_lowercase() {
                true => c.to_ascii_uppercase(),
                false => c.to_ascii_lowercase(),
            };
            let swapped: String = word.chars().map(other).collect();
            let is_listed = lists::words(ABBREVIATIONS)
                .any(|listed| listed == swapped || listed.to_ascii_uppercase() == swapped);
            assert_eq!(is_abbreviation(&swapped), is_listed, "{swapped}");
            longest = longest.max(word.len());
        }
        assert_eq!(longest, LONGEST);
        for word in ["", "#", "Words", "Titles", "house", "Sun", "Mr Mrs", "M"] {
            assert!(!is_abbreviation(word), "{word}");
        }
    }
}
