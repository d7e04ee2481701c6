//! Each rule of the house is checked against a few lines that break it, and against lines that
//! only look as if they did.

use super::{
    Rule, circles, code, documents, layers, migrations,
    tree::{File, Finding},
};

fn lines(findings: Vec<Finding>) -> Vec<usize> {
    findings.into_iter().map(|it| it.line).collect()
}

#[track_caller]
fn reports(rule: Rule, path: &str, text: &str, expected: &[usize]) {
    assert_eq!(lines(rule(path, text)), expected, "{path}:\n{text}");
}

fn file(path: &str, text: &str) -> File {
    let (path, text) = (path.to_owned(), text.to_owned());
    File { path, text }
}

#[test]
fn a_use_of_a_layer_above_is_found() {
    let up = [
        ("src/domain/claim.rs", "use crate::store::Store;"),
        ("src/domain/claim.rs", "fn f(_: crate::wire::pb::Claim) {}"),
        ("src/domain/mod.rs", "use super::wire;"),
        ("src/domain/claim.rs", "use super::super::wire;"),
        (
            "src/wire/claim.rs",
            "use crate::{domain::claim, store::{self, load}};",
        ),
        ("src/wire/claim.rs", "use crate::{self as all, domain};"),
        ("src/wire/claim.rs", "use crate::*;"),
        ("src/store/load.rs", "m! { crate::app::App }"),
        (
            "src/app/bundle/matching.rs",
            "use super::super::super::api;",
        ),
        (
            "src/app/read.rs",
            "mod tests { use super::super::super::cli; }",
        ),
        ("src/api/claim.rs", "pub(in crate::server) fn f() {}"),
        ("src/embedded/mod.rs", "use crate::domain::name;"),
        ("src/telemetry.rs", "use crate::config::Log;"),
        ("src/main.rs", "use claimstore::{cli, store};"),
        ("src/cache.rs", "fn f() {}"),
    ];
    for (path, text) in up {
        reports(layers::check_layers, path, text, &[1]);
    }
}

#[test]
fn a_use_of_a_layer_below_is_accepted() {
    let down = [
        (
            "src/api/claim.rs",
            "use crate::{app::{App, read}, domain::name, wire::pb};",
        ),
        ("src/app/mod.rs", "pub(crate) mod write; use crate::store;"),
        (
            "src/wire/read.rs",
            "macro_rules! m { () => { $crate::wire::pb::Claim } }",
        ),
        (
            "src/store/load.rs",
            "mod tests { use super::super::Error; }",
        ),
        (
            "src/domain/claim.rs",
            "//! See [crate::store].\nconst A: &str = \"crate::store::B\";",
        ),
        ("src/main.rs", "use claimstore::cli::{self, Cli};"),
        ("src/cli/serve.rs", "use super::Error; use crate::server;"),
    ];
    for (path, text) in down {
        reports(layers::check_layers, path, text, &[]);
    }
}

#[test]
fn a_circle_of_files_is_found() {
    let circles = [
        ("use super::b::f;", "use super::a::g;"),
        ("fn f() { super::b::g() }", "use crate::app::a;"),
        (
            "use crate::app::{b::{self, f}};",
            "fn g(_: crate::app::a::A) {}",
        ),
        ("use crate::app::F;", "use super::a::g;"),
    ];
    for (first, second) in circles {
        let files = [
            file("src/app/mod.rs", "mod a;\nmod b;\npub use b::f as F;"),
            file("src/app/a.rs", first),
            file("src/app/b.rs", second),
        ];
        let found = circles::check_files(&files);
        let paths: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["src/app/a.rs", "src/app/b.rs"], "{first} {second}");
    }
    let parent = file("src/app/a.rs", "mod b;\npub struct A;\nfn f() { b::g() }");
    let child = file("src/app/a/b.rs", "use super::A;");
    assert_eq!(lines(circles::check_files(&[parent, child])), [3, 1]);
}

#[test]
fn files_that_use_each_other_in_one_direction_are_accepted() {
    let files = [
        file("src/app/mod.rs", "mod a;\nmod b;\npub use a::A;"),
        file(
            "src/app/a.rs",
            "use crate::store::a;\n#[cfg(test)]\nmod tests { use crate::app::b::f; }",
        ),
        file("src/app/b.rs", "//! See [`super::b`].\nuse crate::app::A;"),
        file("src/store/a.rs", "fn f() {}"),
    ];
    assert_eq!(circles::check_files(&files), []);
}

#[test]
fn a_circle_of_rooms_is_found() {
    let files = [
        file("src/app/read/a.rs", "use crate::app::write::b::f;"),
        file("src/app/write/b.rs", ""),
        file("src/app/write/c.rs", "use crate::app::read::d::f;"),
        file("src/app/read/d.rs", ""),
    ];
    assert_eq!(circles::check_files(&files), []);
    assert_eq!(lines(circles::check_rooms(&files)), [1, 1]);
}

#[test]
fn a_library_outside_of_its_layers_is_found() {
    let rule = layers::check_libraries;
    reports(rule, "src/app/read.rs", "\nuse sqlx::PgPool;", &[2]);
    reports(rule, "src/app/read.rs", "fn f() -> tonic::Status {}", &[1]);
    reports(
        rule,
        "src/store/load.rs",
        "use prost_types::Timestamp;",
        &[1],
    );
    reports(rule, "src/api/claim.rs", "use prost::Message as _;", &[1]);
    reports(rule, "src/wire/claim.rs", "use tonic::Status;", &[1]);
    reports(rule, "src/wire/mod.rs", "use tonic::Status;", &[1]);
    reports(rule, "src/config.rs", "m!(tonic_health::pb::A);", &[1]);

    reports(rule, "src/store/load.rs", "use sqlx::PgPool;", &[]);
    reports(
        rule,
        "src/wire/mod.rs",
        "tonic::include_proto!(\"a\");",
        &[],
    );
    reports(rule, "src/server.rs", "use tonic_health::pb;", &[]);
    reports(
        rule,
        "src/config.rs",
        "/// sqlx=warn\nfn prostrate() {}",
        &[],
    );
}

#[test]
fn a_generated_message_in_a_layer_of_domain_values_is_found() {
    let rule = layers::check_messages;
    for (path, text) in [
        ("src/app/read.rs", "use crate::wire::{document, pb};"),
        ("src/app/read.rs", "fn f() -> crate::wire::pb::Claim {}"),
        (
            "src/app/read.rs",
            "use crate::{app::App, wire::{pb::Claim}};",
        ),
        (
            "src/store/load.rs",
            "use crate::wire::pb::{self as messages};",
        ),
        (
            "src/store/load.rs",
            "use crate::wire; type A = wire::pb::Claim;",
        ),
    ] {
        reports(rule, path, text, &[1]);
    }
    for (path, text) in [
        ("src/app/read.rs", "use crate::wire::document;"),
        (
            "src/store/load.rs",
            "/// As in [`crate::wire::pb`].\nfn f() {}",
        ),
        ("src/api/claim.rs", "use crate::wire::pb;"),
        ("src/wire/claim.rs", "use super::pb;"),
    ] {
        reports(rule, path, text, &[]);
    }
}

#[test]
fn an_unwrap_without_a_reason_is_found() {
    let rule = code::check_panics;
    let path = "src/app/read.rs";
    reports(rule, path, "fn f() {\n    g().unwrap();\n}", &[2]);
    reports(rule, path, "fn f() { g()\n.expect(\"why\"); }", &[2]);
    reports(rule, path, "fn f() { g().map(Option::unwrap); }", &[1]);
    reports(
        rule,
        path,
        "fn f() { select! { a = b => a.unwrap_err() } }",
        &[1],
    );
    // The attribute must give a reason, and it covers only the item behind it.
    let bare = "#[expect(clippy::unwrap_used)]\nfn f() { g().unwrap(); }";
    reports(rule, path, bare, &[2]);
    let short =
        "fn f() {\n#[expect(clippy::unwrap_used, reason = \"r\")]\na.unwrap();\nb.unwrap();\n}";
    reports(rule, path, short, &[4]);
    let other = "#[expect(clippy::large_futures, reason = \"r\")]\nfn f() { a.unwrap(); }";
    reports(rule, path, other, &[2]);
    reports(
        rule,
        path,
        "#[cfg(test)]\nuse a::{b};\nfn f() { a.unwrap(); }",
        &[3],
    );
}

#[test]
fn code_that_cannot_panic_or_has_a_reason_is_accepted() {
    let rule = code::check_panics;
    let path = "src/app/read.rs";
    reports(rule, path, "fn f() { g().unwrap_or_default(); }", &[]);
    reports(
        rule,
        path,
        "/// a.unwrap()\nfn f() { g(\".unwrap()\"); }",
        &[],
    );
    reports(
        rule,
        path,
        "#[cfg(test)]\nmod tests { fn f() { a.unwrap(); } }",
        &[],
    );
    reports(rule, path, "#![cfg(test)]\nfn f() { a.unwrap(); }", &[]);
    let reasoned = "static A: B = B::new(|| {\n#[expect(clippy::expect_used, reason = \"r\")]\na.expect(\"b\")\n});";
    reports(rule, path, reasoned, &[]);
}

#[test]
fn a_file_declared_for_tests_only_is_recognized() {
    let files = [
        file(
            "src/cli/mod.rs",
            "mod import;\n#[cfg(test)]\nmod import_tests;",
        ),
        file("src/cli/import.rs", "#[cfg(test)]\nmod tests;"),
        file(
            "src/cli/line.rs",
            "#[cfg(test)]\n#[path = \"lines.rs\"]\nmod tests;",
        ),
    ];
    let mut files = files.to_vec();
    files.push(file("src/cli/import/tests.rs", "mod table;"));
    let hidden = code::test_only(&files);
    assert!(hidden.contains("src/cli/import/tests/table.rs"));
    assert!(hidden.contains("src/cli/import_tests.rs"));
    assert!(hidden.contains("src/cli/import/tests.rs"));
    assert!(hidden.contains("src/cli/lines.rs"));
    assert!(!hidden.contains("src/cli/import.rs"));
}

#[test]
fn a_file_without_an_opening_comment_is_found() {
    reports(code::check_opening, "src/a.rs", "use b;", &[1]);
    reports(code::check_opening, "src/a.rs", "// b\n//! c", &[1]);
    reports(code::check_opening, "src/a.rs", "//! What lives here.", &[]);
}

#[test]
fn a_file_that_is_too_long_is_found() {
    reports(code::check_length, "src/a.rs", &"\n".repeat(451), &[451]);
    reports(code::check_length, "src/a.rs", &"\n".repeat(450), &[]);
}

#[test]
fn a_catch_all_module_name_is_found() {
    reports(code::check_names, "src/app/utils.rs", "", &[1]);
    reports(code::check_names, "src/common/claim.rs", "", &[1]);
    reports(
        code::check_names,
        "src/app/claim.rs",
        "\nmod helpers {}",
        &[2],
    );
    reports(
        code::check_names,
        "src/app/claim.rs",
        "fn helpers() {}",
        &[],
    );
}

#[test]
fn an_allowed_lint_is_found() {
    reports(
        code::check_allow,
        "src/a.rs",
        "#[allow(dead_code)]\nfn f() {}",
        &[1],
    );
    reports(
        code::check_allow,
        "src/a.rs",
        "\n#![allow(dead_code)]",
        &[2],
    );
    reports(code::check_allow, "src/a.rs", "// #[allow(dead_code)]", &[]);
}

#[test]
fn a_todo_or_debug_macro_is_found() {
    let rule = code::check_left_over;
    reports(rule, "src/a.rs", "fn f() {\ntodo!()\n}", &[2]);
    reports(rule, "src/a.rs", "fn f() { unimplemented!(\"b\") }", &[1]);
    reports(rule, "tests/a.rs", "fn f() { dbg!(b); }", &[1]);
    reports(
        rule,
        "src/a.rs",
        "fn todo() { let dbg = \"todo!()\"; }",
        &[],
    );
}

#[test]
fn an_undeclared_file_is_found() {
    let main = file("tests/main.rs", "mod claim;\nmod support;");
    let claim = file("tests/claim.rs", "mod list { }\n// mod get;");
    let get = file("tests/claim/get.rs", "");
    let support = file("tests/support/mod.rs", "");
    let source = file("tests/source.rs", "");
    let findings = code::check_declared(&[main, claim, get, support, source]);
    let paths: Vec<&str> = findings.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["tests/claim/get.rs", "tests/source.rs"]);
}

#[test]
fn a_document_that_names_a_missing_file_is_found() {
    let files = ["src/app/read.rs", "docs/tour.md", "README.md"];
    let files = files.map(str::to_owned).into();
    let check = |text: &str| lines(documents::check_paths("docs/clients.md", text, &files));
    assert_eq!(
        check("`app/write.rs`\n`src/app/read.rs` `docs/tours.md`"),
        [1, 2]
    );
    let accepted = "`app/read.rs`, `docs/tour.md`, `src/<kind>.rs`, `read.rs`";
    assert!(check(accepted).is_empty());
}

#[test]
fn an_index_without_a_comment_is_found() {
    let rule = migrations::check_indexes;
    let path = "migrations/0001_a.sql";
    reports(rule, path, "create index a on b (c);", &[1]);
    reports(
        rule,
        path,
        "-- The list.\n\nCREATE UNIQUE INDEX a on b (c);",
        &[3],
    );
    reports(rule, path, "-- The list.\ncreate index a on b (c);", &[]);
}

#[test]
fn a_down_migration_and_a_gap_are_found() {
    let paths = |names: &[&str]| -> Vec<Finding> {
        let files: Vec<File> = names.iter().map(|name| file(name, "")).collect();
        migrations::check_order(&files)
    };
    assert_eq!(
        paths(&["migrations/0001_a.sql", "migrations/0002_b.sql"]),
        []
    );
    assert_eq!(
        paths(&["migrations/0001_a.sql", "migrations/0003_b.sql"]).len(),
        1
    );
    assert_eq!(paths(&["migrations/0001_a.down.sql"]).len(), 1);
}

#[test]
fn an_edited_an_unlisted_and_a_removed_migration_are_found() {
    // The SHA-256 of an empty file.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let sums = format!("{empty}  0001_a.sql\n");
    let check = |path: &str, text: &str| migrations::check_sums(&[file(path, text)], &sums);
    assert_eq!(check("migrations/0001_a.sql", ""), []);
    assert_eq!(lines(check("migrations/0001_a.sql", "select 1;")), [1]);
    assert_eq!(check("migrations/0002_b.sql", "").len(), 2);
}

#[test]
fn a_migration_that_takes_something_away_in_silence_is_found() {
    let check = |path: &str, text: &str| lines(migrations::check_contractions(&[file(path, text)]));
    let taken = "-- why\nalter table claims drop column note;\n";
    assert_eq!(check("migrations/0031_a.sql", taken), [2]);
    assert_eq!(check("migrations/0030_a.sql", taken), [0; 0]);
    assert_eq!(
        check("migrations/0031_a.sql", "-- drop table claims"),
        [0; 0]
    );
    let said = format!("{taken}update schema_compatibility set oldest_server = 30;");
    assert_eq!(check("migrations/0031_a.sql", &said), [0; 0]);
}
