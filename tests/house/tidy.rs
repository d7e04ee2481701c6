//! Checks the rules of the house against the sources.
//!
//! Each rule is a function of a path and a text. It is checked twice: here against the project as
//! it is, and in [`broken`] against a few lines that break it.
//!
//! Deliberately absent: what the compiler, clippy and rustfmt already report.

mod broken;
mod circles;
mod code;
mod documents;
mod layers;
mod migrations;
mod tokens;
mod tree;

use self::tree::{File, Finding};

type Rule = fn(&str, &str) -> Vec<Finding>;

#[track_caller]
fn assert_no_findings(findings: Vec<Finding>) {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[track_caller]
fn assert_no_findings_in(files: &[File], rule: Rule) {
    assert!(!files.is_empty());
    assert_no_findings(
        files
            .iter()
            .flat_map(|it| rule(&it.path, &it.text))
            .collect(),
    );
}

#[test]
fn a_layer_uses_only_the_layers_below_it() {
    assert_no_findings_in(&tree::program_files(), layers::check_layers);
}

/// The files of the program without those that are compiled for tests only.
fn shipped_files() -> Vec<File> {
    let files = tree::program_files();
    let hidden = code::test_only(&files);
    let shipped = files.into_iter();
    shipped
        .filter(|file| !hidden.contains(&file.path))
        .collect()
}

#[test]
fn files_of_a_layer_use_each_other_in_one_direction() {
    assert_no_findings(circles::check_files(&shipped_files()));
}

#[test]
fn rooms_of_a_layer_use_each_other_in_one_direction() {
    assert_no_findings(circles::check_rooms(&shipped_files()));
}

#[test]
fn app_and_store_do_not_use_generated_messages() {
    assert_no_findings_in(&tree::program_files(), layers::check_messages);
}

#[test]
fn a_library_is_used_only_by_its_own_layers() {
    assert_no_findings_in(&tree::program_files(), layers::check_libraries);
}

#[test]
fn every_unwrap_and_expect_in_the_program_has_a_reason() {
    assert_no_findings_in(&shipped_files(), code::check_panics);
}

#[test]
fn every_file_begins_with_a_comment_about_its_content() {
    assert_no_findings_in(&tree::rust_files(), code::check_opening);
}

#[test]
fn no_file_is_too_long() {
    assert_no_findings_in(&tree::rust_files(), code::check_length);
}

#[test]
fn no_module_has_a_catch_all_name() {
    assert_no_findings_in(&tree::rust_files(), code::check_names);
}

#[test]
fn lints_are_expected_and_never_allowed() {
    assert_no_findings_in(&tree::rust_files(), code::check_allow);
}

#[test]
fn no_todo_or_debug_macro_is_left() {
    assert_no_findings_in(&tree::rust_files(), code::check_left_over);
}

#[test]
fn every_file_is_declared_by_a_module() {
    assert_no_findings(code::check_declared(&tree::rust_files()));
}

#[test]
fn documents_name_files_that_exist() {
    let files = tree::paths();
    let documents = files.iter().filter(|path| path.ends_with(".md"));
    for path in documents {
        let text = tree::file(path).text;
        assert_no_findings(documents::check_paths(path, &text, &files));
    }
}

#[test]
fn every_index_names_the_query_that_it_serves() {
    assert_no_findings_in(
        &tree::below("migrations", ".sql"),
        migrations::check_indexes,
    );
}

#[test]
fn migrations_only_go_forward() {
    assert_no_findings(migrations::check_order(&tree::below("migrations", ".sql")));
}

#[test]
fn migrations_that_take_something_away_say_whom_they_still_serve() {
    let files = tree::below("migrations", ".sql");
    assert_no_findings(migrations::check_contractions(&files));
}

#[test]
fn migrations_are_never_edited() {
    let sums = tree::file("migrations/checksums");
    let files = tree::below("migrations", ".sql");
    assert_no_findings(migrations::check_sums(&files, &sums.text));
}
