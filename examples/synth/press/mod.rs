//! An invented press: articles of any number, the same ones for the same seed.
//!
//! What matters to a search engine is as in real archives: word frequencies by Zipf's law over a
//! vocabulary that keeps growing by Heaps' law, running stories that come in bursts, set phrases,
//! reprints of agency copy by other papers, titles, bylines, quotations, dates over decades.

mod formats;
mod prose;
mod story;
mod words;

use morgue::bench::lots::Lots;
use morgue::date::civil;

use prose::Writer;
use story::Story;
use words::Words;

/// The first day: 1950-01-01, in days since 1970.
const FIRST_DAY: i64 = -7305;
/// The days from then until 2024-12-31.
const DAYS: i64 = 27_394;
/// Stories that run at the same time.
const RUNNING: usize = 60;
/// Articles that belong to a running story.
const STORY_SHARE: f64 = 0.7;
/// Articles that are reprints of one of the latest.
const REPRINT_SHARE: f64 = 0.08;
/// How many of the latest may be reprinted.
const LATEST: usize = 50;
const SOURCES: [&str; 24] = [
    "The Weir Gazette",
    "Weir Valley Courier",
    "Netherby Post",
    "Saltmouth Chronicle",
    "The Coldbeck Times",
    "Marsh and Fen Herald",
    "Evening Ledger",
    "Morning Dispatch",
    "The Harbour Mail",
    "Upland Observer",
    "Northern Standard",
    "The Sunday Record",
    "County Examiner",
    "The Bell",
    "Riverside Press",
    "Valley Tribune",
    "The Beacon",
    "Border Advertiser",
    "The Lantern",
    "City Mercury",
    "Eastern Argus",
    "The Independent Weir",
    "Moorland News",
    "Union Press Agency",
];
const SECTIONS: [&str; 8] = [
    "News", "Local", "World", "Business", "Sport", "Letters", "Culture", "Opinion",
];

/// An article of the invented press.
#[derive(Clone)]
pub(crate) struct Article {
    pub(crate) number: usize,
    pub(crate) title: String,
    /// `1997-03-05`
    pub(crate) date: String,
    pub(crate) byline: String,
    pub(crate) source: &'static str,
    pub(crate) section: &'static str,
    pub(crate) paragraphs: Vec<String>,
}

/// The articles, in the order of their days.
pub(crate) struct Press {
    articles: usize,
    next: usize,
    lots: Lots,
    words: Words,
    written: usize,
    stories: Vec<Story>,
    latest: Vec<Article>,
}

impl Press {
    /// So many articles of a seed.
    pub(crate) fn new(articles: usize, seed: u64) -> Press {
        Press {
            articles,
            next: 0,
            lots: Lots::new(seed),
            words: Words::new(),
            written: 0,
            stories: Vec::new(),
            latest: Vec::new(),
        }
    }

    fn date(&self) -> String {
        let day = FIRST_DAY + (DAYS * self.next as i64) / self.articles.max(1) as i64;
        civil(day).map_or_else(String::new, |date| date.to_string())
    }

    fn reprint(&mut self) -> Option<Article> {
        let original = self.lots.one(&self.latest)?;
        let mut copy = original.clone();
        copy.number = self.next;
        copy.date = self.date();
        copy.source = SOURCES[self.lots.below(SOURCES.len())];
        copy.byline = "Union Press Agency".to_owned();
        // Papers cut agency copy from the end.
        let kept = copy.paragraphs.len() - self.lots.below(3).min(copy.paragraphs.len() - 1);
        copy.paragraphs.truncate(kept);
        Some(copy)
    }

    fn write(&mut self) -> Article {
        let date = self.date();
        let mut writer = Writer {
            words: &mut self.words,
            lots: &mut self.lots,
            vocabulary: vocabulary(self.written),
        };
        if self.stories.len() < RUNNING {
            let left = burst(writer.lots);
            self.stories.push(Story::new(left, &mut writer));
        }
        let place = writer.lots.below(self.stories.len());
        if self.stories[place].left == 0 || !writer.lots.happens(STORY_SHARE) {
            let left = burst(writer.lots);
            self.stories[place] = Story::new(left, &mut writer);
        }
        let story = &mut self.stories[place];
        story.left = story.left.saturating_sub(1);
        let length = length(writer.lots);
        let article = Article {
            number: self.next,
            title: writer.title(story),
            date,
            byline: {
                let number = writer.lots.below(900);
                writer.name(number)
            },
            source: SOURCES[writer.lots.below(SOURCES.len())],
            section: SECTIONS[writer.lots.below(SECTIONS.len())],
            paragraphs: writer.body(length, story),
        };
        self.written += length;
        article
    }
}

impl Iterator for Press {
    type Item = Article;

    fn next(&mut self) -> Option<Article> {
        if self.next == self.articles {
            return None;
        }
        let reprinted = match self.lots.happens(REPRINT_SHARE) {
            true => self.reprint(),
            false => None,
        };
        let article = match reprinted {
            Some(copy) => copy,
            None => {
                let article = self.write();
                if self.latest.len() < LATEST {
                    self.latest.push(article.clone());
                } else {
                    self.latest[article.number % LATEST].clone_from(&article);
                }
                article
            }
        };
        self.next += 1;
        Some(article)
    }
}

/// How many content words there are when so many words have been written: about 3,000 to begin
/// with, half a million after 56 million words, which is what real archives have.
fn vocabulary(written: usize) -> f64 {
    3_000.0 + 500_000.0 * (written as f64 / 56_000_000.0).powf(0.6)
}

/// How many articles a story is good for: most are over soon, a few run for weeks.
fn burst(lots: &mut Lots) -> usize {
    (1.0 / (1.0 - lots.fraction()).max(0.002)) as usize
}

/// The words of an article: a log-normal number with a median of 450.
fn length(lots: &mut Lots) -> usize {
    // Twelve fractions add up to a normal deviate for all that matters here.
    let deviate: f64 = (0..12).map(|_| lots.fraction()).sum::<f64>() - 6.0;
    ((450.0 * (0.7 * deviate).exp()) as usize).clamp(30, 5_000)
}
