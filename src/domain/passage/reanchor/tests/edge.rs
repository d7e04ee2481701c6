//! Edits of the first or last words of a span.

use super::{
    kinds::{Expected, Outcome},
    story::{Story, length},
    writer::Random,
};

/// The kinds of such edits.
pub const KINDS: [&str; 16] = [
    "first word replaced",
    "first two words replaced",
    "last word replaced",
    "last two words replaced",
    "typo in the first word",
    "typo in the last word",
    "clause put in front",
    "clause appended",
    "joined with the next sentence",
    "joined with the sentence before",
    "capitals",
    "figure at the start",
    "figure at the end",
    "last word replaced before a replaced sentence",
    "phrase whose first word was replaced",
    "phrase whose last word was replaced",
];

/// Makes an edit of a kind at a sentence. The span is the whole sentence, or a phrase in it.
pub fn edit(
    kind: &str,
    story: &Story,
    at: usize,
    random: &mut Random,
    fresh: &mut dyn FnMut() -> String,
) -> Option<(Story, Story, Expected)> {
    let text = story.sentences[at].text.clone();
    let (mut old, mut new) = (story.clone(), story.clone());
    let Edit {
        old: before,
        new: after,
        span,
        kept,
    } = Edit::new(kind, &text, random)?;
    old.sentences[at].text.clone_from(&before);
    new.sentences[at].text.clone_from(&after);
    match kind {
        "joined with the next sentence" => {
            if story.sentences[at].separator != " " {
                return None;
            }
            new.sentences[at].separator = ", and ";
            lower_first(&mut new.sentences[at + 1].text);
        }
        "joined with the sentence before" => {
            let before = at.checked_sub(1)?;
            if story.sentences[before].separator != " " {
                return None;
            }
            let head = story.sentences[before].text.trim_end_matches('.');
            new.sentences[before].text = head.to_owned();
            new.sentences[before].separator = ", and ";
        }
        "last word replaced before a replaced sentence" => {
            if at + 1 == new.len() {
                return None;
            }
            new.replace(at + 1, fresh());
        }
        _ => {}
    }
    let id = story.sentences[at].id;
    let (from, to) = (old.position(id)?, new.position(id)?);
    let there = |text: &str, (a, b): (usize, usize), from: i32| {
        (from + length(&text[..a]), from + length(&text[..b]))
    };
    Some((
        old,
        new,
        Expected {
            span: there(&before, span, from),
            outcome: Outcome::Edited {
                kept: there(&after, kept, to),
                most: (to, to + length(&after)),
            },
        },
    ))
}

/// An edit of one sentence.
struct Edit {
    old: String,
    new: String,
    /// The span in the old sentence, in bytes.
    span: (usize, usize),
    /// The kept words in the new sentence, in bytes.
    kept: (usize, usize),
}

impl Edit {
    fn new(kind: &str, text: &str, random: &mut Random) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let marks = |c: char| !c.is_alphanumeric();
        if words.len() < 6 || text.len() - text.trim_end_matches(marks).len() > 1 {
            return None;
        }
        let stop = text[text.trim_end_matches(marks).len()..].to_owned();
        let body = text.trim_end_matches(marks);
        let head = |count: usize| words[..count].iter().map(|it| it.len() + 1).sum::<usize>();
        let tail = |count: usize| head(words.len() - count);
        let capital = random.pick(&["Fares", "Yesterday’s", "Councillors", "Zwei"]);
        // A quotation keeps its opening mark.
        let opening = &text[..text.find(char::is_alphanumeric)?];
        let capital = format!("{opening}{capital}");
        let small = random.pick(&["spring", "elsewhere", "gestern", "again"]);
        let mut span = (0, text.len());
        let mut old = text.to_owned();
        let (new, kept) = match kind {
            "first word replaced" => (format!("{capital} {}", &text[head(1)..]), None),
            "first two words replaced" => (format!("{capital} still {}", &text[head(2)..]), None),
            "last word replaced" | "last word replaced before a replaced sentence" => {
                (format!("{}{small}{stop}", &text[..tail(1)]), None)
            }
            "last two words replaced" => (format!("{}{small} then{stop}", &text[..tail(2)]), None),
            "typo in the first word" => {
                let typo = typo(words[0], random)?;
                (format!("{typo}{}", &text[words[0].len()..]), None)
            }
            "typo in the last word" => {
                let typo = typo(&body[tail(1).min(body.len())..], random)?;
                (format!("{}{typo}{stop}", &body[..tail(1)]), None)
            }
            "clause put in front" => {
                let new = format!("On Monday morning, {text}");
                let kept = (new.len() - text.len(), new.len());
                (new, Some(kept))
            }
            "clause appended" => {
                let clause = random.pick(&["he said", "she added", "according to the board"]);
                (format!("{body}, {clause}{stop}"), Some((0, body.len())))
            }
            "joined with the next sentence" => (body.to_owned(), Some((0, body.len()))),
            "joined with the sentence before" => {
                let mut new = text.to_owned();
                lower_first(&mut new);
                (new, Some((head(1), body.len())))
            }
            "capitals" => {
                old = text.to_uppercase();
                span = (0, old.len());
                (text.to_owned(), Some((0, body.len())))
            }
            "figure at the start" => {
                old = format!("155 {text}");
                span = (0, old.len());
                (format!("163 {text}"), None)
            }
            "figure at the end" => {
                old = format!("{body} 155{stop}");
                span = (0, old.len());
                (format!("{body} 163{stop}"), None)
            }
            "phrase whose first word was replaced" => {
                let first = 1 + random.below(words.len() - 5);
                let count = 4 + random.below(words.len() - first - 4);
                span = (head(first), head(first + count) - 1);
                let other = [&words[..first], &[small], &words[first + 1..]]
                    .concat()
                    .join(" ");
                let by = head(first) + small.len() + 1;
                let rest = head(first + count) - 1 - head(first + 1);
                (other, Some((by, by + rest)))
            }
            _ => {
                let last = 4 + random.below(words.len() - 5);
                let first = random.below(last - 3);
                span = (head(first), head(last + 1) - 1);
                let other = [&words[..last], &[small], &words[last + 1..]]
                    .concat()
                    .join(" ");
                (other, Some((head(first), head(last) - 1)))
            }
        };
        let kept = kept.unwrap_or_else(|| common(&old, &new));
        Some(Self {
            old,
            new,
            span,
            kept,
        })
    }
}

/// The part of the new text between the edit and the far end, which is the same in both.
fn common(old: &str, new: &str) -> (usize, usize) {
    let alike = |(a, b): &(char, char)| a == b;
    let head = old.chars().zip(new.chars()).take_while(alike);
    let head: usize = head.map(|it| it.0.len_utf8()).sum();
    let tail = old.chars().rev().zip(new.chars().rev()).take_while(alike);
    let tail: usize = tail.map(|it| it.0.len_utf8()).sum();
    match head > tail {
        true => (0, new[..head].rfind(' ').unwrap_or(0)),
        false => {
            let from = new.len() - tail;
            (
                new[from..].find(' ').map_or(new.len(), |it| from + it + 1),
                new.len(),
            )
        }
    }
}

fn lower_first(text: &mut String) {
    let mut chars = text.chars();
    if let Some(first) = chars.next() {
        *text = format!("{}{}", first.to_lowercase(), chars.as_str());
    }
}

/// The word with one letter replaced, doubled or left out.
fn typo(word: &str, random: &mut Random) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 || !letters.iter().all(|it| it.is_alphabetic()) {
        return None;
    }
    let at = 1 + random.below(letters.len() - 2);
    match random.below(3) {
        0 => letters[at] = 'x',
        1 => letters.insert(at, letters[at]),
        _ => {
            letters.remove(at);
        }
    }
    Some(letters.into_iter().collect())
}
