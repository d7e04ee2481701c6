//! Texts whose language is not given and cannot be told.

use super::{best, is_other_figure, is_other_time, store};
use crate::index::{analysis, matching::Reason};

#[test]
fn a_short_text_is_read_in_the_language_of_the_claim_if_its_own_cannot_be_told() {
    for (language, claim, other, is_it) in [
        (
            "de",
            "Inflation sank auf 7,925 Prozent",
            "Inflation sank auf 8,925 Prozent",
            is_other_figure as fn(&Reason) -> bool,
        ),
        (
            "de",
            "Tornau schloss Anfang Mai 2021",
            "Tornau schloss Anfang März 2021",
            is_other_time,
        ),
        ("it", "Tornau vende", "Tornau non vende", |it| {
            *it == Reason::Opposite
        }),
    ] {
        let store = store(language, &[claim]);
        assert_eq!(analysis::told(other), None);
        assert_eq!(store.usual_language(), Some("en"));
        let same = best(&store, "", claim);
        let found = best(&store, "", other);
        assert!(!same.reasons.iter().any(is_it), "{:?}", same.reasons);
        assert!(found.reasons.iter().any(is_it), "{:?}", found.reasons);
        assert!(found.confidence < same.confidence);
    }
}
