//! What the databases call things in the languages of their users.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::draft::Draft;
use crate::corpus::label::{self, Field};
use crate::date::printed::{self, Reading};

/// Labels that only databases print, beside those of every archive.
const LABELS: &[(Field, &str)] = &[
    (Field::Title, "kop,título del artículo,document title"),
    (
        Field::Date,
        "publicatiedatum,publikationsdatum,fecha de publicación,data de publicação,data di pubblicazione,date de parution",
    ),
    (
        Field::Byline,
        "naamregel,auteur(s),autor(es),autor(en),autori,auteurs,byline(s)",
    ),
    (
        Field::Source,
        "titel der publikation,publikationstitel,titre de la publication,título de la publicación,título de publicación,título da publicação,titolo della pubblicazione,titel van publicatie,publicatietitel,titel publicatie,publikation,publicación,publicação,pubblicazione,publicatie",
    ),
    (
        Field::Section,
        "secção,seccion,secao,secció,rubriek,sectie,sezione,teil,buch,column",
    ),
    (
        Field::Dateline,
        "ortszeile,datumszeile,lieu et date,lugar y fecha,luogo e data,data e luogo,datering,plaats",
    ),
    (
        Field::Deck,
        "hervorhebung,zusammenfassung,résumé,resumen,resumo,riassunto,samenvatting,accroche,destacado,destaque,abstract (summary)",
    ),
    (
        Field::Language,
        "publikationssprache,sprache der publikation,langue de publication,langue de la publication,idioma de la publicación,idioma de publicación,idioma da publicação,lingua di pubblicazione,lingua della pubblicazione,taal van publicatie,publicatietaal,linguagem",
    ),
    (
        Field::Url,
        "dokument-url,url du document,url del documento,url do documento,url documento,document-url,weblink",
    ),
    (
        Field::Tags,
        "subject,thema,themen,sujet,sujets,materia,temas,assunto,assuntos,soggetto,argomento,onderwerp",
    ),
    (
        Field::Key,
        "proquest-dokument-id,id de document proquest,id del documento de proquest,id do documento proquest,id documento proquest,proquest-document-id,zugangsnummer",
    ),
    (
        Field::Body,
        "textkörper,haupttext,texte intégral,texto completo,testo completo,volledige tekst,corps,cuerpo,corpo,hoofdtekst,tekst",
    ),
    (
        Field::Other,
        "longitud,extensión,extensión total,lengte,lunghezza,comprimento,tamanho,extensão,graphique,gráfico,gráficos,grafiek,grafico,grafica,grafiken,ladedatum,update,date-chargement,date de chargement,mise-à-jour,fecha-carga,fecha de carga,data-carga,data de carregamento,data-caricamento,data di caricamento,laad-datum,laaddatum,publikationstyp,publikation-typ,zeitungstyp,type-publication,type de publication,tipo-publicación,tipo de publicación,tipo de publicação,tipo di pubblicazione,publicatietype,publicatie-type,correction,correction-date,series,journal-code,acc-no,distribution,notes,transmission-date,city,state,company,organization,person,country,geographic,document-typ,doc-type,pub-type,copyright-notice,klassifizierung,clasificación,classificatie,classificazione,classificação,database,datenbank,base de données,base de datos,base de dados,banca dati,last updated,zuletzt aktualisiert,dernière mise à jour,última actualización,última atualização,ultimo aggiornamento,laatst bijgewerkt,links,location,company / organization,publication subject,source type,document feature,publication year,publication info,e-issn",
    ),
];

/// The field that a label in small letters names.
pub(super) fn field(name: &str) -> Option<Field> {
    let own = LABELS
        .iter()
        .find(|(_, names)| names.split(',').any(|known| known == name));
    // `SUBJECT:` is what an article is about; in mails it is the title.
    own.map(|(field, _)| *field).or_else(|| label::field(name))
}

/// The field of a labelled line, and its value.
pub(super) fn labelled(line: &str) -> Option<(Field, &str)> {
    let (name, value) = label::split(line)?;
    Some((field(&name)?, value))
}

/// The field of a line whose label stands in capitals, and its value.
pub(super) fn shouted(line: &str) -> Option<(Field, &str)> {
    let name = line.split(':').next()?;
    let is_shouted = !name.contains(char::is_lowercase);
    labelled(line).filter(|_| is_shouted)
}

/// Gives a field what its label says, as databases write it.
pub(super) fn set(draft: &mut Draft, field: Field, value: &str, line: &str) {
    match field {
        Field::Section => set_section(draft, value),
        Field::Dateline => {
            let place = crate::corpus::dateline::read(value).map(|found| found.place);
            let place = place.filter(|place| !place.is_empty());
            let place = place.as_deref().unwrap_or(value);
            draft.text(
                |a| &mut a.dateline,
                place.trim_end_matches([',', '-', '—', ' ']),
                RULE,
            );
        }
        // When the database changed its copy says nothing about the article.
        Field::Updated => draft.trim(RULE, line),
        Field::Tags => {
            let tags = value.split(';').map(without_share);
            let tags = tags.filter(|tag| !tag.is_empty());
            draft.article.tags.extend(tags.map(str::to_owned));
        }
        _ => label::set(draft, field, value, line),
    }
}

pub(super) const RULE: &str = "label";

/// The topic without how much of the article is about it: `FLOODS (90%)`.
fn without_share(tag: &str) -> &str {
    let tag = tag.trim();
    match tag.rsplit_once(" (") {
        Some((topic, share)) if share.ends_with("%)") => topic.trim(),
        _ => tag.trim_end_matches(','),
    }
}

/// The section, and the page that may stand in it: `Section A; Column 0; Pg. 1`.
fn set_section(draft: &mut Draft, value: &str) {
    static PAGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)[\s;,]*\b(?:pg|page|pages|seite|s|p|pág|pag|página|pagina|blz)\b[.:]?\s*([A-Z]{0,3}-?\d+[A-Z]?(?:\s*[-,]\s*[A-Z]?\d+)*)\s*$")
            .expect("a valid pattern")
    });
    let Some(found) = PAGE.captures(value) else {
        return draft.text(|a| &mut a.section, value, RULE);
    };
    draft.text(|a| &mut a.page, &found[1], RULE);
    let section = &value[..found.get(0).map_or(value.len(), |all| all.start())];
    draft.text(|a| &mut a.section, section, RULE);
}

/// `808 words`, `1285 Wörter`, `8165 字`: how long an article is.
pub(super) fn is_length(line: &str) -> bool {
    static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[\d][\d.,\s]{0,9}\s*(?:words?|wörter|worte|mots?|palabras?|woorden|parole|palavras?|ord|sanaa|słów|слов(?:а|о)?|字|语|詞|词|ワード|단어)$")
            .expect("a valid pattern")
    });
    LENGTH.is_match(line.trim())
}

/// The line that ends a document of Lexis Advance and Nexis Uni.
pub(super) fn is_end_of_document(line: &str) -> bool {
    const ENDS: [&str; 9] = [
        "end of document",
        "ende des dokuments",
        "dokumentende",
        "fin du document",
        "fin del documento",
        "fine del documento",
        "fim do documento",
        "einde van document",
        "einde van het document",
    ];
    ENDS.contains(&line.trim().trim_end_matches('.').to_lowercase().as_str())
}

/// The line over the text in Lexis Advance and Nexis Uni.
pub(super) fn is_body_heading(line: &str) -> bool {
    is_one_of(
        line,
        &[
            "body",
            "textkörper",
            "haupttext",
            "volltext",
            "corps",
            "corps du texte",
            "cuerpo",
            "texto",
            "hoofdtekst",
            "tekst",
            "corpo",
            "testo",
            "body text",
        ],
    )
}

/// The lines over what stands below the text in Lexis Advance and Nexis Uni.
pub(super) fn is_foot_heading(line: &str) -> bool {
    is_one_of(
        line,
        &[
            "classification",
            "klassifizierung",
            "klassifikation",
            "clasificación",
            "classificatie",
            "classificazione",
            "classificação",
            "graphic",
            "grafik",
            "graphique",
            "gráfico",
            "grafiek",
            "grafico",
            "notes",
            "correction",
        ],
    )
}

fn is_one_of(line: &str, words: &[&str]) -> bool {
    let line = line.trim().trim_end_matches(':').trim().to_lowercase();
    words.contains(&line.as_str())
}

/// The label of the length, which every document of Lexis Advance has.
pub(super) fn is_length_label(line: &str) -> bool {
    label::split(line).is_some_and(|(_, value)| is_length(value))
}

/// A line of the head that is a date, with what stands behind it: an edition, a cycle of an agency.
pub(super) struct Dated<'t> {
    /// The date as printed.
    pub(super) date: &'t str,
    /// What stands behind it and the weekday; often nothing.
    pub(super) rest: &'t str,
}

/// How far into its line a date may stand, behind a weekday, and how long that line may be.
const DATE_WITHIN: usize = 16;
const LONGEST_DATED: usize = 100;

/// Reads `January 5, 1995, Thursday, Late Edition - Final` and the like.
pub(super) fn dated(line: &str) -> Option<Dated<'_>> {
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[\s,]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)?[\s,]*")
            .expect("a valid pattern")
    });
    let line = line.trim();
    if !matches!(printed::read(line), Reading::None) {
        return Some(Dated {
            date: line,
            rest: "",
        });
    }
    let (_, at) = printed::find(line)?;
    if at.start > DATE_WITHIN || line.len() > LONGEST_DATED {
        return None;
    }
    let behind = &line[at.end..];
    let weekday = WEEKDAY.find(behind).map_or(0, |found| found.end());
    // A sentence that begins with a date goes on in small letters.
    let rest = behind[weekday..].trim();
    let is_one = !rest.starts_with(char::is_lowercase) && !rest.ends_with('.');
    is_one.then_some(Dated {
        date: &line[at],
        rest,
    })
}

/// `Late Edition - Final`, `Ausgabe Nord`: never a headline.
pub(super) fn is_edition(line: &str) -> bool {
    static EDITION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:[\w.]+\s){0,4}(?:edition|édition|edición|edizione|edição|editie)\b.{0,30}$|^ausgabe\b.{0,30}$|^correction appended$")
            .expect("a valid pattern")
    });
    EDITION.is_match(line.trim())
}
