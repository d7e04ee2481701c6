//! Words that no other kind explains, and typography, which must be proven.

use super::{Passage, alone, compare, kinds};

/// Compares all kinds of each pair of passages with the expected ones. A bar stands at both
/// ends of the new words in their sentence.
fn compare_around(language: &str, pairs: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (old, new, expected) in pairs {
        let found = kinds(language, "", &marked(old), &marked(new));
        if found != *expected {
            wrong.push(format!("{old} / {new}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn marked(sentence: &str) -> Passage<'_> {
    let mut parts = sentence.split('|');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(words), Some(after)) => Passage {
            before,
            words,
            after,
        },
        _ => alone(sentence),
    }
}

#[test]
fn words_that_no_other_kind_explains_are_wording() {
    compare_around(
        "en",
        &[
            ("The bridge is old.", "The bridge is very old.", "w"),
            ("The bridge is old.", "The tunnel is old.", "w"),
            ("Some 155 men came.", "Some 163 men came.", "f"),
            ("Some 155 men came.", "Some 163 women came.", "fw"),
            ("The bridge is safe.", "The bridge is not safe.", "n"),
            ("The bridge is safe.", "The tunnel is not safe.", "nw"),
            ("Seventeen men died.", "17 men died.", "w"),
            ("The bridge is closed.", "The bridge is closed?", "w"),
            ("It rose by 5%.", "It rose by 5.", "f"),
            (
                "The bridge closed, but not the road.",
                "The bridge closed.",
                "w",
            ),
            ("They came.", "They came or never.", "w"),
            ("They came.", "They came, which is false.", "n"),
            ("Dog bites man.", "Man bites dog.", "w"),
            ("The café is shut.", "The cafe is shut.", "w"),
            ("Its bridge is shut.", "It's bridge is shut.", "w"),
            ("They re-sign today.", "They resign today.", "w"),
        ],
    );
    for language in ["pl", ""] {
        compare_around(
            language,
            &[
                ("Most jest stary.", "Most nie jest stary.", "w"),
                ("Most jest stary.", "Most jest, stary", "t"),
                ("|Most jest stary|.", "Nie, |most jest stary|.", "w"),
            ],
        );
    }
}

#[test]
fn only_capitals_punctuation_and_white_space_are_typography() {
    compare(
        "en",
        "",
        &[
            ("It is, he said, closed.", "It is he said closed", "t"),
            ("He said: “It is closed.”", "He said it is closed.", "t"),
            (
                "TOWN COUNCIL CLOSES BRIDGE",
                "Town council closes bridge",
                "t",
            ),
            ("The well-known bridge", "The well known bridge", "t"),
            ("The bridge\nis closed", "The bridge is  closed", "t"),
            ("Between 5-10 men", "Between 5 10 men", "w"),
            ("It fell to -5 degrees", "It fell to 5 degrees", "f"),
            ("It is 1.5 miles", "It is 15 miles", "f"),
            ("It is .5 miles", "It is 5 miles", "f"),
            ("It is R&D", "It is R D", "w"),
        ],
    );
    compare("de", "", &[("STRASSE GESPERRT", "Straße gesperrt", "t")]);
}

#[test]
fn words_added_around_unchanged_words_are_not_typography() {
    compare_around(
        "en",
        &[
            ("|Officials say so|.", "No |officials say so|.", "n"),
            ("|Officials say so|.", "Not all |officials say so|.", "n"),
            ("|Officials say so|.", "Hardly any |officials say so|.", "n"),
            (
                "|Officials say so|.",
                "None of the |officials say so|.",
                "n",
            ),
            (
                "|Officials say so|.",
                "It is not true that |officials say so|.",
                "n",
            ),
            (
                "|Officials say so|.",
                "It is false that |officials say so|.",
                "n",
            ),
            (
                "|Officials say so|.",
                "Contrary to reports, no |officials say so|.",
                "nw",
            ),
            ("|Officials say so|.", "Former |officials say so|.", "w"),
            (
                "|The council will|.",
                "Nobody believes |the council will|.",
                "nw",
            ),
            (
                "|The council will|.",
                "The mayor denied that |the council will|.",
                "nw",
            ),
            ("|The council will|.", "If asked, |the council will|.", "w"),
            (
                "|The council will|.",
                "Although it was not planned, |the council will|.",
                "w",
            ),
            (
                "|The council will|.",
                "|the council will|, which is false.",
                "n",
            ),
            ("|The council will|.", "|the council will| no more.", "nw"),
            ("|The council will|.", "|the council will|?", "w"),
            (
                "|The council will|, he said.",
                "He said |the council will|.",
                "t",
            ),
            (
                "He denied that |The council will|.",
                "He denied that |the council will|.",
                "t",
            ),
            (
                "|The council will|.",
                "It is not false that |the council will|.",
                "w",
            ),
        ],
    );
    compare_around(
        "it",
        &[
            (
                "|La giunta chiude|.",
                "Non è vero che |la giunta chiude|.",
                "n",
            ),
            (
                "|La giunta chiude|.",
                "Nessuno crede che |la giunta chiude|.",
                "nw",
            ),
            ("|La giunta chiude|.", "Forse |la giunta chiude|.", "w"),
        ],
    );
    compare_around(
        "fr",
        &[("|Le pont ferme|.", "Il est faux que |le pont ferme|.", "n")],
    );
    compare_around(
        "de",
        &[
            (
                "|Die Brücke bleibt|.",
                "Es ist falsch, dass |die Brücke bleibt|.",
                "n",
            ),
            (
                "|Die Brücke bleibt|.",
                "Niemand glaubt, dass |die Brücke bleibt|.",
                "nw",
            ),
        ],
    );
    compare_around(
        "es",
        &[
            (
                "|El puente cierra|.",
                "No es cierto que |el puente cierra|.",
                "n",
            ),
            (
                "|El puente cierra|.",
                "El alcalde negó que |el puente cierra|.",
                "nw",
            ),
        ],
    );
}

#[test]
fn figures_bounds_fractions_and_dates_of_another_value_are_figures() {
    compare(
        "en",
        "",
        &[
            ("Some 155 men came.", "Some 155,000 men came.", "f"),
            ("Some 1,500 men came.", "Some 1.500 men came.", "f"),
            ("It is 0.125 of it.", "It is 0,125 of it.", ""),
            ("A third of them left.", "A quarter of them left.", "f"),
            ("A third of them left.", "Half of them left.", "f"),
            ("At least 155 men came.", "At most 155 men came.", "f"),
            ("The 155 men came.", "The more than 155 men came.", "f"),
            ("More than half left.", "Less than half left.", "f"),
            ("He left on 5 May.", "He left on 5 June.", "f"),
            ("He left on May 5.", "He left on May 6.", "f"),
            ("He left on 27/4/2025.", "He left on 28/4/2025.", "f"),
            ("He came 2nd.", "He came 3rd.", "f"),
            ("The first man left.", "The third man left.", "f"),
            ("He may leave.", "He can leave.", ""),
            ("At least he left.", "At most he left.", ""),
        ],
    );
    for (language, old, new) in [
        ("it", "Almeno 155 persone.", "Al massimo 155 persone."),
        ("it", "Più della metà.", "Meno della metà."),
        ("it", "Sono 1.500 persone.", "Sono 1,500 persone."),
        ("it", "Il 5 maggio partì.", "Il 5 giugno partì."),
        ("de", "Mindestens 155 Menschen.", "Höchstens 155 Menschen."),
        ("de", "Ein Drittel ging.", "Ein Viertel ging."),
        ("de", "Am 5. Mai ging er.", "Am 5. Juni ging er."),
        ("fr", "Au moins 155 personnes.", "Au plus 155 personnes."),
        ("fr", "Un tiers est parti.", "Un quart est parti."),
        ("es", "Al menos 155 personas.", "Como máximo 155 personas."),
        ("es", "El 5 de mayo salió.", "El 5 de junio salió."),
    ] {
        let found = kinds(language, "", &alone(old), &alone(new));
        assert!(found.contains('f'), "{old} / {new}: {found}");
    }
}

#[test]
fn opposites_answers_and_prefixes_are_negations() {
    compare(
        "en",
        "",
        &[
            ("Prices have risen.", "Prices have fallen.", "n"),
            ("The road was closed.", "The road was opened.", "n"),
            ("More men came.", "Fewer men came.", "n"),
            ("Prices doubled.", "Prices halved.", "n"),
            ("It was true.", "It was false.", "n"),
            ("It was legal.", "It was illegal.", "n"),
            ("It was safe.", "It was unsafe.", "n"),
            ("He was able to pay.", "He was unable to pay.", "n"),
            ("He was guilty.", "He was innocent.", "n"),
            ("The town closed it.", "The town failed to close it.", "n"),
            ("It had not been shut.", "It had again been shut.", "n"),
            ("They answered yes.", "They answered no.", "n"),
            ("They can pay.", "They can hardly pay.", "n"),
            ("They can form a group.", "They can inform a group.", ""),
            ("It was a binding vote.", "It was a non-binding vote.", "n"),
        ],
    );
    for (language, old, new) in [
        (
            "it",
            "Ha votato a favore del piano.",
            "Ha votato contro il piano.",
        ),
        ("it", "La ditta ha pagato.", "Nessuna ditta ha pagato."),
        ("it", "Il ponte è sicuro.", "Il ponte è insicuro."),
        ("de", "Die Lage ist sicher.", "Die Lage ist unsicher."),
        (
            "de",
            "Die Preise sind gestiegen.",
            "Die Preise sind gefallen.",
        ),
        ("fr", "C'est légal.", "C'est illégal."),
        ("es", "Votó a favor del plan.", "Votó en contra del plan."),
    ] {
        let found = kinds(language, "", &alone(old), &alone(new));
        assert!(found.contains('n'), "{old} / {new}: {found}");
    }
    let found = kinds(
        "de",
        "",
        &alone("Der Fall ist klar."),
        &alone("Der Unfall ist klar."),
    );
    assert_eq!(found, "w");
}

#[test]
fn names_at_the_start_of_a_sentence_are_names() {
    compare(
        "en",
        "On Monday Israel spoke. Police spoke.",
        &[
            ("Robin Marsh won.", "Elisa Marsh won.", "m"),
            ("Israel attacked.", "Iran attacked.", "m"),
            ("Officials attacked.", "Ministers attacked.", ""),
            ("Inflation rose.", "Unemployment rose.", ""),
            ("Israel attacked.", "Police attacked.", ""),
            ("President Marsh won.", "Senator Marsh won.", ""),
            ("The Marsh won.", "Our Marsh won.", ""),
        ],
    );
}
