//! Character 4-grams: they are shared by words that are spelled or inflected otherwise.

use super::{
    bounds::{TEXT_BYTES_MAX, beginning},
    fold,
};

/// How many characters a gram has.
const LENGTH: usize = 4;

/// The grams of a text, as hashes, in the order in which they stand. Words are in lower case
/// and without accents; between two words there is one space.
pub fn grams(text: &str) -> Vec<u32> {
    let lower = fold::lower(beginning(text, TEXT_BYTES_MAX));
    let plain = fold::without_accents(&lower);
    let mut letters = vec![' '];
    for letter in plain.chars() {
        match letter.is_alphanumeric() {
            true => letters.push(letter),
            false if letters.last() != Some(&' ') => letters.push(' '),
            false => {}
        }
    }
    if letters.last() != Some(&' ') {
        letters.push(' ');
    }
    letters.windows(LENGTH).map(hash).collect()
}

/// FNV-1a over the characters: the same on every machine and in every release.
fn hash(gram: &[char]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for letter in gram {
        hash = (hash ^ *letter as u32).wrapping_mul(0x0100_0193);
    }
    // The low bits of a product depend on few bits of what was multiplied.
    hash ^ (hash >> 15)
}
