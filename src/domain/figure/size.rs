//! Sizes of shoes and clothes: "un 38 di piede", "taille 38", "size 10". They are places on a
//! scale, and nothing is counted or measured by them.

use super::{cardinal, number::Number, parser::Parser, units};

/// What a size is called, in all languages, before its number.
const NAMES: [&str; 26] = [
    "size",
    "sizes",
    "taglia",
    "taglie",
    "misura",
    "misure",
    "taille",
    "tailles",
    "pointure",
    "pointures",
    "talla",
    "tallas",
    "grosse",
    "grossen",
    "schuhgrosse",
    "schuhgrossen",
    "kleidergrosse",
    "kleidergrossen",
    "konfektionsgrosse",
    "konfektionsgrossen",
    "hosengrosse",
    "ringgrosse",
    "ringgrossen",
    "herrengrosse",
    "handschuhgrosse",
    "damengrosse",
];

/// What a size is one of, or is measured of a body, after the number.
const OF: [&str; 5] = ["di", "de", "d'", "du", "in"];
const WORN: [&str; 36] = [
    "piede",
    "scarpe",
    "scarpa",
    "scarponi",
    "taglia",
    "collo",
    "reggiseno",
    "pantaloni",
    "calzatura",
    "calzature",
    "anfibi",
    "stivali",
    "pie",
    "pied",
    "zapato",
    "zapatos",
    "zapatilla",
    "zapatillas",
    "calzado",
    "talla",
    "pantalon",
    "pantalones",
    "pointure",
    "chaussures",
    "chaussure",
    "sujetador",
    "seno",
    "vita",
    "torace",
    "fianchi",
    "pecho",
    "cintura",
    "cadera",
    "tour",
    "poitrine",
    "size",
];

/// The greatest number of a size: European sizes of clothes for children go up to 188.
const SIZE_MAX: u32 = 188;

/// Whether a number in the text can be a size.
pub(super) fn is_size(p: &Parser) -> bool {
    (0..p.end()).any(|at| {
        let is_named = || {
            let last = at.checked_sub(1).filter(|last| p.is_sign(*last, &['-']));
            let last = last.unwrap_or(at);
            last.checked_sub(1)
                .is_some_and(|name| p.is_one_of(name, &NAMES))
        };
        let is_worn = |end: usize| p.is_one_of(end, &OF) && p.is_one_of(end + 1, &WORN);
        let is_free = |end: usize| units::after(p, end).is_empty();
        let ends = ends(p, at);
        ends.iter().any(|end| is_worn(*end)) || ends.into_iter().any(is_free) && is_named()
    })
}

/// The tokens after each number at a token that a size can have.
fn ends(p: &Parser, at: usize) -> Vec<usize> {
    if let Some(digits) = p.number(at) {
        let whole = digits.split(['.', ',']).next().unwrap_or_default();
        let is_small = whole.parse().is_ok_and(|value: u32| value <= SIZE_MAX);
        return is_small.then_some(at + 1).into_iter().collect();
    }
    let numerals = cardinal::numerals(p, at).into_iter();
    let sizes = numerals.filter(|(it, _)| it.is_words && it.value <= Number::from(SIZE_MAX));
    sizes.map(|(_, end)| end).collect()
}
