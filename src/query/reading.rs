//! Prints a tree in our own syntax, so that reading it again gives the same tree.

use super::atom::has_text;
use super::dates;
use super::lexer::tokens_of;
use super::names::Function;
use super::token::{Stray, Style, Token, Typed};
use super::tree::{
    Capitals, Connector, DateFilter, Field, Forms, Kind, Node, Number, Order, PhrasePart, Reach,
    Sense,
};

/// The canonical reading of a node.
pub fn reading_of(node: &Node) -> String {
    Printer { style: style(node) }.node(node)
}

/// `w/5`, `pre/s`, `NOT w/p`
pub(super) fn connector(connector: Connector) -> String {
    let not = match connector.sense {
        Sense::Near => "",
        Sense::NotNear => "NOT ",
    };
    let order = match connector.order {
        Order::Any => "w",
        Order::LeftFirst => "pre",
    };
    let reach = match connector.reach {
        Reach::Words(n) => n.to_string(),
        Reach::Sentence => "s".to_owned(),
        Reach::Paragraph => "p".to_owned(),
        Reach::Segment => "seg".to_owned(),
    };
    format!("{not}{order}/{reach}")
}

/// The style that the reading will be read in, by its connectors: whether `and` will be a word.
fn style(node: &Node) -> Style {
    let mut rest = vec![node];
    while let Some(node) = rest.pop() {
        if matches!(node.kind, Kind::Near { .. } | Kind::AtLeast(..)) {
            return Style::Connected;
        }
        rest.extend(super::build::children(node));
    }
    Style::Plain
}

struct Printer {
    style: Style,
}

impl Printer {
    fn node(&self, node: &Node) -> String {
        match &node.kind {
            Kind::And(nodes) => self.list(nodes, " AND "),
            Kind::Or(nodes) => self.list(nodes, " OR "),
            Kind::Not(child) => format!("NOT {}", self.operand(child)),
            Kind::Near {
                connector: how,
                left,
                right,
            } => {
                let (left, right) = (self.operand(left), self.operand(right));
                format!("{left} {} {right}", connector(*how))
            }
            Kind::Field(field, child) => self.field(*field, child),
            Kind::Boost(child, factor) => self.boost(child, *factor),
            Kind::Window(n, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
                format!("window/{n}({})", parts.join(", "))
            }
            Kind::AtLeast(n, child) => function(&format!("atleast{n}"), &self.node(child)),
            Kind::First(n, child) => format!("first/{n}({})", self.node(child)),
            Kind::Capitals(which, child) => {
                let name = match which {
                    Capitals::Initial => "caps",
                    Capitals::All => "allcaps",
                    Capitals::No => "nocaps",
                };
                function(name, &self.node(child))
            }
            Kind::Quote(child) => function("quote", &self.node(child)),
            leaf => self.leaf(leaf),
        }
    }

    fn leaf(&self, kind: &Kind) -> String {
        match kind {
            Kind::Word { text, forms } => self.word(text, *forms),
            Kind::Wildcard(pattern) if reads_as(pattern, &[Token::Atom(kind.clone())]) => {
                pattern.clone()
            }
            Kind::Wildcard(pattern) => quoted(pattern),
            Kind::Fuzzy { text, distance } => format!("{text}~{distance}"),
            Kind::Regex(pattern) => format!("/{pattern}/"),
            Kind::Phrase { parts, slop } => phrase(parts, *slop),
            Kind::Number(Number::Singular, text) => function("singular", &argument(text)),
            Kind::Number(Number::Plural, text) => function("plural", &argument(text)),
            Kind::Stem(text) => function("stem", &argument(text)),
            Kind::Date(filter) => date(filter),
            Kind::Length { from, to } => length(*from, *to),
            Kind::Has(field) => format!("has:{}", field.name()),
            Kind::Missing(field) => format!("missing:{}", field.name()),
            Kind::Like(id) => like(id),
            _ => "*".to_owned(),
        }
    }

    fn word(&self, text: &str, forms: Forms) -> String {
        let bare = Kind::Word {
            text: text.to_owned(),
            forms: Forms::Number,
        };
        match forms {
            Forms::Quoted => quoted(text),
            Forms::Exact => {
                let signed = format!("={text}");
                match reads_as(&signed, &[Token::Exact, Token::Atom(bare)]) {
                    true => signed,
                    false => format!("={}", quoted(text)),
                }
            }
            Forms::Number if self.is_bare(text, bare) => text.to_owned(),
            Forms::Number => match tokens_of(text)[..] {
                [Token::Connector(_, Stray::Nothing)] => format!("+{text}"),
                _ => format!("({text})"),
            },
        }
    }

    /// Whether a word can stand among others and be read as itself.
    fn is_bare(&self, text: &str, word: Kind) -> bool {
        match tokens_of(text).as_slice() {
            [Token::Atom(kind)] => *kind == word,
            [
                Token::And(Typed::Small)
                | Token::Or(Typed::Small)
                | Token::Not(Typed::Small)
                | Token::But(Typed::Small),
            ] => self.style == Style::Plain,
            _ => false,
        }
    }

    fn list(&self, nodes: &[Node], operator: &str) -> String {
        let operands: Vec<String> = nodes
            .iter()
            .map(|node| match (&node.kind, operator) {
                (Kind::Not(_), " AND ") => self.node(node),
                _ => self.operand(node),
            })
            .collect();
        operands.join(operator)
    }

    /// In parentheses, where it is more than a unit.
    fn operand(&self, node: &Node) -> String {
        match node.kind {
            Kind::And(_) | Kind::Or(_) | Kind::Not(_) | Kind::Near { .. } => {
                format!("({})", self.node(node))
            }
            _ => self.node(node),
        }
    }

    /// A part of a window, where a comma would part it.
    fn part(&self, node: &Node) -> String {
        let part = self.node(node);
        match part.contains(',') {
            true => format!("({part})"),
            false => part,
        }
    }

    fn field(&self, field: Field, child: &Node) -> String {
        let name = field.name();
        let inside = self.node(child);
        if !is_atom(&child.kind) {
            return format!("{name}:({inside})");
        }
        let glued = format!("{name}:{inside}");
        let mut tokens = vec![Token::Field(field)];
        match &child.kind {
            Kind::Word {
                text,
                forms: Forms::Exact,
            } => {
                tokens.push(Token::Exact);
                tokens.push(Token::Atom(Kind::Word {
                    text: text.clone(),
                    forms: Forms::Number,
                }));
            }
            kind => tokens.push(Token::Atom(kind.clone())),
        }
        match reads_as(&glued, &tokens) {
            true => glued,
            false => format!("{name}:({inside})"),
        }
    }

    fn boost(&self, child: &Node, factor: f32) -> String {
        let inside = self.node(child);
        let glued = format!("{inside}^{factor}");
        let mut tokens = tokens_of(&inside);
        let unit = tokens
            .iter()
            .all(|token| matches!(token, Token::Field(_) | Token::Exact | Token::Atom(_)));
        let atoms = tokens.iter().filter(|token| token.ends()).count();
        tokens.push(Token::Boost(factor));
        if unit && atoms == 1 && reads_as(&glued, &tokens) {
            return glued;
        }
        format!("({inside})^{factor}")
    }
}

/// Whether it is typed as one piece: only that can be glued to a field.
fn is_atom(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Word { .. }
            | Kind::Wildcard(_)
            | Kind::Fuzzy { .. }
            | Kind::Regex(_)
            | Kind::Phrase { .. }
            | Kind::All
    )
}

/// `source(s)` is text, so a lone s needs parentheses of its own.
fn function(name: &str, inside: &str) -> String {
    match inside {
        "s" => format!("{name}((s))"),
        _ => format!("{name}({inside})"),
    }
}

/// The word of `stem()`, in quotes where it would be read as something else.
fn argument(text: &str) -> String {
    let word = Kind::Word {
        text: text.to_owned(),
        forms: Forms::Number,
    };
    let glued = format!("stem({text})");
    let tokens = [
        Token::Function(Function::Stem),
        Token::Atom(word),
        Token::Close,
    ];
    match reads_as(&glued, &tokens) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

fn phrase(parts: &[PhrasePart], slop: Option<u32>) -> String {
    let words: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            PhrasePart::Word(text) | PhrasePart::Wildcard(text) => text.as_str(),
            PhrasePart::Any => "*",
        })
        .collect();
    let phrase = quoted(&words.join(" "));
    match slop {
        Some(slop) => format!("{phrase}~{slop}"),
        None => phrase,
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn date(filter: &DateFilter) -> String {
    match filter {
        DateFilter::Range { from, to, ends } => {
            format!("date:{}", dates::print(*from, *to, *ends))
        }
        DateFilter::On { month, day } => format!("on:{month:02}-{day:02}"),
        DateFilter::Weekday(weekday) => format!("weekday:{}", dates::weekday_name(*weekday)),
        DateFilter::Unknown => "date:unknown".to_owned(),
    }
}

fn length(from: u64, to: u64) -> String {
    match (from, to) {
        (from, u64::MAX) => format!("words>={from}"),
        (0, to) => format!("words<={to}"),
        (from, to) if from == to => format!("words:{from}"),
        (from, to) => format!("words:{from}..{to}"),
    }
}

fn like(id: &str) -> String {
    let simple = has_text(id)
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./:".contains(c));
    match simple {
        true => format!("like:{id}"),
        false => format!("like:{}", quoted(id)),
    }
}

fn reads_as(text: &str, tokens: &[Token]) -> bool {
    tokens_of(text) == tokens
}
