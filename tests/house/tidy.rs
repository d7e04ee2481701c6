//! The rules of the house, held against the sources themselves.
//!
//! Each rule is a function of a path and a text, and stands twice: here against the
//! project as it is, and in [`broken`] against a few lines that break it.
//!
//! Deliberately absent: what the compiler, clippy or rustfmt say already.

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
fn hold(findings: Vec<Finding>) {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[track_caller]
fn hold_in(files: &[File], rule: Rule) {
    assert!(!files.is_empty());
    hold(
        files
            .iter()
            .flat_map(|it| rule(&it.path, &it.text))
            .collect(),
    );
}

#[test]
fn a_layer_uses_only_the_layers_below_it() {
    hold_in(&tree::program_files(), layers::check_layers);
}

/// The files of the program that are compiled into it.
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
    hold(circles::check_files(&shipped_files()));
}

#[test]
fn rooms_of_a_layer_use_each_other_in_one_direction() {
    hold(circles::check_rooms(&shipped_files()));
}

#[test]
fn generated_messages_stay_out_of_the_layers_that_answer_values_of_the_domain() {
    hold_in(&tree::program_files(), layers::check_messages);
}

#[test]
fn a_library_is_used_only_by_the_layers_that_it_belongs_to() {
    hold_in(&tree::program_files(), layers::check_libraries);
}

#[test]
fn nothing_in_the_program_panics_but_for_a_reason() {
    hold_in(&shipped_files(), code::check_panics);
}

#[test]
fn every_file_opens_with_what_lives_in_it() {
    hold_in(&tree::rust_files(), code::check_opening);
}

#[test]
fn every_file_has_one_subject() {
    hold_in(&tree::rust_files(), code::check_length);
}

#[test]
fn every_module_is_called_by_its_subject() {
    hold_in(&tree::rust_files(), code::check_names);
}

#[test]
fn lints_are_expected_and_never_allowed() {
    hold_in(&tree::rust_files(), code::check_allow);
}

#[test]
fn nothing_is_left_for_later() {
    hold_in(&tree::rust_files(), code::check_left_over);
}

#[test]
fn every_file_is_declared_by_a_module() {
    hold(code::check_declared(&tree::rust_files()));
}

#[test]
fn documents_name_files_that_exist() {
    let files = tree::paths();
    let documents = files.iter().filter(|path| path.ends_with(".md"));
    for path in documents {
        let text = tree::file(path).text;
        hold(documents::check_paths(path, &text, &files));
    }
}

#[test]
fn every_index_names_the_query_that_it_serves() {
    hold_in(
        &tree::below("migrations", ".sql"),
        migrations::check_indexes,
    );
}

#[test]
fn migrations_only_go_forward() {
    hold(migrations::check_order(&tree::below("migrations", ".sql")));
}

#[test]
fn migrations_are_never_edited() {
    let sums = tree::file("migrations/checksums");
    let files = tree::below("migrations", ".sql");
    hold(migrations::check_sums(&files, &sums.text));
}
