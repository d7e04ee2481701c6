//! On the page of a claim: whether it is disputed, its reviews and its relations. On any
//! page: that the resource was retracted.

use super::{
    Listed, Page,
    figures::figure,
    joined,
    names::{Names, other_claim},
    times, words,
};
use crate::wire::pb::{Claim, Conflict, ConflictSide, Relation, Retraction, Review, Standing};

/// The children of a claim other than its appearances.
#[derive(Clone, Debug)]
pub struct Children {
    /// Its standing.
    pub standing: Standing,
    /// Its reviews.
    pub reviews: Listed<Review>,
    /// Its relations to other claims, and the symmetric ones of other claims to it.
    pub relations: Listed<Relation>,
    /// What it cannot be true together with.
    pub conflicts: Listed<Conflict>,
    /// The claims that were merged into it.
    pub merged: Listed<Claim>,
}

impl Page {
    /// Writes whether a claim is disputed, and its verdict.
    pub(super) fn standing(&mut self, standing: &Standing) {
        let reasons = standing.dispute_reasons();
        let reasons = reasons.map(|it| words(it.as_str_name(), "DISPUTE_REASON_"));
        let reasons = joined(reasons);
        self.field("Disputed", &reasons);
        self.field(
            "Verdict",
            &words(standing.verdict().as_str_name(), "VERDICT_"),
        );
    }

    /// Writes the reviews of a claim.
    pub(super) fn reviews(&mut self, reviews: &Listed<Review>) {
        if reviews.items.is_empty() {
            return;
        }
        self.heading(&format!("Reviews ({})", reviews.count()));
        for review in &reviews.items {
            let verdict = words(review.verdict().as_str_name(), "VERDICT_");
            let time = review.review_time.as_ref();
            let time = time.map(|it| times::instant(it.seconds, it.nanos));
            self.gap();
            self.entry(&format!("{}: {verdict}", review.author));
            let label = review.rating.as_ref().map(|it| super::quoted(&it.label));
            self.detail(&joined([
                label.unwrap_or_default(),
                time.unwrap_or_default(),
            ]));
            self.detail(&review.explanation);
            self.detail(&review.url);
            self.detail(&review.name);
        }
    }

    /// Writes the relations of a claim.
    pub(super) fn relations(&mut self, claim: &str, relations: &Listed<Relation>, names: &Names) {
        if relations.items.is_empty() {
            return;
        }
        self.heading(&format!("Relations ({})", relations.count()));
        for relation in &relations.items {
            let kind = words(relation.r#type().as_str_name(), "RELATION_TYPE_");
            let other = other_claim(claim, relation);
            self.gap();
            let statement = names.statement(other);
            self.entry(&format!("{kind}: {statement}"));
            if statement != other {
                self.detail(other);
            }
            let state = words(relation.state().as_str_name(), "RELATION_STATE_");
            self.detail(&format!("{state}, by {}", relation.author));
            self.detail(&relation.name);
        }
    }

    /// Writes what a claim cannot be true together with.
    pub(super) fn conflicts(&mut self, claim: &str, conflicts: &Listed<Conflict>) {
        if conflicts.items.is_empty() {
            return;
        }
        self.heading(&format!("Conflicts ({})", conflicts.count()));
        for conflict in &conflicts.items {
            self.gap();
            self.conflict(claim, conflict);
        }
    }

    /// Writes why a claim and another one cannot both be true.
    fn conflict(&mut self, claim: &str, conflict: &Conflict) {
        let Some((own, other)) = sides(claim, conflict) else {
            return;
        };
        let reason = words(conflict.reason().as_str_name(), "CONFLICT_REASON_");
        self.entry(&format!("{reason}: {}", other.statement));
        for (label, side) in [("here", own), ("there", other)] {
            for quantity in &side.quantities {
                self.detail(&format!("{label}: {}", figure(quantity)));
            }
        }
        self.detail(&other.claim);
    }

    /// Writes what was merged into a claim.
    pub(super) fn merged(&mut self, merged: &Listed<Claim>) {
        if merged.items.is_empty() {
            return;
        }
        self.heading(&format!("Merged into it ({})", merged.count()));
        for claim in &merged.items {
            self.entry(&claim.statement);
            self.detail(&claim.name);
        }
    }

    /// Writes when the resource was deleted, if it was.
    pub(super) fn deletion(&mut self, time: Option<String>) {
        self.field("Deleted", &time.unwrap_or_default());
    }

    /// Writes that the resource was retracted, if it was.
    pub(super) fn retraction(&mut self, retraction: Option<&Retraction>) {
        let Some(Retraction { reason, time, url }) = retraction else {
            return;
        };
        let time = time.as_ref();
        let time = time.map(|it| times::instant(it.seconds, it.nanos));
        let text = joined([reason.clone(), time.unwrap_or_default(), url.clone()]);
        self.field("Retracted", &text);
    }
}

/// The side of a conflict that is a claim's own, and the other one.
pub(super) fn sides<'a>(
    claim: &str,
    conflict: &'a Conflict,
) -> Option<(&'a ConflictSide, &'a ConflictSide)> {
    let (one, other) = (conflict.one.as_ref()?, conflict.other.as_ref()?);
    match other.claim == claim {
        true => Some((other, one)),
        false => Some((one, other)),
    }
}
