//! Reads scanned newspapers: ALTO for the text of a page, METS for the issue around it.
//!
//! Where METS says which blocks of which pages make an article, the METS file is what the articles
//! are read from: it opens its pages beside it, and what no article has of them is a record for
//! each page. The files of those pages then hold nothing more of their own. Everywhere else a page
//! is one record.

mod alto;
pub(super) mod hocr;
mod mets;

use std::cmp::Reverse;

use self::alto::Page;
use self::mets::{Issue, Piece, Role};
use crate::article::Gap;
use crate::byline::Byline;
use crate::corpus::beside::{Beside, Neighbour, steps};
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::xml::{self, Element};
use crate::corpus::{BadRecord, Record, decode, label};

/// Pages of ALTO and issues of METS.
pub(super) const READER: Reader = Reader {
    name: "alto",
    what: "ALTO and METS, scanned newspapers: the articles of an issue where they are marked, else its pages",
    example: "<alto><Layout><Page><PrintSpace><TextBlock ID=\"b1\"><TextLine><String CONTENT=\"The\"/><String CONTENT=\"inquiry\"/><String CONTENT=\"opened.\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
    way: Way::Text {
        recognises: |text| text.has_root(&["alto", "mets"]),
        read: |text, around, each| {
            xml::read(text, around, each, |root, each| match root.name.as_str() {
                "mets" => read_issue(root, around, each),
                _ => read_page(root, around, each),
            });
        },
    },
};

fn bad(around: &Around<'_>, code: &'static str, reason: String) -> Record {
    Err(BadRecord::new(around.file, None, code, reason))
}

/// What a page's own file gives: nothing where its issue has its articles, else one record.
fn read_page(root: &Element, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let found = issue_of(name(around.file), around.beside);
    if found
        .as_ref()
        .is_some_and(|found| found.issue.is_marked_on(found.page))
    {
        return;
    }
    let mut draft = Draft::of(around, None, READER.name);
    let mut number = None;
    if let Some(Found { issue, page, .. }) = &found {
        set_issue(&mut draft, issue);
        number = issue.pages[*page].number.as_deref();
    }
    each(whole_page(draft, &Page::of(root), number, around));
}

fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// The issue that a page belongs to.
struct Found {
    issue: Issue,
    /// The page's place in it.
    page: usize,
    /// The file that describes it.
    file: Neighbour,
}

/// How many files beside a page are looked at to find its issue.
const MOST_CANDIDATES: usize = 8;

/// Whether a file of the archive may describe an issue, by its name; `path` is its path below it.
pub(crate) fn may_describe_issue(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folders.rsplit('/').next().filter(|name| !name.is_empty());
    describes_issue(name, folder)
}

fn describes_issue(name: &str, folder: Option<&str>) -> bool {
    let small = name.to_lowercase();
    let is_of_folder = || folder.is_some_and(|folder| name.starts_with(folder));
    small.ends_with(".xml") && (small.contains("mets") || is_of_folder())
}

/// The issue that a page of this name belongs to: described beside it or in the folder above, by a
/// file whose name says METS or begins like the folder's.
///
/// Of several the one whose name is most like the page's counts. Both a page and an issue ask this,
/// so that each page is read by exactly one of them.
fn issue_of(name: &str, beside: &Beside) -> Option<Found> {
    let mut candidates = beside.neighbours();
    candidates
        .retain(|file| file.name != name && describes_issue(&file.name, beside.folder(file.up)));
    candidates.sort_by_key(|file| {
        let shared = file
            .name
            .bytes()
            .zip(name.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        (
            file.up,
            !file.name.to_lowercase().contains("mets"),
            Reverse(shared),
        )
    });
    candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .find_map(|file| {
            let bytes = beside
                .read(&format!("{}{}", "../".repeat(file.up), file.name))
                .ok()?;
            let root = xml::parse(&decode::decode(&bytes).text).ok()?.root;
            let issue = (root.name == "mets").then(|| Issue::of(&root))?;
            let wanted: Vec<&str> = beside
                .folder(0)
                .filter(|_| file.up == 1)
                .into_iter()
                .chain([name])
                .collect();
            let page = issue.pages.iter().position(|page| {
                steps(&page.address).is_ok_and(|steps| steps.up == 0 && steps.down == wanted)
            })?;
            Some(Found { issue, page, file })
        })
}

impl Issue {
    /// An article stands on this page.
    fn is_marked_on(&self, page: usize) -> bool {
        let mut areas = self.articles.iter().flat_map(|article| &article.areas);
        areas.any(|(marked, ..)| *marked == page)
    }
}

fn read_issue(root: &Element, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let issue = Issue::of(root);
    let mut pages = Vec::new();
    let mut is_own = false;
    for (at, page) in issue.pages.iter().enumerate() {
        let is_read_here = issue.is_marked_on(at) && belongs(&page.address, around);
        is_own |= is_read_here;
        pages.push(if is_read_here {
            open(&page.address, around, each)
        } else {
            None
        });
    }
    if !is_own {
        let reason = "it marks no articles, or not those of pages beside it: pages are read from their own files";
        return each(bad(around, "not_an_article", reason.to_owned()));
    }
    let mut number = 0;
    for article in &issue.articles {
        number += 1;
        each(piece(&issue, article, number, &mut pages, around));
    }
    for (page, file) in pages.into_iter().zip(&issue.pages) {
        let Some(page) = page.filter(|page| !page.rest().is_empty()) else {
            continue;
        };
        number += 1;
        let mut draft = Draft::of(around, Some(number), READER.name);
        set_issue(&mut draft, &issue);
        each(whole_page(draft, &page, file.number.as_deref(), around));
    }
}

/// The page at this address would find its issue in the file that is read.
fn belongs(address: &str, around: &Around<'_>) -> bool {
    if around.beside.is_alone() {
        return true;
    }
    let Ok(steps) = steps(address) else {
        return false;
    };
    let (up, found) = match (steps.up, steps.down.as_slice()) {
        (0, [page]) => (0, issue_of(page, around.beside)),
        (0, [folder, page]) => (1, issue_of(page, &around.beside.down(folder))),
        _ => return false,
    };
    found.is_some_and(|found| found.file.up == up && found.file.name == name(around.file))
}

fn open(address: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) -> Option<Page> {
    let read = around.beside.read(address).and_then(|bytes| {
        let document = xml::parse(&decode::decode(&bytes).text);
        document.map_err(|why| format!("the document {why}"))
    });
    match read {
        Ok(document) => Some(Page::of(&document.root)),
        Err(why) => {
            let reason = format!("its page {address} cannot be read: {why}");
            each(bad(around, "page_missing", reason));
            None
        }
    }
}

/// Where the values of an issue stand.
const RULE: &str = "mets";

fn set_issue(draft: &mut Draft, issue: &Issue) {
    draft.text(
        |a| &mut a.source,
        issue.paper.as_deref().unwrap_or_default(),
        RULE,
    );
    if let Some(date) = &issue.date {
        draft.date(date, RULE);
    }
    if let Some(tag) = issue.language.as_deref().and_then(label::language) {
        draft.text(|a| &mut a.language, tag, RULE);
    }
}

/// A page, or what no article has of it.
fn whole_page(mut draft: Draft, page: &Page, number: Option<&str>, around: &Around<'_>) -> Record {
    draft.text(|a| &mut a.page, number.unwrap_or_default(), RULE);
    draft.article.gaps.push(Gap {
        code: "article_boundaries".into(),
        text: "it is a scanned page, or what is left of one: nobody marked its articles".into(),
    });
    let body = page.rest();
    if body.is_empty() {
        let record = draft.article.place.record;
        let reason = "no words were recognised on the page";
        return Err(BadRecord::new(around.file, record, "no_text", reason));
    }
    draft.into_record(body, around)
}

fn piece(
    issue: &Issue,
    piece: &Piece,
    number: u64,
    pages: &mut [Option<Page>],
    around: &Around<'_>,
) -> Record {
    let mut draft = Draft::of(around, Some(number), READER.name);
    if let Some(tag) = piece.language.as_deref().and_then(label::language) {
        draft.text(|a| &mut a.language, tag, RULE);
    }
    set_issue(&mut draft, issue);
    draft.text(
        |a| &mut a.title,
        piece.title.as_deref().unwrap_or_default(),
        RULE,
    );
    draft.text(
        |a| &mut a.section,
        piece.kind.as_deref().unwrap_or_default(),
        RULE,
    );
    let (mut headline, mut author, mut body) = (Vec::new(), piece.author.clone(), Vec::new());
    for (page, area, role) in &piece.areas {
        let text = pages[*page]
            .as_mut()
            .map(|page| page.take(area))
            .unwrap_or_default();
        match role {
            Role::Headline if draft.article.title.is_none() => headline.extend(text),
            Role::Author if author.is_none() => author = Some(text.join(" ")),
            _ => body.extend(text),
        }
    }
    draft.text(|a| &mut a.title, &headline.join(" "), RULE);
    if let Some(byline) = author.as_deref().and_then(Byline::read) {
        draft.byline(byline, RULE);
    }
    let first = piece
        .areas
        .first()
        .and_then(|(page, ..)| issue.pages[*page].number.as_deref());
    draft.text(|a| &mut a.page, first.unwrap_or_default(), RULE);
    if body.is_empty() && draft.article.title.is_none() {
        let reason = "no words were recognised where it stands";
        return Err(BadRecord::new(around.file, Some(number), "no_text", reason));
    }
    draft.into_record(body, around)
}
