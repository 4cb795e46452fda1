//! How the words of a text, its forms and its marks are handed to tantivy, which takes a text and
//! has it cut into tokens again.

use std::str::Chars;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::pairs;
use super::schema::{form_term, mark_term};
use crate::analysis::{Analysis, FormAt, Marks};

/// The tokenizer of folded words.
pub(super) const WORDS: &str = "morgue-words";
/// The tokenizer of further forms and pairs.
pub(super) const FORMS: &str = "morgue-forms";
/// The tokenizer of marks.
pub(super) const MARKS: &str = "morgue-marks";

/// Makes the tokenizers known; tantivy does not keep them in the index.
pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(WORDS, Words);
    tokenizers.register(FORMS, Forms);
    tokenizers.register(MARKS, MarkBits);
}

/// An analysed text, each part as its tokenizer reads it.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    /// The folded words between single spaces: one word, one position.
    pub(super) words: String,
    /// A line each: the step from the position of the form before, the term.
    pub(super) forms: String,
    /// For each position that has marks the step to it, and their bits as a character.
    pub(super) marks: String,
}

impl Encoded {
    /// A text that is a filter, which has no marks and no pairs.
    pub(super) fn filter(analysis: Analysis) -> Encoded {
        let mut forms = String::new();
        let mut steps = Steps::default();
        for form in sorted(&analysis.forms) {
            push_form(form, &mut steps, &mut forms);
        }
        Encoded {
            words: analysis.words,
            forms,
            marks: String::new(),
        }
    }

    /// A text that is searched: with its marks, and with the pairs of its common words.
    pub(super) fn searched(analysis: Analysis) -> Encoded {
        let mut forms = String::with_capacity(analysis.words.len() / 2);
        let mut steps = Steps::default();
        let mut further = sorted(&analysis.forms).into_iter().peekable();
        pairs::each(&analysis.words, |position, first, second| {
            while let Some(form) = further.next_if(|form| form.position <= position) {
                push_form(form, &mut steps, &mut forms);
            }
            steps.push(position, &mut forms);
            pairs::push_term(first, second, &mut forms);
            forms.push('\n');
        });
        for form in further {
            push_form(form, &mut steps, &mut forms);
        }
        Encoded {
            marks: encoded_marks(&analysis.marks),
            words: analysis.words,
            forms,
        }
    }

    /// How many bytes it has.
    pub(super) fn bytes(&self) -> usize {
        self.words.len() + self.forms.len() + self.marks.len()
    }

    /// Hands on each word and form, with whether it is a form.
    pub(super) fn each_term(&self, mut each: impl FnMut(&str, bool)) {
        let mut words = Stream::of(WordsLeft(&self.words));
        words.process(&mut |token| each(&token.text, false));
        let mut forms = Stream::of(FormsLeft(self.forms.chars()));
        forms.process(&mut |token| each(&token.text, true));
    }
}

fn sorted(forms: &[FormAt]) -> Vec<&FormAt> {
    let mut sorted: Vec<&FormAt> = forms.iter().collect();
    sorted.sort();
    sorted
}

fn push_form(form: &FormAt, steps: &mut Steps, onto: &mut String) {
    steps.push(form.position, onto);
    onto.push_str(&form_term(form.kind, &form.text, form.length));
    onto.push('\n');
}

fn encoded_marks(marks: &[(u32, Marks)]) -> String {
    let mut encoded = String::with_capacity(marks.len() * 3);
    let mut steps = Steps::default();
    for (position, marks) in marks {
        steps.push(*position, &mut encoded);
        // Eleven bits: a character of two bytes at most.
        encoded.extend(char::from_u32(marks.0.into()));
    }
    encoded
}

/// The farthest step that one character says, the last before those that stand in pairs; what is
/// farther is said by several.
const FAR: char = '\u{d7ff}';

/// Positions, written as steps from one to the next; the first is one behind the beginning.
#[derive(Default)]
struct Steps {
    /// The position written last, and one.
    next: u32,
}

impl Steps {
    /// Writes the step to a position, which no earlier one follows.
    fn push(&mut self, position: u32, onto: &mut String) {
        let mut step = position + 1 - self.next;
        while step >= u32::from(FAR) {
            onto.push(FAR);
            step -= u32::from(FAR);
        }
        onto.extend(char::from_u32(step));
        self.next = position + 1;
    }
}

/// Reads a step.
fn cut_step(rest: &mut Chars<'_>) -> Option<usize> {
    let mut step = 0;
    loop {
        let char = rest.next()?;
        step += char as usize;
        if char != FAR {
            return Some(step);
        }
    }
}

/// Cuts off what stands before the next of these ASCII signs, and the sign. Words are short: a plain
/// loop finds it before a search made for long texts has begun.
fn cut_off<'a>(rest: &mut &'a str, sign: u8) -> &'a str {
    let text = *rest;
    let at = text.bytes().position(|byte| byte == sign);
    let (before, after) = at.map_or((text, ""), |at| (&text[..at], &text[at + 1..]));
    *rest = after;
    before
}

/// Reads a text token by token.
struct Stream<R> {
    rest: R,
    token: Token,
}

/// What has not been read yet.
trait Rest {
    /// Makes the token the next one; false if there is none.
    fn cut(&mut self, token: &mut Token) -> bool;
}

impl<R: Rest> Stream<R> {
    /// Stands before the first position.
    fn of(rest: R) -> Stream<R> {
        Stream {
            rest,
            token: Token::default(),
        }
    }
}

impl<R: Rest> TokenStream for Stream<R> {
    #[inline]
    fn advance(&mut self) -> bool {
        self.rest.cut(&mut self.token)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Makes a token the one of this text so many positions farther on.
#[inline]
fn set(token: &mut Token, step: usize, text: &str) {
    token.position = token.position.wrapping_add(step);
    token.text.clear();
    token.text.push_str(text);
}

/// See [`Encoded::words`].
#[derive(Clone)]
struct Words;

struct WordsLeft<'a>(&'a str);

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<WordsLeft<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<WordsLeft<'a>> {
        Stream::of(WordsLeft(text))
    }
}

impl Rest for WordsLeft<'_> {
    #[inline]
    fn cut(&mut self, token: &mut Token) -> bool {
        if self.0.is_empty() {
            return false;
        }
        set(token, 1, cut_off(&mut self.0, b' '));
        true
    }
}

/// See [`Encoded::forms`].
#[derive(Clone)]
struct Forms;

struct FormsLeft<'a>(Chars<'a>);

impl Tokenizer for Forms {
    type TokenStream<'a> = Stream<FormsLeft<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<FormsLeft<'a>> {
        Stream::of(FormsLeft(text.chars()))
    }
}

impl Rest for FormsLeft<'_> {
    #[inline]
    fn cut(&mut self, token: &mut Token) -> bool {
        let Some(step) = cut_step(&mut self.0) else {
            return false;
        };
        let mut rest = self.0.as_str();
        set(token, step, cut_off(&mut rest, b'\n'));
        self.0 = rest.chars();
        true
    }
}

/// See [`Encoded::marks`]: one token for each bit.
#[derive(Clone)]
struct MarkBits;

struct MarksLeft<'a> {
    rest: Chars<'a>,
    pending: u16,
}

impl Tokenizer for MarkBits {
    type TokenStream<'a> = Stream<MarksLeft<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<MarksLeft<'a>> {
        Stream::of(MarksLeft {
            rest: text.chars(),
            pending: 0,
        })
    }
}

impl Rest for MarksLeft<'_> {
    #[inline]
    fn cut(&mut self, token: &mut Token) -> bool {
        let mut steps = 0;
        while self.pending == 0 {
            let step = cut_step(&mut self.rest);
            let bits = self.rest.next().map(|bits| u16::try_from(u32::from(bits)));
            let (Some(step), Some(Ok(bits))) = (step, bits) else {
                return false;
            };
            steps += step;
            self.pending = bits;
        }
        let bit = self.pending & self.pending.wrapping_neg();
        self.pending ^= bit;
        set(token, steps, mark_term(Marks(bit)));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis;

    fn tokens(mut stream: impl TokenStream) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push((token.position, token.text.clone())));
        tokens
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = [
            "Of the café-bar's 10% in the US".to_owned(),
            "No.".to_owned(),
        ];
        let analysis = analysis::body(&text);
        let encoded = Encoded::searched(analysis.clone());
        let words: Vec<(usize, String)> = analysis
            .words
            .split(' ')
            .map(str::to_owned)
            .enumerate()
            .collect();
        assert_eq!(tokens(Words.token_stream(&encoded.words)), words);

        let mut forms: Vec<(usize, String)> = analysis
            .forms
            .iter()
            .map(|form| {
                let term = form_term(form.kind, &form.text, form.length);
                (form.position as usize, term)
            })
            .collect();
        forms.push((0, pairs::term("of", "the")));
        forms.push((5, pairs::term("in", "the")));
        forms.push((6, pairs::term("the", "us")));
        forms.push((7, pairs::term("us", "no")));
        let mut read = tokens(Forms.token_stream(&encoded.forms));
        assert!(read.is_sorted_by_key(|(position, _)| *position));
        read.sort();
        forms.sort();
        assert_eq!(read, forms);

        let mut marks = Vec::new();
        for (position, bits) in &analysis.marks {
            let bits = (0..16).map(|bit| 1 << bit).filter(|bit| bits.0 & bit != 0);
            marks.extend(bits.map(|bit| (*position as usize, mark_term(Marks(bit)).to_owned())));
        }
        assert_eq!(tokens(MarkBits.token_stream(&encoded.marks)), marks);
    }

    #[test]
    fn steps_are_as_long_as_articles() {
        let positions = [0, 0, 1, 0x7f, 0xd7fe, 0x1_affe, 0x2_8600, 5_000_000];
        let mut written = String::new();
        let mut steps = Steps::default();
        for position in positions {
            steps.push(position, &mut written);
        }
        let mut rest = written.chars();
        let mut next = 0;
        for position in positions {
            next += cut_step(&mut rest).expect("as many as were written");
            assert_eq!(next, position as usize + 1);
        }
        assert_eq!(cut_step(&mut rest), None);
    }
}
