//! A source has fallen: retracts it, and lists how articles and claims rest on it.
//!
//!     cargo run --example fallen_source -- http://127.0.0.1:50051 https://leak.example/1 'It was forged'

use std::{env, error::Error};

use claimstore::{
    call,
    client::{Client, Connection, position, request_id},
    wire::pb::{GetSourceRequest, RetractSourceRequest, Retraction, TraceSourceRequest},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let mut next = || args.next().ok_or("give SERVER, URL and REASON");
    let mut connection = Connection::to(&next()?);
    connection.actor = Some("corrections-desk".to_owned());
    let client = Client::connect(&connection).await?;

    let get = GetSourceRequest {
        url: next()?,
        ..GetSourceRequest::default()
    };
    let source = call!(client.sources(), get_source, get).await?.into_inner();
    let retract = RetractSourceRequest {
        name: source.name.clone(),
        retraction: Some(Retraction {
            reason: next()?,
            ..Retraction::default()
        }),
        // The same in all attempts, so that the source is retracted once.
        request_id: request_id(),
        ..RetractSourceRequest::default()
    };
    let retracted = call!(client.sources(), retract_source, retract).await?;
    // What is read now is to show that, whichever server answers.
    let client = client.reflecting(position(&retracted).ok_or("no position")?);

    let mut trace = TraceSourceRequest {
        name: source.name,
        ..TraceSourceRequest::default()
    };
    loop {
        let page = call!(client.sources(), trace_source, trace.clone());
        let page = page.await?.into_inner();
        for dependant in page.dependants {
            let steps = dependant.path.iter().map(|step| step.name.as_str());
            println!("{}", steps.collect::<Vec<_>>().join(" <- "));
        }
        trace.page_token = page.next_page_token;
        if trace.page_token.is_empty() {
            return Ok(());
        }
    }
}
