//! Cuts the notices that pages print below an article: newsletters, rights, licences.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::Trimmed;
use crate::corpus::copyright::is_copyright;

/// How many of the last paragraphs may be notices.
const PARAGRAPHS_OF_A_FOOT: usize = 4;

/// Longer ones, in characters, are text.
const LONGEST: usize = 250;

/// Takes the notices at the end of a text, with what stands below the first of them.
pub(super) fn take(paragraphs: &mut Vec<String>) -> Vec<Trimmed> {
    let from = paragraphs.len().saturating_sub(PARAGRAPHS_OF_A_FOOT).max(1);
    let found = (from..paragraphs.len()).find_map(|at| Some((at, notice(&paragraphs[at])?)));
    let Some((at, rule)) = found else {
        return Vec::new();
    };
    if paragraphs[at..]
        .iter()
        .any(|text| text.chars().count() > LONGEST)
    {
        return Vec::new();
    }
    let cut = paragraphs.drain(at..);
    cut.map(|text| Trimmed {
        rule: rule.into(),
        text,
    })
    .collect()
}

fn notice(text: &str) -> Option<&'static str> {
    static LICENCE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:(?:so|in)(?:fern|weit) nicht anders (?:ausgewiesen|angegeben|vermerkt)|unless otherwise (?:noted|stated|indicated)|sauf (?:mention|indication) contraire|salvo que se indique lo contrario)\b.{0,60}\b(?:site|website|inhalte?|content|contenus?|contenidos?)\b")
            .expect("a valid pattern")
    });
    static NEWSLETTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:newsletter|inbox|posteingang|boîte mail|nieuwsbrief)\b")
            .expect("a valid pattern")
    });
    static SIGN_UP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:sign(?:ing)? up|subscribe|meld(?:e dich|en sie sich)|anmelden|abonnieren?|lass dir|inscrivez|suscr[ií]b|iscriviti|schrijf je in|delivered)")
            .expect("a valid pattern")
    });
    if is_copyright(text) {
        Some("copyright")
    } else if LICENCE.is_match(text) {
        Some("licence")
    } else if NEWSLETTER.is_match(text) && SIGN_UP.is_match(text) {
        Some("newsletter")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn notices_below_a_text_are_cut_and_kept() {
        let text = "The inquiry opened on Tuesday.";
        for (below, kept) in [
            (vec![], 1),
            (vec!["Copyright: The Weir Gazette"], 1),
            (vec!["Want more? Sign up for our newsletter", "!"], 1),
            (
                vec!["Sofern nicht anders ausgewiesen, stehen Inhalte dieser Website frei"],
                1,
            ),
            (vec!["The newsletter of the town was late again."], 2),
            (
                vec![
                    "Copyright was his trade.",
                    "It rained.",
                    "It rained.",
                    "It rained.",
                    "It rained.",
                ],
                6,
            ),
        ] {
            let mut paragraphs: Vec<String> = vec![text.to_owned()];
            paragraphs.extend(below.iter().map(|line| (*line).to_owned()));
            let all = paragraphs.len();
            let cut = take(&mut paragraphs);
            assert_eq!(
                (paragraphs.len(), cut.len()),
                (kept, all - kept),
                "{below:?}"
            );
        }
    }
}
