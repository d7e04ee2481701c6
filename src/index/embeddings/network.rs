//! The model of an encoder: from tokens to the vector of a text.

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::{NdTensor, prelude::*};

use super::{error::EncodeError, operators::operators};

/// How the vectors of tokens become the one of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean. Its length does not count, so it can as well be their sum.
    Mean,
    /// The one of the first token.
    First,
}

/// What the model takes.
#[derive(Clone, Copy)]
enum Input {
    Tokens,
    /// One for each token that counts.
    Mask,
    /// The sentence that a token is of, which is always the first.
    Sentence,
}

/// A model that takes tokens.
pub(super) struct Network {
    model: Model,
    inputs: Vec<(NodeId, Input)>,
    output: NodeId,
    pooling: Pooling,
}

impl Network {
    /// Reads a model. Fails with a reason if it is not one of an encoder.
    pub fn load(bytes: Vec<u8>, pooling: Pooling) -> Result<Self, String> {
        let model = ModelOptions::with_ops(operators()).load(bytes);
        let model = model.map_err(|error| error.to_string())?;
        let inputs = model.input_ids().iter();
        let inputs = inputs.map(|node| Ok((*node, input(&model, *node)?)));
        let inputs = inputs.collect::<Result<Vec<_>, String>>()?;
        let outputs = model.output_ids();
        let named = model.node_id("sentence_embedding").ok();
        let named = named.filter(|node| outputs.contains(node));
        let output = named.or_else(|| outputs.first().copied());
        let output = output.ok_or_else(|| "the model has no output".to_owned())?;
        Ok(Self {
            model,
            inputs,
            output,
            pooling,
        })
    }

    /// The vector of a text, of any length.
    pub fn run(
        &self,
        tokens: Vec<i32>,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<f32>, EncodeError> {
        let count = tokens.len();
        let inputs = self.inputs.iter().map(|(node, input)| {
            let values = match input {
                Input::Tokens => tokens.clone(),
                Input::Mask => vec![1; count],
                Input::Sentence => vec![0; count],
            };
            let values = NdTensor::<i32, 2>::from_data([1, count], values);
            (*node, values.into())
        });
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(threads)));
        let answer = self
            .model
            .run(inputs.collect(), &[self.output], Some(options));
        let answer = answer.map_err(|error| EncodeError::Model(error.to_string()))?;
        self.pooled(answer)
    }

    /// The vector in an answer, which is of the text or of each of its tokens.
    fn pooled(&self, answer: Vec<Value>) -> Result<Vec<f32>, EncodeError> {
        let unusable = |what: &str| EncodeError::Answer(what.to_owned());
        let answer = answer.into_iter().next();
        let answer = answer.ok_or_else(|| unusable("nothing"))?;
        let no_floats = || unusable("something else than floats in two or three dimensions");
        if answer.ndim() == 2 {
            let of_text: NdTensor<f32, 2> = answer.try_into().map_err(|_| no_floats())?;
            return Ok(of_text.iter().copied().collect());
        }
        let of_tokens: NdTensor<f32, 3> = answer.try_into().map_err(|_| no_floats())?;
        let [_, _, dimensions] = of_tokens.shape();
        let values: Vec<f32> = of_tokens.iter().copied().collect();
        let mut vectors = values.chunks_exact(dimensions.max(1));
        let first = vectors.next().ok_or_else(|| unusable("no tokens"))?;
        let mut vector = first.to_vec();
        if self.pooling == Pooling::Mean {
            for other in vectors {
                for (sum, value) in vector.iter_mut().zip(other) {
                    *sum += value;
                }
            }
        }
        Ok(vector)
    }
}

/// What an input of a model takes.
fn input(model: &Model, node: NodeId) -> Result<Input, String> {
    let info = model.node_info(node);
    match info.as_ref().and_then(|info| info.name()) {
        Some("input_ids") => Ok(Input::Tokens),
        Some("attention_mask") => Ok(Input::Mask),
        Some("token_type_ids") => Ok(Input::Sentence),
        other => {
            let why = "it takes input_ids, attention_mask and token_type_ids at most";
            Err(format!(
                "the model takes {:?}; {why}",
                other.unwrap_or_default()
            ))
        }
    }
}
