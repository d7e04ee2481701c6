//! Conflicts that people state: confirmed contradictions, and claims that are both affirmed and
//! denied.

use claimstore::wire::pb::{
    Appearance, Claim, ConflictFilter, ConflictReason, Relation, RelationState, RelationType,
    Stance,
};

use super::{all, pair, pairs, sides};
use crate::support::{
    children::claims,
    samples::{appearance, article, relation},
    server::TestServer,
};

fn for_reason(reason: ConflictReason) -> ConflictFilter {
    ConflictFilter {
        reason: reason.into(),
        ..ConflictFilter::default()
    }
}

#[tokio::test]
async fn a_contradiction_is_a_conflict_while_it_is_confirmed() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let suggested = Relation {
        state: RelationState::Suggested.into(),
        ..relation(RelationType::Contradicts, &a)
    };
    let drawn = server.create_relation(&b, suggested).await.unwrap();
    let supports = relation(RelationType::Supports, &c);
    server.create_relation(&a, supports).await.unwrap();
    let none = ConflictFilter::default;
    assert_eq!(pairs(&server, none()).await, []);

    let confirmed = Relation {
        state: RelationState::Confirmed.into(),
        ..drawn.clone()
    };
    server.update_relation(confirmed, &["state"]).await.unwrap();
    let by_another = Relation {
        author: "Another desk".to_owned(),
        ..relation(RelationType::Contradicts, &b)
    };
    let again = server.create_relation(&a, by_another).await.unwrap();
    let found = all(&server, none(), 0).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].reason(), ConflictReason::Contradiction);
    let expected = pair(&a, &b);
    assert_eq!(sides(&found[0]), (&*expected.0, &*expected.1));
    assert_eq!(found[0].relations, [drawn.name.clone(), again.name.clone()]);
    let one = found[0].one.as_ref().unwrap();
    assert!(one.statement.starts_with("Claim "), "{one:?}");
    assert_eq!(one.quantities, []);

    let rejected = Relation {
        state: RelationState::Rejected.into(),
        ..again
    };
    server.update_relation(rejected, &["state"]).await.unwrap();
    let found = all(&server, none(), 0).await.unwrap();
    assert_eq!(found[0].relations, [&*drawn.name]);
    server.delete_relation(&drawn.name).await.unwrap();
    assert_eq!(pairs(&server, none()).await, []);
}

async fn printed(server: &TestServer, claim: &Claim, words: &str, stance: Stance) -> Appearance {
    let piece = server.create_article(article(words, words)).await.unwrap();
    let given = Appearance {
        article_stance: stance.into(),
        ..appearance(&piece, words)
    };
    server.create_appearance(claim, given).await.unwrap()
}

#[tokio::test]
async fn a_claim_that_is_affirmed_and_denied_is_in_conflict_with_itself() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let mut affirming = Vec::new();
    for number in 0..11 {
        let words = format!("yes {number}");
        affirming.push(printed(&server, &a, &words, Stance::Asserts).await.name);
    }
    printed(&server, &a, "well", Stance::Doubts).await;
    printed(&server, &b, "no b", Stance::Denies).await;
    let reason = for_reason(ConflictReason::Stances);
    assert_eq!(pairs(&server, reason.clone()).await, []);

    let denying = printed(&server, &a, "no", Stance::Denies).await;
    let found = all(&server, reason.clone(), 0).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].reason(), ConflictReason::Stances);
    assert_eq!(sides(&found[0]), (&*a.name, &*a.name));
    let (one, other) = (found[0].one.as_ref(), found[0].other.as_ref());
    let (one, other) = (one.unwrap(), other.unwrap());
    affirming.sort();
    assert_eq!(one.appearances, affirming[..10]);
    assert_eq!(one.appearance_count, 11);
    assert_eq!(other.appearances, [&*denying.name]);
    assert_eq!(other.appearance_count, 1);

    server.delete_appearance(&denying.name).await.unwrap();
    assert_eq!(pairs(&server, reason).await, []);
}

#[tokio::test]
async fn a_claim_in_conflict_for_every_reason_is_found_by_each_of_them() {
    let server = TestServer::start().await;
    let one = super::stored(&server, "One", &[super::quantity("m", "1")]).await;
    let other = super::stored(&server, "Other", &[super::quantity("m", "2")]).await;
    let link = relation(RelationType::Contradicts, &one);
    server.create_relation(&other, link).await.unwrap();
    let (name, _) = pair(&one, &other);
    let first = if name == one.name { &one } else { &other };
    printed(&server, first, "yes", Stance::Asserts).await;
    printed(&server, first, "no", Stance::Denies).await;
    let reasons = [
        ConflictReason::Quantities,
        ConflictReason::Contradiction,
        ConflictReason::Stances,
    ];
    for page_size in [1, 2, 3, 0] {
        let found = all(&server, ConflictFilter::default(), page_size).await;
        let found: Vec<_> = found.unwrap().iter().map(|it| it.reason()).collect();
        assert_eq!(found, reasons, "pages of {page_size}");
    }
    for reason in reasons {
        let found = all(&server, for_reason(reason), 0).await.unwrap();
        let found: Vec<_> = found.iter().map(|it| it.reason()).collect();
        assert_eq!(found, [reason]);
    }
}
