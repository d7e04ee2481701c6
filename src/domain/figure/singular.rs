//! Numbers after an article in the singular. What is counted is many, so such a number names
//! one person or thing: "el 10 argentino" has it on the shirt, "el 30 aniversario" is the
//! thirtieth, "le 100 mètres" is a race, "un 35 tonnes" a lorry. A share has the article
//! too: "il 25%".

use super::{cardinal, lexicon::Words, marks, number::Number, parser::Parser, unit::Unit, units};

/// Articles in the singular only, which can be anywhere before the number.
fn articles(words: Words) -> &'static [&'static str] {
    match words {
        Words::Italian => &["il", "lo", "l'", "la"],
        Words::Spanish => &["el", "la"],
        Words::French => &["le", "la", "l'"],
        Words::German => &["das", "dem", "des"],
        Words::English | Words::None => &[],
    }
}

/// Prepositions with such an article, which can be at the beginning of the text. After other
/// words they belong to a bound: "superiore al 10".
fn joined(words: Words) -> &'static [&'static str] {
    match words {
        Words::Italian => &[
            "del", "dello", "dell'", "della", "al", "allo", "all'", "alla", "nel", "nell'", "col",
            "sul",
        ],
        Words::Spanish => &["del", "al"],
        Words::French => &["du", "au"],
        _ => &[],
    }
}

/// Indefinite articles, which are before a thing of that number ("un 35 tonnes") and inside
/// numbers ("treinta y un mil").
fn indefinite(words: Words) -> &'static [&'static str] {
    match words {
        Words::Italian => &["un", "uno", "una", "un'"],
        Words::Spanish | Words::French => &["un", "una", "une"],
        _ => &[],
    }
}

/// The greatest number that a person, a thing or a race has as its name.
const NAME_MAX: u32 = 10_000;

/// Whether a number above one is after an article in the singular.
pub(super) fn is_one(p: &Parser) -> bool {
    let is_article = |at: usize| {
        let is_joined = || at == 0 && p.is_one_of(at, joined(p.words));
        p.is_one_of(at, articles(p.words)) || is_joined() || is_indefinite(p, at)
    };
    let has_share = || (0..p.end()).any(|at| units::after(p, at).iter().any(is_share));
    (0..p.end()).any(|at| is_article(at) && ends(p, at + 1).into_iter().any(|end| is_name(p, end)))
        && !has_share()
}

/// Whether an indefinite article is at a token, and no number goes on there.
fn is_indefinite(p: &Parser, at: usize) -> bool {
    let is_inside = |last: usize| {
        let is_word = p.word(last).is_some() && cardinal::numerals(p, last).is_empty();
        !is_word || p.is_one_of(last, &["y", "et", "e"])
    };
    p.is_one_of(at, indefinite(p.words)) && !at.checked_sub(1).is_some_and(is_inside)
}

fn is_share((unit, _): &(Unit, usize)) -> bool {
    ["%", "[ppth]"].contains(&unit.code) || unit.code.starts_with('{')
}

/// Whether nothing follows a number that makes an amount of it: a multiplier ("l'1,3
/// miliardi") or an age. German has its adjectives there: "das 20 Meter hohe Haus".
fn is_name(p: &Parser, end: usize) -> bool {
    let is_scaled = !p.phrases(end, p.lexicon.scales).is_empty();
    let is_age = !p.phrases(p.joined(end), p.lexicon.ages).is_empty();
    let is_adjective = p.words == Words::German && !units::after(p, end).is_empty();
    !is_scaled && !is_age && !is_adjective
}

/// The tokens after each number above one at a token, whose words are a whole number.
fn ends(p: &Parser, at: usize) -> Vec<usize> {
    let is_many = |value: Number| value > Number::ONE && value <= Number::from(NAME_MAX);
    if let Some(digits) = p.number(at) {
        let value = marks::value(digits, p.marks).ok();
        let end = value.filter(|it| is_many(*it)).map(|_| at + 1);
        return end.into_iter().collect();
    }
    let numerals = cardinal::numerals(p, at).into_iter();
    let numerals = numerals.filter(|(it, _)| {
        it.is_words && !it.approximate && !it.is_article && it.value.scale() == 0
    });
    let longest = numerals.max_by_key(|(_, end)| *end);
    let longest = longest.filter(|(it, _)| is_many(it.value));
    longest.map(|(_, end)| end).into_iter().collect()
}
