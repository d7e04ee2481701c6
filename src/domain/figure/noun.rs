//! The nouns around a figure: what it counts. They are not part of its reading.
//!
//! A noun is accepted only if nothing in it can change the number: it has no digits, no
//! multipliers, no units, no currencies, no periods and no bounds, in any language that is
//! read. A multiplier of another language, or a misspelled one, is not a noun either.

use super::{
    amount::Amount,
    demonym,
    error::Why,
    headline,
    lexicon::{self, Words},
    money,
    number::Number,
    parser::{Found, Parser},
    reserved::{self, INNER},
    unread,
};

/// The most words of a noun phrase.
const WORDS_MAX: usize = 7;

/// Letters of the languages that are read.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || "àâäáçéèêëíìîïñóòôöœúùûüßæ".contains(c)
}

/// Whether a word can be part of a noun phrase.
fn is_plain(p: &Parser, at: usize) -> bool {
    let Some(word) = p.word(at) else {
        return false;
    };
    let raw = p.raw(at);
    let letters = raw.to_lowercase();
    let mut letters = letters.chars().filter(|c| !matches!(c, '.' | '\'' | '’'));
    let is_camel = raw
        .chars()
        .zip(raw.chars().skip(1))
        .any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    letters.all(is_letter)
        && !is_camel
        && word.chars().nth(1).is_some()
        && (NAMES.contains(&raw) || is_noun(p, word) || !reserved::is_reserved(p.words, raw, word))
}

/// Abbreviations that are words of another meaning in lower case ("UN peacekeepers"), or that
/// look like the symbol of a unit ("11 % de TVA").
const NAMES: [&str; 5] = ["UN", "US", "UK", "EU", "TVA"];

fn is_noun(p: &Parser, word: &str) -> bool {
    lexicon::phrases(p.lexicon.nouns).any(|noun| noun == word)
}

/// Whether a word can end a noun phrase: it is not an abbreviation, which may be a unit
/// ("5 GB"), and not a name ("10 Downing Street"). `is_linked` says that a preposition of
/// the phrase is before it ("20% of GDP").
fn is_head(p: &Parser, from: usize, at: usize, is_linked: bool) -> bool {
    let raw = p.raw(at);
    let has_vowel = raw
        .to_lowercase()
        .contains(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö', 'ü', 'é']);
    let is_plural = raw.ends_with('s') && raw.chars().nth(2).is_some();
    let is_acronym = is_plural && raw.trim_end_matches('s').chars().all(char::is_uppercase);
    if is_acronym || is_linked {
        return true;
    }
    if !has_vowel || raw.chars().skip(1).any(char::is_uppercase) {
        return false;
    }
    let is_name = raw.chars().next().is_some_and(char::is_uppercase);
    let is_noun = p.words == Words::German && p.is_language_known();
    let word = p.word(at).unwrap_or_default();
    let is_people = from == at && is_plural && demonym::is_people(p.words, word);
    !is_name || is_noun || is_people || demonym::is_institution(word)
}

/// Bodies and parties after a noun in Romance languages: "27 paesi Ue", "20 députés LR".
const BODIES: [&str; 34] = [
    "asean", "brics", "bce", "cgil", "cisl", "cnr", "cia", "eeuu", "fbi", "fmi", "gdf", "inps",
    "lfi", "lr", "nato", "nba", "ocde", "ocse", "ong", "onu", "opec", "opep", "otan", "pd", "pdl",
    "pp", "ps", "psoe", "rai", "rn", "ue", "uil", "usa", "vox",
];

fn is_body(p: &Parser, at: usize) -> bool {
    let is_romance = matches!(p.words, Words::Italian | Words::French | Words::Spanish);
    let is_capital = p.raw(at).starts_with(char::is_uppercase);
    is_romance && is_capital && p.is_one_of(at, &BODIES)
}

/// The token after "CO2", the only formula that is a noun.
fn formula(p: &Parser, at: usize) -> Option<usize> {
    let is_formula = p.raw(at) == "CO" && matches!(p.raw(at + 1), "2" | "₂");
    (is_formula && !p.is_spaced(at + 1)).then_some(at + 2)
}

/// The ends of every noun phrase at a token, or after "of" at it.
fn phrases(p: &Parser, at: usize, is_of: bool) -> Vec<usize> {
    let mut ends = Vec::new();
    let at = if is_of { at + 1 } else { at };
    let mut next = at;
    let mut is_inner = is_of;
    for index in 0..WORDS_MAX {
        let is_hyphen = index > 0 && p.is_sign(next, &['-']) && !p.is_spaced(next);
        let start = if is_hyphen { next + 1 } else { next };
        let Some(word) = p.word(start) else { break };
        let is_link = INNER.contains(&word) && !is_hyphen;
        let is_possessive = index > 0 && word == "s" && !p.is_spaced(start);
        if let Some(end) = formula(p, start) {
            ends.push(end);
            next = end;
            continue;
        }
        if is_possessive {
            is_inner = true;
        } else if is_link {
            // An article follows a preposition only: "3 euros le kilo" is a rate.
            let is_article = ARTICLES.contains(&word);
            if is_article && !is_inner {
                break;
            }
            is_inner = true;
        } else if is_plain(p, start) {
            let is_linked = is_inner && (is_of || !ends.is_empty());
            is_inner = false;
            let is_adjunct = ends.last() == Some(&start) && is_body(p, start);
            if is_adjunct || is_head(p, at, start, is_linked) {
                ends.push(start + 1);
            }
        } else {
            break;
        }
        next = start + 1;
    }
    ends
}

/// Words that are articles only, and never a preposition with an article.
const ARTICLES: [&str; 11] = [
    "the", "l'", "la", "le", "les", "los", "las", "el", "den", "die", "der",
];

/// What can follow an amount.
#[derive(PartialEq, Eq)]
enum Start {
    Any,
    /// Only "of" and a noun: "3 days of talks". "Five day trips" are not five days.
    Of,
    None,
}

/// The ends of every noun phrase at a token, after an amount that ends at `end`.
pub(super) fn after(p: &Parser, amount: Option<&Amount>, end: usize, at: usize) -> Vec<usize> {
    if !p.is_spaced(at) {
        return Vec::new();
    }
    let is_count = amount.is_some_and(|it| it.unit.is_none() && it.money.is_none());
    if p.is_counted(at, p.end()) && is_count && (at..p.end()).all(|word| is_counted(p, word)) {
        return vec![p.end()];
    }
    let start = amount.map_or(Start::Any, |amount| start(p, amount, end));
    // "Half the population" needs no "of".
    let is_the = amount.is_none() && p.is_one_of(at, p.lexicon.definite);
    let is_of = is_the || p.is_one_of(at, p.lexicon.of);
    let is_one = amount.is_some_and(is_one);
    let is_wrong = start == Start::None || start == Start::Of && !is_of || is_of && is_one;
    let noun = if is_of { at + 1 } else { at };
    if is_count && unread::is_next(p, noun) {
        if !lexicon::is_vague(p.word(noun).unwrap_or_default()) {
            p.report(noun, noun + 1, Why::Measure);
        }
        return Vec::new();
    }
    if !p.reads_nouns() || is_wrong || is_one && !is_countable(p, at) {
        return Vec::new();
    }
    let mut ends = phrases(p, at, is_of);
    let is_plain = (at..p.end()).all(|word| is_plain(p, word));
    let headline = headline::end(p, amount, at).filter(|end| is_plain && !ends.contains(end));
    ends.extend(headline);
    ends
}

/// Whether what follows one is a person or thing that is counted. "Un", "una" and "ein" are
/// articles too, and before "manciata", "Mehrheit" and "dreitägiger Streik" they are not a
/// figure. So is "one" before a part or a group of something ("one batch of people").
fn is_countable(p: &Parser, at: usize) -> bool {
    let is_listed = !p.entry(at, p.lexicon.ones).is_empty();
    let has_of = || (at..p.end()).any(|word| p.is_one_of(word, p.lexicon.of));
    let is_number = p.words == Words::English && !has_of();
    is_listed || is_number || !p.entry(at, p.lexicon.people).is_empty()
}

/// Whether a word of what the caller counts can be in a noun phrase. It may be a name.
fn is_counted(p: &Parser, at: usize) -> bool {
    is_plain(p, at) || p.word(at).is_some_and(|word| INNER.contains(&word))
}

/// "One of the men" is not a figure.
fn is_one(amount: &Amount) -> bool {
    let is_bare = amount.unit.is_none() && amount.money.is_none();
    is_bare && amount.numeral.is_words && amount.numeral.value == Number::ONE
}

fn start(p: &Parser, amount: &Amount, at: usize) -> Start {
    let last = at.saturating_sub(1);
    let word = p.word(last).unwrap_or_default();
    let is_joined = p.is_sign(last.saturating_sub(1), &['-']);
    let is_plural = p.words == Words::English && (word.ends_with('s') || word == "feet");
    if let Some(unit) = amount.unit {
        let is_share = ["%", "[ppth]"].contains(&unit.code) || unit.code.starts_with('{');
        let is_free = unit.age || unit.per.is_some() || is_share && p.raw(last) != "pc";
        // "10kg bag", but not "100m sprint". German writes "5 Tagesreisen" as one word.
        let is_symbol = !p.is_spaced(last) && p.raw(last) != "m" && p.raw(last) != "pc";
        let is_german = p.words == Words::German && p.is_spaced(last);
        // "A 100m sprint" or "6m jobs": both readings remain.
        let is_counted = p.is_counted(at, p.end());
        let is_million = p.raw(last) == "m" && !is_counted;
        return if is_free || is_joined || is_plural || is_million || is_symbol || is_german {
            Start::Any
        } else {
            Start::Of
        };
    }
    // "Rs 5 arab" are five billion.
    let is_in_rupees = amount.money.as_ref();
    let is_in_rupees = is_in_rupees.is_some_and(|money| money.codes.contains(&"INR"));
    if is_in_rupees && p.word(at) == Some("arab") {
        return Start::None;
    }
    if let Some(money) = amount.money.as_ref().filter(|_| p.word(last).is_some()) {
        if money.codes.iter().any(|code| *code == p.raw(last)) {
            let is_word = money::WORD_CODES.contains(&p.raw(last));
            return if is_word { Start::None } else { Start::Any };
        }
        // Pounds of something are a weight where people pay in dollars.
        if word.starts_with("pound") {
            return match (p.region().pays_in_dollars(), is_joined) {
                (true, _) => Start::None,
                (false, true) => Start::Any,
                (false, false) => Start::Of,
            };
        }
        // "720p video" has so many lines.
        if p.raw(last) == "p" {
            let is_priced = (at..p.end()).any(|word| p.is_one_of(word, &PRICED));
            return if is_priced { Start::Any } else { Start::None };
        }
        let is_before = money.is_before || p.words == Words::German;
        return if is_before || is_plural || is_joined || money.is_coin {
            Start::Any
        } else {
            Start::Of
        };
    }
    // "10k runners" may run ten kilometres.
    let is_people = || !p.entry(at, p.lexicon.countable).is_empty();
    let is_thousand = p.raw(last).eq_ignore_ascii_case("k") && amount.money.is_none();
    let is_dated = is_year(p, last) && !p.is_one_of(at, &["people", "persons"]);
    if is_thousand && !is_people() || is_dated {
        return Start::None;
    }
    Start::Any
}

/// What pence can be the amount of.
const PRICED: [&str; 30] = [
    "rise",
    "rises",
    "increase",
    "increases",
    "hike",
    "cut",
    "cuts",
    "reduction",
    "drop",
    "fall",
    "charge",
    "charges",
    "levy",
    "tax",
    "duty",
    "fee",
    "fees",
    "fine",
    "price",
    "prices",
    "coin",
    "coins",
    "piece",
    "pieces",
    "stamp",
    "stamps",
    "dividend",
    "fare",
    "fares",
    "discount",
];

/// Whether an English number may be a year: "the 2024 election". Other languages write the
/// year after the noun.
fn is_year(p: &Parser, at: usize) -> bool {
    let digits = p.number(at).filter(|_| p.words == Words::English);
    digits.is_some_and(|digits| {
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
    })
}

/// The token after a count, or after each noun that follows it: "one person" in five.
pub(super) fn counted(p: &Parser, at: usize) -> Vec<usize> {
    let nouns = p.reads_nouns() && p.is_spaced(at);
    let mut ends = if nouns {
        phrases(p, at, false)
    } else {
        Vec::new()
    };
    // A name is a noun here, because the ratio goes on: "un Français sur cinq".
    // "Una coppia su due": nobody counts couples in pairs.
    let is_shared = || !p.entry(at, p.lexicon.shared).is_empty();
    if nouns && (is_plain(p, at) || is_shared()) && !ends.contains(&(at + 1)) {
        ends.push(at + 1);
    }
    ends.push(at);
    ends
}

/// Whether what is counted one by one is at a token: people, or what the language lists.
pub(super) fn is_counted_noun(p: &Parser, at: usize) -> bool {
    let lists = [p.lexicon.people, p.lexicon.ones, p.lexicon.countable];
    lists.into_iter().any(|list| !p.entry(at, list).is_empty())
}

/// Every noun phrase at the start of the text, with its article, before an age.
pub(super) fn before(p: &Parser, at: usize) -> Vec<usize> {
    if !p.reads_nouns() {
        return Vec::new();
    }
    phrases(p, after_article(p, at), false)
}

/// People at the start of the text: "uomini di", "men".
pub(super) fn people(p: &Parser, at: usize) -> Found<()> {
    let mut found = Vec::new();
    for end in p.entry(after_article(p, at), p.lexicon.people) {
        found.push(((), end));
        if p.is_one_of(end, p.lexicon.of) && p.is_apart(end + 1) {
            found.push(((), end + 1));
        }
    }
    found
}

fn after_article(p: &Parser, at: usize) -> usize {
    let is_article = p.is_one_of(at, p.lexicon.definite) || p.is_one_of(at, p.lexicon.indefinite);
    if is_article { at + 1 } else { at }
}

/// Whether the rest of the text is what the figure counts, whatever its words are. Its
/// first word must not be able to change the number.
pub(super) fn is_skipped(p: &Parser, at: usize) -> bool {
    let first = p.word(at).unwrap_or_default();
    p.skips_counted()
        && !first.is_empty()
        && !reserved::is_factor(p.raw(at), first)
        && p.is_spaced(at)
        && p.is_counted(at, p.end())
}
