//! The units and groups that a language has words for and that are not read.

/// The words of one language.
pub(super) struct Measures {
    /// Words that are units or groups and nothing else. They are refused in every language,
    /// because a text borrows them: "500 hanegadas" is printed in English too.
    pub alone: &'static str,
    /// Words that name other things as well ("chains", "Morgen"). They are refused right after
    /// the number, and read after another noun: "50 restaurant chains".
    pub shared: &'static str,
    /// Adjectives between a number and a unit: "five Scottish miles".
    pub adjectives: &'static str,
}
