//! How a database is found and trusted that a url leads to.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::spawn_blocking,
};

use crate::support::{
    certificates::{Authority, acceptor},
    process::{claimstore, run, said},
};

/// All that `claimstore doctor` says of a database it cannot reach.
fn doctor(url: &str, home: &Path, passfile: &Path) -> String {
    let output = run(claimstore()
        .args(["doctor", "--database-url", url])
        .env("HOME", home)
        .env("PGPASSFILE", passfile)
        .env_remove("PGPASSWORD"));
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned() + &said(&output)
}

#[test]
fn no_line_of_a_file_with_passwords_is_logged() {
    let home = tempfile::tempdir().unwrap();
    let [named, at_home] = ["named", ".pgpass"].map(|name| home.path().join(name));
    for (mode, is_read) in [(0o600, true), (0o644, false)] {
        for file in [&named, &at_home] {
            fs::write(file, "hunter2\nlocalhost:hunter2\n*:*:hunter2\n").unwrap();
            fs::set_permissions(file, Permissions::from_mode(mode)).unwrap();
        }
        let text = doctor("postgres://me@127.0.0.1:1/d", home.path(), &named);
        assert!(text.contains("the database cannot be reached"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
        let is_named = text.contains(named.to_str().unwrap());
        assert_eq!(is_named, !is_read, "{text}");
    }
}

/// Speaks TLS as Postgres does, and nothing else. Returns its port.
async fn database_over_tls(authority: &Authority) -> u16 {
    let acceptor = acceptor(authority);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8];
            stream.read_exact(&mut request).await.unwrap();
            stream.write_all(b"S").await.unwrap();
            let _ = acceptor.accept(stream).await;
        }
    });
    port
}

#[tokio::test]
async fn a_certificate_that_cannot_be_verified_is_named_and_not_the_network() {
    let home = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let [trusted, other] = ["trusted", "other"].map(|name| home.path().join(name));
    fs::write(&trusted, authority.pem()).unwrap();
    fs::write(&other, Authority::new().pem()).unwrap();
    let port = database_over_tls(&authority).await;
    for (file, is_trusted) in [(trusted, true), (other, false)] {
        let file = file.display();
        let url =
            format!("postgres://me@127.0.0.1:{port}/d?sslmode=verify-full&sslrootcert={file}");
        let home = home.path().to_owned();
        let said = spawn_blocking(move || doctor(&url, &home, &home.join("none")));
        let text = said.await.unwrap();
        let words = "the certificate of the database cannot be verified; look at sslrootcert and the host name";
        assert_eq!(text.contains(words), !is_trusted, "{text}");
    }
}
