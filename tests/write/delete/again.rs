//! `request_id`: a repeated deletion or undeletion gets the first answer and is done once,
//! whatever has happened in between.

use claimstore::wire::pb::Operation;

use super::{names, one_of_each};
use crate::support::{
    any_kind::DeleteOptions,
    errors::{missing, why},
    samples::{appearance, article, claim, outlet},
    server::TestServer,
};

fn under(number: u8) -> DeleteOptions {
    DeleteOptions {
        request_id: format!("0198c0de-0000-7000-8000-0000000000{number:02}"),
        ..DeleteOptions::default()
    }
}

#[tokio::test]
async fn a_repeated_deletion_or_undeletion_gets_the_first_answer() {
    let server = TestServer::start().await;
    for name in names(&one_of_each(&server).await) {
        let deleted = server.delete_as(&name, under(1)).await.unwrap();
        let again = server.delete_as(&name, under(1)).await.unwrap();
        assert_eq!(again, deleted);
        let back = server.undelete_as(&name, under(1)).await.unwrap();
        let length = server.log_length().await;
        // Both answers are of states that are no longer current.
        for _ in 0..2 {
            let again = server.delete_as(&name, under(1)).await.unwrap();
            assert_eq!(again, deleted, "as it was then, not as it is now");
            let again = server.undelete_as(&name, under(1)).await.unwrap();
            assert_eq!(again, back);
        }
        assert_eq!(server.log_length().await, length);
        assert_eq!(
            server.operations(&name).await,
            [Operation::Created, Operation::Deleted, Operation::Undeleted]
        );
        // Frees the request id for the next resource.
        server.execute("delete from requests").await;
        server.delete(&name).await.unwrap();
    }
}

#[tokio::test]
async fn a_repeated_forced_deletion_is_done_once() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let printed = server.create_appearance(&said, appearance(&text, "so"));
    let printed = printed.await.unwrap().name;
    let forced = DeleteOptions {
        force: true,
        ..under(1)
    };
    let deleted = server.delete_as(&text.name, forced.clone()).await.unwrap();
    server.undelete(&text.name).await.unwrap();
    let again = server.delete_as(&text.name, forced).await.unwrap();
    assert_eq!(again, deleted);
    assert!(server.is_live(&text.name).await);
    assert!(server.is_live(&printed).await);
    // Without force it is another request.
    let status = server.delete_as(&text.name, under(1)).await.unwrap_err();
    assert_eq!(why(&status), "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn another_request_under_the_same_id_is_refused() {
    let server = TestServer::start().await;
    let one = server.create_source(outlet("One")).await.unwrap();
    let other = server.create_source(outlet("Other")).await.unwrap();
    server.delete_as(&one.name, under(1)).await.unwrap();
    let with_etag = DeleteOptions {
        etag: one.etag,
        ..under(1)
    };
    for (name, how) in [(&other.name, under(1)), (&one.name, with_etag)] {
        let status = server.delete_as(name, how).await.unwrap_err();
        assert_eq!(why(&status), "REQUEST_ID_REUSED");
    }
    assert!(server.is_live(&other.name).await);
    let status = server.delete_as(&one.name, under(2)).await.unwrap_err();
    assert_eq!(missing(&status), [one.name.as_str()]);
}

#[tokio::test]
async fn a_refused_deletion_or_undeletion_does_not_use_up_its_id() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let printed = server.create_appearance(&said, appearance(&text, "so"));
    let printed = printed.await.unwrap().name;
    let status = server.delete_as(&text.name, under(1)).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_IN_USE");
    let status = server.undelete_as(&text.name, under(1)).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_DELETED");
    server.delete(&printed).await.unwrap();
    server.delete_as(&text.name, under(1)).await.unwrap();
    server.undelete_as(&text.name, under(1)).await.unwrap();
}

#[tokio::test]
async fn only_one_of_many_concurrent_copies_is_done() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("a")).await.unwrap();
    let delete = || server.delete_as(&source.name, under(1));
    let (a, b, c, d) = tokio::join!(delete(), delete(), delete(), delete());
    let first = a.unwrap();
    for answer in [b, c, d] {
        assert_eq!(answer.unwrap(), first);
    }
    let undelete = || server.undelete_as(&source.name, under(1));
    let (a, b, c, d) = tokio::join!(undelete(), undelete(), undelete(), undelete());
    let first = a.unwrap();
    for answer in [b, c, d] {
        assert_eq!(answer.unwrap(), first);
    }
    assert_eq!(server.log_length().await, 3);

    // Without an id, one deletion succeeds, and the others find the source deleted.
    let delete = || server.delete(&source.name);
    let (a, b, c, d) = tokio::join!(delete(), delete(), delete(), delete());
    let all = [a, b, c, d];
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in all {
        if let Err(status) = answer {
            assert_eq!(missing(&status), [source.name.as_str()]);
        }
    }
    assert_eq!(server.log_length().await, 4);
}
