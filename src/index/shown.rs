//! What a hit shows of a stored article: read without the rules that gave each field.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::article::Place;

/// What a hit shows of a stored article, each field as printed.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Shown {
    /// The title.
    #[serde(deserialize_with = "value")]
    pub title: Option<String>,
    /// The date, as long as its precision.
    #[serde(deserialize_with = "value")]
    pub date: Option<String>,
    /// The byline.
    #[serde(deserialize_with = "value")]
    pub byline: Option<ShownByline>,
    /// The source.
    #[serde(deserialize_with = "value")]
    pub source: Option<String>,
    /// The section.
    #[serde(deserialize_with = "value")]
    pub section: Option<String>,
    /// The place of reporting.
    #[serde(deserialize_with = "value")]
    pub dateline: Option<String>,
    /// The language.
    #[serde(deserialize_with = "value")]
    pub language: Option<String>,
    /// The address.
    #[serde(deserialize_with = "value")]
    pub url: Option<String>,
    /// The record's own id.
    pub key: Option<String>,
    /// Where it was read.
    pub place: Place,
    /// How many further records hold it.
    #[serde(skip)]
    pub copies: u64,
}

/// What a hit shows of a byline.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct ShownByline {
    /// The line as printed.
    pub printed: String,
    /// The people in it.
    pub people: Vec<String>,
}

impl Shown {
    /// Reads it from the JSON of an article and its copies.
    pub(super) fn read(json: &[u8]) -> serde_json::Result<Shown> {
        match Written::shown(json) {
            Some(shown) => Ok(shown),
            None => Shown::parse(json),
        }
    }

    fn parse(json: &[u8]) -> serde_json::Result<Shown> {
        let (mut shown, copies): (Shown, Vec<IgnoredAny>) = serde_json::from_slice(json)?;
        shown.copies = copies.len() as u64;
        Ok(shown)
    }
}

/// The value of a field, whatever gave it.
fn value<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    struct Found<T> {
        value: T,
    }
    let found: Option<Found<T>> = Option::deserialize(deserializer)?;
    Ok(found.map(|found| found.value))
}

/// JSON as it is written here: the fields in their order and no spaces. A general parser takes longer
/// for it than unpacking it does; whatever is written otherwise, escapes included, is left to that.
struct Written<'a>(&'a str);

impl<'a> Written<'a> {
    fn shown(json: &'a [u8]) -> Option<Shown> {
        let mut json = Written(std::str::from_utf8(json).ok()?);
        json.pass("[{\"title\":")?;
        let title = json.found(Written::string)?;
        json.over(",\"deck\":")?;
        json.pass(",\"date\":")?;
        let date = json.found(Written::string)?;
        json.over(",\"updated\":")?;
        json.pass(",\"byline\":")?;
        let byline = json.found(Written::byline)?;
        json.pass(",\"source\":")?;
        let source = json.found(Written::string)?;
        json.pass(",\"section\":")?;
        let section = json.found(Written::string)?;
        json.over(",\"page\":")?;
        json.over(",\"edition\":")?;
        json.pass(",\"dateline\":")?;
        let dateline = json.found(Written::string)?;
        json.over(",\"wire\":")?;
        json.pass(",\"language\":")?;
        let language = json.found(Written::string)?;
        json.pass(",\"url\":")?;
        let url = json.found(Written::string)?;
        json.over(",\"tags\":")?;
        json.pass(",\"key\":")?;
        let key = json.unless_null(Written::string)?;
        json.over(",\"body\":")?;
        json.over(",\"trimmed\":")?;
        json.over(",\"gaps\":")?;
        json.pass(",\"place\":{\"file\":")?;
        let file = json.string()?;
        json.pass(",\"record\":")?;
        let record = json.unless_null(Written::number)?;
        json.pass("}")?;
        json.over(",\"format\":")?;
        json.pass("},[]]")?;
        json.0.is_empty().then_some(Shown {
            title,
            date,
            byline,
            source,
            section,
            dateline,
            language,
            url,
            key,
            place: Place { file, record },
            copies: 0,
        })
    }

    /// Passes over what must come next.
    #[inline(always)]
    fn pass(&mut self, text: &str) -> Option<()> {
        let is_next = self.0.as_bytes().starts_with(text.as_bytes());
        self.0 = is_next.then(|| self.0.get(text.len()..)).flatten()?;
        Some(())
    }

    /// Passes over a further field, whatever its value.
    #[inline(always)]
    fn over(&mut self, name: &str) -> Option<()> {
        self.pass(name)?;
        match self.pass("null") {
            Some(()) => Some(()),
            None => self.over_value(),
        }
    }

    fn over_value(&mut self) -> Option<()> {
        let mut depth = 0;
        loop {
            // A value ends before what stands behind it: a comma or the end of what it is in.
            let bytes = self.0.bytes();
            let is_sign = |byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',');
            let end = { bytes }.position(is_sign)?;
            self.0 = &self.0[end..];
            match self.0.as_bytes()[0] {
                b'"' => {
                    self.text()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ if depth == 0 => return Some(()),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.0 = &self.0[1..];
        }
    }

    #[inline]
    fn unless_null<T>(
        &mut self,
        read: impl FnOnce(&mut Written<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.pass("null").is_some() {
            return Some(None);
        }
        read(self).map(Some)
    }

    /// The value of a field, what gave it passed over.
    fn found<T>(&mut self, read: impl FnOnce(&mut Written<'a>) -> Option<T>) -> Option<Option<T>> {
        self.unless_null(|json| {
            json.pass("{\"value\":")?;
            let value = read(json)?;
            json.over(",\"rule\":")?;
            json.pass("}")?;
            Some(value)
        })
    }

    fn byline(&mut self) -> Option<ShownByline> {
        self.pass("{\"printed\":")?;
        let printed = self.string()?;
        self.pass(",\"people\":[")?;
        let mut people = Vec::new();
        while self.pass("]").is_none() {
            if !people.is_empty() {
                self.pass(",")?;
            }
            people.push(self.string()?);
        }
        self.pass("}")?;
        Some(ShownByline { printed, people })
    }

    fn string(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// A text without escapes.
    fn text(&mut self) -> Option<&'a str> {
        self.pass("\"")?;
        let rest = self.0;
        let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\'))?;
        self.0 = &rest[end..];
        self.pass("\"")?;
        Some(&rest[..end])
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        number.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Found};
    use crate::byline::Byline;

    fn read(article: &Article) -> [Option<Shown>; 2] {
        let json = serde_json::to_vec(&(article, Vec::<u8>::new())).expect("it is JSON");
        [Written::shown(&json), Shown::parse(&json).ok()]
    }

    #[test]
    fn what_is_written_here_is_read_at_once_and_as_a_parser_reads_it() {
        let text = |text: &str| Some(Found::by("a rule", text.to_owned()));
        let byline = Byline::read("By Anna Ek and Bo Lind");
        let full = Article {
            title: text("Snow, {ice} and [mud]"),
            deck: text("A deck: null"),
            date: "1997-03".parse().ok().map(|date| Found::by("label", date)),
            byline: byline.map(|byline| Found::by("label", byline)),
            source: text("The Weir Gazette"),
            section: text(""),
            page: text("A1"),
            dateline: text("Malmö"),
            language: text("en"),
            url: text("https://example.org/?a=1,2"),
            tags: vec!["a,b".to_owned(), "]".to_owned()],
            key: Some("k1".to_owned()),
            place: Place {
                file: "a/b.jsonl".to_owned(),
                record: Some(7),
            },
            ..Article::default()
        };
        for article in [full.clone(), Article::default()] {
            let [written, parsed] = read(&article);
            assert!(written.is_some(), "{article:?}");
            assert_eq!(written, parsed);
        }
        let mut rival = full.clone();
        if let Some(title) = &mut rival.title {
            title.agrees.push("another".into());
        }
        for title in ["a \"quoted\" word", "back\\slash", "\u{1}", "\\"] {
            let quoted = Article {
                title: text(title),
                ..full.clone()
            };
            let [written, parsed] = read(&quoted);
            assert_eq!(written, None, "{title}");
            assert_eq!(
                parsed.and_then(|parsed| parsed.title),
                quoted.title.map(|t| t.value)
            );
        }
        let [written, parsed] = read(&rival);
        assert_eq!(written.or_else(|| read(&rival)[1].take()), parsed);
    }
}
