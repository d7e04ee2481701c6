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
        assert_eq!(store.languages().next(), Some("en"));
        let same = best(&store, "", claim);
        let found = best(&store, "", other);
        assert!(!same.reasons.iter().any(is_it), "{:?}", same.reasons);
        assert!(found.reasons.iter().any(is_it), "{:?}", found.reasons);
        assert!(found.confidence < same.confidence);
    }
}

#[test]
fn a_text_is_taken_for_the_language_of_claims_in_which_its_words_are_known() {
    for (language, claim) in [
        (
            "el",
            "Ο δήμαρχος της Καβάλας έκλεισε το παλιό λιμάνι για τα πλοία.",
        ),
        ("ru", "Правительство Зенды не повысило налоги в 2020 году."),
        ("fr", "La Ruritanie a interdit les charrettes en 2018."),
        (
            "sv",
            "Borgmästaren stängde den gamla hamnen för stora fartyg.",
        ),
    ] {
        let store = store(language, &[claim]);
        let (untold, told) = (best(&store, "", claim), best(&store, language, claim));
        assert_eq!(untold.claim.id, told.claim.id, "{claim}");
        assert_eq!(untold.confidence, told.confidence, "{claim}");
        assert!(
            untold.reasons.contains(&Reason::NearlyIdentical),
            "{:?}",
            untold.reasons
        );
    }
}

#[test]
fn a_text_whose_words_are_known_in_no_language_more_than_in_others_is_taken_for_the_usual_one() {
    let store = store("fr", &["Le maire a fermé le pont."]);
    let found = best(&store, "", "Bees disappeared from orchards");
    assert_eq!(
        found.claim.statement,
        "Bees disappeared from the orchards around Lund."
    );
    assert!(found.confidence > 0.5, "{}", found.confidence);
}
