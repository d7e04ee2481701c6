//! Text that is glued to the words of a span, and signs that make another figure of one.

use super::*;

const BEFORE: &str = "The council met on Tuesday evening. It heard from three engineers.";
const AFTER: &str = "The ferry carries only half as many people as the bridge did. Nobody in the \
    town expects the work to end before next summer.";

/// What became of a span when the words beside it changed.
struct Case {
    /// The sentence.
    sentence: &'static str,
    /// The words of the span in it.
    span: &'static str,
    /// The words that are replaced, in the sentence or around it.
    from: &'static str,
    /// What is in their place.
    to: &'static str,
}

impl Case {
    /// The old text, the new one, and what became of the span.
    fn carry(&self) -> (String, Carried) {
        let old = format!("{BEFORE} {} {AFTER}", self.sentence);
        let new = old.replacen(self.from, self.to, 1);
        assert_ne!(old, new, "{}", self.from);
        let carried = carry(&old, &new, self.span);
        (new, carried)
    }
}

fn cases(all: &[(&'static str, &'static str, &'static str, &'static str)]) -> Vec<Case> {
    let all = all.iter();
    all.map(|&(sentence, span, from, to)| Case {
        sentence,
        span,
        from,
        to,
    })
    .collect()
}

const OPENED: &str = "The bridge across the fjord was opened in 2019.";
const CLOSED: &str = "The bridge across the fjord was closed in August.";
const REPAIRED: &str = "The bridge across the fjord was closed for repairs last winter.";

/// Whether the words of a span stand at a place, letter by letter.
fn stands(case: &Case, new: &str, carried: Carried) -> bool {
    match carried {
        Carried::Unchanged => true,
        Carried::Moved { .. } => read(new, carried).as_deref() == Some(case.span),
        Carried::Changed { .. } | Carried::Orphaned => false,
    }
}

#[test]
fn words_stand_if_it_is_certain_where_the_text_glued_to_them_begins() {
    let all = cases(&[
        (
            OPENED,
            "The bridge across the fjord was opened in 2019",
            "2019. The",
            "2019The",
        ),
        (
            OPENED,
            "The bridge across the fjord was opened in 2019",
            "2019.",
            "2019Fuel for ships rose.",
        ),
        (
            OPENED,
            "across the fjord was opened in 2019",
            "2019.",
            "2019{{cite web}}.",
        ),
        (
            OPENED,
            "across the fjord was opened in 2019",
            "2019.",
            "2019[[File:a.jpg]].",
        ),
        (
            OPENED,
            "across the fjord was opened in 2019",
            "2019. ",
            "2019thumb|right|The bridge ",
        ),
        (
            CLOSED,
            "The bridge across the fjord was closed in August",
            "August. ",
            "Augustthumb|right ",
        ),
        (
            CLOSED,
            "The bridge across the fjord was closed in August",
            "August. The",
            "AugustThe",
        ),
        (
            REPAIRED,
            "was closed for repairs last winter",
            "winter. The",
            "winterThe",
        ),
        (
            REPAIRED,
            "The bridge across the fjord was closed",
            "engineers. The",
            "engineersThe",
        ),
        (
            REPAIRED,
            "The bridge across the fjord was closed",
            "engineers. The",
            "engineers in 2019The",
        ),
        (
            REPAIRED,
            "The bridge across the fjord was closed",
            "engineers. The",
            "engineers.|thumb|LeftThe",
        ),
    ]);
    for case in all {
        let (new, carried) = case.carry();
        assert!(stands(&case, &new, carried), "{}: {carried:?}", case.to);
    }
}

#[test]
fn an_answer_does_not_grow_over_text_that_is_glued_to_the_words() {
    let all = cases(&[
        (OPENED, OPENED, "2019. ", "2019Fuel for "),
        (OPENED, OPENED, "2019. The", "2019The bridge"),
        (OPENED, OPENED, "2019. ", "2019.1Fuel "),
        (OPENED, OPENED, "2019. ", "2019thumb|right "),
        (OPENED, "was opened in 2019", "2019. ", "2019fuel "),
        (CLOSED, CLOSED, "August. ", "Augustthumb|right "),
        (CLOSED, CLOSED, "August. ", "August2019 "),
        (CLOSED, "was closed in August", "August. ", "August2019 "),
        (CLOSED, CLOSED, "August. ", "AugustFuel for "),
        (REPAIRED, REPAIRED, "winter. ", "wintercitation needed "),
        (REPAIRED, REPAIRED, "winter. ", "wintercitation. "),
        (
            REPAIRED,
            "was closed for repairs last winter",
            "winter. ",
            "wintercitation. ",
        ),
        (REPAIRED, REPAIRED, "engineers. The", "engineers. 1The"),
        (REPAIRED, REPAIRED, "engineers. The", "engineers. fileThe"),
        (
            "The fleet of the town is mostly commercial. Fishing is not allowed.",
            "The fleet of the town is mostly commercial",
            "commercial. Fishing",
            "commercialfishing boats. Fishing",
        ),
    ]);
    for case in all {
        let (new, carried) = case.carry();
        let there = match carried {
            Carried::Unchanged => case.span.to_owned(),
            _ => read(&new, carried).unwrap_or_default(),
        };
        let there = there.trim_end_matches('.');
        assert!(
            case.span.contains(there),
            "{}: {carried:?} {there}",
            case.to
        );
    }
}

#[test]
fn words_in_the_inside_of_another_name_are_not_the_words() {
    let sentence = "Mayor Robin of Oslo asked the council to wait.";
    for (from, to) in [
        ("Mayor Robin", "Mayor JeanRobin"),
        ("Mayor Robin", "Mayor Jean-Robin"),
        ("Mayor Robin", "Mayor O’Robin"),
        ("Mayor Robin", "Mayor McRobin"),
        ("Mayor Robin", "Mayor vonRobin"),
        ("Oslo asked", "OsloBergen asked"),
        ("Oslo asked", "Oslo-Bergen asked"),
        ("Oslo asked", "Oslo’s asked"),
        ("Oslo asked", "Oslo7 asked"),
    ] {
        for span in ["Robin of Oslo", "Robin of Oslo asked the council", sentence] {
            let case = Case {
                sentence,
                span,
                from,
                to,
            };
            let (new, carried) = case.carry();
            let is_changed = matches!(carried, Carried::Changed { .. })
                && read(&new, carried).is_some_and(|it| {
                    it.contains(to.split(' ').find(|it| !from.contains(it)).unwrap())
                });
            let is_outside = span.starts_with("Robin of Oslo asked") && from.starts_with("Oslo");
            let is_right = is_changed || carried == Carried::Orphaned;
            assert!(
                is_right || is_outside,
                "{to} {span}: {carried:?} {:?}",
                read(&new, carried)
            );
        }
    }
    // At the start of a sentence too.
    let sentence = "Robin of Oslo asked the council to wait.";
    for span in ["Robin of Oslo", sentence] {
        let case = Case {
            sentence,
            span,
            from: "Robin of",
            to: "JeanRobin of",
        };
        let (new, carried) = case.carry();
        assert!(!stands(&case, &new, carried), "{span}: {carried:?}");
    }
}

#[test]
fn a_sign_or_digit_glued_to_a_figure_makes_another_figure() {
    let sentence = "Turnout fell by 5 per cent in the north of the town.";
    for (from, to) in [
        (" 5 per", " -5 per"),
        (" 5 per", " −5 per"),
        (" 5 per", " –5 per"),
        (" 5 per", " +5 per"),
        (" 5 per", " 15 per"),
        (" 5 per", " 0.5 per"),
        (" 5 per", " .5 per"),
        (" 5 per", " 2-5 per"),
        (" 5 per", " 2–5 per"),
        (" 5 per", " $5 per"),
        (" 5 per", " ~5 per"),
        (" 5 per", " x5 per"),
    ] {
        for span in [
            "5",
            "5 per cent",
            "5 per cent in the north of the town",
            sentence,
        ] {
            let case = Case {
                sentence,
                span,
                from,
                to,
            };
            let (new, carried) = case.carry();
            let there = read(&new, carried);
            let is_right = match carried {
                Carried::Changed { .. } => there
                    .as_ref()
                    .is_some_and(|it| it.contains(to.split(' ').nth(1).unwrap())),
                other => other == Carried::Orphaned,
            };
            assert!(is_right, "{to} {span}: {carried:?} {there:?}");
        }
    }
    let sentence = "Turnout in the north of the town fell by 5.";
    for to in [
        "5.2.",
        "5,2.",
        "5%.",
        "5m.",
        "5 m.",
        "5-6.",
        "5–6.",
        "5°.",
        "5½.",
        "5:1.",
        "5/2.",
        "5€.",
        "5Million.",
        "5th.",
    ] {
        for span in [
            "5",
            "fell by 5",
            "Turnout in the north of the town fell by 5",
            sentence,
        ] {
            let case = Case {
                sentence,
                span,
                from: "5.",
                to,
            };
            let (new, carried) = case.carry();
            let there = read(&new, carried);
            let is_spaced = to.contains(' ');
            let is_right = match carried {
                Carried::Changed { .. } => there
                    .as_ref()
                    .is_some_and(|it| it.contains(to.trim_end_matches('.'))),
                other => other == Carried::Orphaned,
            };
            assert!(is_right || is_spaced, "{to} {span}: {carried:?} {there:?}");
        }
    }
}

#[test]
fn a_stop_after_a_figure_is_no_part_of_it() {
    let sentence = "Turnout in the north of the town fell by 5, it said.";
    for to in [
        "5.",
        "5. It was low, it said.",
        "5; it said.",
        "5 (it said).",
        "5” it said.",
    ] {
        let case = Case {
            sentence,
            span: "fell by 5",
            from: "5, it said.",
            to,
        };
        let (new, carried) = case.carry();
        assert!(stands(&case, &new, carried), "{to}: {carried:?}");
    }
}
