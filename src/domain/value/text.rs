//! Rules for text fields: the length in code points, no NUL, and the form of slugs. Also the
//! beginnings of texts.

use super::{identity::is_blank, violation::Checker};

/// Reports a text that is longer than `max` code points or contains a NUL.
pub fn check(check: &mut Checker, name: &str, value: &str, max: usize) {
    // Counting is needed only if there are more bytes than `max`: a text never has more
    // code points than bytes.
    if value.len() > max {
        let length = value.chars().count();
        if length > max {
            check.report_at(
                name,
                format!("is {length} code points long; at most {max} fit"),
            );
        }
    }
    check_no_nul(check, name, value);
}

/// Reports a text of which nothing can be seen, or that [`check`] reports.
pub fn check_required(checker: &mut Checker, name: &str, value: &str, max: usize) {
    if value.trim().is_empty() {
        checker.report_at(name, "is required");
    } else if is_blank(value) {
        checker.report_at(
            name,
            "is required: it has only characters that cannot be seen",
        );
    } else {
        check(checker, name, value, max);
    }
}

/// Reports a text that contains a NUL, because Postgres cannot store one.
pub fn check_no_nul(check: &mut Checker, name: &str, value: &str) {
    if let Some(at) = value.chars().position(|c| c == '\0') {
        check.report_at(
            name,
            format!("holds a NUL character at position {at}; remove it"),
        );
    }
}

/// The longest slug, in characters.
pub const SLUG_MAX: usize = 64;

/// Whether a text is a slug: lower-case ASCII letters and digits, with single hyphens
/// between them.
pub fn is_slug(value: &str) -> bool {
    value.len() <= SLUG_MAX
        && value.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Reports a required slug that is absent or malformed.
pub fn check_slug(check: &mut Checker, name: &str, value: &str) {
    if value.is_empty() {
        check.report_at(name, "is required");
    } else if !is_slug(value) {
        check.report_at(
            name,
            "is not a slug: lower-case letters, digits and single hyphens between them, at most 64 characters",
        );
    }
}

/// `text` without `word`, if it begins with that word.
pub fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let begins = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    (begins.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_code_points_not_bytes() {
        let mut checker = Checker::new();
        check(&mut checker, "name", "ééé", 3);
        assert!(checker.is_clean());
        check(&mut checker, "name", "éééé", 3);
        assert!(!checker.is_clean());
    }

    #[test]
    fn only_slugs_are_recognised_as_slugs() {
        assert!(is_slug("foreign-fighters-2"));
        for text in ["", "-a", "a-", "a--b", "A", "a b", "é", &"a".repeat(65)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
