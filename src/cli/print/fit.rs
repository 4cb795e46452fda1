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

/// The longest beginning of a text that fits.
pub(crate) fn head(text: &str, columns: usize) -> &str {
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
pub(crate) fn tail(text: &str, columns: usize) -> &str {
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
        assert_eq!(head_cut("The Weir Gazette", 9), "The Weir…");
        assert_eq!(head_cut("The Weir", 9), "The Weir");
        assert_eq!(padded("東", 4), "東  ");
    }
}
