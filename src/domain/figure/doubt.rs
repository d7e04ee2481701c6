//! Why a text may be something else than the figure that its words say.

use super::{
    address, clock, era, error::Why, parser::Parser, partitive, race, school, singular, size,
    title, units, works,
};

/// Why the text may be something else. `is_read` says whether it has a reading.
pub(super) fn doubt(p: &Parser, is_read: bool) -> Option<Why> {
    if address::is_address(p) {
        return Some(Why::Address);
    }
    if school::is_mark(p) {
        return Some(Why::Mark);
    }
    if size::is_size(p) {
        return Some(Why::Size);
    }
    if era::is_named(p) || !is_read && era::has_decade(p) {
        return Some(Why::Era);
    }
    if title::is_name(p) || works::is_known(p) {
        return Some(Why::Name);
    }
    if !is_read {
        return title::is_before_name(p).then_some(Why::Name);
    }
    let is_only = |at: usize| at.checked_sub(1).and_then(|last| p.word(last)) == Some("nur");
    // "Nur noch 20" are all that are left.
    let more = p.mentioned(p.lexicon.additional);
    if more.is_some_and(|at| !is_only(at)) {
        return Some(Why::Additional);
    }
    if clock::is_clock(p) {
        return Some(Why::Clock);
    }
    let is_name = || title::is_led_by_name(p) || race::is_race(p) || partitive::is_some_of(p);
    if singular::is_one(p) || is_name() {
        return Some(Why::Name);
    }
    is_score(p).then_some(Why::Score)
}

/// "0-2": two digits alone can be the score of a game. A score is never a range from 0.
fn is_score(p: &Parser) -> bool {
    let digits = |at: usize| -> Option<u32> { p.number(at)?.parse().ok() };
    let is_dash = p.is_sign(1, &['-', '–']) && !p.has_counted();
    let is_alone = p.end() == 3;
    let is_noun = || p.word(3).is_some() && units::after(p, 3).is_empty();
    match (digits(0), digits(2)) {
        (Some(0), Some(_)) if is_dash => is_alone || is_noun(),
        (Some(first), Some(second)) if is_dash => is_alone && first.max(second) < GOALS_END,
        _ => false,
    }
}

/// Games have fewer goals or sets on each side. Two greater numbers are a range.
const GOALS_END: u32 = 10;
