//! Who depends on the crate for its client alone gets few dependencies: all others belong to the
//! feature `server`.

use std::collections::BTreeSet;

use claimstore::{
    api::{REQUEST_BYTES_MAX, RESPONSE_BYTES_MAX, call::context},
    client,
};
use toml::{Table, Value};

const MANIFEST: &str = include_str!("../../Cargo.toml");
const DOCKERFILE: &str = include_str!("../../Dockerfile");
const FAILPOINTS: &str = include_str!("../../src/failpoint.rs");

/// What the feature `client` needs. It is what each dependent compiles, so it stays short.
const OF_CLIENT: &[&str] = &[
    "prost",
    "prost-types",
    "thiserror",
    "tokio",
    "tonic",
    "tonic-prost",
    "tonic-types",
    "uuid",
];

fn table<'a>(of: &'a Table, name: &str) -> &'a Table {
    of[name].as_table().unwrap()
}

/// The dependencies of every system, and whether each is optional.
fn dependencies(manifest: &Table) -> impl Iterator<Item = (&str, bool)> {
    let targets = table(manifest, "target").values();
    let of_targets = targets.map(|it| table(it.as_table().unwrap(), "dependencies"));
    let all = of_targets.chain([table(manifest, "dependencies")]);
    all.flatten().map(|(name, what)| {
        let is_optional = what.get("optional").and_then(Value::as_bool);
        (name.as_str(), is_optional == Some(true))
    })
}

#[test]
fn only_what_the_client_needs_is_compiled_without_the_server() {
    let manifest: Table = MANIFEST.parse().unwrap();
    let always = dependencies(&manifest).filter(|(_, is_optional)| !is_optional);
    let always: BTreeSet<&str> = always.map(|(name, _)| name).collect();
    assert_eq!(always, OF_CLIENT.iter().copied().collect());
}

#[test]
fn the_server_its_exports_and_the_fuzzer_have_every_other_dependency() {
    let manifest: Table = MANIFEST.parse().unwrap();
    let optional = dependencies(&manifest).filter(|(_, is_optional)| *is_optional);
    let optional: BTreeSet<&str> = optional.map(|(name, _)| name).collect();
    let features = table(&manifest, "features");
    let of = |feature: &str| features[feature].as_array().unwrap().iter();
    let all = of("server").chain(of("parquet"));
    let all = all.chain(of("fuzzing")).chain(of("failpoints"));
    let all = all.filter_map(|it| it.as_str()?.strip_prefix("dep:"));
    assert_eq!(all.collect::<BTreeSet<_>>(), optional);
}

/// What tests depend on can switch this on as well, and then they read other numbers than the program.
#[test]
fn numbers_in_json_are_read_to_the_last_digit_in_the_program_too() {
    let manifest: Table = MANIFEST.parse().unwrap();
    let json = table(table(&manifest, "dependencies"), "serde_json");
    let features = json["features"].as_array().unwrap();
    assert!(features.contains(&Value::from("float_roundtrip")));
}

/// Neither a release nor the image can be told to fail.
#[test]
fn only_builds_for_tests_have_failpoints() {
    let manifest: Table = MANIFEST.parse().unwrap();
    let features = table(&manifest, "features");
    let others = features.iter().filter(|(name, _)| *name != "failpoints");
    for (name, switched_on) in others {
        let text = format!("{switched_on:?}");
        assert!(!text.contains("fail"), "{name} switches on failpoints");
    }
    for switch in ["failpoints", "--all-features"] {
        assert!(!DOCKERFILE.contains(switch), "the image has {switch}");
    }
    let for_tests = &table(&manifest, "dev-dependencies")["claimstore"]["features"];
    assert!(format!("{for_tests:?}").contains("failpoints"));
    // A release has none, even if somebody switches the feature on.
    let (outside, inside) = FAILPOINTS.split_once("mod injected {").unwrap();
    assert!(!outside.contains("fail::"));
    assert!(inside.contains("fail::fail_point!"));
    let gate = "#[cfg(all(feature = \"failpoints\", debug_assertions))]\n";
    assert!(outside.ends_with(gate));
    let manifest_of_release = table(table(&manifest, "profile"), "release");
    assert!(!manifest_of_release.contains_key("debug-assertions"));
}

#[test]
fn the_client_and_the_server_have_the_same_bounds_and_metadata() {
    assert_eq!(client::MESSAGE_BYTES_MAX, REQUEST_BYTES_MAX);
    assert_eq!(client::MESSAGE_BYTES_MAX, RESPONSE_BYTES_MAX);
    assert_eq!(client::ACTOR, context::ACTOR);
}
