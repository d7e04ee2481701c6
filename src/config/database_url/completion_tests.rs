//! What stands where a url leaves something open, so that the driver finds nothing by itself.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use super::{
    machine::Machine,
    options,
    tests::{machine, refused_on, refused_with, told_on, told_with},
};

/// All variables for which there are defaults.
const ALL: &[(&str, &str)] = &[
    ("PGHOST", "envhost"),
    ("PGPORT", "9"),
    ("PGUSER", "envuser"),
    ("PGPASSWORD", "envpw"),
    ("PGDATABASE", "envdb"),
];

#[test]
fn a_parameter_that_is_given_empty_means_the_default_and_not_the_variable() {
    // As it is with Postgres' own library, of version 15.
    for (text, expected) in [
        ("postgres://", "envhost 9 envuser envpw envdb"),
        ("postgres://:@:/", "envhost 9 envuser envpw envdb"),
        ("postgres://u@/d", "envhost 9 u envpw d"),
        ("postgres://?host=", "localhost 9 envuser envpw envdb"),
        ("postgres://h:1/?host=", "localhost 1 envuser envpw envdb"),
        ("postgres://?hostaddr=", "envhost 9 envuser envpw envdb"),
        ("postgres://?port=", "envhost 5432 envuser envpw envdb"),
        ("postgres://?user=", "envhost 9 os envpw envdb"),
        ("postgres://?password=", "envhost 9 envuser  envdb"),
        ("postgres://?dbname=", "envhost 9 envuser envpw envuser"),
        ("postgres://?user=&dbname=", "envhost 9 os envpw os"),
    ] {
        let values: Vec<_> = expected.split(' ').collect();
        let [host, port, user, password, database] = values.as_slice() else {
            panic!("{expected}");
        };
        let expected = format!(
            "host={host} port={port} user={user} password={password} dbname={database} sslmode=prefer"
        );
        assert_eq!(told_with(text, ALL), expected, "{text}");
    }
}

#[test]
fn a_variable_that_is_empty_says_nothing() {
    let empty: Vec<_> = ALL.iter().map(|(name, _)| (*name, "")).collect();
    let expected = told_with("postgres://", &[]);
    assert_eq!(told_with("postgres://", &empty), expected);
}

#[test]
fn a_user_without_a_name_has_to_be_named() {
    let nameless = Machine {
        user: None,
        ..machine(&[])
    };
    let said = refused_on("postgres://h", &nameless);
    assert!(said.contains("it names no user"), "{said}");
    assert!(told_on("postgres://me@h", &nameless).contains("user=me password= dbname=me"));
}

#[test]
fn options_replace_those_of_the_variable_or_are_refused() {
    let set = [("PGOPTIONS", "-c geqo=off")];
    for text in ["postgres://?options=-c%20a%3Db", "postgres://?options="] {
        let said = refused_with(text, &set);
        assert!(said.contains("unset PGOPTIONS"), "{said}");
        told_with(text, &[("PGOPTIONS", "")]);
    }
    // The driver reads it.
    assert!(!told_with("postgres://", &set).contains("geqo"));
}

/// A machine whose default socket is in a directory.
fn with_sockets(dir: &Path, variables: &[(&str, &str)]) -> Machine {
    Machine {
        home: Some(dir.to_owned()),
        socket_dirs: vec![dir.to_str().unwrap().to_owned()],
        ..machine(variables)
    }
}

#[test]
fn a_default_socket_is_taken_and_not_encrypted_whatever_the_mode() {
    let dir = tempfile::tempdir().unwrap();
    let machine = with_sockets(dir.path(), &[]);
    fs::write(dir.path().join(".s.PGSQL.5433"), "").unwrap();
    let socket = format!("host={} ", dir.path().display());
    for mode in ["require", "prefer", "verify-full"] {
        let query = format!("?sslmode={mode}&port=5433");
        let told = told_on(&format!("postgres://{query}"), &machine);
        assert!(told.starts_with(&socket), "{told}");
        assert!(told.ends_with("sslmode=disable"), "{told}");
        let told = told_on(&format!("postgres://h/{query}"), &machine);
        assert!(told.ends_with(&format!("sslmode={mode}")), "{told}");
    }
    // There is none for this port.
    let told = told_on("postgres://?sslmode=require", &machine);
    assert!(
        told.starts_with("host=localhost ") && told.ends_with("sslmode=require"),
        "{told}"
    );
}

#[test]
fn a_file_that_would_verify_the_server_is_not_passed_over() {
    let home = tempfile::tempdir().unwrap();
    let machine = with_sockets(home.path(), &[]);
    fs::create_dir(home.path().join(".postgresql")).unwrap();
    told_on("postgres://h?sslmode=require", &machine);
    fs::write(home.path().join(".postgresql/root.crt"), "").unwrap();
    for mode in ["require", "verify-full", "require&sslrootcert="] {
        let said = refused_on(&format!("postgres://h?sslmode={mode}"), &machine);
        assert!(
            said.contains("write sslmode=verify-full with sslrootcert"),
            "{said}"
        );
    }
    for query in [
        "sslmode=prefer",
        "sslmode=verify-full&sslrootcert=/dev/null",
        "sslmode=verify-full&sslrootcert=system",
        "sslmode=require&host=/sockets",
    ] {
        told_on(&format!("postgres://h?{query}"), &machine);
    }
}

/// Writes a file with passwords.
fn write(file: &Path, lines: &str, mode: u32) {
    fs::write(file, lines).unwrap();
    fs::set_permissions(file, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_file_with_passwords_is_read_as_the_library_reads_it() {
    let home = tempfile::tempdir().unwrap();
    let at_home = home.path().join(".pgpass");
    let other = home.path().join("other");
    let password = |text: &str, variables: &[(&str, &str)]| {
        let told = told_on(text, &with_sockets(home.path(), variables));
        let behind = told.split_once("password=").unwrap().1;
        behind.split_once(' ').unwrap().0.to_owned()
    };
    let own = home.path().display();
    let lines = format!(
        "h:5432:me:me:one\n10.0.0.1:*:*:*:two\n/s:*:*:*:three\n{own}:1:*:*:own\nlocalhost:*:*:*:four\n"
    );
    write(&at_home, &lines, 0o600);
    for (text, expected) in [
        ("postgres://me@h", "one"),
        ("postgres://me@h:1", ""),
        ("postgres://me@h/d", ""),
        ("postgres://me:given@h", "given"),
        ("postgres://?hostaddr=10.0.0.1", "two"),
        ("postgres://?host=/s", "three"),
        ("postgres://", "four"),
        (&format!("postgres://?host={own}"), "four"),
        (&format!("postgres://?host={own}&port=1"), "own"),
    ] {
        assert_eq!(password(text, &[]), expected, "{text}");
    }
    let variable = [("PGPASSWORD", "variable")];
    assert_eq!(password("postgres://me@h", &variable), "variable");
    assert_eq!(password("postgres://me@h?password=", &variable), "one");
    assert_eq!(password("postgres://me@h", &[("PGPASSWORD", "")]), "one");
    assert_eq!(password("postgres://me@h", &[("PGPASSFILE", "")]), "one");

    // Where another is named, the one at home is not looked at.
    let named = [("PGPASSFILE", other.to_str().unwrap())];
    assert_eq!(password("postgres://me@h", &named), "");
    write(&other, "k:*:*:*:other", 0o600);
    assert_eq!(password("postgres://me@h", &named), "");
    assert_eq!(password("postgres://me@k", &named), "other");
    for mode in [0o640, 0o604, 0o610] {
        write(&other, "k:*:*:*:other", mode);
        assert_eq!(password("postgres://me@k", &named), "", "{mode:o}");
    }
    let directory = [("PGPASSFILE", home.path().to_str().unwrap())];
    assert_eq!(password("postgres://me@h", &directory), "");
}

#[test]
fn the_driver_has_all_of_it() {
    let machine = machine(&[("PGHOST", "h"), ("PGPORT", "9"), ("PGUSER", "me")]);
    let parameters = super::parameters("postgres://", super::LeadsTo::Primary, &machine).unwrap();
    let options = options(&parameters).unwrap();
    assert_eq!(options.get_host(), "h");
    assert_eq!(options.get_port(), 9);
    assert_eq!(options.get_username(), "me");
    assert_eq!(options.get_database(), Some("me"));
    // It would look for one if there were none.
    let told = format!("{options:?}");
    assert!(told.contains("password: Some(\"\")"), "{told}");
}
