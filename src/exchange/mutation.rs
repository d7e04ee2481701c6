//! Documents that are broken on purpose: tests read many of them, always the same ones.

/// A series of numbers that looks random.
pub struct Series(u64);

impl Series {
    /// The series of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound.max(1)).expect("a bound"))
            .expect("fits")
    }
}

/// Calls a reader with `count` broken forms of each document. The seed is printed, so that a
/// failure can be repeated.
pub fn fuzz(documents: &[String], count: usize, seed: u64, read: impl Fn(&str)) {
    eprintln!("fuzz: seed {seed}");
    let mut series = Series::new(seed);
    for document in documents {
        for _ in 0..count {
            read(&broken(document, &mut series));
        }
    }
}

const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "-1",
    "1e999",
    "\u{0}",
    "\\u0000",
    "\\ud800",
    "é",
    "😀",
    "<",
    ">",
    "/",
    ".",
    "@",
    "^^",
    "_:b",
    "\u{feff}",
    "99999999999999999999",
    "true",
    "\n",
];

fn broken(document: &str, series: &mut Series) -> String {
    let mut chars: Vec<char> = document.chars().collect();
    for _ in 0..=series.below(4) {
        let at = series.below(chars.len() + 1);
        let end = (at + series.below(30)).min(chars.len());
        match series.below(4) {
            0 => {
                chars.drain(at..end);
            }
            1 => {
                let copy: Vec<char> = chars[at..end].to_vec();
                let place = series.below(chars.len() + 1);
                chars.splice(place..place, copy);
            }
            2 => {
                let piece = PIECES[series.below(PIECES.len())];
                chars.splice(at..at, piece.chars());
            }
            _ => {
                let piece = PIECES[series.below(PIECES.len())];
                chars.splice(at..end, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}
