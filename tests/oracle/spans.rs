//! Spans as plain sets of positions, and what section 5 says of them.

use std::collections::BTreeSet;

use morgue::query::tree::{Capitals, Connector, Order, Reach, Sense};

use crate::text::Text;
use morgue::analysis::Marks;

/// Positions of one text, ascending, at least one.
pub(crate) type Span = Vec<u32>;
/// The spans of a part of a query in one text.
pub(crate) type Spans = BTreeSet<Span>;

/// More spans than an oracle that tries all of them can bear.
#[derive(Debug)]
pub(crate) struct TooMany;

/// The most spans of one part of a query in one text.
const MOST: usize = 3_000;

pub(crate) fn start(span: &Span) -> u32 {
    span[0]
}

pub(crate) fn end(span: &Span) -> u32 {
    span[span.len() - 1]
}

/// Positions in the range of a span that are not in it.
pub(crate) fn gap(span: &Span) -> u32 {
    end(span) - start(span) + 1 - span.len() as u32
}

pub(crate) fn apart(a: &Span, b: &Span) -> bool {
    a.iter().all(|position| !b.contains(position))
}

pub(crate) fn union(a: &Span, b: &Span) -> Span {
    let positions: BTreeSet<u32> = a.iter().chain(b).copied().collect();
    positions.into_iter().collect()
}

pub(crate) fn distance(a: &Span, b: &Span) -> u32 {
    if end(a) < start(b) {
        start(b) - end(a)
    } else if end(b) < start(a) {
        start(a) - end(b)
    } else {
        0
    }
}

fn is_within(reach: Reach, a: &Span, b: &Span, text: &Text) -> bool {
    let mut both = a.iter().chain(b);
    match reach {
        Reach::Words(n) => distance(a, b) <= n,
        Reach::Sentence => both.all(|p| text.sentence(*p) == text.sentence(a[0])),
        Reach::Paragraph => both.all(|p| text.paragraph(*p) == text.paragraph(a[0])),
        Reach::Segment => true,
    }
}

fn is_in_order(order: Order, a: &Span, b: &Span) -> bool {
    order == Order::Any || end(a) < start(b)
}

/// Whether an A and a B satisfy a wanted connector (rules 1 and 7).
fn satisfy(connector: Connector, a: &Span, b: &Span, text: &Text) -> bool {
    apart(a, b) && is_in_order(connector.order, a, b) && is_within(connector.reach, a, b, text)
}

/// Whether a B stands in the way of an A under `NOT w/n` (rule 6).
fn disturbs(connector: Connector, a: &Span, b: &Span, text: &Text) -> bool {
    if a == b {
        return false;
    }
    let near = is_within(connector.reach, a, b, text);
    match connector.order {
        Order::Any => near || !apart(a, b),
        Order::LeftFirst => near && end(a) < start(b),
    }
}

/// An operand: any of these, each of which asks for one span of each of its sets.
pub(crate) type Choices = Vec<Vec<Spans>>;

/// The spans of an operand that holds no AND.
pub(crate) fn single(choices: &Choices) -> Spans {
    let mut all = Spans::new();
    for choice in choices {
        let [spans] = choice.as_slice() else {
            panic!("AND stands where the language refuses it");
        };
        all.extend(spans.iter().cloned());
    }
    all
}

/// All spans of a connector.
pub(crate) fn near(
    connector: Connector,
    left: &Choices,
    right: &Choices,
    text: &Text,
) -> Result<Spans, TooMany> {
    if connector.sense == Sense::NotNear {
        let (left, right) = (single(left), single(right));
        let free = |a: &&Span| !right.iter().any(|b| disturbs(connector, a, b, text));
        return Ok(left.iter().filter(free).cloned().collect());
    }
    let mut all = Spans::new();
    for left in left {
        for right in right {
            match (left.as_slice(), right.as_slice()) {
                (several, [centre]) => {
                    let fit = |a: &Span, c: &Span| satisfy(connector, a, c, text);
                    around(centre, several, &fit, &mut all)?;
                }
                ([centre], several) => {
                    let fit = |b: &Span, c: &Span| satisfy(connector, c, b, text);
                    around(centre, several, &fit, &mut all)?;
                }
                _ => panic!("AND stands on both sides of a connector"),
            }
        }
    }
    Ok(all)
}

/// The unions of one span of the centre with one of each of several that fits it (rule 5).
fn around(
    centre: &Spans,
    several: &[Spans],
    fit: &dyn Fn(&Span, &Span) -> bool,
    all: &mut Spans,
) -> Result<(), TooMany> {
    for middle in centre {
        let mut unions = Spans::from([middle.clone()]);
        for spans in several {
            let fitting: Vec<&Span> = spans.iter().filter(|span| fit(span, middle)).collect();
            let mut longer = Spans::new();
            for union_so_far in &unions {
                for span in &fitting {
                    longer.insert(union(union_so_far, span));
                }
                bounded(&longer)?;
            }
            unions = longer;
        }
        all.extend(unions);
        bounded(all)?;
    }
    Ok(())
}

/// All spans of `window/n` (rule 8).
pub(crate) fn window(n: u32, parts: &[Spans]) -> Result<Spans, TooMany> {
    let mut unions: Option<Spans> = None;
    for part in parts {
        let Some(so_far) = unions else {
            unions = Some(part.clone());
            continue;
        };
        let mut longer = Spans::new();
        for one in &so_far {
            for other in part.iter().filter(|other| apart(one, other)) {
                let both = union(one, other);
                // A wider union never gets narrower.
                if end(&both) - start(&both) < n {
                    longer.insert(both);
                }
            }
            bounded(&longer)?;
        }
        unions = Some(longer);
    }
    let mut all = unions.unwrap_or_default();
    all.retain(|span| end(span) - start(span) < n);
    Ok(all)
}

/// All spans of a phrase with slop, from the ranges of each of its words (rule 8).
pub(crate) fn sloppy(slop: u32, words: &[(u32, Spans)]) -> Result<Spans, TooMany> {
    let mut chosen: Vec<(Span, i64, i64)> = vec![(Vec::new(), i64::MAX, i64::MIN)];
    for (index, spans) in words {
        let mut longer = Vec::new();
        for (positions, least, most) in &chosen {
            for span in spans.iter().filter(|span| apart(positions, span)) {
                let offset = i64::from(start(span)) - i64::from(*index);
                let (least, most) = (offset.min(*least), offset.max(*most));
                if most - least <= i64::from(slop) {
                    longer.push((union(positions, span), least, most));
                }
            }
            if longer.len() > MOST {
                return Err(TooMany);
            }
        }
        chosen = longer;
    }
    Ok(chosen
        .into_iter()
        .map(|(positions, ..)| positions)
        .collect())
}

fn bounded(spans: &Spans) -> Result<(), TooMany> {
    if spans.len() > MOST {
        return Err(TooMany);
    }
    Ok(())
}

/// The minimal ones: no other lies inside the range, of equal ranges the first (rule 2).
pub(crate) fn minimal(spans: &Spans) -> Spans {
    let is_beaten = |span: &Span| {
        spans.iter().any(|other| {
            let inside = start(span) <= start(other) && end(other) <= end(span);
            let equal = start(span) == start(other) && end(span) == end(other);
            inside && (!equal || other < span)
        })
    };
    spans
        .iter()
        .filter(|span| !is_beaten(span))
        .cloned()
        .collect()
}

/// What a function asks of each span.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    First(u32),
    Capitals(Capitals),
    Quote,
}

/// Whether the text of a span is a title or a body matters to `first/n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    Title,
    Elsewhere,
}

pub(crate) fn keeps(limit: Limit, span: &Span, text: &Text, place: Where) -> bool {
    match limit {
        Limit::First(n) => place == Where::Title || end(span) <= n,
        Limit::Quote => {
            let quotation = text.quotation(span[0]);
            quotation.is_some() && span.iter().all(|p| text.quotation(*p) == quotation)
        }
        Limit::Capitals(capitals) => {
            let marks: Vec<Marks> = span.iter().map(|p| text.marks(*p)).collect();
            !span.iter().any(|p| text.is_shouted(*p)) && are_capitals(capitals, &marks)
        }
    }
}

fn are_capitals(capitals: Capitals, marks: &[Marks]) -> bool {
    match capitals {
        Capitals::Initial => marks.iter().all(|mark| mark.has(Marks::CAPITAL_FIRST)),
        Capitals::No => marks
            .iter()
            .all(|mark| !mark.has(Marks::CAPITAL_FIRST) && !mark.has(Marks::CAPITAL_INSIDE)),
        Capitals::All => {
            let letters: usize = marks.iter().map(|mark| at_least_letters(*mark)).sum();
            let no_small = [Marks::ALL_CAPITALS, Marks::ONE_LETTER, Marks::NO_LETTER];
            let capital = |mark: &Marks| no_small.iter().any(|kind| mark.has(*kind));
            marks.iter().all(capital) && letters >= 2
        }
    }
}

fn at_least_letters(mark: Marks) -> usize {
    if mark.has(Marks::ALL_CAPITALS) {
        2
    } else {
        usize::from(mark.has(Marks::ONE_LETTER))
    }
}

/// The matches among the pooled spans of one text (section 6).
pub(crate) fn pooled(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.into_iter().collect();
    spans.sort_by(|a, b| {
        let by_end = end(b).cmp(&end(a)).then(b.len().cmp(&a.len()));
        start(a).cmp(&start(b)).then(by_end).then(a.cmp(b))
    });
    let mut taken: Vec<Span> = Vec::new();
    for span in spans {
        if taken.iter().all(|other| apart(other, &span)) {
            taken.push(span);
        }
    }
    taken
}
