//! Claims that cannot both be so: which figures compare, and which of those do not meet.
//!
//! `store/read/conflict/figure.rs` finds the same in SQL, by indexes. A test compares the two.

use std::cmp::Ordering;

use chrono::NaiveTime;
use uuid::Uuid;

use crate::domain::{
    Timestamp,
    figure::quantity::{Bound, PerPeriod, Quantity, QuantityRole, RangeKind},
    resource::{
        claim::Claim,
        name::{ClaimId, Name},
    },
    value::{
        code::coded,
        date::{Date, Period},
        identity::{IdentityBuilder, normal_text},
    },
};

coded! {
    /// Why claims are in conflict.
    ConflictReason {
        /// Figures do not meet.
        Quantities = 1,
        /// A relation says so.
        Contradiction = 2,
        /// One is affirmed and denied.
        Stances = 3,
    }
}

/// Two claims, or the two sides of one, that cannot both be so.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Why they cannot.
    pub reason: ConflictReason,
    /// One side, and the other.
    pub sides: [ConflictSide; 2],
    /// The relations that say so.
    pub relations: Vec<Name>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictSide {
    /// The claim.
    pub claim: ClaimId,
    /// What it says.
    pub statement: String,
    /// Its period, where figures do not meet.
    pub period: Option<Period>,
    /// Its figures, in the order of those of the other side that they do not meet.
    pub quantities: Vec<Quantity>,
    /// The appearances in which this side is taken, as far as they are listed.
    pub appearances: Vec<Name>,
    /// How many there are.
    pub appearance_count: i32,
}

/// The place of a conflict in the order in which conflicts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictPoint {
    /// The claim that the conflict is listed with.
    pub claim: Uuid,
    /// Why it is in conflict.
    pub reason: ConflictReason,
    /// The other claim.
    pub other: Uuid,
}

impl ConflictPoint {
    /// The last place that a claim has.
    pub const fn last_of(claim: Uuid) -> Self {
        Self {
            claim,
            reason: ConflictReason::Stances,
            other: claim,
        }
    }

    /// Whether its claim has no conflict behind it.
    pub fn is_last(&self) -> bool {
        self.reason == ConflictReason::Stances
    }
}

/// What two figures have in common that compare.
pub type FigureKey = [u8; 16];

/// A figure in the form in which two compare.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its place among the quantities of its claim.
    pub place: usize,
    /// What it has in common with those that it compares with.
    pub key: FigureKey,
    /// What is counted, in normal form.
    pub counted: String,
    /// Its lower end.
    pub lower: Option<Bound>,
    /// Its upper end.
    pub upper: Option<Bound>,
    /// When.
    pub span: Span,
}

impl Figure {
    /// Whether both figures cannot be so.
    pub fn is_in_conflict(&self, other: &Self) -> bool {
        self.key == other.key
            && self.may_count_as(other)
            && self.span.overlaps(other.span)
            && (self.is_below(other) || other.is_below(self))
    }

    fn may_count_as(&self, other: &Self) -> bool {
        self.counted == other.counted || self.counted.is_empty() || other.counted.is_empty()
    }

    fn is_below(&self, other: &Self) -> bool {
        let (Some(upper), Some(lower)) = (self.upper, other.lower) else {
            return false;
        };
        match upper.value.compare(lower.value) {
            Ordering::Less => true,
            Ordering::Equal => upper.open || lower.open,
            Ordering::Greater => false,
        }
    }
}

/// The figures of a claim that compare with those of others.
pub fn figures(claim: &Claim) -> Vec<Figure> {
    let span = Span::of(claim.period.as_ref());
    let about = about(claim);
    let own = claim.quantities.iter().enumerate();
    own.filter(|(_, quantity)| quantity.role != QuantityRole::Qualifier)
        .map(|(place, quantity)| Figure {
            place,
            key: key(&about, quantity),
            counted: normal_text(&quantity.counted),
            lower: quantity.lower,
            upper: quantity.upper,
            span,
        })
        .collect()
}

/// What the figures of a claim are about: whom or what, and narrowed down to what.
fn about(claim: &Claim) -> Vec<String> {
    let qualifiers = claim.quantities.iter();
    let qualifiers = qualifiers.filter(|quantity| quantity.role == QuantityRole::Qualifier);
    let narrow = |it: &Quantity| {
        let range = it.range.map_or(0, RangeKind::code);
        format!("{}|{range}|{}", it.identity(), normal_text(&it.counted))
    };
    let mut about: Vec<String> = qualifiers.map(narrow).collect();
    about.sort_unstable();
    about.dedup();
    about.insert(0, normal_text(&claim.subject));
    about
}

fn key(about: &[String], quantity: &Quantity) -> FigureKey {
    // An exact figure is one of which nothing is uncertain.
    let range = quantity.range.unwrap_or(RangeKind::Uncertainty);
    let mut builder = IdentityBuilder::new()
        .part(&quantity.measure)
        .part(&quantity.unit)
        .part(&quantity.currency)
        .part(quantity.per.map_or(0, PerPeriod::code).to_be_bytes())
        .part(quantity.role.code().to_be_bytes())
        .part(range.code().to_be_bytes());
    for part in about {
        builder = builder.part(part);
    }
    let digest = builder.finish();
    std::array::from_fn(|at| digest[at])
}

/// Which figures of two claims cannot both be so: their places in both.
pub fn conflicting(one: &[Figure], other: &[Figure]) -> Vec<(usize, usize)> {
    let pairs = one
        .iter()
        .flat_map(|it| other.iter().map(move |to| (it, to)));
    pairs
        .filter(|(it, to)| it.is_in_conflict(to))
        .map(|(it, to)| (it.place, to.place))
        .collect()
}

/// All the time that a period can mean, its last moment included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first moment, if one is known.
    pub from: Option<Timestamp>,
    /// The last one, if one is known.
    pub through: Option<Timestamp>,
}

impl Span {
    /// What a period can mean; none is any time.
    pub fn of(period: Option<&Period>) -> Self {
        period.map_or(Self::default(), |period| Self {
            from: period.from.as_ref().and_then(first_moment),
            through: period.through.as_ref().and_then(last_moment),
        })
    }

    /// Whether both have a moment in common, as far as is known.
    pub fn overlaps(self, other: Self) -> bool {
        let begins_in_time = |from: Option<Timestamp>, through: Option<Timestamp>| {
            from.zip(through)
                .is_none_or(|(from, through)| from <= through)
        };
        begins_in_time(self.from, other.through) && begins_in_time(other.from, self.through)
    }
}

fn first_moment(date: &Date) -> Option<Timestamp> {
    let midnight = |day: chrono::NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    date.instant.or_else(|| date.first_day().map(midnight))
}

fn last_moment(date: &Date) -> Option<Timestamp> {
    // Moments are whole microseconds.
    let last = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999);
    let end = |day: chrono::NaiveDate| Some(day.and_time(last?).and_utc());
    date.instant.or_else(|| date.last_day().and_then(end))
}

#[cfg(test)]
mod tests;
