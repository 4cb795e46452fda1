//! An article being put together: the first value of a field wins, later ones are its rivals.

use crate::article::{Article, Found, Gap, Place, Rival, Trimmed};
use crate::byline::Byline;
use crate::corpus::clean::clean;
use crate::corpus::clues::Clues;
use crate::corpus::reader::Around;
use crate::corpus::{Record, fields};
use crate::date::printed::{Reading, read};
use crate::date::{self, Date, Day};

/// An article of which some fields are found.
pub(super) struct Draft {
    pub(super) article: Article,
    today: Day,
    /// The outlet that the copyright names, if nothing better is found.
    holder: Option<String>,
    /// The two readings of a date that may be either.
    ambiguous: Option<[Date; 2]>,
}

impl Draft {
    /// An article of which only the place is known.
    pub(super) fn new(place: Place, format: &'static str) -> Draft {
        Draft::from(Article {
            place,
            format: format.into(),
            ..Article::default()
        })
    }

    /// An article whose fields are found, of which others may still be.
    pub(super) fn from(article: Article) -> Draft {
        Draft {
            article,
            today: date::today(),
            holder: None,
            ambiguous: None,
        }
    }

    /// A draft of the record with this number.
    pub(super) fn of(around: &Around<'_>, record: Option<u64>, format: &'static str) -> Draft {
        let place = Place {
            file: around.file.to_owned(),
            record,
        };
        Draft::new(place, format)
    }

    /// The article with this body, or what it lacks to be one.
    pub(super) fn into_record(self, body: Vec<String>, around: &Around<'_>) -> Record {
        fields::checked(self.finish(body, around.clues), around.file)
    }

    /// The article with this body, and with what the path and the copyright say.
    pub(super) fn finish(mut self, body: Vec<String>, clues: &Clues) -> Article {
        let of_url = self
            .article
            .url
            .as_ref()
            .and_then(|url| Clues::of(&url.value).date)
            .map(|found| Found::by("url", found.value));
        for clue in [of_url, clues.date.clone()].into_iter().flatten() {
            if self
                .ambiguous
                .is_some_and(|readings| readings.contains(&clue.value))
            {
                self.article.gaps.retain(|gap| gap.code != "date_ambiguous");
            }
            let known = self.article.date.as_ref().map(|found| found.value);
            if known.is_some_and(|known| clue.value != known && covers(clue.value, known)) {
                continue;
            }
            offer(
                &mut self.article.date,
                clue.value,
                clue.rule.as_ref(),
                Date::to_string,
            );
        }
        if let Some(holder) = self.holder.take() {
            self.text(|a| &mut a.source, &holder, "copyright");
        }
        for text in self.article.tags.iter_mut().chain(&mut self.article.key) {
            *text = clean(text).trim().to_owned();
        }
        self.article.tags.retain(|tag| !tag.is_empty());
        self.article.body = body;
        self.article
    }

    /// Offers a value for a field of text.
    pub(super) fn text(
        &mut self,
        field: impl Fn(&mut Article) -> &mut Option<Found<String>>,
        value: &str,
        rule: &'static str,
    ) {
        let value = clean(value);
        let value = value.trim();
        if !value.is_empty() {
            offer(
                field(&mut self.article),
                value.to_owned(),
                rule,
                String::clone,
            );
        }
    }

    /// Offers a printed date; one that cannot be becomes a gap.
    pub(super) fn date(&mut self, printed: &str, rule: &'static str) {
        match read(printed) {
            Reading::Date(day) if date::believed(day, self.today) => {
                offer(&mut self.article.date, day, rule, Date::to_string);
            }
            Reading::Date(_) => self.gap(
                "date_impossible",
                format!("the date \"{printed}\" cannot be that of a newspaper"),
            ),
            Reading::Impossible => self.gap(
                "date_impossible",
                format!("the date \"{printed}\" is not on the calendar"),
            ),
            Reading::Ambiguous {
                day_first,
                month_first,
            } => {
                self.ambiguous = Some([day_first, month_first]);
                self.gap(
                    "date_ambiguous",
                    format!("the date \"{printed}\" may be {day_first} or {month_first}"),
                );
            }
            Reading::None => self.gap(
                "date_unread",
                format!("the date \"{printed}\" was not understood"),
            ),
        }
    }

    /// Offers the date of a change; what cannot be is passed over, as the date says enough.
    pub(super) fn updated(&mut self, printed: &str, rule: &'static str) {
        if let Reading::Date(day) = read(printed)
            && date::believed(day, self.today)
        {
            offer(&mut self.article.updated, day, rule, Date::to_string);
        }
    }

    /// Offers a byline.
    pub(super) fn byline(&mut self, byline: Byline, rule: &'static str) {
        offer(&mut self.article.byline, byline, rule, |b| {
            b.printed.clone()
        });
    }

    /// Adds those who helped to the byline that is there, or makes one of them.
    pub(super) fn helpers(&mut self, printed: &str, names: &[String], rule: &'static str) {
        let found = self.article.byline.get_or_insert_with(|| {
            Found::by(
                rule,
                Byline {
                    printed: printed.to_owned(),
                    ..Byline::default()
                },
            )
        });
        for name in names {
            let byline = &mut found.value;
            if !byline.people.contains(name) && !byline.contributors.contains(name) {
                byline.contributors.push(name.clone());
            }
        }
    }

    /// Notes who holds the copyright.
    pub(super) fn holder(&mut self, name: &str) {
        self.holder.get_or_insert_with(|| name.to_owned());
    }

    /// Keeps a line that is not of the body.
    pub(super) fn trim(&mut self, rule: &'static str, line: &str) {
        self.article.trimmed.push(Trimmed {
            rule: rule.into(),
            text: clean(line).into_owned(),
        });
    }

    fn gap(&mut self, code: &'static str, text: String) {
        self.article.gaps.push(Gap {
            code: code.into(),
            text: clean(&text).into_owned(),
        });
    }
}

/// The second date lies in the period of the first.
fn covers(period: Date, date: Date) -> bool {
    period.first() <= date.first() && date.last() <= period.last()
}

fn offer<T: PartialEq>(
    field: &mut Option<Found<T>>,
    value: T,
    rule: &str,
    shown: impl Fn(&T) -> String,
) {
    match field {
        Some(found) if found.value == value => found.agree(rule),
        Some(found) => found.rivals.push(Rival {
            value: shown(&value),
            rule: rule.to_owned().into(),
        }),
        None => {
            *field = Some(Found::by(rule.to_owned(), value));
        }
    }
}
