//! Reviews: what fact-checking desks conclude about a claim.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{
    name::{ClaimId, Name},
    natural_key::NaturalKey,
};
use crate::domain::{
    Timestamp,
    figure::quantity::Decimal,
    value::{
        Checker, Form, IdentityBuilder, IdentityDigest,
        code::coded,
        fill::{fillable, never_blank},
        identity::{normal_text, normal_text_in},
        text, url,
    },
};

coded! {
    /// Whether a claim is true, on one scale for all desks.
    Verdict {
        /// It is true.
        True = 1,
        /// It is true except for details.
        MostlyTrue = 2,
        /// It is partly true and partly false.
        Mixed = 3,
        /// It is false except for details.
        MostlyFalse = 4,
        /// It is false.
        False = 5,
        /// Nothing in it is false, but it makes readers believe something false.
        Misleading = 6,
        /// It was neither proven nor refuted.
        Unproven = 7,
        /// It is satire, not meant to be believed.
        Satire = 8,
        /// None of these, or it is not known which.
        Other = 9,
    }
}

impl Verdict {
    /// The verdicts that a claim is true.
    pub const FOR: [Self; 2] = [Self::True, Self::MostlyTrue];
    /// The verdicts that what readers take from a claim is false.
    pub const AGAINST: [Self; 3] = [Self::MostlyFalse, Self::False, Self::Misleading];
}

coded! {
    /// What is odd about a review. It is stored as given all the same.
    ReviewWarning {
        /// The rating has a value, but not both ends of its scale.
        RatingScaleIncomplete = 1,
        /// The ends of the scale are equal or the wrong way round.
        RatingScaleInvalid = 2,
        /// The value is outside of the scale.
        RatingValueOutOfScale = 3,
        /// It is not known when the desk judged.
        ReviewTimeAbsent = 4,
        /// The rating has a scale, but neither a value nor a label.
        RatingValueAbsent = 5,
    }
}

/// A rating on a desk's own scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// The value.
    pub value: Option<Decimal>,
    /// The best value of the scale.
    pub best: Option<Decimal>,
    /// The worst value of the scale.
    pub worst: Option<Decimal>,
    /// The desk's name for the value, such as "Pants on fire".
    pub label: String,
}

fillable! {
    /// One desk's judgement of a claim.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Review {
        /// The claim that is reviewed.
        pub claim: ClaimId,
        /// The desk that reviews it.
        pub author: String,
        /// The URL at which the review is published.
        pub url: String,
        /// When the desk reached its verdict.
        pub review_time: Option<Timestamp>,
        /// The rating on the desk's own scale.
        pub rating: Option<Rating>,
        /// The verdict on one scale for all desks.
        pub verdict: Verdict,
        /// The reasons for the verdict.
        pub explanation: String,
        /// The sources and claims that the verdict rests on.
        pub evidence: Vec<Name>,
    }
}

const AUTHOR_MAX: usize = 200;
const LABEL_MAX: usize = 200;
const EXPLANATION_MAX: usize = 10_000;
const EVIDENCE_MAX: usize = 100;

/// The fields that say which review it is.
const IDENTIFYING: [&str; 3] = ["claim", "author", "url"];

/// The fields by which two judgements differ.
const JUDGEMENT: [&str; 5] = [
    "review_time",
    "rating",
    "verdict",
    "explanation",
    "evidence",
];

impl Review {
    /// Reports every rule that the review breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "author", &self.author, AUTHOR_MAX);
        url::check(check, "url", &self.url);
        if let Some(rating) = &self.rating
            && !check.has_violation("rating")
        {
            check.field("rating", |check| rating.check(check));
        }
        text::check(check, "explanation", &self.explanation, EXPLANATION_MAX);
        check.at_most("evidence", &self.evidence, EVIDENCE_MAX);
        if check.has_violation("evidence") {
            return;
        }
        let mut seen = BTreeSet::new();
        check.list("evidence", &self.evidence, |check, name| {
            if !seen.insert(name) {
                check.report("is already in this list");
            }
        });
    }

    /// The natural key. Its variant says whether the url or the time identifies the review.
    pub fn key(&self, form: Form) -> NaturalKey {
        let identity = self.identity(form);
        match url::canonical(&self.url) {
            Ok(_) => NaturalKey::ReviewAt(identity),
            Err(_) => NaturalKey::Review(identity),
        }
    }

    /// A digest that is equal for equal reviews.
    pub fn identity(&self, form: Form) -> IdentityDigest {
        let builder = IdentityBuilder::new()
            .part(self.claim.uuid())
            .part(normal_text_in(form, &self.author));
        // An address without an earlier form has only its canonical one.
        let url = url::compared(&self.url, form);
        match url.or_else(|| url::canonical(&self.url).ok()) {
            Some(url) => builder.part("url").part(url),
            None => match self.review_time {
                Some(time) => builder
                    .part("time")
                    .part(time.timestamp().to_be_bytes())
                    .part(time.timestamp_subsec_nanos().to_be_bytes()),
                None => builder.part("undated"),
            },
        }
        .finish()
    }

    /// Takes what a bundle says of this review. A later judgement replaces this one, and so
    /// does another one that is not known to be earlier if `replaces`. Otherwise two judgements
    /// are never mixed: only the fields that this one lacks are filled, and none if they differ.
    /// Returns the names of the fields that differ and stay as they are.
    pub fn take(&mut self, given: &Self, replaces: bool) -> Vec<&'static str> {
        let mut filled = self.clone();
        let mut differences = filled.fill_from(given);
        // Of two verdicts that nobody knows, only the same rating says that they are one.
        let is_unknown = [self.verdict, given.verdict] == [Verdict::Other; 2];
        if is_unknown && self.rating != given.rating && !differences.contains(&"rating") {
            differences.push("rating");
        }
        let order = self.review_time.zip(given.review_time);
        let order = order.map(|(own, given)| given.cmp(&own));
        let is_anew = match order {
            Some(Ordering::Greater) => true,
            Some(Ordering::Less) => false,
            Some(Ordering::Equal) | None => replaces,
        };
        if is_anew {
            *self = Self {
                claim: self.claim,
                author: filled.author,
                url: filled.url,
                ..given.clone()
            };
            differences.retain(|field| IDENTIFYING.contains(field));
        } else if !JUDGEMENT.iter().any(|field| differences.contains(field)) {
            *self = filled;
        }
        differences
    }

    /// What is odd about the review.
    pub fn warnings(&self) -> Vec<ReviewWarning> {
        let mut warnings = self.rating.as_ref().map_or(Vec::new(), Rating::warnings);
        if self.review_time.is_none() {
            warnings.push(ReviewWarning::ReviewTimeAbsent);
        }
        warnings.sort_by_key(|warning| *warning as i32);
        warnings
    }

    /// The normal form of the author's name, in which two of them are compared.
    pub fn desk(&self) -> String {
        normal_text(&self.author)
    }
}

/// The ends of a rating's scale that are not given, as schema.org defines `worstRating` and
/// `bestRating`.
const WORST_DEFAULT: i64 = 1;
const BEST_DEFAULT: i64 = 5;

impl Rating {
    fn check(&self, check: &mut Checker) {
        text::check(check, "label", &self.label, LABEL_MAX);
        if *self == Self::default() {
            check.report("says nothing: give value or label");
        }
    }

    fn warnings(&self) -> Vec<ReviewWarning> {
        let worst = self.worst.unwrap_or_else(|| WORST_DEFAULT.into());
        let best = self.best.unwrap_or_else(|| BEST_DEFAULT.into());
        let is_complete = self.worst.is_some() && self.best.is_some();
        let is_valid = worst.compare(best) == Ordering::Less;
        let is_within = |value: Decimal| {
            worst.compare(value) != Ordering::Greater && value.compare(best) != Ordering::Greater
        };
        let is_outside = is_valid && self.value.is_some_and(|value| !is_within(value));
        let has_scale = self.value.is_some() || self.worst.is_some() || self.best.is_some();
        [
            (
                ReviewWarning::RatingScaleIncomplete,
                has_scale && !is_complete,
            ),
            (ReviewWarning::RatingScaleInvalid, has_scale && !is_valid),
            (ReviewWarning::RatingValueOutOfScale, is_outside),
            (
                ReviewWarning::RatingValueAbsent,
                self.value.is_none() && self.label.is_empty(),
            ),
        ]
        .into_iter()
        .filter_map(|(warning, holds)| holds.then_some(warning))
        .collect()
    }
}

never_blank!(Verdict);

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn review(author: &str, url: &str, seconds: impl Into<Option<i64>>) -> Review {
        Review {
            claim: ClaimId::new(Uuid::from_u128(1)),
            author: author.to_owned(),
            url: url.to_owned(),
            review_time: seconds
                .into()
                .and_then(|it| DateTime::from_timestamp(it, 0)),
            rating: None,
            verdict: Verdict::False,
            explanation: String::new(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn the_url_identifies_a_review_or_its_time_if_it_has_none() {
        let same = review("Desk", "https://a.example/?b=1&a=2", 1);
        let again = review("desk", "https://A.example/?a=2&b=1#x", 2);
        assert_eq!(
            same.identity(Form::Canonical),
            again.identity(Form::Canonical)
        );
        assert_eq!(
            review("Desk", "", 1).identity(Form::Canonical),
            review("DESK.", "", 1).identity(Form::Canonical)
        );
        assert_ne!(
            review("Desk", "", 1).identity(Form::Canonical),
            review("Desk", "", 2).identity(Form::Canonical)
        );
        assert_ne!(
            review("Desk", "", 1).identity(Form::Canonical),
            review("Other", "", 1).identity(Form::Canonical)
        );
        assert_ne!(
            review("Desk", "", 0).identity(Form::Canonical),
            review("Desk", "", None).identity(Form::Canonical)
        );
    }

    fn rating(value: &str, worst: &str, best: &str, label: &str) -> Rating {
        let number = |text: &str| text.parse().ok();
        Rating {
            value: number(value),
            best: number(best),
            worst: number(worst),
            label: label.to_owned(),
        }
    }

    #[test]
    fn a_rating_says_something() {
        let is_valid = |rating: &Rating| {
            let mut check = Checker::new();
            rating.check(&mut check);
            check.is_clean()
        };
        assert!(is_valid(&rating("1", "", "", "")));
        assert!(is_valid(&rating("", "", "", "True")));
        assert!(!is_valid(&rating("", "", "", "")));
        assert!(is_valid(&rating("", "1", "5", "")));
        assert!(is_valid(&rating("", "", "5", "")));
        assert!(is_valid(&rating("", "1", "", "")));
    }

    #[test]
    fn what_is_odd_about_a_rating_is_said() {
        use ReviewWarning::{
            RatingScaleIncomplete as Incomplete, RatingScaleInvalid as Invalid,
            RatingValueAbsent as Absent, RatingValueOutOfScale as OutOfScale,
        };
        #[rustfmt::skip]
        let cases = [
            (rating("1", "1", "5", ""), vec![]),
            (rating("5.0", "1", "5", "True"), vec![]),
            (rating("", "", "", "True"), vec![]),
            (rating("", "1", "5", "True"), vec![]),
            (rating("", "1", "5", ""), vec![Absent]),
            (rating("", "", "5", ""), vec![Incomplete, Absent]),
            (rating("", "1", "", ""), vec![Incomplete, Absent]),
            (rating("", "", "5", "True"), vec![Incomplete]),
            (rating("", "", "0", ""), vec![Incomplete, Invalid, Absent]),
            (rating("", "5", "", ""), vec![Incomplete, Invalid, Absent]),
            (rating("", "3", "3", ""), vec![Invalid, Absent]),
            (rating("3", "", "5", ""), vec![Incomplete]),
            (rating("3", "1", "", ""), vec![Incomplete]),
            (rating("3", "", "", ""), vec![Incomplete]),
            (rating("7", "", "", ""), vec![Incomplete, OutOfScale]),
            (rating("7", "", "10", ""), vec![Incomplete]),
            (rating("0", "", "10", ""), vec![Incomplete, OutOfScale]),
            (rating("1", "", "1", ""), vec![Incomplete, Invalid]),
            (rating("-1", "-1", "-1", "Other"), vec![Invalid]),
            (rating("", "1", "1", "True"), vec![Invalid]),
            (rating("3", "5", "1", ""), vec![Invalid]),
            (rating("6", "1", "5", ""), vec![OutOfScale]),
            (rating("0.99", "1", "5", ""), vec![OutOfScale]),
        ];
        for (rating, expected) in cases {
            assert_eq!(rating.warnings(), expected, "{rating:?}");
        }
    }
}
