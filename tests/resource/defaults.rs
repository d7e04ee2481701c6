//! Fields that a sensible default answers: they need not be given, and are stored and answered
//! as if they had been.

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, ArticlePart, AttributionBasis, AttributionChain, Claim,
    ClaimType, Hop, Modality, Quantity, QuantityRole, QuotationKind, QuotedSpan, Stance,
};

use super::appearance::{Scene, scene};
use crate::support::samples::{claim, quantity};

/// An appearance of which only the words are given.
fn words(article: &str, exact: &str) -> Appearance {
    Appearance {
        article: article.to_owned(),
        anchors: vec![Anchor {
            exact: exact.to_owned(),
            ..Anchor::default()
        }],
        ..Appearance::default()
    }
}

fn said_by(source: &str) -> AttributionChain {
    let hop = Hop {
        source: source.to_owned(),
        ..Hop::default()
    };
    AttributionChain { hops: vec![hop] }
}

#[tokio::test]
async fn an_appearance_needs_only_its_words() {
    let Scene {
        server,
        article,
        claim,
        ..
    } = scene().await;
    let given = words(&article.name, "155");
    let created = server.create_appearance(&claim, given).await.unwrap();
    assert_eq!(created.anchors[0].part(), ArticlePart::Body);
    assert_eq!(created.form(), AppearanceForm::Stated);
    assert_eq!(created.modality(), Modality::Certain);
    assert_eq!(created.article_stance(), Stance::Asserts);
    assert_eq!(server.get_appearance(&created.name).await.unwrap(), created);
}

#[tokio::test]
async fn an_article_reports_what_it_attributes_and_a_source_asserts_it_in_print() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let given = Appearance {
        chains: vec![said_by(&source.name), said_by(&source.name)],
        quoted_spans: vec![QuotedSpan {
            start: 16,
            end: 28,
            kind: QuotationKind::Mixed.into(),
            ..QuotedSpan::default()
        }],
        ..words(&article.name, "155")
    };
    let created = server.create_appearance(&claim, given).await.unwrap();
    assert_eq!(created.article_stance(), Stance::Reports);
    assert_eq!(created.quoted_spans[0].part(), ArticlePart::Body);
    for chain in &created.chains {
        assert_eq!(chain.hops[0].stance(), Stance::Asserts);
        assert_eq!(chain.hops[0].basis(), AttributionBasis::Printed);
    }
}

#[tokio::test]
async fn what_is_given_is_kept_and_a_default_does_not_follow_later_changes() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let given = Appearance {
        form: AppearanceForm::Implied.into(),
        modality: Modality::Alleged.into(),
        ..words(&article.name, "155")
    };
    let created = server.create_appearance(&claim, given).await.unwrap();
    assert_eq!(created.form(), AppearanceForm::Implied);
    assert_eq!(created.modality(), Modality::Alleged);
    // The stance was stored when there was no chain, so it stays with one.
    let chained = Appearance {
        name: created.name.clone(),
        chains: vec![said_by(&source.name)],
        ..Appearance::default()
    };
    let chained = server.update_appearance(chained, &[]).await.unwrap();
    assert_eq!(chained.article_stance(), Stance::Asserts);
    // To clear a field is to give it its default.
    let cleared = Appearance {
        name: created.name.clone(),
        ..Appearance::default()
    };
    let paths = ["form", "modality", "article_stance"];
    let cleared = server.update_appearance(cleared, &paths).await.unwrap();
    assert_eq!(cleared.form(), AppearanceForm::Stated);
    assert_eq!(cleared.modality(), Modality::Certain);
    assert_eq!(cleared.article_stance(), Stance::Reports);
}

#[tokio::test]
async fn a_claim_is_of_an_event_or_property_and_its_figures_are_values() {
    let Scene { server, .. } = scene().await;
    let given = Claim {
        r#type: 0,
        quantities: vec![Quantity {
            role: 0,
            ..quantity("recruits", "155")
        }],
        ..claim("Some are recruited")
    };
    let created = server.create_claim(given.clone()).await.unwrap();
    assert_eq!(created.r#type(), ClaimType::EventOrProperty);
    assert_eq!(created.quantities[0].role(), QuantityRole::Value);
    let same = Claim {
        quantities: vec![quantity("recruits", "155")],
        ..given
    };
    let status = server.create_claim(same).await.unwrap_err();
    assert_eq!(crate::support::errors::holder(&status).1, created.name);
}
