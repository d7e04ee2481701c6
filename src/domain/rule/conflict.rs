//! Conflicts: claims that cannot both be true. Figures are comparable if they measure the
//! same thing, and in conflict if they also have no value in common.
//!
//! `store/read/conflict/figure.rs` finds the same conflicts in SQL, with indexes. A test
//! compares the two.

use std::cmp::Ordering;

use chrono::NaiveTime;
use uuid::Uuid;

use crate::domain::{
    Timestamp,
    figure::quantity::{Bound, PerPeriod, Quantity, QuantityRole, RangeKind},
    resource::{Claim, ClaimId, Name},
    value::{Date, IdentityBuilder, Period, code::coded, identity::normal_text},
};

coded! {
    /// Why claims are in conflict.
    ConflictReason {
        /// Comparable figures have no value in common.
        Quantities = 1,
        /// A confirmed relation says that they contradict each other.
        Contradiction = 2,
        /// One claim is both affirmed and denied.
        Stances = 3,
    }
}

/// Two claims, or the two sides of one claim, that cannot both be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Why they are in conflict.
    pub reason: ConflictReason,
    /// The two sides.
    pub sides: [ConflictSide; 2],
    /// The relations that say that they contradict each other.
    pub relations: Vec<Name>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictSide {
    /// The claim.
    pub claim: ClaimId,
    /// The statement of the claim.
    pub statement: String,
    /// The period of the claim, if figures are in conflict.
    pub period: Option<Period>,
    /// The figures that are in conflict. Each is in conflict with the one at the same
    /// index of the other side.
    pub quantities: Vec<Quantity>,
    /// The appearances in which this side is taken, up to a limit.
    pub appearances: Vec<Name>,
    /// How many such appearances there are in all.
    pub appearance_count: i32,
}

/// The point of a conflict in the order in which conflicts are listed.
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
    /// The last point of a claim.
    pub const fn last_of(claim: Uuid) -> Self {
        Self {
            claim,
            reason: ConflictReason::Stances,
            other: claim,
        }
    }

    /// Whether no conflict of its claim comes after it.
    pub fn is_last(&self) -> bool {
        self.reason == ConflictReason::Stances
    }
}

/// A digest that is equal for comparable figures.
pub type FigureKey = [u8; 16];

/// A figure of a claim, in the form in which figures are compared.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The index among the quantities of the claim.
    pub place: usize,
    /// The key that it shares with every figure to which it is comparable.
    pub key: FigureKey,
    /// The counted entity, in normal form.
    pub counted: String,
    /// The lower bound.
    pub lower: Option<Bound>,
    /// The upper bound.
    pub upper: Option<Bound>,
    /// The time that the claim is about.
    pub span: Span,
}

impl Figure {
    /// Whether the two figures cannot both be true.
    pub fn is_in_conflict(&self, other: &Self) -> bool {
        self.key == other.key
            && self.may_count_as(other)
            && self.span.overlaps(other.span)
            && (self.is_below(other) || other.is_below(self))
    }

    /// Whether the two may count the same entity: a figure need not say what it counts.
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

/// The figures of a claim that can be compared with those of other claims.
pub fn figures(claim: &Claim) -> Vec<Figure> {
    let span = Span::of(claim.period.as_ref());
    let own = claim.quantities.iter().enumerate();
    own.filter(|(_, quantity)| quantity.role != QuantityRole::Qualifier)
        .map(|(place, quantity)| Figure {
            place,
            key: key(&about(claim, place), quantity),
            counted: normal_text(&quantity.counted),
            lower: quantity.lower,
            upper: quantity.upper,
            span,
        })
        .collect()
}

/// What a figure of a claim is about: the subject of the claim, then the qualifiers that
/// narrow the figure down, in a fixed order.
fn about(claim: &Claim, place: usize) -> Vec<String> {
    let qualifiers = claim.quantities.iter();
    let qualifiers = qualifiers.filter(|quantity| quantity.is_narrowing(place));
    let narrow = |qualifier: &Quantity| {
        let range = qualifier.range.map_or(0, RangeKind::code);
        let counted = normal_text(&qualifier.counted);
        format!("{}|{range}|{counted}", qualifier.identity())
    };
    let mut about: Vec<String> = qualifiers.map(narrow).collect();
    about.sort_unstable();
    about.dedup();
    about.insert(0, normal_text(&claim.subject));
    about
}

fn key(about: &[String], quantity: &Quantity) -> FigureKey {
    // A figure without a range is comparable with an uncertain one: its uncertainty is 0.
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

/// The pairs of figures of two claims that cannot both be true, as their indexes among
/// the quantities of the claims.
pub fn conflicting(left: &[Figure], right: &[Figure]) -> Vec<(usize, usize)> {
    let pairs = left
        .iter()
        .flat_map(|left| right.iter().map(move |right| (left, right)));
    pairs
        .filter(|(left, right)| left.is_in_conflict(right))
        .map(|(left, right)| (left.place, right.place))
        .collect()
}

/// The longest time that a period can mean, including its last moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first moment, if it is known.
    pub from: Option<Timestamp>,
    /// The last moment, if it is known.
    pub through: Option<Timestamp>,
}

impl Span {
    /// The longest time that a period can mean. No period means any time.
    pub fn of(period: Option<&Period>) -> Self {
        period.map_or(Self::default(), |period| Self {
            from: period.from.as_ref().and_then(first_moment),
            through: period.through.as_ref().and_then(last_moment),
        })
    }

    /// Whether the two can have a moment in common.
    pub fn overlaps(self, other: Self) -> bool {
        let begins_in_time = |from: Option<Timestamp>, through: Option<Timestamp>| {
            from.zip(through)
                .is_none_or(|(from, through)| from <= through)
        };
        begins_in_time(self.from, other.through) && begins_in_time(other.from, self.through)
    }
}

// A day has no time zone, so an instant is compared with it by the clock of its publisher.

fn first_moment(date: &Date) -> Option<Timestamp> {
    let midnight = |day: chrono::NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let local = date.local_time().map(|local| local.and_utc());
    local.or_else(|| date.first_day().map(midnight))
}

fn last_moment(date: &Date) -> Option<Timestamp> {
    // Postgres stores times in whole microseconds.
    let last = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999);
    let end = |day: chrono::NaiveDate| Some(day.and_time(last?).and_utc());
    let local = date.local_time().map(|local| local.and_utc());
    local.or_else(|| date.last_day().and_then(end))
}

#[cfg(test)]
mod tests;
