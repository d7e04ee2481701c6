//! BCP-47 language tags. They are parsed with ICU4X, stored as given, and compared with
//! aliases resolved.

use icu_locale::LocaleCanonicalizer;
use icu_locale_core::{
    Locale,
    subtags::{Language, language},
};

use super::{identity::Form, violation::Checker};

const TAG_BYTES_MAX: usize = 64;

/// Reports a tag that is malformed. An empty one is absent, and allowed.
pub fn check(check: &mut Checker, name: &str, tag: &str) {
    if !tag.is_empty()
        && let Err(error) = parsed(tag)
    {
        check.report_at(name, format!("is {error}"));
    }
}

/// Why a text is not a language tag.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATag {
    /// It has the underscores of a POSIX locale. The tag that it means is known.
    #[error("not a BCP-47 language tag; write {0}")]
    Underscored(String),
    /// It is something else.
    #[error("not a BCP-47 language tag; write for example en, it-IT or zh-Hans")]
    Malformed,
}

/// The tag itself, if it is one.
pub fn parsed(tag: &str) -> Result<&str, NotATag> {
    if primary(tag).is_some() {
        return Ok(tag);
    }
    Err(match hyphenated(tag) {
        Some(meant) => NotATag::Underscored(meant),
        None => NotATag::Malformed,
    })
}

/// The tag that a locale with underscores means: `en-US` for `en_US`.
fn hyphenated(locale: &str) -> Option<String> {
    let tag = locale.replace('_', "-");
    (tag != locale && primary(&tag).is_some()).then_some(tag)
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
    if locale.id.language == BOKMAL {
        locale.id.language = NORWEGIAN;
    }
    Some(locale)
}

/// Most Norwegian is Bokmål, and most tags of it say only that it is Norwegian. CLDR has had
/// no alias for the two since release 39: `nb` inherits all from `no`. Nynorsk (`nn`) is
/// another language.
const BOKMAL: Language = language!("nb");
const NORWEGIAN: Language = language!("no");

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
    ("no-bok", "nb"),
    ("no-nyn", "nn"),
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
            ("nb", "no"),
            ("no", "no"),
            ("NB-NO", "no"),
            ("no-bok", "no"),
            ("nno", "nn"),
            ("nob", "no"),
            ("no-nyn", "nn"),
            ("sh", "sr"),
            ("sh-Cyrl", "sr"),
            ("scc", "sr"),
            ("scr", "hr"),
            ("tl", "fil"),
            ("tgl", "fil"),
            ("aa-SAAHO", "ssy"),
            ("zh-guoyu", "zh"),
            ("zh-hakka", "hak"),
            ("zh-xiang", "hsn"),
            ("zh-cmn", "zh"),
            ("cel-gaulish", "xtg"),
            ("jw", "jv"),
            ("arb", "ar"),
            ("swh", "sw"),
            ("zsm", "ms"),
            ("pes", "fa"),
            ("prs", "fa"),
            ("fas", "fa"),
            ("per", "fa"),
            ("lvs", "lv"),
            ("ekk", "et"),
            ("azj", "az"),
            ("als", "sq"),
            ("khk", "mn"),
            ("npi", "ne"),
            ("ory", "or"),
            ("uzn", "uz"),
            ("kmr", "ku"),
            ("tw", "ak"),
            ("bh", "bho"),
            ("no-nynorsk", "nn"),
            ("i-lux", "lb"),
            ("i-navajo", "nv"),
            ("sgn-BE-FR", "sfb"),
        ] {
            assert_eq!(primary(alias).as_deref(), Some(language), "{alias}");
        }
        for (one, other) in [
            ("no", "nn"),
            ("nb", "nn"),
            ("nb", "da"),
            ("sr", "hr"),
            ("bs", "sr"),
            ("pt", "gl"),
            ("zh", "yue"),
            ("fa", "ps"),
            ("id", "ms"),
        ] {
            assert_ne!(primary(one), primary(other), "{one} {other}");
        }
        assert_eq!(region("en-UK").as_deref(), Some("GB"));
        assert_eq!(primary_in(Form::Earlier, "iw").as_deref(), Some("iw"));
    }

    #[test]
    fn a_locale_with_underscores_is_refused_with_the_tag_that_it_means() {
        for (locale, tag) in [
            ("en_US", "en-US"),
            ("it_IT", "it-IT"),
            ("zh_Hans_CN", "zh-Hans-CN"),
            ("iw_IL", "iw-IL"),
        ] {
            let mut check = Checker::new();
            super::check(&mut check, "language", locale);
            let violations = check.finish(()).unwrap_err();
            let expected = format!("is not a BCP-47 language tag; write {tag}");
            assert_eq!(violations[0].description, expected);
            assert_eq!(hyphenated(locale).as_deref(), Some(tag));
        }
        for text in [
            "en",
            "en-US",
            "_",
            "en_",
            "_en",
            "en__US",
            "en_US.UTF-8",
            "snake_case_name",
        ] {
            assert_eq!(hyphenated(text), None, "{text}");
        }
    }

    #[test]
    fn malformed_tags_have_no_primary_language() {
        for tag in ["", "e", "en_GB", "english language", "en--GB", "1234"] {
            assert_eq!(primary(tag), None, "{tag}");
        }
    }
}
