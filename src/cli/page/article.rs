//! The page of an article: its facts, its sources, its claims with their
//! attributions, and its text.

use std::collections::HashMap;

use super::{
    Listed, Page,
    figures::figure,
    joined,
    names::Names,
    quoted,
    standing::{in_itself, sides},
    times, words,
};
use crate::wire::pb::{Appearance, Article, ArticlePart, Byline, Claim, Conflict};

/// Makes the page. `claims` are those that the article prints, `appearances` say where.
pub fn page(
    article: &Article,
    claims: &Listed<Claim>,
    appearances: &Listed<Appearance>,
    conflicts: &Listed<Conflict>,
    names: &Names,
) -> Page {
    let mut page = Page::default();
    page.paragraph(&article.headline);
    page.paragraph(&article.alternative_headline);
    page.gap();
    article
        .bylines
        .iter()
        .for_each(|it| page.paragraph(&byline(it)));
    page.gap();
    page.facts(article, names);
    page.sources(article, names);
    page.claims(article.version, claims, appearances, conflicts, names);
    if !article.body.is_empty() {
        page.heading("Text");
        page.verbatim(&article.body);
    }
    page
}

fn byline(byline: &Byline) -> String {
    let adds_nothing = byline.printed.is_empty() || byline.printed == byline.name;
    let printed = match adds_nothing || byline.name.is_empty() {
        true => String::new(),
        false => format!("printed {}", quoted(&byline.printed)),
    };
    let name = match byline.name.is_empty() {
        true => byline.printed.clone(),
        false => byline.name.clone(),
    };
    joined([name, byline.role.clone(), printed])
}

impl Page {
    fn facts(&mut self, article: &Article, names: &Names) {
        let published = article.date_published.as_ref().map(|date| {
            let printed = match date.year == 0 || date.printed.is_empty() {
                true => String::new(),
                false => format!("printed {}", quoted(&date.printed)),
            };
            joined([times::date(date), printed])
        });
        let number_locale = match article.number_locale.is_empty() {
            true => String::new(),
            false => format!("figures and dates as in {}", article.number_locale),
        };
        self.field("Article", &article.name);
        let deleted = article.delete_time.as_ref();
        self.deletion(deleted.map(|it| times::instant(it.seconds, it.nanos)));
        self.field("Uri", &article.uri);
        article
            .aliases
            .iter()
            .for_each(|it| self.field("Alias", it));
        for id in &article.external_ids {
            self.field("Id", &format!("{} in {}", id.id, id.system));
        }
        self.field("Published", &published.unwrap_or_default());
        self.field("Publisher", names.source(&article.publisher));
        self.field("Genre", &words(article.genre().as_str_name(), "GENRE_"));
        self.field("Section", &article.section);
        self.field(
            "Language",
            &joined([article.language.clone(), number_locale]),
        );
        let status = article.publication_status().as_str_name();
        self.field("Status", &words(status, "PUBLICATION_STATUS_"));
        let version = format!("{}, revision {}", article.version, article.revision);
        self.field("Version", &version);
        self.retraction(article.retraction.as_ref());
        for correction in &article.corrections {
            let kind = words(correction.r#type().as_str_name(), "CORRECTION_TYPE_");
            self.field("Corrected", &format!("{kind}: {}", correction.notice));
            self.field("", &correction.id);
        }
    }

    fn sources(&mut self, article: &Article, names: &Names) {
        if !article.citations.is_empty() {
            self.heading(&format!("Cites {}", article.citations.len()));
        }
        for citation in &article.citations {
            self.source_line("", &citation.source, &citation.printed, names);
        }
        if !article.credits.is_empty() {
            self.heading(&format!("Credits {}", article.credits.len()));
        }
        for credit in &article.credits {
            let kind = words(credit.kind().as_str_name(), "CREDIT_KIND_");
            let kind = format!("{kind}: ");
            self.source_line(&kind, &credit.source, &credit.printed, names);
        }
    }

    fn source_line(&mut self, kind: &str, source: &str, printed: &str, names: &Names) {
        let source_name = names.source(source);
        self.entry(&format!("{kind}{source_name}"));
        if !printed.is_empty() && printed != source_name {
            self.detail(&format!("printed {}", quoted(printed)));
        }
        self.detail(source);
    }

    fn claims(
        &mut self,
        newest: i32,
        claims: &Listed<Claim>,
        appearances: &Listed<Appearance>,
        conflicts: &Listed<Conflict>,
        names: &Names,
    ) {
        if claims.items.is_empty() {
            return;
        }
        self.heading(&format!("Claims ({})", claims.count()));
        let printings = by_claim(&appearances.items);
        let mut in_order: Vec<(&Claim, &[&Appearance])> = claims
            .items
            .iter()
            .map(|claim| (claim, printings.get(claim.name.as_str())))
            .map(|(claim, printed)| (claim, printed.map_or(&[][..], Vec::as_slice)))
            .collect();
        in_order.sort_by_key(|(_, printed)| printed.first().map(|it| position(it)));
        for (claim, printed) in in_order {
            self.gap();
            self.entry(&claim.statement);
            for appearance in printed {
                self.printing(appearance, names);
                let version = appearance.article_version;
                if version != newest {
                    self.detail(&format!("as printed in version {version}"));
                }
            }
            for quantity in &claim.quantities {
                self.detail(&figure(quantity, &claim.quantities));
            }
            self.conflicts_with(&claim.name, &conflicts.items);
            self.detail(&claim.name);
        }
        if appearances.has_more {
            self.gap();
            let count = appearances.items.len();
            self.paragraph(&format!("Only the first {count} printings were read; there are more, which the pages of the claims list."));
        }
        if conflicts.has_more {
            self.gap();
            self.paragraph("There are more conflicts; the pages of the claims list them.");
        }
    }
}

impl Page {
    fn conflicts_with(&mut self, claim: &str, conflicts: &[Conflict]) {
        for conflict in conflicts {
            let Some((own, other)) = sides(claim, conflict) else {
                continue;
            };
            if own.claim != claim {
                continue;
            }
            let reason = words(conflict.reason().as_str_name(), "CONFLICT_REASON_");
            if other.claim == claim {
                self.detail(&format!("conflict, {reason}: {}", in_itself(own, other)));
                continue;
            }
            self.detail(&format!("conflict, {reason}: {}", other.statement));
            self.detail(&other.claim);
        }
    }
}

fn by_claim(appearances: &[Appearance]) -> HashMap<&str, Vec<&Appearance>> {
    let mut printings: HashMap<&str, Vec<&Appearance>> = HashMap::new();
    for appearance in appearances {
        if let Some((claim, _)) = appearance.name.split_once("/appearances/") {
            printings.entry(claim).or_default().push(appearance);
        }
    }
    for printed in printings.values_mut() {
        printed.sort_by_key(|it| position(it));
    }
    printings
}

/// Where an appearance is in the article; the headline comes before the text.
fn position(appearance: &Appearance) -> (bool, i32) {
    let first = appearance.anchors.first();
    first.map_or((true, i32::MAX), |anchor| {
        (anchor.part() != ArticlePart::Headline, anchor.start())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{page::samples, terminal::Text};

    fn shown(claims: &[Claim], has_more: bool) -> Text {
        let claims = Listed {
            items: claims.to_vec(),
            has_more,
        };
        let appearances = Listed {
            items: vec![samples::appearance()],
            has_more,
        };
        page(
            &samples::article(),
            &claims,
            &appearances,
            &samples::conflicts(),
            &samples::names(),
        )
        .text()
    }

    #[test]
    fn an_article_is_shown_whole() {
        assert_eq!(
            shown(&[samples::claim()], false),
            "\
Boats missing
Where are the boats?

Ada Rossi, reporting from the harbour, printed “DI ADA ROSSI”

Article       articles/1
Uri           https://tide.example/1
Published     27 April 2025, printed “27/04/2025”
Publisher     The Daily Tide
Language      en, figures and dates as in it
Version       1, revision 2

Cites 1
-------
* Harbour office
  printed “Harbour office, list”
  sources/office

Credits 1
---------
* photo: The mayor
  sources/mayor

Claims (1)
----------

* At least twelve boats are missing.
  “at least 12 boats are believed to be missing”
  stated, probable by “are believed to”
  reports ← The mayor (reports) ← Harbour office (asserts)
  at least 12 boats (as far as counted)
  conflict, quantities: No more than ten boats are missing.
  claims/4
  claims/1

Text
----
Wait:  at least 12 boats are believed to be missing.

End
"
        );
    }

    #[test]
    fn a_byline_has_no_label_without_a_value() {
        let given = |name: &str, role: &str, printed: &str| {
            byline(&Byline {
                name: name.to_owned(),
                role: role.to_owned(),
                printed: printed.to_owned(),
                ..Byline::default()
            })
        };
        assert_eq!(given("Ada Rossi", "photos", ""), "Ada Rossi, photos");
        assert_eq!(
            given("Ada Rossi", "photos", "Ada Rossi"),
            "Ada Rossi, photos"
        );
        assert_eq!(given("", "photos", "BY ADA"), "BY ADA, photos");
        assert_eq!(
            given("Ada Rossi", "", "BY ADA"),
            "Ada Rossi, printed “BY ADA”"
        );
    }

    #[test]
    fn a_claim_that_conflicts_with_itself_is_named_once() {
        let claim = samples::claim();
        let conflicts = Listed {
            items: vec![samples::conflict_in_itself()],
            has_more: false,
        };
        let mut page = Page::default();
        page.conflicts_with(&claim.name, &conflicts.items);
        assert_eq!(
            page.text(),
            "  conflict, stances: 2 printings affirm it, 1 denies it\n"
        );
    }

    #[test]
    fn a_list_with_more_says_so() {
        let text = shown(&[samples::claim()], true);
        for words in [
            "Claims (the first 1; there are more)",
            "Only the first 1 printings were read; there are more",
        ] {
            assert!(text.contains(words), "{text}");
        }
        let whole = shown(&[samples::claim()], false);
        assert!(!whole.contains("there are more"), "{whole}");
    }

    #[test]
    fn an_article_without_claims_has_no_heading_for_them() {
        assert!(!shown(&[], false).contains("Claims"));
    }

    #[test]
    fn claims_are_in_the_order_of_the_text() {
        let other = Claim {
            name: "claims/0".to_owned(),
            statement: "There were boats.".to_owned(),
            ..samples::claim()
        };
        let mut later = samples::appearance();
        later.name = "claims/0/appearances/1".to_owned();
        later.anchors[0].start = Some(40);
        let claims = Listed {
            items: vec![other, samples::claim()],
            has_more: false,
        };
        let printed = Listed {
            items: vec![later, samples::appearance()],
            has_more: false,
        };
        let text = page(
            &samples::article(),
            &claims,
            &printed,
            &samples::conflicts(),
            &samples::names(),
        );
        let text = text.text();
        let at = |words: &str| text.find(words).unwrap();
        assert!(at("At least twelve") < at("There were boats."));
    }
}
