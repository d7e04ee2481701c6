//! Whether a word is a number, or a part of one, in any of the languages that are read.

use super::{english, french, german, italian, spanish, token};

/// Whether a word is a number, or a part of one, in any of the languages.
pub fn is_number_word(word: &str) -> bool {
    let word = token::folded(word);
    ["hundred", "cientos"].contains(&word.as_str())
        || english::is_number_word(&word)
        || french::is_number_word(&word)
        || german::is_number_word(&word)
        || italian::is_number(&word)
        || spanish::is_number_word(&word)
}
