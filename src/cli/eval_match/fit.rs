//! Fits the weights of the confidence: logistic regression by Newton's method, a little damped.
//!
//! The samples are the first answers to each query, once as it is and once with its right claims
//! left out: half of what a desk asks about is unknown. To see whether the weights hold for
//! other queries, those that are fitted to one half are tried on the other.

use std::fmt;

use serde_json::{Value, json};

use super::judged::{Answer, Judgement};
use crate::index::matching::FEATURES;

/// How many answers of a query are samples.
const SAMPLED: usize = 5;

/// How much large weights are damped, for each sample.
const DAMPING: f64 = 1e-4;

const STEPS: usize = 50;

type Weights = [f64; FEATURES];

struct Sample {
    features: Weights,
    is_right: bool,
}

impl Sample {
    fn new(answer: &Answer) -> Self {
        Self {
            features: answer.evidence.features(),
            is_right: answer.is_right,
        }
    }
}

/// Weights, and how good they are.
struct Fitted {
    to: &'static str,
    weights: Weights,
    loss: f64,
    /// Of weights that are fitted to one half, on the other half.
    tried: Option<(f64, Certain)>,
}

fn fitted(known: &[Judgement], unknown: &[Judgement]) -> Vec<Fitted> {
    let samples = |wanted: &dyn Fn(usize) -> bool| -> Vec<Sample> {
        let all = known.iter().chain(unknown).filter(|it| wanted(it.half));
        let answers = all.flat_map(|it| it.answers.iter().take(SAMPLED));
        answers.map(Sample::new).collect()
    };
    let (first, second) = (samples(&|half| half == 0), samples(&|half| half == 1));
    let all = samples(&|_| true);
    let fitted = |to, samples: &[Sample], other: Option<&[Sample]>| {
        let weights = fit(samples);
        Fitted {
            to,
            loss: loss(&weights, samples),
            tried: other.map(|other| (loss(&weights, other), certain(&weights, other))),
            weights,
        }
    };
    vec![
        fitted("half 1", &first, Some(&second)),
        fitted("half 2", &second, Some(&first)),
        fitted("all", &all, None),
    ]
}

/// The fitted weights, and how good they are.
pub(super) fn text(known: &[Judgement], unknown: &[Judgement]) -> String {
    let parts = fitted(known, unknown).into_iter().map(|it| {
        let Fitted {
            to, weights, loss, ..
        } = it;
        let weights = format!("fitted to {to}: {weights:.2?}\n");
        match it.tried {
            Some((tried, certain)) => format!(
                "{weights}  loss there {loss:.4}, on the other half {tried:.4}; at 0.9: {certain}\n"
            ),
            None => format!("{weights}  loss {loss:.4}\n"),
        }
    });
    format!("\n{}", parts.collect::<String>())
}

/// The same as JSON.
pub(super) fn json(known: &[Judgement], unknown: &[Judgement]) -> Value {
    let parts = fitted(known, unknown).into_iter().map(|it| {
        let mut part = json!({"to": it.to, "weights": it.weights, "loss": it.loss});
        if let Some((loss, certain)) = it.tried {
            part["otherHalf"] = json!({
                "loss": loss,
                "certain": certain.certain,
                "certainRight": certain.right,
                "right": certain.possible,
            });
        }
        part
    });
    parts.collect()
}

fn likely(weights: &Weights, features: &Weights) -> f64 {
    let sum: f64 = weights.iter().zip(features).map(|(a, b)| a * b).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn loss(weights: &Weights, samples: &[Sample]) -> f64 {
    let losses = samples.iter().map(|sample| {
        let likely = likely(weights, &sample.features).clamp(1e-9, 1.0 - 1e-9);
        -(if sample.is_right {
            likely
        } else {
            1.0 - likely
        })
        .ln()
    });
    losses.sum::<f64>() / samples.len().max(1) as f64
}

/// How many of the answers with a confidence of 0.9 are right, of those that can be.
struct Certain {
    certain: usize,
    right: usize,
    possible: usize,
}

impl fmt::Display for Certain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            certain,
            right,
            possible,
        } = self;
        write!(
            f,
            "{right} of {certain} are right, of {possible} that can be"
        )
    }
}

fn certain(weights: &Weights, samples: &[Sample]) -> Certain {
    let certain = samples
        .iter()
        .filter(|it| likely(weights, &it.features) >= 0.9);
    let certain: Vec<&Sample> = certain.collect();
    Certain {
        certain: certain.len(),
        right: certain.iter().filter(|it| it.is_right).count(),
        possible: samples.iter().filter(|it| it.is_right).count(),
    }
}

fn fit(samples: &[Sample]) -> Weights {
    let mut weights = [0.0; FEATURES];
    for _ in 0..STEPS {
        let mut gradient = [0.0; FEATURES];
        let mut curvature = [[0.0; FEATURES]; FEATURES];
        for sample in samples {
            let likely = likely(&weights, &sample.features);
            let error = likely - f64::from(u8::from(sample.is_right));
            let weight = likely * (1.0 - likely);
            for (i, feature) in sample.features.iter().enumerate() {
                gradient[i] += error * feature;
                for (cell, other) in curvature[i].iter_mut().zip(sample.features) {
                    *cell += weight * feature * other;
                }
            }
        }
        let damping = DAMPING * samples.len() as f64;
        for i in 0..FEATURES {
            gradient[i] += damping * weights[i];
            curvature[i][i] += damping;
        }
        let step = solve(curvature, gradient);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight -= step;
        }
    }
    weights
}

/// Solves a system of linear equations by elimination.
fn solve(mut matrix: [[f64; FEATURES]; FEATURES], mut right: Weights) -> Weights {
    for column in 0..FEATURES {
        let below = column..FEATURES;
        let pivot = below.max_by(|a, b| {
            matrix[*a][column]
                .abs()
                .total_cmp(&matrix[*b][column].abs())
        });
        let pivot = pivot.unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in 0..FEATURES {
            if row == column {
                continue;
            }
            let factor = matrix[row][column] / matrix[column][column];
            let pivot_row = matrix[column];
            for (cell, other) in matrix[row].iter_mut().zip(pivot_row) {
                *cell -= factor * other;
            }
            right[row] -= factor * right[column];
        }
    }
    std::array::from_fn(|at| right[at] / matrix[at][at])
}
