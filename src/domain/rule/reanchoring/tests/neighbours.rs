//! Neighbours that have words of a sentence in common with it.

use super::*;

/// The parts of sentences in a language.
struct Template {
    language: &'static str,
    subjects: [&'static str; 4],
    verbs: [&'static str; 4],
    times: [&'static str; 3],
}

/// For each language, sentences whose first words and last words many others have, and
/// subjects of such others.
const TEMPLATES: [Template; 5] = [
    Template {
        language: "en",
        subjects: ["The mayor", "His deputy", "A spokesman", "The union"],
        verbs: [
            "said that the bridge at the harbour would stay closed for 65 weeks",
            "said that repairs in the market would cost 18 million euros",
            "was in the market",
            "told the board that the ferry had carried 1,200 people",
        ],
        times: ["after the storm", "in the spring", "on Tuesday morning"],
    },
    Template {
        language: "it",
        subjects: [
            "Il sindaco",
            "La vicesindaca",
            "Un portavoce",
            "Il sindacato",
        ],
        verbs: [
            "ha detto che il ponte del porto resterà chiuso per 65 settimane",
            "ha detto che i lavori del mercato costeranno 18 milioni di euro",
            "era al mercato",
            "ha spiegato che il traghetto ha portato 1.200 persone",
        ],
        times: ["dopo la tempesta", "in primavera", "martedì mattina"],
    },
    Template {
        language: "fr",
        subjects: ["Le maire", "Son adjointe", "Un porte-parole", "Le syndicat"],
        verbs: [
            "a dit que le pont du port resterait fermé pendant 65 semaines",
            "a dit que les travaux du marché coûteraient 18 millions d'euros",
            "était au marché",
            "a expliqué que le bac avait transporté 1 200 personnes",
        ],
        times: ["après la tempête", "au printemps", "mardi matin"],
    },
    Template {
        language: "de",
        subjects: [
            "Der Bürgermeister",
            "Seine Stellvertreterin",
            "Ein Sprecher",
            "Die Gewerkschaft",
        ],
        verbs: [
            "sagte, dass die Brücke am Hafen 65 Wochen gesperrt bleibt",
            "sagte, dass die Arbeiten am Markt 18 Millionen Euro kosten",
            "war auf dem Markt",
            "erklärte, dass die Fähre 1.200 Menschen befördert hat",
        ],
        times: ["nach dem Sturm", "im Frühjahr", "am Dienstagmorgen"],
    },
    Template {
        language: "es",
        subjects: ["El alcalde", "Su adjunta", "Un portavoz", "El sindicato"],
        verbs: [
            "dijo que el puente del puerto seguirá cerrado durante 65 semanas",
            "dijo que las obras del mercado costarán 18 millones de euros",
            "estaba en el mercado",
            "explicó que el transbordador llevó a 1.200 personas",
        ],
        times: [
            "tras la tormenta",
            "en primavera",
            "el martes por la mañana",
        ],
    },
];

/// The sentence of a template.
fn sentence(template: usize, (who, what, when): (usize, usize, usize)) -> String {
    let it = &TEMPLATES[template];
    format!(
        "{} {} {}.",
        it.subjects[who], it.verbs[what], it.times[when]
    )
}

/// The most edits of a kind that are tried. The others are left out evenly.
const EVERY: usize = 7;
/// What stands around the sentences in both versions.
const AROUND: [(&str, &str); 2] = [("", ""), ("Karl 12 Ypsilon. ", " Zeta 9 Omikron.")];

#[test]
fn an_answer_does_not_grow_over_a_neighbour() {
    let mut wrong = Vec::new();
    let (mut all, mut found) = (0, 0);
    for (template, Template { language, .. }) in TEMPLATES.iter().enumerate() {
        for (edit_of, (other, edited), space, is_before) in edits().step_by(EVERY) {
            let [old, other, edited] =
                [edit_of, other, edited].map(|parts| sentence(template, parts));
            let (before, after) = AROUND[all % AROUND.len()];
            let new = match is_before {
                true => format!("{before}{other}{space}{edited}{after}"),
                false => format!("{before}{edited}{space}{other}{after}"),
            };
            let it = edit(language, &format!("{before}{old}{after}"), &new, &old);
            all += 1;
            found += usize::from(it.words == edited);
            if !edited.contains(&it.words) {
                wrong.push(format!("{old}\n-> {new}\n{it:?}"));
            }
        }
    }
    println!("{found} of {all} found");
    let few = wrong[..wrong.len().min(8)].join("\n");
    assert!(wrong.is_empty(), "{} of {all}\n{few}", wrong.len());
}

/// A sentence, its neighbour and what it became, what is between them, and which is first.
fn edits() -> impl Iterator<Item = (Parts, (Parts, Parts), &'static str, bool)> {
    let words = [(0, 0, 0), (0, 1, 0), (0, 3, 1)].into_iter();
    let pairs = words.flat_map(|words| neighbours(words).into_iter().map(move |it| (words, it)));
    pairs.flat_map(|(words, pair)| {
        let spaces = [" ", "\n\n", "\n"].into_iter();
        spaces.flat_map(move |space| [true, false].map(|first| (words, pair, space, first)))
    })
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
