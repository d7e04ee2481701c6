//! What a write costs between the server and its database: statements and round trips.

use serde_json::{Value, json};

use super::import::import;
use crate::support::{
    cluster::database_on_own_server,
    proxy::{Cost, Proxy},
    samples::claim,
    server::{LIMITS, TestServer},
};

/// An article that prints this many claims, each on the word of a source.
fn article_of(number: usize, claims: usize) -> Value {
    let stated = |claim: usize| format!("Sentence {claim} of article {number} is printed.");
    let body: Vec<String> = (0..claims).map(stated).collect();
    let claims: Vec<Value> = body
        .iter()
        .map(|stated| {
            json!({
                "claim": {"statement": stated, "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
                "appearances": [{
                    "anchors": [{"part": "ARTICLE_PART_BODY", "exact": stated}],
                    "chains": [{"hops": [{"source": "#mayor", "stance": "STANCE_ASSERTS"}]}],
                }],
            })
        })
        .collect();
    json!({
        "article": {
            "headline": format!("Article {number}"), "uri": format!("https://x.test/{number}"),
            "language": "en", "body": body.join(" "), "publisher": "#outlet",
        },
        "sources": [
            {"key": "outlet", "source": {
                "kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Paper", "url": "https://x.test/",
            }},
            {"key": "mayor", "source": {
                "kind": "SOURCE_KIND_PERSON", "displayName": format!("Mayor {number}"),
            }},
        ],
        "claims": claims,
    })
}

/// The least that writing cost in several rounds, without what the server does beside it.
async fn least(proxy: &Proxy, write: impl AsyncFn(usize)) -> Cost {
    for number in 0..WARM_UP {
        write(number).await;
    }
    let mut costs = Vec::new();
    for number in WARM_UP..WARM_UP + ROUNDS {
        proxy.take();
        write(number).await;
        costs.push(proxy.take());
    }
    costs
        .into_iter()
        .min_by_key(|it| (it.round_trips, it.statements))
        .unwrap()
}

/// After this many writes, every connection knows its statements.
const WARM_UP: usize = 20;
const ROUNDS: usize = 10;

#[tokio::test]
async fn a_write_takes_no_more_statements_and_round_trips_than_are_documented() {
    let database = database_on_own_server().await;
    let proxy = Proxy::before(&database).await;
    let server = TestServer::start_through(database, proxy.options(), LIMITS).await;
    let created = least(&proxy, async |number| {
        let claim = claim(&format!("Statement {number}"));
        server.create_claim(claim).await.unwrap();
    });
    let imported = least(&proxy, async |number| {
        import(&server, article_of(number, 30)).await;
    });
    let cost = |statements, round_trips| Cost {
        statements,
        round_trips,
    };
    // Also in benches/RESULTS.md.
    assert_eq!(created.await, cost(8, 8));
    assert_eq!(imported.await, cost(43, 43));
}
