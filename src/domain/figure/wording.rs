//! The words before and after the numbers of a figure.

use super::{
    lexicon::{
        Limit,
        Modifier::{
            self, About, Age, AgeEnd, Counted, End, Just, Measured, Of, Plain, Share, Single,
        },
        Words,
    },
    money, noun,
    parser::{Found, Parser},
    period,
    quantity::PerPeriod,
    units,
};

/// What all the words around the numbers say.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    pub is_about: bool,
    pub sides: Vec<Limit>,
    pub is_age: bool,
    pub is_of: bool,
    pub is_single: bool,
    pub is_share: bool,
    pub is_measured: bool,
    pub is_counted: bool,
    pub periods: Vec<PerPeriod>,
    /// Whether it is "per hour" in words that mean kilometres if no unit is printed.
    pub is_speed: bool,
    /// Whether it is said what is counted.
    pub has_noun: bool,
}

pub(super) const MODIFIERS_MAX: usize = 3;

/// Every sequence of at most `max` modifiers at a token.
pub(super) fn before(p: &Parser, at: usize, max: usize) -> Found<Vec<Modifier>> {
    p.reach(at);
    let mut found = vec![(Vec::new(), at)];
    if max == 0 {
        return found;
    }
    for (modifier, next) in modifiers(p, at) {
        for (mut rest, end) in before(p, next, max - 1) {
            rest.insert(0, modifier);
            found.push((rest, end));
        }
    }
    found
}

pub(super) fn modifiers(p: &Parser, at: usize) -> Found<Modifier> {
    let mut words = p.phrases(at, p.lexicon.before);
    words.extend(p.phrases(at, p.lexicon.openings));
    // "C4" and "C$" are not "c." before a number.
    words.retain(|(_, next)| p.is_apart(*next));
    // "ALL 155" may be Albanian money.
    words.retain(|_| !money::WORD_CODES.contains(&p.raw(at)));
    // "Just over" is one phrase, and not "just" and "over".
    let longest = words.iter().map(|(_, next)| *next).max();
    words.retain(|(_, next)| Some(*next) == longest);
    words.into_iter().chain(comparison(p, at)).collect()
}

/// Every beginning of a figure: modifiers, or people and their age ("people aged").
pub(super) fn beginnings(p: &Parser) -> Found<Vec<Modifier>> {
    let mut found = before(p, 0, MODIFIERS_MAX);
    for noun in noun::before(p, 0) {
        for (_, age) in modifiers(p, noun).into_iter().filter(|(it, _)| *it == Age) {
            for (mut modifiers, next) in before(p, age, MODIFIERS_MAX - 1) {
                modifiers.push(Age);
                found.push((modifiers, next));
            }
        }
    }
    found.extend(aged(p).map(|next| (vec![Single], next)));
    for ((), people) in noun::people(p, 0) {
        for (mut modifiers, next) in before(p, people, MODIFIERS_MAX - 1) {
            modifiers.push(Of);
            found.push((modifiers, next));
        }
        for (modifier, next) in p.phrases(people, p.lexicon.after_people) {
            found.push((vec![modifier], next));
        }
    }
    found
}

/// Nobody is older.
const YEARS_MAX: u32 = 120;

/// What is more than the years after it.
const MULTIPLES: [&str; 3] = ["multiple", "multiplo", "multiplos"];

/// "Un veuf de 83 ans": an article, a noun in lower case, and years in digits. A number of
/// years that is no age ("un bail de 9 ans") has the same value.
fn aged(p: &Parser) -> Option<usize> {
    let is_romance = matches!(p.words, Words::Italian | Words::French | Words::Spanish);
    let is_lower = |at: usize| !p.raw(at).contains(char::is_uppercase);
    let is_years = |at: usize| {
        let digits: u32 = p
            .number(at)
            .and_then(|it| it.parse().ok())
            .unwrap_or_default();
        let units = units::after(p, at + 1);
        let is_year = units
            .iter()
            .any(|(unit, end)| unit.code == "a" && unit.size == 1 && *end == p.end());
        (1..=YEARS_MAX).contains(&digits) && is_year
    };
    let nouns = noun::before(p, 0).into_iter();
    let is_noun = |at: usize| is_lower(at) && !p.is_one_of(at, &MULTIPLES);
    let mut ends = nouns.filter(|end| (1..*end).all(is_noun) && p.is_one_of(*end, &["de", "di"]));
    let start = ends.find(|end| is_years(end + 1)).map(|end| end + 1);
    start.filter(|_| is_romance && p.is_one_of(0, p.lexicon.indefinite))
}

fn comparison(p: &Parser, at: usize) -> Option<(Modifier, usize)> {
    let is_equal = p.is_sign(at + 1, &['=']) && !p.is_spaced(at + 1);
    let (modifier, length) = match p.sign(at)? {
        '~' | '≈' => (About, 1),
        '>' if is_equal => (End(Limit::Lower { open: false }), 2),
        '<' if is_equal => (End(Limit::Upper { open: false }), 2),
        '>' => (End(Limit::Lower { open: true }), 1),
        '<' => (End(Limit::Upper { open: true }), 1),
        '≥' => (End(Limit::Lower { open: false }), 1),
        '≤' => (End(Limit::Upper { open: false }), 1),
        _ => return None,
    };
    Some((modifier, at + length))
}

/// Every sequence of at most `max` modifiers and periods at a token.
pub(super) fn after(p: &Parser, at: usize, max: usize) -> Found<Around> {
    p.reach(at);
    let mut found = vec![(Around::default(), at)];
    if max == 0 {
        return found;
    }
    let mut words = p.phrases(p.joined(at), p.lexicon.after);
    words.extend(p.phrases(p.joined(at), p.lexicon.closings));
    let plus = (End(Limit::Lower { open: false }), at + 1);
    let plus = p.is_sign(at, &['+']).then_some(plus);
    for (modifier, next) in words.into_iter().chain(plus) {
        for (mut rest, end) in after(p, next, max - 1) {
            rest.modify(modifier);
            found.push((rest, end));
        }
    }
    // "Three times a week" is three a week.
    let times = p.entry(at, p.lexicon.times);
    let starts = times.iter().map(|next| (true, *next));
    for (is_times, start) in starts.chain([(false, at)]) {
        for (period, next) in period::after(p, start) {
            for (mut rest, end) in after(p, next, max - 1) {
                rest.periods.push(period);
                rest.is_measured |= is_adjective(p, start, next);
                rest.is_speed |= p.entry(start, p.lexicon.idle_hours).contains(&next);
                rest.is_counted |= is_times;
                found.push((rest, end));
            }
        }
    }
    found
}

/// Whether a period is an adjective, which can also be one of a noun: "5 fusi orari" and
/// "10 rapports annuels" are not so many in that time.
fn is_adjective(p: &Parser, at: usize, end: usize) -> bool {
    let mut adverbs = p.phrases(at, p.lexicon.adverbs).into_iter();
    let is_romance = matches!(p.words, Words::Italian | Words::French | Words::Spanish);
    let word = p.word(end.saturating_sub(1)).unwrap_or_default();
    is_romance && adverbs.any(|(_, next)| next == end) && !word.ends_with("mente")
}

impl Around {
    pub(super) fn modify(&mut self, modifier: Modifier) {
        match modifier {
            About => self.is_about = true,
            End(side) => self.sides.push(side),
            Just(side) => {
                self.is_about = true;
                self.sides.push(side);
            }
            Age => self.is_age = true,
            AgeEnd(side) => {
                self.is_age = true;
                self.sides.push(side);
            }
            Of => self.is_of = true,
            Single => {
                self.is_of = true;
                self.is_single = true;
            }
            Measured => self.is_measured = true,
            Counted => self.is_counted = true,
            Share => self.is_share = true,
            Plain => {}
        }
    }
}
