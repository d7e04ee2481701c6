//! Why a text cannot be read as a figure, as error texts that follow the name of a field.

use std::fmt;

/// Why a text cannot be read as a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The text has more than one plausible reading.
    Ambiguous {
        /// Each reading in canonical notation, with the convention or language that leads
        /// to it.
        readings: Vec<String>,
        /// The fields that resolve the ambiguity.
        advice: &'static str,
    },
    /// The text has no reading.
    NotAFigure {
        /// The part of the text that cannot be read. Empty if it is the whole text.
        part: String,
        /// What is wrong with that part.
        why: Why,
    },
}

/// What is wrong with a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text is too long.
    TooLong,
    /// A number is missing.
    NoFigure,
    /// The part does not belong to a figure.
    Leftover,
    /// The part is in a language whose words are not read.
    Language,
    /// The part is a number word without a definite value ("dozens").
    Vague,
    /// The part is an ordinal.
    Ordinal,
    /// The digits are not grouped as the locale groups them.
    Grouping,
    /// A mark groups digits under one convention and is the decimal mark under another.
    Marks,
    /// The number has too many digits.
    Digits,
    /// The first number of a range is not less than the second.
    Reversed,
    /// A multiplier may apply to both ends of a range or only to one.
    Multiplier,
    /// The ends of a range have different units, or only the first has one.
    Ends,
    /// The bounds contradict each other.
    Bounds,
    /// It says how many more there are, and not how many in all.
    Additional,
    /// It can be the result of a game.
    Score,
    /// It can be a time of day or a day of the month.
    Clock,
    /// It can be a span of years.
    Years,
    /// It can be a century, a decade or a year that is named by a number: "il Novecento".
    Era,
    /// It can be an address, a postal code or a telephone number: "75001 Paris".
    Address,
    /// It can be a mark at school: "un 7 in condotta".
    Mark,
    /// It can be the size of a shoe or a garment: "un 38 di piede".
    Size,
    /// It can be a name or a designation: "a 737", "7-Eleven".
    Name,
    /// It is a unit or a word for a group that is not read.
    Measure,
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
            Self::TooLong => f.write_str("is longer than 200 code points"),
            Self::NoFigure if part.is_empty() => {
                f.write_str("has no figure to read; write for example 10.000 or at least 155")
            }
            Self::NoFigure => write!(f, "is not a figure: a number is missing at {part:?}"),
            Self::Leftover => write!(
                f,
                "cannot be read: {part:?} is not part of a figure; leave it out, or give lower and upper"
            ),
            Self::Language => write!(
                f,
                "cannot be read: only English, French, German, Italian and Spanish words are read, not {part:?}; give lower and upper"
            ),
            Self::Vague => write!(
                f,
                "cannot be read: {part:?} is not a definite number; give lower and upper"
            ),
            Self::Ordinal => write!(
                f,
                "cannot be read: {part:?} makes it an ordinal, and a place in an order is not a quantity; leave it out of the quantities"
            ),
            Self::Grouping => write!(
                f,
                "cannot be read: {part:?} is not a number in this number_locale; correct one of them, or give lower and upper"
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
            Self::Multiplier => write!(
                f,
                "leaves open whether the multiplier applies to both numbers of {part:?}; write both in full"
            ),
            Self::Ends => write!(
                f,
                "has different units at the two ends of {part:?}, or one at the first only; write the unit once, at the end, or at both"
            ),
            Self::Additional => write!(
                f,
                "cannot be read: {part:?} says how many more or others there are, not how many in all; give lower and upper, and say in counted that they are others"
            ),
            Self::Score => write!(
                f,
                "can be a range or the score of a game in {part:?}; give lower and upper of a range, and one quantity for each side of a score"
            ),
            Self::Clock => write!(
                f,
                "can be a time of day or a date in {part:?}, and those are not quantities; leave it out of the quantities, or give lower and upper"
            ),
            Self::Years => write!(
                f,
                "can be a range or a span of years in {part:?}; give lower and upper of a range, and a date for years"
            ),
            Self::Era => write!(
                f,
                "can be a century, a decade or a year in {part:?}, and those are not quantities; leave it out of the quantities, or give lower and upper"
            ),
            Self::Address => write!(
                f,
                "can be an address, a postal code or a telephone number in {part:?}, and those are not quantities; leave it out of the quantities, or give lower and upper"
            ),
            Self::Mark => write!(
                f,
                "can be a mark at school in {part:?}, and a mark is not a quantity; leave it out of the quantities, or give lower and upper"
            ),
            Self::Size => write!(
                f,
                "can be the size of a shoe or a garment in {part:?}, and a size is not a quantity; leave it out of the quantities, or give lower and upper"
            ),
            Self::Name => write!(
                f,
                "can be a name in {part:?}, and a name is not a quantity; leave it out of the quantities, or give lower and upper"
            ),
            Self::Measure => write!(
                f,
                "cannot be read: {part:?} is a unit or a group that is not read; give lower and upper, and the unit as a UCUM code"
            ),
            Self::Bounds => write!(
                f,
                "has bounds in {part:?} that do not go together; give lower and upper"
            ),
        }
    }
}
