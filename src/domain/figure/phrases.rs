//! The words around numbers that are neither units nor currencies.

/// Italian prepositions, with and without an article.
pub(super) const DI: [&str; 9] = [
    "di", "d'", "del", "dello", "della", "dell'", "dei", "degli", "delle",
];
pub(super) const A: [&str; 8] = ["a", "ad", "al", "allo", "alla", "all'", "ai", "agli"];
pub(super) const DA: [&str; 8] = [
    "da", "dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle",
];

/// Italian articles that can be before a number.
pub(super) const ARTICLES: [&str; 6] = ["il", "lo", "l'", "i", "gli", "le"];

/// Which bound a word makes of a number, and whether the number itself is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Lower { open: bool },
    Upper { open: bool },
}

/// What a phrase before or after a number says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    /// The number is approximate.
    About,
    /// The number is a bound.
    End(Limit),
    /// The number is a bound, and the value is near it.
    Just(Limit),
    /// The number is an age.
    Age,
    /// The number is a bound of an age.
    AgeEnd(Limit),
    /// The number is an age if its unit is a time. Otherwise it cannot be read.
    Of,
}

use Modifier::{About, Age, AgeEnd, End, Just, Of};

const FROM: Modifier = End(Limit::Lower { open: false });
const ABOVE: Modifier = End(Limit::Lower { open: true });
const TO: Modifier = End(Limit::Upper { open: false });
const BELOW: Modifier = End(Limit::Upper { open: true });
const OLDER: Modifier = AgeEnd(Limit::Lower { open: false });
const YOUNGER: Modifier = AgeEnd(Limit::Upper { open: false });
const JUST_ABOVE: Modifier = Just(Limit::Lower { open: true });
const JUST_BELOW: Modifier = Just(Limit::Upper { open: true });

/// English phrases before a number.
pub(super) const ENGLISH_BEFORE: &[(&str, Modifier)] = &[
    ("about", About),
    ("around", About),
    ("approximately", About),
    ("approx", About),
    ("roughly", About),
    ("some", About),
    ("circa", About),
    ("ca", About),
    ("c", About),
    ("nearly", About),
    ("almost", About),
    ("close to", About),
    ("an estimated", About),
    ("at least", FROM),
    ("no fewer than", FROM),
    ("no less than", FROM),
    ("not fewer than", FROM),
    ("not less than", FROM),
    ("a minimum of", FROM),
    ("more than", ABOVE),
    ("over", ABOVE),
    ("well over", ABOVE),
    ("above", ABOVE),
    ("greater than", ABOVE),
    ("in excess of", ABOVE),
    ("exceeding", ABOVE),
    ("just over", JUST_ABOVE),
    ("slightly more than", JUST_ABOVE),
    ("slightly over", JUST_ABOVE),
    ("just above", JUST_ABOVE),
    ("up to", TO),
    ("at most", TO),
    ("no more than", TO),
    ("not more than", TO),
    ("as many as", TO),
    ("as much as", TO),
    ("a maximum of", TO),
    ("fewer than", BELOW),
    ("less than", BELOW),
    ("under", BELOW),
    ("well under", BELOW),
    ("below", BELOW),
    ("just under", JUST_BELOW),
    ("slightly less than", JUST_BELOW),
    ("slightly fewer than", JUST_BELOW),
    ("slightly under", JUST_BELOW),
    ("just below", JUST_BELOW),
    ("aged", Age),
    ("age", Age),
    ("ages", Age),
];

/// English phrases after a number.
pub(super) const ENGLISH_AFTER: &[(&str, Modifier)] = &[
    ("approximately", About),
    ("or so", About),
    ("plus", FROM),
    ("or more", FROM),
    ("and more", FROM),
    ("or over", FROM),
    ("and over", FROM),
    ("or above", FROM),
    ("and above", FROM),
    ("or older", OLDER),
    ("and older", OLDER),
    ("at least", FROM),
    ("or fewer", TO),
    ("or less", TO),
    ("or under", TO),
    ("and under", TO),
    ("or below", TO),
    ("and below", TO),
    ("or younger", YOUNGER),
    ("and younger", YOUNGER),
    ("at most", TO),
];

/// Italian phrases before a number.
pub(super) const ITALIAN_BEFORE: &[(&str, Modifier)] = &[
    ("circa", About),
    ("ca", About),
    ("c", About),
    ("quasi", About),
    ("intorno A", About),
    ("attorno A", About),
    ("all' incirca", About),
    ("piu o meno", About),
    ("approssimativamente", About),
    ("almeno", FROM),
    ("minimo", FROM),
    ("come minimo", FROM),
    ("un minimo DI", FROM),
    ("non meno DI", FROM),
    ("oltre", ABOVE),
    ("ben oltre", ABOVE),
    ("piu DI", ABOVE),
    ("sopra", ABOVE),
    ("al di sopra DI", ABOVE),
    ("superiore A", ABOVE),
    ("superiori A", ABOVE),
    ("poco piu DI", JUST_ABOVE),
    ("fino A", TO),
    ("sino A", TO),
    ("al massimo", TO),
    ("massimo", TO),
    ("un massimo DI", TO),
    ("al piu", TO),
    ("non piu DI", TO),
    ("non oltre", TO),
    ("meno DI", BELOW),
    ("sotto", BELOW),
    ("al di sotto DI", BELOW),
    ("inferiore A", BELOW),
    ("inferiori A", BELOW),
    ("poco meno DI", JUST_BELOW),
    ("di eta compresa", Age),
    ("di eta", Age),
    ("di", Of),
];

/// Italian phrases after a number.
pub(super) const ITALIAN_AFTER: &[(&str, Modifier)] = &[
    ("circa", About),
    ("all' incirca", About),
    ("o piu", FROM),
    ("e piu", FROM),
    ("o oltre", FROM),
    ("e oltre", FROM),
    ("in su", FROM),
    ("almeno", FROM),
    ("o meno", TO),
    ("al massimo", TO),
    ("in giu", TO),
];

/// Whether a word counts without a definite number.
pub(super) fn is_vague(word: &str) -> bool {
    const VAGUE: [&str; 32] = [
        "dozens",
        "hundreds",
        "thousands",
        "millions",
        "billions",
        "trillions",
        "tens",
        "scores",
        "several",
        "few",
        "many",
        "most",
        "couple",
        "decine",
        "decina",
        "dozzine",
        "dozzina",
        "ventina",
        "trentina",
        "centinaia",
        "centinaio",
        "migliaia",
        "migliaio",
        "milioni",
        "miliardi",
        "paio",
        "alcuni",
        "alcune",
        "molti",
        "molte",
        "diversi",
        "diverse",
    ];
    VAGUE.contains(&word)
}

/// Whether a word is an ordinal or the ending of one.
pub(super) fn is_ordinal(word: &str) -> bool {
    const ORDINAL: [&str; 31] = [
        "st", "nd", "rd", "th", "º", "ª", "first", "second", "third", "fourth", "fifth", "sixth",
        "seventh", "eighth", "ninth", "tenth", "primo", "prima", "secondo", "seconda", "terzo",
        "terza", "quarto", "quarta", "quinto", "quinta", "sesto", "settimo", "ottavo", "nono",
        "decimo",
    ];
    ORDINAL.contains(&word)
}
