//! Takes the lines after the text: who wrote it, copyright, newsletters, buttons.

use std::sync::LazyLock;

use regex::Regex;

use super::patterns::Patterns;
use super::unit::Unit;
use crate::byline::{self, Byline};
use crate::corpus::copyright::{self, is_copyright};
use crate::corpus::draft::Draft;
use crate::corpus::label;

/// What a line of the foot is.
pub(super) enum Line {
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

/// The last lines that are not text, from the last to the first.
pub(super) type Foot = Vec<(Line, String)>;

/// Splits off the last units that are not text; hands back the others.
pub(super) fn split(draft: &Draft, mut units: Vec<Unit>) -> (Vec<Unit>, Foot) {
    let mut foot = Vec::new();
    while foot.len() < UNITS_OF_A_FOOT
        && units.len() > 1
        && let Some(unit) = units.last()
        && let Some(line) = line(unit, &units[..units.len() - 1], draft)
    {
        foot.push((line, units.pop().map(|unit| unit.text).unwrap_or_default()));
    }
    (units, foot)
}

/// Sets what the lines of a foot say.
pub(super) fn set_all(draft: &mut Draft, foot: Foot) {
    for (line, text) in foot.into_iter().rev() {
        set(draft, line, &text);
    }
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
    if let Some(rule) = newsletter(text).or_else(|| notice(text)) {
        return Some(Line::Other(rule));
    }
    if byline::is_agency(text) {
        return Some(Line::Wire(text.trim_matches(['(', ')', '.']).to_owned()));
    }
    let small = text.to_ascii_lowercase();
    let may_tell_of_help = HELP.iter().any(|word| small.contains(word));
    if is_from_where(text) || may_tell_of_help && is_of_agency(text) {
        return Some(Line::Other("sign-off"));
    }
    if may_tell_of_help && let Some(names) = helpers(text) {
        return Some(Line::Helpers(names));
    }
    if let Some(name) = can_be_reached(text) {
        return Some(Line::SignOff(name));
    }
    let follows_a_list = before
        .last()
        .is_some_and(|unit| unit.text.starts_with(BULLETS));
    biography(text, before, draft)
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

/// An invitation to a newsletter, which stands anywhere.
pub(super) fn newsletter(text: &str) -> Option<&'static str> {
    static NEWSLETTERS: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            (
                "newsletter",
                r"(?i)^\W*(?:sign up|subscribe|get|manage|receive|register|abonnieren|jetzt anmelden)\b.{0,120}\b(?:newsletters?|inbox|alerts?|daily email|briefing)\b.{0,60}$",
            ),
            ("newsletter", r"(?i)^\W*manage newsletters\W*$"),
        ])
    });
    NEWSLETTERS.rule(text)
}

/// Further notices of a page, each with the rule that knows it.
fn notice(text: &str) -> Option<&'static str> {
    static NOTICES: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            (
                "reprint",
                r"(?i)^\W*(?:click here for )?(?:reprints?(?: permissions?| and permissions)?|rights and permissions|order reprints)\W*$",
            ),
            (
                "social",
                r"(?i)^\W*(?:follow us|like us|find us|join us|share this|tweet this|join the conversation|follow .{2,60} on (?:twitter|facebook|instagram|x|threads|mastodon))\b.{0,100}$",
            ),
            (
                "page furniture",
                r"(?i)^\W*(?:share|tweet|print|e-?mail|comments?(?: \(\d+\))?|leave a comment|advertisement|related (?:articles|stories|topics|content)|read more|more (?:stories|news|from).{0,60}|load(?:ing)? comments|view comments|back to top|next article|previous article|show comments|tags?:.{0,200}|filed under:?.{0,200}|anzeige|kommentare|zur startseite)\W*$",
            ),
            (
                "read more",
                r"(?i)^\W*(?:read more|see also|related|lesen sie auch|mehr zum thema|lire aussi):.{0,200}$",
            ),
            (
                "read more",
                r"(?i)^\W*for (?:.{2,60} coverage|more)\b.{0,80}https?://\S+\W*$",
            ),
            (
                "read more",
                r"(?i)^\W*(?:follow|read|see|find)\b.{0,60}\bcoverage\b.{0,120}\b(?:https?://|www\.)\S+.{0,80}$",
            ),
            (
                "read more",
                r"(?i)^\W*view (?:the )?(?:source|original)\b.{0,80}\bhttps?://\S+$",
            ),
            (
                "end mark",
                r"^\W*(?:#{2,}|-?30-?|[-=_*~—–─═+]{3,}|[-=_*~—–](?:\s[-=_*~—–]){2,}|ENDS?|\(END\)|■|◼)\W*$",
            ),
            (
                "sign-off",
                r"(?i)^\W*this (?:article|story|report|post|piece|column|essay|op-ed) (?:(?:is|was) )?(?:based|compiled|written|produced|updated|first published|originally published|originally appeared|first appeared|supported)\b.{0,200}$",
            ),
            (
                "sign-off",
                r"(?i)^\W*(?:originally|first) (?:published|appeared|posted) (?:on|in|by|at)\b.{3,120}$",
            ),
            (
                "contact",
                r"^\W*(?:\+?\(?\d[\d\s().-]{6,20}|(?i:(?:\w+ )?website|web|homepage|internet)?\W*https?://\S+|(?i:(?:press |media )?contact(?: details)?)\b[^.]{0,60})$",
            ),
            (
                "contact",
                r"^\W*(?:\[email.protected\]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\W*$",
            ),
        ])
    });
    NOTICES
        .rule(text)
        .or_else(|| is_contact(text).then_some("contact"))
}

/// A telephone number beside an address, or the program behind a site: such a line begins with
/// anything.
fn is_contact(text: &str) -> bool {
    static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\W*(?:.{0,100}\d{3}[.-]\d{3}[.-]\d{4}.{0,40}@\S+|[^.]{2,60} is powered by [^.]{2,40})$")
            .expect("a valid pattern")
    });
    (text.contains('@') || text.contains(" is powered by ")) && CONTACT.is_match(text)
}

/// What a line that says who helped cannot do without, in small letters: most lines need no pattern.
const HELP: [&str; 3] = ["contributed", "assisted", "reporting"];

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
    // `Rising seas contributed to …` is text, and so is what has more to say than names.
    let small = names
        .split(' ')
        .filter(|word| word.starts_with(char::is_lowercase));
    let is_short = small.count() * 2 <= names.split(' ').count();
    let is_names = Byline::read(names).is_some_and(|byline| !byline.people.is_empty());
    (is_short && is_names).then(|| names.to_owned())
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

/// The author of `NAME is a reporter for …`: behind a bullet, known from the byline, or, where
/// nobody else is, one whom the text has not named.
fn biography(text: &str, before: &[Unit], draft: &Draft) -> Option<String> {
    static CALLING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:editors?|reporters?|correspondent|columnist|writer|author|fellow|professor|director|president|contributor|journalist|analyst|host|historian|scholar|researcher|chairman|lecturer|attorney|consultant|contractor|founder|ceo|blogger|strategist|specialist|critic|producer|economist|secretary|member)\b")
            .expect("a valid pattern")
    });
    let found = BIOGRAPHY.captures(text)?;
    let name = found.get(2)?.as_str();
    let has_calling = CALLING.is_match(&found[3]);
    let byline = draft.article.byline.as_ref().map(|found| &found.value);
    let people = byline.map_or(&[][..], |byline| &byline.people);
    let is_author = people.iter().any(|person| is_named(name, person));
    let is_marked = found[1].contains(BULLETS);
    let is_stranger = || {
        let is_opinion = draft.article.section.as_ref();
        let is_opinion = is_opinion.is_some_and(|section| is_opinion_page(&section.value));
        people.is_empty() && is_opinion && !is_in_text(name, before)
    };
    (has_calling && (is_author || is_marked || is_stranger())).then(|| name.to_owned())
}

static BIOGRAPHY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(\W*){NAME}(?:,[^,]{{2,80}},)?\s+(?:is|are|was|writes|covers|reports|works|serves|served|teaches)\b(.{{0,500}})$"
    ))
    .expect("a valid pattern")
});

/// The name of a biography is that of the byline, as printed or as a login: `ann-holt`.
fn is_named(name: &str, person: &str) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(name).contains(&letters(person))
}

/// A section of articles that end in who wrote them.
fn is_opinion_page(section: &str) -> bool {
    let section = section.to_lowercase();
    let words = [
        "opinion",
        "commentary",
        "analysis",
        "op-ed",
        "column",
        "editorial",
        "meinung",
        "kommentar",
    ];
    words.iter().any(|word| section.contains(word))
}

/// Whether the text names somebody by the last of these words that is no `Jr.` and no number.
fn is_in_text(name: &str, text: &[Unit]) -> bool {
    let mut words = name.rsplit(' ').map(|word| word.trim_matches([',', '.']));
    let family = words.find(|word| !["Jr", "Sr", "II", "III", "IV"].contains(word));
    family.is_none_or(|family| text.iter().any(|unit| unit.text.contains(family)))
}

/// Says only from where others reported.
fn is_from_where(text: &str) -> bool {
    static FROM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"^\W*(?:{NAME}|\p{{Lu}}[\p{{L}}'’-]+)\s+(?:also\s+)?reported\s+from\s+[^.]{{2,80}}\.\s*(?:.{{3,200}}\scontributed to th(?:is|e) \w+\.?)?$"))
            .expect("a valid pattern")
    });
    FROM.is_match(text)
}

/// Says only that an agency helped.
fn is_of_agency(text: &str) -> bool {
    static HELPED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:material from\s+)?(.{2,40}?)(?:\s+(?:reporters|writers|journalists)(?: (?:from )?around the world)?)?\s+(?:also\s+)?contributed to th(?:is|e) (?:report|story|article|post|piece)\W*$")
            .expect("a valid pattern")
    });
    let helper = HELPED.captures(text);
    helper.is_some_and(|found| byline::is_agency(&found[1]))
}
