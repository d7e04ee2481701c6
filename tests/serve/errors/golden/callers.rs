//! The errors of calls whose caller is not known, or may not make them.

use std::{num::NonZeroU32, time::Duration};

use claimstore::{
    api::call::rate::Rates,
    wire::pb::{CreateSourceRequest, ErrorReason, GetSourceRequest},
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{add, page::Page};
use crate::{
    serve::access::{guarded, guarded_settings},
    support::{
        issuer::{Newsroom, grants, with_token},
        server::TestServer,
    },
};

fn source_of_nobody() -> GetSourceRequest {
    GetSourceRequest {
        name: "sources/01234567-89ab-7def-8000-000000000002".to_owned(),
        ..GetSourceRequest::default()
    }
}

const GET: &str = "SourceService/get_source";

fn asked() -> String {
    "{\"name\":\"sources/01234567-89ab-7def-8000-000000000002\"}".to_owned()
}

pub(super) async fn add_callers(page: &mut Page) {
    use ErrorReason as Reason;
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let nobody = server.sources().get_source(source_of_nobody()).await;
    let when = "the server has a policy, and the call has no token";
    add(
        page,
        Reason::Unauthenticated,
        when,
        (GET, asked(), nobody.map(drop)),
    );
    let reader = with_token(&newsroom.token("reader"), CreateSourceRequest::default());
    let refused = server.sources().create_source(reader).await;
    let when = "the policy grants the caller the role reader";
    let create = "SourceService/create_source";
    add(
        page,
        Reason::PermissionDenied,
        when,
        (create, "{}".to_owned(), refused.map(drop)),
    );

    let mut settings = guarded_settings(&newsroom);
    settings.guard.rates = NonZeroU32::new(1).map(Rates::of);
    let server = TestServer::start_set(settings).await;
    // On a busy machine, some time passes between two calls.
    let limited = loop {
        let request = with_token(&newsroom.token("reader"), source_of_nobody());
        let refused = server.sources().get_source(request).await.unwrap_err();
        let retry = refused.get_details_retry_info();
        if retry.and_then(|it| it.retry_delay) == Some(Duration::from_secs(1)) {
            break Err(refused);
        }
    };
    let when = "`--caller-calls-per-second` is 1, and the caller makes two calls at once";
    add(page, Reason::RateLimited, when, (GET, asked(), limited));

    // Where nothing listens, there are no keys.
    newsroom.write_policy_with_keys("https://127.0.0.1:1/keys", &grants());
    let server = guarded(&newsroom).await;
    let request = with_token(&newsroom.token("reader"), source_of_nobody());
    let unsure: Result<(), Status> = server.sources().get_source(request).await.map(drop);
    assert_eq!(unsure.as_ref().unwrap_err().code(), Code::Unavailable);
    let when = "the issuer of the token cannot be reached since the server started";
    add(page, Reason::KeysUnavailable, when, (GET, asked(), unsure));
}
