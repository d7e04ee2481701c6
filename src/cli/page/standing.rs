//! How a claim stands on its page: whether it is disputed, what desks judged of it, and
//! what links it to other claims; and, on any page, that something was retracted.

use super::{Listed, Page, listed, times, words};
use crate::wire::pb::{Relation, Retraction, Review, Standing};

/// What hangs on a claim beside where it is printed.
#[derive(Clone, Debug)]
pub struct Children {
    /// How it stands.
    pub standing: Standing,
    /// What desks judged.
    pub reviews: Listed<Review>,
    /// Its links to other claims, and theirs to it that are read from both ends.
    pub relations: Listed<Relation>,
}

impl Page {
    /// How a claim stands, in the list of what is known of it.
    pub(super) fn standing(&mut self, standing: &Standing) {
        let reasons = standing.dispute_reasons();
        let reasons = reasons.map(|it| words(it.as_str_name(), "DISPUTE_REASON_"));
        let reasons = listed(reasons);
        self.field("Disputed", &reasons);
        self.field(
            "Verdict",
            &words(standing.verdict().as_str_name(), "VERDICT_"),
        );
    }

    /// What desks judged of a claim.
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
            self.detail(&listed([
                label.unwrap_or_default(),
                time.unwrap_or_default(),
            ]));
            self.detail(&review.explanation);
            self.detail(&review.url);
            self.detail(&review.name);
        }
    }

    /// What links a claim to others.
    pub(super) fn relations(&mut self, claim: &str, relations: &Listed<Relation>) {
        if relations.items.is_empty() {
            return;
        }
        self.heading(&format!("Relations ({})", relations.count()));
        for relation in &relations.items {
            let kind = words(relation.r#type().as_str_name(), "RELATION_TYPE_");
            let holder = relation
                .name
                .split("/relations/")
                .next()
                .unwrap_or_default();
            // One that is read from both ends can hang on the other.
            let other = match relation.target == claim {
                true => holder,
                false => relation.target.as_str(),
            };
            self.gap();
            self.entry(&format!("{kind} {other}"));
            let state = words(relation.state().as_str_name(), "RELATION_STATE_");
            self.detail(&format!("{state}, by {}", relation.author));
            self.detail(&relation.name);
        }
    }

    /// That something was retracted.
    pub(super) fn retraction(&mut self, retraction: Option<&Retraction>) {
        let Some(Retraction { reason, time, url }) = retraction else {
            return;
        };
        let time = time.as_ref();
        let time = time.map(|it| times::instant(it.seconds, it.nanos));
        let text = listed([reason.clone(), time.unwrap_or_default(), url.clone()]);
        self.field("Retracted", &text);
    }
}
