//! Reads the block of labels that some files begin with: `Title: …`, `Date: …`, `BYLINE: …`.

use super::unit::Unit;
use crate::corpus::draft::Draft;
use crate::corpus::label::{Field, is_one, parse, set};

/// What is left when the labels are read.
pub(super) enum Rest {
    /// Lines of which the first may still be of a head.
    Head(Vec<Unit>),
    /// Lines before and between the labels, and the body that a label announced.
    Body { head: Vec<Unit>, body: Vec<Unit> },
}

/// Labels stand among so many first units.
const UNITS_OF_A_BLOCK: usize = 18;

/// Units longer than this, in characters, end the block.
const LONGEST_LINE: usize = 400;

/// Fewer known labels are no block: a sentence may begin with `Note:`.
const FEWEST_LABELS: usize = 2;

/// Takes the labels and their values from the first units.
pub(super) fn take(draft: &mut Draft, units: Vec<Unit>) -> Rest {
    let end = block_end(&units);
    if end == 0 {
        return Rest::Head(units);
    }
    let mut head = Vec::new();
    let mut rest = units.into_iter().enumerate().peekable();
    while let Some((at, unit)) = rest.next_if(|(at, _)| *at < end) {
        let Some((field, mut value)) = parse(&unit.text).map(|(f, v)| (f, v.to_owned())) else {
            head.push(unit);
            continue;
        };
        if field == Field::Body {
            let first = (!value.is_empty()).then_some(Unit { text: value });
            let body = first
                .into_iter()
                .chain(rest.map(|(_, unit)| unit))
                .collect();
            return Rest::Body { head, body };
        }
        if value.is_empty()
            && at + 1 < end
            && let Some((_, next)) = rest.next_if(|(_, next)| !is_one(&next.text))
        {
            value = next.text;
        }
        set(draft, field, &value, &unit.text);
    }
    head.extend(rest.map(|(_, unit)| unit));
    Rest::Head(head)
}

/// The unit after the last label of the block; 0 if there is no block.
fn block_end(units: &[Unit]) -> usize {
    let block = units.iter().take(UNITS_OF_A_BLOCK).take_while(|unit| {
        is_one(&unit.text) || !unit.is_prose() || unit.chars() < LONGEST_LINE / 2
    });
    let mut end = 0;
    let mut known = 0;
    let mut proves = false;
    for (at, unit) in block.enumerate() {
        let Some((field, _)) = parse(&unit.text) else {
            continue;
        };
        known += 1;
        end = at + 1;
        proves |= !matches!(field, Field::Other | Field::Body);
        if field == Field::Body {
            break;
        }
    }
    if known >= FEWEST_LABELS && proves {
        end
    } else {
        0
    }
}
