//! Made-up words and names. The frequencies of the words follow Zipf's law, and frequent
//! words are short. The same seed gives the same words everywhere.

use std::collections::BTreeSet;

#[path = "../../tests/support/random.rs"]
mod random;

pub use random::Random;

/// About as many as a newspaper uses in a year.
const WORDS: usize = 20_000;

const ONSETS: &[&str] = &[
    "", "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p",
    "pl", "qu", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "z",
];
const NUCLEI: &[&str] = &[
    "a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "y", "é", "ü",
];
const CODAS: &[&str] = &[
    "", "", "", "", "ck", "l", "m", "n", "nd", "ng", "r", "rt", "s", "st", "t",
];

/// Random numbers that depend on the seed and on a number, and on nothing else.
pub fn random(seed: u64, number: usize) -> Random {
    let number = u64::try_from(number).unwrap();
    let mixed = (seed ^ number.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // The generator does not accept 0.
    let mut random = Random::new((mixed ^ (mixed >> 29)) | 1);
    // Its first numbers are alike for seeds that are alike.
    for _ in 0..16 {
        random.below(2);
    }
    random
}

/// Whether something happens that happens in this many of a hundred cases.
pub fn happens(random: &mut Random, percent: usize) -> bool {
    random.below(100) < percent
}

/// A length with a log-normal distribution: few are much longer than the median.
pub fn length(random: &mut Random, median: usize, spread: f64) -> usize {
    // The sum of twelve numbers from 0 to 1 is nearly normal, with a variance of 1.
    let normal = (0..12).map(|_| random.below(1 << 16) as f64 / 65_536.0);
    let normal: f64 = normal.sum::<f64>() - 6.0;
    (median as f64 * (spread * normal).exp()).round() as usize
}

/// A number below the bound. Its frequency is inversely proportional to its rank (Zipf's law).
pub fn zipf(random: &mut Random, bound: usize) -> usize {
    let part = random.below(1 << 20) as f64 / f64::from(1 << 20);
    (((bound + 1) as f64).powf(part) as usize - 1).min(bound - 1)
}

/// Words, the most frequent one first.
pub struct Vocabulary(Vec<String>);

impl Vocabulary {
    pub fn new(seed: u64) -> Self {
        let mut random = random(seed, 0);
        let mut words = BTreeSet::new();
        while words.len() < WORDS {
            let syllables = 1 + random.below(2) + random.below(2);
            words.insert((0..syllables).map(|_| syllable(&mut random)).collect());
        }
        let mut ranked: Vec<(usize, String)> = words
            .into_iter()
            .filter(|word: &String| word.len() > 1)
            .map(|word| (word.len() + random.below(5), word))
            .collect();
        ranked.sort();
        Self(ranked.into_iter().map(|(_, word)| word).collect())
    }

    /// A word; frequent ones are likely.
    pub fn word(&self, random: &mut Random) -> &str {
        &self.0[zipf(random, self.0.len())]
    }

    /// A word with a capital, such as a name; all are equally likely.
    pub fn name(&self, random: &mut Random) -> String {
        capitalized(&self.0[random.below(self.0.len())])
    }

    /// Words with single spaces between them.
    pub fn words(&self, random: &mut Random, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.word(random)).collect();
        words.join(" ")
    }

    /// A slug of one of this many.
    pub fn slug(&self, random: &mut Random, of: usize) -> String {
        let number = zipf(random, of);
        let word = self.0[number * 7 % self.0.len()].chars();
        let word: String = word.filter(char::is_ascii_lowercase).collect();
        format!("{word}-{number}")
    }
}

fn syllable(random: &mut Random) -> String {
    let parts = [ONSETS, NUCLEI, CODAS];
    parts.map(|part| random.pick(part)).concat()
}

/// The word with a capital at its beginning.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
