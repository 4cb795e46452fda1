//! Which words stand inside quotation marks (section 5, rule 9).

use std::ops::RangeInclusive;

use super::words::Word;

/// The quotations of a paragraph as printed: the first and the last word of each, by index.
///
/// Any double mark closes what any opened; one that is not closed ends with the paragraph.
pub(super) fn quotations(paragraph: &str, words: &[Word]) -> Vec<RangeInclusive<usize>> {
    let mut found = Vec::new();
    let mut opened: Option<usize> = None;
    let mut read = 0;
    for at in double_marks(paragraph) {
        read += words[read..].partition_point(|word| word.start < at);
        opened = match opened {
            None => Some(read),
            Some(first) => {
                found.extend(quotation(first, read));
                None
            }
        };
    }
    found.extend(opened.and_then(|first| quotation(first, words.len())));
    found
}

fn quotation(first: usize, after: usize) -> Option<RangeInclusive<usize>> {
    (first < after).then(|| first..=after - 1)
}

/// Where the double quotation marks of a text stand, as bytes.
fn double_marks(text: &str) -> impl Iterator<Item = usize> {
    // Their first bytes: few characters need to be decoded.
    memchr::memchr3_iter(b'"', 0xc2, 0xe2, text.as_bytes())
        .filter(|at| text[*at..].starts_with(['"', '“', '”', '„', '‟', '«', '»']))
}
