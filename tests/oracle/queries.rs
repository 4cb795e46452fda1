//! Random queries as trees; printed, they are what a person would type.

use morgue::query::reading_of;
use morgue::query::tree::{
    Capitals, Connector, Field, Forms, Kind, Node, Number, Order, PhrasePart, Reach, Sense,
};

use crate::archive::Analysed;
use crate::random::Random;

/// A query of these words, as typed; conditions may stand in it as typed too.
pub(crate) fn query(random: &mut Random, words: &[String]) -> String {
    let mut maker = Maker { random, words };
    let depth = maker.random.within(1..=4);
    let root = maker.clause(depth);
    let text = reading_of(&root);
    if !maker.random.chance(25) {
        return text;
    }
    let condition = maker.condition();
    let joint = *maker.random.one(&[" AND ", " AND ", " AND NOT ", " OR "]);
    format!("({text}){joint}{condition}")
}

/// One of the words, as typed bare.
pub(crate) fn word(random: &mut Random, words: &[String]) -> String {
    let mut maker = Maker { random, words };
    reading_of(&node(maker.word(Forms::Number)))
}

/// A query for articles in an order: words and phrases of one of them.
pub(crate) fn ranked(random: &mut Random, articles: &[Analysed]) -> String {
    let article = random.one(articles);
    let text = match &article.title {
        Some(title) if random.chance(30) => title,
        _ => &article.body,
    };
    let plain = |word: &String| {
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && !["us", "and", "or", "not", "but"].contains(&word.as_str())
    };
    let near = random.below(text.words.len().max(1));
    let mut words: Vec<String> = text
        .words
        .iter()
        .skip(near)
        .take(12)
        .filter(|word| plain(word))
        .cloned()
        .collect();
    words.push("the".to_owned());
    let mut maker = Maker {
        random,
        words: &words,
    };
    let depth = maker.random.within(0..=2);
    reading_of(&maker.ranked(depth))
}

struct Maker<'a> {
    random: &'a mut Random,
    words: &'a [String],
}

impl Maker<'_> {
    /// A part that may hold negations, fields and counts.
    fn clause(&mut self, depth: usize) -> Node {
        if depth == 0 {
            return self.atom();
        }
        let inner = depth - 1;
        node(
            match self.random.weighted(&[20, 14, 8, 9, 30, 6, 6, 7, 8]) {
                0 => Kind::And(self.several(inner, Maker::clause)),
                1 => Kind::Or(self.several(inner, Maker::clause)),
                2 => Kind::Not(Box::new(self.clause(inner))),
                3 => {
                    let fields = [Field::Title, Field::Body, Field::Lead, Field::Hlead];
                    Kind::Field(*self.random.one(&fields), Box::new(self.clause(inner)))
                }
                4 => self.near(inner),
                5 => Kind::AtLeast(
                    self.random.within(1..=4) as u32,
                    Box::new(self.operand(inner)),
                ),
                6 => Kind::Boost(Box::new(self.clause(inner)), 2.0),
                7 => self.window(inner),
                _ => self.limited(inner, Maker::clause_without_not),
            },
        )
    }

    /// A part of a query whose score is defined word for word.
    fn ranked(&mut self, depth: usize) -> Node {
        if depth == 0 {
            return self.ranked_atom();
        }
        let inner = depth - 1;
        node(
            match self.random.weighted(&[30, 25, 8, 10, 25, 8, 6, 6, 6]) {
                6 => Kind::AtLeast(1, Box::new(self.ranked_side())),
                7 => Kind::Phrase {
                    parts: (0..2).map(|_| PhrasePart::Word(self.typed())).collect(),
                    slop: Some(self.random.within(1..=8) as u32),
                },
                8 => {
                    let connector = Connector {
                        reach: Reach::Words(5),
                        order: Order::Any,
                        sense: Sense::NotNear,
                    };
                    near(connector, self.ranked_side(), self.ranked_side())
                }
                5 => Kind::Boost(Box::new(self.ranked(inner)), 2.5),
                0 => Kind::And(self.several(inner, Maker::ranked)),
                1 => Kind::Or(self.several(inner, Maker::ranked)),
                2 => {
                    let absent = node(Kind::Not(Box::new(self.ranked_atom())));
                    Kind::And(vec![self.ranked(inner), absent])
                }
                3 => {
                    let field = *self.random.one(&[Field::Title, Field::Body]);
                    Kind::Field(field, Box::new(self.ranked(inner)))
                }
                _ => {
                    let reaches = [1, 2, 5, 10].map(Reach::Words);
                    let connector = Connector {
                        reach: *self.random.one(&reaches),
                        sense: Sense::Near,
                        ..self.connector()
                    };
                    let (left, right) = (self.ranked_side(), self.ranked_side());
                    near(connector, left, right)
                }
            },
        )
    }

    fn ranked_side(&mut self) -> Node {
        match self.random.below(8) {
            0 | 1 => node(Kind::Or(vec![self.ranked_atom(), self.ranked_atom()])),
            2 => {
                let connector = Connector {
                    reach: Reach::Words(3),
                    sense: Sense::Near,
                    ..self.connector()
                };
                node(near(connector, self.ranked_atom(), self.ranked_atom()))
            }
            _ => self.ranked_atom(),
        }
    }

    fn ranked_atom(&mut self) -> Node {
        node(match self.random.weighted(&[60, 10, 12, 3, 15]) {
            0 => self.word(Forms::Number),
            1 => self.word(Forms::Quoted),
            2 => self
                .wildcard()
                .map_or_else(|| self.word(Forms::Number), Kind::Wildcard),
            3 => self.fuzzy(),
            _ => {
                let place = self.random.below(self.words.len());
                let row = self.words[place..].iter().take(2);
                let parts: Vec<PhrasePart> = row.cloned().map(PhrasePart::Word).collect();
                match parts.len() {
                    2 => Kind::Phrase { parts, slop: None },
                    _ => self.word(Forms::Quoted),
                }
            }
        })
    }

    /// What may stand in a function: words, joined by AND and OR.
    fn clause_without_not(&mut self, depth: usize) -> Node {
        if depth > 0 && self.random.chance(15) {
            return node(Kind::And(self.several(depth - 1, Maker::operand)));
        }
        if depth > 0 && self.random.chance(10) {
            let field = *self.random.one(&[Field::Title, Field::Body, Field::Hlead]);
            return node(Kind::Field(field, Box::new(self.operand(depth - 1))));
        }
        self.operand(depth)
    }

    /// What may stand beside a connector, AND left out.
    fn operand(&mut self, depth: usize) -> Node {
        if depth == 0 {
            return self.atom();
        }
        let inner = depth - 1;
        match self.random.weighted(&[25, 25, 30, 6, 10, 3]) {
            0 => self.atom(),
            1 => node(Kind::Or(self.several(inner, Maker::operand))),
            2 => node(self.near_of(inner, Maker::operand)),
            3 => node(self.window(inner)),
            4 => node(self.limited(inner, Maker::operand)),
            _ => node(Kind::Boost(Box::new(self.operand(inner)), 3.0)),
        }
    }

    /// What may stand on one side of a connector.
    fn side(&mut self, depth: usize) -> Node {
        if depth > 0 && self.random.chance(20) {
            return node(Kind::And(self.several(depth - 1, Maker::operand)));
        }
        if depth > 1 && self.random.chance(8) {
            let and = node(Kind::And(self.several(depth - 2, Maker::operand)));
            return node(Kind::Or(vec![and, self.operand(depth - 1)]));
        }
        if depth > 1 && self.random.chance(5) {
            return node(self.limited(depth - 1, Maker::side));
        }
        self.operand(depth)
    }

    fn several(&mut self, depth: usize, part: fn(&mut Self, usize) -> Node) -> Vec<Node> {
        let count = self.random.weighted(&[0, 0, 75, 25]);
        (0..count).map(|_| part(self, depth)).collect()
    }

    fn near(&mut self, depth: usize) -> Kind {
        if self.random.chance(80) {
            return self.near_of(depth, Maker::operand);
        }
        let connector = Connector {
            sense: Sense::Near,
            ..self.connector()
        };
        let (side, operand) = (self.side(depth), self.operand(depth));
        let (left, right) = match self.random.chance(50) {
            true => (side, operand),
            false => (operand, side),
        };
        near(connector, left, right)
    }

    fn near_of(&mut self, depth: usize, part: fn(&mut Self, usize) -> Node) -> Kind {
        let connector = self.connector();
        near(connector, part(self, depth), part(self, depth))
    }

    fn connector(&mut self) -> Connector {
        let reach = match self.random.weighted(&[70, 14, 10, 6]) {
            0 => Reach::Words(*self.random.one(&[1, 1, 2, 3, 4, 5, 10, 25])),
            1 => Reach::Sentence,
            2 => Reach::Paragraph,
            _ => Reach::Segment,
        };
        Connector {
            reach,
            order: match self.random.chance(35) {
                true => Order::LeftFirst,
                false => Order::Any,
            },
            sense: match self.random.chance(20) {
                true => Sense::NotNear,
                false => Sense::Near,
            },
        }
    }

    fn window(&mut self, depth: usize) -> Kind {
        let n = *self.random.one(&[2, 3, 4, 6, 10, 20]);
        Kind::Window(n, self.several(depth, Maker::operand))
    }

    fn limited(&mut self, depth: usize, part: fn(&mut Self, usize) -> Node) -> Kind {
        let child = Box::new(part(self, depth));
        match self.random.weighted(&[30, 20, 15, 15, 20]) {
            0 => Kind::First(*self.random.one(&[1, 3, 5, 10, 30]), child),
            1 => Kind::Capitals(Capitals::Initial, child),
            2 => Kind::Capitals(Capitals::All, child),
            3 => Kind::Capitals(Capitals::No, child),
            _ => Kind::Quote(child),
        }
    }

    fn atom(&mut self) -> Node {
        node(
            match self.random.weighted(&[48, 9, 7, 9, 5, 3, 10, 5, 3, 2]) {
                0 => self.word(Forms::Number),
                1 => self.word(Forms::Quoted),
                2 => self.word(Forms::Exact),
                3 => self
                    .wildcard()
                    .map_or_else(|| self.word(Forms::Number), Kind::Wildcard),
                4 => self.fuzzy(),
                5 => self.regex(),
                6 => self.phrase(),
                7 => self.slop(),
                8 => self.number(),
                _ => self.stem(),
            },
        )
    }

    fn typed(&mut self) -> String {
        let word = self.random.one(self.words);
        // What is put into articles as one may be several words.
        word.rsplit(' ').next().unwrap_or(word).to_owned()
    }

    /// A word of letters only, in small ones.
    fn letters(&mut self) -> Option<String> {
        let word = self.typed();
        let plain = word.chars().all(char::is_alphabetic) && word.is_ascii();
        plain.then(|| word.to_lowercase())
    }

    fn word(&mut self, forms: Forms) -> Kind {
        let text = self.typed();
        Kind::Word { text, forms }
    }

    fn wildcard(&mut self) -> Option<String> {
        let word = self.typed();
        let simple = word.chars().all(|c| c.is_alphanumeric() || c == '-');
        let letters: Vec<char> = word.chars().collect();
        if !simple || letters.len() < 3 {
            return None;
        }
        let place = self.random.within(1..=letters.len() - 1);
        let (head, tail): (String, String) = (
            letters[..place].iter().collect(),
            letters[place..].iter().collect(),
        );
        let end: String = letters[place + 1..].iter().collect();
        let pattern = match self.random.below(4) {
            0 => format!("{head}*"),
            1 => format!("*{tail}"),
            2 => format!("{head}*{end}"),
            _ if end.is_empty() => format!("{head}*"),
            _ => format!("{head}?{end}"),
        };
        let at_hyphen = ["-*", "*-", "-?", "?-"]
            .iter()
            .any(|at| pattern.contains(at));
        let at_edge = pattern.starts_with('-') || pattern.ends_with('-');
        (!at_hyphen && !at_edge).then_some(pattern)
    }

    fn fuzzy(&mut self) -> Kind {
        let word = self.typed();
        if !word.chars().all(char::is_alphabetic) {
            return self.word(Forms::Number);
        }
        let mut letters: Vec<char> = word.chars().collect();
        for _ in 0..self.random.below(3) {
            let place = self.random.below(letters.len());
            match self.random.below(4) {
                0 if letters.len() > 2 => {
                    letters.remove(place);
                }
                1 => letters.insert(place, *self.random.one(&['a', 's', 'm'])),
                2 if place > 0 => letters.swap(place, place - 1),
                _ => letters[place] = *self.random.one(&['e', 'l', 'i']),
            }
        }
        Kind::Fuzzy {
            text: letters.into_iter().collect(),
            distance: self.random.within(1..=2) as u8,
        }
    }

    fn regex(&mut self) -> Kind {
        let Some(word) = self.letters() else {
            return self.word(Forms::Number);
        };
        let place = self.random.below(word.len());
        let (head, tail) = word.split_at(place);
        let rest = &tail[1..];
        Kind::Regex(match self.random.below(4) {
            0 => format!("{head}[a-m]{rest}"),
            1 => format!("{head}.{{1,2}}{rest}"),
            2 => format!("({word}|the)s?"),
            _ => format!("{head}.*"),
        })
    }

    fn phrase_parts(&mut self, count: usize) -> Vec<PhrasePart> {
        let mut parts = Vec::new();
        for place in 0..count {
            let edge = place == 0 || place + 1 == count;
            parts.push(match self.random.below(10) {
                0 if !edge => PhrasePart::Any,
                1 => match self.wildcard() {
                    Some(pattern) => PhrasePart::Wildcard(pattern),
                    None => PhrasePart::Word(self.typed()),
                },
                _ => PhrasePart::Word(self.typed()),
            });
        }
        parts
    }

    fn phrase(&mut self) -> Kind {
        let count = self.random.within(2..=3);
        let parts = self.phrase_parts(count);
        Kind::Phrase { parts, slop: None }
    }

    /// A phrase with slop of words at one position each, where the language is plain.
    fn slop(&mut self) -> Kind {
        let mut parts = Vec::new();
        for _ in 0..self.random.within(2..=3) {
            match self.letters() {
                Some(word) => parts.push(PhrasePart::Word(word)),
                None => return self.phrase(),
            }
        }
        Kind::Phrase {
            parts,
            slop: Some(self.random.within(0..=8) as u32),
        }
    }

    fn number(&mut self) -> Kind {
        let number = *self.random.one(&[Number::Singular, Number::Plural]);
        match self.letters() {
            Some(word) => Kind::Number(number, word),
            None => self.word(Forms::Number),
        }
    }

    fn stem(&mut self) -> Kind {
        match self.letters() {
            Some(word) => Kind::Stem(word),
            None => self.word(Forms::Number),
        }
    }

    /// A condition on the article, as typed.
    fn condition(&mut self) -> String {
        let conditions = [
            "source:gazette",
            "source:\"Weir Gazette\"",
            "source:(weir -courier)",
            "source:mill",
            "section:sport",
            "section:(local OR women)",
            "byline:holt",
            "byline:\"o'connor and tom\"",
            "byline:(ann w/2 connor)",
            "lang:en",
            "-lang:fr",
            "tag:mill",
            "tag:(flood news)",
            "tag:\"flood river\"",
            "has:byline",
            "has:title",
            "missing:date",
            "missing:section",
            "missing:tag",
            "date:1995-03",
            "date:1995-03-05..1995-03-10",
            "date<1995-03-12",
            "date>1995",
            "date<=1995-03",
            "date>=1996",
            "date:1990s",
            "date:unknown",
            "on:04-13",
            "weekday:sun",
            "words>20",
            "words<=15",
            "words:10..30",
        ];
        (*self.random.one(&conditions)).to_owned()
    }
}

fn near(connector: Connector, left: Node, right: Node) -> Kind {
    Kind::Near {
        connector,
        left: Box::new(left),
        right: Box::new(right),
    }
}

fn node(kind: Kind) -> Node {
    Node { kind, at: [0, 0] }
}
