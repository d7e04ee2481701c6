//! Certificates, keys and a policy that change again and again while calls are made.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use claimstore::{
    server::Settings,
    wire::pb::{ListChangesRequest, change_service_client::ChangeServiceClient},
};
use tokio::sync::watch;

use super::{certificates::shown, create, guarded_settings, token};
use crate::support::{
    certificates::{self, Authority, over_tls},
    issuer::{Newsroom, SigningKey, claims, grant, grants, with_token},
    server::TestServer,
};

const ROTATIONS: usize = 10;

/// What the traffic uses, and what it has done.
struct Traffic {
    address: String,
    authority: Authority,
    token: Mutex<String>,
    stop: watch::Sender<bool>,
}

impl Traffic {
    fn token(&self) -> String {
        self.token.lock().unwrap().clone()
    }

    /// Creates sources, each over a connection of its own, until it is stopped. Returns their names.
    async fn run(&self) -> BTreeSet<String> {
        let mut written = BTreeSet::new();
        while !*self.stop.borrow() {
            let channel = over_tls(&self.address, &self.authority, None);
            let created = create(channel, token(&self.token())).await;
            assert!(written.insert(created.unwrap()));
        }
        written
    }

    /// Waits until the server accepts a token, and uses it from then on.
    async fn use_token(&self, new: String) {
        let channel = over_tls(&self.address, &self.authority, None);
        let list = || with_token(&new, ListChangesRequest::default());
        let mut changes = ChangeServiceClient::new(channel);
        while changes.list_changes(list()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        *self.token.lock().unwrap() = new;
    }

    /// Waits until the server shows another certificate than this one, and returns it.
    async fn other_certificate(&self, last: Option<Vec<u8>>) -> Option<Vec<u8>> {
        loop {
            let now = shown(&self.address, &self.authority).await;
            if now.is_some() && now != last {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Everything that was written, by the log.
async fn logged(traffic: &Traffic) -> BTreeSet<String> {
    let channel = over_tls(&traffic.address, &traffic.authority, None);
    let mut changes = ChangeServiceClient::new(channel);
    let (mut names, mut page_token) = (BTreeSet::new(), String::new());
    loop {
        let request = ListChangesRequest {
            page_token,
            ..ListChangesRequest::default()
        };
        let page = changes
            .list_changes(with_token(&traffic.token(), request))
            .await;
        let page = page.unwrap().into_inner();
        names.extend(page.changes.into_iter().map(|it| it.resource_name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return names;
        }
    }
}

async fn rotate(traffic: &Traffic, newsroom: &Newsroom, tls: &Path) {
    let mut certificate = shown(&traffic.address, &traffic.authority).await;
    let mut last = SigningKey::new("second");
    newsroom.publish(&[&newsroom.key, &last]);
    let writer = |key: &SigningKey| key.sign(&claims("writer", Duration::from_hours(1)));
    traffic.use_token(writer(&last)).await;
    for rotation in 0..ROTATIONS {
        certificates::write(tls, &traffic.authority);
        let next = SigningKey::new(&format!("next-{rotation}"));
        newsroom.publish(&[&last, &next]);
        traffic.use_token(writer(&next)).await;
        certificate = traffic.other_certificate(certificate).await;
        last = next;
    }
    let more = grant("desk:another", "writer", "");
    newsroom.write_policy(&(grants() + &more));
    traffic
        .use_token(last.sign(&claims("another", Duration::from_hours(1))))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_rotations_of_certificates_and_keys_and_a_new_policy_fail_no_call_and_lose_no_write() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let tls = newsroom.file("tls");
    fs::create_dir(&tls).unwrap();
    certificates::write(&tls, &authority);
    let settings = Settings {
        tls: Some(certificates::tls(&tls)),
        ..guarded_settings(&newsroom)
    };
    let server = TestServer::start_set(settings).await;
    let traffic = Arc::new(Traffic {
        address: server.address.clone(),
        authority,
        token: Mutex::new(newsroom.token("writer")),
        stop: watch::Sender::new(false),
    });
    let running = {
        let traffic = traffic.clone();
        tokio::spawn(async move { traffic.run().await })
    };
    rotate(&traffic, &newsroom, &tls).await;
    traffic.stop.send_replace(true);
    let written = running.await.unwrap();
    server.log_settled().await;
    assert!(written.len() > ROTATIONS);
    assert_eq!(logged(&traffic).await, written);
}
