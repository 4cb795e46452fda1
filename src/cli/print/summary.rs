//! Draws what a build did, and what is in an index.

use std::collections::BTreeMap;
use std::io::Result;
use std::path::Path;

use morgue::index::archives::Archived;
use morgue::index::{Difference, Merged, Preview, Stats, Summary};
use unicode_width::UnicodeWidthStr;

use super::wrap::Run;
use super::{Inert, Screen, human, style};

/// How many sources or languages are named.
const NAMED: usize = 10;
/// The longest bar of the years, in columns.
const BAR: u64 = 40;
/// Where the text beside a label begins.
const LABEL: usize = 12;

/// Draws what a build did.
pub(crate) fn draw(summary: &Summary, index: &Path, screen: &mut Screen) -> Result<()> {
    let files = human::counted(summary.files, "file", "files");
    let (bytes, seconds) = (human::bytes(summary.bytes), human::seconds(summary.seconds));
    screen.put(style::TITLE, human::articles(summary.articles))?;
    screen.line(format!(
        " in the index, from {files}, {bytes}, in {seconds}"
    ))?;
    if !is_first(&summary.difference) {
        labelled("files", &differences(&summary.difference), screen)?;
    }
    draw_account(summary, screen)?;
    let size = human::bytes(summary.index_bytes);
    labelled("index", &format!("{}, {size}", index.display()), screen)?;
    screen.flush()
}

/// Draws what was merged.
pub(crate) fn draw_merged(merged: &Merged, screen: &mut Screen) -> Result<()> {
    screen.put(style::TITLE, human::articles(merged.articles))?;
    let (bytes, seconds) = (human::bytes(merged.bytes), human::seconds(merged.seconds));
    screen.line(format!(" in {bytes}, in {seconds}, all read again"))?;
    draw_archives(&merged.archives, screen)?;
    if merged.shared > 0 {
        let articles = human::articles(merged.shared);
        let text = format!("{articles} in several of the indexes: held once, with all its places");
        labelled("shared", &text, screen)?;
    }
    if merged.removed > 0 {
        let articles = human::articles(merged.removed);
        let text = format!(
            "{articles}, on purpose, from one of the indexes; index --restore-removed brings them back"
        );
        labelled("removed", &text, screen)?;
    }
    labelled("index", &merged.to.display().to_string(), screen)?;
    screen.flush()
}

/// Draws what a run would do: the files that differ, and how many there are.
pub(crate) fn draw_preview(preview: &Preview, screen: &mut Screen) -> Result<()> {
    let gone = match preview.difference.removed {
        0 => "vanished",
        _ => "removed",
    };
    let groups = [
        ("added", &preview.added),
        ("changed", &preview.changed),
        (gone, &preview.vanished),
    ];
    for (label, names) in groups {
        for name in names {
            labelled(label, name, screen)?;
        }
    }
    for (from, to) in &preview.moved {
        labelled("moved", &format!("{from} → {to}"), screen)?;
    }
    let differences = differences(&preview.difference);
    screen.line(format!("files: {differences}; nothing was written"))?;
    screen.flush()
}

/// Whether there was nothing before.
fn is_first(difference: &Difference) -> bool {
    let Difference { added, .. } = *difference;
    *difference
        == Difference {
            added,
            ..Difference::default()
        }
}

/// What has become of the files, in words.
fn differences(difference: &Difference) -> String {
    let counts = [
        ("added", difference.added),
        ("changed", difference.changed),
        ("moved", difference.moved),
        ("removed", difference.removed),
        ("vanished", difference.vanished),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts = counts.chain([("unchanged", difference.unchanged)]);
    let counts = counts.map(|(name, count)| format!("{} {name}", human::number(count)));
    counts.collect::<Vec<_>>().join(", ")
}

/// Draws where the articles came from and what was wrong with them.
fn draw_account(summary: &Summary, screen: &mut Screen) -> Result<()> {
    draw_archives(&summary.archives, screen)?;
    labelled("formats", &by_count(&summary.formats), screen)?;
    labelled("rejected", &by_count(&summary.bad), screen)?;
    labelled("skipped", &by_count(&summary.skipped), screen)?;
    draw_absent(summary, screen)?;
    if summary.copies > 0 {
        labelled("copies", &human::number(summary.copies), screen)?;
    }
    labelled("without", &by_count(&summary.missing), screen)?;
    labelled("gaps", &by_count(&summary.gaps), screen)
}

/// Draws each archive; of several, how much each holds, and whether it is there now.
fn draw_archives(archives: &[Archived], screen: &mut Screen) -> Result<()> {
    for archive in archives {
        let Archived { path, .. } = archive;
        let Some(name) = &archive.name else {
            labelled("archive", path, screen)?;
            continue;
        };
        let articles = human::articles(archive.articles);
        let files = human::counted(archive.files, "file", "files");
        let standing = match Path::new(path).exists() || path == "-" {
            true => "",
            false => ", not there now: its articles are kept",
        };
        let text = format!("{name}: {articles} from {files} of {path}{standing}");
        labelled("archive", &text, screen)?;
    }
    Ok(())
}

/// Draws what the archive and the index do not have in common, on purpose.
fn draw_absent(summary: &Summary, screen: &mut Screen) -> Result<()> {
    if summary.vanished > 0 {
        let files = human::counted(summary.vanished, "file is", "files are");
        let text = format!("{files} gone, the articles are kept; index --prune removes them");
        labelled("vanished", &text, screen)?;
    }
    if summary.removed_articles > 0 {
        let articles = human::articles(summary.removed_articles);
        let text = format!("{articles}, on purpose; index --restore-removed brings them back");
        labelled("removed", &text, screen)?;
    }
    if summary.unread > 0 {
        let files = human::counted(summary.unread, "file", "files");
        let text = format!("{files}: the last run was stopped; index again to go on");
        labelled("unread", &text, screen)?;
    }
    Ok(())
}

/// The names with their counts, most first; names are codes, whose `_` is a space.
fn by_count(counts: &BTreeMap<String, u64>) -> String {
    let mut counts: Vec<_> = counts.iter().filter(|(_, count)| **count > 0).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let count = |(name, count): (&String, &u64)| {
        format!("{} {}", name.replace('_', " "), human::number(*count))
    };
    counts.into_iter().map(count).collect::<Vec<_>>().join(", ")
}

/// A line with a label before it, or nothing where there is nothing to say.
fn labelled(label: &str, text: &str, screen: &mut Screen) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    screen.put(style::FAINT, format!("{label:<LABEL$}"))?;
    screen.hanging(&[Run::new(style::PLAIN, text)], LABEL)
}

/// Draws what is in an index.
pub(crate) fn draw_stats(stats: &Stats, screen: &mut Screen) -> Result<()> {
    screen.put(style::TITLE, human::articles(stats.build.articles))?;
    let words = human::counted(stats.words, "word", "words");
    let distinct = human::number(stats.vocabulary);
    screen.line(format!(", {words}, {distinct} of them distinct"))?;
    let commits = human::counted(stats.commit, "commit", "commits");
    let index = format!("{} (id {}, {commits})", stats.index.display(), stats.id);
    labelled("index", &index, screen)?;
    let size = human::bytes(stats.build.index_bytes);
    let parts: Vec<String> = stats.parts.iter().map(part).collect();
    labelled("size", &format!("{size}: {}", parts.join(", ")), screen)?;
    draw_account(&stats.build, screen)?;
    draw_groups("sources", "no source", &stats.sources, screen)?;
    draw_groups("languages", "no language", &stats.languages, screen)?;
    draw_decades(&stats.years, screen)?;
    screen.flush()
}

fn part((name, bytes): &(String, u64)) -> String {
    format!("{name} {}", human::bytes(*bytes))
}

type Group = (Option<String>, u64);

fn draw_groups(heading: &str, none: &str, groups: &[Group], screen: &mut Screen) -> Result<()> {
    screen.end()?;
    screen.put(style::TITLE, heading)?;
    screen.end()?;
    for (name, count) in groups.iter().take(NAMED) {
        screen.put(style::PLAIN, format!("{:>8}  ", human::number(*count)))?;
        match name {
            Some(name) => screen.line(name)?,
            None => {
                screen.put(style::FAINT, none)?;
                screen.end()?;
            }
        }
    }
    let left: u64 = groups.iter().skip(NAMED).map(|(_, count)| count).sum();
    if left > 0 {
        let more = groups.len() - NAMED;
        screen.line(format!("{:>8}  in {more} more", human::number(left)))?;
    }
    Ok(())
}

/// Draws the articles of each decade as bars; a century of years would not fit a screen.
fn draw_decades(years: &[Group], screen: &mut Screen) -> Result<()> {
    let mut decades: BTreeMap<String, u64> = BTreeMap::new();
    for (year, count) in years {
        let decade = match year.as_deref().and_then(|year| year.get(..3)) {
            Some(decade) => format!("{decade}0s"),
            None => "undated".to_owned(),
        };
        *decades.entry(decade).or_default() += count;
    }
    let most = decades.values().copied().max().unwrap_or(0).max(1);
    screen.end()?;
    screen.put(style::TITLE, "decades")?;
    screen.end()?;
    for (decade, count) in decades {
        let bar = "▇".repeat(usize::try_from((count * BAR).div_ceil(most)).unwrap_or(0));
        let decade = Inert::from(decade);
        let space = " ".repeat(8usize.saturating_sub(decade.as_str().width()));
        screen.put(style::PLAIN, format!("{space}{decade}  "))?;
        screen.put(style::FAINT, bar)?;
        screen.line(format!(" {}", human::number(count)))?;
    }
    Ok(())
}
