//! What is said about a reading: the stable names of the notes, and where they are gathered.

use super::Note;
use super::tree::At;
use crate::error::Refusal;

/// AND and OR stand side by side without parentheses.
pub const AND_OR_MIX: &str = "and_or_mix";
/// Words follow a clause that is negated by the word NOT.
pub const AFTER_AND_NOT: &str = "after_and_not";
/// `and`, `or`, `not` in small letters were read as words.
pub const LOWER_CASE_OPERATOR: &str = "lower_case_operator";
/// Words stand beside a connector's operand: `prime minister w/5 resign`.
pub const WORDS_BESIDE_CONNECTOR: &str = "words_beside_connector";
/// AND, OR or NOT without its operands was read as a word.
pub const DANGLING_OPERATOR: &str = "dangling_operator";
/// A connector without its operands was dropped, or read as text.
pub const DANGLING_CONNECTOR: &str = "dangling_connector";
/// `|` or `&` was read as an operator.
pub const SIGN_AS_OPERATOR: &str = "sign_as_operator";
/// A sign out of its place was dropped.
pub const DROPPED_SIGN: &str = "dropped_sign";
/// A quote is never closed.
pub const UNCLOSED_QUOTE: &str = "unclosed_quote";
/// Quotes with no word in them were dropped.
pub const EMPTY_QUOTES: &str = "empty_quotes";
/// A parenthesis is never closed.
pub const UNCLOSED_PARENTHESIS: &str = "unclosed_parenthesis";
/// A closing parenthesis that nothing opened was dropped.
pub const STRAY_PARENTHESIS: &str = "stray_parenthesis";
/// Parentheses with nothing in them were dropped.
pub const EMPTY_PARENTHESES: &str = "empty_parentheses";
/// `name:` is no field and was read as text.
pub const UNKNOWN_FIELD: &str = "unknown_field";
/// `name(` is no function and was read as a word.
pub const UNKNOWN_FUNCTION: &str = "unknown_function";
/// A field's name and colon without a value at once were read as text.
pub const FIELD_WITHOUT_VALUE: &str = "field_without_value";
/// The value of a date field is no date; it was read as text.
pub const NOT_A_DATE: &str = "not_a_date";
/// The value of a length is no number; it was read as text.
pub const NOT_A_NUMBER: &str = "not_a_number";
/// A range that ends before it begins.
pub const EMPTY_RANGE: &str = "empty_range";
/// A `?` that is not between letters was read as punctuation.
pub const QUESTION_MARK: &str = "question_mark";
/// `us` finds the pronoun and the country; `US` is offered.
pub const US: &str = "us";
/// `-19` after a word was read as a negation.
pub const NEGATED_NUMBER: &str = "negated_number";
/// A lone `*` at the edge of a phrase, or among words, was dropped.
pub const LONE_STAR: &str = "lone_star";
/// `=` before something that has no exact form was ignored.
pub const EXACT_IGNORED: &str = "exact_ignored";
/// A spelling distance above 2 was read as 2.
pub const FUZZY_CAPPED: &str = "fuzzy_capped";
/// `~n` after a single word in quotes was dropped.
pub const SLOP_IGNORED: &str = "slop_ignored";
/// `stem()`, `singular()` or `plural()` holds something that is not a word.
pub const NOT_A_WORD: &str = "not_a_word";
/// A space that cannot mean a phrase, or OR, in a dialect was read as AND.
pub const SPACE_AS_AND: &str = "space_as_and";
/// Exactly one word beside a group was read as one at most.
pub const LOOSE_STAR: &str = "loose_star";
/// Codes of sources in a dialect were read as their names.
pub const SOURCE_CODE: &str = "source_code";
/// A `*` at the end of a word was read as one letter.
pub const OPEN_END: &str = "open_end";
/// A sign of one dialect stands in a query of another.
pub const OTHER_DIALECT: &str = "other_dialect";
/// A clause finds nothing by itself.
pub const CLAUSE_EMPTY: &str = "clause_empty";
/// Every clause finds articles, but no article satisfies all.
pub const NONE_TOGETHER: &str = "none_together";
/// The query holds nothing to search for.
pub const NOTHING_TO_SEARCH: &str = "nothing_to_search";

/// The notes and refusals of a query while it is read.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) notes: Vec<Note>,
    pub(super) refused: Vec<Refusal>,
}

impl Remarks {
    pub(super) fn note(&mut self, code: &'static str, at: At, text: impl Into<String>) {
        self.notes.push(Note {
            code,
            at: Some(at),
            text: text.into(),
        });
    }

    /// Notes the first of its kind only: a pasted paragraph has many of them.
    pub(super) fn once(&mut self, code: &'static str, at: At, text: impl Into<String>) {
        if !self.said(code) {
            self.note(code, at, text);
        }
    }

    pub(super) fn said(&self, code: &'static str) -> bool {
        self.notes.iter().any(|note| note.code == code)
    }

    pub(super) fn refuse(&mut self, at: At, text: impl Into<String>, hint: impl Into<String>) {
        self.refused.push(Refusal {
            at,
            text: text.into(),
            hint: hint.into(),
        });
    }

    /// In the order of the query, so that the answer does not depend on the order of the passes.
    pub(super) fn sort(&mut self) {
        self.notes.sort_by_key(|note| note.at);
        self.refused.sort_by_key(|refusal| refusal.at);
    }
}
