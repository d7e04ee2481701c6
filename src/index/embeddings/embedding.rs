//! An embedding: numbers that say what a text means, in a byte each.

/// The largest value of a byte.
const LEVELS: f32 = 127.0;

/// What a text means: a vector of length 1, as bytes and what one step of them counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    pub(super) step: f32,
    pub(super) values: Box<[i8]>,
}

impl Embedding {
    /// The embedding of a vector. `None` if it has no direction.
    pub fn new(vector: &[f32]) -> Option<Self> {
        let length = vector.iter().map(|it| it * it).sum::<f32>().sqrt();
        let largest = vector.iter().fold(0.0, |most: f32, it| most.max(it.abs()));
        if !length.is_finite() || length <= f32::MIN_POSITIVE {
            return None;
        }
        let values = vector
            .iter()
            .map(|it| (it / largest * LEVELS).round() as i8);
        Some(Self {
            step: largest / length / LEVELS,
            values: values.collect(),
        })
    }

    /// The embedding of what cannot be encoded: near to nothing.
    pub(super) fn none(dimensions: usize) -> Self {
        Self {
            step: 0.0,
            values: vec![0; dimensions].into_boxed_slice(),
        }
    }

    /// How near another one is, from -1 to 1: the cosine of the angle between them.
    pub fn similarity(&self, step: f32, values: &[i8]) -> f32 {
        // Bytes of any two embeddings add up to less than 2^14 for each dimension.
        let products = self.values.iter().zip(values);
        let sum: i32 = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        (sum as f32 * self.step * step).clamp(-1.0, 1.0)
    }
}
