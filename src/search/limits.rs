//! What one query may ask for at most: past it, it is refused or cut, and the answer says so.

/// A word stands for at most so many words of the dictionary; more are left out, with a note.
pub const MOST_EXPANSIONS: usize = 20_000;

/// The patterns of a query stand for at most so many words of the dictionary together: each keeps
/// some of the index open.
pub const MOST_WORDS: usize = 100_000;

/// A query has at most so many different patterns, misspellings and expressions that go through the
/// whole dictionary; beginnings of words do not.
pub const MOST_PATTERNS: usize = 50;

/// One article has at most so many spans of one clause; more are left out, with a note. Clauses as
/// people write them have a few hundred; nested `w/seg` over common words has millions.
pub const MOST_SPANS: usize = 50_000;
