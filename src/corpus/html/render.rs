//! Renders a tree as paragraphs of plain text: blocks part them, inline elements do not.

use scraper::ElementRef;

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
    let mut paragraphs = vec![String::new()];
    let mut breaks = 0;
    walk(element, |step| {
        let last = paragraphs.len() - 1;
        match step {
            Step::Text(text) => {
                if !text.trim().is_empty() {
                    breaks = 0;
                }
                paragraphs[last].push_str(text);
            }
            Step::Open(element) => match element.value().name() {
                name if SKIPPED.contains(&name) => return Then::Skip,
                // Two breaks in a row are how old pages part paragraphs.
                "br" if breaks > 0 => paragraphs.push(String::new()),
                "br" => {
                    breaks += 1;
                    paragraphs[last].push(' ');
                }
                "td" | "th" => paragraphs[last].push(' '),
                name if BLOCKS.contains(&name) => paragraphs.push(String::new()),
                _ => {}
            },
            Step::Close(element) if BLOCKS.contains(&element.value().name()) => {
                paragraphs.push(String::new());
            }
            Step::Close(_) => {}
        }
        Then::Enter
    });
    paragraphs
        .iter()
        .map(|text| tidy(text))
        .filter(|text| !text.is_empty())
        .collect()
}

/// Renders an element as one line.
pub(super) fn line(element: ElementRef<'_>) -> String {
    paragraphs(element).join(" ")
}

/// The text with each run of white space as one space, and none around it.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
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
