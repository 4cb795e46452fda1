//! What a word of the dictionary must look like, as automata over its terms.

use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, Input};

use super::schema;
use super::tree::{Automaton, Ways};

/// What a word of the dictionary must look like.
pub enum Pattern {
    /// Begins with this.
    Prefix(String),
    /// Matches this expression as a whole.
    Regex(Box<Expression>),
    /// Is spelt within a distance.
    Fuzzy(Box<Misspelt>),
}

impl Pattern {
    /// A folded word with `*` (none or more letters) and `?` (exactly one).
    pub fn wildcard(pattern: &str) -> Result<Pattern, String> {
        if let Some(prefix) = pattern
            .strip_suffix('*')
            .filter(|prefix| !prefix.contains(['*', '?']))
        {
            return Ok(Pattern::Prefix(prefix.to_owned()));
        }
        let expression = pattern.chars().map(|letter| match letter {
            '*' => ".*".to_owned(),
            '?' => ".".to_owned(),
            other => regex::escape(other.encode_utf8(&mut [0; 4])),
        });
        Pattern::regex(&expression.collect::<String>())
    }

    /// A regular expression that must match a whole folded word.
    pub fn regex(expression: &str) -> Result<Pattern, String> {
        Ok(Pattern::Regex(Box::new(Expression::new(expression)?)))
    }

    /// Words within a spelling distance of 1 or 2; a swap of neighbours is one step.
    pub fn fuzzy(word: &str, distance: u8) -> Pattern {
        // What does not depend on the word takes as long as what does.
        static WITHIN: [LazyLock<LevenshteinAutomatonBuilder>; 2] = [
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true)),
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true)),
        ];
        let builder = &WITHIN[usize::from(distance > 1)];
        Pattern::Fuzzy(Box::new(Misspelt::of(builder.build_dfa(word))))
    }
}

/// A regular expression as a table of states.
pub struct Expression {
    table: dense::DFA<Vec<u32>>,
    start: StateID,
}

/// The largest table of an expression, and what may be needed to make it, in bytes. Expressions as
/// people write them have some thousand.
const LARGEST_TABLE: usize = 4 << 20;

impl Expression {
    fn new(expression: &str) -> Result<Expression, String> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(LARGEST_TABLE))
            .determinize_size_limit(Some(LARGEST_TABLE));
        let states = thompson::Config::new().nfa_size_limit(Some(LARGEST_TABLE));
        let table = dense::Builder::new()
            .configure(config)
            .thompson(states)
            .build(&format!("(?:{expression})$"))
            .map_err(|error| innermost(&error))?;
        let start = table
            .start_state_forward(&Input::new("").anchored(Anchored::Yes))
            .map_err(|error| error.to_string())?;
        Ok(Expression { table, start })
    }
}

/// The cause that says what is wrong with an expression, on one line: the outer ones say that
/// something is, the lines before draw the expression with what we put around it.
fn innermost(error: &dyn std::error::Error) -> String {
    let Some(cause) = error.source() else {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or_default();
        return last.strip_prefix("error: ").unwrap_or(last).to_owned();
    };
    innermost(cause)
}

impl Automaton for Expression {
    type State = StateID;

    fn start(&self) -> StateID {
        self.start
    }

    fn is_match(&self, state: &StateID) -> bool {
        self.table.is_match_state(self.table.next_eoi_state(*state))
    }

    fn can_match(&self, state: &StateID) -> bool {
        !self.table.is_dead_state(*state)
    }

    fn accept(&self, state: &StateID, byte: u8) -> StateID {
        self.table.next_state(*state, byte)
    }
}

/// Words within a spelling distance.
pub struct Misspelt {
    spellings: DFA,
    /// For each state the bytes that lead on, if they are few.
    ways: Vec<Option<Ways>>,
}

impl Misspelt {
    fn of(spellings: DFA) -> Misspelt {
        let states = u32::try_from(spellings.num_states()).unwrap_or(u32::MAX);
        let ways = (0..states).map(|state| ways_from(&spellings, state));
        Misspelt {
            ways: ways.collect(),
            spellings,
        }
    }
}

/// As many ways on are looked for; where there are more, all of a node are tried.
const FEW: usize = 4;

/// The bytes that lead on from a state, if they are few.
fn ways_from(spellings: &DFA, state: u32) -> Option<Ways> {
    let mut ways = Ways::new();
    for byte in 0..=u8::MAX {
        if spellings.transition(state, byte) != SINK_STATE {
            if ways.len() == FEW {
                return None;
            }
            ways.push(byte);
        }
    }
    Some(ways)
}

impl Automaton for Misspelt {
    type State = u32;

    fn start(&self) -> u32 {
        self.spellings.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.spellings.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.spellings.transition(*state, byte)
    }

    fn ways(&self, state: &u32) -> Option<Ways> {
        self.ways[*state as usize].clone()
    }
}

/// An automaton over words as one over what the terms of their joined forms have behind
/// [`schema::JOINED_PREFIX`].
pub(super) struct Joined<'a, A>(pub(super) &'a A);

/// How far a term of a joined form has been read.
#[derive(Clone)]
pub(super) enum Read<S> {
    /// Inside the word.
    Word(S),
    /// Behind the word, which the automaton accepts: what follows is the form's length.
    Length,
    /// Something else.
    Other,
}

impl<A: Automaton> Automaton for Joined<'_, A> {
    type State = Read<A::State>;

    fn start(&self) -> Read<A::State> {
        Read::Word(self.0.start())
    }

    fn is_match(&self, state: &Read<A::State>) -> bool {
        matches!(state, Read::Length)
    }

    fn can_match(&self, state: &Read<A::State>) -> bool {
        match state {
            Read::Length => true,
            Read::Word(state) => self.0.can_match(state),
            Read::Other => false,
        }
    }

    fn accept(&self, state: &Read<A::State>, byte: u8) -> Read<A::State> {
        match state {
            Read::Word(state) if byte == schema::UNIT_BYTE => match self.0.is_match(state) {
                true => Read::Length,
                false => Read::Other,
            },
            Read::Word(state) => Read::Word(self.0.accept(state, byte)),
            Read::Length => Read::Length,
            Read::Other => Read::Other,
        }
    }

    fn ways(&self, state: &Read<A::State>) -> Option<Ways> {
        let Read::Word(state) = state else {
            return None;
        };
        let mut ways = self.0.ways(state)?;
        if self.0.is_match(state) {
            // No byte of a word is smaller.
            ways.insert(0, schema::UNIT_BYTE);
        }
        Some(ways)
    }
}
