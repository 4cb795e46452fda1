//! Reads Markdown: front matter, a title, labelled lines and the text, for one article or several.

mod front;
mod labels;
mod plain;
mod split;

use serde_json::{Map, Value};

use crate::article::{Article, Found, Gap, Trimmed};
use crate::byline::Byline;
use crate::corpus::clues::Clues;
use crate::corpus::fields::{self, Fields, Origin};
use crate::corpus::reader::{Around, Reader, Text, Way};
use crate::corpus::settings::Settings;
use crate::corpus::{Record, text};
use crate::date::printed::Reading;
use front::Front;
use labels::Labelled;
use plain::Block;

/// Markdown.
pub(super) const READER: Reader = Reader {
    name: "markdown",
    what: "Markdown: front matter, a title, or several articles under headings",
    example: "---\ntitle: Flood inquiry opens\ndate: 1997-03-12\n---\nThe inquiry opened.",
    way: Way::Text {
        recognises,
        read: |text, around, each| {
            for record in read(text, around) {
                each(record);
            }
        },
    },
};

/// Front matter, a title, or the name says so.
fn recognises(text: &Text<'_>) -> bool {
    let title = text.start.strip_prefix("# ").map(str::trim_start);
    is_name(text.extension)
        || title.is_some_and(|title| !title.is_empty())
        || !front::of(text.start).fields.is_empty()
}

/// Reads a file that is one article, or several under headings with labelled lines.
fn read(text: &str, around: &Around<'_>) -> Vec<Record> {
    let Around {
        file,
        clues,
        settings,
        ..
    } = *around;
    let text = text.replace("\r\n", "\n");
    let front = front::of(&text);
    let has_title = front.fields.keys().any(|key| fields::plain(key) == "title");
    let parts = split::articles(front.rest);
    if parts.is_empty() || has_title {
        let article = article(front.rest, &front, clues, settings);
        return vec![fields::checked(article, file)];
    }
    let nothing = Clues::default();
    let whole = of_fields(&front.fields, Origin::FrontMatter, &nothing, settings);
    let number = 1..;
    parts
        .into_iter()
        .zip(number)
        .map(|(part, number)| {
            let mut article = article(part, &Front::default(), clues, settings);
            fields::inherit(&mut article, &whole);
            article.place.record = Some(number);
            fields::checked(article, file)
        })
        .collect()
}

/// Whether a name's extension says Markdown.
pub(super) fn is_name(extension: &str) -> bool {
    ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"].contains(&extension)
}

/// The article of a text without its front matter.
fn article(text: &str, front: &Front<'_>, clues: &Clues, settings: &Settings) -> Article {
    let mut article = of_fields(&front.fields, Origin::FrontMatter, clues, settings);
    article.body.clear();
    let Labelled {
        heading,
        fields: labels,
        unknown,
        rest,
    } = labels::of(text);
    let labelled = of_fields(&labels, Origin::Labels, &Clues::default(), settings);
    fill(&mut article, labelled);
    article.trimmed.extend(unknown);
    let mut blocks = plain::blocks(rest);
    let heading = heading.and_then(plain::heading);
    set_title(&mut article, heading, &mut blocks);
    take_head_lines(&mut article, &mut blocks);
    take_links(&mut article, &mut blocks);
    article.body = blocks.into_iter().map(|block| block.text).collect();
    text::trim(&mut article);
    if front.is_repaired {
        article.gaps.push(Gap {
            code: "front_matter_repaired".into(),
            text: "the front matter is not valid and was read line by line".into(),
        });
    }
    article.format = "markdown".into();
    article
}

fn of_fields(
    record: &Map<String, Value>,
    origin: Origin,
    clues: &Clues,
    settings: &Settings,
) -> Article {
    fields::article(&Fields::with(record, origin, settings), clues)
}

/// Fills what the front matter left open from the labelled lines.
fn fill(article: &mut Article, labelled: Article) {
    let is_from_path = article
        .date
        .as_ref()
        .is_some_and(|date| date.rule == "path");
    if labelled.date.is_some() && (is_from_path || article.date.is_none()) {
        article.date = labelled.date;
    }
    article.title = article.title.take().or(labelled.title);
    article.deck = article.deck.take().or(labelled.deck);
    article.updated = article.updated.take().or(labelled.updated);
    article.byline = article.byline.take().or(labelled.byline);
    article.source = article.source.take().or(labelled.source);
    article.section = article.section.take().or(labelled.section);
    article.page = article.page.take().or(labelled.page);
    article.edition = article.edition.take().or(labelled.edition);
    article.dateline = article.dateline.take().or(labelled.dateline);
    article.wire = article.wire.take().or(labelled.wire);
    article.language = article.language.take().or(labelled.language);
    article.url = article.url.take().or(labelled.url);
    article.key = article.key.take().or(labelled.key);
    article.tags.extend(labelled.tags);
    article.gaps.extend(labelled.gaps);
}

/// The first heading is the title, unless the front matter has another; then it stays in the text.
fn set_title(article: &mut Article, heading: Option<String>, blocks: &mut Vec<Block>) {
    let first_is_heading = blocks.first().is_some_and(|block| block.is_heading);
    let heading = match heading {
        None if first_is_heading && article.title.is_none() => Some(blocks.remove(0).text),
        heading => heading,
    };
    match (&article.title, heading) {
        (None, Some(heading)) => article.title = Some(Found::by("heading", heading)),
        (Some(title), Some(heading)) if title.value != heading => {
            blocks.insert(0, Block::heading(heading));
        }
        _ => {}
    }
    let repeats = |block: &Block| {
        let title = article.title.as_ref();
        block.is_heading && title.is_some_and(|title| title.value == block.text)
    };
    if blocks.first().is_some_and(repeats) {
        blocks.remove(0);
    }
}

/// How many paragraphs under the title may be a byline or a date alone.
const HEAD_LINES: usize = 3;

/// A byline or a date in a line has no more characters than this.
const LONGEST_HEAD_LINE: usize = 60;

/// Takes a byline, a date and a service that stand alone under the title.
fn take_head_lines(article: &mut Article, blocks: &mut Vec<Block>) {
    for _ in 0..HEAD_LINES {
        let Some(first) = blocks.first() else { return };
        if first.is_heading || first.text.chars().count() > LONGEST_HEAD_LINE {
            return;
        }
        let is_open = article.date.as_ref().is_none_or(|date| date.rule == "path");
        if is_open && let Reading::Date(date) = fields::read_date(&first.text) {
            article.date = Some(Found::by("line", date));
        } else if article.byline.is_none()
            && let Some(byline) = byline_in(&first.text)
        {
            article.byline = Some(Found::by("line", byline));
        } else if let Some(wire) = wire_in(&first.text) {
            article.wire.get_or_insert(Found::by("line", wire));
        } else {
            return;
        }
        blocks.remove(0);
    }
}

/// The service that a text came over: `--News Direct--`.
fn wire_in(line: &str) -> Option<String> {
    let name = line.trim_matches(['-', '–', '—']);
    let is_set_off = line.len() >= name.len() + 4 && name.starts_with(char::is_uppercase);
    is_set_off.then(|| name.trim().to_owned())
}

/// Takes the links that stand below the text, each a paragraph.
fn take_links(article: &mut Article, blocks: &mut Vec<Block>) {
    let last = blocks.iter().rposition(|block| !block.is_link);
    let links = blocks.drain(last.map_or(blocks.len(), |last| last + 1)..);
    article.trimmed.extend(links.map(|block| Trimmed {
        rule: "link".into(),
        text: block.text,
    }));
}

fn byline_in(line: &str) -> Option<Byline> {
    let begins = ["By ", "by ", "BY ", "Von ", "Par ", "Por "]
        .iter()
        .any(|word| line.starts_with(word));
    (begins && !line.ends_with(['.', '?', '!', ':', ','])).then(|| Byline::read(line))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as_a(text: &str) -> Vec<Record> {
        let clues = Clues::default();
        let around = Around::bare("a.md", &clues);
        read(text, &around)
    }

    fn one(text: &str) -> Article {
        let mut records = read_as_a(text);
        assert_eq!(records.len(), 1, "{text}");
        records.remove(0).expect(text)
    }

    #[test]
    fn a_title_is_a_heading_and_not_in_the_text() {
        let article =
            one("# Snow &amp; *ice*\n\nIt [fell](http://a.example).\nAll day.\n\n- one\n- two\n");
        assert_eq!(
            article.title,
            Some(Found::by("heading", "Snow & ice".to_owned()))
        );
        assert_eq!(article.body, ["It fell. All day.", "one", "two"]);
    }

    #[test]
    fn front_matter_gives_the_fields() {
        let article = one(
            "---\ntitle: 'Snow'\ndate: 2014-03-27 13:00:02 -0400\ntags: [cold, \"white\"]\nlang: en\n---\n\n{{< img src=\"a.png\" >}}It fell.\n",
        );
        assert_eq!(
            article.title,
            Some(Found::by("front matter", "Snow".to_owned()))
        );
        assert_eq!(article.tags, ["cold", "white"]);
        assert_eq!(article.body, ["It fell."]);
        assert!(article.gaps.is_empty(), "{:?}", article.gaps);
    }

    #[test]
    fn broken_front_matter_is_read_line_by_line() {
        let article = one(
            "---\ntitle: Snow: the return\nauthors:\n  - ann-lee\n  - bo-odell\n---\nIt fell.\n",
        );
        assert_eq!(
            article.title.map(|title| title.value).as_deref(),
            Some("Snow: the return")
        );
        assert_eq!(article.gaps[0].code, "front_matter_repaired");
    }

    #[test]
    fn several_articles_stand_under_labelled_headings() {
        let text = "---\nsource: The Quay\n---\n\n# Snow\n\n**Published:** 1997-03-05\n\n**URL:** https://a.example/1\n\nIt fell.\n\n---\n\n# Ice\n\n**Published:** 1997-03-06\n\n**URL:** https://a.example/2\n\nIt came.\n";
        let records = read_as_a(text);
        let articles: Vec<Article> = records
            .into_iter()
            .map(|record| record.expect(text))
            .collect();
        let seen: Vec<_> = articles
            .iter()
            .map(|article| {
                (
                    article.title.clone().map(|title| title.value),
                    article.body.clone(),
                    article.place.record,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (
                    Some("Snow".to_owned()),
                    vec!["It fell.".to_owned()],
                    Some(1)
                ),
                (Some("Ice".to_owned()), vec!["It came.".to_owned()], Some(2)),
            ]
        );
        assert!(articles.iter().all(|article| {
            article
                .source
                .as_ref()
                .is_some_and(|source| source.value == "The Quay")
        }));
    }
}
