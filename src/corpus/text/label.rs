//! Reads the block of labels that some files begin with: `Title: …`, `Date: …`, `BYLINE: …`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::unit::Unit;
use crate::byline::Byline;

/// A field that a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
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

/// What is left when the labels are read.
pub(super) enum Rest {
    /// Lines of which the first may still be of a head.
    Head(Vec<Unit>),
    /// Lines before and between the labels, and the body that a label announced.
    Body { head: Vec<Unit>, body: Vec<Unit> },
}

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

fn parse(line: &str) -> Option<(Field, &str)> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[*_\s]*(\p{L}[\p{L} ()/_-]{0,28}?)[*_\s]*[:：][*_]*(?:\s+(.*)|)$")
            .expect("a valid pattern")
    });
    let found = LABEL.captures(line)?;
    let name = found[1].to_lowercase().replace('_', " ");
    let field = FIELDS.get(name.trim())?;
    let value = found.get(2).map_or("", |value| value.as_str()).trim();
    // As YAML writes it.
    let unquoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    Some((
        *field,
        unquoted.filter(|rest| !rest.contains('"')).unwrap_or(value),
    ))
}

/// Labels stand among so many first units.
const UNITS_OF_A_BLOCK: usize = 18;

/// Units longer than this, in characters, end the block.
const LONGEST_LINE: usize = 400;

/// Fewer known labels are no block: a sentence may begin with `Note:`.
const FEWEST_LABELS: usize = 2;

/// Takes the labels and their values from the first units.
pub(super) fn take(draft: &mut Draft, units: Vec<Unit>) -> Rest {
    let end = block_end(&units);
    if end == 0 {
        return Rest::Head(units);
    }
    let mut head = Vec::new();
    let mut rest = units.into_iter().enumerate().peekable();
    while let Some((at, unit)) = rest.next_if(|(at, _)| *at < end) {
        let Some((field, mut value)) = parse(&unit.text).map(|(f, v)| (f, v.to_owned())) else {
            head.push(unit);
            continue;
        };
        if field == Field::Body {
            let first = (!value.is_empty()).then_some(Unit { text: value });
            let body = first
                .into_iter()
                .chain(rest.map(|(_, unit)| unit))
                .collect();
            return Rest::Body { head, body };
        }
        if value.is_empty()
            && at + 1 < end
            && let Some((_, next)) = rest.next_if(|(_, next)| !is_one(&next.text))
        {
            value = next.text;
        }
        set(draft, field, &value, &unit.text);
    }
    head.extend(rest.map(|(_, unit)| unit));
    Rest::Head(head)
}

/// The unit after the last label of the block; 0 if there is no block.
fn block_end(units: &[Unit]) -> usize {
    let block = units.iter().take(UNITS_OF_A_BLOCK).take_while(|unit| {
        is_one(&unit.text) || !unit.is_prose() || unit.chars() < LONGEST_LINE / 2
    });
    let mut end = 0;
    let mut known = 0;
    let mut proves = false;
    for (at, unit) in block.enumerate() {
        let Some((field, _)) = parse(&unit.text) else {
            continue;
        };
        known += 1;
        end = at + 1;
        proves |= !matches!(field, Field::Other | Field::Body);
        if field == Field::Body {
            break;
        }
    }
    if known >= FEWEST_LABELS && proves {
        end
    } else {
        0
    }
}

const RULE: &str = "label";

fn set(draft: &mut Draft, field: Field, value: &str, line: &str) {
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
    ("en", "english,englisch,anglais,inglés,inglese"),
    ("de", "german,deutsch,allemand,alemán,tedesco"),
    ("fr", "french,französisch,français,francés,francese"),
    ("es", "spanish,spanisch,espagnol,español,spagnolo"),
    ("it", "italian,italienisch,italien,italiano"),
    (
        "pt",
        "portuguese,portugiesisch,portugais,português,portugués",
    ),
    ("nl", "dutch,niederländisch,néerlandais,nederlands"),
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
fn language(printed: &str) -> Option<&str> {
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
