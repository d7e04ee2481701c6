//! The fields that a mapping can fill.

/// The fields. Those of a list can have several values in one cell.
pub const FIELDS: &[(&str, Holds)] = &[
    ("statement", Holds::One),
    ("language", Holds::One),
    ("type", Holds::One),
    ("subject", Holds::One),
    ("predicate", Holds::One),
    ("object", Holds::One),
    ("entities", Holds::List),
    ("places", Holds::List),
    ("tags", Holds::List),
    ("note", Holds::One),
    ("quantity.printed", Holds::One),
    ("quantity.measure", Holds::One),
    ("quantity.number_locale", Holds::One),
    ("quantity.unit", Holds::One),
    ("quantity.currency", Holds::One),
    ("quantity.counted", Holds::One),
    ("period.from", Holds::One),
    ("period.through", Holds::One),
    ("period.end", Holds::One),
    ("origin.kind", Holds::One),
    ("origin.name", Holds::One),
    ("origin.version", Holds::One),
    ("review.author", Holds::One),
    ("review.url", Holds::One),
    ("review.date", Holds::One),
    ("review.label", Holds::One),
    ("review.rating", Holds::One),
    ("review.best", Holds::One),
    ("review.worst", Holds::One),
    ("review.verdict", Holds::One),
    ("review.explanation", Holds::One),
    ("review.evidence", Holds::List),
    ("article.uri", Holds::One),
    ("article.headline", Holds::One),
    ("article.body", Holds::One),
    ("article.language", Holds::One),
    ("article.number_locale", Holds::One),
    ("article.published", Holds::One),
    ("article.section", Holds::One),
    ("appearance.words", Holds::One),
    ("appearance.part", Holds::One),
    ("source.name", Holds::One),
    ("source.kind", Holds::One),
    ("source.url", Holds::One),
    ("source.same_as", Holds::List),
    ("source.stance", Holds::One),
    ("source.said", Holds::One),
];

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One value.
    One,
    /// Any number of values.
    List,
}

/// What a field holds; `None` if there is no such field.
pub fn holds(field: &str) -> Option<Holds> {
    let found = FIELDS.iter().find(|(name, _)| *name == field);
    found.map(|(_, holds)| *holds)
}
