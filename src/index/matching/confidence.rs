//! How certain it is that a text repeats a claim: one logistic function of what was found.

/// How many numbers the function takes.
pub const FEATURES: usize = 8;

/// What was found about one claim.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The score of its words and grams.
    pub score: f32,
    /// How near its statement is to the text, up to 1, if there is an encoder.
    pub similarity: Option<f32>,
    /// The share of the information in the text that the claim has, from 0 to 1.
    pub text_covered: f32,
    /// The share of the information in the claim that the text has: of the statement, or of
    /// the wording of which it has most.
    pub claim_covered: f32,
    /// By how much of its score it is better than the best of the others: negative if another
    /// one is better. Claims with the same words do not count as others.
    pub margin: f32,
    /// Whether both name times, and none are the same.
    pub has_other_times: bool,
    /// Whether a figure does not meet the one in its place.
    pub has_other_figures: bool,
    /// Whether a sentence differs from the claim just by the time or by a figure.
    pub is_another_claim: bool,
    /// Whether it says something else than the claim in other words too: of the figures, or of the
    /// times, none are the same.
    pub may_be_another_claim: bool,
    /// Whether it says the opposite, or only one of both denies something, so that it may.
    pub is_opposite: bool,
}

/// A margin counts no more than this. In a small store, a claim is often the only one with a word.
const MARGIN_MAX: f32 = 0.5;

impl Evidence {
    /// The numbers that the function takes, the first of which is constant.
    pub fn features(&self) -> [f64; FEATURES] {
        let flag = |it: bool| f64::from(u8::from(it));
        [
            1.0,
            f64::from(self.score.max(1.0).ln()),
            f64::from(self.text_covered),
            f64::from(self.claim_covered),
            f64::from(self.margin.clamp(-1.0, MARGIN_MAX)),
            flag(self.has_other_times),
            flag(self.has_other_figures),
            f64::from(self.similarity.unwrap_or(0.0)),
        ]
    }
}

/// Their weights, as `claimstore eval-match --fit` printed them for 800 posts and 10,375 claims of
/// fact-checkers, each post once with its claim and once without it. The last but one was 0.37, from
/// a handful of posts; a figure that does not meet is no reason to be more certain.
const WEIGHTS: [f64; FEATURES] = [-7.03, 0.77, 2.78, 2.75, 7.34, -0.44, 0.0, 0.0];

/// Their weights where there is an encoder, fitted likewise with all-MiniLM-L6-v2. The last but one
/// was 0.39.
const WEIGHTS_WITH_MEANING: [f64; FEATURES] = [-6.65, 0.26, 1.41, 1.85, 8.66, -0.74, 0.0, 4.81];

/// The confidence that is left to the same sentence about another time, or with another figure:
/// it is another claim.
const ANOTHER_CLAIM: f64 = 0.3;

/// The confidence that is left to the opposite of a claim.
const OPPOSITE: f64 = 0.5;

/// The confidence that is left to other words about another time, or with another figure: about
/// the same, but it may be another claim.
const MAYBE_ANOTHER_CLAIM: f64 = 0.6;

/// The probability that a text is about the same as a claim, whatever their figures say.
pub(super) fn likelihood(evidence: &Evidence) -> f64 {
    let features = evidence.features();
    let weights = match evidence.similarity {
        Some(_) => WEIGHTS_WITH_MEANING,
        None => WEIGHTS,
    };
    let sum: f64 = features
        .iter()
        .zip(weights)
        .map(|(it, weight)| it * weight)
        .sum();
    1.0 / (1.0 + (-sum).exp())
}

/// The probability that a text repeats a claim.
pub fn confidence(evidence: &Evidence) -> f64 {
    let limits = [
        (evidence.is_another_claim, ANOTHER_CLAIM),
        (evidence.is_opposite, OPPOSITE),
        (evidence.may_be_another_claim, MAYBE_ANOTHER_CLAIM),
    ];
    let lowest = limits.iter().find(|(applies, _)| *applies);
    let most = lowest.map_or(1.0, |(_, most)| *most);
    likelihood(evidence) * most
}
