//! Whether a query is true of an article, and its matches there (sections 5 and 6).

use std::collections::BTreeSet;

use morgue::article::Article;
use morgue::date::{self, Precision};
use morgue::query::tree::{DateFilter, Field, Kind, Node};

use crate::archive::Analysed;
use crate::atoms;
use crate::spans::{self, Choices, Limit, Span, Spans, TooMany, Where};
use crate::text::Text;

/// A match: the field, and the positions from 1.
pub(crate) type Match = (&'static str, Span);

/// The matches of a query in an article; `None` if it is not true of it.
pub(crate) fn matches(query: &Node, article: &Analysed) -> Result<Option<Vec<Match>>, TooMany> {
    let scope = Scope {
        article,
        places: places(article, None),
        limits: Vec::new(),
    };
    let found = scope.truth(query)?;
    Ok(found.map(pooled))
}

/// The matches among spans of both texts, the title's first.
fn pooled(found: BTreeSet<Match>) -> Vec<Match> {
    let mut matches = Vec::new();
    for field in ["title", "body"] {
        let spans = found.iter().filter(|(of, _)| *of == field);
        let spans = spans::pooled(spans.map(|(_, span)| span.clone()));
        matches.extend(spans.into_iter().map(|span| (field, span)));
    }
    matches
}

/// A text that a part of the query is looked for in, up to a position.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    name: &'static str,
    text: &'a Text,
    last: u32,
}

/// The name of the place of a text that gives no matches.
const FILTER: &str = "filter";

fn places(article: &Analysed, field: Option<Field>) -> Vec<Place<'_>> {
    let title = article.title.iter().map(|text| Place {
        name: "title",
        text,
        last: text.length(),
    });
    let body = |last: u32| Place {
        name: "body",
        text: &article.body,
        last,
    };
    let whole = body(article.body.length());
    let lead = body(article.body.lead);
    match field {
        None => title.chain([whole]).collect(),
        Some(Field::Title) => title.collect(),
        Some(Field::Body) => vec![whole],
        Some(Field::Lead) => vec![lead],
        Some(Field::Hlead) => title.chain([lead]).collect(),
        Some(filter) => article
            .filter(filter)
            .iter()
            .map(|text| Place {
                name: FILTER,
                text,
                last: text.length(),
            })
            .collect(),
    }
}

/// What a part of the query is asked of.
#[derive(Clone, Debug)]
struct Scope<'a> {
    article: &'a Analysed,
    places: Vec<Place<'a>>,
    /// The functions around it.
    limits: Vec<Limit>,
}

impl Scope<'_> {
    /// The spans that a part of the query gives to the pool; `None` if it is false.
    fn truth(&self, node: &Node) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let article = &self.article.article;
        let condition = |holds: bool| Ok(holds.then(BTreeSet::new));
        match &node.kind {
            Kind::All => condition(true),
            Kind::Date(filter) => condition(is_of(filter, article)),
            Kind::Length { from, to } => {
                let words = u64::from(self.article.body.length());
                condition((*from..=*to).contains(&words))
            }
            Kind::Has(field) => condition(has(*field, article)),
            Kind::Missing(field) => condition(!has(*field, article)),
            Kind::Not(child) => condition(self.truth(child)?.is_none()),
            Kind::And(children) => self.all_of(children),
            Kind::Or(children) => self.any_of(children),
            Kind::Boost(child, _) => self.truth(child),
            Kind::Field(field, child) => self.within(*field, child),
            Kind::AtLeast(least, child) => {
                let found = self.truth(child)?.unwrap_or_default();
                let enough = pooled(found.clone()).len() >= *least as usize;
                Ok(enough.then_some(found))
            }
            Kind::First(n, child) => self.limited(Limit::First(*n), child),
            Kind::Capitals(capitals, child) => self.limited(Limit::Capitals(*capitals), child),
            Kind::Quote(child) => self.limited(Limit::Quote, child),
            Kind::Like(_) => panic!("the queries hold no like:"),
            _ => self.in_places(node),
        }
    }

    fn all_of(&self, children: &[Node]) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let mut all = BTreeSet::new();
        for child in children {
            match self.truth(child)? {
                Some(found) => all.extend(found),
                None => return Ok(None),
            }
        }
        Ok(Some(all))
    }

    fn any_of(&self, children: &[Node]) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let mut any = None;
        for child in children {
            if let Some(found) = self.truth(child)? {
                any.get_or_insert_with(BTreeSet::new).extend(found);
            }
        }
        Ok(any)
    }

    fn within(&self, field: Field, child: &Node) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let inner = Scope {
            places: places(self.article, Some(field)),
            ..self.clone()
        };
        let found = inner.truth(child)?;
        let is_seen = |(field, _): &Match| *field != FILTER;
        Ok(found.map(|found| found.into_iter().filter(is_seen).collect()))
    }

    fn limited(&self, limit: Limit, child: &Node) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let mut inner = self.clone();
        inner.limits.push(limit);
        inner.truth(child)
    }

    /// An atom or an outermost connector: true where it has a span.
    fn in_places(&self, node: &Node) -> Result<Option<BTreeSet<Match>>, TooMany> {
        let mut found = BTreeSet::new();
        for place in &self.places {
            let mut all = spans::single(&place.choices(node)?);
            all.retain(|span| self.limits.iter().all(|limit| place.keeps(*limit, span)));
            if is_reduced(node) {
                all = spans::minimal(&all);
            }
            found.extend(all.into_iter().map(|span| (place.name, span)));
        }
        Ok((!found.is_empty()).then_some(found))
    }
}

/// Only a connector, a window and a phrase with slop are reduced to their minimal spans.
pub(crate) fn is_reduced(node: &Node) -> bool {
    matches!(
        node.kind,
        Kind::Near { .. } | Kind::Window(..) | Kind::Phrase { slop: Some(_), .. }
    )
}

/// All spans of a part of the query in a whole text.
pub(crate) fn spans_of(node: &Node, text: &Text) -> Result<Spans, TooMany> {
    let place = Place {
        name: "body",
        text,
        last: text.length(),
    };
    Ok(spans::single(&place.choices(node)?))
}

impl Place<'_> {
    /// All spans of a part of the query in this place, as an operand.
    fn choices(&self, node: &Node) -> Result<Choices, TooMany> {
        if let Some(spans) = atoms::spans(&node.kind, self.text) {
            let mut spans = spans?;
            spans.retain(|span| spans::end(span) <= self.last);
            return Ok(vec![vec![spans]]);
        }
        match &node.kind {
            Kind::Or(children) => {
                let mut choices = Choices::new();
                for child in children {
                    choices.extend(self.choices(child)?);
                }
                Ok(choices)
            }
            Kind::And(children) => {
                let mut choices = vec![Vec::new()];
                for child in children {
                    choices = each_with_each(&choices, &self.choices(child)?);
                }
                Ok(choices)
            }
            Kind::Boost(child, _) => self.choices(child),
            Kind::Near {
                connector,
                left,
                right,
            } => {
                let (left, right) = (self.choices(left)?, self.choices(right)?);
                let all = spans::near(*connector, &left, &right, self.text)?;
                Ok(vec![vec![all]])
            }
            Kind::Window(n, parts) => {
                let parts: Result<Vec<Spans>, TooMany> = parts
                    .iter()
                    .map(|part| Ok(spans::single(&self.choices(part)?)))
                    .collect();
                Ok(vec![vec![spans::window(*n, &parts?)?]])
            }
            Kind::First(n, child) => self.limited(Limit::First(*n), child),
            Kind::Capitals(capitals, child) => self.limited(Limit::Capitals(*capitals), child),
            Kind::Quote(child) => self.limited(Limit::Quote, child),
            other => panic!("no operand of a connector: {other:?}"),
        }
    }

    fn limited(&self, limit: Limit, child: &Node) -> Result<Choices, TooMany> {
        let mut choices = self.choices(child)?;
        for spans in choices.iter_mut().flatten() {
            spans.retain(|span| self.keeps(limit, span));
        }
        Ok(choices)
    }

    fn keeps(&self, limit: Limit, span: &Span) -> bool {
        let place = match self.name {
            "title" => Where::Title,
            _ => Where::Elsewhere,
        };
        spans::keeps(limit, span, self.text, place)
    }
}

fn each_with_each(these: &Choices, those: &Choices) -> Choices {
    let pairs = these
        .iter()
        .flat_map(|this| those.iter().map(move |that| (this, that)));
    pairs
        .map(|(this, that)| this.iter().chain(that).cloned().collect())
        .collect()
}

fn is_of(filter: &DateFilter, article: &Article) -> bool {
    let Some(date) = article.date.as_ref().map(|date| date.value) else {
        return *filter == DateFilter::Unknown;
    };
    let day = (date.precision() == Precision::Day).then(|| date::civil(date.first()));
    match filter {
        DateFilter::Unknown => false,
        DateFilter::Range { from, to, .. } => {
            from.is_none_or(|from| from <= date.last()) && to.is_none_or(|to| date.first() <= to)
        }
        DateFilter::On { month, day: on } => day
            .flatten()
            .is_some_and(|day| (day.month(), day.day()) == (*month, *on)),
        DateFilter::Weekday(weekday) => day
            .flatten()
            .is_some_and(|day| day.weekday().to_monday_one_offset() == *weekday),
    }
}

fn has(field: Field, article: &Article) -> bool {
    match field {
        Field::Title => article.title.is_some(),
        Field::Body => !article.body.is_empty(),
        Field::Byline => article.byline.is_some(),
        Field::Source => article.source.is_some(),
        Field::Section => article.section.is_some(),
        Field::Page => article.page.is_some(),
        Field::Dateline => article.dateline.is_some(),
        Field::Lang => article.language.is_some(),
        Field::Url => article.url.is_some(),
        Field::Tag => !article.tags.is_empty(),
        Field::Date => article.date.is_some(),
        other => panic!("the queries do not ask for it: {other:?}"),
    }
}
