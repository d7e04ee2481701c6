//! Anchors: where words stand in the text of one version of an article.
//!
//! Positions count Unicode code points of the text exactly as stored. An anchor
//! that was settled stands where it says; nothing is ever shifted to make it fit.

use super::{code::coded, text, violation::Checker};

coded! {
    /// The texts of an article that an anchor can point into.
    ArticlePart {
        /// The body.
        Body = 1,
        /// The headline.
        Headline = 2,
    }
}

/// Where words stand. The positions are given both or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The text that holds the words.
    pub part: ArticlePart,
    /// The words.
    pub exact: String,
    /// The words before.
    pub prefix: String,
    /// The words behind.
    pub suffix: String,
    /// The first code point.
    pub start: Option<i32>,
    /// The code point after the last.
    pub end: Option<i32>,
}

const EXACT_MAX: usize = 10_000;
const CONTEXT_MAX: usize = 1_000;

impl Anchor {
    /// Complains about what can be seen without the text.
    pub fn check(&self, check: &mut Checker) {
        if self.exact.is_empty() {
            check.say_at("exact", "is required");
        }
        text::check(check, "exact", &self.exact, EXACT_MAX);
        text::check(check, "prefix", &self.prefix, CONTEXT_MAX);
        text::check(check, "suffix", &self.suffix, CONTEXT_MAX);
        match (self.start, self.end) {
            (None, None) => {}
            (Some(start), Some(end)) => check_span(check, start, end),
            (Some(_), None) => check.say_at("end", "is required where start is given"),
            (None, Some(_)) => check.say_at("start", "is required where end is given"),
        }
    }

    /// Finds the words in the text, fills the positions in where they are
    /// absent, and complains where the words do not stand there.
    pub fn settle(&mut self, check: &mut Checker, text: &PartText<'_>) {
        match (self.start, self.end) {
            (Some(start), Some(end)) => self.confirm(check, text, start, end),
            _ => self.locate(check, text),
        }
    }

    fn confirm(&self, check: &mut Checker, text: &PartText<'_>, start: i32, end: i32) {
        let Some((from, to)) = text.byte_range(start, end) else {
            let length = text.length;
            check.say_at(
                "end",
                format!("{end} is beyond the end of the text, {length}"),
            );
            return;
        };
        if text.text[from..to] != self.exact {
            let found = text.describe_places(&self.exact);
            check.say_at("exact", format!("does not stand at {start}..{end}{found}"));
        } else if !text.text[..from].ends_with(&self.prefix) {
            check.say_at("prefix", format!("does not stand before {start}"));
        } else if !text.text[to..].starts_with(&self.suffix) {
            check.say_at("suffix", format!("does not stand behind {end}"));
        }
    }

    fn locate(&mut self, check: &mut Checker, text: &PartText<'_>) {
        let mut places = text.places(&self.exact).filter(|&from| {
            let to = from + self.exact.len();
            text.text[..from].ends_with(&self.prefix) && text.text[to..].starts_with(&self.suffix)
        });
        let Some(from) = places.next() else {
            let found = text.describe_places(&self.exact);
            check.say_at(
                "exact",
                format!("does not stand in the text with this prefix and suffix{found}"),
            );
            return;
        };
        if places.next().is_some() {
            check.say_at(
                "exact",
                "stands in the text more than once; give start and end, or a longer prefix or suffix",
            );
            return;
        }
        let start = text.position(from);
        self.start = Some(start);
        self.end = Some(start + code_points(&self.exact));
    }

    /// Which of the places where its words stand it is, counted from 0.
    pub fn occurrence(&self, text: &PartText<'_>) -> usize {
        let start = self.start.unwrap_or_default();
        let byte = text.byte(start).unwrap_or(text.text.len());
        text.places(&self.exact).take_while(|&at| at < byte).count()
    }
}

/// Complains where a span is no span: negative, empty or backwards.
pub fn check_span(check: &mut Checker, start: i32, end: i32) {
    if start < 0 {
        check.say_at("start", "is negative");
    } else if end <= start {
        check.say_at("end", format!("{end} is not after start {start}"));
    }
}

fn code_points(text: &str) -> i32 {
    // A text is at most 1 MiB long, so its length fits.
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// A text with its code points counted once.
pub struct PartText<'a> {
    text: &'a str,
    length: i32,
    /// The byte at which every 256th code point begins: a position is found in a
    /// short walk from the nearest one.
    marks: Vec<usize>,
}

const MARK_EVERY: usize = 256;
const PLACES_NAMED_MAX: usize = 3;

impl<'a> PartText<'a> {
    /// Counts a text.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::new();
        let mut count = 0;
        for (byte, _) in text.char_indices() {
            if count % MARK_EVERY == 0 {
                marks.push(byte);
            }
            count += 1;
        }
        Self {
            text,
            length: i32::try_from(count).unwrap_or(i32::MAX),
            marks,
        }
    }

    /// How many code points it has.
    pub fn length(&self) -> i32 {
        self.length
    }

    /// The byte at which a code point begins; the end counts as one more.
    fn byte(&self, position: i32) -> Option<usize> {
        if position == self.length {
            return Some(self.text.len());
        }
        let position = usize::try_from(position).ok()?;
        let mark = *self.marks.get(position / MARK_EVERY)?;
        self.text[mark..]
            .char_indices()
            .nth(position % MARK_EVERY)
            .map(|(byte, _)| mark + byte)
    }

    fn byte_range(&self, start: i32, end: i32) -> Option<(usize, usize)> {
        let range = (self.byte(start)?, self.byte(end)?);
        (range.0 <= range.1).then_some(range)
    }

    /// The position of the code point that begins at a byte.
    fn position(&self, byte: usize) -> i32 {
        let mark = self.marks.partition_point(|&mark| mark <= byte).max(1) - 1;
        let from = self.marks.get(mark).copied().unwrap_or_default();
        let position = mark * MARK_EVERY + self.text[from..byte].chars().count();
        i32::try_from(position).unwrap_or(i32::MAX)
    }

    /// The bytes at which some words stand, overlaps included.
    fn places<'t>(&'t self, words: &'t str) -> impl Iterator<Item = usize> + 't {
        let step = words.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + self.text.get(from..)?.find(words)?;
            from = at + step;
            Some(at)
        })
    }

    fn describe_places(&self, words: &str) -> String {
        if words.is_empty() {
            return String::new();
        }
        let mut places: Vec<String> = self
            .places(words)
            .take(PLACES_NAMED_MAX + 1)
            .map(|byte| {
                let start = self.position(byte);
                format!("{start}..{}", start + code_points(words))
            })
            .collect();
        if places.is_empty() {
            return "; it stands nowhere in the text".to_owned();
        }
        if places.len() > PLACES_NAMED_MAX {
            places[PLACES_NAMED_MAX] = "more".to_owned();
        }
        format!("; it stands at {}", places.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "👩‍🚀 said “no”. He said “no”,\r\nshe said שלום é.";

    fn anchor(exact: &str) -> Anchor {
        Anchor {
            exact: exact.to_owned(),
            ..Anchor::default()
        }
    }

    fn settle(anchor: &mut Anchor, text: &str) -> Vec<String> {
        let mut check = Checker::new();
        anchor.settle(&mut check, &PartText::new(text));
        match check.finish(()) {
            Ok(()) => Vec::new(),
            Err(violations) => violations
                .into_iter()
                .map(|v| format!("{}: {}", v.field, v.description))
                .collect(),
        }
    }

    fn slice(text: &str, anchor: &Anchor) -> String {
        let (start, end) = (anchor.start.unwrap(), anchor.end.unwrap());
        text.chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect()
    }

    #[test]
    fn words_that_stand_once_are_found_by_code_points() {
        for words in ["👩‍🚀", "שלום", "é.", ",\r\nshe", TEXT] {
            let mut anchor = anchor(words);
            assert_eq!(settle(&mut anchor, TEXT), [""; 0], "{words}");
            assert_eq!(slice(TEXT, &anchor), words);
        }
    }

    #[test]
    fn words_that_stand_twice_need_their_context() {
        let mut twice = anchor("“no”");
        assert!(settle(&mut twice, TEXT)[0].contains("more than once"));
        let mut second = Anchor {
            suffix: ",".to_owned(),
            ..anchor("“no”")
        };
        assert_eq!(settle(&mut second, TEXT), [""; 0]);
        assert_eq!(second.occurrence(&PartText::new(TEXT)), 1);
    }

    #[test]
    fn given_positions_are_confirmed_and_never_shifted() {
        let mut wrong = Anchor {
            start: Some(0),
            end: Some(4),
            ..anchor("said")
        };
        let said = settle(&mut wrong, TEXT);
        assert_eq!(
            said,
            ["exact: does not stand at 0..4; it stands at 4..8, 18..22, 34..38"]
        );
        assert_eq!(wrong.start, Some(0));

        let mut beyond = Anchor {
            start: Some(1000),
            end: Some(1004),
            ..anchor("said")
        };
        assert!(settle(&mut beyond, TEXT)[0].starts_with("end: 1004 is beyond the end"));

        let mut context = Anchor {
            start: Some(18),
            end: Some(22),
            prefix: "She ".to_owned(),
            ..anchor("said")
        };
        assert_eq!(
            settle(&mut context, TEXT),
            ["prefix: does not stand before 18"]
        );
    }

    #[test]
    fn a_normalised_spelling_is_not_the_stored_one() {
        let mut decomposed = anchor("e\u{301}");
        assert!(settle(&mut decomposed, TEXT)[0].contains("nowhere"));
        let mut straight = anchor("\"no\"");
        assert!(settle(&mut straight, TEXT)[0].contains("nowhere"));
    }

    #[test]
    fn positions_and_bytes_agree_across_marks() {
        let text: String = (0..2000)
            .map(|i| if i % 3 == 0 { 'é' } else { 'a' })
            .collect();
        let counted = PartText::new(&text);
        assert_eq!(counted.length(), 2000);
        for (position, (byte, _)) in text.char_indices().enumerate() {
            let position = i32::try_from(position).unwrap();
            assert_eq!(counted.byte(position), Some(byte));
            assert_eq!(counted.position(byte), position);
        }
        assert_eq!(counted.byte(2000), Some(text.len()));
        assert_eq!(counted.byte(2001), None);
        assert_eq!(counted.byte(-1), None);
    }

    #[test]
    fn an_empty_text_holds_no_words() {
        assert!(settle(&mut anchor("a"), "")[0].contains("nowhere"));
    }
}
