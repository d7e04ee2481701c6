//! BCP-47 language tags. They are parsed with ICU4X and stored as given.

use icu_locale_core::Locale;

use super::violation::Checker;

const TAG_BYTES_MAX: usize = 64;

/// Reports a tag that is malformed. An empty one is absent, and allowed.
pub fn check(check: &mut Checker, name: &str, tag: &str) {
    if !tag.is_empty() && primary(tag).is_none() {
        check.report_at(
            name,
            "is not a BCP-47 language tag; write for example en, it-IT or zh-Hans",
        );
    }
}

/// Reports a tag that is absent or malformed.
pub fn check_required(checker: &mut Checker, name: &str, tag: &str) {
    if tag.is_empty() {
        checker.report_at(
            name,
            "is required: a BCP-47 language tag, for example en or it",
        );
    } else {
        check(checker, name, tag);
    }
}

/// The language subtag in lower case (`en` in `en-GB`), if the tag is well formed.
pub fn primary(tag: &str) -> Option<String> {
    if tag.len() > TAG_BYTES_MAX || tag.contains('_') {
        return None;
    }
    let locale = Locale::try_from_str(tag).ok()?;
    Some(locale.id.language.to_string())
}

/// The region subtag in upper case (`GB` in `en-GB`), if the tag has one.
pub fn region(tag: &str) -> Option<String> {
    let locale = Locale::try_from_str(tag).ok()?;
    locale.id.region.map(|region| region.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_language_is_in_lower_case() {
        assert_eq!(primary("EN-gb").as_deref(), Some("en"));
        assert_eq!(primary("zh-Hans-CN").as_deref(), Some("zh"));
        assert_eq!(region("it-it").as_deref(), Some("IT"));
    }

    #[test]
    fn malformed_tags_have_no_primary_language() {
        for tag in ["", "e", "en_GB", "english language", "en--GB", "1234"] {
            assert_eq!(primary(tag), None, "{tag}");
        }
    }
}
