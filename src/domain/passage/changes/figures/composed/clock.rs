//! Times of day: "7pm", "19:00", "18 h 30", "alle sei di sera", "halb sieben", "noon".
//!
//! A time of the first half of a day may be one of the second half, unless digits or words say
//! which. Such a time has both values.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::domain::passage::changes::{
    figures::{
        number_words::{LINKS, is_number_like},
        spelled,
        value::{Figure, Value},
    },
    language::Language,
    words::{Kind, Word},
};

const HOUR: u32 = 60;
const HALF_DAY: u32 = 12 * HOUR;

/// Words for the middle of the day and of the night, with their hour.
const MIDDLES: &[(&str, u32)] = &[
    ("noon midday mittag mittags midi mezzogiorno mediodía", 12),
    (
        "midnight mitternacht mitternachts minuit mezzanotte medianoche",
        24,
    ),
];

/// Words between the hours and the minutes, and behind the hours.
const HOURS: &[&str] = &["h", "heures", "heure", "uhr", "horas"];

/// Words before a time.
const BEFORE: &[&str] = &[
    "at", "alle", "ore", "las", "à", "um", "gegen", "ab", "dalle", "by", "until",
];

/// Words of the first and of the second half of a day.
const MORNING: &[&str] = &[
    "am",
    "a . m",
    "in the morning",
    "morgens",
    "du matin",
    "di mattina",
    "del mattino",
    "de la mañana",
];
const EVENING: &[&str] = &[
    "pm",
    "p . m",
    "in the evening",
    "in the afternoon",
    "at night",
    "abends",
    "nachmittags",
    "am abend",
    "am nachmittag",
    "du soir",
    "de l' après - midi",
    "de l' après-midi",
    "di sera",
    "della sera",
    "del pomeriggio",
    "de la tarde",
    "de la noche",
];

/// Reads a time of several words, or one in a word of its own.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<Figure> {
    let (values, end) = middle(words, at)
        .or_else(|| in_parts(words, at))
        .or_else(|| past(words, at, language))
        .or_else(|| behind_hour(words, at, language))?;
    let is_certain = !MIDDLES.iter().any(|(of, _)| has(of, &words[at].folded));
    Some(Figure {
        values,
        words: at..end,
        measure: None,
        is_certain,
    })
}

/// Adds the time that a number may be.
pub(super) fn widen(words: &[Word<'_>], figure: &mut Figure, language: Language) {
    let range = figure.words.clone();
    let last = &words[range.end - 1];
    let digits: &str = last.folded.trim_end_matches(char::is_alphabetic);
    let suffix = &last.folded[digits.len()..];
    let is_plain = range.len() == 1 && last.kind == Kind::Number;
    let next = words.get(range.end).map_or("", |it| it.folded.as_str());
    let before = range
        .start
        .checked_sub(1)
        .map_or("", |it| words[it].folded.as_str());
    let half = match suffix {
        "am" | "pm" => Some(suffix == "pm"),
        _ => half_behind(words, range.end),
    };
    let is_oclock = next == "o'clock" || next == "o";
    let is_time = half.is_some()
        || BEFORE.contains(&before)
        || HOURS.contains(&next)
        || HOURS.contains(&suffix)
        || is_oclock;
    let marked = digits.split_once([':', '.', 'h']).filter(|_| is_plain);
    let minutes = match marked {
        Some((hours, minutes)) if minutes.len() == 2 => time(hours, minutes),
        _ if is_time => figure.values.iter().find_map(|it| of_number(it.number()?)),
        _ => None,
    };
    let is_open = language == Language::English && !digits.starts_with('0')
        || last.kind == Kind::Word
        || is_oclock;
    let times = minutes.into_iter().flat_map(|it| halves(it, half, is_open));
    figure.values.extend(times);
}

/// The time of hours with a half: "six heures et demie" was read as 6.5.
fn of_number(number: Decimal) -> Option<u32> {
    let minutes = number.checked_mul(Decimal::from(HOUR))?;
    let minutes = minutes.is_integer().then(|| minutes.to_u32())??;
    let is_time = minutes <= 2 * HALF_DAY && minutes.is_multiple_of(HOUR / 2);
    (is_time && !number.is_sign_negative()).then_some(minutes)
}

/// The times that a time on the face of a clock may be.
fn halves(minutes: u32, is_second: Option<bool>, is_open: bool) -> Vec<Value> {
    if minutes >= 2 * HALF_DAY {
        return vec![Value::Time(0)];
    }
    let early = minutes % HALF_DAY;
    let is_face = minutes < HALF_DAY + HOUR;
    let times = match is_second {
        Some(true) if is_face => vec![early + HALF_DAY],
        Some(false) if is_face => vec![early],
        None if is_face && is_open => vec![early, early + HALF_DAY],
        _ => vec![minutes % (2 * HALF_DAY)],
    };
    times.into_iter().map(Value::Time).collect()
}

fn time(hours: &str, minutes: &str) -> Option<u32> {
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < HOUR).then_some(hours * HOUR + minutes)
}

/// "Noon", "minuit".
fn middle(words: &[Word<'_>], at: usize) -> Option<(Vec<Value>, usize)> {
    let (_, hour) = MIDDLES.iter().find(|(of, _)| has(of, &words[at].folded))?;
    let numbers = [*hour, hour % 24, 12].map(|it| Value::Number(Decimal::from(it)));
    let time = Value::Time(hour % 24 * HOUR);
    Some((numbers.into_iter().chain([time]).collect(), at + 1))
}

/// "18 h 30", "18h30", "18 heures 30".
fn in_parts(words: &[Word<'_>], at: usize) -> Option<(Vec<Value>, usize)> {
    let number = |at: usize| words.get(at).filter(|it| it.kind == Kind::Number);
    let hours = number(at)?.folded.as_str();
    let (hours, minutes, end) = match hours.split_once(['h', 'H']) {
        Some((hours, "")) => (hours, number(at + 1)?.folded.as_str(), at + 2),
        Some((hours, minutes)) => (hours, minutes, at + 1),
        None => {
            let between = words.get(at + 1)?;
            let is_hour = HOURS.contains(&between.folded.as_str());
            (
                hours,
                number(at + 2).filter(|_| is_hour)?.folded.as_str(),
                at + 3,
            )
        }
    };
    let minutes = time(hours, minutes).filter(|_| minutes.len() == 2)?;
    let values = halves(minutes, half_behind(words, end), false);
    Some((values, end))
}

/// "Half past six", "quarter to seven", "halb sieben", "Viertel nach sechs".
fn past(words: &[Word<'_>], at: usize, language: Language) -> Option<(Vec<Value>, usize)> {
    let phrases: &[(&str, i64)] = match language {
        Language::English => &[
            ("half past", 30),
            ("a quarter past", 15),
            ("quarter past", 15),
            ("a quarter to", -15),
            ("quarter to", -15),
        ],
        Language::German => &[("halb", -30), ("viertel nach", 15), ("viertel vor", -15)],
        _ => &[],
    };
    let found = phrases.iter().find(|(phrase, _)| is_at(words, at, phrase));
    let (phrase, minutes) = found?;
    let (hour, end) = spelled::cardinal(words, at + phrase.split(' ').count(), language)?;
    at_face(words, hour, *minutes, end)
}

/// "Sei e un quarto", "six heures moins le quart", "seis y cuarto", "seis y media".
fn behind_hour(words: &[Word<'_>], at: usize, language: Language) -> Option<(Vec<Value>, usize)> {
    let phrases: &[(&str, i64)] = match language {
        Language::French => &[
            ("et quart", 15),
            ("et demie", 30),
            ("moins le quart", -15),
            ("moins cinq", -5),
            ("moins dix", -10),
            ("moins vingt", -20),
        ],
        Language::Italian => &[
            ("e un quarto", 15),
            ("e mezza", 30),
            ("e mezzo", 30),
            ("meno un quarto", -15),
            ("meno cinque", -5),
            ("meno dieci", -10),
            ("meno venti", -20),
        ],
        Language::Spanish => &[
            ("y cuarto", 15),
            ("y media", 30),
            ("menos cuarto", -15),
            ("menos cinco", -5),
            ("menos diez", -10),
            ("menos veinte", -20),
        ],
        _ => &[],
    };
    let first = words.get(at)?;
    let is_first = first.kind == Kind::Number || is_number_like(&first.folded);
    if phrases.is_empty() || !is_first || LINKS.contains(&first.folded.as_str()) {
        return None;
    }
    let before = at.checked_sub(1).map_or("", |it| words[it].folded.as_str());
    let hour = spelled::number(first.text, language)?.to_u32()?;
    let is_hour = words
        .get(at + 1)
        .is_some_and(|it| HOURS.contains(&it.folded.as_str()));
    let from = at + 1 + usize::from(is_hour);
    let found = phrases
        .iter()
        .find(|(phrase, _)| is_at(words, from, phrase));
    let (phrase, minutes) = found.filter(|_| BEFORE.contains(&before) || before == "le")?;
    let end = from + phrase.split(' ').count();
    let (mut values, end) = at_face(words, hour, *minutes, end)?;
    // "Alle sei e mezza" may be six and a half of something else.
    let part = Decimal::from(*minutes) / Decimal::from(HOUR);
    values.push(Value::Number((Decimal::from(hour) + part).normalize()));
    Some((values, end))
}

fn at_face(words: &[Word<'_>], hour: u32, minutes: i64, end: usize) -> Option<(Vec<Value>, usize)> {
    let minutes = (i64::from(hour * HOUR) + minutes).rem_euclid(i64::from(2 * HALF_DAY));
    let minutes = u32::try_from(minutes).ok().filter(|_| hour <= 24)?;
    let is_open = hour <= 12;
    Some((halves(minutes, half_behind(words, end), is_open), end))
}

/// Whether words at an index say that a time is in the second half of a day.
fn half_behind(words: &[Word<'_>], at: usize) -> Option<bool> {
    let skipped = words
        .get(at)
        .is_some_and(|it| HOURS.contains(&it.folded.as_str()) || it.folded == "o'clock");
    let at = at + usize::from(skipped);
    let is_any = |phrases: &[&str]| phrases.iter().any(|it| is_at(words, at, it));
    if is_any(EVENING) {
        return Some(true);
    }
    is_any(MORNING).then_some(false)
}

fn is_at(words: &[Word<'_>], at: usize, phrase: &str) -> bool {
    let printed = words.get(at..at + phrase.split(' ').count());
    printed.is_some_and(|it| it.iter().map(|it| it.folded.as_str()).eq(phrase.split(' ')))
}

fn has(words: &str, word: &str) -> bool {
    words.split(' ').any(|it| it == word)
}
