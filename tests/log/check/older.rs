//! Databases that an earlier build wrote, from before mentions, figures, sides and standings.

use claimstore::store::upkeep::schema::migrate;

use super::{differences, filled};
use crate::support::{
    process::{claimstore, run, said},
    server::TestServer,
};

/// What an earlier build did not write.
const NOT_WRITTEN: &[&str] = &[
    "delete from mentions where kind = 2",
    "update appearances set affirms = false, denies = false, doubts = false",
    "delete from claim_quantities",
    "delete from standings",
    "delete from changes where kind = 7",
];

async fn as_an_earlier_build_left_it(server: &TestServer) {
    for sql in NOT_WRITTEN {
        let before = differences(server).await.len();
        server.execute(sql).await;
        // The last one takes back what the one before it made differ.
        assert_ne!(differences(server).await.len(), before, "{sql}");
    }
}

#[tokio::test]
async fn a_database_of_an_earlier_build_is_brought_up_to_date_once() {
    let server = filled().await;
    as_an_earlier_build_left_it(&server).await;
    let options = server.database.options();
    migrate(&options).await.unwrap();
    assert_eq!(differences(&server).await, [""; 0]);

    server.execute(NOT_WRITTEN[0]).await;
    migrate(&options).await.unwrap();
    assert_ne!(differences(&server).await, [""; 0]);
}

#[tokio::test]
async fn what_an_earlier_build_wrote_after_that_is_brought_up_to_date_on_request() {
    let server = filled().await;
    migrate(&server.database.options()).await.unwrap();
    as_an_earlier_build_left_it(&server).await;
    let url = server.database.url();
    let output = run(claimstore().args(["migrate", "--backfill-again", "--database-url", &url]));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(differences(&server).await, [""; 0]);
}
