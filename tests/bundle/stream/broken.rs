//! Imports that break at random points and go on end in the store of an undisturbed import.

use std::collections::BTreeMap;

use claimstore::{store::upkeep::check::check, wire::pb::Bundle};
use serde_json::json;
use sqlx::{Connection as _, PgConnection};

use super::{Stream, bundle, rejection, settings};
use crate::support::{
    breaks::{Break, trials},
    cluster::{TestDatabase, database},
    random::Random,
    server::{LIMITS, TestServer},
};

const BUNDLES: usize = 40;
const REJECTED: usize = 9;

fn id(kind: u128, number: usize) -> String {
    let number = u128::try_from(number).unwrap();
    uuid::Uuid::from_u128((0x0198_c0de_0000_7000_8000 << 48) | (kind << 40) | number).to_string()
}

/// Bundles that share sources. Every ninth is not valid, or refers to what does not exist.
fn bundles() -> Vec<Bundle> {
    let bundle_of = |number: usize| {
        let stated = format!("Claim number {number} is made");
        let publisher = match number % (2 * REJECTED) {
            REJECTED => format!("sources/{}", id(9, number)),
            _ => "#page".to_owned(),
        };
        let kind = match number % (2 * REJECTED) {
            0 => "SOURCE_KIND_UNSPECIFIED",
            _ => "SOURCE_KIND_WEB_PAGE",
        };
        bundle(json!({
            "article": {
                "name": format!("articles/{}", id(1, number)), "publisher": publisher,
                "uri": format!("https://news.example/{number}"), "headline": "A", "body": stated,
            },
            "sources": [{"key": "page", "source": {
                "name": format!("sources/{}", id(2, number % 5)), "kind": kind,
                "url": format!("https://page.example/{}", number % 5),
            }}],
            "claims": [{
                "claim": {
                    "name": format!("claims/{}", id(3, number)),
                    "statement": stated, "language": "en", "type": "CLAIM_TYPE_CAUSAL",
                },
                "appearances": [{
                    "anchors": [{"part": "ARTICLE_PART_BODY", "exact": stated}],
                    "form": "APPEARANCE_FORM_STATED",
                    "modality": "MODALITY_CERTAIN",
                    "articleStance": "STANCE_ASSERTS",
                }],
            }],
        }))
    };
    (1..=BUNDLES).map(bundle_of).collect()
}

/// Every change of the log: its resource, revision and operation, but for the ids that the
/// server makes.
async fn changes(database: &TestDatabase) -> BTreeMap<(i16, Option<String>, i64, i16), i64> {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    let rows: Vec<(i16, Option<String>, i64, i16, i64)> = sqlx::query_as(
        "
        select kind, case when kind <> 4 then id::text end, revision, operation, count(*)
        from changes group by 1, 2, 3, 4
        ",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let keyed = rows.into_iter();
    keyed
        .map(|(kind, id, revision, operation, count)| ((kind, id, revision, operation), count))
        .collect()
}

/// Imports the bundles in streams that break. Returns how often they did, and the database.
async fn import_with_breaks(random: &mut Random) -> (usize, TestDatabase) {
    let bundles = bundles();
    let mut server = TestServer::start().await;
    let mut breaks = 0;
    loop {
        let after = random.below(12);
        let how = random.pick(&Break::ALL);
        let Ok((mut stream, progress)) = Stream::open(&server, settings(7)).await else {
            continue;
        };
        for _ in 0..progress.resent_count {
            let resent = stream.result().await.unwrap().unwrap();
            assert!(rejection(&resent).is_some());
        }
        let next = usize::try_from(progress.next_index).unwrap();
        let mut sent = 0;
        for bundle in &bundles[next..] {
            if sent == after || !stream.send(Some(bundle.clone())).await {
                break;
            }
            sent += 1;
        }
        if sent == bundles.len() - next {
            stream.close();
            while let Ok(Some(_)) = stream.result().await {}
            let (_, progress) = Stream::open(&server, settings(7)).await.unwrap();
            if progress.next_index == i64::try_from(BUNDLES).unwrap() {
                return (breaks, server.leave().await);
            }
            continue;
        }
        breaks += 1;
        for _ in 0..random.below(after + 1) {
            if !matches!(stream.result().await, Ok(Some(_))) {
                break;
            }
        }
        server = how.cut(stream, server).await;
    }
}

#[tokio::test]
async fn imports_that_break_at_random_end_in_the_store_of_an_undisturbed_one() {
    let undisturbed = TestServer::start_over(database().await, LIMITS).await;
    let (mut stream, _) = Stream::open(&undisturbed, settings(7)).await.unwrap();
    for bundle in bundles() {
        stream.send(Some(bundle)).await;
    }
    let results = stream.rest().await.unwrap();
    let rejected = results.iter().filter(|it| rejection(it).is_some()).count();
    assert_eq!((results.len(), rejected), (BUNDLES, BUNDLES / REJECTED));
    let expected = changes(&undisturbed.database).await;
    let mut all_breaks = 0;
    for seed in 1..=trials() {
        let (breaks, database) = import_with_breaks(&mut Random::new(seed)).await;
        all_breaks += breaks;
        assert_eq!(changes(&database).await, expected, "seed {seed}");
        let report = check(&database.options()).await.unwrap();
        assert_eq!(report.differences, [], "seed {seed}");
    }
    assert!(all_breaks > 0);
}
