//! Ages that name a group of people: "over-65s", "in his 40s", "un trentenne".

use super::{
    german, italian,
    lexicon::Words,
    number::Number,
    parser::{Found, Parser},
    range::Interval,
};

/// The bounds of an age in years.
#[derive(Clone, Copy, Debug)]
pub(super) struct Years {
    pub interval: Interval,
    /// Whether it is only about so many years.
    pub is_about: bool,
}

/// Every age at a token.
pub(super) fn groups(p: &Parser, at: usize) -> Found<Years> {
    let found = match p.words {
        Words::English => [plurals(p, at), decades(p, at), teens(p, at)],
        Words::Italian => [spelled(p, at), beyond(p, at), round(p, at)],
        Words::German => [
            german_parts(p, at),
            german_people(p, at),
            german_bound(p, at),
        ],
        _ => [None, None, None],
    };
    found.into_iter().flatten().collect()
}

const fn exactly(interval: Interval) -> Years {
    Years {
        interval,
        is_about: false,
    }
}

fn after_article(p: &Parser, at: usize) -> usize {
    let is_article = p.is_one_of(at, p.lexicon.definite) || p.is_one_of(at, p.lexicon.indefinite);
    if is_article { at + 1 } else { at }
}

/// The token after a hyphen that joins two words, or the same token.
fn after_hyphen(p: &Parser, at: usize) -> usize {
    let is_hyphen = p.is_sign(at, &['-']) && !p.is_spaced(at) && !p.is_spaced(at + 1);
    if is_hyphen { at + 1 } else { at }
}

/// "The over-65s", "under-18s", "under-fives".
fn plurals(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let at = if p.is_one_of(at, p.lexicon.definite) {
        at + 1
    } else {
        at
    };
    let start = after_hyphen(p, at + 1);
    let spelled = || spelled_plural(p, start).filter(|_| start > at + 1);
    let (years, end) = years(p, start).or_else(spelled)?;
    match p.word(at)? {
        "over" => Some((exactly((Some((years, true)), None)), end)),
        "under" => Some((exactly((None, Some((years, true)))), end)),
        _ => None,
    }
}

/// Ages in words in the plural, besides the decades.
const SPELLED: [(&str, u32); 13] = [
    ("twos", 2),
    ("threes", 3),
    ("fours", 4),
    ("fives", 5),
    ("sixes", 6),
    ("sevens", 7),
    ("eights", 8),
    ("nines", 9),
    ("tens", 10),
    ("elevens", 11),
    ("twelves", 12),
    ("sixteens", 16),
    ("eighteens", 18),
];

/// "Fives", "sixties".
fn spelled_plural(p: &Parser, at: usize) -> Option<(Number, usize)> {
    let word = p.word(at)?;
    let listed = SPELLED.iter().find(|(plural, _)| *plural == word);
    let years = listed.map(|(_, years)| *years).or_else(|| decade(word))?;
    Some((Number::from(years), at + 1))
}

/// The first age of a decade of life in words.
fn decade(word: &str) -> Option<u32> {
    let index = DECADES.iter().position(|it| word == *it)?;
    Some(u32::try_from(index).ok()? * 10 + 20)
}

const POSSESSIVES: [&str; 3] = ["his", "her", "their"];

/// The words of decades of life, or of a century, from the twenties on.
pub(super) const DECADES: [&str; 8] = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
];

/// "In his 40s": from 40 to under 50. "In her mid-40s", "mid-40s". "The mid-40s" can be
/// degrees, or years of a century.
fn decades(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let start = p.phrase(at, "in").unwrap_or(at);
    let has_owner = p.is_one_of(start, &POSSESSIVES);
    let start = if has_owner { start + 1 } else { at };
    let part = match p.word(start) {
        Some("early") => Some(Part::Early),
        Some("mid") => Some(Part::Mid),
        Some("late") => Some(Part::Late),
        _ => None,
    };
    let number = match part {
        Some(_) => after_hyphen(p, start + 1),
        None => start,
    };
    let in_digits = years(p, number);
    let in_words = || {
        let decade = decade(p.word(number)?)?;
        Some((Number::from(decade), number + 1))
    };
    let is_clear = has_owner || part.is_some() && in_digits.is_some();
    let (decade, end) = in_digits.or_else(in_words).filter(|_| is_clear)?;
    Some((within(decade, part)?, end))
}

/// "In his teens".
fn teens(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let at = p.phrase(at, "in").unwrap_or(at);
    let is_owner = p.is_one_of(at, &POSSESSIVES) && p.word(at + 1) == Some("teens");
    let bound = |years: u32, open| Some((Number::from(years), open));
    is_owner.then(|| (exactly((bound(13, false), bound(20, true))), at + 2))
}

/// A part of a decade of life.
#[derive(Clone, Copy)]
enum Part {
    Early,
    Mid,
    Late,
}

/// The ages of a decade of life, or of a part of it. Early are its first four years, mid the
/// three after them, and late its last three. Nobody counts that exactly.
fn within(decade: Number, part: Option<Part>) -> Option<Years> {
    let is_decade = decade.checked_rem(Number::TEN)?.is_zero() && decade >= Number::TEN;
    let (from, to): (u32, u32) = match part {
        None => (0, 10),
        Some(Part::Early) => (0, 4),
        Some(Part::Mid) => (4, 7),
        Some(Part::Late) => (7, 10),
    };
    let bound = |years: u32, open| Some((decade.checked_add(Number::from(years))?, open));
    is_decade.then_some(Years {
        interval: (bound(from, false), bound(to, true)),
        is_about: part.is_some(),
    })
}

/// Two digits and an "s".
fn years(p: &Parser, at: usize) -> Option<(Number, usize)> {
    let digits = p.number(at).filter(|digits| digits.len() < 3)?;
    let is_plural = p.word(at + 1) == Some("s") && !p.is_spaced(at + 1);
    let years = Number::from(digits.parse::<u32>().ok()?);
    is_plural.then_some((years, at + 2))
}

/// "Un trentenne".
fn spelled(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let at = after_article(p, at);
    let years = Number::from(italian::years_old(p.word(at)?)?);
    let bound = Some((years, false));
    Some((exactly((bound, bound)), at + 1))
}

/// "Gli over-65", "ultra65enni", "gli ultrasessantenni".
fn beyond(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let at = after_article(p, at);
    let word = p.word(at)?;
    if let Some(years) = word.strip_prefix("ultra").and_then(italian::years_old) {
        let bound = Some((Number::from(years), true));
        return Some((exactly((bound, None)), at + 1));
    }
    let start = after_hyphen(p, at + 1);
    let digits = p.number(start).filter(|digits| digits.len() < 3);
    let (years, end) = match digits {
        Some(digits) => (digits.parse::<u32>().ok()?, start + 1),
        None => (italian::years_old(p.word(start)?)?, start + 1),
    };
    let is_ending = matches!(p.word(end), Some("enne" | "enni")) && !p.is_spaced(end);
    let end = if is_ending { end + 1 } else { end };
    let bound = Some((Number::from(years), true));
    match word {
        "over" | "ultra" => Some((exactly((bound, None)), end)),
        "under" => Some((exactly((None, bound)), end)),
        _ => None,
    }
}

/// The numbers of "sulla quarantina".
const ROUND: [(&str, u32); 7] = [
    ("ventina", 20),
    ("trentina", 30),
    ("quarantina", 40),
    ("cinquantina", 50),
    ("sessantina", 60),
    ("settantina", 70),
    ("ottantina", 80),
];

/// "Sulla quarantina": about 40 years old.
fn round(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let word = p.word(at + 1).filter(|_| p.word(at) == Some("sulla"))?;
    let (_, years) = ROUND.iter().find(|(round, _)| *round == word)?;
    let bound = Some((Number::from(*years), false));
    let years = Years {
        interval: (bound, bound),
        is_about: true,
    };
    Some((years, at + 2))
}

/// "Mitte 40", "Anfang dreissig".
fn german_parts(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let part = match p.word(at)? {
        "anfang" => Part::Early,
        "mitte" => Part::Mid,
        "ende" => Part::Late,
        _ => return None,
    };
    let decade = match p.number(at + 1) {
        Some(digits) => digits.parse().ok()?,
        None => german::tens(p.word(at + 1)?)?,
    };
    let is_life = (20..100).contains(&decade);
    let years = within(Number::from(decade), Some(part)).filter(|_| is_life)?;
    Some((years, at + 2))
}

/// "Ein Mittvierziger", "in ihren Vierzigern".
fn german_people(p: &Parser, at: usize) -> Option<(Years, usize)> {
    if p.word(at) == Some("in") && p.is_one_of(at + 1, &["seinen", "ihren"]) {
        let decade = german::tens(p.word(at + 2)?.strip_suffix("ern")?)?;
        return Some((within(Number::from(decade), None)?, at + 3));
    }
    let at = after_article(p, at);
    let word = p.word(at)?;
    let parts = [
        ("anfang", Part::Early),
        ("mitt", Part::Mid),
        ("end", Part::Late),
    ];
    let (rest, part) = parts
        .into_iter()
        .find_map(|(prefix, part)| Some((word.strip_prefix(prefix)?, part)))?;
    let endings = ["er", "ern", "erin", "erinnen"].iter();
    let decade = endings
        .filter_map(|ending| rest.strip_suffix(ending))
        .find_map(german::tens)?;
    Some((within(Number::from(decade), Some(part))?, at + 1))
}

/// "Die Über-65-Jährigen".
fn german_bound(p: &Parser, at: usize) -> Option<(Years, usize)> {
    let at = after_article(p, at);
    let start = after_hyphen(p, at + 1);
    let years: u32 = p.number(start).filter(|_| start > at + 1)?.parse().ok()?;
    let (_, end) = p.phrases(p.joined(start + 1), p.lexicon.ages).pop()?;
    let bound = Some((Number::from(years), true));
    match p.word(at)? {
        "uber" => Some((exactly((bound, None)), end)),
        "unter" => Some((exactly((None, bound)), end)),
        _ => None,
    }
}
