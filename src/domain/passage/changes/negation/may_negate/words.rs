//! The kinds of words beside a statement that may negate it.

/// Such words of a language, in lower case.
pub(crate) struct MayNegate {
    /// Words that nearly negate.
    pub near: &'static [&'static str],
    /// Words that deny a statement.
    pub denials: &'static [&'static str],
    /// Adjectives, adverbs and nouns that say that a statement is not true.
    pub untruths: &'static [&'static str],
    /// Words that say that a statement is true.
    pub affirmations: &'static [&'static str],
    /// What is called true or not true, and adverbs beside that.
    pub statements: &'static [&'static str],
    /// How a clause begins that says something of the clause before it.
    pub relatives: &'static [&'static str],
    /// The word for "that".
    pub that: &'static [&'static str],
    /// Verbs whose infinitive did not happen, and the word before that.
    pub failures: (&'static [&'static str], &'static str),
    /// The words for "yes" and "no" as an answer.
    pub answers: (&'static str, &'static str),
}

impl MayNegate {
    /// The words that only come and go with a denial.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        let all = self.near.iter().chain(self.denials);
        let all = all.chain(self.affirmations).chain(self.relatives);
        let all = all.chain(self.untruths).chain(self.statements);
        all.chain(self.that).copied()
    }
}
