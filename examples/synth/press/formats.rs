//! Writes an article in the formats that archives have.

use std::fmt::Write as _;

use super::Article;

impl Article {
    /// A line of JSON.
    pub(crate) fn json(&self) -> String {
        let mut line = serde_json::json!({
            "id": format!("s{:07}", self.number),
            "title": self.title,
            "date": self.date,
            "byline": self.byline,
            "source": self.source,
            "section": self.section,
            "body": self.paragraphs.join("\n\n"),
        })
        .to_string();
        line.push('\n');
        line
    }

    /// A text file with a labelled head.
    pub(crate) fn text(&self) -> String {
        format!(
            "Title: {}\nDate: {}\nByline: {}\nSource: {}\n\n{}\n",
            self.title,
            self.date,
            self.byline,
            self.source,
            self.paragraphs.join("\n\n")
        )
    }

    /// A Markdown file with front matter.
    pub(crate) fn markdown(&self) -> String {
        format!(
            "---\ntitle: \"{}\"\ndate: {}\nauthor: {}\nsource: {}\n---\n\n{}\n",
            self.title,
            self.date,
            self.byline,
            self.source,
            self.paragraphs.join("\n\n")
        )
    }

    /// A saved web page.
    pub(crate) fn html(&self) -> String {
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <title>{0} | {1}</title><meta property=\"og:title\" content=\"{0}\">\
             <meta property=\"og:site_name\" content=\"{1}\">\
             <meta property=\"article:published_time\" content=\"{2}\"></head><body>\
             <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\
             <article><h1>{0}</h1><p class=\"byline\">By {3}</p>",
            self.title, self.source, self.date, self.byline
        );
        for paragraph in &self.paragraphs {
            // Writing to a string cannot fail; the invented press uses no sign of markup.
            let _ = write!(page, "<p>{paragraph}</p>");
        }
        page + "</article><footer><p>All rights reserved.</p></footer></body></html>\n"
    }
}
