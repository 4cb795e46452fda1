//! What may stand around a date without being more than a date: weekdays, times, labels, offsets.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::token::{Kind, fold, tokens};

/// The text holds only weekdays, times, labels, offsets and marks.
pub(super) fn is_only_a_frame(text: &str) -> bool {
    let text = without_times(text);
    tokens(&text).iter().all(|token| match &token.kind {
        Kind::Word(word) => FRAME.contains(word) || UPDATE.contains(word),
        Kind::Number { .. } => false,
        Kind::Mark(mark) => !matches!(mark, '?' | '!' | '%' | '$' | '€' | '£' | '@' | '#' | '&'),
    })
}

/// The text is a frame and its last word says that a later date follows, as `Updated`.
pub(super) fn ends_with_update(text: &str) -> bool {
    is_only_a_frame(text)
        && tokens(text)
            .iter()
            .any(|token| token.word().is_some_and(|word| UPDATE.contains(word)))
}

/// The word, folded, is the name of a weekday, and not one so short that it is other words too.
pub(super) fn is_weekday(word: &str) -> bool {
    const ABBREVIATED: &[&str] = &[
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    ];
    ABBREVIATED.contains(&word) || word.len() >= 5 && WEEKDAY.contains(word)
}

fn without_times(text: &str) -> String {
    static TIMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)
            (?: gmt | utc )? [+−-] \d{1,2} (?: :? \d\d )? \b
            | T? \d{1,2} [:.h] \d\d (?: [:.] \d\d (?: [.,] \d+ )? )? (?: z | h | hrs )? \b
            | \b \d{1,2} \s* (?: a\.?m\b\.? | p\.?m\b\.? | uhr\b | h\b | o'clock | 时 | 時 | 点 | 點 | 시 )
            | \d{1,2} \s* (?: 分 | 분 | 秒 | 초 )
            | T \d{4,6} \b",
        )
        .expect("a valid pattern")
    });
    let text = TIMES.replace_all(text, " ");
    // `3:15 p.m.` leaves its second half.
    text.replace("a.m.", " ")
        .replace("p.m.", " ")
        .replace("A.M.", " ")
        .replace("P.M.", " ")
}

fn words(lists: &[&str]) -> HashSet<String> {
    lists
        .iter()
        .flat_map(|list| list.split_whitespace())
        .map(fold)
        .collect()
}

static WEEKDAY: LazyLock<HashSet<String>> = LazyLock::new(|| words(&[WEEKDAYS]));

static FRAME: LazyLock<HashSet<String>> =
    LazyLock::new(|| words(&[WEEKDAYS, CLOCK, LABELS, HAN_AND_HANGUL]));

static UPDATE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    words(&[
        "updated update modified revised changed edited aktualisiert geändert bearbeitet modifié \
         jour actualizado modificado aggiornato modificato atualizado bijgewerkt gewijzigd \
         uppdaterad opdateret oppdatert aktualizacja zaktualizowano обновлено оновлено güncelleme \
         actualizat ĝisdatigita",
    ])
});

const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed \
    thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend \
    sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu \
    ven sam dim lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì \
    martedì mercoledì giovedì venerdì sabato domenica gio segunda terça quarta quinta sexta feira \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag \
    lördag söndag mandag tirsdag lørdag søndag poniedziałek wtorek środa czwartek piątek sobota \
    niedziela понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок \
    середа четвер п'ятниця ятниця п субота неділя pazartesi salı çarşamba perşembe cuma cumartesi \
    pazar luni marți miercuri joi vineri sâmbătă duminică lundo mardo merkredo ĵaŭdo vendredo \
    sabato dimanĉo pondělí úterý středa čtvrtek pátek neděle maanantai tiistai keskiviikko torstai \
    perjantai lauantai sunnuntai hétfő kedd szerda csütörtök péntek szombat vasárnap";

const CLOCK: &str = "am pm a p m noon midnight est edt cst cdt mst mdt pst pdt et ct mt pt gmt utc \
    bst cet cest eet eest mez mesz ist jst kst msk aest aedt acst wib sast z t eastern central \
    mountain pacific standard daylight time uhr h hrs clock o klo kl horas hs ore óra";

const LABELS: &str = "published publish posted post date dated on at the of and first last issued \
    released created written originally printed submitted received as in print online \
    datum veröffentlicht erschienen erstellt stand vom den der dem am um von zuletzt letzte \
    änderung publié publiée le à mis mise la dernière date publicado publicada fecha data el a las \
    los del de última actualización em às as pubblicato il alle lunedi gepubliceerd op om laatst \
    geplaatst publicerad publicerat den senast offentliggjort publisert udgivet \
    opublikowano dodano data dnia godz r roku опубликовано дата в г г. года р року опубліковано о \
    yayınlanma yayın tarihi tarih saat publicat publicată pe la ora publikigita dato julkaistu \
    közzétéve zveřejněno";

const HAN_AND_HANGUL: &str = "星 期 周 週 一 二 三 四 五 六 日 天 曜 月 火 水 木 金 土 上 下 午 前 後 后 \
    发 布 發 佈 时 時 间 間 于 於 更 新 公 開 开 掲 載 版 发表 오 전 후 요 월 화 수 목 금 토 일 입 력 \
    수 정 등 록 발 행";
