//! Reads what METS says of an issue: the paper, the day, the pages, and where each article stands.

use std::collections::HashMap;

use super::alto::Area;
use crate::corpus::xml::Element;
use crate::corpus::xml::text::line;
use crate::date::printed;

/// An issue of a newspaper.
pub(super) struct Issue {
    pub(super) paper: Option<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
    /// The pages in their order.
    pub(super) pages: Vec<PageFile>,
    /// The articles in their order; none where nobody marked them.
    pub(super) articles: Vec<Piece>,
}

/// A page, by the file that holds its text.
pub(super) struct PageFile {
    id: String,
    /// Its address, from the METS file.
    pub(super) address: String,
    /// Its number as printed.
    pub(super) number: Option<String>,
}

/// An article or another piece of an issue.
pub(super) struct Piece {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    /// What it is, if it is no article.
    pub(super) kind: Option<String>,
    /// Where its text stands: the number of a page in `pages`, and the part of it.
    pub(super) areas: Vec<(usize, Area, Role)>,
}

/// What a part of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Headline,
    Author,
    Text,
}

/// Divisions that hold pieces and are none, in small letters.
const CONTAINERS: [&str; 13] = [
    "",
    "issue",
    "newspaper",
    "content",
    "section",
    "volume",
    "page",
    "np:issue",
    "supplement",
    "newspaper_issue",
    "logical_structure",
    "year",
    "part",
];

/// Divisions that are no piece of their own.
const FURNITURE: [&str; 6] = [
    "title_section",
    "masthead",
    "headline_section",
    "page_number",
    "contents",
    "illustration",
];

impl Issue {
    /// The issue that a document describes.
    pub(super) fn of(root: &Element) -> Issue {
        let facts = facts(root);
        let pages = pages(root, &facts);
        let places = Places::of(root, &pages);
        let maps: Vec<&Element> = root.all(&["structmap"]);
        let mut articles = Vec::new();
        for map in &maps {
            let kind = map.attribute("type").unwrap_or_default().to_lowercase();
            if kind != "physical" {
                collect(map, &facts, &places, &mut articles);
            }
        }
        let about = about_issue(root, &maps, &facts);
        Issue {
            pages,
            articles,
            ..about
        }
    }
}

/// The MODS of a document by the ids of their sections.
fn facts(root: &Element) -> HashMap<&str, &Element> {
    let sections = root.all(&["dmdsec"]);
    sections
        .into_iter()
        .filter_map(|section| Some((section.attribute("id")?, section)))
        .collect()
}

/// The first of the sections that an element names.
fn fact<'e>(element: &Element, facts: &HashMap<&str, &'e Element>) -> Option<&'e Element> {
    let ids = element.attribute("dmdid")?;
    ids.split_whitespace().find_map(|id| facts.get(id).copied())
}

fn about_issue(root: &Element, maps: &[&Element], facts: &HashMap<&str, &Element>) -> Issue {
    let divisions: Vec<&Element> = maps.iter().flat_map(|map| map.children(&["div"])).collect();
    let mut sections: Vec<&Element> = divisions
        .iter()
        .filter_map(|division| fact(division, facts))
        .collect();
    sections.extend(root.all(&["dmdsec"]));
    let first = |names: &[&str]| {
        sections
            .iter()
            .find_map(|section| section.first(names).and_then(line))
    };
    let labels = divisions
        .iter()
        .filter_map(|division| division.attribute("label"));
    let label = root.attribute("label").or(labels.into_iter().next());
    let in_label = label.and_then(|label| Some((label, printed::find(label)?.1)));
    let titled = sections
        .iter()
        .take(divisions.len().max(1))
        .find_map(|section| {
            let title = section.first(&["titleinfo"])?.at("title").and_then(line)?;
            Some(title)
        });
    let before = in_label
        .as_ref()
        .map(|(label, at)| label[..at.start].to_owned());
    let paper = titled
        .or(before)
        .map(|paper| paper.trim_end_matches([' ', ',', '.', ';', '(']).to_owned());
    Issue {
        paper: paper.filter(|paper| !paper.is_empty()),
        date: first(&["dateissued"]).or_else(|| in_label.map(|(label, at)| label[at].to_owned())),
        language: first(&["languageterm"]),
        pages: Vec::new(),
        articles: Vec::new(),
    }
}

/// The files with the text of the pages; which those are, their places in the file section say,
/// or their names.
fn pages(root: &Element, facts: &HashMap<&str, &Element>) -> Vec<PageFile> {
    let mut pages: Vec<PageFile> = Vec::new();
    for group in root.all(&["filesec"]) {
        collect_files(group, "", &mut pages);
    }
    for map in root.all(&["structmap"]) {
        number(map, None, facts, &mut pages);
    }
    pages
}

fn collect_files(group: &Element, uses: &str, pages: &mut Vec<PageFile>) {
    for element in group.elements() {
        let uses = [
            uses,
            element.attribute("use").unwrap_or_default(),
            element.attribute("id").unwrap_or_default(),
        ]
        .join(" ")
        .to_lowercase();
        if element.name == "filegrp" {
            collect_files(element, &uses, pages);
        } else if element.name == "file"
            && let Some(address) = element
                .at("flocat")
                .and_then(|place| place.attribute("href"))
            && let Some(id) = element.attribute("id")
        {
            let is_text = ["alto", "ocr", "fulltext", "text"]
                .iter()
                .any(|word| uses.contains(word));
            if is_text && address.to_lowercase().ends_with(".xml") {
                pages.push(PageFile {
                    id: id.to_owned(),
                    address: address.to_owned(),
                    number: None,
                });
            }
        }
    }
}

/// Numbers the pages by the divisions that point at their files.
fn number(
    element: &Element,
    printed: Option<&str>,
    facts: &HashMap<&str, &Element>,
    pages: &mut [PageFile],
) {
    for division in element.children(&["div"]) {
        let kind = division
            .attribute("type")
            .unwrap_or_default()
            .to_lowercase();
        let described = fact(division, facts).and_then(|section| {
            let start = section.first(&["start"]).and_then(line);
            start.or_else(|| section.first(&["number"]).and_then(line))
        });
        let own = division
            .attribute("orderlabel")
            .or(division.attribute("order"))
            .map(str::to_owned);
        let own = kind.contains("page").then(|| described.or(own)).flatten();
        let printed = own.as_deref().or(printed);
        for pointer in division.children(&["fptr"]) {
            let ids = pointer.attribute("fileid").into_iter().chain(
                pointer
                    .all(&["area"])
                    .into_iter()
                    .filter_map(|area| area.attribute("fileid")),
            );
            for id in ids {
                for page in pages
                    .iter_mut()
                    .filter(|page| page.id == id && page.number.is_none())
                {
                    page.number = printed.map(str::to_owned);
                }
            }
        }
        number(division, printed, facts, pages);
    }
}

/// Where the divisions of a document stand on its pages.
struct Places<'e> {
    /// The numbers of the pages by the ids of their files.
    pages: HashMap<String, usize>,
    divisions: HashMap<&'e str, &'e Element>,
    /// From the id of a division to those of others that show it.
    links: HashMap<String, Vec<String>>,
}

impl<'e> Places<'e> {
    fn of(root: &'e Element, pages: &[PageFile]) -> Places<'e> {
        let mut divisions = HashMap::new();
        for map in root.all(&["structmap"]) {
            by_id(map, &mut divisions);
        }
        let mut links: HashMap<String, Vec<String>> = HashMap::new();
        for group in root.all(&["structlink"]) {
            for element in group.elements() {
                let ids = linked(element);
                if let Some((from, to)) = ids.split_first() {
                    links
                        .entry(from.clone())
                        .or_default()
                        .extend(to.iter().cloned());
                }
            }
        }
        let pages = pages
            .iter()
            .enumerate()
            .map(|(at, page)| (page.id.clone(), at))
            .collect();
        Places {
            pages,
            divisions,
            links,
        }
    }

    /// The areas of a division, those that are linked to it as well.
    fn areas(&self, division: &Element, role: Role) -> Vec<(usize, Area, Role)> {
        let mut areas = Vec::new();
        self.add(division, role, &mut areas);
        areas
    }

    fn add(&self, division: &Element, role: Role, areas: &mut Vec<(usize, Area, Role)>) {
        let role = match division
            .attribute("type")
            .unwrap_or_default()
            .to_lowercase()
            .as_str()
        {
            "heading" | "headline" | "title" => Role::Headline,
            "byline" | "author" => Role::Author,
            _ => role,
        };
        for pointer in division.children(&["fptr"]) {
            for area in pointer.all(&["area"]) {
                areas.extend(self.area(area).map(|(page, area)| (page, area, role)));
            }
        }
        let linked = division.attribute("id").and_then(|id| self.links.get(id));
        for id in linked.into_iter().flatten() {
            if let Some(shown) = self
                .divisions
                .get(id.as_str())
                .filter(|shown| !std::ptr::eq(**shown, division))
            {
                for pointer in shown.children(&["fptr"]) {
                    let found = pointer
                        .all(&["area"])
                        .into_iter()
                        .filter_map(|area| self.area(area));
                    areas.extend(found.map(|(page, area)| (page, area, role)));
                }
            }
        }
        for inner in division.children(&["div"]) {
            self.add(inner, role, areas);
        }
    }

    fn area(&self, area: &Element) -> Option<(usize, Area)> {
        let page = *self.pages.get(area.attribute("fileid")?)?;
        let begin = area.attribute("begin")?.to_owned();
        let end = area
            .attribute("end")
            .map_or_else(|| begin.clone(), str::to_owned);
        Some((page, Area { begin, end }))
    }
}

fn by_id<'e>(element: &'e Element, divisions: &mut HashMap<&'e str, &'e Element>) {
    for division in element.children(&["div"]) {
        if let Some(id) = division.attribute("id") {
            divisions.insert(id, division);
        }
        by_id(division, divisions);
    }
}

/// The ids that a link joins, the first of which is shown by the others.
fn linked(element: &Element) -> Vec<String> {
    let id = |value: &str| value.trim_start_matches('#').to_owned();
    match element.name.as_str() {
        "smlink" => ["from", "to"]
            .iter()
            .filter_map(|end| element.attribute(end))
            .map(id)
            .collect(),
        _ => element
            .children(&["smlocatorlink"])
            .filter_map(|place| place.attribute("href"))
            .map(id)
            .collect(),
    }
}

/// Collects the pieces in a division, in their order.
fn collect(
    element: &Element,
    facts: &HashMap<&str, &Element>,
    places: &Places<'_>,
    pieces: &mut Vec<Piece>,
) {
    for division in element.children(&["div"]) {
        let kind = division
            .attribute("type")
            .unwrap_or_default()
            .to_lowercase();
        if CONTAINERS.contains(&kind.as_str()) {
            collect(division, facts, places, pieces);
        } else if !FURNITURE.contains(&kind.as_str()) {
            let areas = places.areas(division, Role::Text);
            if !areas.is_empty() {
                pieces.push(piece(division, &kind, facts, areas));
            }
        }
    }
}

fn piece(
    division: &Element,
    kind: &str,
    facts: &HashMap<&str, &Element>,
    areas: Vec<(usize, Area, Role)>,
) -> Piece {
    let mods = fact(division, facts);
    let text = |path: [&str; 2]| {
        let outer = mods.and_then(|mods| mods.first(&[path[0]]))?;
        outer.first(&[path[1]]).and_then(line)
    };
    let label = division
        .attribute("label")
        .filter(|label| label.to_lowercase() != kind);
    Piece {
        title: text(["titleinfo", "title"]).or_else(|| label.map(str::to_owned)),
        author: text(["name", "namepart"]),
        language: text(["language", "languageterm"]),
        kind: (kind != "article")
            .then(|| division.attribute("type").unwrap_or_default().to_owned()),
        areas,
    }
}
