//! Sites on which one page has several addresses.
//!
//! | site | addresses of one page | canonical form |
//! |---|---|---|
//! | YouTube | `youtu.be/ID`, `/embed/ID`, `/live/ID`, `/shorts/ID`, `/v/ID` | `youtube.com/watch?v=ID` |
//! | Wikipedia | `/w/index.php?title=A b`, `/wiki/a%20b` | `/wiki/A_b` |
//! | Wikidata | `/wiki/Q1`, `/wiki/Property:P1`, `/wiki/Lexeme:L1` | `/entity/Q1` |
//! | DOI | `/10.1000/ABC`, `/10.1000%2Fabc` | `/10.1000/abc`: case does not count |
//! | ORCID, GND, ISNI | a final `x`; ISNI also with spaces or hyphens, and without `/isni` | a final `X`; `/isni/` and 16 digits |
//! | VIAF | `/en/viaf/1` | `/viaf/1` |

use url::Url;

use super::percent::{decoded, encoded};

/// Unifies the path and the query of a URL whose other parts are in canonical form.
pub(super) fn unify(url: &mut Url) {
    let Some(host) = url.host_str().map(str::to_owned) else {
        return;
    };
    match host.as_str() {
        "youtu.be" | "youtube.com" => youtube(url, &host),
        "wikidata.org" => set_path_if_no_query(url, wikidata),
        "doi.org" => set_path_if_no_query(url, doi),
        "orcid.org" => set_path_if_no_query(url, |path| {
            let id = path.trim_end_matches('/');
            is_code(&id.replace('-', ""), 16).then(|| id.to_ascii_uppercase())
        }),
        "d-nb.info" => set_path_if_no_query(url, |path| {
            let id = path.strip_prefix("gnd/")?.trim_end_matches('/');
            is_gnd(id).then(|| format!("gnd/{}", id.to_ascii_uppercase()))
        }),
        "viaf.org" => set_path_if_no_query(url, viaf),
        "isni.org" => set_path_if_no_query(url, isni),
        host if host.ends_with(".wikipedia.org") => wikipedia(url),
        _ => {}
    }
}

/// Sets the path to what `unified` makes of it, without its first slash. A query can change
/// the page.
fn set_path_if_no_query(url: &mut Url, unified: impl Fn(&str) -> Option<String>) {
    if url.query().is_some() {
        return;
    }
    if let Some(path) = unified(url.path().trim_start_matches('/')) {
        url.set_path(&path);
    }
}

/// The paths of embedded players that are not those of a video.
const NOT_VIDEOS: &[&str] = &["videoseries", "live_stream"];

fn youtube(url: &mut Url, host: &str) {
    let path = url.path().trim_end_matches('/').to_owned();
    let video = match host {
        "youtu.be" => path.strip_prefix('/'),
        _ => ["/embed/", "/live/", "/shorts/", "/v/"]
            .iter()
            .find_map(|kind| path.strip_prefix(kind)),
    };
    let Some(video) = video.filter(|id| is_video(id)) else {
        return;
    };
    let _ = url.set_host(Some("youtube.com"));
    url.set_path("/watch");
    let of_video = format!("v={video}");
    let mut parameters: Vec<&str> = url.query().map_or(Vec::new(), |it| it.split('&').collect());
    parameters.push(&of_video);
    parameters.sort_unstable();
    let query = parameters.join("&");
    url.set_query(Some(&query));
}

fn is_video(id: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    id.len() == 11 && id.bytes().all(is_known) && !NOT_VIDEOS.contains(&id)
}

fn wikipedia(url: &mut Url) {
    let title = match (url.path(), url.query()) {
        ("/w/index.php", Some(query)) => match query.strip_prefix("title=") {
            Some(title) if !title.contains('&') => title.replace('+', "_"),
            _ => return,
        },
        (path, None) => match path.strip_prefix("/wiki/") {
            Some(title) => title.to_owned(),
            None => return,
        },
        _ => return,
    };
    let title = title.replace("%20", "_");
    let first = title.get(..1).unwrap_or_default().to_ascii_uppercase();
    let rest = title.get(1..).unwrap_or(&title);
    let path = format!("/wiki/{first}{rest}");
    url.set_query(None);
    url.set_path(&path);
}

fn wikidata(path: &str) -> Option<String> {
    let id = match path.trim_end_matches('/').split_once('/')? {
        ("entity", id) => id,
        ("wiki", page) => {
            let page = page.strip_prefix("Property:").unwrap_or(page);
            page.strip_prefix("Lexeme:").unwrap_or(page)
        }
        _ => return None,
    };
    let id = id.to_ascii_uppercase();
    let number = id.strip_prefix(['Q', 'P', 'L'])?;
    is_number(number).then(|| format!("entity/{id}"))
}

/// What a DOI may have unencoded in the path of a URL.
const DOI_KEPT: &[u8] = b"/:;()!$&'*+,=@";

fn doi(path: &str) -> Option<String> {
    let doi = decoded(path)?;
    let (prefix, suffix) = doi.strip_prefix("10.")?.split_once('/')?;
    let is_prefix = prefix.split('.').all(|it| !it.is_empty())
        && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_prefix && !suffix.is_empty()).then(|| encoded(&doi.to_ascii_lowercase(), DOI_KEPT))
}

fn viaf(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let number = match parts[..] {
        ["viaf", number] => number,
        [language, "viaf", number] if language.len() == 2 => number,
        _ => return None,
    };
    is_number(number).then(|| format!("viaf/{number}"))
}

fn isni(path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let code = path.strip_prefix("isni/").unwrap_or(path);
    let code = code.replace("%20", "").replace('-', "");
    is_code(&code, 16).then(|| format!("isni/{}", code.to_ascii_uppercase()))
}

/// Whether a text is a positive number in its usual form.
fn is_number(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is digits, of which the last can be an X.
fn is_code(text: &str, length: usize) -> bool {
    let digits = text.strip_suffix(['x', 'X']).unwrap_or(text);
    text.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is an id of the GND: digits with at most one hyphen, and a check digit.
fn is_gnd(text: &str) -> bool {
    let code = text.replacen('-', "", 1);
    (2..=12).contains(&code.len()) && is_code(&code, code.len())
}
