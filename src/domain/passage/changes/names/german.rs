//! What tells a name from other nouns in German, where every noun has a capital.

use super::lists::{COMMON, NOUNS};
use crate::domain::passage::changes::words::Word;

/// Whether a word is a title or a role behind which a name follows.
pub(super) fn is_title(words: &[Word<'_>], at: usize) -> bool {
    let folded = words[at].folded.as_str();
    let is_woman = || {
        let before = at.checked_sub(1).map(|it| words[it].folded.as_str());
        folded == "frau" && before.is_some_and(|before| DETERMINERS.contains(&before))
    };
    let is_long = |ending: &&&str| folded.len() > ending.len();
    let mut endings = TITLE_ENDINGS.iter().filter(is_long);
    words[at].is_capitalized()
        && !is_woman()
        && (TITLES.contains(&folded)
            || TITLE_ENDINGS.contains(&folded)
            || endings.any(|ending| folded.ends_with(ending)))
}

/// Whether a word may be a name if something beside it says so.
pub(super) fn may_be_name(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    word.is_capitalized()
        && word.text.chars().any(char::is_lowercase)
        && !COMMON.contains(folded)
        && !NOUNS.contains(folded)
        && !NOUN_ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Verbs of attribution in the singular, behind or in front of whom they are said of.
pub(super) const SAYS: &[&str] = &[
    "sagte",
    "sagt",
    "erklärte",
    "erklärt",
    "betonte",
    "betont",
    "meinte",
    "meint",
    "schrieb",
    "schreibt",
    "kritisierte",
    "kritisiert",
    "forderte",
    "fordert",
    "behauptete",
    "behauptet",
    "bestätigte",
    "bestätigt",
    "dementierte",
    "dementiert",
    "warnte",
    "warnt",
    "antwortete",
    "twitterte",
];

/// Words that make "Frau" a woman.
const DETERMINERS: &[&str] = &[
    "die", "der", "eine", "einer", "diese", "dieser", "jede", "jeder", "keine", "keiner", "seine",
    "seiner", "ihre", "ihrer", "meine", "meiner", "deine", "unsere", "welche", "junge", "jungen",
    "alte", "alten", "zur",
];

const TITLES: &[&str] = &[
    "herr",
    "herrn",
    "frau",
    "dr",
    "prof",
    "professor",
    "professorin",
    "papst",
    "prinz",
    "prinzessin",
    "könig",
    "königin",
    "graf",
    "gräfin",
    "kaiser",
    "pfarrer",
    "pfarrerin",
    "bischof",
    "kardinal",
    "ingenieur",
    "ingenieurin",
    "architekt",
    "architektin",
    "schwester",
    "bruder",
    "onkel",
    "tante",
    "oberst",
    "hauptmann",
    "general",
    "major",
    "leutnant",
    "admiral",
    "senator",
    "senatorin",
    "familie",
    "ehepaar",
    "schauspieler",
    "schauspielerin",
    "autor",
    "autorin",
    "regisseur",
    "regisseurin",
    "stürmer",
    "stürmerin",
    "torwart",
    "torhüter",
];

/// How further titles end, and titles themselves.
const TITLE_ENDINGS: &[&str] = &[
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "kanzler",
    "kanzlerin",
    "meister",
    "meisterin",
    "sprecher",
    "sprecherin",
    "chef",
    "chefin",
    "leiter",
    "leiterin",
    "trainer",
    "trainerin",
    "richter",
    "richterin",
    "direktor",
    "direktorin",
    "anwalt",
    "anwältin",
    "führer",
    "führerin",
    "forscher",
    "forscherin",
    "sekretär",
    "sekretärin",
    "rätin",
    "vorsitzende",
    "vorsitzender",
    "abgeordnete",
    "abgeordneter",
    "experte",
    "expertin",
    "politiker",
    "politikerin",
];

/// How nouns end that are not names.
const NOUN_ENDINGS: &[&str] = &[
    "ung",
    "ungen",
    "heit",
    "keit",
    "schaft",
    "tion",
    "tät",
    "ismus",
    "nis",
    "leute",
    "angaben",
    "kreise",
    "berichte",
    "minister",
    "ministerin",
    "sprecher",
    "sprecherin",
];
