//! Ages that name a group of people: "over-65s", "in his 40s", "un trentenne".

use super::{
    italian,
    lexicon::Words,
    number::Number,
    parser::{Found, Parser},
    range::Interval,
};

/// Every age at a token.
pub(super) fn groups(p: &Parser, at: usize) -> Found<Interval> {
    match p.words {
        Words::English => plurals(p, at).into_iter().chain(decades(p, at)).collect(),
        Words::Italian => spelled(p, at).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// "The over-65s", "under-18s".
fn plurals(p: &Parser, at: usize) -> Option<(Interval, usize)> {
    let at = if p.is_one_of(at, p.lexicon.definite) {
        at + 1
    } else {
        at
    };
    let is_hyphen = p.is_sign(at + 1, &['-']) && !p.is_spaced(at + 1) && !p.is_spaced(at + 2);
    let (years, end) = years(p, if is_hyphen { at + 2 } else { at + 1 })?;
    match p.word(at)? {
        "over" => Some(((Some((years, true)), None), end)),
        "under" => Some(((None, Some((years, true))), end)),
        _ => None,
    }
}

/// "In his 40s": from 40 to under 50.
fn decades(p: &Parser, at: usize) -> Option<(Interval, usize)> {
    let at = p.phrase(at, "in").unwrap_or(at);
    let (years, end) = years(p, at + 1).filter(|_| p.is_one_of(at, &["his", "her", "their"]))?;
    let ten = Number::TEN;
    let is_decade = years.checked_rem(ten)?.is_zero() && years >= ten;
    let interval = (Some((years, false)), Some((years.checked_add(ten)?, true)));
    is_decade.then_some((interval, end))
}

/// Two digits and an "s".
fn years(p: &Parser, at: usize) -> Option<(Number, usize)> {
    let digits = p.number(at).filter(|digits| digits.len() < 3)?;
    let is_plural = p.word(at + 1) == Some("s") && !p.is_spaced(at + 1);
    let years = Number::from(digits.parse::<u32>().ok()?);
    is_plural.then_some((years, at + 2))
}

/// "Un trentenne".
fn spelled(p: &Parser, at: usize) -> Option<(Interval, usize)> {
    let is_article = p.is_one_of(at, p.lexicon.definite) || p.is_one_of(at, p.lexicon.indefinite);
    let at = if is_article { at + 1 } else { at };
    let years = Number::from(italian::years_old(p.word(at)?)?);
    let bound = Some((years, false));
    Some(((bound, bound), at + 1))
}
