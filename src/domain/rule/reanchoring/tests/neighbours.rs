//! Neighbours that have words of a sentence in common with it.

use super::*;

/// For each language, sentences whose first words and last words many others have, and
/// subjects of such others.
const TEMPLATES: [(&str, [&str; 4], [&str; 4], [&str; 3]); 5] = [
    (
        "en",
        ["The mayor", "His deputy", "A spokesman", "The union"],
        [
            "said that the bridge at the harbour would stay closed for 65 weeks",
            "said that repairs in the market would cost 18 million euros",
            "was in the market",
            "told the board that the ferry had carried 1,200 people",
        ],
        ["after the storm", "in the spring", "on Tuesday morning"],
    ),
    (
        "it",
        [
            "Il sindaco",
            "La vicesindaca",
            "Un portavoce",
            "Il sindacato",
        ],
        [
            "ha detto che il ponte del porto resterà chiuso per 65 settimane",
            "ha detto che i lavori del mercato costeranno 18 milioni di euro",
            "era al mercato",
            "ha spiegato che il traghetto ha portato 1.200 persone",
        ],
        ["dopo la tempesta", "in primavera", "martedì mattina"],
    ),
    (
        "fr",
        ["Le maire", "Son adjointe", "Un porte-parole", "Le syndicat"],
        [
            "a dit que le pont du port resterait fermé pendant 65 semaines",
            "a dit que les travaux du marché coûteraient 18 millions d'euros",
            "était au marché",
            "a expliqué que le bac avait transporté 1 200 personnes",
        ],
        ["après la tempête", "au printemps", "mardi matin"],
    ),
    (
        "de",
        [
            "Der Bürgermeister",
            "Seine Stellvertreterin",
            "Ein Sprecher",
            "Die Gewerkschaft",
        ],
        [
            "sagte, dass die Brücke am Hafen 65 Wochen gesperrt bleibt",
            "sagte, dass die Arbeiten am Markt 18 Millionen Euro kosten",
            "war auf dem Markt",
            "erklärte, dass die Fähre 1.200 Menschen befördert hat",
        ],
        ["nach dem Sturm", "im Frühjahr", "am Dienstagmorgen"],
    ),
    (
        "es",
        ["El alcalde", "Su adjunta", "Un portavoz", "El sindicato"],
        [
            "dijo que el puente del puerto seguirá cerrado durante 65 semanas",
            "dijo que las obras del mercado costarán 18 millones de euros",
            "estaba en el mercado",
            "explicó que el transbordador llevó a 1.200 personas",
        ],
        [
            "tras la tormenta",
            "en primavera",
            "el martes por la mañana",
        ],
    ),
];

/// The sentence of a template.
fn sentence(template: usize, (who, what, when): (usize, usize, usize)) -> String {
    let (_, subjects, verbs, times) = &TEMPLATES[template];
    format!("{} {} {}.", subjects[who], verbs[what], times[when])
}

#[test]
fn an_answer_does_not_grow_over_a_neighbour() {
    let mut wrong = Vec::new();
    let (mut all, mut found) = (0, 0);
    for (template, (language, ..)) in TEMPLATES.iter().enumerate() {
        for words in [(0, 0, 0), (0, 1, 0), (0, 3, 1)] {
            let old = sentence(template, words);
            for (other, edited) in neighbours(words) {
                for space in [" ", "\n\n", "\n"] {
                    for is_before in [true, false] {
                        let [other, edited] = [other, edited].map(|it| sentence(template, it));
                        let new = match is_before {
                            true => format!("{other}{space}{edited}"),
                            false => format!("{edited}{space}{other}"),
                        };
                        let it = edit(language, &old, &new, &old);
                        all += 1;
                        found += usize::from(it.words == edited);
                        if !edited.contains(&it.words) {
                            wrong.push(format!("{old}\n-> {new}\n{it:?}"));
                        }
                    }
                }
            }
        }
    }
    println!("{found} of {all} found");
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

type Parts = (usize, usize, usize);

/// Other sentences, and what an edited one became beside them: its subject or its end is
/// another one.
fn neighbours((who, what, when): Parts) -> Vec<(Parts, Parts)> {
    let mut all = Vec::new();
    for other_what in (0..4).filter(|it| *it != what) {
        for other_who in 0..4 {
            for other_when in 0..3 {
                let other = (other_who, other_what, other_when);
                for edited_who in 0..4 {
                    all.push((other, (edited_who, what, when)));
                }
                for edited_when in 0..3 {
                    all.push((other, (who, what, edited_when)));
                }
            }
        }
    }
    all
}

#[test]
fn the_sentence_that_corresponds_is_found_or_none() {
    let words = "The mayor said that the bridge at the harbour would stay closed for 65 weeks after \
        the storm.";
    let end = "said that the bridge at the harbour would stay closed for 65 weeks after the storm.";
    let deputy = format!("His deputy {end}");
    let spokesman = format!("A spokesman {end}");
    let spring = "The mayor said that the bridge at the harbour would stay closed for 65 weeks in the \
        spring.";
    for (new, expected) in [
        (
            format!("The mayor was in the market.\n\n{deputy}"),
            deputy.as_str(),
        ),
        (
            format!("The mayor was in the market. {deputy}"),
            deputy.as_str(),
        ),
        (
            format!(
                "The mayor said that repairs in the market would cost 18 million euros after the \
                 storm. {spokesman}"
            ),
            spokesman.as_str(),
        ),
        (
            format!("{spring} Repairs in the market would cost 18 million euros after the storm."),
            spring,
        ),
    ] {
        let edited = edit("en", words, &new, words);
        println!("{edited:?}");
        let is_fitting =
            edited.words == expected && edited.changes.contains(&AnchoringChange::Wording);
        assert!(
            is_fitting || edited.outcome == AnchoringOutcome::Orphaned,
            "{new}: {edited:?}"
        );
    }
}

#[test]
fn a_sentence_that_was_split_in_two_is_found_whole() {
    let words = "The council closed the old bridge at the harbour on Monday, and it will open a new \
        one for lorries in the autumn of next year.";
    let new = "The council closed the old bridge at the harbour on Monday. It will open a new one for \
        lorries in the autumn of next year.";
    let edited = edit("en", words, new, words);
    assert_eq!(edited.words, new);
    let apart = new.replace("Monday. It", "Monday.\n\nIt");
    let edited = edit("en", words, &apart, words);
    assert!(!edited.words.contains('\n'), "{edited:?}");
}
