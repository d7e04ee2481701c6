//! Claims: propositions that can be true or false, each said once.

use std::collections::HashSet;

use super::{
    name::{ClaimId, SourceId},
    reported::{REPORTED_MAX, ReportedAppearance, add_reported},
    retraction::Retraction,
};
use crate::domain::{
    figure::quantity::{Quantity, QuantityRole},
    value::{
        Checker, Form, IdentityBuilder, IdentityDigest, Period,
        code::coded,
        fill::{fillable, never_blank},
        identity::normal_text_in,
        language, same_as, text,
    },
};

coded! {
    /// The type of a claim.
    ClaimType {
        /// Something happened, or has a property.
        EventOrProperty = 1,
        /// The point is a figure.
        Numerical = 2,
        /// The point is that somebody said something.
        Quotation = 3,
        /// One thing caused another.
        Causal = 4,
        /// Somebody holds a view.
        Position = 5,
        /// Something will happen.
        Prediction = 6,
    }
}

/// A person or thing that a claim names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// The name.
    pub name: String,
    /// The role in the claim.
    pub role: String,
    /// Identifiers of the same entity elsewhere.
    pub same_as: Vec<String>,
}

/// A place that a claim is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The name.
    pub name: String,
    /// Identifiers of the same place elsewhere.
    pub same_as: Vec<String>,
}

coded! {
    /// Whether a person or software wrote a record.
    OriginKind {
        /// A person.
        Person = 1,
        /// A program or model.
        Software = 2,
    }
}

/// The person or software that wrote a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// Whether it is a person or software.
    pub kind: OriginKind,
    /// The name.
    pub name: String,
    /// The version of the software.
    pub version: String,
    /// The confidence of the writer, from 0 to 1.
    pub confidence: Option<f64>,
}

fillable! {
    /// A proposition that can be true or false.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Claim {
        /// A self-contained sentence.
        pub statement: String,
        /// The language of the statement.
        pub language: String,
        /// The type.
        pub claim_type: ClaimType,
        /// The subject: the person or thing that the claim is about.
        pub subject: String,
        /// The predicate: what the claim says about the subject.
        pub predicate: String,
        /// The object of the predicate.
        pub object: String,
        /// The people and things that it names.
        pub entities: Vec<Entity>,
        /// The figures in it.
        pub quantities: Vec<Quantity>,
        /// The time that it is about.
        pub period: Option<Period>,
        /// The places that it is about.
        pub places: Vec<Place>,
        /// Tags, as slugs.
        pub tags: Vec<String>,
        /// The claim of which it is a translation.
        pub translation_of: Option<ClaimId>,
        /// The person or software that wrote it.
        pub origin: Option<Origin>,
        /// The retraction, if it was retracted.
        pub retraction: Option<Retraction>,
        /// The survivor, if the claim was merged into another.
        pub merged_into: Option<ClaimId>,
        /// A remark of those who maintain the record.
        pub note: String,
        /// Where it was made, as others report it.
        pub reported_appearances: Vec<ReportedAppearance>,
    }
}

const STATEMENT_MAX: usize = 2_000;
const NAME_MAX: usize = 500;
const LABEL_MAX: usize = 200;
const ENTITIES_MAX: usize = 100;
const QUANTITIES_MAX: usize = 32;
const PLACES_MAX: usize = 32;
const TAGS_MAX: usize = 64;
const NOTE_MAX: usize = 4_000;

impl Claim {
    /// Reports every rule that the claim breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "statement", &self.statement, STATEMENT_MAX);
        language::check_required(check, "language", &self.language);
        text::check(check, "subject", &self.subject, NAME_MAX);
        text::check(check, "predicate", &self.predicate, NAME_MAX);
        text::check(check, "object", &self.object, NAME_MAX);
        check.at_most("entities", &self.entities, ENTITIES_MAX);
        check.list("entities", &self.entities, |check, entity| {
            text::check_required(check, "name", &entity.name, NAME_MAX);
            text::check(check, "role", &entity.role, LABEL_MAX);
            same_as::check(check, &entity.same_as);
        });
        check.at_most("quantities", &self.quantities, QUANTITIES_MAX);
        check.list("quantities", &self.quantities, |check, quantity| {
            quantity.check(check);
            self.check_narrowed(check, quantity);
        });
        if let Some(period) = &self.period {
            check.field("period", |check| period.check(check));
        }
        check.at_most("places", &self.places, PLACES_MAX);
        check.list("places", &self.places, |check, place| {
            text::check_required(check, "name", &place.name, NAME_MAX);
            same_as::check(check, &place.same_as);
        });
        self.check_tags(check);
        if let Some(origin) = &self.origin {
            check.field("origin", |check| origin.check(check));
        }
        text::check(check, "note", &self.note, NOTE_MAX);
        let reported = &self.reported_appearances;
        check.at_most("reported_appearances", reported, REPORTED_MAX);
        check.list("reported_appearances", reported, |check, it| {
            it.check(check);
        });
    }

    /// Fills each absent field from an item of a bundle, and adds what it reports. `survivor`
    /// returns the source that a source was merged into, or the source. Returns the names of the
    /// fields that both have, with different values.
    pub fn fill_from_item(
        &mut self,
        given: &Self,
        survivor: impl Fn(SourceId) -> SourceId,
    ) -> Vec<&'static str> {
        let reported = &given.reported_appearances;
        let differs = add_reported(&mut self.reported_appearances, reported, survivor);
        let given = Self {
            reported_appearances: Vec::new(),
            ..given.clone()
        };
        let mut differences = self.fill_from(&given);
        if differs {
            differences.push("reported_appearances");
        }
        differences
    }

    /// The sources that it refers to.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        self.reported_appearances
            .iter()
            .flat_map(ReportedAppearance::sources)
    }

    /// Mutable access to the ids that [`Self::sources`] returns.
    pub fn sources_mut(&mut self) -> impl Iterator<Item = &mut SourceId> {
        let reported = self.reported_appearances.iter_mut();
        reported.flat_map(|it| it.source.iter_mut().chain(&mut it.document))
    }

    /// Reports quantities that cannot be narrowed down by this one.
    fn check_narrowed(&self, check: &mut Checker, quantity: &Quantity) {
        if !quantity.narrows.is_empty() && quantity.role != QuantityRole::Qualifier {
            check.report_at("narrows", "is only for quantities with the role QUALIFIER");
            return;
        }
        let mut seen = HashSet::new();
        check.list("narrows", &quantity.narrows, |check, index| {
            let narrowed = usize::try_from(*index).ok();
            match narrowed.and_then(|index| self.quantities.get(index)) {
                None => check.report(format!("the claim has no quantity with the index {index}")),
                Some(it) if it.role == QuantityRole::Qualifier => {
                    check.report(format!("quantity {index} is a QUALIFIER itself"));
                }
                Some(_) if !seen.insert(index) => check.report("is already in this list"),
                Some(_) => {}
            }
        });
    }

    fn check_tags(&self, check: &mut Checker) {
        check.at_most("tags", &self.tags, TAGS_MAX);
        let mut seen = HashSet::new();
        check.field("tags", |check| {
            for (index, tag) in self.tags.iter().enumerate() {
                check.element(index, |check| {
                    if !text::is_slug(tag) {
                        check.report("is not a slug: lower-case letters, digits and single hyphens between them, at most 64 characters");
                    } else if !seen.insert(tag) {
                        check.report("is already in this list");
                    }
                });
            }
        });
    }

    /// A digest that is equal for equal claims. The order of the quantities does not
    /// matter.
    pub fn identity(&self, form: Form) -> IdentityDigest {
        let mut quantities: Vec<String> = self.quantities.iter().map(Quantity::identity).collect();
        quantities.sort_unstable();
        let period = self.period.as_ref();
        let mut builder = IdentityBuilder::new()
            .part(normal_text_in(form, &self.statement))
            .part(language::primary_in(form, &self.language).unwrap_or_default())
            .part(period.map_or(Vec::new(), |period| period.identity(form).to_vec()));
        for quantity in quantities {
            builder = builder.part(quantity);
        }
        builder.finish()
    }
}

impl Origin {
    fn check(&self, check: &mut Checker) {
        text::check_required(check, "name", &self.name, LABEL_MAX);
        text::check(check, "version", &self.version, LABEL_MAX);
        check_confidence(check, self.confidence);
    }
}

/// Reports a confidence that is not from 0 to 1.
pub fn check_confidence(check: &mut Checker, confidence: Option<f64>) {
    if confidence.is_some_and(|confidence| !(0.0..=1.0).contains(&confidence)) {
        check.report_at("confidence", "must be from 0 to 1");
    }
}

never_blank!(ClaimType);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::{Date, PeriodEnd};

    fn claim(statement: &str) -> Claim {
        Claim {
            statement: statement.to_owned(),
            language: "en".to_owned(),
            ..Claim::default()
        }
    }

    fn in_year(year: i32) -> Claim {
        Claim {
            period: Some(Period {
                from: Some(Date {
                    year,
                    ..Date::default()
                }),
                through: None,
                end: PeriodEnd::Unknown,
                ..Period::default()
            }),
            ..claim("Unemployment rose")
        }
    }

    #[test]
    fn spelling_variants_of_a_sentence_are_one_claim() {
        let british = Claim {
            language: "en-GB".to_owned(),
            ..claim("unemployment  ROSE.")
        };
        assert_eq!(
            claim("Unemployment rose").identity(Form::Canonical),
            british.identity(Form::Canonical)
        );
    }

    #[test]
    fn one_sentence_about_two_years_is_two_claims() {
        assert_ne!(
            in_year(2023).identity(Form::Canonical),
            in_year(2024).identity(Form::Canonical)
        );
        assert_eq!(
            in_year(2023).identity(Form::Canonical),
            in_year(2023).identity(Form::Canonical)
        );
    }

    #[test]
    fn polarity_makes_two_claims() {
        let positive = claim("Ukraine is recruiting mercenaries");
        let negative = claim("Ukraine is not recruiting mercenaries");
        assert_ne!(
            positive.identity(Form::Canonical),
            negative.identity(Form::Canonical)
        );
    }
}
