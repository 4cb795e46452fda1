//! Fits text into columns of a terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Inert;

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    Inert::from(text).as_str().width()
}

/// The text with spaces behind it up to a width.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The first words of a text that fit; where that is less than a third, a word is cut.
pub(crate) fn first_words(text: &str, columns: usize) -> &str {
    let head = head(text, columns);
    if text[head.len()..].starts_with(char::is_whitespace) || head.len() == text.len() {
        return head;
    }
    let space = head.rfind(char::is_whitespace);
    let words = space.map_or("", |space| &head[..space]);
    if width(words) * 3 >= columns {
        words
    } else {
        head
    }
}

/// The last words of a text that fit; where that is less than a third, a word is cut.
pub(crate) fn last_words(text: &str, columns: usize) -> &str {
    let tail = tail(text, columns);
    if text[..text.len() - tail.len()].ends_with(char::is_whitespace) || tail.len() == text.len() {
        return tail;
    }
    let words = tail.trim_start_matches(|c: char| !c.is_whitespace());
    let words = words.trim_start();
    if width(words) * 3 >= columns {
        words
    } else {
        tail
    }
}

/// The longest beginning of a text that fits.
fn head(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (place, letter) in text.grapheme_indices(true) {
        taken += width(letter);
        if taken > columns {
            return &text[..place];
        }
    }
    text
}

/// The longest end of a text that fits.
fn tail(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (place, letter) in text.grapheme_indices(true).rev() {
        taken += width(letter);
        if taken > columns {
            return &text[place + letter.len()..];
        }
    }
    text
}

/// The text, cut with `…` where it does not fit.
pub(crate) fn head_cut(text: &str, columns: usize) -> String {
    match width(text) <= columns {
        true => text.to_owned(),
        false => format!("{}…", head(text, columns.saturating_sub(1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_columns_and_never_inside_a_letter() {
        for (text, columns, first, last) in [
            ("flood", 9, "flood", "flood"),
            ("flood", 3, "flo", "ood"),
            ("flood", 0, "", ""),
            ("東京都", 4, "東京", "京都"),
            ("東京都", 5, "東京", "京都"),
            ("cafe\u{301}s", 4, "cafe\u{301}", "afe\u{301}s"),
            ("", 4, "", ""),
        ] {
            assert_eq!((head(text, columns), tail(text, columns)), (first, last));
        }
        assert_eq!(first_words("the flood came", 11), "the flood");
        assert_eq!(first_words("the flood came", 9), "the flood");
        assert_eq!(first_words("the-unbreakable word", 9), "the-unbre");
        assert_eq!(first_words("の 報告書は", 7), "の 報告");
        assert_eq!(last_words("the flood came", 11), "flood came");
        assert_eq!(last_words("the flood came", 10), "flood came");
        assert_eq!(last_words("word unbreakable ", 9), "reakable ");
        assert_eq!(head_cut("The Weir Gazette", 9), "The Weir…");
        assert_eq!(head_cut("The Weir", 9), "The Weir");
        assert_eq!(padded("東", 4), "東  ");
    }
}
