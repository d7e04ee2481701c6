//! A denial in only one of both is said, whatever else the sentences say.

use super::{best, store};
use crate::index::matching::{Likeness, Reason};

fn has_denial(reasons: &[Reason]) -> bool {
    let denies = |it: &Reason| matches!(it, Reason::Denial { .. } | Reason::Opposite);
    reasons.iter().any(denies)
}

#[track_caller]
fn assert_denied(language: &str, claim: &str, text: &str) {
    let store = store(language, &[claim]);
    let found = best(&store, language, text);
    assert!(has_denial(&found.reasons), "{text}: {found:#?}");
    assert!(found.confidence <= 0.5, "{text}: {found:#?}");
    assert!(
        matches!(found.likeness, None | Some(Likeness::Contrary)),
        "{text}: {found:#?}"
    );
}

#[track_caller]
fn assert_not_denied(language: &str, claim: &str, text: &str) {
    let store = store(language, &[claim]);
    let found = best(&store, language, text);
    assert!(!has_denial(&found.reasons), "{text}: {found:#?}");
}

#[test]
fn a_denial_is_noticed_beside_words_that_say_who_denies() {
    let claim = "The mayor of Ostrava resigned after the flood.";
    for text in [
        "According to the Courier, the mayor of Ostrava did not resign after the flood.",
        "The mayor of Ostrava, Ana Moser, did not resign after the flood.",
        "The mayor of Ostrava didn’t resign after the flood, the council said on Monday.",
        "@courier says: the mayor of Ostrava did NOT resign after the flood #FactCheck",
        "Fact check: No, the mayor of Ostrava did not resign after the flood",
    ] {
        assert_denied("en", claim, text);
    }
    for (language, claim, text) in [
        (
            "de",
            "Der Stadtrat hat das neue Gesetz nicht verabschiedet.",
            "Laut Courier hat der Stadtrat das neue Gesetz verabschiedet.",
        ),
        (
            "fr",
            "Le conseil n'a pas augmenté la taxe sur les ponts.",
            "Selon le Courrier, le conseil a augmenté la taxe sur les ponts.",
        ),
        (
            "it",
            "Il consiglio non ha ratificato la riforma dei ponti.",
            "Secondo il Corriere, il consiglio ha ratificato la riforma dei ponti.",
        ),
        (
            "es",
            "El alcalde eliminó el horario de verano.",
            "Según el Correo, el alcalde no eliminó el horario de verano.",
        ),
    ] {
        assert_denied(language, claim, text);
    }
}

#[test]
fn a_denial_is_noticed_beside_another_form_of_the_verb() {
    for (language, claim, text) in [
        (
            "en",
            "Unemployment in Lund fell after the strike.",
            "Unemployment in Lund did not fall after the strike.",
        ),
        (
            "en",
            "The brewery did not pay tax in Tornau.",
            "The brewery paid tax in Tornau.",
        ),
        (
            "de",
            "Die Bürgermeisterin von Lund trat nach der Flut zurück.",
            "Die Bürgermeisterin von Lund ist nach der Flut nicht zurückgetreten.",
        ),
        (
            "fr",
            "Aucun enfant n'a été blessé dans l'accident de Lund.",
            "Des enfants ont été blessés dans l'accident de Lund.",
        ),
        (
            "it",
            "Il sindaco di Lund andò alla festa del ponte.",
            "Il sindaco di Lund non è andato alla festa del ponte.",
        ),
    ] {
        assert_denied(language, claim, text);
    }
}

#[test]
fn what_is_called_false_is_denied() {
    let claim = "The mayor of Ostrava resigned after the flood.";
    for text in [
        "It is not true that the mayor of Ostrava resigned after the flood.",
        "It is false that the mayor of Ostrava resigned after the flood.",
        "FALSE: the mayor of Ostrava resigned after the flood",
        "There is no evidence that the mayor of Ostrava resigned after the flood.",
        "The claim that the mayor of Ostrava resigned after the flood is a hoax.",
    ] {
        assert_denied("en", claim, text);
    }
    for (language, claim, text) in [
        (
            "de",
            "Die Stadt Lund hat den Hafen verkauft.",
            "Es stimmt nicht, dass die Stadt Lund den Hafen verkauft hat.",
        ),
        (
            "fr",
            "La ville de Lund a vendu son port.",
            "C'est faux : la ville de Lund a vendu son port.",
        ),
        (
            "it",
            "Il comune di Lund ha venduto il porto.",
            "È una bufala che il comune di Lund ha venduto il porto.",
        ),
        (
            "es",
            "La ciudad de Lund vendió su puerto.",
            "No es verdad que la ciudad de Lund vendió su puerto.",
        ),
    ] {
        assert_denied(language, claim, text);
    }
}

#[test]
fn a_denial_that_is_denied_is_another_claim() {
    for (claim, text) in [
        (
            "The minister denied the affair in Lund.",
            "The minister did not deny the affair in Lund.",
        ),
        (
            "The army refused to leave Velmere.",
            "The army did not refuse to leave Velmere.",
        ),
    ] {
        assert_denied("en", claim, text);
    }
}

#[test]
fn a_denial_of_something_else_does_not_count() {
    let claim = "The mayor of Ostrava resigned after the flood.";
    for text in [
        "I can't believe it! The mayor of Ostrava resigned after the flood.",
        "The mayor of Ostrava resigned after the flood. Nobody was hurt.",
        "Not only the mayor of Ostrava resigned after the flood.",
    ] {
        assert_not_denied("en", claim, text);
    }
    assert_not_denied(
        "es",
        "No murió nadie en el incendio de Lund.",
        "Nadie murió en el incendio de Lund.",
    );
    // Too little of the claim is in the text.
    assert_not_denied("en", claim, "Bees do not care about any flood.");
}

#[test]
fn the_words_that_deny_are_named() {
    let store = store("en", &["The mayor of Ostrava resigned after the flood."]);
    let text = "It is not true, the mayor of Ostrava denied, that she resigned after the flood; \
                never.";
    let found = best(&store, "en", text);
    let expected = Reason::Denial {
        text: ["not", "denied", "never"].map(str::to_owned).to_vec(),
        claim: Vec::new(),
    };
    assert!(found.reasons.contains(&expected), "{found:#?}");
    assert_eq!(
        expected.to_string(),
        "may say the opposite: denies with “not”, “denied”, “never” here, with nothing in the claim"
    );
}
