//! Puts the pairs of the index in place of two common words in a row.

use super::{Slot, Spans, group};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::index::open::{Layer, Open};
use crate::index::pairs::is_common;

/// Puts pairs for the stretches of a row that are such words, each covered by as few as can be. The
/// spans stay the same: a pair stands over both places.
pub(super) fn fuse(open: &Open, text: Text, spans: &mut Spans) -> Result<(), Error> {
    match spans {
        Spans::Row(slots) => {
            let mut fused = Vec::with_capacity(slots.len());
            let mut rest = &slots[..];
            while let [first, behind @ ..] = rest {
                let words: Vec<&str> = rest.iter().map_while(common).collect();
                if words.len() < 2 {
                    fused.push(first.clone());
                    rest = behind;
                } else {
                    push_pairs(open, text, &words, &mut fused)?;
                    rest = &rest[words.len()..];
                }
            }
            *slots = fused;
            Ok(())
        }
        Spans::Either(parts) | Spans::All(parts) | Spans::Window(_, parts) => {
            parts.iter_mut().try_for_each(|part| fuse(open, text, part))
        }
        Spans::Near(_, left, right) => {
            fuse(open, text, left)?;
            fuse(open, text, right)
        }
        Spans::First(_, inner) | Spans::Capitals(_, inner) | Spans::Quote(inner) => {
            fuse(open, text, inner)
        }
        Spans::Group { .. } | Spans::Sloppy(..) => Ok(()),
    }
}

/// Adds the pairs of two words or more in a row; the last of an odd number is paired once more with
/// the one before it.
fn push_pairs(open: &Open, text: Text, words: &[&str], onto: &mut Vec<Slot>) -> Result<(), Error> {
    let pair = |first, second| {
        let pair = open.pair(text, first, second)?;
        Ok::<_, Error>(Slot::Spans(group(pair.into_iter().collect::<Vec<Entry>>())))
    };
    for two in words.chunks_exact(2) {
        onto.push(pair(two[0], two[1])?);
    }
    if let ([.., before, last], 1) = (words, words.len() % 2) {
        onto.push(Slot::Again);
        onto.push(pair(before, last)?);
    }
    Ok(())
}

/// The word that a place of a row stands for, if it is one of those that pairs are made of.
fn common(slot: &Slot) -> Option<&str> {
    let Slot::Spans(Spans::Group { any, but }) = slot else {
        return None;
    };
    match &any[..] {
        [only] if but.is_empty() && only.layer == Layer::Words => {
            Some(&only.term[..]).filter(|word| is_common(word))
        }
        _ => None,
    }
}
