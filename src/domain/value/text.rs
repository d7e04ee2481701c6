//! Rules for text fields: length in code points, no NUL, slugs.

use super::violation::Checker;

/// Complains where a text is longer than `max` code points or holds a NUL.
pub fn check(check: &mut Checker, name: &str, value: &str, max: usize) {
    // A text of at most `max` bytes cannot have more code points than that.
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

/// As [`check`], and complains where the text is empty or only white space.
pub fn check_required(checker: &mut Checker, name: &str, value: &str, max: usize) {
    if value.trim().is_empty() {
        checker.report_at(name, "is required");
    } else {
        check(checker, name, value, max);
    }
}

/// Complains where a text holds a NUL, which Postgres cannot store in text.
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

/// Whether a text is a slug: lower-case letters, digits and single hyphens
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

/// Complains where a required text is no slug.
pub fn check_slug(check: &mut Checker, name: &str, value: &str) {
    if value.is_empty() {
        check.report_at(name, "is required");
    } else if !is_slug(value) {
        check.report_at(
            name,
            "is no slug: lower-case letters, digits and single hyphens between them, at most 64 characters",
        );
    }
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
    fn slugs_are_told_from_other_texts() {
        assert!(is_slug("foreign-fighters-2"));
        for text in ["", "-a", "a-", "a--b", "A", "a b", "é", &"a".repeat(65)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
