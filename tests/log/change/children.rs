//! The log of relations and reviews: their states, and the resources that their changes concern.

use claimstore::wire::pb::{
    Change, ChangeFilter, Effect, Operation, RelationState, RelationType, Review, Verdict,
    change::Resource,
};

use super::filtered;
use crate::support::{
    children::claims,
    samples::{appearance, article, full_relation, outlet, relation, review},
    server::TestServer,
};

async fn of(server: &TestServer, name: &str) -> Vec<Change> {
    let filter = ChangeFilter {
        resource_name: name.to_owned(),
        ..ChangeFilter::default()
    };
    filtered(server, filter).await
}

/// The names of the resources whose changes concern a resource, sorted, once for each change.
async fn concerning(server: &TestServer, name: &str) -> Vec<String> {
    let filter = ChangeFilter {
        concerns: name.to_owned(),
        ..ChangeFilter::default()
    };
    let changes = filtered(server, filter).await.into_iter();
    let mut names: Vec<String> = changes.map(|it| it.resource_name).collect();
    // Standings have tests of their own.
    names.retain(|name| !name.ends_with("/standing"));
    names.sort();
    names
}

fn sorted<const COUNT: usize>(mut names: [&str; COUNT]) -> Vec<String> {
    names.sort_unstable();
    names.into_iter().map(str::to_owned).collect()
}

fn operations(changes: &[Change]) -> Vec<Operation> {
    changes.iter().map(Change::operation).collect()
}

#[tokio::test]
async fn the_history_of_a_relation_holds_every_state_it_had() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&a, appearance(&piece, "x"));
    let full = full_relation(&b, &printed.await.unwrap());
    let first = server.create_relation(&a, full).await.unwrap();
    server
        .create_relation(&a, relation(RelationType::Causes, &b))
        .await
        .unwrap();
    let mut rejected = first.clone();
    rejected.set_state(RelationState::Rejected);
    let second = server.update_relation(rejected, &["state"]).await.unwrap();
    let third = server.delete_relation(&first.name).await.unwrap();

    let history = of(&server, &first.name).await;
    let states = [first.clone(), second, third];
    let resources: Vec<_> = history
        .iter()
        .map(|it| it.resource.clone().unwrap())
        .collect();
    assert_eq!(resources, states.clone().map(Resource::Relation));
    for (number, (change, state)) in (1..).zip(history.iter().zip(&states)) {
        assert_eq!(change.resource_name, first.name);
        assert_eq!(change.revision, number);
        assert_eq!(change.change_time, state.update_time);
    }
    use Operation::{Created, Deleted, Updated};
    assert_eq!(operations(&history), [Created, Updated, Deleted]);
}

#[tokio::test]
async fn the_history_of_a_review_holds_every_state_it_had() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let first = server.create_review(&a, review("Desk", Verdict::True, 0));
    let first = first.await.unwrap();
    server
        .create_review(&a, review("Desk", Verdict::True, 1))
        .await
        .unwrap();
    let explained = Review {
        explanation: "Nobody counted them.".to_owned(),
        ..first.clone()
    };
    let second = server.update_review(explained, &["explanation"]).await;
    let third = server.delete_review(&first.name).await.unwrap();
    let fourth = server.undelete_review(&first.name).await.unwrap();

    let history = of(&server, &first.name).await;
    let states = [first, second.unwrap(), third, fourth];
    let resources: Vec<_> = history
        .iter()
        .map(|it| it.resource.clone().unwrap())
        .collect();
    assert_eq!(resources, states.map(Resource::Review));
    use Operation::{Created, Deleted, Undeleted, Updated};
    assert_eq!(operations(&history), [Created, Updated, Deleted, Undeleted]);
}

#[tokio::test]
async fn a_relation_concerns_the_claims_at_both_ends() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&c, appearance(&piece, "x"));
    let printed = printed.await.unwrap();
    let link = server.create_relation(&a, full_relation(&b, &printed));
    let link = link.await.unwrap();
    assert_eq!(
        concerning(&server, &a.name).await,
        sorted([&a.name, &link.name])
    );
    assert_eq!(
        concerning(&server, &b.name).await,
        sorted([&b.name, &link.name])
    );
    assert_eq!(
        concerning(&server, &c.name).await,
        sorted([&c.name, &printed.name])
    );

    // The deletion of a claim deletes the relation, and that concerns both ends, too.
    server.delete_claim(&b.name).await.unwrap();
    let twice = [&*a.name, &link.name, &link.name];
    assert_eq!(concerning(&server, &a.name).await, sorted(twice));
    let twice = [&*b.name, &b.name, &link.name, &link.name];
    assert_eq!(concerning(&server, &b.name).await, sorted(twice));
}

#[tokio::test]
async fn a_standing_concerns_its_claim_from_the_first_on() {
    let server = TestServer::start().await;
    let [claim] = claims(&server).await;
    for (number, verdict) in [(0, Verdict::True), (1, Verdict::False)] {
        let given = review(&format!("Desk {number}"), verdict, number);
        server.create_review(&claim, given).await.unwrap();
    }
    let filter = ChangeFilter {
        concerns: claim.name.clone(),
        ..ChangeFilter::default()
    };
    let changes = filtered(&server, filter).await.into_iter();
    let standings = changes.filter(|it| it.resource_name.ends_with("/standing"));
    let effects: Vec<Effect> = standings.map(|it| it.effect()).collect();
    assert_eq!(effects, [Effect::Entered, Effect::Changed]);
}

#[tokio::test]
async fn a_review_concerns_its_claim_its_evidence_and_replaced_evidence() {
    let server = TestServer::start().await;
    let [reviewed, evidence] = claims(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let other = server.create_source(outlet("B")).await.unwrap();
    let given = Review {
        evidence: vec![source.name.clone(), evidence.name.clone()],
        ..review("Desk", Verdict::True, 0)
    };
    let written = server.create_review(&reviewed, given).await.unwrap();
    let name = written.name.as_str();
    for concerned in [&reviewed.name, &evidence.name, &source.name] {
        let found = concerning(&server, concerned).await;
        assert_eq!(found, sorted([concerned, name]));
    }
    assert_eq!(
        concerning(&server, &other.name).await,
        [other.name.as_str()]
    );

    let replaced = Review {
        name: name.to_owned(),
        evidence: vec![other.name.clone()],
        ..Review::default()
    };
    let replaced = server.update_review(replaced, &["evidence"]).await;
    replaced.unwrap();
    // The update concerns the evidence that it removes. The deletion after it no longer does.
    server.delete_review(name).await.unwrap();
    for (concerned, times) in [(&source, 2), (&other, 2)] {
        let found = concerning(&server, &concerned.name).await;
        assert_eq!(found.iter().filter(|it| *it == name).count(), times);
    }
    let found = concerning(&server, &reviewed.name).await;
    assert_eq!(found.iter().filter(|it| *it == name).count(), 3);
}
