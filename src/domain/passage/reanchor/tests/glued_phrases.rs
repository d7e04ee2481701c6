//! Text glued to random phrases of articles.

use super::{kinds, story::Story, writer::Random, *};

/// Text that is put right after a phrase or right before it, and whether it is a sign.
const AFTER_WORDS: &[(&str, bool)] = &[
    ("citation", false),
    ("Fuel", false),
    ("2019", false),
    ("berg", false),
    ("-like", true),
    ("’s", true),
    ("%", true),
    (".5", true),
    ("–20", true),
];
const BEFORE_WORDS: &[(&str, bool)] = &[
    ("Jean", false),
    ("file", false),
    ("1", false),
    ("Jean-", true),
    ("-", true),
    ("−", true),
    ("0.", true),
    ("$", true),
];

#[test]
fn text_glued_to_a_random_phrase_never_becomes_a_part_of_it() {
    let mut random = Random::new(1);
    let (mut all, mut wrong) = (0, Vec::new());
    for article in [
        articles::FERRY,
        articles::ARTICLES[1].1,
        articles::ARTICLES[2].1,
    ] {
        let old = Story::new(article, " ").print();
        let spans = old.split('\n').flat_map(|line| line.split_inclusive(". "));
        let spans: Vec<(usize, &str)> = spans
            .map(|it| (it.as_ptr() as usize - old.as_ptr() as usize, it))
            .collect();
        for (at, sentence) in spans {
            if sentence.split(' ').count() < 4 || sentence.contains(['(', '|']) {
                continue;
            }
            let (from, to) = kinds::some_words(sentence.trim_end(), &mut random);
            let marks = |c: char| !c.is_alphanumeric();
            let phrase = sentence[from..to].trim_matches(marks);
            let from = at
                + from
                + (sentence[from..to].len() - sentence[from..to].trim_start_matches(marks).len());
            let to = from + phrase.len();
            for (glue, is_sign) in AFTER_WORDS {
                let is_figure = phrase.ends_with(char::is_numeric);
                let new = format!("{}{glue}{}", &old[..to], &old[to..]);
                let is_word = !is_sign || matches!(*glue, "-like" | "’s");
                all += 1;
                wrong.extend(judge(
                    &old,
                    &new,
                    (from, to),
                    glue,
                    is_word,
                    is_figure && (*is_sign || *glue == "2019"),
                ));
            }
            for (glue, is_sign) in BEFORE_WORDS {
                let is_figure = phrase.starts_with(char::is_numeric);
                let new = format!("{}{glue}{}", &old[..from], &old[from..]);
                let is_word = !is_sign || *glue == "Jean-";
                all += 1;
                wrong.extend(judge(
                    &old,
                    &new,
                    (from, to),
                    glue,
                    is_word,
                    is_figure && (*is_sign || *glue == "1"),
                ));
            }
        }
    }
    assert!(all > 500, "{all}");
    assert!(
        wrong.is_empty(),
        "{} of {all}: {}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What is wrong with the answer for a phrase to which a text was glued.
fn judge(
    old: &str,
    new: &str,
    (from, to): (usize, usize),
    glue: &str,
    is_word: bool,
    is_figure: bool,
) -> Option<String> {
    let count = |text: &str| i32::try_from(text.chars().count()).unwrap();
    let (start, end) = (count(&old[..from]), count(&old[..to]));
    let phrase = &old[from..to];
    let (old, new) = (PartText::new(old), PartText::new(new));
    let carried = Alignment::new(&old, &new).carry(start, end);
    let there = match carried {
        Carried::Unchanged => new.slice(start, end),
        Carried::Moved { start, end } | Carried::Changed { start, end, .. } => {
            new.slice(start, end)
        }
        Carried::Orphaned => return None,
    };
    let is_changed = matches!(carried, Carried::Changed { .. });
    // A name that became a longer one, or another figure.
    let is_longer =
        there.contains(glue) && is_changed && glue.chars().any(|c| !c.is_alphanumeric());
    let is_other_figure = is_figure && is_changed && there.contains(glue);
    // The glued letters begin where a sentence ended, with a capital.
    let is_certain = glue == "Fuel" || glue == "1";
    let is_right = match (is_figure, is_word) {
        (true, _) => is_other_figure,
        (false, true) => {
            is_longer || (is_certain && there == phrase) || (is_changed && phrase.contains(there))
        }
        (false, false) => there == phrase || is_longer,
    };
    (!is_right).then(|| format!("{phrase:?} with {glue:?}: {carried:?} {there:?}"))
}
