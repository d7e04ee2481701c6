//! Shares of a whole, as percentages: "a third", "half", "one in five".

use super::{
    cardinal,
    lexicon::{self, Words},
    noun,
    number::Number,
    numeral::Numeral,
    parser::{Found, Parser},
    part::{self, whole},
};

/// A share as a percentage. If it is not a finite decimal ("a third"), it lies between the
/// two numbers, which differ in their last place only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub lower: Number,
    pub upper: Number,
}

/// The greatest whole of a ratio that is not a round number: "one in 25".
const WHOLE_MAX: u32 = 100;

/// The least whole of a ratio that is too great for a year: "one in 25,000".
const WHOLE_MIN: u32 = 10_000;

/// The significant digits of a share that is not a finite decimal.
const DIGITS: u32 = 3;

/// Every share at a token.
pub(super) fn shares(p: &Parser, at: usize) -> Found<Share> {
    let mut found = alone(p, at);
    found.extend(parts(p, at));
    if p.is_one_of(at, p.lexicon.definite) && p.is_spaced(at + 1) {
        found.extend(parts(p, at + 1));
    }
    found.extend(ratios(p, at));
    found
}

/// "Half": of something, or alone. "Jeder Fünfte": of somebody, or alone.
fn alone(p: &Parser, at: usize) -> Found<Share> {
    let shares = p.phrases(at, p.lexicon.alone).into_iter();
    let shares = shares.filter(|(_, end)| is_whole_next(p, *end));
    let each = p.phrases(at, p.lexicon.each);
    let shares = shares.chain(each);
    shares
        .filter_map(|(whole, end)| Some((share(1, whole)?, end)))
        .collect()
}

/// "A third", "two-thirds". "A quarter" and "two quarters" can be months, unless it says of
/// what.
fn parts(p: &Parser, at: usize) -> Found<Share> {
    let mut found = Vec::new();
    for (count, whole, end) in part::named(p, at) {
        let last = p.word(end - 1).unwrap_or_default();
        let is_hyphen = p.is_sign(end.saturating_sub(2), &['-']);
        let is_sure = is_hyphen || count == 3 || !last.starts_with("quarter") || end < p.end();
        if is_sure && is_whole_next(p, end) {
            found.extend(share(count, whole).map(|share| (share, end)));
        }
    }
    found
}

/// Whether a share ends here, or of what it is a share follows. Otherwise it is something
/// else: "a third man", "half an hour".
fn is_whole_next(p: &Parser, at: usize) -> bool {
    at == p.end() || p.is_one_of(at, p.lexicon.of) || p.is_one_of(at, p.lexicon.definite)
}

/// "One in five", "un italiano su tre".
fn ratios(p: &Parser, at: usize) -> Found<Share> {
    let mut found = Vec::new();
    for (numeral, next) in cardinal::numerals(p, at) {
        let betweens = noun::counted(p, next).into_iter();
        let betweens = betweens.flat_map(|start| {
            let entries = p.entry(p.joined(start), p.lexicon.ratio).into_iter();
            let is_possible = start == next || is_counted(p, next, start);
            let entries = entries.filter(move |_| is_possible);
            entries.map(move |between| (start != next, p.joined(between)))
        });
        for (has_noun, between) in betweens {
            let ofs = cardinal::numerals(p, between).into_iter();
            // "3 people in 4 cars" is not a share of the people.
            for (of, end) in ofs.filter(|(_, end)| !has_noun || *end == p.end()) {
                let count = whole(&numeral).filter(|_| !is_article(p, at, &numeral));
                let of = whole(&of).filter(|of| is_ratio(*of));
                if let (Some(count), Some(of)) = (count, of)
                    && (1..of).contains(&count)
                {
                    found.extend(share(count, of).map(|share| (share, end)));
                }
            }
        }
    }
    found
}

/// Whether the number of a ratio may be an article. German has "einer" and "eine" for it, and
/// "ein Mann von 40" is a man of that age.
fn is_article(p: &Parser, at: usize, numeral: &Numeral) -> bool {
    let is_one = numeral.is_words && numeral.value == Number::ONE;
    let is_pronoun = p.is_one_of(at, &["einer", "eine", "eines", "eins"]);
    numeral.is_article || p.words == Words::German && is_one && !is_pronoun
}

/// Whether a noun between the numbers of a ratio is what ratios count: people and what they
/// live in. "Un film sur 20" can be about 20, and "one goal in 7" is one in so many games.
/// Only Spanish has words that say it of any noun: "de cada".
fn is_counted(p: &Parser, from: usize, to: usize) -> bool {
    let lists = [p.lexicon.people, p.lexicon.ones, p.lexicon.shared];
    let is_listed = |at: usize| {
        let word = p.word(at).unwrap_or_default();
        let mut all = lists.into_iter().flat_map(lexicon::phrases);
        all.any(|listed| listed == word)
    };
    let is_people = p.words == Words::French && p.raw(from).starts_with(char::is_uppercase);
    match p.words {
        Words::Spanish => true,
        Words::German => false,
        _ => is_people || is_listed(from) || is_listed(to.saturating_sub(1)),
    }
}

/// Whether a number is the whole of a ratio, and not a year: "one in 2019".
fn is_ratio(whole: u32) -> bool {
    let is_round = (2..10).any(|exponent| 10_u32.checked_pow(exponent) == Some(whole));
    whole <= WHOLE_MAX || is_round || whole >= WHOLE_MIN
}

/// The share as a percentage, with as many places as it has digits, or up to [`DIGITS`].
fn share(count: u32, whole: u32) -> Option<Share> {
    let mut scale = 0;
    let mut numerator = u128::from(count) * 100;
    let whole = u128::from(whole);
    let enough = 10_u128.pow(DIGITS - 1);
    while !numerator.is_multiple_of(whole) && numerator / whole < enough {
        numerator *= 10;
        scale += 1;
    }
    let lower = i128::try_from(numerator / whole).ok()?;
    let is_exact = numerator.is_multiple_of(whole);
    let upper = if is_exact { lower } else { lower + 1 };
    let number = |mantissa| Number::try_from_i128_with_scale(mantissa, scale).ok();
    Some(Share {
        lower: number(lower)?,
        upper: number(upper)?,
    })
}
