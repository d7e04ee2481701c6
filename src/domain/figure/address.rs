//! Postal codes before a town, numbers of houses and telephone numbers: "75001 Paris", "36 quai
//! des Orfèvres", "555-1234".

use super::{demonym, lexicon::Words, names, parser::Parser, reserved};

/// Whether an address, a postal code or a telephone number is in the text.
pub(super) fn is_address(p: &Parser) -> bool {
    (0..p.end()).any(|at| is_postcode(p, at) || is_house(p, at)) || is_telephone(p)
}

/// What streets are called in French, where the number of a house is before the street. In the
/// plural they are counted.
const STREETS: [&str; 34] = [
    "allee",
    "avenue",
    "boulevard",
    "chemin",
    "cite",
    "clos",
    "domaine",
    "esplanade",
    "faubourg",
    "hameau",
    "impasse",
    "lotissement",
    "mail",
    "montee",
    "parvis",
    "passage",
    "place",
    "pont",
    "porte",
    "promenade",
    "quai",
    "residence",
    "rue",
    "ruelle",
    "sente",
    "sentier",
    "square",
    "traverse",
    "venelle",
    "villa",
    "voie",
    "cour",
    "galerie",
    "route",
];

/// "3 place de la Bastille".
fn is_house(p: &Parser, at: usize) -> bool {
    let street = if p.is_one_of(at + 1, &["bis", "ter"]) {
        at + 2
    } else {
        at + 1
    };
    p.words == Words::French && p.number(at).is_some() && p.is_one_of(street, &STREETS)
}

/// "555-1234", unless both numbers are round as those of a range are, and nine digits in groups where Spanish is spoken: "600 123 456".
fn is_telephone(p: &Parser) -> bool {
    let length = |at: usize| {
        p.number(at)
            .filter(|_| !p.is_spaced(at) || at == 0)
            .map(str::len)
    };
    let is_round = |at: usize| p.number(at).is_some_and(|digits| digits.ends_with('0'));
    let is_local = !(is_round(0) && is_round(2))
        && (length(0), length(2)) == (Some(3), Some(4))
        && p.is_sign(1, &['-']);
    let is_spanish = p.words == Words::Spanish
        && p.number(0).is_some_and(|digits| {
            digits.len() == 11 && digits.contains(' ') && digits.starts_with(['6', '7', '8', '9'])
        });
    !p.has_counted() && (is_local && p.end() == 3 || is_spanish && p.end() == 1)
}

/// Five digits without a mark, and a word with a capital. A German noun has one too, so there
/// the word must be a town.
fn is_postcode(p: &Parser, at: usize) -> bool {
    let length = p.number(at).map_or(0, |digits| {
        let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit());
        if is_plain { digits.len() } else { 0 }
    });
    let (raw, word) = (p.raw(at + 1), p.word(at + 1).unwrap_or_default());
    let is_after_sign = at
        .checked_sub(1)
        .is_some_and(|last| p.is_sign(last, &['$', '€', '£']));
    if p.is_counted(at + 1, p.end()) || is_after_sign || !p.is_spaced(at + 1) || !is_name(raw) {
        return false;
    }
    match (length, p.words) {
        (4, Words::German) => names::is_club(p, at + 1) || SHORT_CODES.contains(&word),
        (5, Words::German) => names::is_club(p, at + 1) || is_town(word),
        (5, Words::English) => !is_reserved(p, raw, word) && !demonym::is_people(p.words, word),
        (5, Words::Italian | Words::French | Words::Spanish) => !is_reserved(p, raw, word),
        _ => false,
    }
}

fn is_reserved(p: &Parser, raw: &str, word: &str) -> bool {
    reserved::is_reserved(p.words, raw, word)
}

/// Whether a word can be the name of a town. Shorter words in capitals are abbreviations.
fn is_name(raw: &str) -> bool {
    let is_long = raw.chars().nth(3).is_some();
    raw.starts_with(char::is_uppercase) && (is_long || raw.chars().any(char::is_lowercase))
}

/// How the names of German towns end. Nouns with these endings are in the singular, so none
/// follows a number of five digits.
const ENDINGS: [&str; 13] = [
    "burg", "berg", "stadt", "dorf", "hausen", "heim", "furt", "bach", "haven", "hagen", "rode",
    "walde", "feld",
];

fn is_town(word: &str) -> bool {
    TOWNS.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// German towns with other endings, and what begins the names of several.
const TOWNS: &[&str] = &[
    "aurich",
    "bad",
    "bautzen",
    "bayreuth",
    "bottrop",
    "celle",
    "dessau",
    "detmold",
    "dusseldorf",
    "duren",
    "eisenach",
    "emden",
    "erlangen",
    "essen",
    "esslingen",
    "fulda",
    "gera",
    "giessen",
    "goppingen",
    "gorlitz",
    "goslar",
    "gotha",
    "gottingen",
    "greifswald",
    "gutersloh",
    "halle",
    "hamm",
    "hanau",
    "heilbronn",
    "herford",
    "herne",
    "hof",
    "ingolstadt",
    "iserlohn",
    "jena",
    "kaufbeuren",
    "kempten",
    "koblenz",
    "konstanz",
    "kopenick",
    "krefeld",
    "landau",
    "landshut",
    "lorrach",
    "lubeck",
    "ludwigshafen",
    "ludenscheid",
    "luneburg",
    "marl",
    "memmingen",
    "minden",
    "moers",
    "monchengladbach",
    "neumunster",
    "neuss",
    "neuwied",
    "norderstedt",
    "osnabruck",
    "paderborn",
    "passau",
    "pirna",
    "plauen",
    "potsdam",
    "ratingen",
    "remscheid",
    "reutlingen",
    "rheine",
    "russelsheim",
    "saarbrucken",
    "saarlouis",
    "salzgitter",
    "sankt",
    "schwerin",
    "siegen",
    "sindelfingen",
    "boblingen",
    "solingen",
    "speyer",
    "stade",
    "stendal",
    "stralsund",
    "suhl",
    "torgau",
    "trier",
    "tubingen",
    "tuttlingen",
    "ulm",
    "unna",
    "velbert",
    "verden",
    "villingen",
    "weiden",
    "weimar",
    "wesel",
    "wetzlar",
    "wilhelmshaven",
    "wismar",
    "witten",
    "worms",
    "wuppertal",
    "wurzburg",
    "zittau",
    "zwickau",
];

/// Towns with a postal code of four digits: in Austria and Switzerland.
const SHORT_CODES: &[&str] = &[
    "aarau",
    "baden",
    "bellinzona",
    "biel",
    "bregenz",
    "brig",
    "chur",
    "davos",
    "dornbirn",
    "eisenstadt",
    "feldkirch",
    "frauenfeld",
    "freiburg",
    "genf",
    "klagenfurt",
    "krems",
    "kufstein",
    "lausanne",
    "leoben",
    "lugano",
    "luzern",
    "olten",
    "sankt",
    "schaffhausen",
    "schwyz",
    "sitten",
    "solothurn",
    "steyr",
    "thun",
    "uster",
    "villach",
    "wels",
    "winterthur",
    "zug",
];
