//! Takes the lines after the text: who wrote it, copyright, newsletters, buttons.

use std::sync::LazyLock;

use regex::Regex;

use super::unit::Unit;
use crate::byline::{self, Byline};
use crate::corpus::copyright::{self, is_copyright};
use crate::corpus::draft::Draft;
use crate::corpus::label;

/// What a line of the foot is.
enum Line {
    /// It names the author.
    SignOff(String),
    /// It names those who helped.
    Helpers(String),
    /// It names an agency.
    Wire(String),
    Copyright,
    /// A label of a database: `LOAD-DATE: …`.
    Label,
    Other(&'static str),
}

/// The foot is at most so many units.
const UNITS_OF_A_FOOT: usize = 12;

/// Lines of the foot longer than this, in characters, are text.
const LONGEST: usize = 600;

/// Takes the last units that are not text; hands back the others.
pub(super) fn take(draft: &mut Draft, mut units: Vec<Unit>) -> Vec<Unit> {
    let mut foot = Vec::new();
    while foot.len() < UNITS_OF_A_FOOT
        && let Some(unit) = units.last()
        && let Some(line) = line(unit, &units[..units.len() - 1], draft)
    {
        foot.push((line, units.pop().map(|unit| unit.text).unwrap_or_default()));
    }
    for (line, text) in foot.into_iter().rev() {
        set(draft, line, &text);
    }
    units
}

fn line(unit: &Unit, before: &[Unit], draft: &Draft) -> Option<Line> {
    let text = unit.text.as_str();
    if unit.chars() > LONGEST {
        return None;
    }
    if is_copyright(text) {
        return Some(Line::Copyright);
    }
    if label::is_of_foot(text) {
        return Some(Line::Label);
    }
    if let Some(rule) = notice(text) {
        return Some(Line::Other(rule));
    }
    if byline::is_agency(text) {
        return Some(Line::Wire(text.trim_matches(['(', ')', '.']).to_owned()));
    }
    if let Some(names) = helpers(text) {
        return Some(Line::Helpers(names));
    }
    if let Some(name) = can_be_reached(text) {
        return Some(Line::SignOff(name));
    }
    let follows_a_list = before
        .last()
        .is_some_and(|unit| unit.text.starts_with(BULLETS));
    biography(text, draft)
        .filter(|_| !follows_a_list)
        .map(Line::SignOff)
}

const BULLETS: &[char] = &['•', '⦁', '·', '*', '●', '▪'];

fn set(draft: &mut Draft, line: Line, text: &str) {
    let rule = match line {
        Line::Label => return label::set_line(draft, text),
        Line::SignOff(name) => {
            if let Some(byline) = Byline::read(&name).filter(|byline| !byline.people.is_empty()) {
                draft.byline(byline, "sign-off");
            }
            "sign-off"
        }
        Line::Helpers(names) => {
            if let Some(byline) = Byline::read(&names) {
                draft.helpers(text, &byline.people, "sign-off");
            }
            "sign-off"
        }
        Line::Wire(agency) => {
            draft.text(|a| &mut a.wire, &agency, "sign-off");
            "sign-off"
        }
        Line::Copyright => {
            match copyright::holder(text) {
                Some(name) if byline::is_agency(&name) => {
                    draft.text(|a| &mut a.wire, &name, "copyright")
                }
                Some(name) => draft.holder(&name),
                None => {}
            }
            "copyright"
        }
        Line::Other(rule) => rule,
    };
    draft.trim(rule, text);
}

/// Notices of a page, each with the rule that knows it.
fn notice(text: &str) -> Option<&'static str> {
    static NOTICES: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
        [
            ("newsletter", r"(?i)^\W*(?:sign up|subscribe|get|manage|receive|register|abonnieren|jetzt anmelden)\b.{0,120}\b(?:newsletters?|inbox|alerts?|daily email|briefing)\b.{0,60}$"),
            ("newsletter", r"(?i)^\W*manage newsletters\W*$"),
            ("reprint", r"(?i)^\W*(?:click here for )?(?:reprints?(?: permissions?| and permissions)?|rights and permissions|order reprints)\W*$"),
            ("social", r"(?i)^\W*(?:follow us|like us|find us|join us|share this|tweet this|join the conversation|follow .{2,60} on (?:twitter|facebook|instagram|x|threads|mastodon))\b.{0,100}$"),
            ("page furniture", r"(?i)^\W*(?:share|tweet|print|e-?mail|comments?(?: \(\d+\))?|leave a comment|advertisement|related (?:articles|stories|topics|content)|read more|more (?:stories|news|from).{0,60}|load(?:ing)? comments|view comments|back to top|next article|previous article|show comments|tags?:.{0,200}|filed under:?.{0,200}|anzeige|kommentare|zur startseite)\W*$"),
            ("read more", r"(?i)^\W*(?:read more|see also|related|lesen sie auch|mehr zum thema|lire aussi):.{0,200}$"),
            ("read more", r"(?i)^\W*for (?:.{2,60} coverage|more)\b.{0,80}https?://\S+\W*$"),
            ("end mark", r"^\W*(?:#{2,}|-?30-?|[-=_*~—–─═+]{3,}|[-=_*~—–](?:\s[-=_*~—–]){2,}|ENDS?|\(END\)|■|◼)\W*$"),
            ("sign-off", r"(?i)^\W*this (?:article|story|report) (?:is|was) (?:based|compiled|written|produced|updated|first published|originally published|supported)\b.{0,200}$"),
            ("contact", r"^\W*(?:\[email.protected\]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\W*$"),
        ]
        .into_iter()
        .map(|(rule, pattern)| (rule, Regex::new(pattern).expect("a valid pattern")))
        .collect()
    });
    NOTICES
        .iter()
        .find(|(_, pattern)| pattern.is_match(text))
        .map(|(rule, _)| *rule)
}

/// The names of those who helped.
fn helpers(text: &str) -> Option<String> {
    static CONTRIBUTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:with\s+)?(?:(?:the\s+)?(?:associated press|ap|reuters|afp|staff)\s+)?(?:(?:staff\s+|news\s+)?(?:writers?|reporters?|correspondents?|researchers?)\s+)?(.{3,250}?)\s+(?:also\s+)?(?:contributed|assisted)\b.{0,120}$")
            .expect("a valid pattern")
    });
    static REPORTING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:additional\s+)?reporting\s+(?:and\s+writing\s+)?by\s+([^;]{3,250}?)(?:;.{0,250})?\)?\.?$")
            .expect("a valid pattern")
    });
    let found = CONTRIBUTED
        .captures(text)
        .or_else(|| REPORTING.captures(text))?;
    let names = found.get(1)?.as_str();
    // `Rising seas contributed to …` is text.
    let is_names = Byline::read(names).is_some_and(|byline| !byline.people.is_empty());
    is_names.then(|| names.to_owned())
}

const NAME: &str = r"((?:\p{Lu}[\p{L}\p{M}.'’-]*)(?:\s+(?:(?:de|la|van|von|der|den|del|di|bin|al|and)\s+)*\p{Lu}[\p{L}\p{M}.'’-]*,?){1,7})";

/// The author of `NAME can be reached at …` and its kind.
fn can_be_reached(text: &str) -> Option<String> {
    static REACHED: LazyLock<[Regex; 2]> = LazyLock::new(|| {
        [
            format!(r"^\W*{NAME}\s+(?:can|may) be (?:reached|contacted|emailed|followed)\b.{{0,200}}$"),
            format!(r"^\W*(?i:contact|write to|e-?mail|reach|follow|send (?:e-?mail|comments) to)\s+(?i:(?:reporter|writer|columnist|the (?:writer|author|reporter))\s+)?{NAME}\s+(?i:at|on|via)\b.{{0,200}}$"),
        ]
        .map(|pattern| Regex::new(&pattern).expect("a valid pattern"))
    });
    let found = REACHED.iter().find_map(|pattern| pattern.captures(text))?;
    Some(found.get(1)?.as_str().to_owned())
}

/// The author of `NAME is a reporter for …`: behind a bullet, or known from the byline.
fn biography(text: &str, draft: &Draft) -> Option<String> {
    static BIOGRAPHY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            r"^(\W*){NAME}(?:,[^,]{{2,80}},)?\s+(?:is|are|was|writes|covers|reports|works|serves|teaches)\b(.{{0,500}})$"
        ))
        .expect("a valid pattern")
    });
    static CALLING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:editors?|reporters?|correspondent|columnist|writer|author|fellow|professor|director|president|contributor|journalist|analyst|host|historian|scholar|researcher|chairman|lecturer|attorney|consultant|founder|ceo|blogger|strategist|critic|producer|economist|secretary|member)\b")
            .expect("a valid pattern")
    });
    let found = BIOGRAPHY.captures(text)?;
    let name = found.get(2)?.as_str();
    let is_author = draft.article.byline.as_ref().is_some_and(|byline| {
        byline
            .value
            .people
            .iter()
            .any(|person| name.contains(person.as_str()))
    });
    let is_marked = found[1].contains(BULLETS) && CALLING.is_match(&found[3]);
    (is_author && CALLING.is_match(&found[3]) || is_marked).then(|| name.to_owned())
}
