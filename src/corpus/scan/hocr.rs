//! Reads hOCR: the pages that programs for the recognition of text write as HTML.

use scraper::{ElementRef, Html, Selector};

use crate::article::Gap;
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Reader, Text, Way};
use crate::corpus::{BadRecord, Record, html};

/// Pages of hOCR.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "hocr",
    what: "hOCR, scanned pages as HTML: a record for each page",
    example: "<html><body><div class=\"ocr_page\"><p class=\"ocr_par\"><span class=\"ocr_line\">The inquiry opened.</span></p></div></body></html>",
    way: Way::Text { recognises, read },
};

fn recognises(text: &Text<'_>) -> bool {
    let beginning = text.beginning();
    let is_page = |quote: char| beginning.contains(&format!("class={quote}ocr_page{quote}"));
    text.start.starts_with('<')
        && (is_page('"') || is_page('\'') || beginning.contains("name=\"ocr-system\""))
}

fn read(text: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let bad = |record, code, reason: String| Err(BadRecord::new(around.file, record, code, reason));
    if let Some(objection) = html::objection(text) {
        return each(bad(None, "html_too_deep", format!("the file {objection}")));
    }
    let file = Html::parse_document(text);
    let pages: Vec<ElementRef<'_>> = below(file.root_element(), ".ocr_page");
    let several = pages.len() > 1;
    if pages.is_empty() {
        return each(bad(None, "no_text", "the file has no pages".to_owned()));
    }
    for (number, page) in (1..).zip(pages) {
        let record = several.then_some(number);
        let paragraphs = paragraphs(page);
        if paragraphs.is_empty() {
            let reason = "no words were recognised on the page";
            each(bad(record, "no_text", reason.to_owned()));
            continue;
        }
        let mut draft = Draft::of(around, record, READER.name);
        if several {
            draft.text(|a| &mut a.page, &number.to_string(), READER.name);
        }
        draft.article.gaps.push(Gap {
            code: "article_boundaries".into(),
            text: "it is a scanned page: nobody marked its articles".into(),
        });
        each(draft.into_record(paragraphs, around));
    }
}

/// What holds the lines of a paragraph, the narrowest that a page has.
const HOLDERS: [&str; 2] = [".ocr_par", ".ocr_carea"];

/// All kinds of lines.
const LINES: &str = ".ocr_line, .ocrx_line, .ocr_header, .ocr_caption, .ocr_textfloat";

fn paragraphs(page: ElementRef<'_>) -> Vec<String> {
    let holders = HOLDERS.iter().map(|holder| below(page, holder));
    let holders = holders.into_iter().find(|found| !found.is_empty());
    let holders = holders.unwrap_or_else(|| vec![page]);
    let texts = holders.into_iter().map(|holder| {
        let mut text = String::new();
        for line in below(holder, LINES) {
            let line: String = line.text().collect();
            push_line(&mut text, &html::tidy(&line));
        }
        text
    });
    texts.filter(|text| !text.is_empty()).collect()
}

/// Puts a line behind a text; a word that the line end cut becomes whole.
fn push_line(text: &mut String, line: &str) {
    let before = text.strip_suffix(['-', '¬', '\u{2010}']);
    let is_cut = line.starts_with(char::is_lowercase)
        && before.is_some_and(|before| before.ends_with(char::is_alphabetic));
    match is_cut {
        true => drop(text.pop()),
        false if text.is_empty() || line.is_empty() => {}
        false => text.push(' '),
    }
    text.push_str(line);
}

fn below<'h>(element: ElementRef<'h>, selector: &str) -> Vec<ElementRef<'h>> {
    let selector = Selector::parse(selector).expect("the selector is valid");
    element.select(&selector).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::corpus::clues::Clues;
    use crate::corpus::reader::Around;

    #[test]
    fn the_lines_of_each_page_become_paragraphs() {
        let page = |lines: &str| format!("<div class='ocr_page' title='ppageno 0'>{lines}</div>");
        let line = |text: &str| {
            format!("<span class='ocr_line'><span class='ocrx_word'>{text}</span></span> ")
        };
        let paragraph = format!(
            "<p class='ocr_par'>{}{}</p>",
            line("The in-"),
            line("quiry  opened.")
        );
        let bare = format!(
            "<p class='ocr_par'>{}</p><p class='ocr_par'></p>",
            line("Snow.")
        );
        let mut read_as = Vec::new();
        let text = format!(
            "<html><body>{}{}{}</body></html>",
            page(&paragraph),
            page(&bare),
            page("")
        );
        read(
            &text,
            &Around::bare("1897-03-12.hocr", &Clues::of("1897-03-12.hocr")),
            &mut |record| {
                read_as.push(match record {
                    Ok(article) => {
                        let date = article.date.map(|date| date.value.to_string());
                        (article.place.record, date.unwrap_or_default(), article.body)
                    }
                    Err(bad) => (bad.place.record, bad.code.to_owned(), Vec::new()),
                });
            },
        );
        let day = "1897-03-12".to_owned();
        assert_eq!(
            read_as,
            [
                (Some(1), day.clone(), vec!["The inquiry opened.".to_owned()]),
                (Some(2), day, vec!["Snow.".to_owned()]),
                (Some(3), "no_text".to_owned(), vec![]),
            ]
        );
    }
}
