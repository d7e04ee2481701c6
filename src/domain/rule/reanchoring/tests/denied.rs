//! Words that stand letter by letter in a sentence that denies them now, or no longer does.

use super::*;

const NEGATION: &[AnchoringChange] = &[AnchoringChange::Negation];

fn check(language: &str, old: &str, new: &str, words: &str, changes: &[AnchoringChange]) {
    for (old, new) in [(old, new), (new, old)] {
        let edited = edit(language, old, new, words);
        assert_eq!(edited.words, words, "{new}");
        assert_ne!(edited.outcome, AnchoringOutcome::Changed, "{new}");
        assert_eq!(edited.changes, changes, "{old} / {new}");
    }
}

#[test]
fn words_that_stand_are_denied() {
    let words = "The footbridge will reopen in the spring";
    for behind in [", which is false.", " – wrongly.", ", which is not true."] {
        let (old, new) = (
            format!("{words}. It rained."),
            format!("{words}{behind} It rained."),
        );
        check("en", &old, &new, words, NEGATION);
    }
    let words = "the footbridge will reopen in the spring";
    for (before, after) in [
        ("The provost said ", "The provost never said "),
        ("The provost said ", "The provost denied "),
        ("Some officials say ", "No officials say "),
    ] {
        let [old, new] = [before, after].map(|it| format!("It rained. {it}{words}. It snowed."));
        check("en", &old, &new, words, NEGATION);
    }
    let words = "die Fußgängerbrücke werde im Sommer öffnen";
    let [old, new] = ["sagte", "bestritt"].map(|it| format!("Der Sprecher {it}, {words}."));
    check("de", &old, &new, words, NEGATION);
}

#[test]
fn words_that_stand_are_not_denied_by_other_negations() {
    let words = "The footbridge will reopen in the spring";
    for behind in [
        ", which nobody had expected.",
        ". Nobody had expected it.",
        ", but not the road.",
        " and will not close again.",
    ] {
        let (old, new) = (
            format!("{words}. It rained."),
            format!("{words}{behind} It rained."),
        );
        check("en", &old, &new, words, &[]);
    }
    let old = format!("Nobody was hurt. {words}. It rained.");
    let new = format!("{words}. It rained. It is not true that it snowed.");
    check("en", &old, &new, words, &[]);
}
