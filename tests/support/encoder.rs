//! A sentence encoder of a few words, written as the files that an operator provides. What it knows
//! are groups of words that mean the same.

use std::{fs, path::Path};

use prost::Message;

/// Words that mean the same, in groups. All others mean nothing.
pub const MEANINGS: &[&[&str]] = &[
    &["bridge", "viaduct"],
    &["closed", "shut", "barred"],
    &["mayor", "burgomaster"],
    &["hospital", "clinic"],
    &["ship", "vessel"],
    &["sank", "foundered"],
];

/// The number of dimensions: one for each group, and one for the words that mean nothing.
pub const DIMENSIONS: usize = 7;

/// Writes the encoder into a directory.
pub fn write(directory: &Path) {
    fs::write(directory.join("model.onnx"), model("input_ids", "Gather")).unwrap();
    fs::write(directory.join("tokenizer.json"), tokenizer()).unwrap();
}

/// A model that looks the embedding of each token up, by an operator with a name and from an input
/// with a name.
pub fn model(input: &str, operator: &str) -> Vec<u8> {
    let words = MEANINGS.iter().enumerate();
    let words = words.flat_map(|(group, words)| words.iter().map(move |_| group));
    let mut table = vec![0.0; DIMENSIONS];
    // A word that means nothing turns a text a little away from the others.
    table[DIMENSIONS - 1] = 0.1;
    for group in words {
        let row = (0..DIMENSIONS).map(|at| if at == group { 1.0 } else { 0.0 });
        table.extend(row);
    }
    let rows = table.len() / DIMENSIONS;
    let tensor = Tensor {
        dims: vec![rows as i64, DIMENSIONS as i64],
        data_type: FLOAT,
        float_data: table,
        name: "table".to_owned(),
    };
    let gather = Node {
        input: vec!["table".to_owned(), input.to_owned()],
        output: vec!["last_hidden_state".to_owned()],
        op_type: operator.to_owned(),
    };
    let model = Model {
        ir_version: 8,
        graph: Some(Graph {
            node: vec![gather],
            name: "words".to_owned(),
            initializer: vec![tensor],
            input: vec![value(input, INT64, &["batch", "sequence"])],
            output: vec![value(
                "last_hidden_state",
                FLOAT,
                &["batch", "sequence", "dimensions"],
            )],
        }),
        opset_import: vec![Opset { version: 17 }],
    };
    model.encode_to_vec()
}

fn tokenizer() -> String {
    let words = MEANINGS.iter().flat_map(|words| words.iter());
    let words = words
        .enumerate()
        .map(|(at, word)| format!("{word:?}: {}", at + 1));
    let words: Vec<String> = words.collect();
    format!(
        r#"{{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": {{"type": "Lowercase"}}, "pre_tokenizer": {{"type": "Whitespace"}},
        "post_processor": null, "decoder": null,
        "model": {{"type": "WordLevel", "unk_token": "?", "vocab": {{"?": 0, {}}}}}}}"#,
        words.join(", ")
    )
}

/// The types of numbers, as ONNX counts them.
const FLOAT: i32 = 1;
const INT64: i32 = 7;

fn value(name: &str, elem_type: i32, dimensions: &[&str]) -> ValueInfo {
    let dim = dimensions.iter().map(|name| Dimension {
        dim_param: (*name).to_owned(),
    });
    let tensor_type = TensorType {
        elem_type,
        shape: Some(Shape { dim: dim.collect() }),
    };
    ValueInfo {
        name: name.to_owned(),
        r#type: Some(Type {
            tensor_type: Some(tensor_type),
        }),
    }
}

/// What of ONNX's messages is written.
#[derive(Message)]
struct Model {
    #[prost(int64, tag = "1")]
    ir_version: i64,
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    opset_import: Vec<Opset>,
}

#[derive(Message)]
struct Opset {
    #[prost(int64, tag = "2")]
    version: i64,
}

#[derive(Message)]
struct Graph {
    #[prost(message, repeated, tag = "1")]
    node: Vec<Node>,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(message, repeated, tag = "5")]
    initializer: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    input: Vec<ValueInfo>,
    #[prost(message, repeated, tag = "12")]
    output: Vec<ValueInfo>,
}

#[derive(Message)]
struct Node {
    #[prost(string, repeated, tag = "1")]
    input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    output: Vec<String>,
    #[prost(string, tag = "4")]
    op_type: String,
}

#[derive(Message)]
struct Tensor {
    // ONNX's messages are of proto2, which packs only where it is told to.
    #[prost(int64, repeated, packed = "false", tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(float, repeated, tag = "4")]
    float_data: Vec<f32>,
    #[prost(string, tag = "8")]
    name: String,
}

#[derive(Message)]
struct ValueInfo {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, optional, tag = "2")]
    r#type: Option<Type>,
}

#[derive(Message)]
struct Type {
    #[prost(message, optional, tag = "1")]
    tensor_type: Option<TensorType>,
}

#[derive(Message)]
struct TensorType {
    #[prost(int32, tag = "1")]
    elem_type: i32,
    #[prost(message, optional, tag = "2")]
    shape: Option<Shape>,
}

#[derive(Message)]
struct Shape {
    #[prost(message, repeated, tag = "1")]
    dim: Vec<Dimension>,
}

#[derive(Message)]
struct Dimension {
    #[prost(string, tag = "2")]
    dim_param: String,
}
