//! Names that begin with a number in words: "the Five Eyes", "Twenty-One Pilots", "le Cinque
//! Terre", "die Drei", "Thirty Seconds to Mars". In running text a number in words has a capital
//! only at the beginning of a sentence.

use super::{
    cardinal, demonym, english, french, german, italian, lexicon::Words, parser::Parser, reserved,
    spanish, units,
};

/// Whether a number in the text has the capital of a name.
pub(super) fn is_name(p: &Parser) -> bool {
    (0..p.end()).any(|at| {
        let is_capital = is_inside(p, at) || is_compound(p, at) || is_measure(p, at + 1);
        is_number(p, at) && is_capital
            || is_half(p, at)
            || is_cent(p, at)
            || is_work(p, at)
            || is_once(p, at)
            || is_foreign(p, at)
    })
}

/// Whether a number is right before a word with a capital that no reading takes for what is
/// counted: "Seven Sisters", "12 Monkeys".
pub(super) fn is_before_name(p: &Parser) -> bool {
    let is_noun = |at: usize| {
        let word = p.word(at).unwrap_or_default();
        let is_people = demonym::is_people(p.words, word);
        is_title(p.raw(at)) && !is_people && !reserved::is_reserved(p.words, p.raw(at), word)
    };
    let has_capitals = matches!(p.words, Words::German | Words::None);
    let is_counted = |at: usize| p.number(at).is_some() || is_number(p, at);
    !has_capitals && (0..p.end()).any(|at| is_counted(at) && p.is_spaced(at + 1) && is_noun(at + 1))
}

/// Whether a number in words at the beginning of a sentence has a name with a capital after
/// it, and more words: "Five Eyes countries". What newspapers write with a capital besides
/// names is read: "Two British soldiers", "Cinque Paesi europei".
pub(super) fn is_led_by_name(p: &Parser) -> bool {
    let is_name = |at: usize| {
        let word = p.word(at).unwrap_or_default();
        let is_described = demonym::is_people(p.words, word)
            || demonym::is_adjective(p.words, word)
            || demonym::is_institution(word);
        let is_counted = is_described || p.is_counted(at, p.end());
        let is_title = is_title(p.raw(at)) && p.is_spaced(at) && at + 1 < p.end();
        is_title && !is_counted && !reserved::is_reserved(p.words, p.raw(at), word)
    };
    let has_capitals = matches!(p.words, Words::German | Words::None);
    let after = |at: usize| {
        cardinal::numerals(p, at)
            .into_iter()
            .map(|(_, end)| end)
            .max()
    };
    !has_capitals && (0..p.end()).any(|at| is_number(p, at) && after(at).is_some_and(is_name))
}

/// German nouns that are numbers as well: "mehrere Hundert", "bei Null".
const GERMAN_NOUNS: [&str; 3] = ["hundert", "tausend", "null"];

/// Whether a number in words with a capital is at a token.
fn is_number(p: &Parser, at: usize) -> bool {
    let Some(word) = p.word(at).filter(|_| is_title(p.raw(at))) else {
        return false;
    };
    match p.words {
        Words::English => english::is_number_word(word) || word == "hundred",
        Words::Italian => italian::is_number(word),
        Words::German => {
            let is_adjective = p.word(at + 1).is_some() && !p.is_spaced(at + 1);
            german::is_number_word(word) && !GERMAN_NOUNS.contains(&word) && !is_adjective
        }
        Words::French => french::is_number_word(word),
        Words::Spanish => spanish::is_number_word(word),
        Words::None => false,
    }
}

/// Whether a word has a capital and then lower case. A headline can be all in capitals.
pub(super) fn is_title(raw: &str) -> bool {
    raw.starts_with(char::is_uppercase) && raw.chars().any(char::is_lowercase)
}

/// "The Two Popes", "i Mille": after an article, or after a word in lower case.
fn is_inside(p: &Parser, at: usize) -> bool {
    let Some(last) = at.checked_sub(1).filter(|last| p.word(*last).is_some()) else {
        return false;
    };
    let is_lower = p.raw(last).chars().all(|c| !c.is_uppercase()) && !is_ratio(p, at);
    !p.has_counted() && (is_lower || p.is_one_of(last, p.lexicon.definite))
}

/// "One in Four Renters": a headline writes both numbers of a ratio with a capital.
fn is_ratio(p: &Parser, at: usize) -> bool {
    let first = at.checked_sub(2).filter(|_| p.is_one_of(at - 1, &["in"]));
    p.words == Words::English && first.is_some_and(|first| first == 0 && is_number(p, first))
}

/// "Twenty-One Pilots", "Quatre Cents Coups": two words of one number.
fn is_compound(p: &Parser, at: usize) -> bool {
    let is_hyphen = p.is_sign(at + 1, &['-']) && !p.is_spaced(at + 1);
    let second = if is_hyphen { at + 2 } else { at + 1 };
    p.words != Words::German && is_number(p, second)
}

/// The ONCE is a foundation in Spain.
fn is_once(p: &Parser, at: usize) -> bool {
    p.words == Words::Spanish && p.raw(at) == "ONCE"
}

/// "Otto e Mezzo", "Huit et Demi", "Nine and a Half Weeks": a half with a capital.
fn is_half(p: &Parser, at: usize) -> bool {
    let halves = ["half", "demi", "demie", "mezzo", "mezza", "medio", "media"];
    let is_linked = at
        .checked_sub(1)
        .is_some_and(|last| p.is_one_of(last, &["a", "et", "e", "y"]));
    p.words != Words::German && is_title(p.raw(at)) && p.is_one_of(at, &halves) && is_linked
}

/// "50 Cent" is a rapper. In German every noun has the capital.
fn is_cent(p: &Parser, at: usize) -> bool {
    let is_counted = at
        .checked_sub(1)
        .is_some_and(|last| p.number(last).is_some() || is_number(p, last));
    p.words != Words::German && p.raw(at) == "Cent" && p.is_spaced(at) && is_counted
}

/// Measures that titles have.
const MEASURES: [&str; 15] = [
    "a", "mo", "wk", "d", "h", "min", "s", "[mi_i]", "[ft_i]", "[in_i]", "m", "km", "g", "kg",
    "[lb_av]",
];

/// "Thirty Seconds", "Cien Años": a unit that has a capital too.
fn is_measure(p: &Parser, at: usize) -> bool {
    let units = units::after(p, at);
    let is_listed = units.iter().any(|(it, _)| MEASURES.contains(&it.code));
    p.words != Words::German && is_title(p.raw(at)) && is_listed
}

/// Works that are named by digits and a unit, besides those that go on with "of".
const WORKS: [(&str, &str); 7] = [
    ("8", "mile"),
    ("60", "minutes"),
    ("48", "hours"),
    ("127", "hours"),
    ("13", "hours"),
    ("24", "hours"),
    ("7", "days"),
];

/// English words of titles that German prints as they are.
const ENGLISH_TITLES: [&str; 12] = [
    "monkeys",
    "dalmatians",
    "brothers",
    "sisters",
    "years",
    "angels",
    "kings",
    "feet",
    "men",
    "women",
    "strangers",
    "dogs",
];

/// "12 Monkeys" in German.
fn is_foreign(p: &Parser, at: usize) -> bool {
    let is_number = p.number(at).is_some() && p.is_spaced(at + 1);
    let is_listed = p.is_one_of(at + 1, &ENGLISH_TITLES) && is_title(p.raw(at + 1));
    p.words == Words::German && is_number && is_listed
}

/// "60 Minutes", "5 Seconds of Summer", "24 Ore": digits and a unit with a capital. English
/// has them in headlines too, beside other words.
fn is_work(p: &Parser, at: usize) -> bool {
    let Some(digits) = p.number(at).filter(|_| p.is_spaced(at + 1)) else {
        return false;
    };
    let word = p.word(at + 1).unwrap_or_default();
    let is_known = WORKS.contains(&(digits, word)) || p.is_one_of(at + 2, p.lexicon.of);
    let is_alone = at == 0 && p.end() == 2;
    is_measure(p, at + 1) && (p.words != Words::English || is_known || is_alone)
}
