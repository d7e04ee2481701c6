//! The words around a date: prepositions, and what makes a date approximate or names a part
//! of its year or month.

use super::{names::Language, token::Token};
use crate::domain::value::DatePart;

/// What a phrase before a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing. It only leads to the date.
    Lead,
    /// Nothing but the time of a day: "on the morning of".
    Hours,
    Approximate,
    Part(DatePart),
}

/// The longest phrase at the beginning of the tokens, and how many tokens it is.
pub(super) fn before(language: Language, tokens: &[Token]) -> Option<(Meaning, usize)> {
    let words = words(language);
    let part = |part| Meaning::Part(part);
    let groups = [
        (Meaning::Lead, words.lead),
        (Meaning::Hours, words.hours),
        (Meaning::Approximate, words.approximate),
        (Meaning::Approximate, APPROXIMATE),
        (part(DatePart::Early), words.early),
        (part(DatePart::Mid), words.mid),
        (part(DatePart::Late), words.late),
    ];
    let found = groups.into_iter().flat_map(|(meaning, phrases)| {
        let lengths = phrases.iter().filter_map(|it| length(it, tokens));
        lengths.map(move |length| (meaning, length))
    });
    found.max_by_key(|(_, length)| *length)
}

/// A phrase after a date that makes it approximate. Returns how many tokens it is.
pub(super) fn after(language: Language, tokens: &[Token]) -> Option<usize> {
    let phrases = words(language).after.iter().chain(APPROXIMATE);
    phrases.filter_map(|it| length(it, tokens)).max()
}

/// How many tokens a phrase is, if the tokens begin with it.
fn length(phrase: &str, tokens: &[Token]) -> Option<usize> {
    let mut words = 0;
    for word in phrase.split(' ') {
        if tokens.get(words)?.text != word {
            return None;
        }
        words += 1;
    }
    Some(words)
}

/// The phrases of a language. Their words are written as in tokens.
struct Words {
    lead: &'static [&'static str],
    /// A time of the day whose date follows. A night is left out: it has two dates.
    hours: &'static [&'static str],
    approximate: &'static [&'static str],
    early: &'static [&'static str],
    mid: &'static [&'static str],
    late: &'static [&'static str],
    /// What makes the date before it approximate.
    after: &'static [&'static str],
}

/// What makes a date approximate in all five languages.
const APPROXIMATE: &[&str] = &["circa", "ca", "ca .", "~"];

const fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Italian => &ITALIAN,
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

const ENGLISH: Words = Words {
    lead: &[
        "in",
        "on",
        "the",
        "of",
        "during",
        "the month of",
        "the year",
        "in the year",
        "published",
        "published :",
        "posted",
        "posted :",
    ],
    hours: &[
        "the morning of",
        "the afternoon of",
        "the evening of",
        "on the morning of",
        "on the afternoon of",
        "on the evening of",
        "in the morning of",
        "in the afternoon of",
        "in the evening of",
    ],
    approximate: &[
        "around",
        "about",
        "approximately",
        "approx",
        "approx .",
        "roughly",
        "c",
        "c .",
        "some time around",
        "sometime around",
    ],
    early: &[
        "early",
        "early -",
        "early in",
        "at the beginning of",
        "the beginning of",
        "beginning of",
        "at the start of",
        "the start of",
        "start of",
        "the first days of",
        "in the first days of",
    ],
    mid: &[
        "mid",
        "mid -",
        "in the middle of",
        "the middle of",
        "middle of",
    ],
    late: &[
        "late",
        "late -",
        "late in",
        "at the end of",
        "the end of",
        "end of",
        "towards the end of",
        "toward the end of",
        "the last days of",
        "in the last days of",
    ],
    after: &["or so", "or thereabouts", ", approximately"],
};

const ITALIAN: Words = Words {
    lead: &[
        "in", "nel", "nell'", "a", "ad", "il", "l'", "di", "d'", "del", "dell'", "anno", "mese di",
        "mese d'",
    ],
    hours: &[
        "la mattina del",
        "la mattina dell'",
        "nella mattina del",
        "la mattina di",
        "il pomeriggio del",
        "nel pomeriggio del",
        "la sera del",
        "la sera di",
        "nella serata del",
    ],
    approximate: &[
        "intorno a",
        "intorno ad",
        "intorno al",
        "intorno all'",
        "attorno a",
        "attorno ad",
        "attorno al",
        "attorno all'",
        "verso",
        "verso il",
        "verso l'",
        "verso la",
    ],
    early: &[
        "inizio",
        "inizi",
        "all' inizio",
        "l' inizio",
        "a inizio",
        "ad inizio",
        "agli inizi",
        "gli inizi",
        "primi di",
        "ai primi",
        "i primi",
        "nei primi",
        "primi giorni",
        "i primi giorni",
        "nei primi giorni",
        "ai primi giorni",
    ],
    mid: &["meta", "a meta", "alla meta", "la meta"],
    late: &[
        "fine",
        "a fine",
        "alla fine",
        "la fine",
        "sul finire",
        "ultimi di",
        "gli ultimi di",
        "agli ultimi di",
        "negli ultimi di",
        "ultimi giorni",
        "gli ultimi giorni",
        "negli ultimi giorni",
        "agli ultimi giorni",
    ],
    after: &[],
};

const GERMAN: Words = Words {
    lead: &[
        "im", "am", "in", "den", "dem", "der", "des", "jahr", "jahre", "jahres", "monat",
    ],
    hours: &[
        "am morgen des",
        "am vormittag des",
        "am nachmittag des",
        "am abend des",
    ],
    approximate: &[
        "etwa",
        "zirka",
        "ungefahr",
        "um",
        "um den",
        "um das",
        "rund um",
        "rund um den",
        "gegen",
    ],
    early: &["anfang", "zu anfang", "beginn", "zu beginn"],
    mid: &["mitte"],
    late: &["ende"],
    after: &[],
};

const FRENCH: Words = Words {
    lead: &[
        "le",
        "en",
        "au mois de",
        "au mois d'",
        "de",
        "d'",
        "du",
        "l' an",
        "l' annee",
        "courant",
    ],
    hours: &[
        "au matin du",
        "le matin du",
        "dans la matinee du",
        "dans l' apres - midi du",
        "le soir du",
        "dans la soiree du",
        "au soir du",
    ],
    approximate: &[
        "vers",
        "vers le",
        "vers la",
        "environ",
        "autour de",
        "autour d'",
        "autour du",
        "aux alentours de",
        "aux alentours d'",
        "aux alentours du",
        "aux environs de",
        "aux environs d'",
        "aux environs du",
    ],
    early: &[
        "debut",
        "au debut",
        "le debut",
        "au tout debut",
        "les premiers jours",
        "aux premiers jours",
        "dans les premiers jours",
    ],
    mid: &[
        "mi",
        "mi -",
        "a la mi",
        "a la mi -",
        "la mi -",
        "au milieu",
        "milieu",
    ],
    late: &[
        "fin",
        "a la fin",
        "la fin",
        "les derniers jours",
        "aux derniers jours",
        "dans les derniers jours",
    ],
    after: &["environ"],
};

const SPANISH: Words = Words {
    lead: &["el", "en", "de", "del", "mes de", "ano", "a"],
    hours: &[
        "la manana del",
        "en la manana del",
        "por la manana del",
        "la tarde del",
        "en la tarde del",
    ],
    approximate: &[
        "alrededor de",
        "alrededor del",
        "hacia",
        "hacia el",
        "aproximadamente",
        "en torno a",
        "en torno al",
        "c",
        "c .",
    ],
    early: &[
        "principios",
        "a principios",
        "comienzos",
        "a comienzos",
        "inicios",
        "a inicios",
        "primeros",
        "a primeros",
        "al inicio",
        "al comienzo",
        "primeros dias",
        "los primeros dias",
        "en los primeros dias",
    ],
    mid: &["mediados", "a mediados"],
    late: &[
        "finales",
        "a finales",
        "fines",
        "a fines",
        "al final",
        "ultimos dias",
        "los ultimos dias",
        "en los ultimos dias",
    ],
    after: &["aproximadamente"],
};
