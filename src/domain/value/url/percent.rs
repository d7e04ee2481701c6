//! Percent-encoding: one spelling for each character [RFC 3986, 6.2.2].

use url::Url;

/// Unifies the percent-encoding of path and query.
pub(super) fn unify(url: &mut Url) {
    let path = unified(url.path());
    if path != url.path() {
        url.set_path(&path);
    }
    if let Some(query) = url.query() {
        let query = unified(query);
        url.set_query(Some(&query));
    }
}

/// Decodes unreserved characters, which mean the same encoded or not, and writes all other
/// codes in upper case.
fn unified(text: &str) -> String {
    let mut unified = String::with_capacity(text.len());
    let mut parts = text.split('%');
    unified.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let code = part.get(..2);
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if is_unreserved(byte) => {
                unified.push(char::from(byte));
                unified.push_str(&part[2..]);
            }
            Some(byte) if is_hexadecimal(&part[..2]) => {
                unified.push_str(&format!("%{byte:02X}"));
                unified.push_str(&part[2..]);
            }
            _ => {
                unified.push('%');
                unified.push_str(part);
            }
        }
    }
    unified
}

/// `from_str_radix` also takes a sign.
fn is_hexadecimal(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_hexdigit())
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Decodes all codes, if the result is text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let code = part.get(..2).filter(|code| is_hexadecimal(code))?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).ok()
}

/// Encodes all characters except unreserved ones and those in `kept`.
pub(super) fn encoded(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_unreserved(byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
