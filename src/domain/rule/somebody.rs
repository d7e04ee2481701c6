//! What speaks against two sources of an article being the same person or organization.

use std::collections::BTreeSet;

use crate::domain::{
    resource::{Appearance, Article, SourceId},
    value::identity::caseless_text,
};

/// What appearances print for a source.
pub fn printed_names<'a>(
    appearances: impl Iterator<Item = &'a Appearance>,
    source: SourceId,
) -> Vec<String> {
    let chains = appearances.flat_map(|it| &it.printing.chains);
    let hops = chains.flat_map(|chain| &chain.hops);
    let hops = hops.filter(|hop| hop.source == source && !hop.printed_name.is_empty());
    let mut names: Vec<String> = hops.map(|hop| caseless_text(&hop.printed_name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether two lists of printed names can be of one source: a name of one list has all words of
/// one of the other. A list without names says nothing.
pub fn are_printed_alike(names: Vec<String>, others: Vec<String>) -> bool {
    let has_all = |one: &str, other: &str| {
        let mut words = other.split_whitespace();
        words.all(|word| one.split_whitespace().any(|it| it == word))
    };
    let is_alike = |name: &String| {
        let mut others = others.iter();
        others.any(|other| has_all(name, other) || has_all(other, name))
    };
    names.is_empty() || others.is_empty() || names.iter().any(is_alike)
}

/// Whether no bylines of two articles say that two sources have different parts in the work.
pub fn has_same_role(
    (stored, one): (&Article, SourceId),
    (given, other): (&Article, SourceId),
) -> bool {
    let roles = |article: &Article, source: SourceId| {
        let bylines = article.bylines.iter();
        let bylines = bylines.filter(|it| it.source == Some(source) && !it.role.is_empty());
        let roles = bylines.map(|it| caseless_text(&it.role));
        roles.collect::<BTreeSet<String>>()
    };
    let (stored, given) = (roles(stored, one), roles(given, other));
    stored.is_empty() || given.is_empty() || !stored.is_disjoint(&given)
}
