//! The page of a claim: what it says, its standing, and everywhere it is printed.

use super::{
    Listed, Page, figures::figure, joined, names::Names, standing::Children, times, words,
};
use crate::wire::pb::{Appearance, Claim, Entity, Origin};

/// Makes the page of a claim with its appearances and its other children.
pub fn page(
    claim: &Claim,
    appearances: &Listed<Appearance>,
    children: &Children,
    names: &Names,
) -> Page {
    let mut page = Page::default();
    page.paragraph(&claim.statement);
    page.gap();
    page.field("Claim", &claim.name);
    let deleted = claim.delete_time.as_ref();
    page.deletion(deleted.map(|it| times::instant(it.seconds, it.nanos)));
    page.field("Merged from", &claim.redirected_from);
    page.merged_into(&claim.merged_into, names.statement(&claim.merged_into));
    page.field("Type", &words(claim.r#type().as_str_name(), "CLAIM_TYPE_"));
    page.field("Language", &claim.language);
    page.field("Subject", &claim.subject);
    page.field("Predicate", &claim.predicate);
    page.field("Object", &claim.object);
    for quantity in &claim.quantities {
        let figure = figure(quantity, &claim.quantities);
        page.field("Figure", &format!("{}: {figure}", quantity.measure));
    }
    let period = claim.period.as_ref().map(times::period);
    page.field("Period", &period.unwrap_or_default());
    page.field(
        "Places",
        &joined(claim.places.iter().map(|it| it.name.clone())),
    );
    page.field("Entities", &joined(claim.entities.iter().map(entity)));
    page.field("Tags", &claim.tags.join(", "));
    let original = &claim.translation_of;
    page.field("Translates", names.statement(original));
    page.detail_of(original, names.statement(original));
    page.field(
        "Written by",
        &claim.origin.as_ref().map(origin).unwrap_or_default(),
    );
    page.field("Note", &claim.note);
    page.retraction(claim.retraction.as_ref());
    page.standing(&children.standing);
    page.field("Revision", &claim.revision.to_string());
    page.printings(appearances, names);
    page.reported(claim, names);
    page.reviews(&children.reviews);
    page.relations(&claim.name, &children.relations, names, &appearances.items);
    page.conflicts(&claim.name, &children.conflicts);
    page.merged(&children.merged);
    page
}

fn entity(entity: &Entity) -> String {
    match entity.role.is_empty() {
        true => entity.name.clone(),
        false => format!("{} ({})", entity.name, entity.role),
    }
}

fn origin(origin: &Origin) -> String {
    let kind = words(origin.kind().as_str_name(), "ORIGIN_KIND_");
    let confidence = origin.confidence.map(|it| format!("confidence {it}"));
    let remarks = joined([kind, origin.version.clone(), confidence.unwrap_or_default()]);
    format!("{} ({remarks})", origin.name)
}

impl Page {
    fn printings(&mut self, appearances: &Listed<Appearance>, names: &Names) {
        if appearances.items.is_empty() {
            self.gap();
            self.paragraph("Printed nowhere that is known.");
            return;
        }
        self.heading(&format!("Printed ({})", appearances.count()));
        for appearance in &appearances.items {
            self.gap();
            self.entry(names.headline(&appearance.article));
            self.printing(appearance, names);
            let version = appearance.article_version;
            self.detail(&format!("{}, version {version}", appearance.article));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::page::samples,
        wire::pb::{OriginKind, Place, Standing},
    };

    fn printed<T>(items: Vec<T>) -> Listed<T> {
        Listed {
            items,
            has_more: false,
        }
    }

    #[test]
    fn a_claim_is_shown_with_its_printings() {
        let mut claim = samples::claim();
        claim.revision = 1;
        claim.subject = "boats".to_owned();
        claim.places = vec![Place {
            name: "Harbour Town".to_owned(),
            ..Place::default()
        }];
        claim.entities = vec![Entity {
            name: "Boats".to_owned(),
            role: "missing".to_owned(),
            ..Entity::default()
        }];
        claim.origin = Some(Origin {
            kind: OriginKind::Software.into(),
            name: "finder".to_owned(),
            version: "2".to_owned(),
            confidence: Some(0.75),
        });
        let text = page(
            &claim,
            &printed(vec![samples::appearance()]),
            &samples::children(),
            &samples::names(),
        );
        assert_eq!(
            text.text(),
            "\
At least twelve boats are missing.

Claim         claims/1
Type          numerical
Language      en
Subject       boats
Figure        boats-missing: at least 12 boats (as far as counted)
Places        Harbour Town
Entities      Boats (missing)
Written by    finder (software, 2, confidence 0.75)
Disputed      conflicting reviews, retracted source
Verdict       false
Revision      1

Printed (1)
-----------

* Boats missing
  “at least 12 boats are believed to be missing”
  stated, probable by “are believed to”
  reports ← The mayor (reports) ← Harbour office (asserts)
  articles/1, version 1

Reviews (1)
-----------

* The desk: false
  “Nobody is missing”, 2025-02-19 21:20:00 UTC
  All boats came back.
  claims/1/reviews/1

Relations (2)
-------------

* contradicts: No boat is missing.
  claims/2
  confirmed, by The desk
  claims/1/relations/1

* same as: claims/3
  suggested, by finder
  claims/3/relations/2

Conflicts (1)
-------------

* quantities: No more than ten boats are missing.
  here: at least 12 boats (as far as counted)
  there: at most 10 boats (as far as counted)
  claims/4

Merged into it (1)
------------------
* Twelve boats or more are missing.
  claims/5
"
        );
    }

    #[test]
    fn a_claim_that_is_printed_nowhere_says_so() {
        let nothing = Children {
            standing: Standing::default(),
            reviews: printed(Vec::new()),
            relations: printed(Vec::new()),
            conflicts: printed(Vec::new()),
            merged: printed(Vec::new()),
        };
        let printed = printed(Vec::new());
        let text = page(&samples::claim(), &printed, &nothing, &samples::names());
        let text = text.text();
        assert!(
            text.ends_with("\nPrinted nowhere that is known.\n"),
            "{text}"
        );
    }
}
