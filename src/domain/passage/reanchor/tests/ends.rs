//! Where an answer ends if the last words of a sentence were changed.

use super::*;

/// The sentences before and after the changed one, in each language.
const BESIDE: &[(&str, &str, &str)] = &[
    (
        "en",
        "The council met on Tuesday evening and heard from three engineers.",
        "The ferry carries only half as many people as the bridge did before the storm.",
    ),
    (
        "de",
        "Der Rat kam am Dienstag zusammen und hörte drei Ingenieure an.",
        "Die Fähre kann nur halb so viele Menschen tragen wie die Brücke vor dem Sturm.",
    ),
    (
        "fr",
        "Le conseil est réuni depuis mardi soir et il a entendu trois ingénieurs de la ville.",
        "Le bac ne transporte que la moitié des personnes qui passaient par le pont avant la tempête.",
    ),
    (
        "it",
        "Il consiglio si è riunito martedì sera e ha ascoltato tre ingegneri della città.",
        "Il traghetto porta solo la metà delle persone che passavano sul ponte prima della tempesta.",
    ),
    (
        "es",
        "El consejo se reunió el martes por la noche y escuchó a tres ingenieros de la ciudad.",
        "El barco lleva solo a la mitad de las personas que pasaban por el puente antes de la tormenta.",
    ),
];

/// The words to which a span was carried when its sentence was replaced by another.
pub(super) fn carried(language: &str, (old, new): (&str, &str), span: &str) -> Option<String> {
    let (_, before, after) = BESIDE.iter().find(|it| it.0 == language).unwrap();
    let [old, new] = [old, new].map(|it| format!("{before} {it} {after}"));
    match carry(&old, &new, span) {
        Carried::Unchanged => Some(span.to_owned()),
        other => read(&new, other),
    }
}

/// Checks that a whole sentence, with and without its full stop, becomes the whole new one.
pub(super) fn check_whole(cases: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for &(language, old, new) in cases {
        for with_stop in [true, false] {
            let cut = |it: &str| match with_stop {
                true => it.to_owned(),
                false => it.strip_suffix('.').unwrap().to_owned(),
            };
            let there = carried(language, (old, new), &cut(old));
            let is_whole = there
                .as_deref()
                .is_some_and(|it| it == cut(new) || it == new.trim_end_matches('.'));
            if !is_whole {
                wrong.push(format!("{language} {with_stop} {old} -> {new}: {there:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_answer_does_not_end_in_a_sentence_that_stood_there_before() {
    for (old, new) in [
        (
            "The bridge was closed before the end of the summer. Boats sank.",
            "The bridge was closed at the end of the summer and boats sank.",
        ),
        (
            "The bridge was closed before the end of the summer. Boats sank.",
            "The bridge was closed at the end of the summer. Boats sank.",
        ),
        (
            "The bridge was closed before the end of the summer.",
            "The bridge was closed at the end of the summer. Boats sank.",
        ),
        (
            "The bridge was closed before the end of the summer.\n\nBoats sank.",
            "The bridge was closed at the end of the summer, and boats sank.",
        ),
    ] {
        let span = "The bridge was closed before the end of the summer";
        let there = carried("en", (old, new), span);
        let expected = "The bridge was closed at the end of the summer";
        assert!(
            there.as_deref().is_none_or(|it| it == expected),
            "{there:?}"
        );
    }
}

#[test]
fn an_answer_for_a_whole_sentence_ends_where_the_new_sentence_does() {
    check_whole(&[
        (
            "de",
            "Der Angeklagte sagte am ersten Tag des Prozesses kein Wort.",
            "Der Angeklagte sagte am ersten Tag des Prozesses nichts.",
        ),
        (
            "de",
            "Der Angeklagte schwieg am ersten Tag des Prozesses.",
            "Der Angeklagte sagte am ersten Tag des Prozesses nichts.",
        ),
        (
            "de",
            "Die Hütte ist offen, wenn es in der Nacht trocken bleibt.",
            "Die Hütte ist offen, wenn es in der Nacht nicht schneit.",
        ),
        (
            "de",
            "Die Hütte ist offen, außer es schneit in der Nacht.",
            "Die Hütte ist offen, wenn es in der Nacht nicht schneit.",
        ),
        (
            "en",
            "The work on the bridge will be done by the end of the summer.",
            "The work on the bridge will be done at the end of the summer at the earliest.",
        ),
        (
            "en",
            "The work on the bridge will be done no earlier than the end of the summer.",
            "The work on the bridge will be done at the end of the summer at the earliest.",
        ),
        (
            "en",
            "The work on the bridge will be done before the end of the summer.",
            "The work on the bridge will be done at the end of the summer at the earliest.",
        ),
        (
            "fr",
            "Les travaux du pont seront finis avant la fin de l'été.",
            "Les travaux du pont seront finis à la fin de l'été au plus tôt.",
        ),
        (
            "it",
            "I lavori sul ponte non saranno finiti prima della fine dell'estate.",
            "I lavori sul ponte saranno finiti alla fine dell'estate al più presto.",
        ),
        (
            "es",
            "Las obras del puente no acabarán antes del final del verano.",
            "Las obras del puente acabarán al final del verano como muy pronto.",
        ),
    ]);
}

#[test]
fn a_long_first_sentence_whose_second_was_deleted_is_found() {
    for (language, first, second) in [
        (
            "en",
            "In March the Morning Star ran aground on a rock north of the harbour and nobody was hurt.",
            "It was towed home a week later.",
        ),
        (
            "de",
            "Im März lief die Morgenstern auf einen Felsen nördlich des Hafens, und niemand wurde verletzt.",
            "Sie wurde eine Woche später nach Hause geschleppt.",
        ),
        (
            "fr",
            "En mars, l'Étoile du matin a heurté un rocher au nord du port, et personne ne fut blessé.",
            "Elle fut remorquée une semaine plus tard.",
        ),
        (
            "it",
            "A marzo la Stella del mattino urtò uno scoglio a nord del porto e nessuno rimase ferito.",
            "Fu rimorchiata una settimana più tardi.",
        ),
        (
            "es",
            "En marzo la Estrella chocó con una roca al norte del puerto y nadie resultó herido.",
            "Fue remolcada una semana más tarde.",
        ),
    ] {
        let both = format!("{first} {second}");
        let there = carried(language, (&both, first), &both);
        assert_eq!(there.as_deref(), Some(first));
        let there = carried(language, (&both, second), &both);
        assert!(there.is_none(), "{there:?}");
        let after = BESIDE.iter().find(|it| it.0 == language).unwrap().2;
        let word = after.split_inclusive(' ').next().unwrap();
        let both = format!("{first} {word}crew sang.");
        let there = carried(language, (&both, first), &both);
        assert_eq!(there.as_deref(), Some(first));
        let long = format!("{second} {first}");
        let there = carried(language, (&long, first), &long);
        assert!(there.as_deref().is_none_or(|it| it == first), "{there:?}");
    }
}

#[test]
fn short_words_of_a_figure_or_name_that_grew_are_found() {
    let mut wrong = Vec::new();
    for (language, old, new, span, expected) in [
        (
            "en",
            "The fire in the port hurt eight people in the night.",
            "The fire in the port hurt twenty-eight people in the night.",
            "eight people",
            "twenty-eight people",
        ),
        (
            "fr",
            "Le feu dans le port a fait quatre morts dans la nuit.",
            "Le feu dans le port a fait vingt-quatre morts dans la nuit.",
            "quatre morts",
            "vingt-quatre morts",
        ),
        (
            "de",
            "Der Umbau kostet die Stadt 600.000 Euro im Jahr.",
            "Der Umbau kostet die Stadt 600 Millionen Euro im Jahr.",
            "600.000 Euro",
            "600 Millionen Euro",
        ),
        (
            "en",
            "The mayor of the port is Noreen Asquith since the spring.",
            "The mayor of the port is Noreen Asquith-Brown since the spring.",
            "Noreen Asquith",
            "Noreen Asquith-Brown",
        ),
        (
            "en",
            "The ships belong to the Western Isles Lines, which runs until 2029.",
            "The ships belong to the Western Isles Lines. That runs until 2029.",
            "The ships belong to the Western Isles Lines, which runs until 2029.",
            "The ships belong to the Western Isles Lines. That runs until 2029.",
        ),
    ] {
        let there = carried(language, (old, new), span);
        if there.as_deref() != Some(expected) {
            wrong.push(format!("{span}: {there:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn short_words_that_became_others_are_not_found() {
    let wide = "The fire in the port hurt eight people in the night and the day.";
    for (new, span) in [
        (wide.replace("eight people", "many dogs"), "eight people"),
        (wide.replace("eight people", "eight dogs"), "eight people"),
        (wide.replace("people", "people-smugglers"), "eight people"),
        (wide.replace("eight", "twenty-eight"), "eight"),
        (
            wide.replace(
                "hurt eight people in the night",
                "killed twenty-eight people that night",
            ),
            "eight people",
        ),
    ] {
        let there = carried("en", (wide, &new), span);
        assert!(there.is_none(), "{new}: {there:?}");
    }
    // Two sentences are alike, and one was deleted.
    let second = "The fire in the port hurt twenty-eight people in the night and the day.";
    let old = format!("{wide} {second}");
    let there = carried("en", (&old, second), "eight people");
    assert!(there.is_none(), "{there:?}");
}
