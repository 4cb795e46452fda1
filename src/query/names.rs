//! The names that a query can use before a colon or a parenthesis, and the nearest one to a slip.

use super::tree::{Capitals, Field, Number};

/// A field with its canonical name and the other names it answers to.
type Named = (Field, &'static str, &'static [&'static str]);

const FIELDS: [Named; 18] = [
    (Field::Title, "title", &["headline", "hd", "ti", "intitle"]),
    (Field::Lead, "lead", &["lp"]),
    (Field::Hlead, "hlead", &["hlp"]),
    (Field::Body, "body", &["text", "td"]),
    (Field::Byline, "byline", &["by", "author"]),
    (Field::Source, "source", &["sn", "pub", "publication"]),
    (Field::Section, "section", &["se"]),
    (Field::Page, "page", &["pg"]),
    (Field::Dateline, "dateline", &[]),
    (Field::Lang, "lang", &["la"]),
    (Field::Url, "url", &["site"]),
    (Field::Id, "id", &[]),
    (Field::File, "file", &[]),
    (Field::Tag, "tag", &[]),
    (Field::Date, "date", &[]),
    (Field::Deck, "deck", &[]),
    (Field::Wire, "wire", &[]),
    (Field::Edition, "edition", &[]),
];

/// The names before a colon or a comparison that are conditions, not fields of text.
pub const CONDITIONS: [(&str, &[&str]); 11] = [
    ("words", &["wc", "length"]),
    ("date", &[]),
    ("since", &[]),
    ("until", &[]),
    ("before", &[]),
    ("after", &[]),
    ("on", &[]),
    ("weekday", &[]),
    ("has", &[]),
    ("missing", &[]),
    ("like", &[]),
];

/// The functions by name, a number apart, and how they are written.
pub const FUNCTIONS: [(&str, &str); 10] = [
    ("window/", "window/n(a, b)"),
    ("atleast", "atleastn(x)"),
    ("first/", "first/n(x)"),
    ("caps", "caps(x)"),
    ("allcaps", "allcaps(x)"),
    ("nocaps", "nocaps(x)"),
    ("singular", "singular(x)"),
    ("plural", "plural(x)"),
    ("stem", "stem(x)"),
    ("quote", "quote(x)"),
];

impl Field {
    /// All fields, in the order that help lists them.
    pub const ALL: [Field; 18] = {
        let mut all = [Field::Title; 18];
        let mut index = 0;
        while index < all.len() {
            all[index] = FIELDS[index].0;
            index += 1;
        }
        all
    };

    /// The canonical name.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// The other names it answers to.
    pub fn aliases(self) -> &'static [&'static str] {
        self.entry().2
    }

    /// The field of this name or alias, in any case.
    pub fn named(text: &str) -> Option<Field> {
        let is = |name: &&str| name.eq_ignore_ascii_case(text);
        FIELDS
            .iter()
            .find(|(_, name, aliases)| is(name) || aliases.iter().any(is))
            .map(|(field, ..)| *field)
    }

    /// Whether it only says yes or no: it gives no score and no matches.
    pub fn is_filter(self) -> bool {
        !matches!(
            self,
            Field::Title | Field::Lead | Field::Hlead | Field::Body
        )
    }

    /// Whether `name:x` searches it; the others stand in `has:` and `missing:` only.
    pub fn is_searched(self) -> bool {
        !matches!(
            self,
            Field::Date | Field::Deck | Field::Wire | Field::Edition
        )
    }

    fn entry(self) -> &'static Named {
        let place = FIELDS.iter().position(|(field, ..)| *field == self);
        &FIELDS[place.expect("the table of fields is complete")]
    }
}

/// What stands before a colon or a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Text(Field),
    Words,
    Date,
    Since,
    Until,
    Before,
    After,
    On,
    Weekday,
    Has,
    Missing,
    Like,
}

impl Key {
    pub(super) fn named(text: &str) -> Option<Key> {
        let key = match text.to_ascii_lowercase().as_str() {
            "words" | "wc" | "length" => Key::Words,
            "date" => Key::Date,
            "since" => Key::Since,
            "until" => Key::Until,
            "before" => Key::Before,
            "after" => Key::After,
            "on" => Key::On,
            "weekday" => Key::Weekday,
            "has" => Key::Has,
            "missing" => Key::Missing,
            "like" => Key::Like,
            _ => {
                return Field::named(text)
                    .filter(|field| field.is_searched())
                    .map(Key::Text);
            }
        };
        Some(key)
    }
}

/// What stands glued before a parenthesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Window(u32),
    AtLeast(u32),
    First(u32),
    Capitals(Capitals),
    Number(Number),
    Stem,
    Quote,
    Field(Field),
}

impl Function {
    pub(super) fn named(text: &str) -> Option<Function> {
        let text = text.to_ascii_lowercase();
        let counted = |name: &str| text.strip_prefix(name).and_then(count);
        let function = match text.as_str() {
            "caps" => Function::Capitals(Capitals::Initial),
            "allcaps" => Function::Capitals(Capitals::All),
            "nocaps" => Function::Capitals(Capitals::No),
            "singular" => Function::Number(Number::Singular),
            "plural" => Function::Number(Number::Plural),
            "stem" => Function::Stem,
            "quote" => Function::Quote,
            _ => {
                return counted("window/")
                    .map(Function::Window)
                    .or_else(|| counted("atleast").map(Function::AtLeast))
                    .or_else(|| counted("first/").map(Function::First))
                    .or_else(|| {
                        Field::named(&text)
                            .filter(|field| field.is_searched())
                            .map(Function::Field)
                    });
            }
        };
        Some(function)
    }
}

/// A number of digits only; what is too large for the type is its largest value, which no limit
/// admits.
pub(super) fn count(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u32::MAX))
}

/// The field or condition that a mistyped name was probably meant for.
pub(super) fn nearest_field(text: &str) -> Option<&'static str> {
    let fields = FIELDS
        .iter()
        .filter(|(field, ..)| field.is_searched())
        .flat_map(|(_, name, aliases)| std::iter::once(name).chain(aliases.iter()));
    let conditions = CONDITIONS
        .iter()
        .flat_map(|(name, aliases)| std::iter::once(name).chain(aliases.iter()));
    nearest(text, fields.chain(conditions).copied())
}

/// The function or field that a mistyped name before a parenthesis was probably meant for, as it
/// is written.
pub(super) fn nearest_function(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let fields = FIELDS
        .iter()
        .filter(|(field, ..)| field.is_searched())
        .map(|(_, name, _)| *name);
    let functions = FUNCTIONS.iter().map(|(name, _)| *name);
    let name = nearest(text, functions.chain(fields))?;
    let function = FUNCTIONS.iter().find(|(function, _)| *function == name);
    Some(function.map_or_else(|| format!("{name}(x)"), |(_, form)| (*form).to_owned()))
}

/// Names of fewer than four letters are too near to everything to be guessed.
fn nearest(text: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let text = text.to_lowercase();
    let length = text.chars().count();
    if !(4..=20).contains(&length) {
        return None;
    }
    let allowed = if length < 6 { 1 } else { 2 };
    names
        .filter(|name| name.len() > 3 && name.len().abs_diff(length) <= allowed)
        .map(|name| (distance(&text, name), name))
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Optimal string alignment: a swap of neighbours is one step.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![(0..=right.len()).collect::<Vec<usize>>()];
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let changed = usize::from(left[i - 1] != right[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + changed);
            let swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_its_name() {
        for (text, name) in [
            ("titel", Some("title")),
            ("sorce", Some("source")),
            ("headlin", Some("headline")),
            ("foo", None),
            ("https", None),
            ("reporter", None),
        ] {
            assert_eq!(nearest_field(text), name, "{text}");
        }
    }

    #[test]
    fn every_field_answers_to_its_names() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            for alias in field.aliases() {
                assert_eq!(Field::named(&alias.to_uppercase()), Some(field));
            }
        }
    }
}
