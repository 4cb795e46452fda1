//! What words become: case, accents and apostrophes folded (section 3, rule 2).

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::characters::{Class, class, is_accent, is_apostrophe, takes_accents};
use super::words::Word;

const COMPOSE: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const DECOMPOSE: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// Folds case, the accents of Latin and Greek letters, `ß` `æ` `ø` `ł` and apostrophes, and leaves
/// out what has no width. All other signs pass, so that a wildcard pattern can be folded too.
///
/// ```
/// assert_eq!(morgue::analysis::fold("Stra\u{df}en*"), "strassen*");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(text.chars(), &mut folded);
    folded
}

/// Appends the folded word to a text.
#[inline]
pub(super) fn push_folded(text: &str, word: &Word, onto: &mut String) {
    let printed = word.of(text);
    if word.is_plain() && word.capitals == 0 {
        onto.push_str(printed);
    } else if word.is_plain() || is_plain(printed) && !word.dotted {
        push_lower_ascii(printed, onto);
    } else {
        fold_onto(letters(printed, word), onto);
    }
}

/// Appends the word in lower case, with its accents, composed.
pub(super) fn push_exact(text: &str, word: &Word, onto: &mut String) {
    let printed = word.of(text);
    if is_plain(printed) && !word.dotted {
        return push_lower_ascii(printed, onto);
    }
    let lower = DECOMPOSE
        .normalize_iter(seen(letters(printed, word)))
        .flat_map(lower);
    onto.extend(COMPOSE.normalize_iter(lower));
}

/// Whether a word as printed can differ from its folded form in more than case.
pub(super) fn may_have_accents(text: &str, word: &Word) -> bool {
    !word.is_plain() && !word.of(text).is_ascii()
}

fn push_lower_ascii(text: &str, onto: &mut String) {
    let start = onto.len();
    onto.push_str(text);
    onto[start..].make_ascii_lowercase();
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The characters of a word, the dots between single letters left out.
fn letters(printed: &str, word: &Word) -> impl Iterator<Item = char> {
    let dotted = word.dotted;
    printed.chars().filter(move |c| !(dotted && *c == '.'))
}

fn fold_onto(chars: impl Iterator<Item = char>, onto: &mut String) {
    let mut on_accented = false;
    let bare = DECOMPOSE.normalize_iter(seen(chars)).filter(|c| {
        let accent = is_accent(*c);
        if !accent {
            on_accented = takes_accents(*c);
        }
        !(accent && on_accented)
    });
    onto.extend(COMPOSE.normalize_iter(bare.flat_map(lower).flat_map(Spelled::new)));
}

/// What is not ignored, the apostrophes straight.
fn seen(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars
        .filter(|c| class(*c) != Class::Ignored)
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
}

/// A character in lower case; the final sigma and the long s are only other shapes of a letter.
fn lower(char: char) -> impl Iterator<Item = char> {
    char.to_lowercase().map(|c| match c {
        'ς' => 'σ',
        'ſ' => 's',
        c => c,
    })
}

/// The plain letters that a letter is folded to.
struct Spelled([Option<char>; 2]);

impl Spelled {
    fn new(char: char) -> Spelled {
        Spelled(match char {
            'ß' => [Some('s'), Some('s')],
            'æ' => [Some('a'), Some('e')],
            'ø' => [Some('o'), None],
            'ł' => [Some('l'), None],
            c => [Some(c), None],
        })
    }
}

impl IntoIterator for Spelled {
    type Item = char;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<char>, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}
