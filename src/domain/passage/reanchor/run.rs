//! Runs: tokens that both texts have one after the other.

/// Tokens that stand in both texts one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The first one in the old text.
    pub old: usize,
    /// The first one in the new text.
    pub new: usize,
    /// How many there are.
    pub length: usize,
}

impl Run {
    /// The old token after the last.
    pub fn old_end(&self) -> usize {
        self.old + self.length
    }

    /// The new token after the last.
    pub fn new_end(&self) -> usize {
        self.new + self.length
    }
}

/// A part of either text that is aligned by itself.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    /// From which old token to which.
    pub old: (usize, usize),
    /// From which new token to which.
    pub new: (usize, usize),
}
