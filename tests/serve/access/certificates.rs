//! Callers that show a certificate, and certificates that change.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use claimstore::{
    server::Settings,
    wire::pb::{WatchChangesRequest, change_service_client::ChangeServiceClient},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio::{io::AsyncReadExt as _, net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;
use tonic::{Code, metadata::MetadataMap};
use tonic_types::StatusExt as _;

use super::{create, guarded_settings, last_actor, token};
use crate::support::{
    certificates::{self, Authority, over_tls},
    issuer::{Newsroom, grant, grants, replace},
    server::TestServer,
};

const CMS: &str = "spiffe://newsroom.example/ns/desk/sa/cms";

/// A server over TLS, and the directory of its files.
async fn encrypted(newsroom: &Newsroom, authority: &Authority) -> (TestServer, PathBuf) {
    let directory = newsroom.file("tls");
    fs::create_dir(&directory).unwrap();
    certificates::write(&directory, authority);
    let settings = Settings {
        tls: Some(certificates::tls(&directory)),
        ..guarded_settings(newsroom)
    };
    (TestServer::start_set(settings).await, directory)
}

/// A newsroom in which the client with a name in its certificate may write.
fn with_client(name: &str) -> Newsroom {
    let newsroom = Newsroom::new();
    let client = grant(&format!("certificate:{name}"), "writer", "");
    newsroom.write_policy(&format!("{client}{}", grants()));
    newsroom
}

#[tokio::test]
async fn the_name_in_a_certificate_is_the_caller() {
    for (name, uris, names) in [
        (CMS, &[CMS][..], &["cms.example"][..]),
        (
            "cms.example",
            &[][..],
            &["cms.example", "other.example"][..],
        ),
    ] {
        let (newsroom, authority) = (with_client(name), Authority::new());
        let (server, _) = encrypted(&newsroom, &authority).await;
        let client = authority.client(uris, names);
        let channel = over_tls(&server.address, &authority, Some(&client));
        create(channel.clone(), MetadataMap::new()).await.unwrap();
        server.log_settled().await;
        let reader = newsroom.token("reader");
        assert_eq!(
            last_actor(channel, &reader).await,
            format!("certificate:{name}")
        );
    }
}

#[tokio::test]
async fn a_certificate_with_several_uris_is_nobodys() {
    let (newsroom, authority) = (with_client(CMS), Authority::new());
    let (server, _) = encrypted(&newsroom, &authority).await;
    let client = authority.client(&[CMS, "spiffe://newsroom.example/other"], &[]);
    let channel = over_tls(&server.address, &authority, Some(&client));
    let refused = create(channel, MetadataMap::new()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn a_token_counts_more_than_a_certificate() {
    let (newsroom, authority) = (with_client(CMS), Authority::new());
    let (server, _) = encrypted(&newsroom, &authority).await;
    let client = authority.client(&[CMS], &[]);
    let channel = over_tls(&server.address, &authority, Some(&client));
    let reader = token(&newsroom.token("reader"));
    let refused = create(channel.clone(), reader).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let wrong = create(channel, token("x.y.z")).await.unwrap_err();
    assert_eq!(wrong.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn a_certificate_of_another_authority_opens_no_connection() {
    let (newsroom, authority) = (with_client(CMS), Authority::new());
    let (server, _) = encrypted(&newsroom, &authority).await;
    let foreign = Authority::new().client(&[CMS], &[]);
    let writer = token(&newsroom.token("writer"));
    for (channel, metadata) in [
        (
            over_tls(&server.address, &authority, Some(&foreign)),
            MetadataMap::new(),
        ),
        (over_tls(&server.address, &Authority::new(), None), writer),
    ] {
        let refused = create(channel, metadata).await.unwrap_err();
        assert!(
            refused.get_error_details().error_info().is_none(),
            "{refused:?}"
        );
    }
}

/// The certificate that a server shows.
pub(super) async fn shown(address: &str, authority: &Authority) -> Option<Vec<u8>> {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap();
    roots.add(root).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(address.trim_start_matches("http://"))
        .await
        .unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let name = "localhost".try_into().unwrap();
    let stream = connector.connect(name, stream).await.ok()?;
    let certificates = stream.get_ref().1.peer_certificates()?;
    Some(certificates.first()?.to_vec())
}

#[tokio::test]
async fn new_certificates_are_shown_without_a_restart_and_wrong_ones_change_nothing() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let (server, directory) = encrypted(&newsroom, &authority).await;
    let channel = over_tls(&server.address, &authority, None);
    let writer = token(&newsroom.token("writer"));
    create(channel.clone(), writer.clone()).await.unwrap();
    let first = shown(&server.address, &authority).await.unwrap();
    replace(&certificates::files(&directory).certificate, "nothing");
    let until_read = Duration::from_secs(12);
    tokio::time::sleep(until_read).await;
    assert_eq!(shown(&server.address, &authority).await.unwrap(), first);
    // Key and certificate are replaced one after the other.
    certificates::write(&directory, &authority);
    while shown(&server.address, &authority).await.unwrap() == first {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    create(channel, writer).await.unwrap();
    let other = Authority::new();
    certificates::write(&directory, &other);
    while shown(&server.address, &other).await.is_none() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_begin_tls_is_disconnected() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let (server, _) = encrypted(&newsroom, &authority).await;
    let address = server.address.trim_start_matches("http://");
    let mut silent = TcpStream::connect(address).await.unwrap();
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(30), silent.read_to_end(&mut rest)).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "{ended:?}");
}

#[tokio::test]
async fn a_certificate_whose_authority_is_no_longer_trusted_is_refused_on_an_open_connection() {
    let (newsroom, authority) = (with_client(CMS), Authority::new());
    let (server, directory) = encrypted(&newsroom, &authority).await;
    let client = authority.client(&[CMS], &[]);
    let channel = over_tls(&server.address, &authority, Some(&client));
    create(channel.clone(), MetadataMap::new()).await.unwrap();
    let watching = WatchChangesRequest::default();
    let mut watch = ChangeServiceClient::new(channel.clone())
        .watch_changes(watching)
        .await
        .unwrap()
        .into_inner();
    let roots = certificates::files(&directory).client_ca.unwrap();
    replace(&roots, &Authority::new().pem());
    let ended = loop {
        if let Err(ended) = watch.message().await {
            break ended;
        }
    };
    assert_eq!(ended.code(), Code::Unauthenticated, "{ended:?}");
    assert!(
        ended
            .message()
            .contains("its authority is not trusted any more")
    );
    // The connection is the same: another one could not be opened.
    let refused = create(channel, MetadataMap::new()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated, "{refused:?}");
}
