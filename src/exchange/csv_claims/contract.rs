//! Which field of a mapping fills a field of the bundle that a row becomes.

use super::fields::FIELDS;

/// Paths in the bundle, and what their fields are called in a mapping. The first one that begins
/// a path counts.
const CALLED: &[(&str, &str)] = &[
    ("claims[].claim.quantities[].", "quantity."),
    ("claims[].claim.", ""),
    ("claims[].reviews[].rating.value", "review.rating"),
    ("claims[].reviews[].rating.", "review."),
    ("claims[].reviews[].review_time", "review.date"),
    ("claims[].reviews[].", "review."),
    ("claims[].appearances[].anchors[].exact", "appearance.words"),
    ("claims[].appearances[].anchors[].", "appearance."),
    ("claims[].appearances[].chains[].hops[].", "source."),
    ("article.date_published", "article.published"),
];

/// The field of a mapping that fills this field of the bundle, if it can be told.
pub fn field(path: &str) -> Option<&'static str> {
    let mut plain = String::new();
    let mut is_index = false;
    for c in path.chars() {
        match c {
            '[' => is_index = true,
            ']' => is_index = false,
            _ if is_index => continue,
            _ => {}
        }
        plain.push(c);
    }
    let called = CALLED.iter();
    let mut called = called.filter_map(|(begin, called)| {
        let rest = plain.strip_prefix(begin)?;
        Some(format!("{called}{rest}"))
    });
    let name = called.next().unwrap_or(plain);
    // Of an element of a list, or of a part of a field, the field is told.
    let beginnings = name.match_indices(['.', '[']).map(|(at, _)| at);
    let mut beginnings: Vec<&str> = beginnings.filter_map(|at| name.get(..at)).collect();
    beginnings.push(&name);
    let known = beginnings.into_iter().rev();
    known
        .filter_map(|begin| FIELDS.iter().find(|(field, _)| *field == begin))
        .map(|(field, _)| *field)
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_bundle_is_told_as_the_mapping_calls_it() {
        for (path, expected) in [
            ("claims[0].claim.statement", Some("statement")),
            ("claims[0].claim.tags[3]", Some("tags")),
            ("claims[0].claim.entities[0].name", Some("entities")),
            (
                "claims[0].claim.quantities[0].measure",
                Some("quantity.measure"),
            ),
            ("claims[0].claim.period.from.month", Some("period.from")),
            ("claims[0].claim.origin.kind", Some("origin.kind")),
            ("claims[0].reviews[0].rating.value", Some("review.rating")),
            ("claims[0].reviews[0].rating.best", Some("review.best")),
            ("claims[0].reviews[0].review_time", Some("review.date")),
            ("claims[0].reviews[0].evidence[2]", Some("review.evidence")),
            (
                "claims[0].appearances[0].anchors[0].exact",
                Some("appearance.words"),
            ),
            (
                "claims[0].appearances[0].chains[0].hops[0].said",
                Some("source.said"),
            ),
            ("article.headline", Some("article.headline")),
            ("article.date_published.month", Some("article.published")),
            ("sources[1].source.url", None),
            ("claims[0]", None),
        ] {
            assert_eq!(field(path), expected, "{path}");
        }
    }
}
