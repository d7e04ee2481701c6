//! Edits beside a span, whose words still stand.

use super::{
    kinds::{Expected, Outcome, part, some_words},
    story::Story,
    writer::Random,
};

/// The kinds of such edits.
pub const KINDS: [&str; 12] = [
    "neighbour deleted",
    "neighbour replaced",
    "neighbour inserted",
    "neighbour reworded",
    "sentence duplicated elsewhere",
    "lead deleted",
    "paragraph deleted",
    "text glued after",
    "text inserted after",
    "text glued before",
    "four edits",
    "all but one long sentence replaced",
];

/// Makes an edit of a kind at a sentence.
pub fn edit(
    kind: &str,
    story: &Story,
    at: usize,
    random: &mut Random,
    fresh: &mut dyn FnMut() -> String,
) -> Option<Story> {
    let mut new = story.clone();
    match kind {
        "neighbour deleted" => new.delete(at),
        "neighbour replaced" => new.replace(at, fresh()),
        "neighbour inserted" => new.insert(at, fresh()),
        "neighbour reworded" => new.replace(at, reword(&story.sentences[at].text)),
        "sentence duplicated elsewhere" => {
            let there = random.below(story.len());
            if there.abs_diff(at) < 3 || story.sentences[at].text.len() < 20 {
                return None;
            }
            new.insert(there, story.sentences[at].text.clone());
        }
        "lead deleted" => {
            let is_lead = |it: &usize| story.sentences[*it].separator == "\n\n";
            let end = (0..story.len()).find(is_lead)?;
            new.sentences.drain(..=end);
        }
        "paragraph deleted" => {
            let is_end = |it: &usize| story.sentences[*it].separator == "\n\n";
            let end = (at..story.len()).find(is_end)?;
            let start = (0..at).rev().find(is_end).map_or(0, |it| it + 1);
            new.sentences.drain(start..=end);
        }
        "text glued after" if !story.sentences[at].text.ends_with('.') => return None,
        "text glued before" if !story.sentences[at].text.starts_with(is_capital) => return None,
        "text glued after" => new.sentences[at].separator = "thumb|large bridge ",
        "text inserted after" => new.sentences[at].separator = " thumb|large bridge ",
        "text glued before" => new.sentences[at.checked_sub(1)?].separator = " |thumb|Bridge",
        "four edits" => {
            for _ in 0..4 {
                let at = random.below(new.len());
                match random.below(4) {
                    0 => new.delete(at),
                    1 => new.replace(at, fresh()),
                    2 => new.insert(at, fresh()),
                    _ => new.replace(at, reword(&new.sentences[at].text)),
                }
            }
        }
        _ if story.sentences[at].text.chars().count() < 40 => return None,
        _ => {
            for other in (0..story.len()).filter(|&other| other != at) {
                new.replace(other, fresh());
            }
        }
    }
    Some(new)
}

fn is_capital(c: char) -> bool {
    c.is_uppercase() || !c.is_alphanumeric()
}

/// The sentence with other words in its middle, or at an edge.
fn reword(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let middle = words.len() / 2;
    [
        &words[..middle],
        &["verily"],
        &words[(middle + 1).min(words.len())..],
    ]
    .concat()
    .join(" ")
}

/// Spans in and near a sentence that still stand.
pub fn expect(old: &Story, new: &Story, at: usize, random: &mut Random) -> Vec<Expected> {
    let mut expected = Vec::new();
    for near in at.saturating_sub(2)..(at + 3).min(old.len()) {
        let sentence = &old.sentences[near];
        let Some(_) = new.position(sentence.id) else {
            continue;
        };
        let text = &sentence.text;
        for words in [some_words(text, random), (0, text.len())] {
            let span = part(old, sentence.id, text, words);
            let there = part(new, sentence.id, text, words);
            expected.push(Expected {
                span,
                outcome: Outcome::Stands(there.0),
            });
        }
    }
    expected
}
