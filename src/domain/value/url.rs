//! URLs: which ones are accepted, and the canonical form in which they are compared.
//!
//! The canonical form only drops what never changes the meaning of a URL. It makes no
//! guess about `www.`, a trailing slash or the case of a path, because each site decides
//! what those mean.

use url::Url;

use super::violation::Checker;

/// The longest URL, in bytes.
pub const URL_BYTES_MAX: usize = 2048;

/// Query parameters for tracking. They tell where a reader came from, and do not change
/// the page.
const TRACKING: &[&str] = &[
    "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igshid", "mc_cid", "mc_eid", "mkt_tok",
    "msclkid", "ttclid", "twclid", "wbraid", "yclid", "_ga", "_gl",
];
const TRACKING_PREFIX: &str = "utm_";

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
    if text.len() > URL_BYTES_MAX {
        return Err(NotAUrl::TooLong);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NotAUrl::Malformed("it holds white space".to_owned()));
    }
    let mut url = Url::parse(text).map_err(|error| NotAUrl::Malformed(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(NotAUrl::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NotAUrl::Credentials);
    }
    url.set_fragment(None);
    let query = url.query().and_then(canonical_query);
    url.set_query(query.as_deref());
    let canonical = String::from(url);
    if canonical.len() > URL_BYTES_MAX {
        return Err(NotAUrl::EncodedTooLong);
    }
    Ok(canonical)
}

fn canonical_query(query: &str) -> Option<String> {
    let mut parameters: Vec<&str> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty() && !is_tracking(parameter))
        .collect();
    parameters.sort_unstable();
    (!parameters.is_empty()).then(|| parameters.join("&"))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter);
    let name = name.to_ascii_lowercase();
    name.starts_with(TRACKING_PREFIX) || TRACKING.contains(&name.as_str())
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
    if uri.is_empty() {
        return;
    }
    if uri.len() > URL_BYTES_MAX {
        check.report_at(name, NotAUrl::TooLong.to_string());
    } else if uri.chars().any(|c| c.is_whitespace() || c.is_control()) {
        check.report_at(name, "holds white space or control characters");
    } else if let Err(error) = Url::parse(uri) {
        check.report_at(name, format!("is not an absolute URI: {error}"));
    }
}

/// The most URLs in a `same_as`.
pub const SAME_AS_MAX: usize = 16;

/// Reports a `same_as` that has too many URLs, and each URL in it that is not accepted
/// or is there twice.
pub fn check_same_as(check: &mut Checker, urls: &[String]) {
    check.at_most("same_as", urls, SAME_AS_MAX);
    let mut seen = std::collections::HashMap::new();
    check.field("same_as", |check| {
        for (index, url) in urls.iter().enumerate() {
            check.element(index, |check| match canonical(url) {
                Err(error) => check.report(error.to_string()),
                Ok(canonical) => {
                    if let Some(first) = seen.insert(canonical, index) {
                        check.report(format!("is the same as element {first}"));
                    }
                }
            });
        }
    });
}

/// The canonical forms of URLs that were checked before.
pub fn canonical_all(urls: &[String]) -> Vec<String> {
    urls.iter().filter_map(|url| canonical(url).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_without_a_meaning_are_unified() {
        for (given, expected) in [
            ("HTTPS://News.Example:443/A/b", "https://news.example/A/b"),
            ("http://news.example", "http://news.example/"),
            ("https://news.example/a#top", "https://news.example/a"),
            (
                "https://news.example/a?b=2&utm_source=x&a=1&FBCLID=9",
                "https://news.example/a?a=1&b=2",
            ),
            ("https://news.example/a?gclid=1", "https://news.example/a"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ] {
            assert_eq!(canonical(given).as_deref(), Ok(expected), "{given}");
        }
    }

    #[test]
    fn canonical_form_is_a_fixed_point() {
        for given in [
            "https://news.example/a?b=%20&a=%C3%A9&a=1",
            "http://[::1]:8080/x/../y?z",
            "https://news.example/?q=a+b&&q=c",
        ] {
            let once = canonical(given).unwrap();
            assert_eq!(canonical(&once), Ok(once.clone()), "{given}");
        }
    }

    #[test]
    fn differences_that_may_have_a_meaning_are_kept() {
        assert_ne!(
            canonical("https://news.example/a/"),
            canonical("https://news.example/a")
        );
        assert_ne!(
            canonical("https://www.news.example/"),
            canonical("https://news.example/")
        );
        assert_ne!(
            canonical("http://news.example/"),
            canonical("https://news.example/")
        );
    }

    #[test]
    fn texts_that_are_not_web_addresses_are_refused() {
        assert_eq!(canonical("ftp://news.example/"), Err(NotAUrl::Scheme));
        assert_eq!(
            canonical("https://me:secret@news.example/"),
            Err(NotAUrl::Credentials)
        );
        for text in ["", "news.example/a", "https://", "https://a b/"] {
            assert!(
                matches!(canonical(text), Err(NotAUrl::Malformed(_))),
                "{text}"
            );
        }
        let long = format!("https://news.example/{}", "a".repeat(URL_BYTES_MAX));
        assert_eq!(canonical(&long), Err(NotAUrl::TooLong));
    }
}
