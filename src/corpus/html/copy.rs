//! Copies a page's tree for the extractor of texts, which clones what it is given many times over:
//! without what no text is found in.

use scraper::{ElementRef, Html};
use trafilatura::dom::{Document, NodeId};

use super::walk::{Step, Then, walk};

/// How much of a page is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All that the extractor's several readings of a page look at.
    Whole,
    /// What its first and strictest reading looks at.
    Essence,
}

/// Elements that no reading looks at, beside scripts that are no metadata; and readings beside
/// ideographs, which would be glued into the words.
const UNREAD: [&str; 4] = ["rp", "rt", "style", "svg"];

/// Elements that the strictest reading removes before anything else. They are copied without what
/// is in them: that they stand there parts the texts around them.
const REMOVED: [&str; 48] = [
    "applet", "area", "aside", "audio", "blink", "button", "canvas", "datalist", "dialog", "embed",
    "fieldset", "footer", "form", "frame", "frameset", "iframe", "input", "ins", "label", "legend",
    "link", "map", "marquee", "math", "menu", "menuitem", "nav", "noscript", "object", "optgroup",
    "option", "output", "param", "picture", "progress", "rtc", "script", "select", "source",
    "textarea", "time", "track", "use", "video", "base", "meta", "noframes", "title",
];

/// Attributes that tell the extractor what an element is.
const TELLING: [&str; 27] = [
    "alt",
    "aria-hidden",
    "aria-modal",
    "class",
    "content",
    "data-component",
    "data-lp-replacement-content",
    "data-preloaded",
    "data-testid",
    "dir",
    "hidden",
    "href",
    "id",
    "itemprop",
    "itemtype",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "src",
    "style",
    "target",
    "title",
    "type",
    "colspan",
    "rowspan",
];

/// What the extractor wants to know of every page, and searches for where it is not told at once.
/// Nobody reads the answers.
const TOLD: &str = "<title>-</title><meta property='og:title' content='-'>\
    <meta property='og:url' content='https://example.org/a'><meta name='author' content='A. N.'>\
    <meta property='og:site_name' content='-'><meta property='article:section' content='-'>\
    <meta name='keywords' content='-'>";

/// Copies a page.
pub(super) fn copy(html: &Html, extent: Extent) -> Document {
    let root = html.root_element();
    match extent {
        Extent::Whole => Copy::begin("", "html").fill(root, extent),
        Extent::Essence => {
            let body = root.child_elements().find(|child| is(*child, "body"));
            Copy::begin(TOLD, "body").fill(body.unwrap_or(root), extent)
        }
    }
}

fn is(element: ElementRef<'_>, name: &str) -> bool {
    element.value().name() == name
}

/// A tree that grows in document order.
struct Copy {
    document: Document,
    open: Vec<Open>,
}

/// An element that more may come into.
struct Open {
    id: NodeId,
    /// The last element in it.
    last: Option<NodeId>,
    /// The text behind that, as far as it is known.
    text: String,
}

impl Copy {
    /// Begins with a page that holds nothing but its head, to be filled in its element of this name.
    fn begin(head: &str, name: &str) -> Copy {
        let mut document = Document::parse(head);
        let found = document.query_selector(document.root(), name);
        let id = found.unwrap_or_else(|| document.root());
        for child in document.children(id) {
            document.remove(child, false);
        }
        let open = vec![Open {
            id,
            last: None,
            text: String::new(),
        }];
        Copy { document, open }
    }

    /// Fills the open element with what is in this one.
    fn fill(mut self, root: ElementRef<'_>, extent: Extent) -> Document {
        walk(root, |step| match step {
            Step::Open(element) if element == root => {
                if let Some(open) = self.open.last() {
                    copy_attributes(&mut self.document, open.id, element);
                }
                Then::Enter
            }
            Step::Open(element) => self.open(element, extent),
            Step::Text(text) => {
                if let Some(open) = self.open.last_mut() {
                    open.text.push_str(text);
                }
                Then::Enter
            }
            Step::Close(_) => {
                self.end_text();
                self.open.pop();
                Then::Enter
            }
        });
        self.document
    }

    fn open(&mut self, element: ElementRef<'_>, extent: Extent) -> Then {
        let name = element.value().name();
        let is_metadata = |kind: &str| kind.contains("ld+json");
        let is_read = match name {
            "script" => extent == Extent::Essence || element.attr("type").is_some_and(is_metadata),
            name => !UNREAD.contains(&name),
        };
        if !is_read {
            return Then::Skip;
        }
        self.end_text();
        let Some(around) = self.open.last_mut() else {
            return Then::Skip;
        };
        let id = self.document.sub_element(around.id, name);
        around.last = Some(id);
        if extent == Extent::Essence && REMOVED.contains(&name) {
            return Then::Skip;
        }
        copy_attributes(&mut self.document, id, element);
        self.open.push(Open {
            id,
            last: None,
            text: String::new(),
        });
        Then::Enter
    }

    fn end_text(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if !open.text.is_empty() {
            match open.last {
                None => self.document.set_text(open.id, &open.text),
                Some(last) => self.document.set_tail(last, &open.text),
            }
            open.text.clear();
        }
    }
}

fn copy_attributes(document: &mut Document, id: NodeId, element: ElementRef<'_>) {
    for (name, value) in element.value().attrs() {
        if TELLING.contains(&name) {
            document.set_attribute(id, name, value);
        }
    }
}
