//! The tokenizer for printed dates: numbers, words and signs.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A token of the text.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Digits, a word in lower case without accents, or one sign. An elided word keeps its
    /// apostrophe (`dell'`). Variants of dashes are unified.
    pub text: String,
    /// Whether white space is before it.
    pub spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Word,
    Sign,
}

/// Splits a text into tokens.
pub(super) fn split(text: &str) -> Vec<Token> {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let mut tokens: Vec<Token> = Vec::new();
    let mut spaced = true;
    for c in decomposed.chars().filter(|c| !is_mark(*c)).map(unified) {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let kind = kind(c);
        let lower = c.to_lowercase();
        match tokens.last_mut() {
            Some(last) if !spaced && last.takes(kind, c) => last.text.extend(lower),
            _ => tokens.push(Token {
                kind,
                text: lower.collect(),
                spaced,
            }),
        }
        spaced = false;
    }
    tokens
}

impl Token {
    /// Whether a character without white space before it continues the token.
    fn takes(&self, kind: Kind, c: char) -> bool {
        match self.kind {
            Kind::Number => kind == Kind::Number,
            Kind::Word => !self.text.ends_with('\'') && (kind == Kind::Word || c == '\''),
            Kind::Sign => false,
        }
    }

    /// Its digits, if it is a number with so many.
    pub(super) fn digits(&self, count: std::ops::RangeInclusive<usize>) -> Option<&str> {
        let is_number = self.kind == Kind::Number && count.contains(&self.text.len());
        is_number.then_some(self.text.as_str())
    }
}

fn kind(c: char) -> Kind {
    // Digits of other scripts are signs, and no sign is read that is not expected.
    if c.is_ascii_digit() {
        Kind::Number
    } else if c.is_alphabetic() || c == '°' {
        Kind::Word
    } else {
        Kind::Sign
    }
}

/// Whether a character is an accent, or is invisible.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
    )
}

fn unified(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '′' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        'º' => '°',
        other => other,
    }
}
