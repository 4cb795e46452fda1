//! What labels such as `Title:`, `Datum:` and `BYLINE:` call the fields of an article, and how their values are read.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use crate::byline::Byline;

/// A field that a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Deck,
    Date,
    Updated,
    Byline,
    Source,
    Section,
    Page,
    Edition,
    Dateline,
    Language,
    Url,
    Tags,
    Key,
    Wire,
    Body,
    /// Known, and nothing that an article has: `LENGTH: 500 words`.
    Other,
}

const LABELS: &[(Field, &str)] = &[
    (
        Field::Title,
        "title,headline,head,hl,hd,subject,titel,überschrift,schlagzeile,titre,título,titulo,titolo,tytuł,заголовок,başlık,titlu,titolo de artikolo,titolo",
    ),
    (
        Field::Deck,
        "deck,subtitle,subheadline,subhead,summary,highlight,abstract,standfirst,description,untertitel,sous-titre,subtítulo,sottotitolo",
    ),
    (
        Field::Date,
        "date,published,publication date,pub date,pubdate,pd,date published,published on,publish date,issue date,posted,datum,erscheinungsdatum,fecha,data,date de publication,dato,päivämäärä,дата,tarih,dato de publikigo",
    ),
    (
        Field::Updated,
        "updated,last updated,modified,last modified,aktualisiert,mis à jour,actualizado",
    ),
    (
        Field::Byline,
        "byline,by,author,authors,author(s),writer,reporter,from,autor,autorin,autoren,verfasser,von,auteur,auteurs,par,por,autore,автор,yazar,aŭtoro,aŭtoroj",
    ),
    (
        Field::Source,
        "source,publication,newspaper,outlet,publisher,paper,publication title,sn,site,website,organization,quelle,zeitung,journal,fuente,periódico,fonte,giornale,bron,krant,источник,fonto",
    ),
    (
        Field::Section,
        "section,category,desk,department,newsgroups,rubrik,ressort,rubrique,sección,sezione,seção,рубрика",
    ),
    (Field::Page, "page,pages,page number,pg,seite,página,pagina"),
    (Field::Edition, "edition,ausgabe,édition,edición,edizione"),
    (
        Field::Dateline,
        "dateline,location,place,ort,lieu,lugar,luogo",
    ),
    (
        Field::Language,
        "language,lang,la,language of publication,sprache,langue,idioma,lingua,taal,язык,lingvo",
    ),
    (
        Field::Url,
        "url,link,web address,permalink,document url,source url,adreso",
    ),
    (
        Field::Tags,
        "tags,keywords,topics,subjects,schlagwörter,stichwörter,mots-clés,palabras clave,etikedoj",
    ),
    (
        Field::Key,
        "id,accession number,document id,record id,doc id,docno,an,proquest document id,article id",
    ),
    (Field::Wire, "agency,wire,credit,agentur,agence,agencia"),
    (
        Field::Body,
        "body,text,full text,fulltext,content,article,article text,story,volltext,texte,texto,testo",
    ),
    (
        Field::Other,
        "length,word count,words,wc,länge,longueur,load-date,copyright,publication-type,publication type,document-type,document type,graphic,grafik,issn,journal code,to,cc,message-id,mime-version,content-type,content-transfer-encoding,received,return-path,reply-to,references,lines,path,nntp-posting-host,x-mailer,type,load date,subject term,industry,person,ticker,geographic,classification,country,country of publication,place of publication,volume,issue",
    ),
];

static FIELDS: LazyLock<HashMap<&str, Field>> = LazyLock::new(|| {
    LABELS
        .iter()
        .flat_map(|(field, names)| names.split(',').map(|name| (name, *field)))
        .collect()
});

/// The line begins with a known label.
pub(super) fn is_one(line: &str) -> bool {
    parse(line).is_some()
}

/// The line is a label that databases print below the text.
pub(super) fn is_of_foot(line: &str) -> bool {
    matches!(
        parse(line),
        Some((
            Field::Other | Field::Language | Field::Key | Field::Url | Field::Tags,
            _
        ))
    )
}

/// Takes one labelled line.
pub(super) fn set_line(draft: &mut Draft, line: &str) {
    if let Some((field, value)) = parse(line) {
        set(draft, field, value, line);
    }
}

/// The field that a labelled line is about, and its value.
pub(super) fn parse(line: &str) -> Option<(Field, &str)> {
    let (name, value) = split(line)?;
    let field = field(&name)?;
    // As YAML writes it.
    let unquoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    Some((
        field,
        unquoted.filter(|rest| !rest.contains('"')).unwrap_or(value),
    ))
}

/// The field that a label names, in small letters.
pub(super) fn field(name: &str) -> Option<Field> {
    FIELDS.get(name).copied()
}

/// What stands before a colon, in small letters, and what stands behind it.
pub(super) fn split(line: &str) -> Option<(String, &str)> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[*_\s]*(\p{L}[\p{L} ()/_'’-]{0,44}?)[*_\s]*[:：][*_]*(?:\s+(.*)|)$")
            .expect("a valid pattern")
    });
    if !line.contains([':', '：']) {
        return None;
    }
    let found = LABEL.captures(line)?;
    let name = found[1].to_lowercase().replace('_', " ");
    let value = found.get(2).map_or("", |value| value.as_str());
    Some((name.trim().to_owned(), value.trim()))
}

const RULE: &str = "label";

/// Gives a field the value that a label has; what is no value of it is kept as a cut line.
pub(super) fn set(draft: &mut Draft, field: Field, value: &str, line: &str) {
    if value.is_empty() {
        draft.trim(RULE, line);
        return;
    }
    match field {
        Field::Title => draft.text(|a| &mut a.title, value, RULE),
        Field::Deck => draft.text(|a| &mut a.deck, value, RULE),
        Field::Date => draft.date(value, RULE),
        Field::Updated => draft.updated(value, RULE),
        Field::Byline => match Byline::read(value) {
            Some(byline) => draft.byline(byline, RULE),
            None => draft.trim(RULE, line),
        },
        Field::Source => draft.text(|a| &mut a.source, value, RULE),
        Field::Section => draft.text(|a| &mut a.section, value, RULE),
        Field::Page => draft.text(|a| &mut a.page, value, RULE),
        Field::Edition => draft.text(|a| &mut a.edition, value, RULE),
        Field::Dateline => draft.text(|a| &mut a.dateline, value, RULE),
        Field::Language => match language(value) {
            Some(tag) => draft.text(|a| &mut a.language, tag, RULE),
            None => draft.trim(RULE, line),
        },
        Field::Url => draft.text(|a| &mut a.url, value, RULE),
        Field::Tags => draft.article.tags.extend(
            value
                .split([',', ';', '|'])
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty()),
        ),
        Field::Key => draft.article.key = Some(value.to_owned()),
        Field::Wire => draft.text(|a| &mut a.wire, value, RULE),
        Field::Body | Field::Other => draft.trim(RULE, line),
    }
}

/// Languages by the names that labels give them.
const LANGUAGES: &[(&str, &str)] = &[
    (
        "en",
        "english,englisch,anglais,inglés,inglese,engels,inglês",
    ),
    ("de", "german,deutsch,allemand,alemán,tedesco,duits,alemão"),
    (
        "fr",
        "french,französisch,français,francés,francese,frans,francês",
    ),
    (
        "es",
        "spanish,spanisch,espagnol,español,spagnolo,spaans,espanhol",
    ),
    ("it", "italian,italienisch,italien,italiano,italiaans"),
    (
        "pt",
        "portuguese,portugiesisch,portugais,português,portugués,portoghese,portugees",
    ),
    (
        "nl",
        "dutch,niederländisch,néerlandais,nederlands,neerlandés,holandés,olandese,holandês",
    ),
    ("sv", "swedish,schwedisch,svenska"),
    ("da", "danish,dänisch,dansk"),
    ("no", "norwegian,norwegisch,norsk"),
    ("pl", "polish,polnisch,polski"),
    ("ru", "russian,russisch,русский"),
    ("uk", "ukrainian,ukrainisch,українська"),
    ("tr", "turkish,türkisch,türkçe"),
    ("ro", "romanian,rumänisch,română"),
    ("eo", "esperanto"),
    ("zh", "chinese,chinesisch,中文"),
    ("ja", "japanese,japanisch,日本語"),
    ("ar", "arabic,arabisch"),
    ("ln", "lingala"),
    ("sw", "swahili,kiswahili"),
];

/// The tag of a language by its name or tag.
pub(super) fn language(printed: &str) -> Option<&str> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}$").expect("a valid pattern")
    });
    let name = printed
        .split([';', ',', '('])
        .next()
        .unwrap_or_default()
        .trim();
    let small = name.to_lowercase();
    LANGUAGES
        .iter()
        .find(|(_, names)| names.split(',').any(|known| known == small))
        .map(|(tag, _)| *tag)
        .or_else(|| TAG.is_match(name).then_some(name))
}
