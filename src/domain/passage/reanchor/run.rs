//! Runs: sequences of tokens that both texts have in common.

/// A sequence of consecutive tokens that is in both texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The index of the first token in the old text.
    pub old: usize,
    /// The index of the first token in the new text.
    pub new: usize,
    /// The number of tokens.
    pub length: usize,
}

impl Run {
    /// The index after the last token in the old text.
    pub fn old_end(&self) -> usize {
        self.old + self.length
    }

    /// The index after the last token in the new text.
    pub fn new_end(&self) -> usize {
        self.new + self.length
    }
}

/// A range of each text, which are aligned with each other.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    /// The range of old tokens.
    pub old: (usize, usize),
    /// The range of new tokens.
    pub new: (usize, usize),
}
