//! Long words that stand letter by letter once in both versions are found, wherever they are.

use super::{writer::Random, *};

/// Templates of sentences that differ in two places.
const TEMPLATES: [&str; 5] = [
    "The {} said that the {} at the harbour would stay closed after the storm.",
    "In the {} district turnout was higher than in the {} district of the town.",
    "{} were told to leave the {} because the water had risen again overnight.",
    "Il {} ha detto che il {} del porto resterà chiuso dopo la tempesta di ieri.",
    "Die {} sagte, dass die {} am Hafen nach dem Sturm geschlossen bleibt.",
];
const WORDS: [&str; 6] = ["mayor", "bridge", "north", "65", "market", "ferry"];
const LENGTH_MIN: i32 = 40;

fn sentence(random: &mut Random, template: &str) -> String {
    let filled = template.replacen("{}", random.pick(&WORDS), 1);
    filled.replacen("{}", random.pick(&WORDS), 1)
}

/// Shuffles, deletes, duplicates and inserts sentences.
fn edited(random: &mut Random, old: &[String], templates: &[&str]) -> Vec<String> {
    let mut new = old.to_vec();
    for _ in 0..1 + random.below(3) {
        let at = random.below(new.len());
        match random.below(5) {
            0 => new.reverse(),
            1 if new.len() > 1 => {
                new.remove(at);
            }
            2 => {
                let copy = new[at].clone();
                new.insert(random.below(new.len() + 1), copy);
            }
            3 => {
                let template = random.pick(templates);
                new.insert(at, sentence(random, template));
            }
            _ => {
                let moved = new.remove(at);
                new.insert(random.below(new.len() + 1), moved);
            }
        }
    }
    new
}

#[test]
fn long_words_that_stand_once_in_both_versions_are_found() {
    let (mut all, mut lost) = (0, Vec::new());
    for seed in 0..3_000 {
        let mut random = Random::new(seed);
        let count = 1 + random.below(2);
        let templates: Vec<&str> = (0..count).map(|_| random.pick(&TEMPLATES)).collect();
        let old: Vec<String> = (0..2 + random.below(6))
            .map(|_| {
                let template = random.pick(&templates);
                sentence(&mut random, template)
            })
            .collect();
        let new = edited(&mut random, &old, &templates);
        let space = random.pick(&[" ", " ", "\n", "\n\n"]);
        let (old_text, new_text) = (old.join(space), new.join(space));
        for words in spans(&mut random, &old) {
            let is_once = |text: &str| text.matches(words.as_str()).count() == 1;
            let own = old.iter().find(|it| it.contains(&words));
            // The same words may have become a part of another sentence.
            let is_same = own.is_some_and(|own| new.contains(own));
            let is_long = code_points(&words) >= LENGTH_MIN;
            if !is_long || !is_same || !is_once(&old_text) || !is_once(&new_text) {
                continue;
            }
            all += 1;
            let carried = carry(&old_text, &new_text, &words);
            let is_found = match carried {
                Carried::Unchanged => place(&old_text, &words) == place(&new_text, &words),
                Carried::Moved { .. } => read(&new_text, carried).as_ref() == Some(&words),
                Carried::Changed { .. } | Carried::Orphaned => false,
            };
            if !is_found {
                lost.push(format!(
                    "seed {seed}: {words}: {carried:?}\n  {old_text}\n  {new_text}"
                ));
            }
        }
    }
    println!("{} of {all} lost", lost.len());
    assert!(
        lost.is_empty(),
        "{} of {all}\n{}",
        lost.len(),
        lost[..lost.len().min(12)].join("\n")
    );
}

fn place(text: &str, words: &str) -> i32 {
    code_points(&text[..text.find(words).unwrap()])
}

/// Whole sentences, and parts of them.
fn spans(random: &mut Random, sentences: &[String]) -> Vec<String> {
    let mut spans = sentences.to_vec();
    for sentence in sentences {
        let words: Vec<&str> = sentence.split(' ').collect();
        let first = random.below(words.len() / 2);
        let last = words.len() - random.below(words.len() / 2);
        spans.push(words[first..last].join(" "));
    }
    spans
}
