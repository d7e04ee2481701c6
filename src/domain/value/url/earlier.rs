//! The form in which releases before migration 0009 compared URLs.
//!
//! Such releases may still run beside this one, and the columns that they read hold this
//! form. It is finer than the canonical form: what is equal here is equal there.

use url::Url;

/// The tracking parameters that were dropped.
const TRACKING: &[&str] = &[
    "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igshid", "mc_cid", "mc_eid", "mkt_tok",
    "msclkid", "ttclid", "twclid", "wbraid", "yclid", "_ga", "_gl",
];
const TRACKING_PREFIX: &str = "utm_";

/// The earlier form of a URL.
pub(super) fn canonical(mut url: Url) -> String {
    url.set_fragment(None);
    let query = url.query().and_then(canonical_query);
    url.set_query(query.as_deref());
    url.into()
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
