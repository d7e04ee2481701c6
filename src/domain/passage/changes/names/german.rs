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

/// Whether a word is a noun and not a name if only a verb beside it speaks for a name.
pub(super) fn is_noun(words: &[Word<'_>], at: usize) -> bool {
    let folded = words[at].folded.as_str();
    is_title(words, at)
        || FURTHER_ENDINGS
            .iter()
            .any(|ending| folded.ends_with(ending))
}

/// Whether a verb of attribution is in front of whom it is said of: "sagte Meyer". No subject
/// may be in front of the verb ("Er sagte Journalisten").
pub(super) fn is_said_by(words: &[Word<'_>], at: usize) -> bool {
    let Some(verb) = at.checked_sub(1).map(|it| &words[it]) else {
        return false;
    };
    let front = at.checked_sub(2).map(|it| &words[it]);
    let verb = verb.folded.as_str();
    let is_free = |front: &Word<'_>| !front.is_word() || ADVERBS.contains(&&*front.folded);
    let is_of = |front: &Word<'_>| PLAIN.contains(&verb) && SAID_OF.contains(&&*front.folded);
    let says = SAYS.contains(&verb) || SAID.contains(&verb);
    says && front.is_none_or(|front| is_free(front) || is_of(front))
}

/// Whether what follows a verb cannot be its subject, so that the word in front of it is one.
/// "Vorsichtig sagte er" has another subject.
pub(super) fn has_no_subject(after: Option<&Word<'_>>) -> bool {
    after.is_none_or(|word| !word.is_word() || NO_SUBJECT.contains(&word.folded.as_str()))
}

const NO_SUBJECT: &[&str] = &[
    "den",
    "dem",
    "einen",
    "einem",
    "am",
    "im",
    "in",
    "vor",
    "beim",
    "bei",
    "gegenüber",
    "auf",
    "nach",
    "zu",
    "zum",
    "zur",
    "dass",
    "hinzu",
    "später",
    "gestern",
    "heute",
];

/// Verbs of attribution in the past, singular.
pub(super) const SAID: &[&str] = &[
    "sagte",
    "erklärte",
    "betonte",
    "meinte",
    "schrieb",
    "kritisierte",
    "forderte",
    "behauptete",
    "bestätigte",
    "dementierte",
    "bestritt",
    "warnte",
    "antwortete",
    "twitterte",
    "ergänzte",
    "fügte",
];

/// Such verbs in the present.
const SAYS: &[&str] = &[
    "sagt",
    "erklärt",
    "betont",
    "meint",
    "schreibt",
    "kritisiert",
    "fordert",
    "behauptet",
    "bestätigt",
    "dementiert",
    "warnt",
];

/// Such verbs that have no noun as their object.
const PLAIN: &[&str] = &["sagte", "sagt", "meinte", "meint", "betonte", "antwortete"];

/// What such a verb says.
const SAID_OF: &[&str] = &["das", "dies", "so", "wie", "was"];

/// Adverbs and days in front of a verb.
const ADVERBS: &[&str] = &[
    "gestern",
    "heute",
    "dazu",
    "dann",
    "zudem",
    "außerdem",
    "später",
    "daraufhin",
    "zuvor",
    "danach",
    "anschließend",
    "zunächst",
    "schließlich",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// How further nouns end that speak without an article.
const FURTHER_ENDINGS: &[&str] = &[
    "wehr",
    "amt",
    "stelle",
    "verband",
    "verein",
    "gericht",
    "behörde",
    "innen",
    "männer",
    "frauen",
    "beamte",
    "beamter",
    "polizist",
    "dienst",
    "klub",
    "partei",
    "ministerium",
    "konzern",
    "zeuge",
    "zeugin",
    "macher",
    "geber",
    "nehmer",
    "arbeiter",
    "schüler",
    "schützer",
    "inhaber",
    "besitzer",
    "händler",
    "ling",
    "rat",
    "werk",
    "bank",
    "bahn",
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
