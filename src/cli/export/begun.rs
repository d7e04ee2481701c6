//! The options with which an export was begun. It goes on with the same ones only: others would
//! make another file of the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The options that decide what is written, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun(BTreeMap<String, String>);

impl Begun {
    /// The options that are given, each with its value.
    pub(super) fn new(options: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Self {
        let given = options.into_iter();
        let given = given.filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Self(given.collect())
    }

    /// How it was begun where that is not as now.
    pub(super) fn others(&self, now: &Self) -> Option<String> {
        let names: BTreeSet<&String> = self.0.keys().chain(now.0.keys()).collect();
        let others = names.into_iter();
        let others = others.filter(|name| self.0.get(*name) != now.0.get(*name));
        let told = others.map(|name| match self.0.get(name).map(String::as_str) {
            Some("") => format!("with {name}"),
            Some(value) => format!("with {name} {value}"),
            None => format!("without {name}"),
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_as_it_was() {
        let begun = |options: &[(&'static str, &str)]| {
            let options = options.iter();
            Begun::new(options.map(|(name, value)| (*name, Some((*value).to_owned()))))
        };
        let first = begun(&[("--format", "data-feed"), ("--live", "")]);
        let other = begun(&[("--base-url", "https://a/"), ("--format", "ninjs")]);
        assert_eq!(
            first.others(&other).unwrap(),
            "without --base-url, with --format data-feed, with --live"
        );
        assert_eq!(first.others(&first), None);
    }
}
