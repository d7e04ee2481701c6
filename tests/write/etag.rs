//! Etags: a write with the etag of another state than the stored one is refused.

use claimstore::wire::pb::{Claim, Source};

use crate::support::{
    errors::{reason, why},
    samples::{claim, outlet},
    server::TestServer,
};

#[tokio::test]
async fn an_etag_must_be_that_of_the_stored_state() {
    let server = TestServer::start().await;
    let first = server.create_source(outlet("a")).await.unwrap();
    let named = |etag: &str, name: &str| Source {
        name: first.name.clone(),
        etag: etag.to_owned(),
        ..outlet(name)
    };
    let second = server.update_source(named(&first.etag, "b"), &[]).await;
    let second = second.unwrap();
    let mismatch = (tonic::Code::Aborted, "ETAG_MISMATCH".to_owned());
    for (etag, name) in [
        (first.etag.as_str(), "c"),
        ("no etag", "c"),
        (&first.etag, "b"),
    ] {
        let status = server.update_source(named(etag, name), &[]).await;
        assert_eq!(reason(&status.unwrap_err()), mismatch, "{etag}");
    }
    assert_eq!(server.get_source(&first.name).await.unwrap(), second);
    let third = server.update_source(named(&second.etag, "c"), &[]).await;
    assert_eq!(third.unwrap().revision, 3);
    let last = server.update_source(named("", "d"), &[]).await;
    assert_eq!(last.unwrap().revision, 4);
}

#[tokio::test]
async fn exactly_one_of_concurrent_updates_with_one_etag_succeeds() {
    let server = TestServer::start().await;
    let mut stored = server.create_claim(claim("0")).await.unwrap();
    for round in 0..5 {
        let racing: Vec<_> = (0..8)
            .map(|n| {
                let patch = Claim {
                    name: stored.name.clone(),
                    etag: stored.etag.clone(),
                    ..claim(&format!("{round} {n}"))
                };
                let request = claimstore::wire::pb::UpdateClaimRequest {
                    claim: Some(patch),
                    ..Default::default()
                };
                let mut client = server.claims();
                tokio::spawn(async move { client.update_claim(request).await })
            })
            .collect();
        let mut won = Vec::new();
        for call in racing {
            match call.await.unwrap() {
                Ok(answer) => won.push(answer.into_inner()),
                Err(status) => assert_eq!(why(&status), "ETAG_MISMATCH"),
            }
        }
        assert_eq!(won.len(), 1);
        let read = server.get_claim(&stored.name).await.unwrap();
        assert_eq!(read, won[0]);
        assert_eq!(read.revision, stored.revision + 1);
        stored = read;
    }
}
