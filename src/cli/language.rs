//! The language tags that a person types.

use crate::domain::value::language::{NotATag, parsed};

/// Reads a BCP-47 tag. `en_US`, as locales are written elsewhere, is taken for `en-US`.
pub fn language_tag(text: &str) -> Result<String, NotATag> {
    match parsed(text) {
        Ok(tag) => Ok(tag.to_owned()),
        Err(NotATag::Underscored(tag)) => Ok(tag),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_with_underscores_is_taken_for_its_tag() {
        for (text, tag) in [
            ("en", "en"),
            ("en-GB", "en-GB"),
            ("en_US", "en-US"),
            ("zh_Hant_TW", "zh-Hant-TW"),
        ] {
            assert_eq!(language_tag(text).as_deref(), Ok(tag));
        }
        for text in ["", "english language", "en_US.UTF-8", "_"] {
            assert_eq!(language_tag(text), Err(NotATag::Malformed), "{text}");
        }
    }
}
