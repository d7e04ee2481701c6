//! The size of errors. Message and details are headers, and clients refuse an answer with
//! more than 8 KiB of headers, some with less. So together they have at most 7 KiB as they are
//! sent, in any script: in the message, most characters but letters and digits take three
//! bytes for each of their own; the details hold the message once more, and take four bytes
//! for each three.

use tonic_types::FieldViolation;

use crate::domain::value::Violation;

/// The bytes of a message, as it is sent.
const MESSAGE_BYTES_MAX: usize = 2_100;
/// The bytes of the violations in a message, as they are sent.
const SUMMARY_BYTES_MAX: usize = 1_200;
/// The bytes of the violations and the message in the details, before they are encoded.
const DETAILS_BYTES_MAX: usize = 3_400;
/// The bytes around each violation in the details.
const VIOLATION_FRAME_BYTES: usize = 16;
/// Limits fields and descriptions, because they can repeat what the caller wrote.
const VIOLATION_CHARS_MAX: usize = 300;

/// The violations in one line, as many as fit. Many clients show only this line.
pub(super) fn summary(violations: &[Violation]) -> String {
    let mut text = String::new();
    for (index, Violation { field, description }) in violations.iter().enumerate() {
        let line = format!("{field} {description}");
        let line = line.trim_start();
        let bytes = sent_bytes(&text) + sent_bytes(line);
        if index > 0 && bytes > SUMMARY_BYTES_MAX {
            return format!("{text}; and {} more", violations.len() - index);
        }
        if index > 0 {
            text.push_str("; ");
        }
        text.push_str(&cut(line, SUMMARY_BYTES_MAX));
    }
    text
}

/// The violations that fit beside a message, and how many more there are.
pub(super) fn fields(violations: Vec<Violation>, message: &str) -> Vec<FieldViolation> {
    let count = violations.len();
    let mut bytes = message.len();
    let mut fields = Vec::new();
    for Violation { field, description } in violations {
        let (field, description) = (shorten(field), shorten(description));
        bytes += field.len() + description.len() + VIOLATION_FRAME_BYTES;
        if bytes > DETAILS_BYTES_MAX && !fields.is_empty() {
            let rest = count - fields.len();
            fields.push(FieldViolation::new("", format!("and {rest} more")));
            break;
        }
        fields.push(FieldViolation::new(field, description));
    }
    fields
}

/// A message, cut off where it is too long.
pub(super) fn message(text: &str) -> String {
    cut(text, MESSAGE_BYTES_MAX)
}

fn shorten(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(VIOLATION_CHARS_MAX) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The beginning of a text that has at most this many bytes as it is sent.
fn cut(text: &str, bytes_max: usize) -> String {
    if sent_bytes(text) <= bytes_max {
        return text.to_owned();
    }
    let mut bytes = sent_bytes("…");
    let fits = |char: &char| {
        bytes += char_bytes(*char);
        bytes <= bytes_max
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

/// The most bytes that a text can have in a message as it is sent.
fn sent_bytes(text: &str) -> usize {
    text.chars().map(char_bytes).sum()
}

/// Letters and digits are sent as they are. The bytes of others can be sent as `%` and two
/// digits each.
const fn char_bytes(char: char) -> usize {
    match char {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '-' | '.' | '/' | '_' => 1,
        _ => 3 * char.len_utf8(),
    }
}
