//! What is known about the negations of a language.

/// How a language negates. All words are in lower case, with plain apostrophes.
pub(super) struct Negations {
    /// Words that negate by themselves.
    pub main: &'static [&'static str],
    /// How further such words begin.
    pub stems: &'static [&'static str],
    /// Whether "n't" negates.
    pub is_contracted: bool,
    /// If there are any, a main word negates only with one of them after it, or with a
    /// further one before it.
    pub particles: &'static [&'static str],
    /// Words that negate unless a negation near them already does.
    pub further: &'static [&'static str],
    /// Main words that are also an answer ("No, ...") or an abbreviation ("No. 10").
    pub answers: &'static [&'static str],
    /// Words before which a negation is none.
    pub not_before: &'static [&'static str],
    /// How many words after the negation these may be ("non è solo").
    pub not_before_reach: usize,
    /// Two words before which a negation is none.
    pub not_before_two: &'static [(&'static str, &'static str)],
    /// Words after which a main word does not negate.
    pub main_not_after: &'static [&'static str],
    /// Words after which a further word does not negate.
    pub further_not_after: &'static [&'static str],
    /// The word "or".
    pub or: &'static str,
    /// Articles, pronouns, auxiliaries and quantifiers: what comes and goes with a negation.
    pub small: &'static [&'static str],
    /// Words of negative meaning.
    pub negative: &'static [&'static str],
    /// How further words of negative meaning begin.
    pub negative_stems: &'static [&'static str],
    /// Prefixes that make a word its opposite.
    pub prefixes: &'static [&'static str],
}
