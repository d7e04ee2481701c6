//! Conflicts follow the writes: changed figures, and claims that are deleted, retracted and
//! restored.

use claimstore::wire::pb::{Claim, ConflictFilter, RelationType, RetractClaimRequest, Retraction};

use super::{pair, pairs, stored};
use crate::support::{
    samples::{quantity, relation},
    server::TestServer,
};

async fn retract(server: &TestServer, claim: &Claim, revoke: bool) {
    let request = RetractClaimRequest {
        name: claim.name.clone(),
        retraction: (!revoke).then(|| Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        revoke,
        ..RetractClaimRequest::default()
    };
    server.claims().retract_claim(request).await.unwrap();
}

#[tokio::test]
async fn a_changed_figure_ends_one_conflict_and_begins_another() {
    let server = TestServer::start().await;
    let one = stored(&server, "One", &[quantity("m", "1")]).await;
    let two = stored(&server, "Two", &[quantity("m", "2")]).await;
    let none = ConflictFilter::default;
    assert_eq!(pairs(&server, none()).await, [pair(&one, &two)]);
    let changed = |value, statement: &str, claim: &Claim| Claim {
        statement: statement.to_owned(),
        quantities: vec![quantity("m", value)],
        ..claim.clone()
    };
    let met = changed("2.0", "One that is two", &one);
    server.update_claim(met, &["quantities"]).await.unwrap();
    assert_eq!(pairs(&server, none()).await, []);
    let three = stored(&server, "Three", &[quantity("m", "3")]).await;
    let mut expected = vec![pair(&one, &three), pair(&two, &three)];
    expected.sort();
    assert_eq!(pairs(&server, none()).await, expected);
    let other = Claim {
        subject: "Another".to_owned(),
        ..three
    };
    server.update_claim(other, &["subject"]).await.unwrap();
    assert_eq!(pairs(&server, none()).await, []);
}

#[tokio::test]
async fn a_deleted_or_retracted_claim_is_not_in_conflict() {
    let server = TestServer::start().await;
    let one = stored(&server, "One", &[quantity("m", "1")]).await;
    let two = stored(&server, "Two", &[quantity("m", "2")]).await;
    let link = relation(RelationType::Contradicts, &two);
    server.create_relation(&one, link).await.unwrap();
    let all = vec![pair(&one, &two); 2];
    let none = ConflictFilter::default;
    assert_eq!(pairs(&server, none()).await, all);
    for claim in [&one, &two] {
        server.delete_claim(&claim.name).await.unwrap();
        assert_eq!(pairs(&server, none()).await, [], "deleted");
        server.undelete_claim(&claim.name).await.unwrap();
        assert_eq!(pairs(&server, none()).await, all, "brought back");
        retract(&server, claim, false).await;
        assert_eq!(pairs(&server, none()).await, [], "retracted");
        retract(&server, claim, true).await;
        assert_eq!(pairs(&server, none()).await, all, "taken back");
    }
}
