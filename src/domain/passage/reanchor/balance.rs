//! Quotation marks and brackets: whether words begin or end inside of them.

/// The quotation marks and brackets of some words that have no partner in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    /// For each kind of brackets, those that close what was opened before the words, and
    /// those that are left open.
    brackets: [(u32, u32); BRACKETS.len()],
    /// Whether the number of double quotation marks is odd.
    is_odd: bool,
    /// The same as for brackets, for curly quotation marks.
    curly: (u32, u32),
    /// Whether the curly marks open and close as in English, and no others are among them.
    is_curly: bool,
}

const BRACKETS: [(char, char); 5] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('（', '）'),
    ('「', '」'),
];

impl Balance {
    /// The balance of some words.
    pub fn of(words: &str) -> Self {
        let mut balance = Self {
            is_curly: true,
            ..Self::default()
        };
        for c in words.chars() {
            for (open, &(opening, closing)) in balance.brackets.iter_mut().zip(&BRACKETS) {
                count(open, c, opening, closing);
            }
            count(&mut balance.curly, c, '“', '”');
            if matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»') {
                balance.is_odd = !balance.is_odd;
                balance.is_curly &= matches!(c, '“' | '”');
            }
        }
        balance
    }

    /// Whether other words begin and end inside the same marks.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_curly = self.is_curly && other.is_curly;
        self.brackets == other.brackets
            && self.is_odd == other.is_odd
            && (!is_curly || self.curly == other.curly)
    }
}

fn count((closed, opened): &mut (u32, u32), c: char, opening: char, closing: char) {
    if c == opening {
        *opened += 1;
    } else if c == closing {
        match *opened {
            0 => *closed += 1,
            _ => *opened -= 1,
        }
    }
}

/// Whether a mark only opens something, so that no words end with it.
pub(crate) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '|' | '=' | '„' | '（' | '「')
}

/// Whether a mark only closes something, so that no words begin with it.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>' | '|' | '=' | '”' | '）' | '」')
}
