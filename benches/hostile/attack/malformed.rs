//! Malformed calls: what is not HTTP, not gRPC, not a message, not a method, and errors that
//! have much to say.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use claimstore::wire::pb::{
    Anchor, Appearance, Article, ArticlePart, Bundle, BundleClaim, Claim, ImportBundleRequest,
};
use http::{Method, Request};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use crate::{
    framed::framed,
    target::{Target, rest},
    wire::{Connection, GRPC, bare, grpc},
};

const CLIENTS: usize = 4;
const PAUSE: Duration = Duration::from_millis(10);
const LIST_CLAIMS: &str = "/claimstore.v1.ClaimService/ListClaims";
const EMPTY: &[u8] = b"\0\0\0\0\0";

type Call = (Request<()>, Bytes);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for _ in 0..CLIENTS {
        let target = target.clone();
        tasks.spawn(async move {
            while Instant::now() < until {
                send_all(&target.address, until).await;
                let _ = say_nonsense(&target.address).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Sends each call, on one connection as long as it is open.
async fn send_all(address: &str, until: Instant) -> Option<()> {
    let connection = Connection::open(address, 65_535).await?;
    for (request, body) in calls() {
        connection.call(request, body).await?;
        rest(until, PAUSE).await;
    }
    Some(())
}

/// Random bytes in place of HTTP.
async fn say_nonsense(address: &str) -> std::io::Result<()> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(&random_bytes(4_000)).await?;
    let mut heard = Vec::new();
    let heard = socket.read_to_end(&mut heard);
    let _ = tokio::time::timeout(Duration::from_secs(1), heard).await;
    Ok(())
}

fn calls() -> Vec<Call> {
    let two = Bytes::from([EMPTY, EMPTY].concat());
    let empty = Bytes::from_static(EMPTY);
    let with = |name: &str, value: &str| {
        let request = bare(LIST_CLAIMS).header(GRPC.0, GRPC.1);
        request.header(name, value).body(()).unwrap()
    };
    let of_type = |value: &str| {
        let request = bare(LIST_CLAIMS).header(GRPC.0, value);
        request.body(()).unwrap()
    };
    let put = bare(LIST_CLAIMS).method(Method::PUT);
    let put = put.header(GRPC.0, GRPC.1).body(()).unwrap();
    vec![
        (grpc(LIST_CLAIMS), two),
        (grpc(LIST_CLAIMS), Bytes::new()),
        (grpc(LIST_CLAIMS), Bytes::from_static(b"\0\0\0\0\x09abc")),
        (grpc(LIST_CLAIMS), Bytes::from_static(b"\0\xff\xff\xff\xff")),
        (of_type("text/plain"), empty.clone()),
        (put, empty.clone()),
        (with("grpc-timeout", "soon"), empty.clone()),
        (with("grpc-timeout", "999999999999999H"), empty.clone()),
        (with("x-note", &"x".repeat(20_000)), empty.clone()),
        (with("x-note", &"x".repeat(100_000)), empty.clone()),
        (grpc(LIST_CLAIMS), random_message()),
        (
            grpc("/claimstore.v1.ClaimService/ForgetClaim"),
            empty.clone(),
        ),
        (grpc(&format!("/{}", "é".repeat(5_000))), empty),
        (
            grpc("/claimstore.v1.BundleService/ImportBundle"),
            framed(&long_complaints()),
        ),
    ]
}

/// A frame of the right length that has random bytes in place of a message.
fn random_message() -> Bytes {
    let message = random_bytes(4_000);
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    Bytes::from([&[0], &length[..], &message].concat())
}

fn random_bytes(count: usize) -> Vec<u8> {
    let state = RandomState::new();
    let numbers = (0..count / 8).map(|number| state.hash_one(number));
    numbers.flat_map(u64::to_le_bytes).collect()
}

/// A bundle of which much is wrong, with long names for each part of it.
fn long_complaints() -> ImportBundleRequest {
    let key = "👩‍🚀".repeat(300);
    let claim = BundleClaim {
        key: key.clone(),
        claim: Some(Claim {
            statement: key.clone(),
            language: key.clone(),
            ..Claim::default()
        }),
        appearances: vec![Appearance {
            anchors: vec![Anchor {
                part: ArticlePart::Body.into(),
                exact: key.clone(),
                ..Anchor::default()
            }],
            ..Appearance::default()
        }],
        ..BundleClaim::default()
    };
    ImportBundleRequest {
        bundle: Some(Bundle {
            article: Some(Article {
                publisher: format!("#{key}"),
                uri: key.clone(),
                headline: key,
                ..Article::default()
            }),
            claims: vec![claim; 20],
            ..Bundle::default()
        }),
        ..ImportBundleRequest::default()
    }
}
