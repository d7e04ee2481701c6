//! Anchors: where words stand in the text of one version of an article.
//!
//! Positions count Unicode code points of the text exactly as stored. An anchor
//! that was settled stands where it says; nothing is ever shifted to make it fit.

use super::part_text::{PartText, TextVersion, code_points};
use crate::domain::value::{code::coded, text, violation::Checker};

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
    /// The version that it stands in, where that is an earlier one than the
    /// appearance's; else 0.
    pub article_version: TextVersion,
}

const EXACT_MAX: usize = 10_000;
const CONTEXT_MAX: usize = 1_000;

impl Anchor {
    /// Complains about what can be seen without the text.
    pub fn check(&self, check: &mut Checker) {
        if self.exact.is_empty() {
            check.report_at("exact", "is required");
        }
        text::check(check, "exact", &self.exact, EXACT_MAX);
        text::check(check, "prefix", &self.prefix, CONTEXT_MAX);
        text::check(check, "suffix", &self.suffix, CONTEXT_MAX);
        check_version(check, self.article_version);
        match (self.start, self.end) {
            (None, None) => {}
            (Some(start), Some(end)) => check_span(check, start, end),
            (Some(_), None) => check.report_at("end", "is required where start is given"),
            (None, Some(_)) => check.report_at("start", "is required where end is given"),
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
            let length = text.length();
            check.report_at(
                "end",
                format!("{end} is beyond the end of the text, {length}"),
            );
            return;
        };
        if text.text[from..to] != self.exact {
            let found = text.describe_places(&self.exact);
            check.report_at("exact", format!("does not stand at {start}..{end}{found}"));
            return;
        }
        if !text.text[..from].ends_with(&self.prefix) {
            check.report_at("prefix", format!("does not stand before {start}"));
        }
        if !text.text[to..].starts_with(&self.suffix) {
            check.report_at("suffix", format!("does not stand behind {end}"));
        }
    }

    fn locate(&mut self, check: &mut Checker, text: &PartText<'_>) {
        let mut places = text.places(&self.exact).filter(|&from| {
            let to = from + self.exact.len();
            text.text[..from].ends_with(&self.prefix) && text.text[to..].starts_with(&self.suffix)
        });
        let Some(from) = places.next() else {
            let found = text.describe_places(&self.exact);
            check.report_at(
                "exact",
                format!("does not stand in the text with this prefix and suffix{found}"),
            );
            return;
        };
        if places.next().is_some() {
            check.report_at(
                "exact",
                "stands in the text more than once; give start and end, or a longer prefix or suffix",
            );
            return;
        }
        let start = text.position(from);
        self.start = Some(start);
        self.end = Some(start + code_points(&self.exact));
    }

    /// Puts it at another place of a text, with what stands there, and as much before and
    /// behind as it had.
    pub fn quote(&mut self, text: &PartText<'_>, start: i32, end: i32) {
        let before = start - code_points(&self.prefix).min(start);
        let behind = (end + code_points(&self.suffix)).min(text.length());
        self.prefix = text.slice(before, start).to_owned();
        self.exact = text.slice(start, end).to_owned();
        self.suffix = text.slice(end, behind).to_owned();
        (self.start, self.end) = (Some(start), Some(end));
    }

    /// Which of the places where its words stand it is, counted from 0.
    pub fn occurrence(&self, text: &PartText<'_>) -> usize {
        let start = self.start.unwrap_or_default();
        let byte = text.byte(start).unwrap_or(text.text.len());
        text.places(&self.exact).take_while(|&at| at < byte).count()
    }
}

/// Complains where a version of a text is none.
pub fn check_version(check: &mut Checker, version: TextVersion) {
    if version < 0 {
        check.report_at("article_version", "is negative; 0 means the appearance's");
    }
}

/// Complains where a span is no span: negative, empty or backwards.
pub fn check_span(check: &mut Checker, start: i32, end: i32) {
    if start < 0 {
        check.report_at("start", "is negative");
    } else if end <= start {
        check.report_at("end", format!("{end} is not after start {start}"));
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
    fn an_empty_text_holds_no_words() {
        assert!(settle(&mut anchor("a"), "")[0].contains("nowhere"));
    }
}
