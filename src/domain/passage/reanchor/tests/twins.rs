//! Sentences that resemble each other, of which one moved.

use super::*;

const LEAD: &str = "The council met on Tuesday evening. It heard from three engineers.";
const MIDDLE: &str = "The ferry carries only half as many people as the bridge did. Nobody in the \
    town expects the work to end before next summer.";
const END: &str = "A season ticket now costs 84 euros. Pupils pay half.";

const PAIRS: [(&str, &str); 4] = [
    (
        "In the north district turnout was 61 percent of all registered voters.",
        "In the south district turnout was 58 percent of all registered voters.",
    ),
    (
        "The bridge is safe for lorries and buses, three engineers told the council.",
        "The bridge is not safe for lorries and buses, three engineers told the council.",
    ),
    (
        "About 155 men from the town of Bergen signed the petition against the fares.",
        "About 48 women from the town of Bergen signed the petition against the fares.",
    ),
    (
        "The first lamp of the lighthouse was replaced by a gas lamp in the spring of 1902.",
        "The second lamp of the lighthouse was replaced by an electric lamp in 1934.",
    ),
];

#[test]
fn a_long_sentence_that_moved_away_from_its_look_alike_is_found() {
    for (words, twin) in PAIRS {
        let orders = [
            (
                format!("{LEAD} {words} {MIDDLE} {twin} {END}"),
                format!("{LEAD} {MIDDLE} {twin} {END} {words}"),
            ),
            (
                format!("{LEAD} {words} {MIDDLE} {twin} {END}"),
                format!("{LEAD} {twin} {MIDDLE} {words} {END}"),
            ),
            (
                format!("{LEAD}\n\n{words}\n\n{MIDDLE}\n\n{twin}\n\n{END}"),
                format!("{words}\n\n{LEAD}\n\n{MIDDLE}\n\n{twin}\n\n{END}"),
            ),
            (
                format!("{LEAD} {words} {twin} {MIDDLE} {END}"),
                format!("{LEAD} {twin} {MIDDLE} {END} {words}"),
            ),
            (
                format!("{LEAD} {words} {twin} {MIDDLE} {END}"),
                format!("{LEAD} {twin} {words} {MIDDLE} {END}"),
            ),
        ];
        for (old, new) in orders {
            for span in [words, twin] {
                let carried = carry(&old, &new, span);
                let stands = carried == Carried::Unchanged
                    || matches!(carried, Carried::Moved { .. })
                        && read(&new, carried).as_deref() == Some(span);
                assert!(stands, "{span}: {carried:?} in {new}");
            }
        }
    }
}

#[test]
fn a_sentence_that_became_its_look_alike_is_not_found_at_a_copy() {
    for (words, edited) in PAIRS {
        let old = format!("{LEAD} {words} {MIDDLE} {END}");
        let new = format!("{LEAD} {edited} {MIDDLE} {END}\n\nCorrection: {words}");
        assert_eq!(carry(&old, &new, words), Carried::Orphaned, "{words}");
    }
}
