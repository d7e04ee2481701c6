//! Identifiers of the same thing elsewhere [schema.org `sameAs`]: which ones are accepted,
//! and the canonical form in which they are compared.
//!
//! An identifier is a URL, or one of the short forms below. All spellings of one identifier
//! have one canonical form, a URL.
//!
//! | register | spellings | canonical form |
//! |---|---|---|
//! | Wikidata | `Q1`, `wikidata:Q1`, `/entity/Q1`, `/wiki/Q1`, `/wiki/Special:EntityData/Q1.json` | `https://wikidata.org/entity/Q1` |
//! | ORCID | `0000-0002-1825-0097`, `orcid:…`, `orcid.org/…` | `https://orcid.org/…` |
//! | VIAF | `viaf:1`, `viaf.org/viaf/1` | `https://viaf.org/viaf/1` |
//! | GND | `gnd:1`, `d-nb.info/gnd/1`, `lobid.org/gnd/1`, `explore.gnd.network/gnd/1` | `https://d-nb.info/gnd/1` |
//! | ISNI | `isni:0000 0001 2103 2683`, `isni.org/isni/…` | `https://isni.org/isni/…` |
//! | DOI | `10.1000/182`, `doi:…`, `info:doi/…`, `doi.org/…`, `dx.doi.org/…` | `https://doi.org/…` |
//!
//! Other URLs have the canonical form of URLs, also those of Wikipedia.

use super::{
    identity::Form,
    url::{self, NotAUrl},
    violation::Checker,
};

/// The most identifiers in a `same_as`.
pub const SAME_AS_MAX: usize = 16;

/// Why a text is not accepted as an identifier.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIdentifier {
    /// It is neither an absolute URL nor a short form.
    #[error(
        "is neither an absolute URL nor an identifier such as Q42, doi:10.1000/182 or orcid:0000-0002-1825-0097"
    )]
    Unknown,
    /// It has the form of an identifier of this register, but not its check digit.
    #[error("has a wrong check digit: it is not an {0}")]
    CheckDigit(&'static str),
    /// It is a URL that is not accepted.
    #[error(transparent)]
    Url(NotAUrl),
}

/// The canonical form of an identifier, in which two of them are compared.
pub fn canonical(text: &str) -> Result<String, NotAnIdentifier> {
    let address = match short_form(text)? {
        Some(address) => address,
        None => text.to_owned(),
    };
    let canonical = url::canonical(&address).map_err(|error| match error {
        NotAUrl::Malformed(_) => NotAnIdentifier::Unknown,
        other => NotAnIdentifier::Url(other),
    })?;
    match elsewhere(&canonical) {
        Some(address) => url::canonical(&address).map_err(NotAnIdentifier::Url),
        None => Ok(canonical),
    }
}

/// The form of an identifier in which two of them are compared; `None` if it has none.
pub fn compared(text: &str, form: Form) -> Option<String> {
    match form {
        Form::Canonical => canonical(text).ok(),
        Form::Earlier => url::compared(text, form),
    }
}

/// The URL that a short form stands for.
fn short_form(text: &str) -> Result<Option<String>, NotAnIdentifier> {
    let (register, id) = match text.split_once(':') {
        Some((register, id)) => (register.to_ascii_lowercase(), id),
        None => (bare_register(text).to_owned(), text),
    };
    let id = id.trim();
    Ok(match register.as_str() {
        "wikidata" if is_item(id) => Some(format!("https://wikidata.org/entity/{id}")),
        "doi" if id.starts_with("10.") => Some(format!("https://doi.org/{}", encoded(id))),
        "info" => {
            let doi = id.strip_prefix("doi/").filter(|id| id.starts_with("10."));
            doi.map(|doi| format!("https://doi.org/{}", encoded(doi)))
        }
        "orcid" if is_orcid(id) => {
            let id = checked(id, "ORCID")?;
            let parts = [&id[..4], &id[4..8], &id[8..12], &id[12..]];
            Some(format!("https://orcid.org/{}", parts.join("-")))
        }
        "isni" if code(id).len() == 16 => {
            let id = checked(id, "ISNI")?;
            Some(format!("https://isni.org/isni/{id}"))
        }
        "viaf" if is_digits(id) => Some(format!("https://viaf.org/viaf/{id}")),
        "gnd" if is_gnd(id) => Some(format!("https://d-nb.info/gnd/{id}")),
        _ => None,
    })
}

/// The register of an identifier that is written without one.
fn bare_register(text: &str) -> &'static str {
    if text.starts_with("10.") && text.contains('/') {
        "doi"
    } else if is_orcid(text) {
        "orcid"
    } else if is_item(text) {
        "wikidata"
    } else {
        ""
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is the id of an item of Wikidata.
fn is_item(text: &str) -> bool {
    let number = text.strip_prefix(['Q', 'q']);
    number.is_some_and(|number| is_digits(number) && !number.starts_with('0'))
}

fn is_gnd(text: &str) -> bool {
    let id = text.bytes();
    text.starts_with(|c: char| c.is_ascii_digit())
        && id.clone().count() <= 12
        && id
            .into_iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'x' | b'X'))
}

/// Whether a text has the form of an ORCID: four groups of four.
fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == 4 && groups.iter().all(|group| group.len() == 4) && code(text).len() == 16
}

/// The digits of a code, of which the last can be an X, in upper case.
fn code(text: &str) -> String {
    let code: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let code = code.to_ascii_uppercase();
    let digits = code.strip_suffix('X').unwrap_or(&code);
    match is_digits(digits) {
        true => code,
        false => String::new(),
    }
}

/// The code, if its last character is the check digit of the others [ISO/IEC 7064,
/// MOD 11-2].
fn checked(text: &str, register: &'static str) -> Result<String, NotAnIdentifier> {
    let code = code(text);
    let total = code.bytes().take(15).fold(0, |total: u32, byte| {
        (total + u32::from(byte.wrapping_sub(b'0'))) * 2
    });
    let expected = match (12 - total % 11) % 11 {
        10 => 'X'.to_string(),
        digit => digit.to_string(),
    };
    match code.ends_with(&expected) {
        true => Ok(code),
        false => Err(NotAnIdentifier::CheckDigit(register)),
    }
}

/// A DOI as a part of a URL.
fn encoded(doi: &str) -> String {
    let replaced = [
        ('%', "%25"),
        ('?', "%3F"),
        ('#', "%23"),
        ('<', "%3C"),
        ('>', "%3E"),
    ];
    let mut encoded = String::with_capacity(doi.len());
    for c in doi.chars() {
        match replaced.iter().find(|(special, _)| *special == c) {
            Some((_, code)) => encoded.push_str(code),
            None => encoded.push(c),
        }
    }
    encoded
}

/// The URL of an identifier in its register, if the canonical URL is that of a page about it
/// elsewhere.
fn elsewhere(canonical: &str) -> Option<String> {
    let path = canonical.strip_prefix("https://")?;
    for host in ["lobid.org/gnd/", "explore.gnd.network/gnd/"] {
        if let Some(id) = path.strip_prefix(host).filter(|id| is_gnd(id)) {
            return Some(format!("https://d-nb.info/gnd/{id}"));
        }
    }
    let data = path.strip_prefix("wikidata.org/wiki/Special:EntityData/")?;
    let id = data.split('.').next().filter(|id| is_item(id))?;
    Some(format!("https://wikidata.org/entity/{id}"))
}

/// Reports a `same_as` that has too many identifiers, and each in it that is not accepted
/// or is there twice. Two spellings of one identifier are accepted, and count once.
pub fn check(check: &mut Checker, identifiers: &[String]) {
    check.at_most("same_as", identifiers, SAME_AS_MAX);
    let mut seen = std::collections::HashMap::new();
    check.field("same_as", |check| {
        for (index, identifier) in identifiers.iter().enumerate() {
            check.element(index, |check| {
                if let Err(error) = canonical(identifier) {
                    check.report(error.to_string());
                } else if let Some(first) = seen.insert(identifier, index) {
                    check.report(format!("is the same as element {first}"));
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_identifier_are_one() {
        for (expected, spellings) in [
            (
                "https://wikidata.org/entity/Q42",
                [
                    "Q42",
                    "q42",
                    "wikidata:Q42",
                    "http://www.wikidata.org/entity/Q42",
                    "https://www.wikidata.org/wiki/Q42#sitelinks",
                    "https://m.wikidata.org/wiki/q42/",
                    "http://www.wikidata.org/wiki/Special:EntityData/Q42.json",
                ]
                .as_slice(),
            ),
            (
                "https://orcid.org/0000-0002-1694-233X",
                &[
                    "0000-0002-1694-233X",
                    "0000-0002-1694-233x",
                    "orcid:0000-0002-1694-233X",
                    "http://orcid.org/0000-0002-1694-233x",
                    "https://www.orcid.org/0000-0002-1694-233X/",
                ],
            ),
            (
                "https://viaf.org/viaf/113230702",
                &[
                    "viaf:113230702",
                    "VIAF: 113230702",
                    "http://viaf.org/viaf/113230702/",
                    "https://viaf.org/en/viaf/113230702",
                ],
            ),
            (
                "https://d-nb.info/gnd/11850553X",
                &[
                    "gnd:11850553X",
                    "http://d-nb.info/gnd/11850553x",
                    "https://lobid.org/gnd/11850553X",
                    "https://explore.gnd.network/gnd/11850553X",
                ],
            ),
            (
                "https://isni.org/isni/0000000121032683",
                &[
                    "isni:0000 0001 2103 2683",
                    "ISNI:0000000121032683",
                    "http://www.isni.org/isni/0000000121032683",
                    "https://isni.org/isni/0000%200001%202103%202683",
                    "https://isni.org/0000000121032683",
                ],
            ),
            (
                "https://doi.org/10.1000/abc",
                &[
                    "10.1000/ABC",
                    "doi:10.1000/abc",
                    "DOI: 10.1000/Abc",
                    "info:doi/10.1000/abc",
                    "http://dx.doi.org/10.1000/abc",
                    "https://doi.org/10.1000%2FABC",
                ],
            ),
            (
                "https://de.wikipedia.org/wiki/Rom",
                &[
                    "http://de.m.wikipedia.org/wiki/Rom",
                    "https://de.wikipedia.org/wiki/rom#Lage",
                ],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(canonical(spelling).as_deref(), Ok(expected), "{spelling}");
            }
            assert_eq!(canonical(expected).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn different_identifiers_stay_apart() {
        for (one, other) in [
            ("Q1", "Q2"),
            ("Q1", "https://www.wikidata.org/wiki/Property:P1"),
            ("viaf:1", "viaf:11"),
            ("viaf:113230702", "gnd:113230702"),
            // A block of ISNI is reserved for ORCID, but the registers are two.
            ("orcid:0000-0002-1825-0097", "isni:0000 0002 1825 0097"),
            ("doi:10.1000/a", "doi:10.1000/a.1"),
            ("doi:10.1000/a?b", "doi:10.1000/a"),
            (
                "https://de.wikipedia.org/wiki/Rom",
                "https://als.wikipedia.org/wiki/Rom",
            ),
        ] {
            assert_ne!(
                canonical(one).unwrap(),
                canonical(other).unwrap(),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn what_is_no_identifier_is_refused() {
        for text in [
            "",
            "y",
            "Q",
            "Q0",
            "Q1a",
            "P1",
            "42",
            "10.1000",
            "doi:abc",
            "doi:",
            "viaf:x",
            "0000-0002-1825",
            "isni:1",
            "gnd:x",
            "news.example/a",
            "urn:x:1",
        ] {
            assert!(canonical(text).is_err(), "{text}");
        }
        for text in [
            "0000-0002-1825-0098",
            "orcid:0000-0002-1694-2330",
            "isni:0000 0001 2103 2684",
        ] {
            assert!(
                matches!(canonical(text), Err(NotAnIdentifier::CheckDigit(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn two_spellings_are_accepted_and_the_same_twice_is_not() {
        let violations = |identifiers: &[&str]| {
            let mut checker = Checker::new();
            let identifiers: Vec<String> = identifiers.iter().map(|&it| it.to_owned()).collect();
            check(&mut checker, &identifiers);
            checker.finish(()).err().map_or(0, |it| it.len())
        };
        assert_eq!(violations(&["Q1", "http://www.wikidata.org/entity/Q1"]), 0);
        assert_eq!(violations(&["Q1", "Q2", "Q1"]), 1);
    }
}
