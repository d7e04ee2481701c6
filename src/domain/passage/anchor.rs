//! Anchors: the place of words in the text of one version of an article. An anchor is a
//! TextQuoteSelector and a TextPositionSelector of the W3C Web Annotation model in one.
//!
//! Positions count Unicode code points of the text exactly as stored. A settled anchor is
//! exact: positions are checked against the text, and never shifted to make them fit.

use super::{
    folded::{FoldedPlace, FoldedText, FoldedWords},
    part_text::{PartText, TextVersion, code_points},
};
use crate::domain::value::{
    Checker, SoughtWords, code::coded, identity::is_blank, relation_type::RelationType, text,
};

coded! {
    /// The parts of an article that an anchor can point into.
    ArticlePart {
        /// The body.
        Body = 1,
        /// The headline.
        Headline = 2,
    }
}

coded! {
    /// The part that a further anchor plays in an appearance.
    AnchorPurpose {
        /// The words are evidence for the claim.
        Evidence = 1,
        /// The words express the modality.
        Hedge = 2,
        /// The words show the article's own stance.
        Stance = 3,
        /// The words draw a relation to another claim.
        Relation = 4,
    }
}

/// The place of words. Either both positions are given or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The part of the article that contains the words.
    pub part: ArticlePart,
    /// The words.
    pub exact: String,
    /// The text right before the words.
    pub prefix: String,
    /// The text right after the words.
    pub suffix: String,
    /// The position of the first code point.
    pub start: Option<i32>,
    /// The position after the last code point.
    pub end: Option<i32>,
    /// The version that the anchor is in, if it is earlier than the appearance's version.
    /// Otherwise 0.
    pub article_version: TextVersion,
    /// The part that the words play in the appearance, if that is known.
    pub purpose: Option<AnchorPurpose>,
    /// The type of the relation that the words draw, if that is known.
    pub relation_type: Option<RelationType>,
    /// Whether words in another spelling are accepted. Only until the anchor is settled.
    pub lenient: bool,
}

const EXACT_MAX: usize = 10_000;
const CONTEXT_MAX: usize = 1_000;

impl Anchor {
    /// Reports every broken rule that can be checked without the text.
    pub fn check(&self, check: &mut Checker) {
        if is_blank(&self.exact) {
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
        if self.relation_type.is_some() && self.purpose != Some(AnchorPurpose::Relation) {
            check.report_at("relation_type", "needs the purpose RELATION");
        }
    }

    /// Reports a purpose. Only further anchors of an appearance can have one.
    pub fn check_no_purpose(&self, check: &mut Checker) {
        if self.purpose.is_some() {
            check.report_at("purpose", "is only for further anchors of an appearance");
        }
    }

    /// Settles the anchor in the text: given positions are checked, and absent ones are
    /// filled in. Reports words that are not at their positions, or not found. If the anchor
    /// is lenient, words in another spelling are replaced by those of the text.
    pub fn settle(&mut self, check: &mut Checker, text: &PartText<'_>) {
        let is_lenient = std::mem::take(&mut self.lenient);
        match (self.start, self.end) {
            (Some(start), Some(end)) => self.confirm(check, text, start, end, is_lenient),
            _ => self.locate(check, text, is_lenient),
        }
    }

    fn confirm(
        &mut self,
        check: &mut Checker,
        text: &PartText<'_>,
        start: i32,
        end: i32,
        is_lenient: bool,
    ) {
        let Some((from, to)) = text.byte_range(start, end) else {
            let length = text.length();
            check.report_at(
                "end",
                format!("{end} is beyond the end of the text, {length}"),
            );
            return;
        };
        let is_prefixed = text.text[..from].ends_with(&self.prefix);
        let is_suffixed = text.text[to..].starts_with(&self.suffix);
        let is_same = text.text[from..to] == self.exact;
        if is_same && is_prefixed && is_suffixed {
            return;
        }
        if is_lenient {
            let folded = text.folded();
            let sought = self.sought(folded);
            let is_there = |place: &FoldedPlace| (place.start, place.end) == (from, to);
            if let Some(place) = folded.places(&sought).find(is_there) {
                self.take(text, place);
                return;
            }
        }
        if !is_same {
            self.report_words(check, text, format!("is not at {start}..{end}"));
            return;
        }
        if !is_prefixed {
            check.report_at("prefix", format!("is not right before {start}"));
        }
        if !is_suffixed {
            check.report_at("suffix", format!("is not right after {end}"));
        }
    }

    fn locate(&mut self, check: &mut Checker, text: &PartText<'_>, is_lenient: bool) {
        let mut places = text.places(&self.exact).filter(|&from| {
            let to = from + self.exact.len();
            text.text[..from].ends_with(&self.prefix) && text.text[to..].starts_with(&self.suffix)
        });
        let (first, is_repeated) = (places.next(), places.next().is_some());
        drop(places);
        match first {
            Some(_) if is_repeated => check.report_at(
                "exact",
                "is in the text more than once; give start and end, or a longer prefix or suffix",
            ),
            Some(from) => {
                let start = text.position(from);
                self.start = Some(start);
                self.end = Some(start + code_points(&self.exact));
            }
            None => match is_lenient.then(|| self.only_place(text.folded())).flatten() {
                Some(place) => self.take(text, place),
                None => {
                    let description = "is not in the text with this prefix and suffix";
                    self.report_words(check, text, description.to_owned());
                }
            },
        }
    }

    /// What to search in a text of another spelling.
    fn sought(&self, folded: &FoldedText) -> FoldedWords {
        folded.sought(&self.exact, &self.prefix, &self.suffix)
    }

    /// The place of the words, in another spelling, if there is only one.
    fn only_place(&self, folded: &FoldedText) -> Option<FoldedPlace> {
        let sought = self.sought(folded);
        let mut places = folded.places(&sought);
        let first = places.next();
        first.filter(|_| places.next().is_none())
    }

    /// Takes the words, prefix and suffix of the text at this place.
    fn take(&mut self, text: &PartText<'_>, place: FoldedPlace) {
        self.prefix = text.text[place.prefix..place.start].to_owned();
        self.exact = text.text[place.start..place.end].to_owned();
        self.suffix = text.text[place.end..place.suffix].to_owned();
        self.start = Some(text.position(place.start));
        self.end = Some(text.position(place.end));
    }

    /// Reports words that are not where they should be. [`nearest::complete`] says where they
    /// are, or which words are nearest to them.
    ///
    /// [`nearest::complete`]: super::nearest::complete
    fn report_words(&self, check: &mut Checker, text: &PartText<'_>, description: String) {
        let sought = SoughtWords {
            text: text.shared(),
            exact: self.exact.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
        };
        check.report_words(description, sought);
    }

    /// Moves the anchor to `start..end` of a text and quotes the words there. The prefix
    /// and the suffix keep their lengths.
    pub fn quote(&mut self, text: &PartText<'_>, start: i32, end: i32) {
        let before = start - code_points(&self.prefix).min(start);
        let after = (end + code_points(&self.suffix)).min(text.length());
        self.prefix = text.slice(before, start).to_owned();
        self.exact = text.slice(start, end).to_owned();
        self.suffix = text.slice(end, after).to_owned();
        (self.start, self.end) = (Some(start), Some(end));
    }

    /// Which occurrence of its words in the text the anchor is, counted from 0.
    pub fn occurrence(&self, text: &PartText<'_>) -> usize {
        let start = self.start.unwrap_or_default();
        let byte = text.byte(start).unwrap_or(text.text.len());
        text.places(&self.exact).take_while(|&at| at < byte).count()
    }
}

/// Reports a version number that is negative.
pub fn check_version(check: &mut Checker, version: TextVersion) {
    if version < 0 {
        check.report_at("article_version", "is negative; 0 means the appearance's");
    }
}

/// Reports a span that is negative, empty or backwards.
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
    use crate::domain::passage::nearest;

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
            Err(mut violations) => {
                let text = PartText::new(text);
                violations
                    .iter_mut()
                    .for_each(|it| nearest::complete(it, &text));
                violations
                    .into_iter()
                    .map(|v| format!("{}: {}", v.field, v.description))
                    .collect()
            }
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
    fn unique_words_are_found_by_code_points() {
        for words in ["👩‍🚀", "שלום", "é.", ",\r\nshe", TEXT] {
            let mut anchor = anchor(words);
            assert_eq!(settle(&mut anchor, TEXT), [""; 0], "{words}");
            assert_eq!(slice(TEXT, &anchor), words);
        }
    }

    #[test]
    fn repeated_words_need_their_context() {
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
            ["exact: is not at 0..4; it is at 4..8, 18..22, 34..38"]
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
            ["prefix: is not right before 18"]
        );
    }

    #[test]
    fn a_normalised_spelling_is_not_the_stored_one() {
        let mut decomposed = anchor("e\u{301}");
        assert!(settle(&mut decomposed, TEXT)[0].contains("in another spelling it is at"));
        let mut straight = anchor("\"no\"");
        assert!(settle(&mut straight, TEXT)[0].contains("in another spelling it is at"));
    }

    #[test]
    fn the_nearest_words_are_named_with_their_positions_and_never_taken() {
        let text = "On Monday the Café Müller said: “No”. The ﬁre is out. NO WAY, no way.";
        for (given, nearest) in [
            ("on monday", "On Monday"),
            ("the cafe muller", "the Café Müller"),
            ("CAFÉ MÜLLER SAID: \"NO\".", "Café Müller said: “No”."),
            ("the fire is out", "The ﬁre is out"),
            ("said : No", ""),
        ] {
            for lenient in [false, true] {
                let mut anchor = Anchor {
                    lenient,
                    ..anchor(given)
                };
                let said = settle(&mut anchor, text);
                assert_eq!(anchor.start, None, "{given}");
                if nearest.is_empty() {
                    assert!(!said[0].contains("the nearest words are"), "{said:?}");
                    continue;
                }
                let byte = text.find(nearest).unwrap();
                let start = text[..byte].chars().count();
                let end = start + nearest.chars().count();
                let expected = format!(
                    "; the nearest words are at {start}..{end}: “{nearest}”; send these words"
                );
                assert!(said[0].ends_with(&expected), "{said:?}");
            }
        }
        let several = settle(&mut anchor("No way"), text);
        let expected =
            "; the nearest words are at 54..60, 62..68; send the words of one with start and end";
        assert!(several[0].ends_with(expected), "{several:?}");
        // A context that is not there does not hide the words.
        let mut elsewhere = Anchor {
            prefix: "Tuesday ".to_owned(),
            ..anchor("the CAFÉ")
        };
        let said = settle(&mut elsewhere, text);
        assert!(said[0].contains("“the Café”"), "{said:?}");
    }

    #[test]
    fn nothing_is_found_in_an_empty_text() {
        assert!(settle(&mut anchor("a"), "")[0].contains("nowhere"));
    }
}
