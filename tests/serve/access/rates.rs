//! How many calls one caller may make.

use std::{num::NonZeroU32, time::Duration};

use claimstore::{
    api::call::rate::Rates,
    wire::pb::{ListSourcesRequest, source_service_client::SourceServiceClient},
};
use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;

use super::guarded_settings;
use crate::support::{
    errors::reason,
    issuer::{Newsroom, with_token},
    server::TestServer,
};

async fn list(channel: Channel, token: &str) -> Result<(), Status> {
    let request = with_token(token, ListSourcesRequest::default());
    let listed = SourceServiceClient::new(channel)
        .list_sources(request)
        .await;
    listed.map(drop)
}

#[tokio::test]
async fn a_caller_that_makes_too_many_calls_waits_and_others_do_not() {
    let newsroom = Newsroom::new();
    let mut settings = guarded_settings(&newsroom);
    settings.guard.rates = NonZeroU32::new(1).map(Rates::of);
    let server = TestServer::start_set(settings).await;
    let [one, other] = ["reader", "writer"].map(|role| newsroom.token(role));
    list(server.channel(), &one).await.unwrap();
    let refused = loop {
        // On a busy machine, a second can pass between two calls.
        if let Err(refused) = list(server.channel(), &one).await {
            break refused;
        }
    };
    let expected = (Code::ResourceExhausted, "RATE_LIMITED".to_owned());
    assert_eq!(reason(&refused), expected);
    list(server.channel(), &other).await.unwrap();
    let pause = refused.get_details_retry_info().unwrap().retry_delay;
    let pause = pause.unwrap();
    assert!(pause <= Duration::from_secs(1), "{pause:?}");
    tokio::time::sleep(pause).await;
    list(server.channel(), &one).await.unwrap();
}
