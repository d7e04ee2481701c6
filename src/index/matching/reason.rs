//! Why a claim is taken for one that a text repeats, in a form that a person can check.

use std::fmt;

/// A word that text and claim have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedWord {
    /// The word as it stands in the text.
    pub word: String,
    /// How many claims have it.
    pub claims: u32,
}

/// A reason for or against a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They have words in common. The rarest are named first.
    SharedWords(Vec<SharedWord>),
    /// The wording is nearly the same.
    NearlyIdentical,
    /// They give the same figures.
    SameFigures(Vec<String>),
    /// A figure of the text does not meet the one that the claim has in its place.
    OtherFigure {
        /// The figure in the text, or empty if it is a word.
        text: String,
        /// The figure in the claim.
        claim: String,
    },
    /// They are about the same years.
    SameYears(Vec<i32>),
    /// They are about other times.
    OtherTimes {
        /// The times that the text names.
        text: Vec<String>,
        /// The times that the claim names.
        claim: Vec<String>,
    },
    /// They name the same people, things or places.
    SameEntities(Vec<String>),
    /// The text says the opposite of the claim.
    Opposite,
    /// One of them denies something that the other one does not deny, so the text may say the
    /// opposite.
    Denial {
        /// The words that deny something in the sentence of the text.
        text: Vec<String>,
        /// Those in the claim.
        claim: Vec<String>,
    },
    /// An encoder finds that they mean something similar.
    SimilarMeaning {
        /// The cosine of the angle between their embeddings, in hundredths.
        hundredths: u8,
    },
}

impl Reason {
    /// An encoder finds this similarity, from 0 to 1.
    pub(super) fn similar_meaning(similarity: f32) -> Self {
        Self::SimilarMeaning {
            hundredths: (similarity * 100.0).round() as u8,
        }
    }
}

fn quoted(words: &[String]) -> String {
    let words = words.iter().map(|word| format!("“{word}”"));
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "nothing".to_owned(),
        false => words.join(", "),
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SharedWords(words) => {
                let words = words
                    .iter()
                    .map(|it| format!("{} ({})", it.word, it.claims));
                let words: Vec<String> = words.collect();
                write!(f, "same words (in so many claims): {}", words.join(", "))
            }
            Self::NearlyIdentical => f.write_str("nearly the same wording"),
            Self::SameFigures(figures) => write!(f, "same figures: {}", figures.join(", ")),
            Self::OtherFigure { text, claim } if text.is_empty() || claim.is_empty() => {
                f.write_str("gives another figure")
            }
            Self::OtherFigure { text, claim } => {
                write!(f, "gives another figure: {text} here, {claim} in the claim")
            }
            Self::SameYears(years) => {
                let years: Vec<String> = years.iter().map(i32::to_string).collect();
                write!(f, "same years: {}", years.join(", "))
            }
            Self::OtherTimes { text, claim } => {
                let (text, claim) = (text.join(", "), claim.join(", "));
                write!(f, "names other times: {text} here, {claim} in the claim")
            }
            Self::SameEntities(names) => write!(f, "both name {}", names.join(", ")),
            Self::Opposite => f.write_str("says the opposite"),
            Self::Denial { text, claim } => {
                let (text, claim) = (quoted(text), quoted(claim));
                write!(
                    f,
                    "may say the opposite: denies with {text} here, with {claim} in the claim"
                )
            }
            Self::SimilarMeaning { hundredths } => {
                let similarity = f32::from(*hundredths) / 100.0;
                write!(f, "similar meaning: {similarity:.2} of 1")
            }
        }
    }
}
