//! A passage of a text with the rest of its sentence on both sides.

use crate::domain::passage::part_text::PartText;

/// Words of a text, and what stands in front of them and behind them in their sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Passage<'a> {
    /// The rest of the sentence in front of the words.
    pub before: &'a str,
    /// The words.
    pub words: &'a str,
    /// The rest of the sentence behind the words.
    pub after: &'a str,
}

/// The most bytes of a sentence that are read on each side of the words.
const REACH: usize = 2_000;

/// How many bytes beside a sentence decide where it ends: a word, marks and white space.
const BESIDE: usize = 40;

/// Words that end with a full stop within a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "prof", "sen", "rep", "gov", "gen", "no", "nr", "hr", "fr",
    "sig", "dott", "mme", "sr", "sra", "vs", "ca", "bzw", "art",
];

impl<'a> Passage<'a> {
    /// Whether words have the same sentence around them in another text. The places of the words
    /// in both texts are given. Much faster than to read that sentence; if it is not certain, `false`.
    pub fn stands_in(
        &self,
        old: (&PartText<'_>, i32, i32),
        new: (&PartText<'_>, i32, i32),
    ) -> bool {
        let sides = [old, new].map(|(text, start, end)| {
            let (from, to) = text.byte_range(start, end)?;
            let bytes = text.text.as_bytes();
            let first = from.saturating_sub(self.before.len() + BESIDE);
            let last = to.saturating_add(self.after.len() + BESIDE);
            Some((&bytes[first..from], &bytes[to..last.min(bytes.len())]))
        });
        sides[0] == sides[1]
    }

    /// The words with what is around them up to a full stop. Beyond one, the sentence may go on
    /// in lower case.
    pub fn within_stops(&self) -> Self {
        let ends = |text: &str, at: usize| {
            let ended = text[..at].ends_with(is_stop) && !is_abbreviation(&text[..at]);
            ended && text[at..].starts_with(char::is_whitespace)
        };
        let stops = |text: &'a str| {
            let stops = text.match_indices(is_stop);
            stops
                .map(|(at, stop)| at + stop.len())
                .filter(move |at| ends(text, *at))
        };
        let start = stops(self.before).next_back().unwrap_or(0);
        let end = stops(self.after).next().unwrap_or(self.after.len());
        Self {
            before: &self.before[start..],
            words: self.words,
            after: &self.after[..end],
        }
    }

    /// The words between two positions of a text. Empty if they are not positions of it.
    pub fn of(text: &PartText<'a>, start: i32, end: i32) -> Self {
        let Some((from, to)) = text.byte_range(start, end) else {
            return Self::default();
        };
        let text = text.text;
        let first = text.floor_char_boundary(from.saturating_sub(REACH));
        let last = text.ceil_char_boundary(to.saturating_add(REACH).min(text.len()));
        // Right beside the words, a full stop ends the sentence even if small letters follow.
        let edges = [text[..from].trim_end().len(), to];
        let ends = |at: &usize| {
            let is_edge = edges.contains(at);
            may_end(text, *at) && text.is_char_boundary(*at) && ends_sentence(text, *at, is_edge)
        };
        let sentence_start = (first..=from).rev().find(ends).unwrap_or(first);
        let sentence_end = (to..=last).find(ends).unwrap_or(last);
        Self {
            before: &text[sentence_start..from],
            words: &text[from..to],
            after: &text[to..sentence_end],
        }
    }
}

/// Whether a sentence may end at a byte: not within a word. Only to be fast.
fn may_end(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (before, after) = (at.checked_sub(1).map(|it| bytes[it]), bytes.get(at));
    before.is_none_or(|it| !it.is_ascii_alphanumeric())
        || after.is_none_or(|it| it.is_ascii_whitespace() || !it.is_ascii())
}

/// Whether a sentence or a paragraph ends at a byte. What goes on in lower case is the same
/// sentence, unless it is known where the next one begins.
fn ends_sentence(text: &str, at: usize, is_known: bool) -> bool {
    let (before, rest) = text.split_at(at);
    let after = rest.trim_start();
    if before.is_empty() || after.is_empty() {
        return true;
    }
    let is_closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']');
    let ended = before.trim_end_matches(is_closing);
    if ended.ends_with(['。', '！', '？']) {
        return true;
    }
    let space = &rest[..rest.len() - after.len()];
    if space.is_empty() {
        return false;
    }
    let lines = space.matches('\n').count().max(space.matches('\r').count());
    let goes_on = after.starts_with(char::is_lowercase);
    match lines {
        0 => (is_known || !goes_on) && ended.ends_with(is_stop) && !is_abbreviation(ended),
        1 => !goes_on,
        _ => true,
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '।' | '؟' | '۔' | '။')
}

/// Whether a text ends with the full stop of an initial or of a title.
fn is_abbreviation(text: &str) -> bool {
    let Some(text) = text.strip_suffix('.') else {
        return false;
    };
    let word = &text[text.trim_end_matches(char::is_alphabetic).len()..];
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, words: &str) -> (String, String) {
        let byte = text.find(words).unwrap();
        let text = PartText::new(text);
        let start = text.position(byte);
        let end = text.position(byte + words.len());
        let passage = Passage::of(&text, start, end);
        assert_eq!(passage.words, words);
        let [before, after] = [passage.before, passage.after].map(|it| it.trim().to_owned());
        (before, after)
    }

    #[test]
    fn the_rest_of_the_sentence_is_read_up_to_its_ends() {
        for (text, words, before, after) in [
            (
                "It rained. The bridge is closed. It is old.",
                "bridge is",
                "The",
                "closed.",
            ),
            (
                "It rained.\n\nNo bridge is closed\n\nIt is old.",
                "bridge is",
                "No",
                "closed",
            ),
            (
                "A title\nNo\nbridge is closed.",
                "bridge",
                "No",
                "is closed.",
            ),
            (
                "No, said Dr. Meyer, the bridge is safe.",
                "the bridge",
                "No, said Dr. Meyer,",
                "is safe.",
            ),
            (
                "“It rained.” The bridge is closed!",
                "bridge",
                "The",
                "is closed!",
            ),
            (
                "It cost 2.5 million. It rained.",
                "cost",
                "It",
                "2.5 million.",
            ),
            ("雨が降った。橋は閉鎖された。", "閉鎖", "橋は", "された。"),
        ] {
            let expected = (before.to_owned(), after.to_owned());
            assert_eq!(around(text, words), expected, "{text}");
        }
    }
}
