//! Forms of the same word.

use super::germanic::IRREGULAR;

/// Whether two words may be forms of the same word.
pub(crate) fn is_inflected(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    let shorter = a_length.min(b_length);
    let other_letters = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    let has_other_vowel = a_length == b_length && common > 0 && other_letters == 1;
    common >= 3
        || (common == 2 && shorter <= 4)
        || has_other_vowel
        || IRREGULAR.contains(&(a, b))
        || IRREGULAR.contains(&(b, a))
}
