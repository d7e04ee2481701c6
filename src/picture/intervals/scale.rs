//! The scale of an axis: linear, or logarithmic where numbers are too far apart.

use crate::picture::figure::grouped;

/// From this ratio on, a scale is logarithmic.
const RATIO_MIN: f64 = 500.0;

/// About so many ticks are drawn.
const TICKS: f64 = 5.0;

/// How much room is left at both ends, as a part of the axis.
const PADDING: f64 = 0.06;

/// The same where something has no end, and is drawn up to the end of the axis.
const UNBOUNDED_PADDING: f64 = 0.2;

/// A scale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    is_logarithmic: bool,
    /// Whether all numbers are whole.
    is_whole: bool,
}

impl Scale {
    /// A scale with room for these numbers.
    pub(crate) fn of(values: impl Iterator<Item = f64>, is_unbounded: bool) -> Self {
        let mut is_whole = true;
        let values = values.inspect(|it| is_whole &= it.fract() == 0.0);
        let finite = values.filter(|it| it.is_finite());
        let (least, most) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), it| {
            (least.min(it), most.max(it))
        });
        let (least, most) = match least <= most {
            true => (least, most),
            false => (0.0, 1.0),
        };
        let is_logarithmic = least > 0.0 && most / least >= RATIO_MIN;
        let (least, most) = match is_logarithmic {
            true => (least.log10(), most.log10()),
            false => (least, most),
        };
        // A single number is in the middle.
        let extent = match most - least {
            0.0 => (least.abs() / 2.0).max(1.0),
            extent => extent,
        };
        let padding = match is_unbounded {
            true => UNBOUNDED_PADDING,
            false => PADDING,
        };
        let room = extent * padding * if most > least { 1.0 } else { 8.0 };
        Self {
            from: least - room,
            to: most + room,
            is_logarithmic,
            is_whole,
        }
    }

    pub(crate) const fn is_logarithmic(self) -> bool {
        self.is_logarithmic
    }

    /// Where a number is, from 0 to 1.
    pub(crate) fn place(self, value: f64) -> f64 {
        let value = match self.is_logarithmic {
            true => value.log10(),
            false => value,
        };
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// Where ticks are, with their numbers.
    pub(crate) fn ticks(self) -> Vec<(f64, String)> {
        let step = match self.is_logarithmic {
            true => ((self.to - self.from) / TICKS).ceil().max(1.0),
            false => match step(self.to - self.from) {
                ..1.0 if self.is_whole => 1.0,
                step => step,
            },
        };
        let first = (self.from / step).ceil();
        let count = ((self.to / step).floor() - first).clamp(0.0, 2.0 * TICKS + 2.0);
        let mut ticks = Vec::new();
        let mut index = 0.0;
        while index <= count {
            let at = (first + index) * step;
            // Each number of a logarithmic axis is as fine as itself.
            let (value, step) = match self.is_logarithmic {
                true => (10_f64.powf(at), 10_f64.powf(at)),
                false => (at, step),
            };
            ticks.push(((at - self.from) / (self.to - self.from), label(value, step)));
            index += 1.0;
        }
        ticks
    }
}

/// A round step: 1, 2 or 5 times a power of ten.
fn step(extent: f64) -> f64 {
    let raw = extent / TICKS;
    let power = 10_f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let step = steps.into_iter().find(|it| it * power >= raw);
    step.unwrap_or(10.0) * power
}

/// The number of a tick: short words where it is large.
fn label(value: f64, step: f64) -> String {
    let (value, step, unit) = match value.abs().max(step) {
        it if it >= 1e15 => return format!("{value:.0e}"),
        it if it >= 1e12 => (value / 1e12, step / 1e12, " trillion"),
        it if it >= 1e9 => (value / 1e9, step / 1e9, " billion"),
        it if it >= 1e6 => (value / 1e6, step / 1e6, " million"),
        _ => (value, step, ""),
    };
    let decimals = match step {
        step if step >= 1.0 || value == 0.0 => 0,
        step => (-step.log10().floor()).clamp(0.0, 6.0) as usize,
    };
    let number = format!("{value:.decimals$}");
    format!("{}{unit}", grouped(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        let scale = Scale::of(values.iter().copied(), false);
        scale.ticks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_numbers_within_the_axis() {
        for (values, expected) in [
            ([155.0, 400.0], &["200", "300", "400"][..]),
            ([-3.0, 2.0], &["-2", "0", "2"]),
            ([10.0, 12.0], &["10", "11", "12"]),
            ([0.1, 0.2], &["0.10", "0.15", "0.20"]),
            ([1e6, 2e6], &["1.0 million", "1.5 million", "2.0 million"]),
        ] {
            assert_eq!(labels(&values), expected);
        }
        for values in [
            &[5.0][..],
            &[],
            &[1.0, 1e9],
            &[0.0, 1e28],
            &[-1e28, 1e28],
            &[1e-20, 2e-20],
        ] {
            let scale = Scale::of(values.iter().copied(), false);
            let ticks = scale.ticks();
            assert!(ticks.len() < 14, "{values:?}: {ticks:?}");
            assert!(
                ticks.iter().all(|(at, _)| (0.0..=1.0).contains(at)),
                "{values:?}: {ticks:?}"
            );
            for value in values {
                assert!((0.0..=1.0).contains(&scale.place(*value)));
            }
        }
    }

    #[test]
    fn the_ticks_of_a_logarithmic_axis_are_powers_of_ten() {
        assert_eq!(labels(&[1.0, 1e6])[..3], ["1", "100", "10,000"]);
        assert_eq!(labels(&[1.0, 1e6])[3], "1 million");
    }

    #[test]
    fn numbers_far_apart_are_on_a_logarithmic_axis() {
        assert!(Scale::of([1.0, 1e6].into_iter(), false).is_logarithmic());
        assert!(!Scale::of([0.0, 1e6].into_iter(), false).is_logarithmic());
        assert!(!Scale::of([100.0, 200.0].into_iter(), false).is_logarithmic());
    }
}
