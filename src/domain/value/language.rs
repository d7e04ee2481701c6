//! BCP-47 language tags. They are parsed with ICU4X, stored as given, and compared with
//! aliases resolved.

use icu_locale::LocaleCanonicalizer;
use icu_locale_core::Locale;

use super::{identity::Form, violation::Checker};

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

/// The language subtag in lower case (`en` in `en-GB`), if the tag is well formed. Aliases
/// are resolved: `iw` is `he`.
pub fn primary(tag: &str) -> Option<String> {
    Some(canonical(tag)?.id.language.to_string())
}

/// The language subtag of a tag, in this form.
pub fn primary_in(form: Form, tag: &str) -> Option<String> {
    match form {
        Form::Canonical => primary(tag),
        // Earlier releases refuse the tags that they cannot parse.
        Form::Earlier => match parse(tag) {
            Some(locale) => Some(locale.id.language.to_string()),
            None => primary(tag),
        },
    }
}

/// The region subtag in upper case (`GB` in `en-GB`), if the tag has one.
pub fn region(tag: &str) -> Option<String> {
    canonical(tag)?.id.region.map(|region| region.to_string())
}

fn parse(tag: &str) -> Option<Locale> {
    if tag.len() > TAG_BYTES_MAX || tag.contains('_') {
        return None;
    }
    Locale::try_from_str(tag).ok()
}

/// The locale of a tag, with aliases resolved.
fn canonical(tag: &str) -> Option<Locale> {
    let mut locale = parse(tag).or_else(|| parse(&without_older_forms(tag)?))?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale)
}

/// Tags from before BCP 47 that are not in its grammar, with their replacements [IANA
/// registry, 2026].
const IRREGULAR: &[(&str, &str)] = &[
    ("en-gb-oed", "en-GB-oxendict"),
    ("i-ami", "ami"),
    ("i-bnn", "bnn"),
    ("i-hak", "hak"),
    ("i-klingon", "tlh"),
    ("i-lux", "lb"),
    ("i-navajo", "nv"),
    ("i-pwn", "pwn"),
    ("i-tao", "tao"),
    ("i-tay", "tay"),
    ("i-tsu", "tsu"),
    ("sgn-be-fr", "sfb"),
    ("sgn-be-nl", "vgt"),
    ("sgn-ch-de", "sgg"),
    ("zh-min-nan", "nan"),
];

/// Languages that extended language subtags can follow (`zh-yue`).
const EXTENDED: &[&str] = &["ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"];

/// The tag in today's form, if it has an older one that the grammar of locales leaves out.
fn without_older_forms(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    if let Some((_, replacement)) = IRREGULAR.iter().find(|(old, _)| *old == lower) {
        return Some((*replacement).to_owned());
    }
    let (language, rest) = lower.split_once('-')?;
    let extension = rest.split('-').next()?;
    let is_extension = extension.len() == 3 && extension.bytes().all(|b| b.is_ascii_lowercase());
    (EXTENDED.contains(&language) && is_extension).then(|| rest.to_owned())
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
    fn aliases_of_a_language_are_one() {
        for (alias, language) in [
            ("iw", "he"),
            ("IW-IL", "he"),
            ("in", "id"),
            ("ji", "yi"),
            ("mo", "ro"),
            ("eng", "en"),
            ("deu-DE", "de"),
            ("cmn", "zh"),
            ("zh-cmn-Hans", "zh"),
            ("zh-yue", "yue"),
            ("zh-min-nan", "nan"),
            ("i-klingon", "tlh"),
            ("art-lojban", "jbo"),
            ("en-GB-oed", "en"),
        ] {
            assert_eq!(primary(alias).as_deref(), Some(language), "{alias}");
        }
        assert_eq!(region("en-UK").as_deref(), Some("GB"));
        assert_eq!(primary_in(Form::Earlier, "iw").as_deref(), Some("iw"));
        assert_ne!(primary("pt"), primary("gl"));
    }

    #[test]
    fn malformed_tags_have_no_primary_language() {
        for tag in ["", "e", "en_GB", "english language", "en--GB", "1234"] {
            assert_eq!(primary(tag), None, "{tag}");
        }
    }
}
