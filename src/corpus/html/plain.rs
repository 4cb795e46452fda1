//! Reads a page without a tree: its tags cut away, its title found by its tags.

use scraper::Html;

use super::render::{BLOCKS, SKIPPED, tidy};
use super::tags::{Piece, Pieces, Side};

/// The text of a page in paragraphs, whatever is article and whatever is not.
pub(super) fn paragraphs(page: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut pieces = Pieces::of(page);
    let mut skipped: Option<&str> = None;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Tag(tag) if tag.opens_raw_text() => {
                pieces.raw_text(tag.name);
            }
            Piece::Tag(tag) if skipped.is_some_and(|name| tag.is_one_of(&[name])) => {
                if tag.side == Side::End {
                    skipped = None;
                }
            }
            _ if skipped.is_some() => {}
            Piece::Tag(tag) if tag.side == Side::Start && tag.is_one_of(&SKIPPED) => {
                skipped = Some(tag.name);
            }
            Piece::Tag(tag) if tag.is_one_of(&BLOCKS) => lines.push(String::new()),
            Piece::Tag(tag) if tag.is_one_of(&["br", "td", "th"]) => push(&mut lines, " "),
            Piece::Tag(_) => {}
            Piece::Text(text) => push(&mut lines, text),
        }
    }
    lines
        .iter()
        .map(|line| tidy(&unescaped(line)))
        .filter(|line| !line.is_empty())
        .collect()
}

/// The text of the first `<title>`.
pub(super) fn title(page: &str) -> Option<String> {
    let mut pieces = Pieces::of(page);
    while let Some(piece) = pieces.next() {
        let Piece::Tag(tag) = piece else { continue };
        if tag.opens_raw_text() {
            let text = pieces.raw_text(tag.name);
            if tag.is_one_of(&["title"]) {
                return Some(tidy(&unescaped(text))).filter(|title| !title.is_empty());
            }
        }
    }
    None
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// The text with its character references read, by the parser that knows their names.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let fragment = Html::parse_fragment(&text.replace('<', "&lt;"));
    fragment.root_element().text().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut_and_blocks_part_paragraphs() {
        for (page, text) in [
            (
                "<p>Rain <b>fell</b> all d<i>a</i>y.<p>It\nstopped.",
                "Rain fell all day.|It stopped.",
            ),
            ("<td>1</td><td>2</td><br>3", "1 2 3"),
            (
                "a<script>'<p>b'</script>c<figcaption>cut <b>all</b></figcaption>d",
                "acd",
            ),
            (
                "Smith &amp; Sons&nbsp;&lt;b&gt; &copy 1 &lt 2",
                "Smith & Sons <b> © 1 < 2",
            ),
        ] {
            assert_eq!(paragraphs(page).join("|"), text, "{page}");
        }
    }

    #[test]
    fn the_title_is_found_without_a_tree() {
        for (page, text) in [
            ("<head><TITLE>Rain &amp;\n sun</TITLE>", Some("Rain & sun")),
            ("<script>'<title>x</title>'</script><p>y", None),
            ("<title> </title>", None),
        ] {
            assert_eq!(title(page).as_deref(), text, "{page}");
        }
    }
}
