//! The prefixes of words that are searched in one part.

use crate::index::claims::Part;

/// What stands in front of a word that is searched in one part.
const PREFIXES: &[(&str, Part)] = &[
    ("entity", Part::Entity),
    ("subject", Part::Subject),
    ("about", Part::Subject),
    ("tag", Part::Tag),
    ("headline", Part::Headline),
    ("byline", Part::Byline),
];

/// The prefix of a part.
pub(super) fn prefix(part: Part) -> &'static str {
    let known = PREFIXES.iter().find(|(_, it)| *it == part);
    known.map_or("", |(prefix, _)| *prefix)
}

/// A prefix as it is written here, and its part.
pub(super) fn known(prefix: &str) -> Option<(&'static str, Part)> {
    let known = PREFIXES
        .iter()
        .find(|(it, _)| it.eq_ignore_ascii_case(prefix));
    known.copied()
}
