//! The places of each spelling in a text.

use super::tokens::Tokens;

/// For each spelling, its places in a text.
pub(crate) struct Places {
    /// For each spelling, where its places begin in `tokens`.
    starts: Vec<usize>,
    /// The indexes of the tokens, by spelling and in order.
    tokens: Vec<usize>,
}

impl Places {
    /// Finds the places of all spellings in a text.
    pub fn new(tokens: &Tokens, spellings: u32) -> Self {
        let mut starts = vec![0; spellings as usize + 2];
        for spelling in &tokens.spellings {
            starts[spelling.0 as usize + 2] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut ordered = vec![0; tokens.len()];
        for (index, spelling) in tokens.spellings.iter().enumerate() {
            let next = &mut starts[spelling.0 as usize + 1];
            ordered[*next] = index;
            *next += 1;
        }
        Self {
            starts,
            tokens: ordered,
        }
    }

    /// The places of a spelling, in order.
    pub fn of(&self, spelling: u32) -> &[usize] {
        let spelling = spelling as usize;
        &self.tokens[self.starts[spelling]..self.starts[spelling + 1]]
    }
}
