//! Repairs texts that were encoded twice: UTF-8 that a program took for Windows-1252 and encoded
//! again, so that `couldn’t` stands as `couldnâ€™t`.

use std::borrow::Cow;
use std::cell::Cell;

use encoding_rs::WINDOWS_1252;

/// How often a text may have been encoded once more than it should.
const MOST_TIMES: usize = 3;

thread_local! {
    /// Whether a text was repaired since this was asked last. A file is read by one thread, record
    /// after record; its texts are cleaned in too many places for each to hand this on.
    static HAS_REPAIRED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread has repaired a text since it was asked last.
pub(super) fn take_repaired() -> bool {
    HAS_REPAIRED.take()
}

/// The text as it was before it was encoded a second time, or a third.
pub(super) fn repaired(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_TIMES {
        match once(&text) {
            Some(before) => {
                HAS_REPAIRED.set(true);
                text = Cow::Owned(before);
            }
            None => break,
        }
    }
    text
}

/// The text with each run of letters that were encoded twice replaced; `None` if there is none.
fn once(text: &str) -> Option<String> {
    // The bytes of `â`, `Ã` and `Â`.
    let bytes = text.as_bytes();
    let is_one = |at| matches!(bytes.get(at + 1), Some(0xa2 | 0x83 | 0x82));
    if !memchr::memchr_iter(0xc3, bytes).any(is_one) {
        return None;
    }
    let (mut done, mut is_changed, mut rest) = (String::with_capacity(text.len()), false, text);
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (before, run) = rest.split_at(start);
        let (run, after) = run.split_at(run.find(|c: char| c.is_ascii()).unwrap_or(run.len()));
        done.push_str(before);
        match decoded(run) {
            Some(letters) => {
                done.push_str(&letters);
                is_changed = true;
            }
            None => done.push_str(run),
        }
        rest = after;
    }
    done.push_str(rest);
    is_changed.then_some(done)
}

/// What a run of characters beyond ASCII says as UTF-8, if it is that and cannot be meant as it is.
fn decoded(run: &str) -> Option<String> {
    let bytes: Vec<u8> = run.chars().map(byte).collect::<Option<_>>()?;
    let letters = std::str::from_utf8(&bytes).ok()?;
    let mut written = run.chars();
    for letter in letters.chars() {
        let of: Vec<char> = written.by_ref().take(letter.len_utf8()).collect();
        if !is_telling(&of) {
            return None;
        }
    }
    Some(letters.to_owned())
}

/// The byte of a character in Windows-1252, or in Latin-1 where that has none.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(c) {
        return Some(byte);
    }
    match WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])) {
        (bytes, _, false) => bytes.first().copied(),
        _ => None,
    }
}

/// Whether nobody writes these characters one after another: a mark behind a capital at the end of a
/// quotation is written, as in `IRMÃ”` and `Spaß“`.
fn is_telling(characters: &[char]) -> bool {
    match characters {
        ['â', '€' | '\u{80}' | '‚' | '\u{82}' | '„' | '\u{84}', _] => true,
        ['Ã' | 'Â', second] => !matches!(
            second,
            '«' | '»' | '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '›' | '‹' | '\u{a0}'
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn what_was_encoded_twice_is_repaired_and_nothing_else() {
        for (text, expected) in [
            ("couldnâ€™t", "couldn’t"),
            ("CafÃ© Ã‰clair, Â£5 â‚¬6", "Café Éclair, £5 €6"),
            ("â€œSnow fellâ€\u{9d}", "“Snow fell”"),
            ("Romneyâ\u{80}\u{99}s", "Romney’s"),
            ("RomneyÃ¢â‚¬â„¢s", "Romney’s"),
            ("couldnÃ¢Â\u{80}Â\u{99}t", "couldn’t"),
            ("“IRMÃ”, „Spaß“, «CAFÉ», Åre", "“IRMÃ”, „Spaß“, «CAFÉ», Åre"),
            ("Ã la carte, â, Â, ÃÂ", "Ã la carte, â, Â, ÃÂ"),
            (
                "Đà Nẵng được gọi là thành phố â",
                "Đà Nẵng được gọi là thành phố â",
            ),
        ] {
            assert_eq!(repaired(text), expected);
        }
    }
}
