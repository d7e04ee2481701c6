//! Hosts that serve the same pages.

use url::{Host, Url};

/// The labels that a site puts before its name for the same pages. `www.` is dropped before
/// every name; the others only before a name that somebody registered, because `m.co.uk` and
/// `amp.github.io` are sites of their own.
const SAME_SITE_LABELS: &[&str] = &["m", "mobile", "amp"];

/// Hosts that begin with such a label, and are other sites than those without it.
const OTHER_SITES: &[&str] = &["mobile.asda.com", "mobile.free.fr", "mobile.yahoo.com"];

/// Sites where the label before the name is somebody's own site, whatever it says.
const SITES_OF_MEMBERS: &[&str] = &[
    "bandcamp.com",
    "deviantart.com",
    "fandom.com",
    "itch.io",
    "livejournal.com",
    "medium.com",
    "over-blog.com",
    "slack.com",
    "substack.com",
    "tripod.com",
    "tumblr.com",
    "typepad.com",
    "wordpress.com",
];

/// Hosts that serve the same pages under the same paths as another host.
const ALIASES: &[(&str, &str)] = &[
    ("archive.fo", "archive.today"),
    ("archive.is", "archive.today"),
    ("archive.li", "archive.today"),
    ("archive.md", "archive.today"),
    ("archive.ph", "archive.today"),
    ("archive.vn", "archive.today"),
    ("be-x-old.wikipedia.org", "be-tarask.wikipedia.org"),
    ("cz.wikipedia.org", "cs.wikipedia.org"),
    ("dk.wikipedia.org", "da.wikipedia.org"),
    ("dx.doi.org", "doi.org"),
    ("epo.wikipedia.org", "eo.wikipedia.org"),
    ("jp.wikipedia.org", "ja.wikipedia.org"),
    ("nb.wikipedia.org", "no.wikipedia.org"),
    ("new.reddit.com", "reddit.com"),
    ("old.reddit.com", "reddit.com"),
    ("telegram.me", "t.me"),
    ("touch.facebook.com", "facebook.com"),
    ("twitter.com", "x.com"),
    ("web.facebook.com", "facebook.com"),
    ("youtube-nocookie.com", "youtube.com"),
];

/// Sites whose hosts name a language first and the mobile form second: `en.m.wikipedia.org`.
const LANGUAGE_FIRST: &[&str] = &[
    "wikibooks.org",
    "wikimedia.org",
    "wikinews.org",
    "wikipedia.org",
    "wikiquote.org",
    "wikisource.org",
    "wikiversity.org",
    "wikivoyage.org",
    "wiktionary.org",
];

/// Unifies the scheme and the host of a URL.
pub(super) fn unify(url: &mut Url) {
    // Both schemes take every URL of the other one, so this does not fail. The port is
    // dropped if it is the default of https.
    let _ = url.set_scheme("https");
    let Some(Host::Domain(host)) = url.host() else {
        return;
    };
    let rooted = host.strip_suffix('.');
    let host = rooted.filter(|it| !it.ends_with('.')).unwrap_or(host);
    let host = main_host(host);
    if url.host_str() != Some(host.as_str()) {
        let _ = url.set_host(Some(&host));
    }
}

fn main_host(host: &str) -> String {
    let mut host = host.to_owned();
    while let Some(rest) = without_label(&host) {
        host = rest.to_owned();
    }
    for site in LANGUAGE_FIRST {
        let language = host.strip_suffix(site);
        if let Some(language) = language.and_then(|it| it.strip_suffix(".m.")) {
            // Nobody writes it twice, but then the host without one would have a shorter form itself.
            let language = language.trim_end_matches(".m");
            host = format!("{language}.{site}");
            break;
        }
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == host);
    alias.map_or(host, |(_, main)| (*main).to_owned())
}

/// The host without its first label, if it serves the same pages.
fn without_label(host: &str) -> Option<&str> {
    let (label, rest) = host.split_once('.')?;
    let is_same = match label {
        "www" => rest.contains('.'),
        _ => {
            SAME_SITE_LABELS.contains(&label)
                && !OTHER_SITES.contains(&host)
                && !SITES_OF_MEMBERS.contains(&rest)
                && psl::domain_str(rest).is_some()
        }
    };
    is_same.then_some(rest)
}
