//! Words that are put in front of a sentence, and change what it says.

use super::*;

const AROUND: [(&str, &str); 3] = [
    ("", ""),
    (
        "The council met on Tuesday. ",
        " Nobody spoke of the ferry.",
    ),
    (
        "The council met on Tuesday.\n\n",
        "\n\nA season ticket costs 84 euros.",
    ),
];

/// For each language, sentences and what is put in front of them.
const FRONTS: [(&str, &[&str], &[&str]); 5] = [
    (
        "en",
        &[
            "Officials say they expect the work to end in June.",
            "The council will close the bridge for repairs in the spring.",
            "Prices for commuters have risen by a third since the winter.",
            "Engineers of the harbour found rust in four pillars",
        ],
        &[
            "No ",
            "Not all ",
            "Hardly any ",
            "None of the ",
            "It is not true that ",
            "Contrary to reports, no ",
            "Former ",
            "Nobody believes that ",
            "The mayor denied that ",
            "If asked, ",
            "The union denied that ",
            "Almost ",
            "Nobody believes ",
            "Reportedly, ",
            "The mayor joked: ",
        ],
    ),
    (
        "it",
        &[
            "La giunta chiude il ponte per i lavori in primavera.",
            "I prezzi per i pendolari sono aumentati di un terzo dopo l'inverno.",
        ],
        &[
            "Non è vero che ",
            "Nessuno crede che ",
            "Secondo alcuni ",
            "Il sindaco nega che ",
        ],
    ),
    (
        "fr",
        &[
            "Le conseil ferme le pont pour des travaux au printemps.",
            "Les prix pour les usagers ont augmenté d'un tiers après l'hiver.",
        ],
        &[
            "Il est faux que ",
            "Personne ne croit que ",
            "Si possible, ",
            "Le maire nie que ",
        ],
    ),
    (
        "de",
        &[
            "Die Stadt sperrt die Brücke wegen Bauarbeiten im Frühjahr.",
            "Der Preis für Pendler ist seit dem Winter um ein Drittel gestiegen.",
        ],
        &[
            "Es ist falsch, dass ",
            "Niemand glaubt, ",
            "Angeblich: ",
            "Kaum jemand glaubt: ",
        ],
    ),
    (
        "es",
        &[
            "El ayuntamiento cierra el puente por obras en primavera.",
            "Los precios para los viajeros han subido un tercio desde el invierno.",
        ],
        &[
            "No es cierto que ",
            "Nadie cree que ",
            "El alcalde negó que ",
            "Tal vez ",
        ],
    ),
];

#[test]
fn words_put_in_front_of_a_sentence_are_said() {
    let mut wrong = Vec::new();
    for (language, sentences, fronts) in FRONTS {
        for (words, (before, after)) in sentences.iter().flat_map(|it| AROUND.map(|at| (it, at))) {
            for front in fronts {
                let old = format!("{before}{words}{after}");
                let mut letters = words.chars();
                let first: String = letters
                    .by_ref()
                    .take(1)
                    .flat_map(char::to_lowercase)
                    .collect();
                let new = format!("{before}{front}{first}{}{after}", letters.as_str());
                let edited = edit(language, &old, &new, words);
                let is_said = edited
                    .changes
                    .iter()
                    .any(|it| *it != AnchoringChange::Typography);
                if edited.outcome != AnchoringOutcome::Orphaned && !is_said {
                    wrong.push(format!("{front}{words}: {edited:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_headline_from_capitals_with_words_in_front_is_not_typography() {
    let old = "TOWN COUNCIL CLOSES THE BRIDGE";
    for new in [
        "No town council closes the bridge",
        "Mayor denies town council closes the bridge",
    ] {
        let edited = edit("en", old, new, old);
        let is_said = edited.changes.contains(&AnchoringChange::Negation);
        assert!(
            edited.outcome == AnchoringOutcome::Orphaned || is_said,
            "{new}: {edited:?}"
        );
    }
    let edited = edit("en", old, "Town council closes the bridge", old);
    assert_eq!(edited.changes, [AnchoringChange::Typography]);
}

#[test]
fn capitals_and_punctuation_alone_are_typography() {
    let words = "Officials say they expect the work to end in June.";
    for (old, new) in [
        ("It rained. {}", "It rained; {}"),
        ("He said: {}", "He said that {}"),
        ("It rained. {} It snowed.", "It rained. {} It snowed."),
    ] {
        let old = old.replace("{}", words);
        let new = new.replace("{}", "officials say they expect the work to end in June.");
        let edited = edit("en", &old, &new, words);
        let is_proven = edited.changes == [AnchoringChange::Typography];
        let is_typography = !new.contains("that") && !new.contains(';');
        assert_eq!(is_proven, is_typography, "{new}: {edited:?}");
    }
}
