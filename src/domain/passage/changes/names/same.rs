//! Names of the same: a slip of the pen that was mended, and two names of one place.

use std::ops::Deref;

use super::{
    lists::{GIVEN, PLACES},
    spelling::{bare, plain},
};
use crate::domain::passage::changes::{hunks::Hunk, pair::Pair, words::Word};

/// Whether the names that were replaced, and those in their place, are or may be the same.
pub(super) fn are_same(hunk: [&[Word<'_>]; 2], [gone, come]: [&[String]; 2]) -> bool {
    let [old, new] = hunk.map(joined);
    let has = |words: &str, name: &str| words.contains(&format!(" {name} "));
    let are_listed = |names: &&[&str]| {
        let mut names = names.iter();
        names.clone().any(|name| has(&old, name)) && names.any(|name| has(&new, name))
    };
    let is_slip = |one: &String| come.iter().any(|other| is_turned(one, other));
    // "Maria" and "Marta" are both names.
    let are_names = |one: &String, other: &String| {
        [GIVEN.deref(), PLACES.deref()]
            .iter()
            .any(|list| list.contains(one.as_str()) && list.contains(other.as_str()))
    };
    let is_mended = |one: &String| {
        let mut come = come.iter();
        come.any(|other| is_misspelt(one, other) && !are_names(one, other))
    };
    SAME.iter().any(are_listed) || gone.iter().all(|one| is_slip(one) || is_mended(one))
}

/// How far around a place its names may go on.
const AROUND: usize = 2;

/// Whether names of the same stand in a place and right around it, one in each wording. A
/// hyphen in both parts "Grande-Bretagne" and "Royaume-Uni" into two places.
pub(super) fn are_around(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    let sides = [(&pair.old, &hunk.old), (&pair.new, &hunk.new)];
    let [old, new] = sides.map(|(words, range)| {
        let end = words.len().min(range.end + AROUND);
        joined(&words[range.start.saturating_sub(AROUND)..end])
    });
    let only = |words: &str, other: &str, names: &[&str]| {
        let mut names = names.iter().map(|it| format!(" {it} "));
        names.any(|name| words.contains(&name) && !other.contains(&name))
    };
    let mut all = SAME.iter();
    all.any(|names| only(&old, &new, names) && only(&new, &old, names))
}

/// The words as names are compared, with spaces between and around them.
fn joined(words: &[Word<'_>]) -> String {
    let words = words.iter().filter(|word| word.is_word());
    let words = words.map(|word| plain(bare(&word.folded)));
    format!(" {} ", words.collect::<Vec<String>>().join(" "))
}

/// Names of the same place or organisation, without accents.
const SAME: &[&[&str]] = &[
    &[
        "usa",
        "us",
        "etats unis",
        "stati uniti",
        "eeuu",
        "ee uu",
        "estados unidos",
        "united states",
        "america",
        "vereinigte staaten",
        "vereinigten staaten",
        "amerika",
    ],
    &[
        "ue",
        "union europeenne",
        "unione europea",
        "union europea",
        "eu",
        "european union",
        "europaische union",
        "europaischen union",
    ],
    &["kiev", "kyiv", "kiew", "kyjiw"],
    &["st", "saint"],
    &[
        "uk",
        "britain",
        "great britain",
        "united kingdom",
        "grande bretagne",
        "royaume uni",
        "gran bretagna",
        "regno unito",
        "gran bretana",
        "reino unido",
        "grossbritannien",
        "großbritannien",
        "vereinigtes konigreich",
        "vereinigte konigreich",
    ],
    &[
        "holland",
        "netherlands",
        "niederlande",
        "niederlanden",
        "hollande",
        "pays bas",
        "olanda",
        "paesi bassi",
        "holanda",
        "paises bajos",
    ],
    &["burma", "myanmar", "birmanie", "birmania"],
    &["bombay", "mumbai"],
    &["calcutta", "kolkata"],
    &["madras", "chennai"],
    &["peking", "beijing", "pekin", "pechino"],
    &["turkey", "turkiye"],
    &["swaziland", "eswatini"],
    &["kharkov", "kharkiv"],
    &["odessa", "odesa"],
    &["lvov", "lviv"],
    &["saigon", "ho chi minh"],
    &[
        "czechia",
        "czech republic",
        "tschechien",
        "tschechische republik",
    ],
    &["ivory coast", "cote d'ivoire"],
    &["persia", "iran"],
    &[
        "onu",
        "nations unies",
        "nazioni unite",
        "naciones unidas",
        "un",
        "united nations",
        "uno",
        "vereinte nationen",
        "vereinten nationen",
    ],
    &["volkswagen", "vw"],
    &["seconde", "deuxieme"],
    &["settecento", "xviii"],
    &["ottocento", "xix"],
    &["novecento", "xx"],
    &["seicento", "xvii"],
    &["cinquecento", "xvi"],
    &["quattrocento", "xv"],
    &["trecento", "xiv"],
    &["duecento", "xiii"],
];

/// Whether two names have the same letters, two of them the other way round: a slip.
fn is_turned(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|it| it.chars().collect::<Vec<char>>());
    let mut differing = (0..one.len()).filter(|at| one.get(*at) != other.get(*at));
    let turned = (differing.next(), differing.next(), differing.next());
    match turned {
        (Some(first), Some(second), None) => {
            one.len() == other.len()
                && first + 1 == second
                && one[first] == other[second]
                && one[second] == other[first]
        }
        _ => false,
    }
}

/// The least letters of a name in which one letter more, less or other is a slip.
const SLIP_MIN: usize = 5;

/// Whether two long names differ in one letter.
fn is_misspelt(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|it| it.chars().collect::<Vec<char>>());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[start..], &other[start..]);
    let rest = |it: &'_ [char]| it.get(1..).unwrap_or_default().to_vec();
    one.len().min(other.len()) >= SLIP_MIN
        && (rest(a) == rest(b) || rest(a) == b && !a.is_empty() || a == rest(b) && !b.is_empty())
}
