//! What owners of archives call the fields of an article, most telling name first.
//!
//! The names come from published news datasets, the wire formats of agencies, the interfaces of
//! papers and the exports of content systems. They are written without capitals and separators.

/// The headline.
pub(super) const TITLE: &[&str] = &[
    "headline.main",
    "headline",
    "headlines",
    "title",
    "webtitle",
    "heading",
    "headlinetext",
    "titlerss",
    "titlefull",
    "storytitle",
    "articletitle",
    "hl1",
    "hl",
    "headline.printheadline",
    "webheadline",
    "titel",
    "titre",
    "titulo",
    "título",
    "titolo",
    "schlagzeile",
    "überschrift",
    "rubrik", // Swedish
    "заголовок",
    "name",
];

/// The text.
pub(super) const BODY: &[&str] = &[
    "contentoriginal",
    "textoriginal",
    "maintext",
    "articlebody",
    "bodytext",
    "fulltext",
    "contenttext",
    "bodyhtml",
    "contenthtml",
    "bodyxhtml",
    "body",
    "bodies",
    "contents",
    "content",
    "contentencoded",
    "text",
    "texthtml",
    "articletext",
    "articlecontent",
    "newscontent",
    "storytext",
    "articlehtml",
    "article",
    "story",
    "document",
    "ocrtext",
    "ocreng",
    "ocr",
    "raw",
    "rawtext",
    "plaintext",
    "html",
    "paragraphs",
    "artikeltext",
    "volltext",
    "inhalt",
    "texte",
    "contenu",
    "texto",
    "contenido",
    "conteudo",
    "conteúdo",
    "testo",
    "contenuto",
    "tekst",
    "inhoud",
    "текст",
    "leadparagraph",
];

/// The day of publication.
pub(super) const DATE: &[&str] = &[
    "datepublish",
    "wppostdate",
    "datepublished",
    "publishdate",
    "publisheddate",
    "pubdate",
    "publishedat",
    "publishedon",
    "published",
    "webpublicationdate",
    "publicationdate",
    "publicationtime",
    "publishtime",
    "publishedtime",
    "articlepublishedtime",
    "publisheddatetime",
    "publishedutc",
    "firstpublished",
    "firstpublishedat",
    "displaydate",
    "issuedate",
    "firstcreated",
    "date",
    "datetime",
    "dates",
    "articledate",
    "newsdate",
    "dateline.date",
    "pubdateiso",
    "datum",
    "erscheinungsdatum",
    "veröffentlicht",
    "fecha",
    "fechapublicacion",
    "dataora",
    "datapublicacao",
    "datapubblicazione",
    "datepublication",
    "dato",
    "дата",
    "dcdate",
    "versioncreated",
];

/// The year, where it has its own key.
pub(super) const YEAR: &[&str] = &[
    "year",
    "publicationyear",
    "pubyear",
    "jahr",
    "année",
    "annee",
    "año",
    "anno",
];
/// The month, where it has its own key.
pub(super) const MONTH: &[&str] = &[
    "month",
    "publicationmonth",
    "pubmonth",
    "monat",
    "mois",
    "mes",
];
/// The day of the month, where it has its own key.
pub(super) const DAY: &[&str] = &[
    "day",
    "publicationday",
    "pubday",
    "dayofmonth",
    "tag",
    "jour",
    "dia",
];

/// Days that stand for the publication only where nothing better does.
pub(super) const LATE_DATE: &[&str] = &[
    "created",
    "createdat",
    "datecreated",
    "creationdate",
    "createddate",
    "posted",
    "postedat",
    "postdate",
    "timestamp",
    "time",
];

/// The last change.
pub(super) const UPDATED: &[&str] = &[
    "datemodified",
    "datemodify",
    "updated",
    "updatedat",
    "dateupdated",
    "lastupdated",
    "lastmodified",
    "lastmod",
    "modified",
    "modifiedat",
    "articlemodifiedtime",
    "lastupdateddate",
    "wppostmodified",
];

/// Who wrote it.
pub(super) const BYLINE: &[&str] = &[
    "byline.original",
    "byline",
    "authors",
    "author",
    "articleauthor",
    "authorname",
    "authornames",
    "creator",
    "dccreator",
    "creators",
    "by",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "journalist",
    "writtenby",
    "contributors",
    "autor",
    "autoren",
    "verfasser",
    "auteur",
    "auteurs",
    "autores",
    "autore",
    "autori",
    "forfatter",
    "автор",
];

/// Who published it.
pub(super) const SOURCE: &[&str] = &[
    "publication",
    "publicationname",
    "publicationtitle",
    "publisher",
    "dcpublisher",
    "sourcename",
    "newspaper",
    "newspapertitle",
    "newspapername",
    "journal",
    "magazine",
    "paper",
    "source.name",
    "source.title",
    "source",
    "sourcetitle",
    "sitename",
    "ogsitename",
    "site",
    "medianame",
    "media",
    "medium",
    "outlet",
    "newsoutlet",
    "newssource",
    "provider",
    "feedtitle",
    "zeitung",
    "quelle",
    "journalname",
    "fuente",
    "periodico",
    "periódico",
    "fonte",
    "giornale",
    "krant",
    "bron",
    "copyrightholder",
];

/// Addresses that name the source where nothing else does.
pub(super) const DOMAIN: &[&str] = &[
    "domain",
    "sourcedomain",
    "sourceurl",
    "sitefull",
    "hostname",
    "host",
    "website",
];

/// The section.
pub(super) const SECTION: &[&str] = &[
    "section",
    "sectionname",
    "articlesection",
    "sectiontitle",
    "newsdesk",
    "desk",
    "kicker",
    "category",
    "pillarname",
    "topic",
    "department",
    "ressort",
    "sección",
    "seccion",
    "sezione",
    "rubrique",
];

/// The source's own topics.
pub(super) const TAGS: &[&str] = &[
    "tags",
    "tag",
    "keywords",
    "keyword",
    "categories",
    "topics",
    "subjects",
    "subject",
    "newskeywords",
];

/// The address.
pub(super) const URL: &[&str] = &[
    "canonicalurl",
    "canonical",
    "url",
    "link",
    "weburl",
    "articleurl",
    "articlelink",
    "permalink",
    "pageurl",
    "originalurl",
    "ogurl",
    "href",
    "jstorurl",
    "uri",
    "guid",
    "id",
];

/// The language.
pub(super) const LANGUAGE: &[&str] = &[
    "language",
    "lang",
    "inlanguage",
    "languagecode",
    "locale",
    "medialanguage",
    "dclanguage",
    "sprache",
    "langue",
    "idioma",
    "lingua",
];

/// The standfirst or summary.
pub(super) const DECK: &[&str] = &[
    "deck",
    "standfirst",
    "subtitle",
    "subhead",
    "subheadline",
    "dek",
    "trailtext",
    "shortdescription",
    "description",
    "descriptiontext",
    "descriptionhtml",
    "descriptions",
    "summary",
    "abstract",
    "lead",
    "lede",
    "excerptencoded",
    "excerpt",
    "snippet",
    "untertitel",
    "teaser",
    "vorspann",
    "chapo",
    "resumen",
    "sommario",
];

/// The place of reporting.
pub(super) const DATELINE: &[&str] = &["dateline", "locationline", "location", "place"];

/// The page.
pub(super) const PAGE: &[&str] = &[
    "page",
    "printpage",
    "pagenumber",
    "pagenum",
    "pageno",
    "seite",
];

/// The edition.
pub(super) const EDITION: &[&str] = &["edition", "ausgabe", "issue", "printedition"];

/// The agency that supplied it.
pub(super) const WIRE: &[&str] = &[
    "wire",
    "agency",
    "newsagency",
    "newswire",
    "wireservice",
    "agentur",
];

/// The record's own id.
pub(super) const KEY: &[&str] = &[
    "id",
    "uuid",
    "guid",
    "docno",
    "docid",
    "articleid",
    "documentid",
    "recordid",
    "storyid",
    "newsid",
    "identifier",
    "accessionnumber",
    "wppostid",
    "uri",
];

/// Those that only an article has: a line with one of these labels is about the article above it.
pub(super) const TELLING: [&[&str]; 5] = [DATE, URL, BYLINE, SOURCE, YEAR];

/// All of them, to tell whether a name is known.
pub(super) const ALL: [&[&str]; 21] = [
    TITLE, BODY, DATE, YEAR, MONTH, DAY, LATE_DATE, UPDATED, BYLINE, SOURCE, DOMAIN, SECTION, TAGS,
    URL, LANGUAGE, DECK, DATELINE, PAGE, EDITION, WIRE, KEY,
];

/// The fields that can be named where a column is said to be one, and what they are called of
/// themselves.
const FIELDS: [(&str, &[&str]); 17] = [
    ("title", TITLE),
    ("text", BODY),
    ("date", DATE),
    ("updated", UPDATED),
    ("byline", BYLINE),
    ("source", SOURCE),
    ("section", SECTION),
    ("url", URL),
    ("language", LANGUAGE),
    ("deck", DECK),
    ("dateline", DATELINE),
    ("page", PAGE),
    ("edition", EDITION),
    ("wire", WIRE),
    ("tags", TAGS),
    ("id", KEY),
    ("year", YEAR),
];

/// The names of the fields.
pub(in crate::corpus) fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// The field of this name; `body` and `author` are names of the text and the byline too.
pub(in crate::corpus) fn field_named(name: &str) -> Option<&'static str> {
    let name = match name {
        "body" => "text",
        "author" | "authors" => "byline",
        "outlet" | "publication" => "source",
        name => name,
    };
    names().find(|known| *known == name)
}

/// What a field is called of itself.
pub(super) fn of(field: &str) -> Option<&'static [&'static str]> {
    let mut fields = FIELDS.iter();
    let (_, aliases) = fields.find(|(known, _)| *known == field)?;
    Some(aliases)
}

/// Which of these names gives each field: the most telling that there is.
pub(in crate::corpus) fn fields_of(names: &[&str]) -> Vec<Option<&'static str>> {
    let plain: Vec<String> = names.iter().map(|name| super::plain(name)).collect();
    let mut fields = vec![None; names.len()];
    for (field, aliases) in FIELDS {
        let mut telling = aliases.iter();
        let at = telling.find_map(|alias| plain.iter().position(|name| name == alias));
        if let Some(at) = at {
            fields[at] = fields[at].or(Some(field));
        }
    }
    fields
}
