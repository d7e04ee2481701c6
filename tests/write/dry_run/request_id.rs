//! Dry runs and request ids. A dry run does not use up its id. A dry run under the id of a done
//! request gets the answer of that request.

use claimstore::wire::pb::{CreateSourceRequest, Source, UpdateSourceRequest};

use super::{
    mutation::Mutation,
    rows,
    script::{creations, import, script, source_id, source_named},
    timeless,
};
use crate::support::{errors::why, samples::outlet, server::TestServer};

const ID: &str = "0198c0de-0000-7000-8000-0000000000ff";

fn create(display_name: &str) -> Mutation {
    let request = CreateSourceRequest {
        source: Some(outlet(display_name)),
        source_id: source_id(1),
        ..CreateSourceRequest::default()
    };
    Mutation::CreateSource(request).under(ID)
}

#[tokio::test]
async fn a_dry_run_does_not_use_its_request_id_up() {
    let server = TestServer::start().await;
    create("a").dry_run(&server).await.unwrap();
    create("b").dry_run(&server).await.unwrap();
    assert_eq!(rows(&server).await, [""; 0]);
    // Another request under the same id is done. It is not taken for a repetition.
    create("c").run(&server).await.unwrap();
    assert_eq!(server.log_length().await, 1);
    let stored = server.get_source(&source_named(1).name).await.unwrap();
    assert_eq!(stored.display_name, "c");
}

#[tokio::test]
async fn the_same_request_is_done_after_its_dry_run() {
    let server = TestServer::start().await;
    for mutation in script() {
        let method = mutation.method();
        let mutation = mutation.under(ID);
        let length = server.log_length().await;
        let dry_run = timeless(mutation.dry_run(&server).await.unwrap());
        assert_eq!(server.log_length().await, length);
        let real = timeless(mutation.run(&server).await.unwrap());
        assert_eq!(dry_run, real, "{method}");
        assert!(server.log_length().await > length, "{method} was not done");
        server.execute("delete from requests").await;
    }
}

#[tokio::test]
async fn a_dry_run_of_a_done_request_gets_its_answer() {
    let server = TestServer::start().await;
    for mutation in script() {
        let method = mutation.method();
        let mutation = mutation.under(ID);
        let done = mutation.run(&server).await.unwrap();
        let before = rows(&server).await;
        let dry_run = mutation.dry_run(&server).await.unwrap();
        assert_eq!(dry_run, done, "{method}");
        assert_eq!(mutation.run(&server).await.unwrap(), done, "{method}");
        assert_eq!(rows(&server).await, before, "{method}");
        server.execute("delete from requests").await;
    }
}

#[tokio::test]
async fn a_dry_run_of_a_done_request_gets_the_answer_of_that_time() {
    let server = TestServer::start().await;
    let done = create("a").run(&server).await.unwrap();
    let renamed = Source {
        display_name: "b".to_owned(),
        ..source_named(1)
    };
    server.update_source(renamed, &[]).await.unwrap();
    assert_eq!(create("a").dry_run(&server).await.unwrap(), done);
    server.delete(&source_named(1).name).await.unwrap();
    assert_eq!(create("a").dry_run(&server).await.unwrap(), done);
    assert_eq!(server.log_length().await, 3);
}

#[tokio::test]
async fn a_dry_run_of_another_request_under_a_used_id_is_refused_as_the_call_would_be() {
    let server = TestServer::start().await;
    for mutation in creations() {
        mutation.run(&server).await.unwrap();
    }
    let update = |display_name: &str| {
        let request = UpdateSourceRequest {
            source: Some(Source {
                display_name: display_name.to_owned(),
                ..source_named(2)
            }),
            ..UpdateSourceRequest::default()
        };
        Mutation::UpdateSource(request).under(ID)
    };
    update("a").run(&server).await.unwrap();
    let before = rows(&server).await;
    for is_dry_run in [true, false] {
        let status = update("b").send(&server, is_dry_run).await.unwrap_err();
        assert_eq!(why(&status), "REQUEST_ID_REUSED");
    }
    // A request id belongs to its method.
    import().under(ID).dry_run(&server).await.unwrap();
    assert_eq!(rows(&server).await, before);
}
