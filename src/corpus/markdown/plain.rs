//! Renders Markdown to plain paragraphs.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::corpus::clean::{clean, single_spaced};
use crate::corpus::fields;
use crate::corpus::html;

/// A paragraph, a heading, an item of a list or a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) is_heading: bool,
    /// A paragraph that is a link, or a word or two and a link.
    pub(super) is_link: bool,
}

impl Block {
    /// A heading with this text.
    pub(super) fn heading(text: String) -> Block {
        Block {
            text,
            is_heading: true,
            is_link: false,
        }
    }
}

/// The blocks of a text: no marks, no addresses, no pictures, no markup of templates.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let markdown = without_templates(markdown);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut plain = Plain::default();
    for event in Parser::new_ext(&markdown, options) {
        plain.take(event);
    }
    plain.end_block();
    plain.blocks
}

/// The text of a heading as plain text.
pub(super) fn heading(markdown: &str) -> Option<String> {
    let blocks = blocks(&format!("# {markdown}"));
    let texts: Vec<String> = blocks.into_iter().map(|block| block.text).collect();
    fields::clean_line(&texts.join(" "))
}

/// The text without shortcodes of Hugo and WordPress and tags of Liquid; what stands between a pair remains,
/// and of a link that is broken by a space in its address its text.
fn without_templates(markdown: &str) -> String {
    static TEMPLATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{\{[^{}\n]*\}\}|\[(?:youtube|vimeo|caption|gallery|embed|audio|video)(?:=|\s+(?:\w+=|https?:))[^\[\]\n]*\]|\[/(?:caption|gallery|embed|audio|video)\]")
            .expect("the pattern is valid")
    });
    static BROKEN_LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\[([^\[\]\n]+)\]\((?:https?://[^()\s]* [^()"\n]*| *"[^"\n]*")\)"#)
            .expect("the pattern is valid")
    });
    let text = TEMPLATE.replace_all(markdown, "");
    BROKEN_LINK.replace_all(&text, "$1").into_owned()
}

/// How much may stand before a link that is a paragraph, in bytes: `Pickup - `.
const BEFORE_A_LINK: usize = 12;

#[derive(Default)]
struct Plain {
    blocks: Vec<Block>,
    text: String,
    is_heading: bool,
    /// How many links and items of lists the events are inside of.
    links: usize,
    items: usize,
    /// How much of the text is inside links, in bytes.
    linked: usize,
    /// How many pictures the events are inside of: their descriptions are not text.
    pictures: usize,
    /// The HTML block being read.
    html: String,
}

impl Plain {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.pictures == 0 => {
                self.linked += if self.links > 0 { text.len() } else { 0 };
                self.text.push_str(&text);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.text.push(' '),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.pictures += 1,
            Tag::Link { .. } => self.links += 1,
            Tag::Item => {
                self.end_block();
                self.items += 1;
            }
            Tag::Heading { .. } => {
                self.end_block();
                self.is_heading = true;
            }
            Tag::TableCell if !self.text.is_empty() => self.text.push(' '),
            tag if is_inline(tag) => {}
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                for paragraph in html::paragraphs(&html) {
                    self.text = paragraph;
                    self.end_block();
                }
            }
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.text);
                // Content systems indent HTML, which makes it code to Markdown.
                for paragraph in fields::paragraphs_of(&code) {
                    self.text = paragraph;
                    self.end_block();
                }
            }
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Item => {
                self.end_block();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let is_heading = std::mem::take(&mut self.is_heading);
        let linked = std::mem::take(&mut self.linked);
        let text = clean(&text);
        if text.contains(char::is_alphanumeric) {
            self.blocks.push(Block {
                is_link: linked > 0
                    && self.items == 0
                    && !is_heading
                    && text.trim().len() <= linked + BEFORE_A_LINK,
                text: single_spaced(&text),
                is_heading,
            });
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (markdown, expected) in [
            (
                "Snow *fell* on `the` [quay](http://a.example \"t\").",
                vec!["Snow fell on the quay."],
            ),
            (
                "![a boat](boat.jpg)\n\nSnow &mdash; ice.",
                vec!["Snow — ice."],
            ),
            (
                "## Ice\n> Cold.\n\n1. one\n   - deep\n2. two",
                vec!["Ice", "Cold.", "one", "deep", "two"],
            ),
            ("| a | b |\n|---|---|\n| c | d |", vec!["a b", "c d"]),
            (
                "<div class=\"x\">\n<p>Snow <b>fell</b>.</p>\n</div>\n\nIce.",
                vec!["Snow fell.", "Ice."],
            ),
            (
                "{{< note heading=\"x\" >}}\nSnow.\n{{< /note >}}{% include a.html %}",
                vec!["Snow."],
            ),
            ("[youtube=http://a.example/?v=1&w=600]Snow.", vec!["Snow."]),
            ("[video](http://a.example)", vec!["video"]),
            ("[![a boat](boat.jpg)]\n\nSnow.", vec!["Snow."]),
            ("Snow<br>fell \\* again", vec!["Snow fell * again"]),
            ("    <p>\n    Snow fell.\n    </p>", vec!["Snow fell."]),
            (
                "[Snow](http://a.example/a b) and [ice]( \"Ice\")",
                vec!["Snow and ice"],
            ),
        ] {
            let texts: Vec<String> = blocks(markdown)
                .into_iter()
                .map(|block| block.text)
                .collect();
            assert_eq!(texts, expected, "{markdown}");
        }
    }
}
