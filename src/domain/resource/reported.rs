//! Where a claim was made, as somebody reports it without the text.

use super::name::SourceId;
use crate::domain::value::{Checker, Date, text};

/// A making of a claim that somebody reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedAppearance {
    /// Who made the claim.
    pub source: Option<SourceId>,
    /// What the report calls them.
    pub printed_name: String,
    /// The page, post or other work that has the claim.
    pub document: Option<SourceId>,
    /// When it was made.
    pub date: Option<Date>,
    /// Whether it is the first known one.
    pub is_first: bool,
}

const PRINTED_NAME_MAX: usize = 500;

impl ReportedAppearance {
    /// Reports every rule that it breaks.
    pub fn check(&self, check: &mut Checker) {
        let name = &self.printed_name;
        text::check(check, "printed_name", name, PRINTED_NAME_MAX);
        if self.source.is_none() && self.document.is_none() && name.trim().is_empty() {
            check.report("says nothing: give source, printed_name or document");
        }
        if let Some(date) = &self.date {
            check.field("date", |check| date.check(check));
        }
    }

    /// The sources that it refers to.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        self.source.into_iter().chain(self.document)
    }

    /// Whether it reports the same making of the claim as another one. `survivor` returns the
    /// source that a source was merged into, or the source.
    fn is_same(&self, other: &Self, survivor: impl Fn(SourceId) -> SourceId) -> bool {
        let is_same = |one: Option<SourceId>, other: Option<SourceId>| {
            one.map(&survivor) == other.map(&survivor)
        };
        is_same(self.source, other.source)
            && is_same(self.document, other.document)
            && self.printed_name == other.printed_name
    }
}

/// The place of the report of the same making of the claim: the one with the same sources, or
/// else one with sources that have the same survivors.
fn place(
    stored: &[ReportedAppearance],
    given: &ReportedAppearance,
    survivor: impl Fn(SourceId) -> SourceId,
) -> Option<usize> {
    let same = stored.iter().position(|it| it.is_same(given, |it| it));
    same.or_else(|| stored.iter().position(|it| it.is_same(given, &survivor)))
}

/// The most reported appearances of a claim.
pub const REPORTED_MAX: usize = 100;

/// What is stored after somebody reports more: what is new is added as long as it fits, and dates
/// are filled in. `survivor` returns the source that a source was merged into, or the source.
/// Returns whether something was not taken: a date differs, or the list is full.
pub fn add_reported(
    stored: &mut Vec<ReportedAppearance>,
    given: &[ReportedAppearance],
    survivor: impl Fn(SourceId) -> SourceId,
) -> bool {
    let mut differs = false;
    for given in given {
        let is_full = stored.len() >= REPORTED_MAX;
        let known = place(stored, given, &survivor);
        match known.and_then(|at| stored.get_mut(at)) {
            None if is_full => differs = true,
            None => stored.push(given.clone()),
            Some(stored) => {
                stored.is_first |= given.is_first;
                match (&stored.date, &given.date) {
                    (None, date) => stored.date.clone_from(date),
                    (Some(stored), Some(given)) => differs |= stored != given,
                    (Some(_), None) => {}
                }
            }
        }
    }
    differs
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn named(name: &str, year: i32) -> ReportedAppearance {
        ReportedAppearance {
            printed_name: name.to_owned(),
            date: (year != 0).then(|| Date {
                year,
                ..Date::default()
            }),
            ..ReportedAppearance::default()
        }
    }

    const fn itself(source: SourceId) -> SourceId {
        source
    }

    #[test]
    fn who_was_merged_into_another_is_the_same() {
        let by = |id: u128| ReportedAppearance {
            source: Some(SourceId::new(Uuid::from_u128(id))),
            ..ReportedAppearance::default()
        };
        let survivor = |_| SourceId::new(Uuid::from_u128(2));
        let mut stored = vec![by(1)];
        assert!(!add_reported(&mut stored, &[by(2)], survivor));
        assert_eq!(stored, [by(1)]);
        assert!(!add_reported(&mut stored, &[by(2)], itself));
        assert_eq!(stored, [by(1), by(2)]);
        let dated = |id: u128| ReportedAppearance {
            date: named("", 2020).date,
            ..by(id)
        };
        assert!(!add_reported(&mut stored, &[dated(2)], survivor));
        assert_eq!(stored, [by(1), dated(2)]);
    }

    #[test]
    fn a_full_list_takes_no_more_and_says_so() {
        let many = |range: std::ops::Range<usize>| {
            let names = range.map(|number| named(&number.to_string(), 0));
            names.collect::<Vec<_>>()
        };
        let mut stored = many(0..REPORTED_MAX - 1);
        assert!(add_reported(
            &mut stored,
            &many(REPORTED_MAX - 2..REPORTED_MAX + 1),
            itself
        ));
        assert_eq!(stored, many(0..REPORTED_MAX));
        assert!(!add_reported(&mut stored, &many(0..REPORTED_MAX), itself));
    }

    #[test]
    fn what_is_reported_again_is_not_doubled_and_fills_dates_in() {
        let mut stored = vec![named("A", 0), named("B", 2024)];
        assert!(!add_reported(
            &mut stored,
            &[named("A", 2025), named("C", 0)],
            itself
        ));
        let expected = [named("A", 2025), named("B", 2024), named("C", 0)];
        assert_eq!(stored, expected);
        assert!(add_reported(&mut stored, &[named("B", 2025)], itself));
        assert_eq!(stored, expected);
    }
}
