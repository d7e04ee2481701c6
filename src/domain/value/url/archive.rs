//! Copies of pages in archives and caches: whose addresses contain that of the original.

use url::Url;

/// Archives that run the Wayback software, with the path before the time of the copy. What
/// follows is the address of the original.
const WAYBACK: &[(&str, &str)] = &[
    ("arquivo.pt", "/wayback/"),
    ("wayback.archive.org", "/web/"),
    ("web.archive.org", "/web/"),
    ("webarchive.loc.gov", "/all/"),
    ("webarchive.nationalarchives.gov.uk", "/ukgwa/"),
    ("webarchive.org.uk", "/wayback/archive/"),
];

/// What a Wayback archive appends to the time, to say how the copy is shown.
const WAYBACK_SUFFIXES: &[&str] = &["", "cs_", "fw_", "id_", "if_", "im_", "js_", "mp_", "oe_"];

/// The address of the original, if the URL is that of a copy. The host of the URL is in
/// canonical form.
pub(super) fn original(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let path = url.path();
    let wayback = WAYBACK.iter().find(|(archive, _)| *archive == host);
    let target = if let Some((_, before)) = wayback {
        of_wayback(path.strip_prefix(before)?)?
    } else if host == "archive.today" {
        of_archive_today(path)?
    } else if host == "google.com" {
        of_cache(path.strip_prefix("/amp/")?)?
    } else if host.ends_with(".cdn.ampproject.org") {
        let kinds = ["/c/", "/v/", "/wp/"];
        of_cache(kinds.iter().find_map(|kind| path.strip_prefix(kind))?)?
    } else {
        return None;
    };
    let query = url.query().map_or(String::new(), |it| format!("?{it}"));
    let fragment = url.fragment().map_or(String::new(), |it| format!("#{it}"));
    Some(format!("{target}{query}{fragment}"))
}

/// The original after the time of a copy: `20250427101500id_/https://…`.
fn of_wayback(path: &str) -> Option<String> {
    let (time, original) = path.split_once('/')?;
    let suffix = time.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = time.len() - suffix.len();
    let is_copy = (4..=14).contains(&digits) && WAYBACK_SUFFIXES.contains(&suffix);
    is_copy.then(|| address(original)).flatten()
}

/// The original after the time of a copy, as 14 digits or `2025.04.27-101500`, or after
/// `newest`, `oldest` or the code of the copy.
fn of_archive_today(path: &str) -> Option<String> {
    let (first, rest) = path.strip_prefix('/')?.split_once('/')?;
    let original = match first {
        "newest" | "oldest" => rest,
        "o" => rest.split_once('/')?.1,
        _ if is_time(first) => rest,
        _ => return None,
    };
    // A name without a scheme could be a page of the archive.
    has_scheme(original).then(|| address(original)).flatten()
}

fn is_time(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = text.bytes().filter(|byte| !byte.is_ascii_digit());
    digits == 14 && (text.len() == 14 || others.eq(*b"..-"))
}

/// The original in a cache of AMP pages: `s/` stands for https.
fn of_cache(path: &str) -> Option<String> {
    let original = path.strip_prefix("s/").unwrap_or(path);
    let host = original.split('/').next()?;
    host.contains('.').then(|| format!("https://{original}"))
}

fn has_scheme(original: &str) -> bool {
    original.starts_with("http:/") || original.starts_with("https:/")
}

/// The original as an absolute URL. Some servers join the two slashes after the scheme.
fn address(original: &str) -> Option<String> {
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = original.strip_prefix(scheme) {
            let rest = rest.trim_start_matches('/');
            return Some(format!("https://{rest}"));
        }
    }
    let host = original.split('/').next()?;
    let is_host = host.contains('.') && !host.contains(':');
    is_host.then(|| format!("http://{original}"))
}
