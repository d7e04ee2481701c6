//! Figures that became a part of a bigger figure in words, with spaces or by a bound.

use super::{kinds, story::Story, writer::Random, *};
use crate::domain::passage::{AnchoringChange, Passage, Wording, changes};

/// A language, the figures that are printed in an article, each with what it became.
const BIGGER: &[(&str, &[(&str, &str)])] = &[
    (
        "en",
        &[
            ("500 men", "1 500 men"),
            ("500 men", "1\u{202f}500 men"),
            ("500 men", "1\u{a0}500 men"),
            ("500 men", "1\u{2009}500 men"),
            ("500 men", "1,500 men"),
            ("155 men", "1 155 men"),
            ("155 men", "12 155 men"),
            ("three men", "twenty three men"),
            ("three men", "a hundred and three men"),
            ("three men", "three hundred men"),
            ("40 men", "40 million men"),
            ("40 men", "40 thousand men"),
            ("40 men", "40 lakh men"),
            ("40", "40½"),
            ("40", "40 ½"),
            ("40", "40.5"),
            ("40 kilometres", "140 kilometres"),
            ("5 percent", "minus 5 percent"),
            ("5 percent", "-5 percent"),
            ("5 percent", "−5 percent"),
            ("5 percent", "5 to 10 percent"),
            ("10 percent", "5 to 10 percent"),
            ("three men", "two or three men"),
            ("three men", "at least three men"),
            ("at least 500 men", "at most 500 men"),
            ("500 men", "no more than 500 men"),
            ("500 men", "500 or more men"),
            ("500 men", "500 men or more"),
            ("a million men", "half a million men"),
            ("a million men", "a million and a half men"),
            ("five men", "one in five men"),
            ("2 million men", "at least 2 million men"),
            ("5 per cent", "5 per cent points"),
            ("5 percent", "5 percent points"),
            ("2014", "2014 BC"),
            ("480", "480 BCE"),
            ("5 men", "5 dozen men"),
        ],
    ),
    (
        "de",
        &[
            ("500 Männer", "1 500 Männer"),
            ("500 Männer", "1.500 Männer"),
            ("500 Männer", "1\u{202f}500 Männer"),
            ("drei Männer", "drei Millionen Männer"),
            ("40 Männer", "40 Millionen Männer"),
            ("40 Männer", "40 Tausend Männer"),
            ("drei Männer", "hundert drei Männer"),
            ("5 Prozent", "minus 5 Prozent"),
            ("mindestens 500 Männer", "höchstens 500 Männer"),
            ("500 Männer", "mehr als 500 Männer"),
            ("drei Männer", "zwei bis drei Männer"),
            ("5 Männer", "5,5 Männer"),
            ("5 Prozent", "5 Prozentpunkte"),
            ("480", "480 v. Chr."),
            ("10 bis 15 Männer", "zwischen 10 und 15 Männer"),
            ("10 bis 15 Männer", "Zwischen 10 und 15 Männer"),
        ],
    ),
    (
        "fr",
        &[
            ("500 hommes", "1 500 hommes"),
            ("500 hommes", "1\u{202f}500 hommes"),
            ("trois hommes", "vingt trois hommes"),
            ("un hommes", "vingt et un hommes"),
            ("quatre hommes", "quatre cents hommes"),
            ("40 hommes", "40 mille hommes"),
            ("40 hommes", "40 millions hommes"),
            ("5 pour cent", "moins 5 pour cent"),
            ("au moins 500 hommes", "au plus 500 hommes"),
            ("500 hommes", "plus de 500 hommes"),
            ("5 hommes", "5,5 hommes"),
        ],
    ),
    (
        "it",
        &[
            ("500 uomini", "1 500 uomini"),
            ("500 uomini", "1.500 uomini"),
            ("tre uomini", "venti tre uomini"),
            ("tre uomini", "cento tre uomini"),
            ("tre uomini", "tre mila uomini"),
            ("40 uomini", "40 mila uomini"),
            ("40 uomini", "40 milioni di uomini"),
            ("5 per cento", "meno 5 per cento"),
            ("almeno 500 uomini", "al massimo 500 uomini"),
            ("500 uomini", "più di 500 uomini"),
            ("due milioni di uomini", "due milioni e mezzo di uomini"),
        ],
    ),
    (
        "es",
        &[
            ("500 hombres", "1 500 hombres"),
            ("500 hombres", "1.500 hombres"),
            ("tres hombres", "treinta y tres hombres"),
            ("tres hombres", "ciento tres hombres"),
            ("tres hombres", "tres mil hombres"),
            ("40 hombres", "40 millones de hombres"),
            ("5 por ciento", "menos 5 por ciento"),
            ("al menos 500 hombres", "como máximo 500 hombres"),
            ("500 hombres", "más de 500 hombres"),
            ("dos hombres", "dos o tres hombres"),
        ],
    ),
];

/// What makes another figure, but is only told as other words.
const ONLY_WORDING: &[&str] = &[
    "½",
    "lakh",
    "half",
    "mezzo",
    "one in",
    "or more",
    "minus",
    "moins",
    "meno",
    "menos",
    "cent points",
    "percent points",
];

/// Figures of which a part stands with other neighbours, but as the same figure.
const SAME: &[(&str, &str, &str)] = &[
    ("Last year three men", "three men", "In 2019 three men"),
    ("Yesterday 500 men", "500 men", "Only 500 men"),
    ("Yesterday 500 men", "500 men", "In 2019, 500 men"),
    ("Yesterday 500 men", "500 men", "In a total of 500 men"),
    ("On Monday 1 500 men", "500 men", "On Tuesday 1 500 men"),
    (
        "On Monday twenty three men",
        "three men",
        "Then twenty three men",
    ),
    (
        "On Monday at least three men",
        "three men",
        "Then at least three men",
    ),
    (
        "On Monday the 40 million men",
        "40",
        "Then the 40 million men",
    ),
    (
        "Gestern haben drei Männer",
        "drei Männer",
        "Heute haben drei Männer",
    ),
    (
        "Hier trois hommes",
        "trois hommes",
        "Hier soir trois hommes",
    ),
    ("Ieri tre uomini", "tre uomini", "Ieri sera tre uomini"),
    ("Ayer tres hombres", "tres hombres", "Y ayer tres hombres"),
];

/// Words around a figure, so that it is in the middle of a sentence.
fn text(figure: &str) -> String {
    format!(
        "The council met on Tuesday evening. The report of the harbour board, printed for the \
        committee, counts {figure} beside the old bridge on its first page. Nobody in the town \
        expects the work to end before next summer."
    )
}

/// Whether words were found letter by letter.
fn stands(carried: Carried) -> bool {
    matches!(carried, Carried::Unchanged | Carried::Moved { .. })
}

/// The words of `old` that are in `new` too, at its start, its end or inside.
fn standing<'a>(old: &'a str, new: &str) -> Vec<&'a str> {
    let words: Vec<usize> = old.match_indices(' ').map(|(at, _)| at).collect();
    let starts = std::iter::once(0).chain(words.iter().map(|at| at + 1));
    let ends = words.iter().copied().chain([old.len()]);
    let ends: Vec<usize> = ends.collect();
    let spans = starts.flat_map(|from| ends.iter().map(move |&to| (from, to)));
    let spans = spans.filter(|(from, to)| from < to);
    let spans = spans.map(|(from, to)| &old[from..to]);
    let has_figure = |span: &&str| {
        let mut words = span.split(' ');
        let is_unit = |it: &str| matches!(it, "percent" | "cent" | "cento" | "ciento");
        words.any(|it| changes::is_amount(&it.to_lowercase()) && !is_unit(it))
    };
    spans
        .filter(|span| new.contains(*span))
        .filter(has_figure)
        .collect()
}

#[test]
fn a_figure_that_became_a_part_of_a_bigger_one_does_not_stand() {
    let mut wrong = Vec::new();
    let mut changed = 0;
    for (language, figures) in BIGGER {
        for (from, to) in *figures {
            let (old, new) = (text(from), text(to));
            for span in standing(from, to) {
                let carried = carry(&old, &new, span);
                if carried == Carried::Orphaned {
                    continue;
                }
                let there = read(&new, carried).unwrap_or_default();
                let is_inside = to.contains(&there) || there.contains(to);
                if stands(carried) || !there.contains(span) || !is_inside {
                    wrong.push(format!(
                        "{language}: {span:?} of {from:?} in {to:?}: {there:?}"
                    ));
                    continue;
                }
                changed += 1;
                let kinds = kinds_of(language, (&old, span), (&new, carried));
                let is_untold = ONLY_WORDING.iter().any(|it| there.contains(it));
                if !kinds.contains(&AnchoringChange::Figure) && !is_untold {
                    wrong.push(format!("{language}: {span:?} in {there:?}: {kinds:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(changed > 60, "{changed}");
}

/// How the words at the new place differ.
fn kinds_of(
    language: &str,
    (old, span): (&str, &str),
    (new, carried): (&str, Carried),
) -> Vec<AnchoringChange> {
    let Carried::Changed { start, end, .. } = carried else {
        return Vec::new();
    };
    let wording = Wording::new(language, old, new);
    let (old, new) = (PartText::new(old), PartText::new(new));
    let from = old.position(old.text.find(span).unwrap());
    let before = Passage::of(&old, from, from + code_points(span));
    let changes = wording.changes(&before, &Passage::of(&new, start, end));
    changes.iter().collect()
}

#[test]
fn a_figure_stands_beside_words_that_make_no_other_figure_of_it() {
    for &(from, span, to) in SAME {
        let sentence = |start: &str| {
            format!(
                "The council met on Tuesday evening. {start} were seen beside the old bridge of \
                the harbour. Nobody in the town expects the work to end before next summer."
            )
        };
        let (old, new) = (sentence(from), sentence(to));
        let carried = carry(&old, &new, span);
        assert!(stands(carried), "{span:?} in {to:?}: {carried:?}");
    }
}

#[test]
fn a_part_of_a_figure_does_not_stand_if_the_rest_of_it_is_gone() {
    for (from, span, to) in [
        ("1 500 men", "500 men", "500 men"),
        ("twenty three men", "three men", "three men"),
        ("40 million men", "40", "40 men"),
        ("minus 5 percent", "5 percent", "5 percent"),
        ("treinta y tres hombres", "tres hombres", "tres hombres"),
        ("40 million men", "40", "40 thousand men"),
        ("40 million men", "million men", "50 million men"),
    ] {
        let (old, new) = (text(from), text(to));
        let carried = carry(&old, &new, span);
        assert!(!stands(carried), "{span:?} of {from:?} in {to:?}");
    }
}

#[test]
fn figures_in_random_sentences_never_stand_in_bigger_ones() {
    let mut random = Random::new(1);
    let (mut all, mut found, mut wrong) = (0, 0, Vec::new());
    for (language, figures) in BIGGER {
        let articles = articles::ARTICLES.iter().filter(|it| it.0 == *language);
        for (_, article) in articles {
            let story = Story::new(article, " ");
            for sentence in &story.sentences {
                let (at, _) = kinds::some_words(&sentence.text, &mut random);
                let (from, to) = random.pick(figures);
                let (head, tail) = sentence.text.split_at(at);
                let before = random.pick(&["", "nun ", "again "]);
                let print = |figure: &str| {
                    let mut story = story.clone();
                    let at = sentence.id;
                    story.sentences[at].text = format!("{head}{before}{figure} {tail}");
                    story.print()
                };
                let (old, new) = (print(from), print(to));
                for span in standing(from, to) {
                    let to_the_end = format!("{span} {tail}");
                    let from_the_start = format!("{head}{before}{span}");
                    for span in [span, &to_the_end, &from_the_start] {
                        if old.matches(span).count() != 1 || !new.contains(span) {
                            continue;
                        }
                        all += 1;
                        let carried = carry(&old, &new, span);
                        let there = read(&new, carried);
                        found += usize::from(there.is_some());
                        let is_bigger = there.is_none_or(|it| it.contains(span) && it != span);
                        if stands(carried) || !is_bigger {
                            wrong.push(format!("{span:?} in {to:?}: {carried:?}"));
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
    assert!(all > 200 && 2 * found > all, "{found} of {all}");
}

#[test]
fn a_bound_that_comes_at_the_start_of_a_sentence_belongs_to_its_figure() {
    for (old, new) in [
        (
            "10 bis 15 Pferde liefen am Morgen über die Koppel.",
            "Zwischen 10 und 15 Pferde liefen am Morgen über die Koppel.",
        ),
        (
            "10 bis 15 Pferde liefen während des Feuerwerks von der Koppel.",
            "Zwischen 10 und 15 Pferde liefen während des Feuerwerks von der Koppel.",
        ),
        (
            "10 to 15 horses ran across the paddock.",
            "Between 10 and 15 horses ran across the paddock.",
        ),
        (
            "10 à 15 chevaux ont traversé le pré.",
            "Entre 10 et 15 chevaux ont traversé le pré.",
        ),
        (
            "Da 10 a 15 cavalli hanno attraversato il prato.",
            "Tra 10 e 15 cavalli hanno attraversato il prato.",
        ),
        (
            "500 Pferde liefen am Morgen über die Koppel.",
            "Mindestens 500 Pferde liefen am Morgen über die Koppel.",
        ),
    ] {
        let body = |sentence: &str| format!("Es regnete. {sentence} Dann kam die Sonne.");
        let (before, after) = (body(old), body(new));
        let span = old.trim_end_matches('.');
        let carried = carry(&before, &after, span);
        let there = read(&after, carried).unwrap_or_default();
        assert_eq!(there, new.trim_end_matches('.'), "{carried:?}");
    }
}
