//! Full stemming of a whole query: each bare word as if it stood in `stem()`.

use super::Query;
use super::build::children_mut;
use super::tree::{Field, Forms, Kind, Node};

impl Query {
    /// The query with each bare word by its stem. Words in quotes and under `=`, ids, and the
    /// country `US` stay what they are.
    ///
    /// ```
    /// use morgue::query::{Options, parse};
    ///
    /// let options = Options { today: 0, date_order: None, dialect: None };
    /// let query = parse("argue =fights", &options).stemmed();
    /// assert_eq!(query.reading(), "stem(argue) AND =fights");
    /// ```
    pub fn stemmed(mut self) -> Query {
        let mut rest = vec![&mut self.root];
        while let Some(node) = rest.pop() {
            if !matches!(node.kind, Kind::Field(Field::Id, _)) {
                stem(node);
                rest.extend(children_mut(node));
            }
        }
        self
    }
}

fn stem(node: &mut Node) {
    if let Kind::Word {
        text,
        forms: Forms::Number,
    } = &mut node.kind
        && !matches!(text.as_str(), "US" | "U.S." | "U.S")
    {
        node.kind = Kind::Stem(std::mem::take(text));
    }
}
