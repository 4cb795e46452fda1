//! Walks a tree in document order without recursion: no page is too deep for it.

use scraper::{ElementRef, Node};

/// A step of a walk.
pub(super) enum Step<'a> {
    Open(ElementRef<'a>),
    Text(&'a str),
    Close(ElementRef<'a>),
}

/// What to do with the children of an element just opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Enter,
    Skip,
}

/// Walks an element and all below it; returns how deep it went.
///
/// An element that is skipped is not closed.
pub(super) fn walk<'a>(root: ElementRef<'a>, mut visit: impl FnMut(Step<'a>) -> Then) -> usize {
    if visit(Step::Open(root)) == Then::Skip {
        return 1;
    }
    let mut open = vec![(root, root.children())];
    let mut depth = 1;
    while let Some((element, children)) = open.last_mut() {
        let Some(node) = children.next() else {
            visit(Step::Close(*element));
            open.pop();
            continue;
        };
        if let Node::Text(text) = node.value() {
            visit(Step::Text(text));
        } else if let Some(element) = ElementRef::wrap(node)
            && visit(Step::Open(element)) == Then::Enter
        {
            open.push((element, element.children()));
            depth = depth.max(open.len());
        }
    }
    depth
}
