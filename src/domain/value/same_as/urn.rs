//! Identifiers that are not addresses: URNs (RFC 8141), tag URIs (RFC 4151) and names of
//! digests (RFC 6920).

use crate::domain::value::url::URL_BYTES_MAX;

/// The schemes of such identifiers.
const SCHEMES: [&str; 3] = ["urn", "tag", "ni"];

/// The form of such an identifier in which two of them are compared; `None` if it is another
/// one, or has white space or control characters, or nothing behind its scheme.
///
/// The scheme has no letter case, nor has the namespace of a URN, nor all of a UUID. What
/// follows is compared letter by letter.
pub fn canonical(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let is_whole = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    if !SCHEMES.contains(&scheme.as_str()) || !is_whole || text.len() > URL_BYTES_MAX {
        return None;
    }
    if scheme != "urn" {
        return Some(format!("{scheme}:{rest}"));
    }
    let (namespace, own) = rest.split_once(':').filter(|(_, own)| !own.is_empty())?;
    let namespace = namespace.to_ascii_lowercase();
    Some(match namespace.as_str() {
        "uuid" => format!("urn:uuid:{}", own.to_ascii_lowercase()),
        namespace => format!("urn:{namespace}:{own}"),
    })
}
