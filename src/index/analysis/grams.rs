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
    let mut grams = Vec::with_capacity(text.len());
    each(text, |gram| grams.push(gram));
    grams
}

/// Calls `visit` with each of the [`grams`] of a text.
pub fn each(text: &str, visit: impl FnMut(u32)) {
    let text = beginning(text, TEXT_BYTES_MAX);
    match text.is_ascii() {
        true => each_of(
            text.bytes().map(|it| char::from(it.to_ascii_lowercase())),
            visit,
        ),
        false => {
            let lower = fold::lower(text);
            each_of(fold::without_accents(&lower).chars(), visit);
        }
    }
}

fn each_of(letters: impl Iterator<Item = char>, mut visit: impl FnMut(u32)) {
    let mut gram = ['\0', '\0', '\0', ' '];
    // Behind the last word there is a space, too.
    for letter in letters.chain([' ']) {
        let letter = match letter.is_alphanumeric() {
            true => letter,
            false if gram[LENGTH - 1] == ' ' => continue,
            false => ' ',
        };
        gram.rotate_left(1);
        gram[LENGTH - 1] = letter;
        if gram[0] != '\0' {
            visit(hash(gram));
        }
    }
}

/// FNV-1a over the characters: the same on every machine and in every release.
fn hash(gram: [char; LENGTH]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for letter in gram {
        hash = (hash ^ letter as u32).wrapping_mul(0x0100_0193);
    }
    // The low bits of a product depend on few bits of what was multiplied.
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::{LENGTH, grams, hash};

    /// The grams of letters that are plain already.
    fn of(plain: &str) -> Vec<u32> {
        let letters: Vec<char> = plain.chars().collect();
        let grams = letters.windows(LENGTH).map(|gram| {
            let gram = <[char; LENGTH]>::try_from(gram).unwrap();
            hash(gram)
        });
        grams.collect()
    }

    #[test]
    fn words_are_in_lower_case_and_apart_by_one_space() {
        assert_eq!(
            grams("“The  Bridge”, it fell!\n"),
            of(" the bridge it fell ")
        );
        assert_eq!(grams("The bridge"), of(" the bridge "));
        assert_eq!(grams("Müller ﬁel"), of(" muller fiel "));
        assert_eq!(grams("\0a\0 b"), of(" a b "));
    }

    #[test]
    fn short_texts_have_few_grams() {
        assert_eq!(grams("ab"), of(" ab "));
        assert_eq!(grams("a").len(), 0);
        assert_eq!(grams(" , ").len(), 0);
        assert_eq!(grams("").len(), 0);
    }
}
