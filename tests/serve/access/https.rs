//! Keys that are asked for over https.

use std::{fs, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::mpsc,
    time::sleep,
};
use tonic::Code;

use super::{create, guarded, token};
use crate::support::{
    certificates::{Authority, acceptor},
    errors::reason,
    issuer::{AUDIENCE, ISSUER, Newsroom, grants, key_set},
};

/// Answers each request over TLS with a text. Returns its address, and the requests that it got.
async fn web(authority: &Authority, text: String) -> (String, mpsc::UnboundedReceiver<String>) {
    let acceptor = acceptor(authority);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let (asked, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let _ = asked.send(request);
            let length = text.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            let _ = stream.write_all((head + &text).as_bytes()).await;
        }
    });
    (address, requests)
}

/// A newsroom whose keys are at an address, which shows a certificate of an authority.
fn at(newsroom: &Newsroom, keys: &str, authority: &Authority) {
    fs::write(newsroom.file("ca.crt"), authority.pem()).unwrap();
    fs::write(newsroom.file("secret"), "of-this-server\n").unwrap();
    let policy = format!(
        "[[issuer]]\nname = \"desk\"\nissuer = \"{ISSUER}\"\naudiences = [\"{AUDIENCE}\"]\n\
         algorithms = [\"ES256\"]\nkeys = \"{keys}\"\nkeys_ca = \"ca.crt\"\n\
         keys_token_file = \"secret\"\n{}",
        grants()
    );
    fs::write(newsroom.file("policy.toml"), policy).unwrap();
}

#[tokio::test]
async fn keys_are_asked_for_with_the_token_and_the_roots_of_the_policy() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let (address, mut requests) = web(&authority, key_set(&[&newsroom.key])).await;
    at(
        &newsroom,
        &format!("{address}/the/keys?of=desk"),
        &authority,
    );
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    while create(server.channel(), token(&writer)).await.is_err() {
        sleep(Duration::from_millis(50)).await;
    }
    let request = requests.recv().await.unwrap().to_lowercase();
    let host = address.trim_start_matches("https://");
    assert!(
        request.starts_with("get /the/keys?of=desk http/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains(&format!("\r\nhost: {host}\r\n")),
        "{request}"
    );
    assert!(
        request.contains("\r\nauthorization: bearer of-this-server\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn keys_are_not_taken_from_who_shows_a_certificate_of_another_authority() {
    let newsroom = Newsroom::new();
    let (address, mut requests) = web(&Authority::new(), key_set(&[&newsroom.key])).await;
    at(&newsroom, &address, &Authority::new());
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    for _ in 0..20 {
        let refused = create(server.channel(), token(&writer)).await.unwrap_err();
        assert_eq!(
            reason(&refused),
            (Code::Unavailable, "KEYS_UNAVAILABLE".to_owned())
        );
        sleep(Duration::from_millis(50)).await;
    }
    assert!(requests.try_recv().is_err());
}
