//! Numbers in digits or words, with the multipliers that follow them.

use super::{
    english,
    error::Why,
    french, german, italian,
    lexicon::Words,
    marks,
    number::{self, Number},
    numeral::Numeral,
    parser::{Found, Parser},
    spanish, spoken,
};

fn half() -> Number {
    Number::new(5, 1)
}

/// Every reading of a number at a token.
pub(super) fn numerals(p: &Parser, at: usize) -> Found<Numeral> {
    p.numerals.at(at, || find_numerals(p, at))
}

fn find_numerals(p: &Parser, at: usize) -> Found<Numeral> {
    let mut found = Vec::new();
    for (simple, next) in simple(p, at).into_iter().chain(halves(p, at)) {
        let halved = and_half(p, simple, next);
        for (simple, next) in halved.into_iter().chain([(simple, next)]) {
            let scaled = scaled(p, simple, next);
            for (scaled, next) in scaled.into_iter().chain([(simple, next)]) {
                found.push((scaled, next));
                found.extend(and_half_multiplier(p, scaled, next));
                found.extend(composed(p, scaled, next));
            }
        }
    }
    found
}

/// Number words that are something else in English. They are read only if the language is
/// known.
const FALSE_FRIENDS: [&str; 3] = ["elf", "once", "seize"];

/// A number without a multiplier.
fn simple(p: &Parser, at: usize) -> Found<Numeral> {
    if let Some(digits) = p.number(at) {
        return match marks::value(digits, p.marks) {
            Ok(value) => with_fraction(p, value, at + 1),
            Err(why) => {
                p.report(at, at + 1, why);
                Vec::new()
            }
        };
    }
    if let Some(value) = fraction(p, at) {
        return vec![(Numeral::digits(value), at + 1)];
    }
    let is_friend = p.word(at).is_some_and(|word| FALSE_FRIENDS.contains(&word));
    if is_friend && !p.is_language_known() {
        return Vec::new();
    }
    let about = p.phrases(at, p.lexicon.about).into_iter();
    let about = about.map(|(count, next)| (Numeral::about(count), next));
    let words = words(p, at);
    let digit = |at| {
        let digits = self::words(p, at).into_iter();
        let mut digits = digits.filter_map(|(it, next)| Some((digit(&it)?, next)));
        digits.next()
    };
    let spoken = words
        .iter()
        .map(|(whole, next)| spoken::decimals(p, *whole, *next, digit));
    let spoken: Found<Numeral> = spoken.flatten().collect();
    words.into_iter().chain(about).chain(spoken).collect()
}

/// A number word as a single digit.
fn digit(numeral: &Numeral) -> Option<u32> {
    let digit = u32::try_from(numeral.value).ok()?;
    (!numeral.is_article && numeral.scale.is_none() && digit < 10).then_some(digit)
}

/// A number in the words of the language.
fn words(p: &Parser, at: usize) -> Found<Numeral> {
    match p.words {
        Words::English => english::numerals(p, at),
        Words::Italian => italian::numerals(p, at),
        Words::German => german::numerals(p, at),
        Words::French => french::numerals(p, at),
        Words::Spanish => spanish::numerals(p, at),
        Words::None => Vec::new(),
    }
}

/// Digits, with the fraction sign that may follow them ("2½").
fn with_fraction(p: &Parser, value: Number, next: usize) -> Found<Numeral> {
    let fraction = fraction(p, next).filter(|_| !p.is_spaced(next) && value.scale() == 0);
    match fraction.and_then(|fraction| number::sum(value, fraction)) {
        Some(value) => vec![(Numeral::digits(value), next + 1)],
        None => vec![(Numeral::digits(value), next)],
    }
}

fn fraction(p: &Parser, at: usize) -> Option<Number> {
    match p.sign(at)? {
        '¼' => Some(Number::new(25, 2)),
        '½' => Some(half()),
        '¾' => Some(Number::new(75, 2)),
        _ => None,
    }
}

/// "Half a", before a multiplier or a unit.
fn halves(p: &Parser, at: usize) -> Found<Numeral> {
    let half = Numeral {
        value: half(),
        ..Numeral::article()
    };
    let ends = p.entry(at, p.lexicon.halves).into_iter();
    let after_hyphen = |end| {
        let is_hyphen = p.is_sign(end, &['-']) && !p.is_spaced(end) && !p.is_spaced(end + 1);
        if is_hyphen { end + 1 } else { end }
    };
    ends.map(|end| (half, after_hyphen(end))).collect()
}

fn and_half_ends(p: &Parser, at: usize) -> Vec<usize> {
    p.entry(p.joined(at), p.lexicon.and_half)
}

/// "Three and a half", before a multiplier.
fn and_half(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let is_whole = simple.value.scale() == 0 && simple.scale.is_none() && !simple.is_article;
    let ends = and_half_ends(p, next).into_iter().filter(|_| is_whole);
    let sum = |end| Some((simple.plus(Numeral::digits(half()))?, end));
    ends.filter_map(sum).collect()
}

/// "A million and a half".
fn and_half_multiplier(p: &Parser, scaled: Numeral, next: usize) -> Found<Numeral> {
    let Some((_, exponent)) = scaled.scale.filter(|_| scaled.value.scale() == 0) else {
        return Vec::new();
    };
    let sum = |end| {
        let half = number::shifted(half(), exponent)?;
        let sum = scaled.plus(Numeral::digits(half))?;
        Some((sum, end))
    };
    // "Ventimila e mezzo" could be half of one or of a thousand. Nobody writes that.
    let ends = if scaled.is_words && exponent < 6 && p.words != Words::English {
        Vec::new()
    } else {
        and_half_ends(p, next)
    };
    ends.into_iter().filter_map(sum).collect()
}

/// "Millón y medio": a million and a half, without a number before it.
pub(super) fn one_and_half(p: &Parser, at: usize) -> Found<Numeral> {
    let scaled = scaled(p, Numeral::article(), at).into_iter();
    let halved = scaled.flat_map(|(scaled, next)| and_half_multiplier(p, scaled, next));
    halved.filter(|_| p.word(at) != Some("mil")).collect()
}

/// A number with the multipliers that follow it ("thousand", "thousand million").
pub(super) fn scaled(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let mut found = hundreds(p, simple, next);
    for (exponent, needs_money, end) in scales(p, next) {
        if simple.exponent() >= exponent {
            continue;
        }
        let Some(once) = simple.times(exponent) else {
            p.report(next.saturating_sub(1), end, Why::Digits);
            continue;
        };
        let once = Numeral {
            needs_money,
            ..once
        };
        found.push((once, end));
        // "Thousand million", "lakh crore".
        if matches!(exponent, 3 | 5) {
            found.extend(scaled(p, once, end));
        }
    }
    found
}

/// "5 hundred" and "5 dozen", in digits.
fn hundreds(p: &Parser, simple: Numeral, next: usize) -> Found<Numeral> {
    let is_few = !simple.is_words && simple.scale.is_none() && simple.value < Number::ONE_HUNDRED;
    let end = p
        .phrase(next, "hundred")
        .filter(|_| is_few && p.words == Words::English);
    let hundreds = |end| Some((simple.times(2)?, end));
    end.and_then(hundreds)
        .into_iter()
        .chain(dozens(p, simple, next))
        .collect()
}

fn dozens(p: &Parser, simple: Numeral, next: usize) -> Option<(Numeral, usize)> {
    let is_digits = !simple.is_words && simple.scale.is_none();
    let is_count = is_digits || simple.value > Number::ONE;
    let mut ends = p.entry(next, p.lexicon.dozen).into_iter();
    let end = ends.find(|_| is_count && simple.scale.is_none() && !simple.approximate)?;
    let value = number::product(simple.value, 12)?;
    // "Deux douzaines" are about as exact as "une douzaine".
    let approximate = p.words != Words::English && p.words != Words::German;
    Some((
        Numeral {
            value,
            approximate,
            is_dozens: true,
            ..simple
        },
        end,
    ))
}

fn scales(p: &Parser, at: usize) -> Vec<(u32, bool, usize)> {
    // "5,000-crore": a hyphen joins a multiplier to digits, but not to words.
    let is_digits = at
        .checked_sub(1)
        .is_some_and(|last| p.number(last).is_some());
    let at = if is_digits { p.joined(at) } else { at };
    let plain = p.phrases(at, p.lexicon.scales).into_iter();
    let money = p.phrases(at, p.lexicon.money_scales).into_iter();
    let mut found: Vec<_> = plain
        .map(|(exponent, end)| (exponent, false, end))
        .collect();
    found.extend(money.map(|(exponent, end)| (exponent, true, end)));
    match p.raw(at) {
        "k" | "K" => {
            let is_sure = is_thousand(p, at);
            if !is_sure {
                p.report(at.saturating_sub(1), at + 1, Why::Name);
            }
            found.push((3, !is_sure, at + 1));
        }
        "M" if !matches!(p.words, Words::English | Words::Italian) => {
            // "8M" is the 8th of March in Spanish, and "5 M€" are millions.
            found.push((6, p.words == Words::Spanish, at + 1));
        }
        _ => {}
    }
    found
}

/// Races and accounts that are named by a number of thousands.
const NAMED_THOUSANDS: [&str; 13] = [
    "1", "3", "5", "8", "10", "12", "15", "20", "21", "42", "100", "401", "403",
];

/// Whether "k" is surely a thousand without a currency. "300 K" can be kelvins, "4K" are the
/// pixels of a screen, and "a 10k" is a race.
fn is_thousand(p: &Parser, at: usize) -> bool {
    let digits = at.checked_sub(1).and_then(|last| p.number(last));
    let is_named = digits.is_none_or(|digits| NAMED_THOUSANDS.contains(&digits));
    let is_counted = p.has_counted() || !p.entry(at + 1, p.lexicon.countable).is_empty();
    let is_sure = p.raw(at) == "k" && !is_named;
    !p.is_spaced(at) && (is_counted || is_sure)
}

/// "Two million three hundred thousand": a number with a multiplier, and a smaller number.
fn composed(p: &Parser, head: Numeral, next: usize) -> Found<Numeral> {
    if head.exponent() < 3 || head.value.scale() > 0 || head.is_article {
        return Vec::new();
    }
    let link = p.phrase(next, p.lexicon.and);
    let unit = number::shifted(Number::ONE, head.exponent());
    let mut found = Vec::new();
    let rests = numerals(p, link.unwrap_or(next)).into_iter();
    for (rest, end) in rests.filter(|(rest, _)| !rest.is_article) {
        let fits = unit.is_some_and(|unit| rest.value > Number::ZERO && rest.value < unit);
        // "Two million three hundred" may be short for "two million three hundred
        // thousand".
        let is_clear = rest.exponent() >= 3
            || rest.is_words && (head.exponent() == 3 || rest.value >= Number::ONE_THOUSAND);
        if fits && is_clear && rest.value.scale() == 0 {
            found.extend(head.plus(rest).map(|sum| (sum, end)));
        }
    }
    found
}
