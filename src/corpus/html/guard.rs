//! Refuses pages whose tree would overflow a stack or eat minutes, before any tree is built.

use std::collections::HashMap;

use super::tags::{Piece, Pieces, Side, Tag};

/// How deep elements may nest. Real pages stay below 700; the readers of trees recurse, and with
/// this limit they stay well inside a stack of 8 MiB.
pub(super) const MAX_DEPTH: usize = 1_000;

/// The largest page that gets a tree, which takes up to 25 times its size. Real pages stay below
/// 2 MiB.
const MAX_BYTES: usize = 16 << 20;

/// How many elements a page may have: each costs about 15 µs and 2.5 kB in the reader of bodies.
const MAX_ELEMENTS: usize = 150_000;

/// How many ancestors all elements may have together: rules that look upwards or downwards from
/// every element take so many steps. Real pages stay below 2 million.
const MAX_ANCESTORS: usize = 20_000_000;

/// How many attributes one tag may have: looking for doubles among them takes quadratic time.
const MAX_ATTRIBUTES: usize = 250;

/// Elements that do not nest by themselves: they have no content, or often lack their end tags
/// and nest only with the lists and tables around them.
const FLAT: [&str; 32] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Inline elements that a parser opens again in every block while they lack their end tags.
const REOPENED: [&str; 13] = [
    "a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
];

/// Why a page gets no tree, as the end of a sentence about it; `None` if it may have one.
pub(super) fn objection(page: &str) -> Option<String> {
    if page.len() > MAX_BYTES {
        return Some(format!("is larger than {} MiB", MAX_BYTES >> 20));
    }
    let mut shape = Shape::default();
    let mut pieces = Pieces::of(page);
    while let Some(piece) = pieces.next() {
        let Piece::Tag(tag) = piece else { continue };
        shape.meet(&tag);
        if tag.attributes > MAX_ATTRIBUTES {
            return Some(format!("has a tag with over {MAX_ATTRIBUTES} attributes"));
        }
        if shape.depth > MAX_DEPTH {
            return Some(format!("nests its elements over {MAX_DEPTH} deep"));
        }
        if shape.elements > MAX_ELEMENTS {
            return Some(format!("has over {MAX_ELEMENTS} elements"));
        }
        if shape.ancestors > MAX_ANCESTORS {
            return Some("nests too many elements too deep".to_owned());
        }
        // In a drawing these names mean ordinary elements.
        if tag.opens_raw_text() && !shape.has_open("svg") {
            pieces.raw_text(tag.name);
        }
    }
    None
}

/// What the tree would be like, as far as the tags read tell.
#[derive(Default)]
struct Shape {
    depth: usize,
    elements: usize,
    ancestors: usize,
    reopened: usize,
    open: HashMap<u64, usize>,
}

impl Shape {
    fn meet(&mut self, tag: &Tag<'_>) {
        let reopened = usize::from(tag.is_one_of(&REOPENED));
        if tag.side == Side::Start {
            self.elements += 1 + if reopened == 0 { self.reopened } else { 0 };
            self.ancestors += self.depth;
        }
        if tag.is_one_of(&FLAT) {
            return;
        }
        let open = self.open.entry(key(tag.name)).or_default();
        match tag.side {
            Side::Start => {
                *open += 1;
                self.depth += 1;
                self.reopened += reopened;
            }
            // An end tag that closes nothing must not lower the count, or it would hide any depth.
            Side::End if *open > 0 => {
                *open -= 1;
                self.depth -= 1;
                self.reopened -= reopened;
            }
            Side::End => {}
        }
    }

    fn has_open(&self, name: &str) -> bool {
        self.open.get(&key(name)).is_some_and(|open| *open > 0)
    }
}

/// The first eight letters of a name: enough to tell elements apart.
fn key(name: &str) -> u64 {
    name.bytes().take(8).fold(0, |key, byte| {
        key << 8 | u64::from(byte.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absurd_pages_get_no_tree() {
        for (page, refused) in [
            ("<div>".repeat(900) + &"</div>".repeat(900), false),
            ("<div>".repeat(1_100), true),
            ("<div></b>".repeat(1_100), true),
            ("<div><b></div>".repeat(1_100), true),
            ("<div></div><br><p>x<li>y".repeat(1_100), false),
            ("<script>'<div>'</script>".repeat(1_100), false),
            ("<svg><style></svg>".to_owned() + &"<g>".repeat(1_100), true),
            ("<!-- <div> -->".repeat(1_100), false),
            ("<b>".repeat(500) + &"<p>x".repeat(1_000), true),
            ("<p>x".repeat(150_001), true),
            ("<div>".repeat(900) + &"<p>x".repeat(30_000), true),
            (format!("<p {}>", "a=b ".repeat(MAX_ATTRIBUTES + 1)), true),
            ("x".repeat(MAX_BYTES + 1), true),
        ] {
            let start: String = page.chars().take(30).collect();
            assert_eq!(objection(&page).is_some(), refused, "{start}…");
        }
    }
}
