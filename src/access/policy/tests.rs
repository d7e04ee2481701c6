//! Policies that can be used, and what is said of others.

use super::*;
use crate::{
    access::{caller, issuer::KeySource},
    domain::access::Right,
};

const ISSUER: &str = r#"
[[issuer]]
name = "desk"
issuer = "https://login.example/"
audiences = ["claimstore"]
keys = "keys.json"
"#;

fn read(text: &str) -> Result<Policy, PolicyError> {
    Policy::read(text, Path::new("/policies"))
}

/// The paths of what is wrong.
fn wrong(text: &str) -> Vec<String> {
    match read(text) {
        Err(PolicyError::Invalid(violations)) => {
            violations.into_iter().map(|it| it.field).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn grants_to_a_caller_and_its_groups_add_up() {
    let policy = read(&format!(
        r#"{ISSUER}
        [[grant]]
        callers = ["desk:ada"]
        roles = ["writer"]
        [[grant]]
        groups = ["desk:checkers"]
        roles = ["reviewer"]
        acts_for_others = true
        "#
    ))
    .unwrap();
    let named = |subject| caller::name("desk", subject).unwrap();
    let ada = policy.caller(named("ada"), &["desk:checkers".to_owned()]);
    assert!(ada.may(Right::Write) && ada.may(Right::Review) && ada.may_act_for_others());
    let alone = policy.caller(named("ada"), &[]);
    assert!(!alone.may(Right::Review) && !alone.may_act_for_others());
    let nobody = policy.caller(named("adam"), &["checkers".to_owned()]);
    assert_eq!(nobody.rights(), Rights::default());
}

#[test]
fn defaults_are_those_that_are_documented() {
    let grant = "[[grant]]\ncallers = [\"desk:*\"]\nroles = [\"reader\"]\n";
    let policy = read(&format!("{ISSUER}{grant}")).unwrap();
    let issuer = &policy.issuers[0];
    assert_eq!(issuer.algorithms, [jsonwebtoken::Algorithm::RS256]);
    assert_eq!(issuer.subject_claim, "sub");
    assert_eq!(issuer.groups_claim, "groups");
    assert_eq!(issuer.keys, KeySource::File("/policies/keys.json".into()));
    let discovered = format!("{}{grant}", ISSUER.replace("keys = \"keys.json\"", ""));
    let discovered = read(&discovered).unwrap();
    let KeySource::Discovery(remote) = &discovered.issuers[0].keys else {
        panic!("{discovered:?}");
    };
    let url = "https://login.example/.well-known/openid-configuration";
    assert_eq!(remote.url.as_str(), url);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = format!(
        r#"{ISSUER}
        algorithms = ["HS256"]
        [[issuer]]
        name = "desk"
        issuer = "http://login.example"
        audiences = []
        [[grant]]
        roles = []
        [[grant]]
        callers = ["desk:", "other:a", "desk:a*b", "certificate:x"]
        groups = ["checkers"]
        roles = ["king"]
        "#
    );
    assert_eq!(
        wrong(&text),
        [
            "issuer[1].name",
            "issuer[0].algorithms[0]",
            "issuer[1].audiences",
            "issuer[1].issuer",
            "grant[0]",
            "grant[0].roles",
            "grant[1].roles[0]",
            "grant[1].callers[0]",
            "grant[1].callers[1]",
            "grant[1].callers[2]",
            "grant[1].groups[0]",
        ]
    );
}

#[test]
fn keys_come_only_from_where_nobody_can_have_changed_them() {
    let grant = "[[grant]]\ncallers = [\"desk:*\"]\nroles = [\"reader\"]\n";
    let with = |keys: &str| ISSUER.replace("keys.json", keys) + grant;
    for keys in [
        "http://keys.example/",
        "ftp://keys.example/",
        "http://localhost.example/",
    ] {
        assert_eq!(wrong(&with(keys)), ["issuer[0].keys"], "{keys}");
    }
    for keys in [
        "https://keys.example/",
        "http://127.0.0.1:80/",
        "http://[::1]/",
        "http://localhost/",
    ] {
        assert!(read(&with(keys)).is_ok(), "{keys}");
    }
}

#[test]
fn what_a_policy_does_not_know_is_refused() {
    let grant = "[[grant]]\ncallers = [\"desk:*\"]\nroles = [\"reader\"]\n";
    for text in [
        format!("{ISSUER}{grant}rules = 1\n"),
        format!("{ISSUER}keyz = \"x\"\n{grant}"),
        format!("admin = true\n{ISSUER}{grant}"),
        "[[grant]]\n".to_owned(),
        "grant".to_owned(),
    ] {
        assert!(
            matches!(read(&text), Err(PolicyError::Malformed(_))),
            "{text}"
        );
    }
    assert_eq!(wrong(ISSUER), ["grant"]);
    assert_eq!(wrong(""), ["grant"]);
}
