//! Addresses in a document. Relative ones are resolved where it is certain against what.

use url::{ParseError, Url};

use crate::domain::value::url::canonical;

/// An absolute address that the contract accepts. The error says why there is none.
pub fn absolute(address: &str, base: Option<&str>) -> Result<String, String> {
    let address = address.trim();
    if address.contains(char::is_whitespace) {
        return Err("is not a url: it has white space".to_owned());
    }
    if let Some(address) = resolved(address, base)? {
        canonical(&address).map_err(|error| error.to_string())?;
        return Ok(address);
    }
    match canonical(address) {
        Ok(_) => Ok(address.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A relative address as an absolute one. `None` if it is not relative.
fn resolved(address: &str, base: Option<&str>) -> Result<Option<String>, String> {
    let is_relative = address.starts_with(['/', '?', '#'])
        || address.starts_with("./")
        || address.starts_with("../");
    if !is_relative {
        let has_scheme = Url::parse(address) != Err(ParseError::RelativeUrlWithoutBase);
        return match has_scheme {
            true => Ok(None),
            // "example.org/a" can be a host or a path.
            false => Err("is not an absolute url: it has no scheme such as https".to_owned()),
        };
    }
    let no_base = || "is relative, and the document has no url of its own".to_owned();
    let base = Url::parse(base.ok_or_else(no_base)?).map_err(|_| no_base())?;
    let joined = base.join(address).map_err(|error| error.to_string())?;
    Ok(Some(joined.to_string()))
}

/// Whether a text is meant as an address, and not as a name.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let begins = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(prefix))
    };
    begins("http://") || begins("https://") || begins("www.")
}
