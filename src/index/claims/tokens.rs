//! Tokens on their way into the index. Tantivy takes texts, and splits them by itself; these are
//! split already, and are given as one text from which the tokens are read again. Each is its
//! place and its length in bytes, in decimal digits, each followed by a space, and its letters.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name by which fields name [`Tokens`].
pub(super) const TOKENS: &str = "tokens";

/// Tokens as one text, in any order of their places.
pub(super) fn joined<'a>(tokens: impl Iterator<Item = (usize, &'a str)>) -> String {
    let mut joined = String::new();
    for (place, token) in tokens {
        push_number(&mut joined, place);
        joined.push(' ');
        push_number(&mut joined, token.len());
        joined.push(' ');
        joined.push_str(token);
    }
    joined
}

/// Appends a number in decimal digits. There are two for each token, and to format them took longer
/// than all the rest.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Reads tokens from what [`joined`] made.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens(Token);

/// The tokens of a text that are still to be read.
#[derive(Debug)]
pub(super) struct Rest<'a> {
    token: &'a mut Token,
    text: &'a str,
}

impl Tokenizer for Tokens {
    type TokenStream<'a> = Rest<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Rest<'a> {
        Rest {
            token: &mut self.0,
            text,
        }
    }
}

impl<'a> Rest<'a> {
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let (place, rest) = self.text.split_once(' ')?;
        let (length, rest) = rest.split_once(' ')?;
        let (token, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.text = rest;
        Some((place.parse().ok()?, token))
    }
}

impl TokenStream for Rest<'_> {
    fn advance(&mut self) -> bool {
        let Some((place, text)) = self.next() else {
            return false;
        };
        self.token.position = place;
        self.token.position_length = 1;
        self.token.text.clear();
        self.token.text.push_str(text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_they_were_joined() {
        let given = [
            (0, "boat"),
            (0, "boats"),
            (1, ""),
            (7, "12 3 x"),
            (100, "großer Bär"),
            (5, "\n"),
        ];
        let joined = joined(given.into_iter());
        let mut tokens = Tokens::default();
        let mut rest = tokens.token_stream(&joined);
        let mut read = Vec::new();
        while rest.advance() {
            read.push((rest.token().position, rest.token().text.clone()));
        }
        assert_eq!(read, given.map(|(place, text)| (place, text.to_owned())));
    }
}
