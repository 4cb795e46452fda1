//! Reads an item of NewsML 1, whose text is in one of many components.

use super::newsml::READER;
use super::{nitf, set, set_byline, set_date, set_dateline, set_language, set_value};
use crate::corpus::draft::Draft;
use crate::corpus::reader::Around;
use crate::corpus::xml::Element;
use crate::corpus::xml::text::{line, paragraphs, raw};
use crate::corpus::{Record, fields};

/// The article of an item; the envelope around it says who sent it.
pub(super) fn article(
    root: &Element,
    item: &Element,
    number: Option<u64>,
    around: &Around<'_>,
) -> Record {
    let mut draft = Draft::of(around, number, READER.name);
    draft.article.key = item
        .first(&["publicidentifier", "newsitemid"])
        .and_then(line);
    for lines in item.all(&["newslines"]) {
        set_lines(&mut draft, lines);
    }
    let created = item.at("newsmanagement/firstcreated").and_then(line);
    set_date(&mut draft, created.as_deref(), "newsml FirstCreated");
    if let Some(changed) = item.at("newsmanagement/thisrevisioncreated").and_then(line) {
        draft.updated(super::day(&changed), "newsml ThisRevisionCreated");
    }
    set_source(&mut draft, root, item);
    let body = text(&mut draft, item);
    draft.into_record(body, around)
}

fn set_lines(draft: &mut Draft, lines: &Element) {
    set(
        draft,
        |a| &mut a.title,
        lines.at("headline"),
        "newsml HeadLine",
    );
    set(
        draft,
        |a| &mut a.deck,
        lines.at("subheadline"),
        "newsml SubHeadLine",
    );
    set_byline(draft, lines.at("byline").and_then(line), "newsml ByLine");
    set_dateline(
        draft,
        lines.at("dateline").and_then(line),
        "newsml DateLine",
    );
    set(
        draft,
        |a| &mut a.wire,
        lines.at("creditline"),
        "newsml CreditLine",
    );
}

fn set_source(draft: &mut Draft, root: &Element, item: &Element) {
    let party = |element: &Element| {
        Some(
            element
                .first(&["party"])?
                .attribute("formalname")?
                .to_owned(),
        )
    };
    let provider = item.first(&["provider"]).and_then(party);
    set_value(draft, |a| &mut a.source, provider, "newsml Provider");
    let sender = root.at("newsenvelope/sentfrom").and_then(party);
    set_value(draft, |a| &mut a.source, sender, "newsml SentFrom");
    let language = item
        .first(&["language"])
        .and_then(|language| language.attribute("formalname"));
    set_language(draft, language, "newsml Language");
}

/// The longest text of all contents; agencies put headlines and style sheets in others.
fn text(draft: &mut Draft, item: &Element) -> Vec<String> {
    let contents = item.all(&["datacontent"]);
    let texts = contents.iter().map(|content| {
        let nitf = content.first(&["nitf"]);
        let text = match nitf.or_else(|| content.first(&["body"])) {
            Some(body) => paragraphs(body, &["body.head", "body.end", "head"]),
            None if content.elements().next().is_some() => paragraphs(content, &[]),
            None => fields::paragraphs_of(&raw(content)),
        };
        (nitf, text)
    });
    let longest = texts.max_by_key(|(_, text)| text.iter().map(String::len).sum::<usize>());
    match longest {
        Some((Some(nitf), _)) => nitf::fill(draft, nitf),
        Some((None, text)) => text,
        None => Vec::new(),
    }
}
