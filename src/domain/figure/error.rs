//! Why a text is not read as a figure, as complaints that follow a field's name.

use std::fmt;

/// Why a text is not read as a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It has more than one plausible reading.
    Ambiguous {
        /// Each reading in canonical notation, with who reads it so.
        readings: Vec<String>,
        /// What to give to make it clear.
        advice: &'static str,
    },
    /// It has none.
    NotAFigure {
        /// The part of the text that cannot be read; empty for all of it.
        part: String,
        /// What is wrong with it.
        why: Why,
    },
}

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text is longer than any that is read.
    TooLong,
    /// Nothing stands where a figure should.
    NoFigure,
    /// The part belongs to no figure.
    Leftover,
    /// As `Leftover`, in a language whose words are not read.
    Language,
    /// The part is a number word for no certain number.
    Vague,
    /// The part is an ordinal.
    Ordinal,
    /// The digits are grouped as in no number of the locale.
    Grouping,
    /// The part is a thousand under one convention, and under another it is not.
    Marks,
    /// There are more digits than fit.
    Digits,
    /// The first number of a range is not below the second.
    Reversed,
    /// It is open whether a multiple counts for both ends.
    Multiple,
    /// The ends of a range have different units, or only the first has one.
    Ends,
    /// Bounds that exclude each other.
    Bounds,
    /// Percentage points have no unit code.
    PercentagePoints,
}

impl NotRead {
    pub(super) fn not_a_figure(part: &str, why: Why) -> Self {
        Self::NotAFigure {
            part: shortened(part.trim()),
            why,
        }
    }
}

const PART_MAX: usize = 40;

fn shortened(part: &str) -> String {
    match part.char_indices().nth(PART_MAX) {
        Some((at, _)) => format!("{}…", part.get(..at).unwrap_or_default()),
        None => part.to_owned(),
    }
}

const READINGS_MAX: usize = 4;

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ambiguous { readings, advice } => {
                let shown = readings.get(..READINGS_MAX).unwrap_or(readings);
                write!(f, "can be read as {}", shown.join(" or "))?;
                if shown.len() < readings.len() {
                    write!(f, " and {} more ways", readings.len() - shown.len())?;
                }
                write!(f, "; give {advice}")
            }
            Self::NotAFigure { part, why } => why.report(part, f),
        }
    }
}

impl std::error::Error for NotRead {}

impl Why {
    fn report(&self, part: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("is no figure of at most 200 code points"),
            Self::NoFigure if part.is_empty() => {
                f.write_str("has no figure to read; write for example 10.000 or at least 155")
            }
            Self::NoFigure => write!(f, "is no figure: a number is missing at {part:?}"),
            Self::Leftover => write!(
                f,
                "cannot be read: {part:?} is no part of a figure; leave it out, or give lower and upper"
            ),
            Self::Language => write!(
                f,
                "cannot be read: only English and Italian words are, so not {part:?}; give lower and upper"
            ),
            Self::Vague => write!(
                f,
                "cannot be read: {part:?} is no certain number; give lower and upper"
            ),
            Self::Ordinal => write!(
                f,
                "cannot be read: {part:?} makes it an ordinal, not a figure"
            ),
            Self::Grouping => write!(
                f,
                "cannot be read: {part:?} is no number in this number_locale; correct either, or give lower and upper"
            ),
            Self::Marks => write!(
                f,
                "leaves open whether {part:?} has decimals or groups of digits; give lower and upper"
            ),
            Self::Digits => write!(f, "has more than 28 digits in {part:?}"),
            Self::Reversed => write!(
                f,
                "runs from the greater to the smaller number in {part:?}; write the smaller first and both in full"
            ),
            Self::Multiple => write!(
                f,
                "leaves open whether the multiple counts for both numbers of {part:?}; write both in full"
            ),
            Self::Ends => write!(
                f,
                "has different units at the two ends of {part:?}, or one at the first only; write the unit once, at the end, or at both"
            ),
            Self::Bounds => write!(
                f,
                "has bounds in {part:?} that do not go together; give lower and upper"
            ),
            Self::PercentagePoints => write!(
                f,
                "cannot be read: {part:?} are percentage points, which are no percentage and have no unit code; give lower and upper, and say so in counted"
            ),
        }
    }
}
