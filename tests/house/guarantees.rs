//! `docs/guarantees.md` names a test for each promise, and each of these tests exists.

use std::{fs, path::Path};

const PAGE: &str = include_str!("../../docs/guarantees.md");

/// A link to a test: its path in the test program, and its file from the folder of the page.
#[derive(Debug)]
struct Named<'a> {
    test: &'a str,
    link: &'a str,
}

/// The tests that a text names.
fn named(text: &str) -> Vec<Named<'_>> {
    let links = text.split("[`").skip(1);
    let links = links.filter_map(|it| {
        let (test, rest) = it.split_once("`](")?;
        let (link, _) = rest.split_once(')')?;
        test.contains("::").then_some(Named { test, link })
    });
    links.collect()
}

/// The promises of a section: its items, and the rows of its tables below their heads. An item goes on until
/// a line that begins another one, or an empty one.
fn promises(section: &str) -> Vec<String> {
    let mut promises: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in section.lines() {
        if line.starts_with("- ") || line.starts_with("| ") {
            promises.push(line.to_owned());
            is_open = line.starts_with("- ");
        } else if line.starts_with("|---") {
            // What is before is the head of a table.
            promises.pop();
        } else if line.is_empty() {
            is_open = false;
        } else if let Some(last) = promises.last_mut().filter(|_| is_open) {
            last.push_str(line);
        }
    }
    promises
}

/// What is wrong with the link to a test.
fn wrong(Named { test, link }: &Named<'_>) -> Option<String> {
    let (module, name) = test.rsplit_once("::")?;
    let path = format!("tests/{}.rs", module.replace("::", "/"));
    if *link != format!("../{path}") {
        return Some(format!("{test} is in {path}, and not in {link}"));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
    let Ok(text) = fs::read_to_string(file) else {
        return Some(format!("{path} does not exist"));
    };
    let head = format!("fn {name}() {{");
    let before = text.split_once(&head).map(|(before, _)| before);
    let attributes = before.and_then(|it| it.rsplit("\n\n").next());
    match attributes {
        Some(it) if it.contains("test]") || it.contains("test(") => None,
        _ => Some(format!("{path} has no test {name}")),
    }
}

/// All that is wrong with a page.
fn findings(page: &str) -> Vec<String> {
    let mut findings: Vec<String> = named(page).iter().filter_map(wrong).collect();
    for section in page.split("\n## ").skip(1) {
        let title = section.lines().next().unwrap_or_default();
        if named(section).is_empty() {
            findings.push(format!("{title} names no test"));
        }
        let promises = promises(section).into_iter();
        let bare = promises.filter(|it| named(it).is_empty());
        findings.extend(bare.map(|it| format!("no test holds: {it}")));
    }
    findings
}

#[test]
fn each_promise_names_tests_that_exist() {
    assert_eq!(findings(PAGE), Vec::<String>::new());
    assert!(named(PAGE).len() > 90, "{}", named(PAGE).len());
}

#[test]
fn a_promise_without_a_test_and_a_test_that_is_gone_are_found() {
    let existing =
        "[`house::guarantees::each_promise_names_tests_that_exist`](../tests/house/guarantees.rs)";
    assert_eq!(
        findings(&format!(
            "\n## A\n\n- a\n  {existing}\n\n| b | c |\n|---|---|\n| d | {existing} |\n"
        )),
        [""; 0]
    );
    for (page, expected) in [
        (
            format!("\n## A\n\n- a\n  {existing}\n- b\n"),
            "no test holds: - b",
        ),
        (
            format!("\n## A\n\n- a\n\n{existing}\n"),
            "no test holds: - a",
        ),
        (
            format!("\n## A\n\n{existing}\n\n| b | c |\n|---|---|\n| d | e |\n"),
            "no test holds: | d | e |",
        ),
        ("\n## A\n\nText.\n".to_owned(), "A names no test"),
        (
            format!("\n## A\n\n{}\n", existing.replace("each_", "every_")),
            "tests/house/guarantees.rs has no test every_promise_names_tests_that_exist",
        ),
        (
            format!(
                "\n## A\n\n{}\n",
                existing.replace("each_promise_names_tests_that_exist", "findings")
            ),
            "tests/house/guarantees.rs has no test findings",
        ),
        (
            format!(
                "\n## A\n\n{}\n",
                existing.replace("house::guarantees", "house::gone")
            ),
            "house::gone::each_promise_names_tests_that_exist is in tests/house/gone.rs, and not in ../tests/house/guarantees.rs",
        ),
    ] {
        assert_eq!(findings(&page), [expected]);
    }
}
