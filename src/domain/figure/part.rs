//! Parts by their names ("a third", "three quarters"), and as numbers before a unit or a
//! multiplier.

use super::{
    cardinal,
    number::Number,
    numeral::Numeral,
    parser::{Found, Parser},
};

/// The count of parts, how many parts the whole has, and the token after them.
pub(super) fn named(p: &Parser, at: usize) -> Vec<(u32, u32, usize)> {
    let mut found = Vec::new();
    for (count, next) in counts(p, at) {
        let is_hyphen = p.is_sign(next, &['-']) && !p.is_spaced(next) && !p.is_spaced(next + 1);
        let start = if is_hyphen { next + 1 } else { next };
        for (one, many, whole) in p.lexicon.parts {
            let name = if count == 1 { one } else { many };
            let ends = p.phrase(start, name).filter(|_| count < *whole);
            found.extend(ends.map(|end| (count, *whole, end)));
        }
    }
    found
}

/// Small whole numbers in words, and the article of "a third".
fn counts(p: &Parser, at: usize) -> Found<u32> {
    let article = p.is_one_of(at, p.lexicon.indefinite).then_some((1, at + 1));
    let words = cardinal::numerals(p, at).into_iter();
    let words = words.filter(|(numeral, _)| numeral.is_words && !numeral.approximate);
    let counts = words.filter_map(|(numeral, next)| Some((whole(&numeral)?, next)));
    let mut found: Found<u32> = counts.chain(article).collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn whole(numeral: &Numeral) -> Option<u32> {
    let is_whole = numeral.value.scale() == 0 && !numeral.approximate;
    u32::try_from(numeral.value).ok().filter(|_| is_whole)
}

/// "A quarter of an hour", "three-quarters of a million": the part as a number, before a
/// unit or a multiplier.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = Vec::new();
    // "Quarter of a million" needs no article.
    let alone = p.lexicon.parts.iter();
    let alone = alone.filter_map(|(one, _, whole)| Some((1, *whole, p.phrase(at, one)?)));
    for (count, whole, next) in named(p, at).into_iter().chain(alone) {
        let links = p.lexicon.part_of.iter();
        for next in links.filter_map(|link| p.phrase(next, link)) {
            let numeral = |value| Numeral {
                value,
                ..Numeral::article()
            };
            if let Some(part) = finite(count, whole).map(numeral) {
                found.push((part, next));
                found.extend(cardinal::scaled(p, part, next));
            }
        }
    }
    found
}

/// A part of one, if it is a finite decimal.
fn finite(count: u32, whole: u32) -> Option<Number> {
    let thousandths = count * 1000;
    let value = || Number::new(i64::from(thousandths / whole), 3).normalize();
    thousandths.is_multiple_of(whole).then(value)
}
