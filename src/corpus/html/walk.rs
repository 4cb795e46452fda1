//! Walks a tree in document order without recursion: no page is too deep for it.

use scraper::{ElementRef, Node};

/// A step of a walk.
pub(super) enum Step<'a> {
    Open(ElementRef<'a>),
    Text(&'a str),
    Close(ElementRef<'a>),
}

/// What to do after a step; only an element just opened can be skipped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Enter,
    Skip,
    /// Ends the walk, whatever step this was.
    Stop,
}

/// Walks an element and all below it; returns how deep it went.
///
/// An element that is skipped is not closed.
pub(super) fn walk<'a>(root: ElementRef<'a>, mut visit: impl FnMut(Step<'a>) -> Then) -> usize {
    if visit(Step::Open(root)) != Then::Enter {
        return 1;
    }
    let mut open = vec![(root, root.children())];
    let mut depth = 1;
    while let Some((element, children)) = open.last_mut() {
        let then = match children.next() {
            None => {
                let then = visit(Step::Close(*element));
                open.pop();
                then
            }
            Some(node) => match (node.value(), ElementRef::wrap(node)) {
                (Node::Text(text), _) => visit(Step::Text(text)),
                (_, Some(element)) => {
                    let then = visit(Step::Open(element));
                    if then == Then::Enter {
                        open.push((element, element.children()));
                        depth = depth.max(open.len());
                    }
                    then
                }
                _ => Then::Enter,
            },
        };
        if then == Then::Stop {
            break;
        }
    }
    depth
}
