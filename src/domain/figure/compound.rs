//! German adjectives of a number and a unit: "zwölfjährig", "dreistündig".
//!
//! They are read as the number and the unit beside each other. A capital in front of a noun makes
//! a name of them: "der Dreißigjährige Krieg" is a war.

use super::{
    german,
    token::{Kind, Token},
};

/// How the units of such adjectives begin, as they are printed and without accents.
const UNITS: [(&str, &str); 6] = [
    ("jährig", "jahrig"),
    ("monatig", "monatig"),
    ("wöchig", "wochig"),
    ("tägig", "tagig"),
    ("stündig", "stundig"),
    ("minütig", "minutig"),
];

/// Splits such adjectives in two tokens.
pub(super) fn split(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let last = tokens.len().saturating_sub(1);
    let mut is_counted = false;
    let parts = tokens.into_iter().enumerate().flat_map(|(at, token)| {
        let printed = &text[token.start..token.end];
        let is_name = at < last && printed.starts_with(char::is_uppercase);
        let is_whole = is_name || is_counted;
        is_counted = counts(&token);
        match parts(printed, &token).filter(|_| !is_whole) {
            Some([number, unit]) => [Some(number), Some(unit)],
            None => [Some(token), None],
        }
    });
    parts.flatten().collect()
}

/// Whether a token counts what follows: "zwei dreitägige Reisen" last six days.
fn counts(token: &Token) -> bool {
    match &token.kind {
        Kind::Number(_) => true,
        Kind::Word(word) => german::is_number(word) && !word.starts_with("ein"),
        Kind::Sign(_) => false,
    }
}

/// The number and the unit of a word.
fn parts(printed: &str, token: &Token) -> Option<[Token; 2]> {
    let Kind::Word(word) = &token.kind else {
        return None;
    };
    UNITS.into_iter().find_map(|(unit, plain)| {
        let (at, in_word) = (printed.rfind(unit)?, word.rfind(plain)?);
        let (number, unit) = word.split_at(in_word);
        let middle = token.start + at;
        let part = |word: &str, start, end, spaced| Token {
            kind: Kind::Word(word.to_owned()),
            start,
            end,
            spaced,
        };
        german::is_number(number).then(|| {
            [
                part(number, token.start, middle, token.spaced),
                part(unit, middle, token.end, false),
            ]
        })
    })
}
