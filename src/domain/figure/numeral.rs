//! Numerals: numbers as written, without their units.

use super::number::{self, Number};

/// A number as written, without its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub value: Number,
    /// The number before the multiplier, and the multiplier as a power of ten, if there is
    /// one. The multiplier may apply to another number too ("2-3 million").
    pub scale: Option<(Number, u32)>,
    pub approximate: bool,
    /// Whether it is written in words only.
    pub is_words: bool,
    /// Whether it is only a number if a multiplier follows ("a" million).
    pub is_article: bool,
    /// Whether it is a plural that says at least how many ("dozens").
    pub is_plural: bool,
    /// Whether its multiplier is only read in amounts of money.
    pub needs_money: bool,
    /// Whether it is a number of dozens. In a range they may apply to both ends.
    pub is_dozens: bool,
}

impl Numeral {
    pub(super) fn digits(value: Number) -> Self {
        Self {
            value,
            scale: None,
            approximate: false,
            is_words: false,
            is_article: false,
            is_plural: false,
            needs_money: false,
            is_dozens: false,
        }
    }

    pub(super) fn words(value: u32) -> Self {
        Self {
            is_words: true,
            ..Self::digits(Number::from(value))
        }
    }

    pub(super) fn scaled_words(base: u32, exponent: u32) -> Self {
        Self {
            scale: Some((Number::from(base), exponent)),
            ..Self::words(base * 10_u32.pow(exponent))
        }
    }

    pub(super) fn about(value: u32) -> Self {
        Self {
            approximate: true,
            ..Self::words(value)
        }
    }

    /// A plural: at least twice the count, and not exactly.
    pub(super) fn plural(count: u32) -> Self {
        Self {
            is_plural: true,
            ..Self::about(count * 2)
        }
    }

    pub(super) fn article() -> Self {
        Self {
            is_article: true,
            ..Self::words(1)
        }
    }

    pub(super) fn exponent(&self) -> u32 {
        self.scale.map_or(0, |(_, exponent)| exponent)
    }

    pub(super) fn times(self, exponent: u32) -> Option<Self> {
        Some(Self {
            value: number::shifted(self.value, exponent)?,
            scale: Some((self.value, exponent)),
            is_article: false,
            ..self
        })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            value: number::sum(self.value, other.value)?,
            scale: None,
            is_words: self.is_words && other.is_words,
            ..self
        })
    }

    pub(super) fn negated(self) -> Self {
        Self {
            value: -self.value,
            scale: self.scale.map(|(base, exponent)| (-base, exponent)),
            ..self
        }
    }
}
