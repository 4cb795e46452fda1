//! Reads NewsML of both generations, and the corpus RCV1 that Reuters made in its image.

use super::{
    newsml_1, nitf, no_text, numbered, rcv1, set, set_byline, set_date, set_dateline, set_language,
    set_value,
};
use crate::byline;
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::xml::text::{line, paragraphs, raw};
use crate::corpus::xml::{self, Element};
use crate::corpus::{Record, fields};

/// NewsML-G2, NewsML 1 and RCV1.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "newsml",
    what: "NewsML and NewsML-G2 of news agencies, and the corpus RCV1",
    example: "<newsItem><contentMeta><headline>Flood inquiry opens</headline></contentMeta><contentSet><inlineXML><html><body><p>The inquiry opened.</p></body></html></inlineXML></contentSet></newsItem>",
    way: Way::Text {
        recognises: |text| text.has_root(&ROOTS),
        read: |text, around, each| {
            xml::read(text, around, each, |root, each| read(root, around, each))
        },
    },
};

const ROOTS: [&str; 9] = [
    "newsitem",
    "newsmessage",
    "packageitem",
    "planningitem",
    "conceptitem",
    "knowledgeitem",
    "catalogitem",
    "newsml",
    "newsitemset",
];

/// Items of NewsML-G2.
const ITEMS: [&str; 6] = [
    "newsitem",
    "packageitem",
    "planningitem",
    "conceptitem",
    "knowledgeitem",
    "catalogitem",
];

fn read(root: &Element, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let items = match root.name.as_str() {
        "newsml" => root.all(&["newsitem"]),
        name if ITEMS.contains(&name) => vec![root],
        _ => root.all(&ITEMS),
    };
    if items.is_empty() {
        return each(no_text(around, None, "a message without an item"));
    }
    for (number, item) in numbered(items) {
        each(match root.name == "newsml" {
            true => newsml_1::article(root, item, number, around),
            false if rcv1::is_one(item) => rcv1::article(item, number, around),
            false => article(item, number, around),
        });
    }
}

fn article(item: &Element, number: Option<u64>, around: &Around<'_>) -> Record {
    if item.name != "newsitem" {
        return no_text(
            around,
            number,
            &format!("a {} item of NewsML-G2", kind(&item.name)),
        );
    }
    let class = item
        .at("itemmeta/itemclass")
        .and_then(|class| class.attribute("qcode"));
    let class = class
        .and_then(|class| class.rsplit(':').next())
        .unwrap_or("text");
    if !["text", "composite"].contains(&class) {
        return no_text(around, number, &format!("an item of the class “{class}”"));
    }
    let mut draft = Draft::of(around, number, READER.name);
    draft.article.key = item.attribute("guid").map(str::to_owned);
    if let Some(meta) = item.at("contentmeta") {
        set_content(&mut draft, meta);
    }
    set_item(&mut draft, item);
    let body = body(&mut draft, item);
    draft.into_record(body, around)
}

fn kind(name: &str) -> &str {
    name.strip_suffix("item").unwrap_or(name)
}

/// What is said of the content.
fn set_content(draft: &mut Draft, meta: &Element) {
    for headline in meta.children(&["headline"]) {
        set(draft, |a| &mut a.title, Some(headline), "newsml headline");
    }
    set_date(
        draft,
        meta.at("contentcreated").and_then(line).as_deref(),
        "newsml contentCreated",
    );
    if let Some(changed) = meta.at("contentmodified").and_then(line) {
        draft.updated(super::day(&changed), "newsml contentModified");
    }
    set_byline(draft, meta.at("by").and_then(line), "newsml by");
    for name in meta.children(&["creator"]).filter_map(name_of) {
        set_byline(
            draft,
            Some(name).filter(|name| !is_company(name)),
            "newsml creator",
        );
    }
    set_dateline(draft, meta.at("dateline").and_then(line), "newsml dateline");
    set(
        draft,
        |a| &mut a.dateline,
        meta.at("located/name"),
        "newsml located",
    );
    set(
        draft,
        |a| &mut a.wire,
        meta.at("creditline"),
        "newsml creditline",
    );
    let agency = meta
        .at("infosource")
        .and_then(name_of)
        .filter(|name| byline::is_agency(name));
    set_value(draft, |a| &mut a.wire, agency, "newsml infoSource");
    set_language(
        draft,
        meta.at("language")
            .and_then(|language| language.attribute("tag")),
        "newsml language",
    );
    set_summary(draft, meta);
}

/// The standfirst and the topics.
fn set_summary(draft: &mut Draft, meta: &Element) {
    for description in meta.children(&["subheadline", "description"]) {
        let role = description.attribute("role").unwrap_or("summary");
        if role.contains("summary") || role.contains("abstract") {
            set(
                draft,
                |a| &mut a.deck,
                Some(description),
                "newsml description",
            );
        }
    }
    let topics =
        meta.children(&["subject", "keyword"])
            .filter_map(|topic| match topic.name.as_str() {
                "keyword" => line(topic),
                _ => name_of(topic),
            });
    draft.article.tags.extend(topics);
}

/// What is said of the item.
fn set_item(draft: &mut Draft, item: &Element) {
    let meta = item.at("itemmeta");
    let text = |name: &str| meta.and_then(|meta| meta.at(name)).and_then(line);
    set_date(
        draft,
        text("firstcreated").as_deref(),
        "newsml firstCreated",
    );
    set_date(
        draft,
        text("versioncreated")
            .as_deref()
            .filter(|_| draft.article.date.is_none()),
        "newsml versionCreated",
    );
    if let Some(changed) = text("versioncreated") {
        draft.updated(super::day(&changed), "newsml versionCreated");
    }
    let provider = meta.and_then(|meta| meta.at("provider"));
    set_value(
        draft,
        |a| &mut a.source,
        provider.and_then(name_of),
        "newsml provider",
    );
    let holder = item.at("rightsinfo/copyrightholder").and_then(name_of);
    set_value(draft, |a| &mut a.source, holder, "newsml copyrightHolder");
    let code = provider.and_then(|provider| {
        provider
            .attribute("qcode")
            .or(provider.attribute("literal"))
    });
    let code = code.and_then(|code| code.rsplit(':').next());
    set_value(
        draft,
        |a| &mut a.source,
        code.map(str::to_owned),
        "newsml provider code",
    );
    if draft.article.source.is_none() {
        let names = [provider, item.at("rightsinfo/copyrightholder")];
        let host = names.into_iter().flatten().find_map(host_of);
        set_value(draft, |a| &mut a.source, host, "newsml provider address");
    }
    set_language(draft, item.attribute("lang"), "newsml lang");
}

/// Companies stand among creators too.
fn is_company(name: &str) -> bool {
    const FORMS: [&str; 9] = ["Inc", "Ltd", "LLC", "LLP", "GmbH", "AG", "SA", "plc", "Co"];
    let last = name.trim_end_matches('.').rsplit([' ', ',']).next();
    last.is_some_and(|last| FORMS.contains(&last))
}

/// The host of an address that stands for a name.
fn host_of(element: &Element) -> Option<String> {
    let (_, after) = element.attribute("uri")?.split_once("://")?;
    let host = after.split(['/', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The name of a person, a place or a topic.
fn name_of(element: &Element) -> Option<String> {
    element.at("name").and_then(line)
}

/// The text of the first rendition that has one; what NITF says beside it goes to the draft.
fn body(draft: &mut Draft, item: &Element) -> Vec<String> {
    for content in item
        .at("contentset")
        .iter()
        .flat_map(|set| set.children(&["inlinexml", "inlinedata"]))
    {
        let body = match content.first(&["nitf"]) {
            Some(nitf) => nitf::fill(draft, nitf),
            None if content.name == "inlinedata" => fields::paragraphs_of(&raw(content)),
            None => paragraphs(content, &[]),
        };
        if !body.is_empty() {
            return body;
        }
    }
    Vec::new()
}
