//! Renders a tree as paragraphs of plain text: blocks part them, inline elements do not.

use scraper::ElementRef;

use crate::corpus::clean::{clean, single_spaced};

use super::walk::{Step, Then, walk};

/// Elements that begin and end a paragraph.
pub(super) const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
];

/// Elements whose text is no part of what the page says: code, controls, captions
/// of pictures, readings beside ideographs.
pub(super) const SKIPPED: [&str; 18] = [
    "audio",
    "button",
    "canvas",
    "figcaption",
    "head",
    "iframe",
    "noscript",
    "object",
    "rp",
    "rt",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// Renders an element and all below it; paragraphs without text are left out.
pub(super) fn paragraphs(element: ElementRef<'_>) -> Vec<String> {
    let mut sheet = Sheet::default();
    walk(element, |step| sheet.take(step));
    sheet.paragraphs()
}

/// Renders an element as one line, if it is not longer than this, in bytes.
///
/// The walk ends where the text becomes too long: asking many elements around one another costs
/// little.
pub(super) fn line_within(element: ElementRef<'_>, longest: usize) -> Option<String> {
    let mut sheet = Sheet::default();
    let mut length = 0;
    walk(element, |step| {
        if let Step::Text(text) = step {
            length += text.trim().len();
        }
        if length > longest {
            return Then::Stop;
        }
        sheet.take(step)
    });
    let line = sheet.paragraphs().join(" ");
    (length <= longest && !line.is_empty()).then_some(line)
}

/// Paragraphs that grow while an element is walked through.
#[derive(Default)]
struct Sheet {
    done: Vec<String>,
    last: String,
    breaks: usize,
}

impl Sheet {
    fn take(&mut self, step: Step<'_>) -> Then {
        match step {
            Step::Text(text) => {
                if !text.trim().is_empty() {
                    self.breaks = 0;
                }
                self.last.push_str(text);
            }
            Step::Open(element) => match element.value().name() {
                name if SKIPPED.contains(&name) => return Then::Skip,
                // Two breaks in a row are how old pages part paragraphs.
                "br" if self.breaks > 0 => self.end_paragraph(),
                "br" => {
                    self.breaks += 1;
                    self.last.push(' ');
                }
                "td" | "th" => self.last.push(' '),
                name if BLOCKS.contains(&name) => self.end_paragraph(),
                _ => {}
            },
            Step::Close(element) => {
                if BLOCKS.contains(&element.value().name()) {
                    self.end_paragraph();
                }
            }
        }
        Then::Enter
    }

    fn end_paragraph(&mut self) {
        let text = tidy(&self.last);
        if !text.is_empty() {
            self.done.push(text);
        }
        self.last.clear();
    }

    fn paragraphs(mut self) -> Vec<String> {
        self.end_paragraph();
        self.done
    }
}

/// The text in plain characters, each run of white space as one space and none around it.
pub(super) fn tidy(text: &str) -> String {
    single_spaced(&clean(text))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn blocks_part_paragraphs_and_inline_elements_glue_nothing() {
        for (page, text) in [
            (
                "<p>Rain <b>fell</b>all d<i>a</i>y.</p><p>It\n stopped.",
                "Rain fellall day.|It stopped.",
            ),
            ("<div>One<p>Two</p>Three</div>", "One|Two|Three"),
            ("<ul><li>a<li>b <em>c</em></ul>", "a|b c"),
            ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2|3"),
            ("<p>a<br>b<br><br>c<br> <br>d", "a b|c|d"),
            (
                "<p>a<script>b</script>c<figure><figcaption>d</figcaption></figure>",
                "ac",
            ),
        ] {
            let html = Html::parse_fragment(page);
            assert_eq!(paragraphs(html.root_element()).join("|"), text, "{page}");
        }
    }
}
