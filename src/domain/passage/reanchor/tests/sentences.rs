//! Spans of several sentences whose paragraph was edited.

use super::{
    story::{INSERTED, Story, length},
    writer::{Random, Writer},
    *,
};

const FIRST: &str = "The mill in the north of the town closed last winter.";
const SECOND: &str = "Its owner found no buyer for the machines.";
const FOREIGN: &str = "A storm on Sunday damaged three boats in the harbour.";

fn text(passage: &str) -> String {
    format!(
        "The council met on Tuesday evening. {passage} The ferry carries only half as many \
        people as the bridge did. Nobody expects the work to end before next summer."
    )
}

#[test]
fn a_paragraph_that_was_put_between_two_sentences_is_not_in_the_answer() {
    for space in [" ", "\n\n"] {
        let span = format!("{FIRST}{space}{SECOND}");
        let old = text(&span);
        for between in [
            format!("\n\n{FOREIGN}\n\n"),
            format!("\n\n{FOREIGN} {FOREIGN}\n\n"),
            format!(" {FOREIGN}\n\n{FOREIGN}\n\n"),
        ] {
            let new = text(&format!("{FIRST}{between}{SECOND}"));
            let there = read(&new, carry(&old, &new, &span));
            let is_side = |it: String| it == FIRST || it == SECOND;
            assert!(there.is_none_or(is_side), "{space:?} {between:?}");
        }
    }
}

#[test]
fn a_sentence_in_the_same_paragraph_is_in_the_answer() {
    let span = format!("{FIRST} {SECOND}");
    let (old, whole) = (text(&span), format!("{FIRST} He smiled. {SECOND}"));
    let new = text(&whole);
    let carried = carry(&old, &new, &span);
    assert!(
        matches!(carried, Carried::Changed { score, .. } if score > 0.5),
        "{carried:?}"
    );
    assert_eq!(read(&new, carried), Some(whole));
}

#[test]
fn two_sentences_that_became_two_paragraphs_are_the_same_words() {
    let span = format!("{FIRST} {SECOND}");
    let (old, whole) = (text(&span), format!("{FIRST}\n\n{SECOND}"));
    let new = text(&whole);
    assert_eq!(read(&new, carry(&old, &new, &span)), Some(whole));
}

#[test]
fn random_edits_never_put_another_paragraph_into_an_answer() {
    let (mut all, mut found, mut wrong) = (0, 0, Vec::new());
    for seed in 0..400 {
        let mut writer = Writer::new(seed);
        let paragraphs: Vec<String> = (0..6)
            .map(|_| {
                let sentences = (0..1 + writer.random.below(5)).map(|_| writer.sentence());
                sentences.collect::<Vec<_>>().join("|")
            })
            .collect();
        let story = Story::new(&paragraphs.join("\n\n"), " ");
        let mut random = Random::new(seed);
        let mut new = story.clone();
        for _ in 0..1 + random.below(3) {
            edit(&mut new, &mut random, &mut writer);
        }
        let (old_text, new_text) = (story.print(), new.print());
        let (old, new_part) = (PartText::new(&old_text), PartText::new(&new_text));
        let alignment = Alignment::new(&old, &new_part);
        for first in 0..story.len() - 1 {
            let last = (first + 1 + random.below(3)).min(story.len() - 1);
            let start = story.position(first).unwrap();
            let end = story.position(last).unwrap() + length(&story.sentences[last].text);
            all += 1;
            let Carried::Changed {
                start: from,
                end: to,
                ..
            } = alignment.carry(start, end)
            else {
                continue;
            };
            found += 1;
            let (words, there) = (outline(&story, (start, end)), outline(&new, (from, to)));
            let breaks = |text: &str| text.matches('¶').count();
            let is_foreign = there.starts_with('x') || there.ends_with('x');
            // The same sentences may be in other paragraphs.
            let is_same = there.replace("¶ ", "") == words.replace("¶ ", "");
            if !is_same && (is_foreign || breaks(&there) > breaks(&words)) {
                wrong.push(format!("seed {seed}: {words:?} went to {there:?}"));
            }
        }
    }
    println!("{found} of {all} changed, {} wrong", wrong.len());
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong[..wrong.len().min(10)].join("\n")
    );
    assert!(found > 200, "{found} of {all}");
}

/// Inserts, replaces or deletes a sentence, or inserts a paragraph.
fn edit(story: &mut Story, random: &mut Random, writer: &mut Writer) {
    let at = random.below(story.len());
    let other = other_sentence(writer);
    match random.below(6) {
        0 => story.insert(at, other),
        1 => story.replace(at, other),
        2 if story.len() > 4 => story.delete(at),
        3 => {
            story.replace(at, other);
            story.sentences[at].separator = "\n\n";
        }
        _ => {
            story.insert(at, other);
            story.sentences[at].separator = "\n\n";
            if let Some(before) = at.checked_sub(1) {
                story.sentences[before].separator = "\n\n";
            }
        }
    }
}

/// A sentence in which the endings that many sentences have are less than half.
fn other_sentence(writer: &mut Writer) -> String {
    let (start, end) = (writer.words(12), writer.sentence());
    format!("{start} {end}")
}

/// The numbers of the sentences in a range. `x` is a sentence that is not from the old text, and
/// `¶` the end of a paragraph.
fn outline(story: &Story, (from, to): (i32, i32)) -> String {
    let mut outline = Vec::new();
    let mut position = 0;
    for sentence in &story.sentences {
        let end = position + length(&sentence.text);
        if from < end && position < to {
            outline.push(match sentence.id {
                INSERTED => "x".to_owned(),
                id => id.to_string(),
            });
            if sentence.separator == "\n\n" && end < to {
                outline.push("¶".to_owned());
            }
        }
        position = end + length(sentence.separator);
    }
    outline.join(" ")
}
