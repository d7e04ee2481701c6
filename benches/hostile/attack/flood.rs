//! Floods of frames that ask for nothing, as fast as they can be sent, and of calls that are reset
//! as soon as they have been sent.

use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use claimstore::wire::pb::{CreateClaimRequest, GetClaimRequest};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy, sink},
    net::TcpStream,
    task::JoinSet,
    time::timeout_at,
};

use crate::{
    framed::framed,
    target::{Target, claim},
};

/// So many connections send each kind of frame.
const CONNECTIONS: usize = 3;

/// So many frames are sent at once.
const AT_ONCE: usize = 500;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const CANCEL: [u8; 4] = [0, 0, 0, 8];

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    let once = |kind, payload: &[u8]| frame(kind, 0, 0, payload).repeat(AT_ONCE);
    let floods = [
        once(PING, &[0; 8]),
        once(SETTINGS, &[]),
        // A stream depends on another one.
        frame(PRIORITY, 0, 3, &[0, 0, 0, 1, 0]).repeat(AT_ONCE),
        // Less than a byte is not allowed.
        once(WINDOW_UPDATE, &[0, 0, 0, 1]),
    ];
    for flood in floods.map(Bytes::from) {
        for _ in 0..CONNECTIONS {
            let (address, flood) = (target.address.clone(), flood.clone());
            tasks.spawn(repeat(address, until, move |_| flood.clone()));
        }
    }
    let get = framed(&GetClaimRequest {
        name: target.claims[0].clone(),
        ..GetClaimRequest::default()
    });
    let create = framed(&CreateClaimRequest {
        claim: Some(claim("Nobody waits for this claim".to_owned())),
        validate_only: true,
        ..CreateClaimRequest::default()
    });
    for (path, message) in [
        ("/claimstore.v1.ClaimService/GetClaim", get),
        ("/claimstore.v1.ClaimService/CreateClaim", create),
    ] {
        for _ in 0..CONNECTIONS {
            let (address, message) = (target.address.clone(), message.clone());
            let headers = headers(path);
            tasks.spawn(repeat(address, until, move |count| {
                resets(count, &headers, &message)
            }));
        }
    }
}

/// Sends what `flood` makes again and again, on a new connection when the last one has ended.
async fn repeat(address: String, until: Instant, flood: impl Fn(u32) -> Bytes) {
    while Instant::now() < until {
        let _ = timeout_at(until.into(), connection(&address, &flood)).await;
    }
}

async fn connection(address: &str, flood: impl Fn(u32) -> Bytes) -> std::io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    let (mut answers, mut requests) = stream.into_split();
    let answers = async { copy(&mut (&mut answers).take(u64::MAX), &mut sink()).await };
    let send = async {
        requests.write_all(PREFACE).await?;
        requests.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
        for count in 0.. {
            requests.write_all(&flood(count)).await?;
        }
        Ok(())
    };
    tokio::select! {
        ended = answers => ended.map(|_| ()),
        ended = send => ended,
    }
}

/// Calls that are reset once they have been sent whole.
fn resets(count: u32, headers: &[u8], message: &[u8]) -> Bytes {
    let calls = (0..50).flat_map(|call| {
        let stream = 1 + 2 * (50 * count + call);
        [
            frame(HEADERS, END_HEADERS, stream, headers),
            frame(DATA, END_STREAM, stream, message),
            frame(RST_STREAM, 0, stream, &CANCEL),
        ]
        .concat()
    });
    calls.collect()
}

/// A frame as RFC 9113 has it.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// The headers of a call, each as RFC 7541 has it when no index is used for its value.
fn headers(path: &str) -> Vec<u8> {
    // The method POST and the scheme http are in the static table.
    let mut headers = vec![0x83, 0x86];
    for (name, value) in [
        (":path", path),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ] {
        headers.push(0);
        for text in [name, value] {
            headers.push(u8::try_from(text.len()).unwrap());
            headers.extend(text.as_bytes());
        }
    }
    headers
}
