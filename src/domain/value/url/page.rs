//! Sites on which one page has several addresses.
//!
//! | site | addresses of one page | canonical form |
//! |---|---|---|
//! | YouTube | `youtu.be/ID`, `/embed/ID`, `/live/ID`, `/shorts/ID`, `/v/ID` | `youtube.com/watch?v=ID` |
//! | Wikipedia | `/w/index.php?title=A b`, `/wiki/a%20b`, `/wiki/_a__b`; also in Unicode NFD | `/wiki/A_b` |
//! | Wikidata | `/wiki/Q1`, `/wiki/Property:P1`, `/wiki/Lexeme:L1` | `/entity/Q1` |
//! | DOI | `/10.1000/ABC`, `/10.1000%2Fabc` | `/10.1000/abc`: case does not count |
//! | ORCID, GND, ISNI | a final `x`; ISNI also with spaces or hyphens, and without `/isni` | a final `X`; `/isni/` and 16 digits |
//! | VIAF | `/en/viaf/1` | `/viaf/1` |
//!
//! On some sites, a slash at the end of a path is a part of a name: in the titles of wikis
//! (`/wiki/`), and in handles, of which DOIs are some.

use icu_normalizer::ComposingNormalizerBorrowed;
use url::Url;

use super::{
    percent::{decoded, encoded},
    tracking::name,
};

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
        host if host.ends_with(".wikipedia.org") => wikipedia(url, !CASED_WIKIS.contains(&host)),
        _ => {}
    }
}

/// Whether a slash at the end of the path is a part of a name.
pub(super) fn needs_final_slash(url: &Url) -> bool {
    let is_handle = matches!(url.host_str(), Some("doi.org" | "hdl.handle.net"));
    let is_title = |path: &str| path.strip_prefix("/wiki/").is_some_and(|it| !it.is_empty());
    is_handle && url.path() != "/" || is_title(url.path())
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
    parameters.sort_by_key(|parameter| name(parameter));
    let query = parameters.join("&");
    url.set_query(Some(&query));
}

fn is_video(id: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    id.len() == 11 && id.bytes().all(is_known) && !NOT_VIDEOS.contains(&id)
}

/// Wikipedias on which the case of the first letter of a title counts.
const CASED_WIKIS: &[&str] = &["jbo.wikipedia.org"];

fn wikipedia(url: &mut Url, capitalizes: bool) {
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
    let Some(title) = decoded(&title) else { return };
    let title = page_title(&title, capitalizes);
    // What is left is not a title, or would be read as another path.
    if title.is_empty() || title.split('/').any(|part| matches!(part, "." | "..")) {
        return;
    }
    url.set_query(None);
    url.set_path(&format!("/wiki/{}", encoded(&title, KEPT)));
}

/// The form that a wiki gives a title: NFC, with one underscore for spaces between words and
/// none around them, and with a capital at its beginning.
fn page_title(title: &str, capitalizes: bool) -> String {
    let title = ComposingNormalizerBorrowed::new_nfc().normalize(title);
    let words = title.split(|c: char| c == '_' || c.is_whitespace());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let title = words.join("_");
    match title.chars().next().filter(|_| capitalizes) {
        Some(first) => format!("{}{}", capital(first), &title[first.len_utf8()..]),
        None => title,
    }
}

/// The capital of a letter, if it is one letter. Wikis keep Georgian letters, which have
/// capitals only in texts that are all capitals.
fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) if !GEORGIAN_CAPITALS.contains(&capital) => capital,
        _ => letter,
    }
}

const GEORGIAN_CAPITALS: std::ops::RangeInclusive<char> = '\u{1c90}'..='\u{1cbf}';

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

/// What a DOI or a title may have unencoded in the path of a URL.
const KEPT: &[u8] = b"/:;()!$&'*+,=@";

fn doi(path: &str) -> Option<String> {
    let doi = decoded(path)?;
    let (prefix, suffix) = doi.strip_prefix("10.")?.split_once('/')?;
    let is_prefix = prefix.split('.').all(|it| !it.is_empty())
        && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_prefix && !suffix.is_empty()).then(|| encoded(&doi.to_ascii_lowercase(), KEPT))
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
