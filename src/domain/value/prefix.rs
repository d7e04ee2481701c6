//! Prefixes of texts, compared after case folding.

use super::identity::folded_text;

/// A prefix in the form in which it is compared with folded texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// The folded form of a prefix. White space at its end counts as one space, so that
    /// "New " is not a prefix of "News". `None` if it has only white space.
    pub fn new(text: &str) -> Option<Self> {
        let mut folded = folded_text(text);
        if folded.is_empty() {
            return None;
        }
        if text.ends_with(char::is_whitespace) {
            folded.push(' ');
        }
        Some(Self(folded))
    }

    /// The folded form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text starts with the prefix.
    pub fn is_of(&self, text: &str) -> bool {
        folded_text(text).starts_with(&self.0)
    }
}

/// The first text, in the order of code points, after all texts that start with this one.
/// `None` if no text is.
pub fn after_all_with(prefix: &str) -> Option<String> {
    let mut start = prefix.to_owned();
    while let Some(last) = start.pop() {
        // The range leaves out the surrogates, which are not characters.
        if let Some(next) = (last..=char::MAX).nth(1) {
            start.push(next);
            return Some(start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(text: &str) -> Prefix {
        Prefix::new(text).unwrap()
    }

    #[test]
    fn case_and_spelling_do_not_matter() {
        for (start, text) in [
            ("the PLAN", "The plan of 2023"),
            ("\u{201c}the", "\"The plan\""),
            ("  The  plan", "The plan"),
            ("\u{17f}tra\u{df}e", "STRASSE"),
            ("St.", "St. Mary's"),
            ("Back at St.", "Back at St."),
            ("100%_", "100%_ sure"),
        ] {
            assert!(prefix(start).is_of(text), "{start} {text}");
        }
    }

    #[test]
    fn a_text_that_starts_otherwise_is_not_found() {
        for (start, text) in [
            ("plan", "The plan"),
            ("New ", "News"),
            ("St.", "Stable"),
            ("100%", "1000"),
            ("a_", "ab"),
            ("cafe", "caf\u{e9}"),
        ] {
            assert!(!prefix(start).is_of(text), "{start} {text}");
        }
    }

    #[test]
    fn white_space_alone_is_not_a_prefix() {
        assert_eq!(Prefix::new(" \u{a0}\n"), None);
        assert_eq!(Prefix::new(""), None);
    }

    #[test]
    fn the_range_of_a_prefix_has_all_texts_with_it_and_no_other() {
        let texts = [
            "",
            "a",
            "ab",
            "ab\u{10ffff}z",
            "ac",
            "b",
            "\u{d7ff}",
            "\u{d7ff}x",
            "\u{e000}",
        ];
        let ends = [
            "\u{10ffff}",
            "\u{10ffff}\u{10ffff}",
            "a\u{10ffff}",
            "a\u{10ffff}b",
        ];
        for start in texts.iter().chain(&ends).filter(|it| !it.is_empty()) {
            let end = after_all_with(start);
            for text in texts.iter().chain(&ends) {
                let is_below = end.as_deref().is_none_or(|end| *text < end);
                let is_inside = text >= start && is_below;
                assert_eq!(is_inside, text.starts_with(start), "{start:?} {text:?}");
            }
        }
    }
}
