//! Confirmed relations of the types SUPERSEDES and DERIVED_FROM form no cycle: neither through
//! many claims, nor by any call, nor by concurrent calls.

use claimstore::wire::pb::{Claim, Relation, RelationState, RelationType};
use tonic::{Code, Status};

use crate::support::{
    children::claims,
    errors::{description, fields, missing, reason},
    samples::{claim, relation},
    server::TestServer,
};

use RelationState::{Confirmed, Rejected, Suggested};
use RelationType::{DerivedFrom, Supersedes};

const BOTH: [RelationType; 2] = [Supersedes, DerivedFrom];

/// The longest chain that may begin with a relation, including the relation.
const CHAIN_MAX: usize = 64;

fn in_state(state: RelationState, relation: Relation) -> Relation {
    Relation {
        state: state.into(),
        ..relation
    }
}

/// Relates each claim to the next one. The last relation is created first, so that each new one
/// begins the whole chain behind it.
async fn link(server: &TestServer, of: RelationType, claims: &[Claim]) -> Vec<Relation> {
    let mut links = Vec::new();
    for pair in claims.windows(2).rev() {
        let created = server.create_relation(&pair[0], relation(of, &pair[1]));
        links.push(created.await.unwrap());
    }
    links.reverse();
    links
}

fn assert_leads_back(status: &Status) {
    let said = description(status, "relation.target");
    assert_eq!(said, "leads back to the resource itself");
    assert_eq!(fields(status), ["relation.target"]);
}

#[tokio::test]
async fn a_cycle_through_two_three_or_ten_claims_is_refused() {
    let server = TestServer::start().await;
    let claims: [Claim; 15] = claims(&server).await;
    let [two, three, ten] = [&claims[..2], &claims[2..5], &claims[5..]];
    for of in BOTH {
        for around in [two, three, ten] {
            link(&server, of, around).await;
            let (first, last) = (&around[0], &around[around.len() - 1]);
            let status = server.create_relation(last, relation(of, first)).await;
            assert_leads_back(&status.unwrap_err());
            // A second relation in the direction of the chain closes no cycle.
            let ahead = Relation {
                author: "Other".to_owned(),
                ..relation(of, last)
            };
            server.create_relation(first, ahead).await.unwrap();
        }
    }
    // Two chains that are joined in the middle of each.
    let into = relation(Supersedes, &ten[4]);
    server.create_relation(&three[1], into).await.unwrap();
    for (from, to) in [(&ten[4], &three[0]), (&ten[9], &three[1])] {
        let status = server.create_relation(from, relation(Supersedes, to)).await;
        assert_leads_back(&status.unwrap_err());
    }
    let beside = relation(Supersedes, &three[2]);
    server.create_relation(&ten[4], beside).await.unwrap();
}

#[tokio::test]
async fn supersedes_and_derived_from_are_separate_graphs() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    link(&server, Supersedes, &[a.clone(), b.clone(), c.clone()]).await;
    link(&server, DerivedFrom, &[c.clone(), b.clone(), a.clone()]).await;
    for (of, from, to) in [(Supersedes, &c, &a), (DerivedFrom, &a, &c)] {
        let status = server.create_relation(from, relation(of, to)).await;
        assert_leads_back(&status.unwrap_err());
    }
}

#[tokio::test]
async fn suggested_and_rejected_relations_do_not_count_for_cycles() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    for of in BOTH {
        for state in [Suggested, Rejected] {
            for (from, to) in [(&a, &b), (&b, &c), (&c, &a), (&b, &a)] {
                let given = Relation {
                    author: format!("{state:?}"),
                    ..in_state(state, relation(of, to))
                };
                server.create_relation(from, given).await.unwrap();
            }
        }
        // Among all of these relations, only confirmed ones count.
        link(&server, of, &[a.clone(), b.clone(), c.clone()]).await;
        let status = server.create_relation(&c, relation(of, &a)).await;
        assert_leads_back(&status.unwrap_err());
    }
}

#[tokio::test]
async fn a_confirmation_can_close_a_cycle_and_a_rejection_opens_it() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    for of in BOTH {
        let links = link(&server, of, &[a.clone(), b.clone(), c.clone()]).await;
        let closing = in_state(Suggested, relation(of, &a));
        let closing = server.create_relation(&c, closing).await.unwrap();
        let confirmed = in_state(Confirmed, closing.clone());
        let status = server.update_relation(confirmed.clone(), &["state"]).await;
        assert_leads_back(&status.unwrap_err());
        // Other fields of a confirmed relation can change.
        let method = Relation {
            method: "by-hand".to_owned(),
            ..links[0].clone()
        };
        let kept = server.update_relation(method, &["method"]).await.unwrap();
        let rejected = in_state(Rejected, kept);
        let rejected = server.update_relation(rejected, &["state"]).await;
        server.update_relation(confirmed, &["state"]).await.unwrap();
        let again = in_state(Confirmed, rejected.unwrap());
        let status = server.update_relation(again, &["state"]).await;
        assert_leads_back(&status.unwrap_err());
    }
}

#[tokio::test]
async fn deleted_relations_do_not_count_for_cycles_and_are_not_undeleted_into_one() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    for of in BOTH {
        let links = link(&server, of, &[a.clone(), b.clone(), c.clone()]).await;
        server.delete_relation(&links[1].name).await.unwrap();
        let reverse = server.create_relation(&c, relation(of, &a)).await.unwrap();
        let status = server.undelete_relation(&links[1].name).await;
        let status = status.unwrap_err();
        let invalid = (Code::InvalidArgument, "INVALID_FIELDS".to_owned());
        assert_eq!(reason(&status), invalid);
        assert!(status.message().contains("leads back"), "{status:?}");
        let status = server.get_relation(&links[1].name).await.unwrap_err();
        assert_eq!(missing(&status), [links[1].name.as_str()]);

        server.delete_relation(&reverse.name).await.unwrap();
        server.undelete_relation(&links[1].name).await.unwrap();
        let status = server.undelete_relation(&reverse.name).await;
        assert_eq!(reason(&status.unwrap_err()), invalid);
    }
}

#[tokio::test]
async fn a_claim_is_not_undeleted_into_a_cycle() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    link(&server, Supersedes, &[a.clone(), b.clone(), c.clone()]).await;
    server.delete_claim(&b.name).await.unwrap();
    let reverse = server.create_relation(&c, relation(Supersedes, &a));
    let reverse = reverse.await.unwrap();
    let status = server.undelete_claim(&b.name).await.unwrap_err();
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS".to_owned());
    assert_eq!(reason(&status), invalid);
    let status = server.get_claim(&b.name).await.unwrap_err();
    assert_eq!(missing(&status), [b.name.as_str()]);

    let rejected = in_state(Rejected, reverse);
    server.update_relation(rejected, &["state"]).await.unwrap();
    server.undelete_claim(&b.name).await.unwrap();
    let status = server.create_relation(&b, relation(Supersedes, &a)).await;
    assert_leads_back(&status.unwrap_err());
}

#[tokio::test]
async fn a_chain_of_64_links_is_stored_and_a_longer_one_is_refused() {
    let server = TestServer::start().await;
    let claims: [Claim; CHAIN_MAX + 5] = claims(&server).await;
    let (first, claims) = claims.split_first().unwrap();
    let (chain, further) = claims.split_at(CHAIN_MAX + 1);
    // Each new relation begins a chain that is one longer than before. The last one begins 64
    // links.
    let links = link(&server, Supersedes, chain).await;
    assert_eq!(links.len(), CHAIN_MAX);
    // Only the chain that a relation begins counts, not the chain that leads to it.
    let last = &chain[CHAIN_MAX..];
    let behind = link(&server, Supersedes, &[last, further].concat()).await;

    let one_more = relation(Supersedes, &chain[0]);
    let status = server.create_relation(first, one_more.clone()).await;
    let said = description(&status.unwrap_err(), "relation.target");
    assert_eq!(said, "begins a chain of more than 64 links");
    // A suggested relation, or one of another type, is allowed.
    let suggested = in_state(Suggested, one_more);
    let suggested = server.create_relation(first, suggested).await;
    let confirmed = in_state(Confirmed, suggested.unwrap());
    let status = server.update_relation(confirmed.clone(), &["state"]).await;
    assert_eq!(fields(&status.unwrap_err()), ["relation.target"]);
    for other in [DerivedFrom, RelationType::Supports] {
        let other = relation(other, &chain[0]);
        server.create_relation(first, other).await.unwrap();
    }
    server.delete_relation(&behind[0].name).await.unwrap();
    server
        .delete_relation(&links[CHAIN_MAX - 1].name)
        .await
        .unwrap();
    server.update_relation(confirmed, &["state"]).await.unwrap();
}

#[tokio::test]
async fn branching_chains_to_more_than_ten_thousand_claims_are_refused() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    link(&server, Supersedes, &[b.clone(), c.clone()]).await;
    // Inserted with SQL, because ten thousand calls would prove nothing more. With b and c the
    // claims are ten thousand.
    server
        .execute(
            "insert into claims (id, revision, doc_version, doc, type, language, identity) \
             select md5('claim' || n)::uuid, 1, 1, ''::bytea, 1, 'en', decode(md5(n::text), 'hex') \
             from generate_series(1, 9998) n; \
             insert into relations (id, claim_id, target_id, revision, doc_version, doc, \
                 is_deleted, type, state, author, identity) \
             select md5('relation' || n)::uuid, claim_id, md5('claim' || n)::uuid, 1, 1, ''::bytea, \
                 false, type, state, author, decode(md5(n::text), 'hex') \
             from relations, generate_series(1, 9998) n",
        )
        .await;
    let most = server.create_relation(&a, relation(Supersedes, &b)).await;
    server.delete_relation(&most.unwrap().name).await.unwrap();
    let one_more = server.create_claim(claim("One more")).await.unwrap();
    link(&server, Supersedes, &[c, one_more]).await;
    let status = server.create_relation(&a, relation(Supersedes, &b)).await;
    let status = status.unwrap_err();
    assert_eq!(fields(&status), ["relation.target"]);
    let said = description(&status, "relation.target");
    assert!(said.contains("more than 10000"), "{said}");
}

/// The result of the one write that succeeded. All others must have been refused.
fn one_of<T: std::fmt::Debug>(results: Vec<Result<T, Status>>) -> T {
    let (mut won, mut lost) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(answer) => won.push(answer),
            Err(status) => lost.push(status),
        }
    }
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS".to_owned());
    assert!(lost.iter().all(|it| reason(it) == invalid), "{lost:?}");
    assert_eq!(won.len(), 1, "{won:?} {lost:?}");
    won.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_two_concurrent_relations_that_would_close_a_cycle_is_stored() {
    let server = TestServer::start().await;
    let [a, b, c, d] = claims(&server).await;
    // a -> b and c -> d are stored; b -> c and d -> a together would close the cycle.
    for of in BOTH {
        for pair in [[&a, &b], [&c, &d]] {
            link(&server, of, &pair.map(Clone::clone)).await;
        }
    }
    for round in 0..40 {
        let of = BOTH[round % 2];
        let (one, other) = tokio::join!(
            server.create_relation(&b, relation(of, &c)),
            server.create_relation(&d, relation(of, &a)),
        );
        let stored = one_of(vec![one, other]);
        server.delete_relation(&stored.name).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_two_of_three_concurrent_relations_that_would_close_a_cycle_are_stored() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    for _ in 0..20 {
        let (one, two, three) = tokio::join!(
            server.create_relation(&a, relation(Supersedes, &b)),
            server.create_relation(&b, relation(Supersedes, &c)),
            server.create_relation(&c, relation(Supersedes, &a)),
        );
        let all = [one, two, three];
        let stored: Vec<&Relation> = all.iter().filter_map(|it| it.as_ref().ok()).collect();
        assert_eq!(stored.len(), 2, "{all:?}");
        for it in stored {
            server.delete_relation(&it.name).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_two_concurrent_confirmations_that_would_close_a_cycle_succeeds() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let suggest = async |from, to| {
        let given = in_state(Suggested, relation(DerivedFrom, to));
        server.create_relation(from, given).await.unwrap()
    };
    let (there, back) = (suggest(&a, &b).await, suggest(&b, &a).await);
    let confirm = |it: &Relation| in_state(Confirmed, it.clone());
    let plain = |it: &Relation| Relation {
        etag: String::new(),
        ..it.clone()
    };
    for _ in 0..20 {
        let (one, other) = tokio::join!(
            server.update_relation(confirm(&plain(&there)), &["state"]),
            server.update_relation(confirm(&plain(&back)), &["state"]),
        );
        let held = in_state(Suggested, one_of(vec![one, other]));
        server.update_relation(held, &["state"]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_a_concurrent_creation_and_undeletion_that_would_close_a_cycle_succeeds() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    for _ in 0..20 {
        let there = server.create_relation(&a, relation(Supersedes, &b));
        let there = there.await.unwrap();
        server.delete_relation(&there.name).await.unwrap();
        let (back, reverse) = tokio::join!(
            server.undelete_relation(&there.name),
            server.create_relation(&b, relation(Supersedes, &a)),
        );
        let live = one_of(vec![back, reverse]);
        server.delete_relation(&live.name).await.unwrap();
    }
}
