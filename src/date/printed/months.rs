//! The names of the months as newspapers print them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token::fold;

/// A month as a word names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// 1 to 12.
    pub(super) month: i8,
    /// The word is also a common word (`may`, `out`), so that a year alone beside it proves nothing.
    pub(super) common: bool,
}

/// The month that a folded word names.
pub(super) fn month(word: &str) -> Option<Named> {
    MONTHS.get(word).copied()
}

static MONTHS: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    for (month, names) in (1..).zip(NAMES) {
        for name in names.split_whitespace() {
            let common = COMMON.contains(&name);
            months.insert(fold(name), Named { month, common });
        }
    }
    months
});

/// Words that are also common words of some language.
const COMMON: &[&str] = &[
    "ago", "avr", "cze", "dic", "ene", "gen", "giu", "gru", "haz", "kas", "kwi", "lip", "lis",
    "lug", "lut", "mag", "maj", "mar", "mars", "mart", "may", "mei", "nis", "ott", "out", "sen",
    "set", "sie", "sty", "wrz",
];

/// One row a month: English and the abbreviations it shares, German, French, Spanish, Italian,
/// Portuguese, Dutch, Swedish, Danish and Norwegian, Polish, Russian, Ukrainian, Turkish, Romanian,
/// Czech, Finnish, Hungarian, Greek, Bulgarian, Catalan, Indonesian, Swahili, Esperanto.
/// Croatian is left out: its `listopada` is October, the Polish one November.
const NAMES: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari styczeń \
     stycznia sty январь января янв січень січня ocak ianuarie ian leden ledna tammikuu tammikuuta \
     január ιανουάριος ιανουαρίου януари gener januaro januaron",
    "february feb febr februar feber février févr fév febrero febbraio fevereiro fev februari luty \
     lutego lut февраль февраля фев лютий лютого şubat februarie únor února helmikuu helmikuuta \
     február φεβρουάριος φεβρουαρίου февруари febrer februaro februaron",
    "march mar märz mär mrz mars marzo março maart mrt marts marzec marca март марта мар березень \
     березня mart martie březen března maaliskuu maaliskuuta március μάρτιος μαρτίου març maret \
     machi marto marton",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр квітень квітня \
     nisan aprilie duben dubna huhtikuu huhtikuuta április απρίλιος απριλίου април aprili aprilo \
     aprilon",
    "may mai mayo maggio mag maio mei maj maja май мая травень травня mayıs květen května toukokuu \
     toukokuuta május μάιος μαΐου maig majo majon",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь июня июн червень червня \
     haziran haz iunie červen června kesäkuu kesäkuuta június ιούνιος ιουνίου юни juny junion",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл липень липня \
     temmuz iulie červenec července heinäkuu heinäkuuta július ιούλιος ιουλίου юли juliol julai \
     julion",
    "august aug août agosto ago augustus augusti sierpień sierpnia sie август августа авг серпень \
     серпня ağustos srpen srpna elokuu elokuuta augusztus αύγουστος αυγούστου agost agustus agosti \
     aŭgusto aŭguston",
    "september sep sept septembre septiembre setiembre settembre set setembro wrzesień września wrz \
     сентябрь сентября сен сент вересень вересня eylül septembrie září syyskuu syyskuuta \
     szeptember σεπτέμβριος σεπτεμβρίου септември septemba septembro septembron",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź \
     октябрь октября окт жовтень жовтня ekim octombrie říjen října lokakuu lokakuuta október \
     οκτώβριος οκτωβρίου октомври oktoba oktobro oktobron",
    "november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб \
     листопад листопада kasım kas noiembrie listopadu marraskuu marraskuuta νοέμβριος νοεμβρίου \
     ноември novemba novembron",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru \
     декабрь декабря дек грудень грудня aralık decembrie desember prosinec prosince joulukuu \
     joulukuuta δεκέμβριος δεκεμβρίου декември desembre desemba decembro decembron",
];
