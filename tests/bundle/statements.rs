//! What writes cost the database: how many statements, and that none of them is planned anew.

use serde_json::{Value, json};

use super::import::import;
use crate::support::{
    counting::{counted, counting},
    samples::{claim, outlet},
    server::{LIMITS, TestServer},
};

/// The statements of write transactions, apart from those that begin and end them. Others run
/// in the background, such as health checks twice a second, and are no part of a call.
const WRITES: &str = "insert into|update |delete from|natural_keys|pg_(try_)?advisory|pg_current_xact_id|\
                      survivors|source_names|article_contents|article_keys";

/// After this many rounds, all connections have made their plans.
const ROUNDS_MAX: usize = 30;

/// An article that prints two claims, with a figure, a review, a relation and three sources.
fn fuel(number: usize) -> Value {
    let rose = format!("Fuel rose by {number} per cent.");
    json!({
        "article": {
            "headline": format!("Fuel {number}"), "uri": format!("https://x.test/{number}"),
            "language": "en", "body": format!("{rose} The mayor denied it."),
            "publisher": "#outlet", "bylines": [{"printed": "Ada", "source": "#ada"}],
        },
        "sources": [
            {"key": "outlet", "source": {
                "kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Paper", "url": "https://x.test/",
            }},
            {"key": "ada", "source": {"kind": "SOURCE_KIND_PERSON", "displayName": "Ada"}},
            {"key": "mayor", "source": {
                "kind": "SOURCE_KIND_PERSON", "displayName": format!("Mayor {number}"),
            }},
        ],
        "claims": [
            {
                "key": "rose",
                "claim": {
                    "statement": rose, "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY",
                    "tags": ["fuel"], "quantities": [{"measure": "growth", "printed": format!("{number} per cent")}],
                },
                "appearances": [{
                    "anchors": [{"part": "ARTICLE_PART_BODY", "exact": rose}],
                    "chains": [{"hops": [{"source": "#mayor", "stance": "STANCE_DENIES"}]}],
                }],
                "relations": [{
                    "type": "RELATION_TYPE_CONTRADICTS", "target": "#fell",
                    "state": "RELATION_STATE_CONFIRMED", "author": "Desk",
                }],
            },
            {
                "key": "fell",
                "claim": {
                    "statement": format!("Fuel fell by {number} per cent."), "language": "en",
                    "type": "CLAIM_TYPE_EVENT_OR_PROPERTY",
                },
                "reviews": [{
                    "author": "Desk", "verdict": "VERDICT_FALSE",
                    "reviewTime": "2025-04-27T10:00:00Z",
                }],
            },
        ],
    })
}

#[tokio::test]
async fn writes_are_planned_once_and_ask_nothing_that_cannot_be() {
    let server = TestServer::start_over(counting().await, LIMITS).await;
    let write = async |number: usize| {
        import(&server, fuel(number)).await;
        let statement = format!("Statement {number}.");
        server.create_claim(claim(&statement)).await.unwrap();
        let name = format!("Source {number}");
        server.create_source(outlet(&name)).await.unwrap();
    };
    // Each of the connections makes its plans once, so there is a round without any.
    let mut planned = i64::MAX;
    for round in 0..ROUNDS_MAX {
        for number in 0..10 {
            write(10 * round + number).await;
        }
        planned = counted(&server, WRITES).await.1;
        if planned == 0 {
            break;
        }
    }
    assert_eq!(planned, 0);

    // Locks, holders of its keys, id and time, the claim, its key, and the log. What the server
    // does by itself meanwhile can be counted, too, but not beside each write.
    let mut least = (i64::MAX, i64::MAX);
    for number in 0..5 {
        let statement = format!("One more: {number}.");
        server.create_claim(claim(&statement)).await.unwrap();
        least = least.min(counted(&server, WRITES).await);
    }
    assert_eq!(least, (6, 0));
}
