//! What is kept whole beside its words: `$5m`, `#tag`, `@name`, `10%`, `C++`, `AT&T` (section 3,
//! rule 4).

use std::ops::Range;

use super::characters::{Class, is_currency, seen};
use super::compounds::chains;
use super::fold::push_folded;
use super::gaps::{gap_after, gap_before};
use super::words::Word;

/// Something kept whole: the range of its words, and its text, folded.
#[derive(Debug)]
pub(super) struct Sign {
    pub(super) words: Range<usize>,
    pub(super) whole: String,
}

/// The signs of a text. Those joined by `&` come first, then by place, what stands before a word
/// before what stands after it: where a query can ask for one only, it is the first.
pub(super) fn signs(text: &str, words: &[Word]) -> Vec<Sign> {
    if !may_hold_one(text) {
        return Vec::new();
    }
    let mut found: Vec<Sign> = chains(text, words, |c| c == '&')
        .into_iter()
        .map(|range| joined(text, words, range))
        .collect();
    for index in 0..words.len() {
        let word = &words[index];
        let prefix = prefix(text, index.checked_sub(1).map(|i| &words[i]), word);
        let suffix = suffix(text, word, words.get(index + 1));
        let mut keep = |before: &str, after: &str| {
            let mut whole = String::from(before);
            push_folded(text, word, &mut whole);
            whole.push_str(after);
            found.push(Sign {
                words: index..index + 1,
                whole,
            });
        };
        if let Some(prefix) = prefix {
            keep(prefix.encode_utf8(&mut [0; 4]), "");
        }
        if let Some(suffix) = suffix {
            keep("", suffix);
        }
    }
    found
}

const MAY_BEGIN_ONE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0xc2;
    while byte < table.len() {
        table[byte] = byte != 0xc3;
        byte += 1;
    }
    let signs = b"&#@%+$";
    let mut next = 0;
    while next < signs.len() {
        table[signs[next] as usize] = true;
        next += 1;
    }
    table
};

/// Whether a text has a byte that a sign begins with: most texts have none.
///
/// Beyond ASCII those are the currency signs; accented letters (from byte `c3` on) and the dashes
/// and quotation marks (`e2 80`) are none.
fn may_hold_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let may_begin_one = |byte: &u8| MAY_BEGIN_ONE[usize::from(*byte)];
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(may_begin_one) {
        if bytes[from + at] != 0xe2 || bytes.get(from + at + 1) != Some(&0x80) {
            return true;
        }
        from += at + 1;
    }
    false
}

fn joined(text: &str, words: &[Word], range: Range<usize>) -> Sign {
    let mut whole = String::new();
    for (index, word) in words[range.clone()].iter().enumerate() {
        if index > 0 {
            whole.push('&');
        }
        push_folded(text, word, &mut whole);
    }
    Sign {
        words: range,
        whole,
    }
}

/// A currency sign before a digit, or a `#` or `@` that does not come right after a word.
fn prefix(text: &str, before: Option<&Word>, word: &Word) -> Option<char> {
    let gap = gap_before(text, before, word);
    if gap == " " || gap.is_empty() {
        return None;
    }
    let sign = seen(gap).last()?.char;
    let after_a_word = || before.is_some() && seen(gap).count() == 1;
    let kept = match sign {
        '#' | '@' => !after_a_word(),
        sign => word.first == Class::Digit && is_currency(sign),
    };
    kept.then_some(sign)
}

/// `%` after a digit, `++` after a letter.
fn suffix(text: &str, word: &Word, next: Option<&Word>) -> Option<&'static str> {
    let gap = gap_after(text, word, next);
    if gap == " " || word.after != word.end {
        return None;
    }
    let mut signs = seen(gap).map(|sign| sign.char);
    match (signs.next()?, word.last) {
        ('%', Class::Digit) => Some("%"),
        ('+', last) if last != Class::Digit && !ends_with_dot(text, word) => {
            (signs.next() == Some('+')).then_some("++")
        }
        _ => None,
    }
}

fn ends_with_dot(text: &str, word: &Word) -> bool {
    word.of(text).ends_with('.')
}
