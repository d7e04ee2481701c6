//! Edits after which the words of a span are gone, or are no longer in their place, although
//! words like them are there.

use super::{
    kinds::{Expected, Outcome, part, some_words},
    story::{Sentence, Story},
    writer::Random,
};

/// The kinds of such edits.
pub const KINDS: [&str; 7] = [
    "replaced",
    "replaced across a blank line",
    "replaced by another with the same end",
    "deleted beside a negated look-alike",
    "swapped with a look-alike",
    "deleted from a list",
    "moved and then edited",
];

/// Makes an edit of a kind at a sentence. Also returns the old story, because it may get
/// look-alikes.
pub fn edit(
    kind: &str,
    story: &Story,
    at: usize,
    random: &mut Random,
    fresh: &mut dyn FnMut() -> String,
) -> Option<(Story, Story, Vec<Expected>)> {
    let mut old = story.clone();
    let mut new = story.clone();
    let text = story.sentences[at].text.clone();
    let there = random.below(story.len());
    let mut id = story.sentences[at].id;
    let ends = ['.', '。', '?', '!'];
    if !text.ends_with(ends) {
        return None;
    }
    match kind {
        "replaced" => new.replace(at, fresh()),
        "replaced across a blank line" => {
            new.sentences[at.checked_sub(1)?].separator = "\n\n";
            new.replace(at, fresh());
        }
        "replaced by another with the same end" => {
            let stop = text.len() - text.trim_end_matches(['.', '。']).len();
            let end = random.pick(&[
                ", she said on Tuesday",
                ", according to the ministry",
                " at the station on Monday morning",
            ]);
            let body = &text[..text.len() - stop];
            let other = fresh();
            if body.len().min(other.len()) < 2 * end.len() || have_same_end(&text, &other) {
                return None;
            }
            old.sentences[at].text = format!("{body}{end}.");
            let other = other.trim_end_matches(['.', '。']);
            new.replace(at, format!("{other}{end}."));
        }
        "deleted beside a negated look-alike" => {
            let like = look_alike(&text)?;
            let there = if there == at { at + 1 } else { there };
            old.insert(there, like.clone());
            let mine = old.sentences.iter().position(|it| it.id == id)?;
            new = old.clone();
            new.delete(mine);
        }
        "swapped with a look-alike" => {
            let like = look_alike(&text)?;
            let there = (at + 1 + random.below(3)).min(story.len());
            old.insert(there, like);
            old.sentences[there].id = old.len();
            new = old.clone();
            let (a, b) = (new.sentences[at].clone(), new.sentences[there].clone());
            new.sentences[at] = Sentence {
                separator: a.separator,
                ..b.clone()
            };
            new.sentences[there] = Sentence {
                separator: b.separator,
                ..a
            };
            if random.below(2) == 0 {
                id = b.id;
            }
        }
        "deleted from a list" => {
            let names = ["Oslo", "Bergen", "Tromsø", "Molde", "Bodø", "Narvik"];
            let count = 4 + random.below(3);
            let unit = random.pick(&["houses were sold", "people were hurt", "votes were cast"]);
            for (index, name) in names.iter().enumerate().take(count) {
                let figure = 12 + 7 * index + random.below(5);
                old.insert(at + index, format!("In {name}, {figure} {unit}."));
                old.sentences[at + index].separator = "\n";
            }
            let gone = at + random.below(count);
            id = old.len();
            old.sentences[gone].id = id;
            new = old.clone();
            new.delete(gone);
        }
        _ => {
            if there.abs_diff(at) < 2 {
                return None;
            }
            new.delete(at);
            let there = there.min(new.len());
            new.insert(there, look_alike(&text)?);
            new.sentences[there].id = id;
        }
    }
    let text = old.sentences.iter().find(|it| it.id == id)?.text.clone();
    let spans = [some_words(&text, random), (0, text.len())];
    let expected = spans.map(|words| Expected {
        span: part(&old, id, &text, words),
        outcome: match kind {
            "swapped with a look-alike" => Outcome::MovedOrLost(part(&new, id, &text, words).0),
            "moved and then edited" => Outcome::EditedOrLost(part(&new, id, &text, words)),
            _ => Outcome::Gone,
        },
    });
    // Words that a look-alike has too still stand, in a way. Only the whole sentence is judged.
    let whole_only = kind == "deleted beside a negated look-alike";
    let expected = expected.into_iter().skip(usize::from(whole_only));
    Some((old, new, expected.collect()))
}

fn have_same_end(one: &str, other: &str) -> bool {
    let alike = one.chars().rev().zip(other.chars().rev());
    alike.take(3).all(|(a, b)| a == b)
}

/// The sentence with "not" in it, or without, or with another figure.
fn look_alike(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 4 {
        return None;
    }
    if let Some(at) = words
        .iter()
        .position(|it| it.starts_with(|c: char| c.is_ascii_digit()))
    {
        let figure = words[at].trim_matches(|c: char| !c.is_ascii_digit());
        return Some(text.replacen(figure, "77", 1));
    }
    if let Some(at) = words.iter().position(|it| *it == "not") {
        return Some([&words[..at], &words[at + 1..]].concat().join(" "));
    }
    let at = words.len() / 2;
    Some([&words[..at], &["not"], &words[at..]].concat().join(" "))
}
