//! Draws how a file was read: its format, its columns, the fields of an article with their rules.

use std::collections::BTreeMap;
use std::io::Result;

use morgue::article::{Article, Found, INSIDE, Rival};
use morgue::corpus::confidence::{self, Confidence};
use morgue::corpus::{BadRecord, FileNote, Inspection};
use serde::Serialize;

use super::wrap::Run;
use super::{Screen, human, style};

/// Where the text beside a label begins.
const LABEL: usize = 11;

/// How many files inside a file are listed.
const MOST_FILES: usize = 20;

/// How much of the text is shown, in characters.
const TEXT_SHOWN: usize = 300;

/// How a file was read, to be shown.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    file: &'a str,
    files: &'a [FileNote],
    articles: u64,
    rejected: u64,
    bad: Vec<Bad<'a>>,
    skipped: &'a BTreeMap<&'static str, u64>,
    fields: Vec<Field>,
    article: Option<&'a Article>,
    /// A rule for this file, as it would stand in `morgue.toml`.
    rule: String,
}

#[derive(Serialize)]
struct Bad<'a> {
    file: &'a str,
    record: Option<u64>,
    code: &'a str,
    reason: &'a str,
}

/// A field of an article and where it is from.
#[derive(Serialize)]
struct Field {
    field: &'static str,
    value: String,
    rule: String,
    confidence: Option<Confidence>,
    /// The other rules that gave the same value.
    agrees: Vec<String>,
    rivals: Vec<Rival>,
}

impl<'a> Shown<'a> {
    pub(crate) fn of(file: &'a str, inspection: &'a Inspection) -> Shown<'a> {
        let article = inspection.article.as_ref();
        Shown {
            file,
            files: &inspection.noticed.files,
            articles: inspection.articles,
            rejected: inspection.rejected,
            bad: inspection.bad.iter().map(bad).collect(),
            skipped: &inspection.noticed.skipped,
            fields: article.map(fields).unwrap_or_default(),
            article,
            rule: rule(file, inspection),
        }
    }
}

fn bad(bad: &BadRecord) -> Bad<'_> {
    Bad {
        file: &bad.place.file,
        record: bad.place.record,
        code: bad.code,
        reason: &bad.reason,
    }
}

fn fields(article: &Article) -> Vec<Field> {
    let text = |field, found: &Option<Found<String>>| {
        found
            .as_ref()
            .map(|found| field_of(field, found, &found.value))
    };
    let date = |field, found: &Option<Found<morgue::date::Date>>| {
        let found = found.as_ref()?;
        Some(field_of(field, found, &found.value.to_string()))
    };
    let byline = article
        .byline
        .as_ref()
        .map(|found| field_of("byline", found, &found.value.printed));
    let fields = [
        text("title", &article.title),
        text("deck", &article.deck),
        date("date", &article.date),
        date("updated", &article.updated),
        byline,
        text("source", &article.source),
        text("section", &article.section),
        text("page", &article.page),
        text("edition", &article.edition),
        text("dateline", &article.dateline),
        text("wire", &article.wire),
        text("language", &article.language),
        text("url", &article.url),
    ];
    fields.into_iter().flatten().collect()
}

fn field_of<T>(field: &'static str, found: &Found<T>, value: &str) -> Field {
    Field {
        field,
        value: value.to_owned(),
        rule: found.rule.to_string(),
        confidence: confidence::of(field, found),
        agrees: found.agrees.iter().map(ToString::to_string).collect(),
        rivals: found.rivals.clone(),
    }
}

/// A rule that reads this file as it was read, to be changed.
fn rule(file: &str, inspection: &Inspection) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.split('.').next().unwrap_or(name);
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut lines = vec![
        "[[rule]]".to_owned(),
        format!("name = {}", quoted(name)),
        format!("match = {{ path = {} }}", quoted(&pattern(file))),
    ];
    let columns = inspection
        .noticed
        .files
        .iter()
        .flat_map(|file| &file.columns);
    let columns: Vec<String> = columns
        .filter_map(|column| Some(format!("{} = {}", column.field?, quoted(&column.name))))
        .collect();
    if !columns.is_empty() {
        lines.push(format!("columns = {{ {} }}", columns.join(", ")));
    }
    let source = inspection
        .article
        .as_ref()
        .and_then(|article| article.source.as_ref());
    let source = source.map_or("The Weir Gazette", |source| &source.value);
    lines.push(format!("set = {{ source = {} }}", quoted(source)));
    lines.extend(suggestions(file, inspection));
    lines.join("\n")
}

/// What may be said of such a file besides, as comments.
fn suggestions(file: &str, inspection: &Inspection) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(article) = &inspection.article else {
        return lines;
    };
    let unread = ["date_ambiguous", "date_unread"];
    if (article.gaps.iter()).any(|gap| unread.contains(&gap.code.as_ref())) {
        lines.push("# date_format = \"%d/%m/%Y\"".to_owned());
    }
    if article.format == "html" {
        let css = "# css = { title = \"h1\", byline = \".author\", date = \"time@datetime\", body = \"article\" }";
        lines.push(css.to_owned());
    }
    if let Some(pattern) = path_pattern(file) {
        lines.push("# [paths]".to_owned());
        lines.push(format!("# pattern = {}", serde_json::Value::from(pattern)));
    }
    lines
}

/// The path with the fields of a date in place of its parts, if its folders have any.
fn path_pattern(file: &str) -> Option<String> {
    let outer = file.split(INSIDE).next().unwrap_or(file);
    let (folders, name) = outer.rsplit_once('/')?;
    let digits = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then_some(part.len())
    };
    let mut known = 0;
    let parts = folders.split('/').map(|part| {
        let fields = match (known, digits(part)) {
            (0, Some(8)) => (3, "{date}"),
            (0, Some(4)) => (1, "{year}"),
            (1, Some(4)) => (3, "{month}{day}"),
            (1, Some(2)) => (2, "{month}"),
            (2, Some(2)) => (3, "{day}"),
            _ => return "*",
        };
        known = fields.0;
        fields.1
    });
    let parts: Vec<&str> = parts.collect();
    let first = parts.iter().position(|part| *part != "*")?;
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let dot = if ending.is_empty() { "" } else { "." };
    Some(format!("**/{}/*{dot}{ending}", parts[first..].join("/")))
}

/// A pattern for the file wherever it lies: where the archive begins is not known.
fn pattern(file: &str) -> String {
    let (outer, inside) = match file.split_once(INSIDE) {
        Some((outer, inside)) => (outer, format!("{INSIDE}{inside}")),
        None => (file, String::new()),
    };
    let name = outer.rsplit('/').next().unwrap_or(outer);
    let anywhere = if inside.is_empty() { "" } else { "**/" };
    let literal = format!("{name}{inside}");
    let literal = literal.chars().map(|c| match c {
        '*' | '?' | '[' | ']' | '{' | '}' => format!("[{c}]"),
        c => c.to_string(),
    });
    format!("{anywhere}{}", literal.collect::<String>())
}

/// Draws how a file was read.
pub(crate) fn draw(shown: &Shown<'_>, screen: &mut Screen) -> Result<()> {
    screen.put(style::TITLE, shown.file)?;
    screen.end()?;
    for note in shown.files.iter().take(MOST_FILES) {
        draw_file(note, shown, screen)?;
    }
    if shown.files.len() > MOST_FILES {
        let more = shown.files.len() - MOST_FILES;
        labelled("", &format!("and {more} more files in it"), screen)?;
    }
    labelled("articles", &human::number(shown.articles), screen)?;
    for (why, count) in shown.skipped {
        labelled(
            "skipped",
            &format!("{} ({why})", human::number(*count)),
            screen,
        )?;
    }
    for bad in &shown.bad {
        let place = human::place(bad.file, bad.record);
        labelled(
            "rejected",
            &format!("{place}: {} ({})", bad.reason, bad.code),
            screen,
        )?;
    }
    let more = shown.rejected.saturating_sub(shown.bad.len() as u64);
    if more > 0 {
        labelled("", &format!("and {} more", human::number(more)), screen)?;
    }
    if let Some(article) = shown.article {
        draw_article(article, &shown.fields, screen)?;
    }
    screen.end()?;
    let told =
        "To have it read otherwise, put a rule like this into morgue.toml at the archive’s root:";
    screen.wrapped(&[Run::new(style::FAINT, told)], 0)?;
    screen.end()?;
    for line in shown.rule.lines() {
        screen.line(line)?;
    }
    screen.flush()
}

fn draw_file(note: &FileNote, shown: &Shown<'_>, screen: &mut Screen) -> Result<()> {
    if note.file != shown.file {
        labelled("file", &note.file, screen)?;
    }
    if !note.formats.is_empty() {
        let formats = note.formats.join(", then ");
        labelled("read as", &format!("{formats}, {}", note.why), screen)?;
    }
    if let Some(encoding) = &note.encoding {
        labelled("encoding", encoding, screen)?;
    }
    for column in &note.columns {
        let field = match column.field {
            Some(field) => format!("{} → {field} ({})", column.name, column.why),
            None => format!("{} (not used)", column.name),
        };
        labelled("column", &field, screen)?;
    }
    for remark in &note.remarks {
        labelled("note", remark, screen)?;
    }
    Ok(())
}

fn draw_article(article: &Article, fields: &[Field], screen: &mut Screen) -> Result<()> {
    screen.end()?;
    let place = human::place(&article.place.file, article.place.record);
    screen.put(style::TITLE, place)?;
    screen.end()?;
    for field in fields {
        let mut how = format!(" ({}", field.rule);
        if !field.agrees.is_empty() {
            how.push_str(&format!(", as {}", field.agrees.join(" and ")));
        }
        if let Some(confidence) = field.confidence {
            how.push_str(&format!(", {} confidence", confidence.name()));
        }
        how.push(')');
        let mut runs = vec![
            Run::new(style::PLAIN, field.value.as_str()),
            Run::new(style::FAINT, how),
        ];
        for rival in &field.rivals {
            let rival = format!("; also: {} ({})", rival.value, rival.rule);
            runs.push(Run::new(style::FAINT, rival));
        }
        screen.put(style::FAINT, format!("{:<LABEL$}", field.field))?;
        screen.hanging(&runs, LABEL)?;
    }
    if !article.tags.is_empty() {
        labelled("tags", &article.tags.join(", "), screen)?;
    }
    if let Some(key) = &article.key {
        labelled("id", key, screen)?;
    }
    draw_text(article, screen)
}

fn draw_text(article: &Article, screen: &mut Screen) -> Result<()> {
    let paragraphs = human::counted(article.body.len() as u64, "paragraph", "paragraphs");
    let text = article.body.first().map_or("", String::as_str);
    let mut shown: String = text.chars().take(TEXT_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    labelled("text", &format!("{paragraphs}: {shown}"), screen)?;
    for line in &article.trimmed {
        labelled("trimmed", &format!("{} ({})", line.text, line.rule), screen)?;
    }
    for gap in &article.gaps {
        labelled("gap", &format!("{} ({})", gap.text, gap.code), screen)?;
    }
    Ok(())
}

fn labelled(label: &str, text: &str, screen: &mut Screen) -> Result<()> {
    screen.put(style::FAINT, format!("{label:<LABEL$}"))?;
    screen.hanging(&[Run::new(style::PLAIN, text)], LABEL)
}
