//! The score of section 6, from plain counts over all articles.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use morgue::analysis::{FormKind, Unit, fold, forms, units};
use morgue::query::tree::{Field, Forms, Kind, Node, PhrasePart, Sense};
use morgue::search::TITLE_WEIGHT;
use tantivy::fieldnorm::FieldNormReader;

use crate::archive::Analysed;
use crate::atoms;
use crate::patterns;
use crate::spans;
use crate::text::Text;
use crate::truth;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// What BM25 needs to know of a field of all articles.
#[derive(Debug, Default)]
struct Counted {
    articles: f64,
    mean_length: f64,
    /// How many articles hold a folded word, and how many a joined form: `email` printed as
    /// `e-mail` is a form of its own.
    holding: [HashMap<String, u64>; 2],
    /// The idf of the patterns asked for so far, by their text.
    known: RefCell<HashMap<String, f64>>,
}

/// What BM25 needs to know of all articles.
#[derive(Debug)]
pub(crate) struct Statistics {
    title: Counted,
    body: Counted,
}

impl Statistics {
    pub(crate) fn of(articles: &[Analysed]) -> Statistics {
        let titles = articles.iter().map(|article| article.title.as_ref());
        let bodies = articles.iter().map(|article| Some(&article.body));
        Statistics {
            title: Counted::of(titles.collect()),
            body: Counted::of(bodies.collect()),
        }
    }

    /// The score of an article of which the query is true.
    pub(crate) fn score(&self, query: &Node, article: &Analysed) -> f64 {
        self.in_fields(query, article, [true, true])
    }

    /// The score of a part of the query in the title, in the body.
    fn in_fields(&self, node: &Node, article: &Analysed, fields: [bool; 2]) -> f64 {
        let sum = |children: &[Node]| -> f64 {
            let each = children
                .iter()
                .map(|child| self.in_fields(child, article, fields));
            each.sum()
        };
        match &node.kind {
            Kind::And(children) => {
                let holds = |child: &Node| is_true(child, article, fields);
                if children.iter().all(holds) {
                    sum(children)
                } else {
                    0.0
                }
            }
            Kind::Or(children) => sum(children),
            Kind::Boost(child, by) => f64::from(*by) * self.in_fields(child, article, fields),
            // A function scores as what it holds.
            Kind::AtLeast(1, child) => self.in_fields(child, article, fields),
            Kind::Field(Field::Title, child) => self.in_fields(child, article, [true, false]),
            Kind::Field(Field::Body, child) => self.in_fields(child, article, [false, true]),
            Kind::Word { .. }
            | Kind::Wildcard(_)
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. }
            | Kind::Near { .. } => {
                let title = article.title.as_ref().filter(|_| fields[0]);
                let title = title.map_or(0.0, |text| self.title.bm25(node, text));
                let body = Some(&article.body).filter(|_| fields[1]);
                let body = body.map_or(0.0, |text| self.body.bm25(node, text));
                TITLE_WEIGHT * title + body
            }
            // Filters and negations.
            _ => 0.0,
        }
    }
}

fn is_true(node: &Node, article: &Analysed, fields: [bool; 2]) -> bool {
    let field = match fields {
        [true, false] => Some(Field::Title),
        [false, true] => Some(Field::Body),
        _ => None,
    };
    let node = match field {
        Some(field) => Node {
            kind: Kind::Field(field, Box::new(node.clone())),
            at: node.at,
        },
        None => node.clone(),
    };
    matches!(truth::matches(&node, article), Ok(Some(_)))
}

impl Counted {
    /// Of the texts of a field, `None` where an article has none.
    fn of(texts: Vec<Option<&Text>>) -> Counted {
        let mut holding = [HashMap::new(), HashMap::new()];
        let mut words = 0;
        for text in texts.iter().copied().flatten() {
            words += text.length();
            for (holding, forms) in holding.iter_mut().zip(strings(text)) {
                for form in forms {
                    *holding.entry(form.to_owned()).or_default() += 1;
                }
            }
        }
        Counted {
            articles: texts.len() as f64,
            mean_length: f64::from(words) / texts.len() as f64,
            holding,
            known: RefCell::default(),
        }
    }

    fn bm25(&self, node: &Node, text: &Text) -> f64 {
        let frequency = frequency(node, text);
        if frequency == 0.0 {
            return 0.0;
        }
        let rounded =
            FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(text.length()));
        let length = f64::from(rounded) / self.mean_length;
        self.idf(node) * frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length))
    }

    /// How rare the words of a clause are.
    fn idf(&self, node: &Node) -> f64 {
        match &node.kind {
            Kind::Word { text, forms } => self.idf_of_word(text, *forms),
            Kind::Wildcard(pattern) => self.idf_of_pattern(pattern),
            Kind::Fuzzy { text, distance } => {
                let text = fold(text);
                let most = usize::from(*distance);
                let holds = |word: &str| patterns::distance(&text, word) <= most;
                self.idf_of_all(&format!("{text}~{distance}"), &holds)
            }
            Kind::Phrase { parts, .. } => {
                let each = parts.iter().map(|part| match part {
                    PhrasePart::Word(text) => self.idf_of_word(text, Forms::Quoted),
                    PhrasePart::Wildcard(pattern) => self.idf_of_pattern(pattern),
                    PhrasePart::Any => 0.0,
                });
                each.sum()
            }
            Kind::Or(children) => {
                let each = children.iter().map(|child| self.idf(child));
                each.fold(f64::INFINITY, f64::min)
            }
            Kind::And(children) => children.iter().map(|child| self.idf(child)).sum(),
            Kind::Near {
                connector,
                left,
                right,
            } => match connector.sense {
                Sense::Near => self.idf(left) + self.idf(right),
                Sense::NotNear => self.idf(left),
            },
            other => panic!("the queries do not ask for it: {other:?}"),
        }
    }

    fn idf_of_word(&self, typed: &str, of: Forms) -> f64 {
        let units = units(typed);
        let [Unit::Word(word)] = units.as_slice() else {
            panic!("the queries ask for plain words only: {typed}");
        };
        let family = match of {
            Forms::Number => forms::family(word),
            Forms::Quoted | Forms::Exact => vec![word.folded.clone()],
        };
        let counts = |holding: &HashMap<String, u64>| {
            let counts = family.iter().filter_map(|form| holding.get(form));
            counts.copied().max()
        };
        let most = self.holding.iter().filter_map(counts).max();
        self.idf_of_count(most.unwrap_or(0))
    }

    fn idf_of_pattern(&self, pattern: &str) -> f64 {
        let letters: Vec<char> = fold(pattern).chars().collect();
        self.idf_of_all(pattern, &|word| {
            let word: Vec<char> = word.chars().collect();
            patterns::wildcard(&letters, &word)
        })
    }

    /// The idf of all forms that fulfil a condition, as one word: the most frequent one's.
    fn idf_of_all(&self, name: &str, holds: &dyn Fn(&str) -> bool) -> f64 {
        if let Some(known) = self.known.borrow().get(name) {
            return *known;
        }
        let forms = self
            .holding
            .iter()
            .flatten()
            .filter(|(word, _)| holds(word));
        let idf = self.idf_of_count(forms.map(|(_, articles)| *articles).max().unwrap_or(0));
        self.known.borrow_mut().insert(name.to_owned(), idf);
        idf
    }

    fn idf_of_count(&self, articles: u64) -> f64 {
        let most = articles as f64;
        (1.0 + (self.articles - most + 0.5) / (most + 0.5)).ln()
    }
}

/// The different folded words of a text, and its different joined forms.
fn strings(text: &Text) -> [HashSet<&str>; 2] {
    let words = text.words.iter().map(String::as_str).collect();
    let joined = text
        .forms
        .iter()
        .filter(|form| form.kind == FormKind::Joined);
    [words, joined.map(|form| form.text.as_str()).collect()]
}

/// How often a clause stands in a text: each span less the more words it leaves out.
fn frequency(node: &Node, text: &Text) -> f64 {
    let found = match atoms::spans(&node.kind, text) {
        Some(found) => found.expect("the queries have few spans"),
        None => truth::spans_of(node, text).expect("the queries have few spans"),
    };
    let found = if truth::is_reduced(node) {
        spans::minimal(&found)
    } else {
        found
    };
    found
        .iter()
        .map(|span| 1.0 / (1.0 + f64::from(spans::gap(span))))
        .sum()
}
