//! Identifiers of the same thing elsewhere [schema.org `sameAs`]: which ones are accepted,
//! and the canonical form in which they are compared.
//!
//! An identifier is a URL, or one of the short forms below. All spellings of one identifier
//! have one canonical form, a URL.
//!
//! | register | spellings | canonical form |
//! |---|---|---|
//! | Wikidata | `Q1`, `wikidata:Q1`, `wd:Q1`, `/entity/Q1`, `/entity/Q1.json`, `/wiki/Q1`, `/wiki/Special:EntityPage/Q1`, `/wiki/Special:EntityData/Q1.json` | `https://wikidata.org/entity/Q1` |
//! | ORCID | `0000-0002-1825-0097`, `orcid:…`, `orcid.org/…`, each also without hyphens | `https://orcid.org/…` |
//! | VIAF | `viaf:1`, `viaf.org/viaf/1` | `https://viaf.org/viaf/1` |
//! | GND | `gnd:118540238`, `d-nb.info/gnd/…`, `d-nb.info/gnd/…/about`, `lobid.org/gnd/…`, `explore.gnd.network/gnd/…` | `https://d-nb.info/gnd/118540238` |
//! | ISNI | `isni:0000 0001 2103 2683`, `isni.org/isni/…`, `isni.org/page/…` | `https://isni.org/isni/…` |
//! | DOI | `10.1000/182`, `doi:…`, `info:doi/…`, `doi.org/…`, `dx.doi.org/…` | `https://doi.org/…` |
//!
//! Other URLs have the canonical form of URLs, also those of Wikipedia. URNs, tag URIs and
//! names of digests (`urn:`, `tag:`, `ni:`) are compared as they are, but for the letter case
//! of their beginning. Check digits are
//! checked when an identifier is given (`check`), and not when it is compared.

mod register;
#[cfg(test)]
mod tests;
mod urn;

use self::register::NotOfRegister;
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
    /// It is neither an absolute URL, a URN nor a short form.
    #[error(
        "is neither an absolute URL, a URN nor an identifier such as Q42, doi:10.1000/182 or orcid:0000-0002-1825-0097"
    )]
    Unknown,
    /// It is not an identifier of the register that it means.
    #[error(transparent)]
    Register(#[from] NotOfRegister),
    /// It is a URL that is not accepted.
    #[error(transparent)]
    Url(NotAUrl),
}

/// The canonical form of an identifier, in which two of them are compared.
pub fn canonical(text: &str) -> Result<String, NotAnIdentifier> {
    if let Some(urn) = urn::canonical(text) {
        return Ok(urn);
    }
    let address = match register::short_form(text)? {
        Some(address) => address,
        None => text.to_owned(),
    };
    let canonical = url::canonical(&address).map_err(|error| match error {
        NotAUrl::Malformed(_) => NotAnIdentifier::Unknown,
        other => NotAnIdentifier::Url(other),
    })?;
    match register::elsewhere(&canonical) {
        Some(address) => url::canonical(&address).map_err(NotAnIdentifier::Url),
        None => Ok(canonical),
    }
}

/// The canonical form of an identifier whose check digit is right.
pub fn checked(text: &str) -> Result<String, NotAnIdentifier> {
    let canonical = canonical(text)?;
    match register::with_wrong_check_digit(&canonical) {
        Some(register) => Err(NotOfRegister::CheckDigit(register).into()),
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

/// Reports an identifier that is not accepted. An empty one is absent, and allowed.
pub fn check_one(check: &mut Checker, name: &str, identifier: &str) {
    if !identifier.is_empty()
        && let Err(error) = checked(identifier)
    {
        check.report_at(name, error.to_string());
    }
}

/// Reports a `same_as` that has too many identifiers, and each in it that is not accepted
/// or is there twice. Two spellings of one identifier are accepted, and count once.
pub fn check(check: &mut Checker, identifiers: &[String]) {
    check.at_most("same_as", identifiers, SAME_AS_MAX);
    let mut seen = std::collections::HashMap::new();
    check.field("same_as", |check| {
        for (index, identifier) in identifiers.iter().enumerate() {
            check.element(index, |check| {
                if let Err(error) = checked(identifier) {
                    check.report(error.to_string());
                } else if let Some(first) = seen.insert(identifier, index) {
                    check.report(format!("is the same as element {first}"));
                }
            });
        }
    });
}
