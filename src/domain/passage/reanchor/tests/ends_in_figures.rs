//! Where an answer ends if a figure or a date is at its end.

use super::ends::{carried, check_whole};

#[test]
fn an_ordinal_does_not_end_a_german_sentence() {
    check_whole(&[
        (
            "de",
            "Der Umbau der Brücke beginnt am 14. März.",
            "Der Umbau der Brücke beginnt am 14. April.",
        ),
        (
            "de",
            "Die Wahl des neuen Rates ist am 2. Juni.",
            "Die Wahl des neuen Rates ist am 2. Juli.",
        ),
        (
            "de",
            "Der Umbau der Brücke beginnt im Mai.",
            "Der Umbau der Brücke beginnt am 3. Juni.",
        ),
        (
            "de",
            "Die Wohnung der Frau liegt im 5. Bezirk.",
            "Die Wohnung der Frau liegt im 5. Stock.",
        ),
        (
            "de",
            "Das Schloss gehörte einst Friedrich II. Hohenstaufen.",
            "Das Schloss gehörte einst Friedrich II. Barbarossa.",
        ),
        (
            "de",
            "Der Verein spielt nun in der 2. Liga.",
            "Der Verein spielt nun in der 2. Bundesliga.",
        ),
        (
            "de",
            "Der Film spielt im Zweiten Weltkrieg.",
            "Der Film spielt im 19. Jahrhundert.",
        ),
        (
            "de",
            "Das Treffen der Räte endet am Montag.",
            "Das Treffen der Räte endet am 21. August 2024.",
        ),
    ]);
}

#[test]
fn a_figure_ends_a_german_sentence_if_another_one_begins_after_it() {
    for (old, new, span, expected) in [
        (
            "Der kleine Bruder der Frau wurde gestern acht. Die Familie feierte im Garten.",
            "Der kleine Bruder der Frau wurde gestern 14. Die Familie feierte im Garten.",
            "Der kleine Bruder der Frau wurde gestern acht.",
            "Der kleine Bruder der Frau wurde gestern 14.",
        ),
        (
            "Das Fest der Fischer beginnt am Montag. Danach wird getanzt.",
            "Das Fest der Fischer beginnt am 14. Danach wird getanzt.",
            "Das Fest der Fischer beginnt am Montag.",
            "Das Fest der Fischer beginnt am 14.",
        ),
        (
            "Das Schloss gehörte einst Friedrich I. Er starb früh.",
            "Das Schloss gehörte einst Friedrich II. Er starb früh.",
            "Das Schloss gehörte einst Friedrich I.",
            "Das Schloss gehörte einst Friedrich II.",
        ),
    ] {
        let there = carried("de", (old, new), span);
        let is_it = |it: &str| it.trim_end_matches('.') == expected.trim_end_matches('.');
        assert!(there.as_deref().is_none_or(is_it), "{span}: {there:?}");
    }
    let (old, new) = (
        "The old king of the island was called Henry I. Children sang.",
        "The old king of the island was called Henry II. Children sang.",
    );
    let there = carried(
        "en",
        (old, new),
        "The old king of the island was called Henry I.",
    );
    assert!(there.is_none_or(|it| !it.contains("Children")));
}

#[test]
fn a_figure_at_the_end_of_a_sentence_keeps_its_unit_or_currency() {
    check_whole(&[
        (
            "de",
            "Die Stadt kauft das alte Haus für fünf Millionen.",
            "Die Stadt kauft das alte Haus für 7 Millionen Euro.",
        ),
        (
            "fr",
            "La ville achète la vieille maison pour cinq millions.",
            "La ville achète la vieille maison pour 7 millions d'euros.",
        ),
        (
            "fr",
            "La ville achète la vieille maison pour cinq millions.",
            "La ville achète la vieille maison pour 7 millions d’euros.",
        ),
        (
            "it",
            "La città compra la vecchia casa per cinque milioni.",
            "La città compra la vecchia casa per 7 milioni di euro.",
        ),
        (
            "es",
            "La ciudad compra la vieja casa por cinco millones.",
            "La ciudad compra la vieja casa por 7 millones de euros.",
        ),
        (
            "en",
            "The town buys the old house for five million.",
            "The town buys the old house for 7 million dollars.",
        ),
        (
            "de",
            "Die Strecke durch den Wald misst fünf.",
            "Die Strecke durch den Wald misst 7 Kilometer.",
        ),
    ]);
}

#[test]
fn a_day_that_follows_its_month_belongs_to_it() {
    check_whole(&[
        (
            "en",
            "The new bridge will be opened on the second of June.",
            "The new bridge will be opened on June 2.",
        ),
        (
            "en",
            "The new bridge will be opened on 2 June.",
            "The new bridge will be opened on June 2.",
        ),
        (
            "en",
            "The new bridge will be opened on the first of May.",
            "The new bridge will be opened on May 1.",
        ),
        (
            "en",
            "The new bridge will be opened on 3 May.",
            "The new bridge will be opened on May 4.",
        ),
        (
            "en",
            "The new bridge will be opened on 3 May.",
            "The new bridge will be opened on May 4, 2025.",
        ),
        (
            "en",
            "The new bridge will be opened on 3 May.",
            "The new bridge will be opened on May 4th.",
        ),
        (
            "de",
            "Die neue Brücke wird geöffnet am 3. Mai.",
            "Die neue Brücke wird geöffnet am 4. Mai 2025.",
        ),
        (
            "fr",
            "Le nouveau pont sera ouvert le 3 mai.",
            "Le nouveau pont sera ouvert le 4 mai 2025.",
        ),
    ]);
}

#[test]
fn a_figure_or_date_within_a_sentence_is_whole() {
    for (language, old, new, span, expected) in [
        (
            "en",
            "The bridge will be opened on 2 June by the mayor of the town.",
            "The bridge will be opened on June 2 by the mayor of the town.",
            "The bridge will be opened on 2 June",
            Some("The bridge will be opened on June 2"),
        ),
        (
            "en",
            "In the storm of the spring the sea took 3 people in May and one in June.",
            "In the storms of the spring the sea took people in May 4 times and one in June.",
            "In the storm of the spring the sea took 3 people in May",
            None,
        ),
        (
            "de",
            "Die Stadt kauft das alte Haus für fünf Millionen von der Kirche.",
            "Die Stadt kauft das alte Haus für 7 Millionen Euro von der Kirche.",
            "Die Stadt kauft das alte Haus für fünf Millionen",
            Some("Die Stadt kauft das alte Haus für 7 Millionen Euro"),
        ),
        (
            "fr",
            "La ville achète la vieille maison pour cinq millions au clergé.",
            "La ville achète la vieille maison pour 7 millions d'euros au clergé.",
            "La ville achète la vieille maison pour cinq millions",
            Some("La ville achète la vieille maison pour 7 millions d'euros"),
        ),
        (
            "it",
            "La città compra la vecchia casa per cinque milioni dal clero.",
            "La città compra la vecchia casa per 7 milioni di euro dal clero.",
            "La città compra la vecchia casa per cinque milioni",
            Some("La città compra la vecchia casa per 7 milioni di euro"),
        ),
        (
            "es",
            "La ciudad compra la vieja casa por cinco millones al clero.",
            "La ciudad compra la vieja casa por 7 millones de euros al clero.",
            "La ciudad compra la vieja casa por cinco millones",
            Some("La ciudad compra la vieja casa por 7 millones de euros"),
        ),
        (
            "en",
            "The town will buy the old house for five million euros from the church.",
            "The town will buy the old house for 7 million euros from the church.",
            "The town will buy the old house for five million",
            Some("The town will buy the old house for 7 million"),
        ),
        (
            "en",
            "In the hall behind the church the men of team five lost on Monday.",
            "In the hall behind the church the men of team 7 won on Monday.",
            "In the hall behind the church the men of team five",
            Some("In the hall behind the church the men of team 7"),
        ),
    ] {
        let there = carried(language, (old, new), span);
        match expected {
            Some(expected) => assert_eq!(there.as_deref(), Some(expected)),
            None => assert!(there.is_none_or(|it| !it.contains("May 4"))),
        }
    }
}
