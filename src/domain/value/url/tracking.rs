//! Query parameters that say where a reader came from, and do not change the page.
//!
//! They are listed, with their source and its date, in `tracking_parameters.txt`. A parameter
//! is listed for all sites only if no site is known to choose its page by it, or with values
//! that do not. So `ref`, `source`, `cid`, `id`, `p` and the like are not.

use std::{collections::HashMap, sync::LazyLock};

use url::Url;

const LIST: &str = include_str!("tracking_parameters.txt");

/// Every site, in the list.
const EVERYWHERE: &str = "*";

/// Names that are listed for some sites, or for all.
#[derive(Default)]
struct Tracking {
    /// The rules for each name, in lower case.
    names: HashMap<String, Vec<Rule>>,
    /// The rules for names that begin with a text, and that text.
    prefixes: Vec<(&'static str, Rule)>,
}

/// When a parameter with a listed name is for tracking.
struct Rule {
    site: &'static str,
    /// The name in the only case in which it is listed.
    cased: Option<&'static str>,
    /// The only value with which it is listed.
    value: Option<&'static str>,
}

static TRACKING: LazyLock<Tracking> = LazyLock::new(|| {
    let mut tracking = Tracking::default();
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut words = line.split_whitespace();
        let Some(site) = words.next() else { continue };
        words.for_each(|entry| tracking.add(site, entry));
    }
    tracking
});

impl Tracking {
    fn add(&mut self, site: &'static str, entry: &'static str) {
        let (name, value) = match entry.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (entry, None),
        };
        let is_cased = name.contains(|c: char| c.is_ascii_uppercase());
        let rule = Rule {
            site,
            cased: is_cased.then_some(name),
            value,
        };
        match name.strip_suffix('*') {
            Some(prefix) => self.prefixes.push((prefix, rule)),
            None => {
                let rules = self.names.entry(name.to_ascii_lowercase());
                rules.or_default().push(rule);
            }
        }
    }

    fn has(&self, host: &str, parameter: &str) -> bool {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let lower = name.to_ascii_lowercase();
        let rules = self.names.get(&lower).into_iter().flatten();
        let prefixes = self.prefixes.iter();
        let prefixes = prefixes.filter(|(prefix, _)| lower.starts_with(prefix));
        let mut rules = rules.chain(prefixes.map(|(_, rule)| rule));
        rules.any(|rule| rule.is_met(host, name, value))
    }
}

impl Rule {
    fn is_met(&self, host: &str, name: &str, value: &str) -> bool {
        let is_everywhere = self.site == EVERYWHERE;
        let is_site = is_everywhere || is_on(host, self.site);
        let is_case = self.cased.is_none_or(|cased| cased == name);
        let is_value = self.value.is_none_or(|listed| {
            // A branch can have any name.
            listed == value && !(is_everywhere && has_branches(host))
        });
        is_site && is_case && is_value
    }
}

/// Removes the tracking parameters, and sorts the others by name. Parameters of one name keep
/// their order, because a page may take the first or the last one.
pub(super) fn remove(url: &mut Url) {
    let query = url.query().and_then(|query| {
        let host = url.host_str().unwrap_or_default();
        let parameters = query.split('&');
        let mut kept: Vec<&str> = parameters
            .filter(|parameter| !parameter.is_empty() && !TRACKING.has(host, parameter))
            .collect();
        kept.sort_by_key(|parameter| name(parameter));
        (!kept.is_empty()).then(|| kept.join("&"))
    });
    url.set_query(query.as_deref());
}

/// The name of a parameter.
pub(super) fn name(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or(parameter)
}

/// Whether a host is that of a site, or below it.
fn is_on(host: &str, site: &str) -> bool {
    let rest = host.strip_suffix(site);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Hosts of source code on which `ref` names a branch, beside those that are called git.
const CODE_SITES: &[&str] = &["bitbucket.org", "codeberg.org", "sr.ht"];

fn has_branches(host: &str) -> bool {
    host.split('.').any(|label| label.contains("git"))
        || CODE_SITES.iter().any(|site| is_on(host, site))
}

#[cfg(test)]
mod tests;
