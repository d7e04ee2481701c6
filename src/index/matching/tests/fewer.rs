//! Fewer answers are the first of many, although fewer candidates are compared for them.

use super::*;

/// Sentences with the same words, of which some have another year or figure and some are negated, and
/// others that share a few words.
fn statements() -> Vec<String> {
    let mut statements = Vec::new();
    for number in 0..12 {
        let year = 2010 + number;
        let not = if number % 3 == 0 { "not " } else { "" };
        statements.push(format!(
            "Norland did {not}sell {number}0 ferries to the port of Ekhaven in {year}."
        ));
        statements.push(format!(
            "The port of Ekhaven bought a crane number {number}."
        ));
        statements.push(format!("Ferries of Norland carry {number} million people."));
    }
    // The same words twice have no margin to each other.
    statements.push("Norland sold ferries to Ekhaven.".to_owned());
    statements.push("Ekhaven sold ferries to Norland.".to_owned());
    statements
}

#[test]
fn fewer_answers_are_the_first_of_many() {
    let statements = statements();
    let texts: Vec<&str> = statements.iter().map(String::as_str).collect();
    let store = store("en", &texts);
    let others = [
        "Norland sold ferries to the port of Ekhaven",
        "Who bought a crane?",
    ];
    for text in texts.iter().copied().step_by(5).chain(others) {
        let question = Question {
            text,
            language: "en",
            ..Question::default()
        };
        let all = matches(&store, &question, 20).unwrap();
        for most in [1, 3, 8] {
            let few = matches(&store, &question, most).unwrap();
            assert_eq!(few, all[..most], "{most} for {text}");
        }
    }
}
