//! Pairs of wordings, and the kinds of difference between them.

mod around;
mod composed;
mod directions;
mod equal_figures;
mod everyday;
mod figures;
mod kinds_together;
mod measures;
mod more_opposites;
mod multipliers;
mod names;
mod negations;
mod opposites;
mod prefixes;
mod quantifiers;
mod rewritten_amounts;
mod rewritten_figures;
mod rewritten_names;
mod rewritten_negations;
mod same_meaning;
mod speakers;
mod wording;

use super::*;

/// The kinds as letters: `n` negation, `f` figure, `m` name, `t` typography, `w` wording.
fn kinds(language: &str, body: &str, old: &Passage<'_>, new: &Passage<'_>) -> String {
    let texts = [old, new].map(|it| format!("{body}\n\n{}{}{}", it.before, it.words, it.after));
    let changes = Wording::new(language, &texts[0], &texts[1]).changes(old, new);
    assert!(!changes.is_empty(), "{old:?} / {new:?}");
    let letters = changes.iter().map(|change| match change {
        AnchoringChange::Negation => 'n',
        AnchoringChange::Figure => 'f',
        AnchoringChange::Name => 'm',
        AnchoringChange::Typography => 't',
        AnchoringChange::Wording => 'w',
    });
    letters.collect()
}

fn alone(words: &str) -> Passage<'_> {
    Passage {
        words,
        ..Passage::default()
    }
}

/// Compares the kinds of each pair with the expected ones, in both directions. Wording is left
/// out, unless it is expected.
fn compare(language: &str, body: &str, pairs: &[(&str, &str, &str)]) {
    let wrong = wrong(language, body, pairs);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pairs whose kinds are other than expected.
fn wrong(language: &str, body: &str, pairs: &[(&str, &str, &str)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (old, new, expected) in pairs {
        for (old, new) in [(old, new), (new, old)] {
            let mut found = kinds(language, body, &alone(old), &alone(new));
            if !expected.contains('w') {
                found = found.replace('w', "");
            }
            if found != *expected {
                wrong.push(format!("{old} / {new}: {found:?}, not {expected:?}"));
            }
        }
    }
    wrong
}

/// Compares pairs that are given one a line: the language, both wordings and the kinds, with
/// bars between them. `-` stands for no kind but wording.
fn compare_lines(body: &str, lines: &str) {
    let mut all = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let mut parts = line.split('|').map(str::trim);
        let mut next = || parts.next().unwrap();
        let (language, old, new, expected) = (next(), next(), next(), next());
        let pair = (old, new, expected.trim_matches('-'));
        all.extend(wrong(language, body, &[pair]));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn typography() {
    compare(
        "en",
        "",
        &[
            (
                "The \"plan\" of 2023 - it's vague",
                "The “plan” of 2023 – it’s vague",
                "t",
            ),
            ("two\nlines", "two lines", "t"),
            ("a caf\u{e9}", "a cafe\u{301}", "t"),
            ("THE BRIDGE IS CLOSED", "The bridge is closed", "t"),
            ("the bridge", "the bridges", ""),
        ],
    );
}

#[test]
fn an_untagged_text_is_compared_in_its_own_language() {
    let body = "The mayor said that the bridge was closed by the city and that it was old.";
    compare("", body, &[("It is safe.", "It is not safe.", "n")]);
    compare("", "", &[("Safe.", "Not safe.", "")]);
}

#[test]
fn long_wordings_are_compared_in_bounded_time() {
    let long = |word: &str| format!("{word} not seventeen Robin 1,000 1.000 ").repeat(250);
    compare("en", "", &[(&long("two"), &long("three"), "f")]);
    let digits = |first: usize| {
        (first..first + 2_000)
            .map(|it| format!("{it} "))
            .collect::<String>()
    };
    compare("en", "", &[(&digits(1_000), &digits(5_000), "")]);
    compare("en", "", &[(&"1 ".repeat(4_000), &"1 ".repeat(4_001), "f")]);
}
