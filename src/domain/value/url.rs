//! URLs: which ones are accepted, and the canonical form in which they are compared.
//!
//! Two spellings with one canonical form are the same address. The form unifies what the
//! rules below say, and nothing else. What may change the page is kept, because joining two
//! different pages is worse than not joining two spellings of one.
//!
//! | what | canonical form |
//! |---|---|
//! | scheme | `https`; http and https are one |
//! | host | lower case, in Punycode, without a final dot, a default port and the labels `www.`, `m.`, `mobile.` and `amp.`; some hosts are aliases (`host`) |
//! | path | without a single slash at its end, except where that is a part of a name (`page`); unreserved characters are not percent-encoded |
//! | query | sorted by name, without tracking parameters (`tracking`) |
//! | fragment | dropped, unless it begins with `!` or `/`: there it is the route of a page |
//! | page | some sites have several addresses for one page (`page`) |
//! | archive | the address of an archived or cached copy is that of its original (`archive`) |

mod archive;
mod earlier;
mod host;
mod page;
mod percent;
#[cfg(test)]
mod tests;
mod tracking;

use std::collections::BTreeSet;

use url::Url;

use super::{identity::Form, violation::Checker};

/// The longest URL, in bytes.
pub const URL_BYTES_MAX: usize = 2048;

/// The most aliases of a source or an article.
pub const ALIASES_MAX: usize = 16;

/// Why a text is not accepted as a URL.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAUrl {
    /// It is longer than [`URL_BYTES_MAX`].
    #[error("is longer than {URL_BYTES_MAX} bytes")]
    TooLong,
    /// Its canonical form is longer than [`URL_BYTES_MAX`], too long for an index.
    #[error("is longer than {URL_BYTES_MAX} bytes once it is percent-encoded")]
    EncodedTooLong,
    /// It cannot be parsed, or is relative.
    #[error("is not an absolute URL: {0}")]
    Malformed(String),
    /// Its scheme is neither http nor https.
    #[error("is not an http or https URL")]
    Scheme,
    /// It contains a user name or a password.
    #[error("holds a user name or password; remove it")]
    Credentials,
}

/// The canonical form of an http or https URL, in which two of them are compared.
pub fn canonical(text: &str) -> Result<String, NotAUrl> {
    let mut url = parse(text)?;
    host::unify(&mut url);
    percent::unify(&mut url);
    // Copies of copies are possible. Each step makes the address shorter.
    while let Some(original) = archive::original(&url).and_then(|text| parse(&text).ok()) {
        url = original;
        host::unify(&mut url);
        percent::unify(&mut url);
    }
    tracking::remove(&mut url);
    page::unify(&mut url);
    if !page::needs_final_slash(&url) {
        drop_final_slash(&mut url);
    }
    drop_fragment(&mut url);
    short_enough(String::from(url))
}

/// The form of a URL in which two of them are compared; `None` if it has none.
pub fn compared(text: &str, form: Form) -> Option<String> {
    match form {
        Form::Canonical => canonical(text).ok(),
        Form::Earlier => {
            let url = parse(text).ok()?;
            // The earlier form drops the route, and sorts the values of a parameter. It would
            // join two pages.
            if url.fragment().is_some_and(is_route) || repeats_a_parameter(text) {
                return None;
            }
            short_enough(earlier::canonical(url)).ok()
        }
    }
}

/// Whether the canonical form of a URL has several parameters of one name.
fn repeats_a_parameter(text: &str) -> bool {
    let canonical = canonical(text).and_then(|text| parse(&text));
    canonical.is_ok_and(|url| {
        let mut seen = BTreeSet::new();
        let mut parameters = url.query().into_iter().flat_map(|query| query.split('&'));
        !parameters.all(|parameter| seen.insert(tracking::name(parameter)))
    })
}

/// The form of a URI in which two of them are compared. Only http and https URLs have
/// several spellings.
pub fn compared_uri(uri: &str, form: Form) -> Option<String> {
    if uri.is_empty() {
        return None;
    }
    let url = match form {
        Form::Canonical => canonical(uri).ok(),
        Form::Earlier => None,
    };
    Some(url.unwrap_or_else(|| uri.to_owned()))
}

/// An address and its aliases, as given.
pub type Addresses<'a> = (&'a String, &'a [String]);

/// The canonical forms of an address and its aliases.
pub fn addresses((address, aliases): Addresses<'_>) -> BTreeSet<String> {
    let all = aliases.iter().chain([address]);
    all.filter_map(|it| compared_uri(it, Form::Canonical))
        .collect()
}

/// The aliases of a stored address after somebody said more about the same thing. New aliases
/// are added. If both have an address in common, so is the given address.
pub fn joined(stored: Addresses<'_>, given: Addresses<'_>) -> Vec<String> {
    let mut known = addresses(stored);
    let is_one = !known.is_disjoint(&addresses(given));
    let address = is_one.then_some(given.0);
    let mut joined = stored.1.to_vec();
    for alias in address.into_iter().chain(given.1) {
        let is_new = compared_uri(alias, Form::Canonical).is_some_and(|it| known.insert(it));
        if is_new {
            joined.push(alias.clone());
        }
    }
    joined
}

/// Replaces a given address by the stored one if it is an alias of that.
pub fn keep_address(given: &mut String, stored: Addresses<'_>) {
    let Some(address) = compared_uri(given, Form::Canonical) else {
        return;
    };
    let is_stored = compared_uri(stored.0, Form::Canonical).as_ref() == Some(&address);
    if !is_stored && addresses(stored).contains(&address) {
        stored.0.clone_into(given);
    }
}

/// Parses an http or https URL without a user name.
fn parse(text: &str) -> Result<Url, NotAUrl> {
    if text.len() > URL_BYTES_MAX {
        return Err(NotAUrl::TooLong);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NotAUrl::Malformed("it holds white space".to_owned()));
    }
    let url = Url::parse(text).map_err(|error| NotAUrl::Malformed(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(NotAUrl::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NotAUrl::Credentials);
    }
    Ok(url)
}

fn short_enough(canonical: String) -> Result<String, NotAUrl> {
    match canonical.len() > URL_BYTES_MAX {
        true => Err(NotAUrl::EncodedTooLong),
        false => Ok(canonical),
    }
}

/// Drops the slash at the end of a path. Several slashes are kept, because they can be a
/// part of an address that the path contains.
fn drop_final_slash(url: &mut Url) {
    if let Some(path) = url.path().strip_suffix('/')
        && !path.is_empty()
        && !path.ends_with('/')
    {
        let path = path.to_owned();
        url.set_path(&path);
    }
}

fn drop_fragment(url: &mut Url) {
    if !url.fragment().is_some_and(is_route) {
        url.set_fragment(None);
    }
}

/// Whether a fragment says which page an application shows, and not only a place in it.
fn is_route(fragment: &str) -> bool {
    fragment.starts_with(['!', '/'])
}

/// Reports a URL that is not accepted. An empty one is absent, and allowed.
pub fn check(check: &mut Checker, name: &str, url: &str) {
    if !url.is_empty()
        && let Err(error) = canonical(url)
    {
        check.report_at(name, error.to_string());
    }
}

/// Reports a URI that is not absolute. Every scheme is accepted, and an empty URI is
/// absent and allowed.
pub fn check_uri(check: &mut Checker, name: &str, uri: &str) {
    if !uri.is_empty() {
        check.field(name, |check| check_one_uri(check, uri));
    }
}

fn check_one_uri(check: &mut Checker, uri: &str) {
    if uri.len() > URL_BYTES_MAX {
        check.report(NotAUrl::TooLong.to_string());
    } else if uri.chars().any(|c| c.is_whitespace() || c.is_control()) {
        check.report("holds white space or control characters");
    } else if let Err(error) = Url::parse(uri) {
        check.report(format!("is not an absolute URI: {error}"));
    }
}

/// Reports aliases that are not URLs, and aliases without the address that they are aliases
/// of.
pub fn check_aliases(check: &mut Checker, aliases: &[String], (name, address): (&str, &str)) {
    check_alias_list(check, aliases, (name, address), |check, alias| {
        if let Err(error) = canonical(alias) {
            check.report(error.to_string());
        }
    });
}

/// As [`check_aliases`], for aliases that are URIs of any scheme.
pub fn check_uri_aliases(check: &mut Checker, aliases: &[String], address: (&str, &str)) {
    check_alias_list(check, aliases, address, |check, alias| {
        check_one_uri(check, alias);
    });
}

fn check_alias_list(
    check: &mut Checker,
    aliases: &[String],
    (name, address): (&str, &str),
    check_one: impl Fn(&mut Checker, &String),
) {
    check.at_most("aliases", aliases, ALIASES_MAX);
    if address.is_empty() && !aliases.is_empty() {
        check.report_at(
            "aliases",
            format!("needs {name}, of which they are aliases"),
        );
    }
    check.list("aliases", aliases, check_one);
}
