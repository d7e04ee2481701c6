//! One claim that many callers write at the same time.

use std::sync::Arc;

use claimstore::wire::pb::Claim;

use crate::support::{children::claims, retry::with_retries, samples::claim, server::TestServer};

const CALLERS: usize = 64;
const WRITES: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn every_write_to_a_claim_that_many_write_is_done_once() {
    let server = Arc::new(TestServer::start().await);
    let [hot] = claims(&server).await;
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let (server, name) = (server.clone(), hot.name.clone());
            tokio::spawn(async move {
                for round in 0..WRITES {
                    let changed = Claim {
                        name: name.clone(),
                        subject: format!("caller {caller} in round {round}"),
                        ..claim("Claim 0")
                    };
                    // A write that is refused says that it may be sent again, and was not done.
                    let write = || server.update_claim(changed.clone(), &["subject"]);
                    let (written, _) = with_retries(write).await;
                    assert_eq!(written.unwrap().subject, changed.subject);
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let now = server.get_claim(&hot.name).await.unwrap();
    assert_eq!(now.revision, i64::try_from(1 + CALLERS * WRITES).unwrap());
    assert_eq!(server.log_length().await, now.revision);
}
