//! Takes the lines between the paragraphs that are the page's: links to other articles, buttons, rows of dashes.

use std::sync::LazyLock;

use super::patterns::Patterns;
use super::unit::Unit;
use crate::corpus::draft::Draft;

/// Longer lines, in bytes, are text.
const LONGEST: usize = 300;

/// Takes the lines that are no text; hands back the others.
pub(super) fn take(draft: &mut Draft, units: Vec<Unit>) -> Vec<Unit> {
    let mut text = Vec::with_capacity(units.len());
    for unit in units {
        match rule(&unit.text) {
            Some(rule) => draft.trim(rule, &unit.text),
            None => text.push(unit),
        }
    }
    text
}

/// What a line is that is no text, wherever it stands.
fn rule(text: &str) -> Option<&'static str> {
    static LINES: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            // In capitals the label of a link, which words of a sentence may be as well.
            (
                "read more",
                r"^\W*(?:SEE ALSO|ALSO SEE|READ MORE|READ ALSO|ALSO READ|RELATED(?: (?:STORY|STORIES|ARTICLES?|COVERAGE|CONTENT|NEWS))?|MORE(?: (?:NEWS|STORIES|COVERAGE))?|PHOTOS?|PHOTO GALLERY|GALLERY|SLIDESHOW|VIDEOS?|WATCH|LISTEN|(?:SPECIAL|FULL|COMPLETE) COVERAGE|LESEN SIE AUCH|MEHR ZUM THEMA|LIRE AUSSI|À LIRE AUSSI|LEA TAMBIÉN|LEE TAMBIÉN|LEIA TAMBÉM|LEIA MAIS|LEGGI ANCHE|LEES OOK)\s*:\s*\S.*$",
            ),
            (
                "read more",
                r"(?i)^\W*(?:see also|also see|read more|also read|read also|related (?:story|stories|articles?|coverage)|full coverage|lesen sie auch|mehr zum thema|(?:à )?lire aussi|le[ae] también|leia (?:também|mais)|leggi anche|lees ook)\s*:\s*\S[^.!?]{3,200}\W*$",
            ),
            (
                "read more",
                r"^\[(?:[^\s\[\]\p{Ll}]+ ){2,}[^\s\[\]\p{Ll}]+\]$",
            ),
            (
                "page furniture",
                r"(?i)^\W*(?:photo|advertisement|(?:advertisement )?continue reading(?: the main story| below)?(?: share this page)?|(?:story|article) continues (?:below|after)(?: (?:the )?ad(?:vertisement)?)?|media playback is (?:un)?supported on (?:your|this) device|sign up here|click (?:here )?(?:to|for) [^.!?]{3,60})\W*$",
            ),
            (
                "social",
                r"(?i)^\W*(?:follow [^.]{2,40} )?(?:join|follow|find|like) us on (?:twitter|facebook|instagram|x)\b[^.]{0,60}\W*$",
            ),
        ])
    });
    if text.len() > LONGEST {
        return None;
    }
    if !text.contains(char::is_alphanumeric) {
        return Some("break");
    }
    LINES.rule(text).or_else(|| super::foot::newsletter(text))
}

#[cfg(test)]
mod tests {
    use super::rule;

    #[test]
    fn lines_of_the_page_are_told_from_text() {
        for (line, expected) in [
            ("SEE ALSO: Ferry fares to rise again", Some("read more")),
            ("PHOTOS: The ten oldest bridges", Some("read more")),
            ("SPECIAL COVERAGE: The flood", Some("read more")),
            ("Lire aussi : Le pont ferme", Some("read more")),
            ("[TEN BEST FERRIES]", Some("read more")),
            ("___", Some("break")),
            ("* * *", Some("break")),
            ("Advertisement", Some("page furniture")),
            ("CLICK HERE TO GET THE WEIR APP", Some("page furniture")),
            (
                "Follow Weir Opinion Join us on Twitter and Facebook",
                Some("social"),
            ),
            (
                "Get the latest delivered daily to your inbox. Sign up here.",
                Some("newsletter"),
            ),
            ("[APPLAUSE]", None),
            ("Photos: Ann Holt", None),
            ("Watch the river: it rises by the hour.", None),
            ("Related: the mayor is his uncle. So it goes.", None),
            ("Failure in the heat of battle", None),
            ("23. A dialogue led by the two ministers.", None),
        ] {
            assert_eq!(rule(line), expected, "{line}");
        }
    }
}
