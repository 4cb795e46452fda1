//! The dictionary of a field in one segment, as the tree of its terms' bytes.
//!
//! tantivy's own streams try every way that leads on from a node. Behind its one wrong letter a
//! misspelt word has one or two ways on: they are looked for here, and its count takes half as long.

use smallvec::SmallVec;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy_fst::raw::{Fst, Node, Transition};

use crate::error::Error;

/// What a term must look like, byte by byte.
pub(super) trait Automaton {
    /// How far a term has been read.
    type State: Clone;

    /// Nothing has been read.
    fn start(&self) -> Self::State;

    /// Whether a term that ends here is accepted.
    fn is_match(&self, state: &Self::State) -> bool;

    /// Whether any term that goes on from here can be accepted.
    fn can_match(&self, state: &Self::State) -> bool;

    /// Reads a byte.
    fn accept(&self, state: &Self::State, byte: u8) -> Self::State;

    /// The only bytes that lead on from here, ascending, where they are few and known.
    fn ways(&self, _state: &Self::State) -> Option<Ways> {
        None
    }
}

/// A few bytes, ascending.
pub(super) type Ways = SmallVec<[u8; 8]>;

/// The terms of a field in a segment.
pub(super) struct Tree(Fst<OwnedBytes>);

/// What stands behind the tree in tantivy's file of a dictionary: how many bytes the places of the
/// postings take, as a number of eight bytes, and two versions of four.
const FOOTER: usize = 16;

impl Tree {
    /// The tree in tantivy's file of a dictionary.
    pub(super) fn of(dictionary: FileSlice) -> Result<Tree, Error> {
        let damaged = || Error::of_index(std::io::Error::other("a dictionary has no end"));
        let bytes = dictionary.read_bytes().map_err(Error::of_index)?;
        let terms = bytes.len().checked_sub(FOOTER).ok_or_else(damaged)?;
        let places = bytes[terms..].first_chunk().copied();
        let places = places.and_then(|places| usize::try_from(u64::from_le_bytes(places)).ok());
        let tree = places.and_then(|places| terms.checked_sub(places));
        let tree = bytes.slice(0..tree.ok_or_else(damaged)?);
        Fst::new(tree)
            .map(Tree)
            .map_err(|error| Error::of_index(std::io::Error::other(error)))
    }

    /// Hands on the terms that begin with this and whose rest an automaton accepts, in order.
    pub(super) fn each<A: Automaton>(
        &self,
        prefix: &[u8],
        automaton: &A,
        mut each: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(root) = self.below(prefix) else {
            return Ok(());
        };
        let start = automaton.start();
        let mut term = prefix.to_vec();
        if root.is_final() && automaton.is_match(&start) {
            each(&term)?;
        }
        let mut path = vec![Step::from(root, automaton, start)];
        while let Some(step) = path.last_mut() {
            let Some(way) = step.next() else {
                path.pop();
                term.pop();
                continue;
            };
            let state = automaton.accept(&step.state, way.inp);
            if automaton.can_match(&state) {
                term.push(way.inp);
                let node = self.0.node(way.addr);
                if node.is_final() && automaton.is_match(&state) {
                    each(&term)?;
                }
                path.push(Step::from(node, automaton, state));
            }
        }
        Ok(())
    }

    /// Where the terms that begin with this branch off.
    fn below(&self, prefix: &[u8]) -> Option<Node<'_>> {
        prefix.iter().try_fold(self.0.root(), |node, byte| {
            let way = node.transition(node.find_input(*byte)?);
            Some(self.0.node(way.addr))
        })
    }
}

/// A node on the way to a term.
struct Step<'a, S> {
    node: Node<'a>,
    state: S,
    /// The only bytes to go on with; `None` if all of the node are to be tried.
    ways: Option<Ways>,
    /// How many ways have been taken.
    taken: usize,
}

impl<'a, S> Step<'a, S> {
    fn from<A: Automaton<State = S>>(node: Node<'a>, automaton: &A, state: S) -> Step<'a, S> {
        // Where a node itself has as few ways, they are tried one after the other.
        let ways = automaton
            .ways(&state)
            .filter(|ways| ways.len() < node.len());
        Step {
            node,
            state,
            ways,
            taken: 0,
        }
    }

    /// The next way on.
    fn next(&mut self) -> Option<Transition> {
        let Some(ways) = &self.ways else {
            let way = (self.taken < self.node.len()).then(|| self.node.transition(self.taken));
            self.taken += 1;
            return way;
        };
        while let Some(byte) = ways.get(self.taken) {
            self.taken += 1;
            if let Some(at) = self.node.find_input(*byte) {
                return Some(self.node.transition(at));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tantivy::directory::FileSlice;
    use tantivy::postings::TermInfo;
    use tantivy::termdict::TermDictionaryBuilder;

    use super::*;
    use crate::index::pattern::{Joined, Pattern};

    fn dictionary(terms: &BTreeSet<String>) -> Vec<u8> {
        let mut builder = TermDictionaryBuilder::create(Vec::new()).expect("a dictionary");
        for term in terms {
            let info = TermInfo::default();
            builder.insert(term, &info).expect("terms in order");
        }
        builder.finish().expect("a dictionary")
    }

    /// Words of up to five letters of three, one of two bytes; some are left out.
    fn words() -> BTreeSet<String> {
        let all = (0..4_usize.pow(5)).filter(|number| number % 7 != 0);
        all.map(|number| {
            let letters = (0..5).map(|place| number / 4_usize.pow(place) % 4);
            letters
                .filter_map(|letter| "abé".chars().nth(letter))
                .collect()
        })
        .collect()
    }

    /// What a plain look at each term finds.
    fn plainly<A: Automaton>(terms: &BTreeSet<String>, prefix: &str, automaton: &A) -> Vec<String> {
        let is_accepted = |term: &&String| {
            let end = term.strip_prefix(prefix).map(|rest| {
                let bytes = rest.bytes();
                bytes.fold(automaton.start(), |state, byte| {
                    automaton.accept(&state, byte)
                })
            });
            end.is_some_and(|end| automaton.is_match(&end))
        };
        terms.iter().filter(is_accepted).cloned().collect()
    }

    fn by_tree<A: Automaton>(terms: &BTreeSet<String>, prefix: &str, automaton: &A) -> Vec<String> {
        let tree = Tree::of(FileSlice::from(dictionary(terms))).expect("a dictionary");
        let mut found = Vec::new();
        let mut each = |term: &[u8]| {
            found.push(String::from_utf8_lossy(term).into_owned());
            Ok(())
        };
        tree.each(prefix.as_bytes(), automaton, &mut each)
            .expect("terms that can be taken");
        found
    }

    fn compared<A: Automaton>(automaton: &A) -> usize {
        let words = words();
        let forms = words.iter().map(|word| format!("j{word}\u{1f}2"));
        let forms = forms.chain(words.iter().map(|word| format!("s{word}\u{1f}")));
        let forms = forms.collect();
        let found = by_tree(&words, "", automaton);
        assert_eq!(found, plainly(&words, "", automaton));
        let joined = Joined(automaton);
        assert_eq!(by_tree(&forms, "j", &joined), plainly(&forms, "j", &joined));
        assert_eq!(
            by_tree(&words, "ab", automaton),
            plainly(&words, "ab", automaton)
        );
        found.len()
    }

    #[test]
    fn a_tree_finds_what_a_look_at_each_term_finds() {
        let mut found = 0;
        for word in words()
            .iter()
            .step_by(5)
            .map(String::as_str)
            .chain(["", "zz", "aébba"])
        {
            for distance in [1, 2] {
                let Pattern::Fuzzy(near) = Pattern::fuzzy(word, distance) else {
                    panic!("{word}~{distance}");
                };
                found += compared(&*near);
            }
        }
        for expression in ["a.*", ".*é", "[ab]+é?", "", "(ab|é)*"] {
            let Ok(Pattern::Regex(regex)) = Pattern::regex(expression) else {
                panic!("{expression}");
            };
            found += compared(&*regex);
        }
        assert!(found > 1_000, "{found}");
    }

    #[test]
    fn what_is_no_dictionary_is_refused() {
        let whole = dictionary(&words());
        for bytes in [
            &[][..],
            &[0; 15],
            &[0xff; 64],
            &whole[1..],
            &whole[..whole.len() - 1],
        ] {
            let tree = Tree::of(FileSlice::from(bytes.to_vec()));
            assert!(tree.is_err(), "{} bytes", bytes.len());
        }
    }
}
