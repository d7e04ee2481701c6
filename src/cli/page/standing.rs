//! On the page of a claim: whether it is disputed, its reviews and its relations. On any
//! page: that the resource was retracted.

use super::{
    Listed, Page,
    figures::figure,
    joined,
    names::{Names, other_claim},
    times, words,
};
use crate::wire::pb::{
    AnchorPurpose, Appearance, Claim, Conflict, ConflictSide, Relation, RelationType, Retraction,
    Review, Standing,
};

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

/// Where an article prints a relation, and with which words.
fn drawn(relation: &Relation, appearances: &[Appearance]) -> String {
    if relation.appearance.is_empty() {
        return String::new();
    }
    let printing = appearances.iter();
    let printing = printing.filter(|it| it.name == relation.appearance);
    let anchors = printing.flat_map(|it| &it.anchors);
    let anchors = anchors.filter(|anchor| {
        let kind = anchor.relation_type();
        anchor.purpose() == AnchorPurpose::Relation
            && (kind == RelationType::Unspecified || kind == relation.r#type())
    });
    let words = joined(anchors.map(|anchor| super::quoted(&anchor.exact)));
    let place = format!("in {}", relation.appearance);
    match words.is_empty() {
        true => format!("printed {place}"),
        false => format!("printed as {words} {place}"),
    }
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
        self.field("Printings", &printings(standing));
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
            let odd = review.warnings();
            let odd = joined(odd.map(|it| words(it.as_str_name(), "REVIEW_WARNING_")));
            self.detail(&odd);
            self.detail(&review.explanation);
            self.detail(&review.url);
            self.detail(&review.name);
        }
    }

    /// Writes the relations of a claim.
    /// The words that draw them are in these appearances.
    pub(super) fn relations(
        &mut self,
        claim: &str,
        relations: &Listed<Relation>,
        names: &Names,
        appearances: &[Appearance],
    ) {
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
            self.detail(&drawn(relation, appearances));
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
        if other.claim == own.claim {
            self.entry(&format!("{reason}: {}", in_itself(own, other)));
            return;
        }
        self.entry(&format!("{reason}: {}", other.statement));
        for (label, side) in [("here", own), ("there", other)] {
            for quantity in &side.quantities {
                self.detail(&format!("{label}: {}", figure(quantity, &side.quantities)));
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

/// How many printings still stand, if not all do.
fn printings(standing: &Standing) -> String {
    let Standing {
        appearance_count,
        orphaned_count,
        changed_count,
        altered_count,
        orphaned_affirming_count,
        orphaned_denying_count,
        orphaned_doubting_count,
        ..
    } = standing;
    if orphaned_count + changed_count + altered_count == 0 {
        return String::new();
    }
    let sides = [
        (orphaned_affirming_count, "affirm"),
        (orphaned_denying_count, "deny"),
        (orphaned_doubting_count, "doubt"),
    ];
    let sides = sides.into_iter().filter(|(count, _)| **count > 0);
    let sides = joined(sides.map(|(count, side)| format!("{count} {side}")));
    let orphaned = match (orphaned_count, sides.is_empty()) {
        (0, _) => String::new(),
        (count, true) => format!("{count} not printed any more"),
        (count, false) => format!("{count} not printed any more ({sides})"),
    };
    let told = |count: &i32, what: &str| match count {
        0 => String::new(),
        count => format!("{count} {what}"),
    };
    let changed = told(changed_count, "edited");
    // Also those that stand in a sentence that denies them.
    let altered = told(altered_count, "altered in negation, figure or name");
    joined([
        format!("{appearance_count} in all"),
        orphaned,
        changed,
        altered,
    ])
}

/// The side of a conflict that is a claim's own, and the other one.
pub(super) fn sides<'a>(
    claim: &str,
    conflict: &'a Conflict,
) -> Option<(&'a ConflictSide, &'a ConflictSide)> {
    let (one, other) = (conflict.one.as_ref()?, conflict.other.as_ref()?);
    match other.claim == claim && one.claim != claim {
        true => Some((other, one)),
        false => Some((one, other)),
    }
}

/// The two sides of a claim that is in conflict with itself: how often it is affirmed and
/// denied.
pub(super) fn in_itself(affirming: &ConflictSide, denying: &ConflictSide) -> String {
    let (affirming, denying) = (affirming.appearance_count, denying.appearance_count);
    let affirm = match affirming {
        1 => "1 printing affirms it".to_owned(),
        count => format!("{count} printings affirm it"),
    };
    match denying {
        1 => format!("{affirm}, 1 denies it"),
        count => format!("{affirm}, {count} deny it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cli::page::samples, wire::pb::Anchor};

    #[test]
    fn a_printed_relation_is_shown_with_the_words_that_draw_it() {
        let mut appearance = samples::appearance();
        let drawing = |exact: &str, kind: RelationType| Anchor {
            exact: exact.to_owned(),
            purpose: AnchorPurpose::Relation.into(),
            relation_type: kind.into(),
            ..Anchor::default()
        };
        appearance.anchors.extend([
            drawing("because", RelationType::Explains),
            drawing("so", RelationType::Unspecified),
            drawing("but", RelationType::Contradicts),
        ]);
        let relation = Relation {
            r#type: RelationType::Explains.into(),
            appearance: appearance.name.clone(),
            ..Relation::default()
        };
        let name = &appearance.name;
        let drawn_in = |appearances: &[Appearance]| drawn(&relation, appearances);
        assert_eq!(
            drawn_in(std::slice::from_ref(&appearance)),
            format!("printed as “because”, “so” in {name}")
        );
        assert_eq!(drawn_in(&[]), format!("printed in {name}"));
        assert_eq!(drawn(&Relation::default(), &[]), "");
    }

    #[test]
    fn a_claim_in_conflict_with_itself_says_how_often_each_side_is_printed() {
        let conflict = samples::conflict_in_itself();
        let claim = samples::claim().name;
        let mut page = Page::default();
        page.conflict(&claim, &conflict);
        assert_eq!(
            page.text(),
            "* stances: 2 printings affirm it, 1 denies it\n"
        );
    }

    #[test]
    fn what_is_not_printed_any_more_is_said() {
        let mut standing = Standing {
            appearance_count: 5,
            ..Standing::default()
        };
        assert_eq!(printings(&standing), "");
        standing.changed_count = 2;
        assert_eq!(printings(&standing), "5 in all, 2 edited");
        standing.altered_count = 1;
        standing.orphaned_count = 2;
        standing.orphaned_denying_count = 1;
        assert_eq!(
            printings(&standing),
            "5 in all, 2 not printed any more (1 deny), \
             2 edited, 1 altered in negation, figure or name"
        );
    }
}
