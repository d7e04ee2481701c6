//! JSON texts that hold one document or a list of them, with the places in them.

use serde_json::{Value, value::RawValue};

use super::reading::Reading;

/// The longest text that is read.
pub const TEXT_BYTES_MAX: usize = 8 << 20;

/// One document in a text.
#[derive(Debug)]
pub struct Part<'a> {
    /// Where it is: a JSON Pointer (RFC 6901).
    pub path: String,
    /// The document, letter by letter.
    pub text: &'a str,
    /// The document.
    pub value: Value,
}

/// The documents in a text: it is one, or a list of them. An error says why it cannot be read.
pub fn parts(text: &str) -> Result<Vec<Part<'_>>, String> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(format!(
            "has {} bytes; at most {TEXT_BYTES_MAX} are read",
            text.len()
        ));
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('[') {
        return Ok(vec![part(String::new(), text)?]);
    }
    let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
    let numbered = elements.into_iter().enumerate();
    numbered
        .map(|(at, element)| part(format!("/{at}"), element.get()))
        .collect()
}

/// Reads each document in a text. A text that has none is refused.
pub fn read_each(text: &str, mut read: impl FnMut(&Part<'_>, &mut Reading)) -> Reading {
    let mut reading = Reading::default();
    match parts(text) {
        Ok(parts) if parts.is_empty() => {
            reading.refused("", "is an empty list: there is nothing in it to import");
        }
        Ok(parts) => {
            for part in &parts {
                let before = reading.refused_items;
                read(part, &mut reading);
                // Whatever is wrong with it, it is one item.
                reading.refused_items = reading.refused_items.min(before + 1);
            }
        }
        Err(reason) => reading.refused("", reason),
    }
    reading
}

fn part(path: String, text: &str) -> Result<Part<'_>, String> {
    let value = serde_json::from_str(text).map_err(not_json)?;
    Ok(Part { path, text, value })
}

fn not_json(error: serde_json::Error) -> String {
    format!("is not JSON: {error}")
}

/// A JSON text on one line: the same without white space between its tokens.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let (mut is_in_text, mut is_escaped) = (false, false);
    for c in text.chars() {
        if is_in_text || !matches!(c, ' ' | '\t' | '\r' | '\n') {
            line.push(c);
        }
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_in_text => is_escaped = true,
            '"' => is_in_text = !is_in_text,
            _ => {}
        }
    }
    line
}

/// The place of a member or an element.
pub fn at(path: &str, token: impl ToString) -> String {
    let token = token.to_string().replace('~', "~0").replace('/', "~1");
    format!("{path}/{token}")
}

/// The elements of a value with their places: of an array each, and otherwise itself.
pub fn each<'a>(path: &str, value: &'a Value) -> Vec<(String, &'a Value)> {
    match value {
        Value::Array(all) => all
            .iter()
            .enumerate()
            .map(|(index, it)| (at(path, index), it))
            .collect(),
        one => vec![(path.to_owned(), one)],
    }
}

/// The texts of a value: itself, or those in it.
pub fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// JSON with its members in order and without white space, of which digests are made.
pub fn canonical(value: &Value) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_on_one_line_is_the_same_json() {
        let text = "{\n \"a b\": [1.50, \"\\\" \\\\\", null],\r\n\t\"ü\": \" x \"}";
        let expected = "{\"a b\":[1.50,\"\\\" \\\\\",null],\"ü\":\" x \"}";
        assert_eq!(one_line(text), expected);
    }
}
