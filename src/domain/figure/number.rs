//! Exact arithmetic on the numbers that are read. Nothing is ever rounded.

use std::cmp::Ordering;

use super::quantity::Decimal;

/// A number while it is read. [`exact`] converts it to a [`Decimal`].
pub(super) type Number = rust_decimal::Decimal;

/// The number times a power of ten, if it fits.
pub(super) fn shifted(number: Number, exponent: u32) -> Option<Number> {
    let number = number.normalize();
    let mantissa = number.mantissa();
    let scale = number.scale();
    if scale >= exponent {
        return Number::try_from_i128_with_scale(mantissa, scale - exponent).ok();
    }
    let factor = 10_i128.checked_pow(exponent - scale)?;
    Number::try_from_i128_with_scale(mantissa.checked_mul(factor)?, 0).ok()
}

/// A hundredth of the number, if it fits.
pub(super) fn hundredth(number: Number) -> Option<Number> {
    let number = number.normalize();
    Number::try_from_i128_with_scale(number.mantissa(), number.scale() + 2).ok()
}

/// The number times a whole number, if it fits.
pub(super) fn product(number: Number, factor: u32) -> Option<Number> {
    let mantissa = number.mantissa().checked_mul(factor.into())?;
    Number::try_from_i128_with_scale(mantissa, number.scale()).ok()
}

/// The sum of two numbers, if it fits.
pub(super) fn sum(a: Number, b: Number) -> Option<Number> {
    let total = a.checked_add(b)?;
    // An addition drops decimal places if they do not fit.
    (total.checked_sub(a)? == b && total.scale() == a.scale().max(b.scale())).then_some(total)
}

/// The number as a [`Decimal`], if it does not have too many digits.
pub(super) fn exact(number: Number) -> Option<Decimal> {
    let number = if number.is_zero() {
        number.abs()
    } else {
        number
    };
    number.to_string().parse().ok()
}

/// Whether the number is between -1000 and 1000, exclusive.
pub(super) fn is_small(number: Number) -> bool {
    number.abs().cmp(&Number::ONE_THOUSAND) == Ordering::Less
}
