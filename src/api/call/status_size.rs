//! The size of errors. Message and details are headers, and clients refuse an answer with
//! more than 8 KiB of headers, some with less. So together they have at most 7 KiB as they are
//! sent, in any script: in the message, most characters but letters and digits take three
//! bytes for each of their own; the details hold the message once more, and take four bytes
//! for each three.

use tonic_types::FieldViolation;

use crate::{
    domain::value::{NearestWords, Violation},
    wire::pb,
};

/// The bytes of a message, as it is sent.
const MESSAGE_BYTES_MAX: usize = 2_100;
/// The bytes of the violations in a message, as they are sent.
const SUMMARY_BYTES_MAX: usize = 1_200;
/// The bytes of the violations and the message in the details, before they are encoded.
const DETAILS_BYTES_MAX: usize = 3_400;
/// The bytes around each violation in the details.
const VIOLATION_FRAME_BYTES: usize = 16;
/// The bytes around the nearest words of a violation in the details: the url of their type,
/// and their position.
const NEAREST_FRAME_BYTES: usize = 80;
/// Limits fields and descriptions, because they can repeat what the caller wrote.
const VIOLATION_CHARS_MAX: usize = 300;

/// The violations in one line, as many as fit. Many clients show only this line.
pub(super) fn summary(violations: &[Violation]) -> String {
    let mut text = String::new();
    for (index, violation) in violations.iter().enumerate() {
        let Violation {
            field, description, ..
        } = violation;
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

/// What fits beside a message.
#[derive(Default)]
pub(super) struct Fitting {
    /// The violations, and how many more there are.
    pub(super) fields: Vec<FieldViolation>,
    /// The words that refused anchors probably mean.
    pub(super) nearest: Vec<pb::NearestWords>,
}

/// The violations that fit beside a message, with their nearest words as far as these fit.
pub(super) fn fit(violations: Vec<Violation>, message: &str) -> Fitting {
    let count = violations.len();
    let mut bytes = message.len();
    let mut fitting = Fitting::default();
    for violation in violations {
        let Violation {
            field,
            description,
            nearest,
            sought: _,
        } = violation;
        let (field, description) = (shorten(field), shorten(description));
        bytes += field.len() + description.len() + VIOLATION_FRAME_BYTES;
        if bytes > DETAILS_BYTES_MAX && !fitting.fields.is_empty() {
            let rest = count - fitting.fields.len();
            let more = FieldViolation::new("", format!("and {rest} more"));
            fitting.fields.push(more);
            break;
        }
        if let Some(nearest) = nearest.map(|nearest| nearest_words(&field, nearest)) {
            let more = nearest.field.len() + nearest.exact.len() + NEAREST_FRAME_BYTES;
            if bytes + more <= DETAILS_BYTES_MAX {
                bytes += more;
                fitting.nearest.push(nearest);
            }
        }
        fitting.fields.push(FieldViolation::new(field, description));
    }
    fitting
}

fn nearest_words(field: &str, nearest: NearestWords) -> pb::NearestWords {
    let NearestWords { exact, start, end } = nearest;
    pb::NearestWords {
        field: field.to_owned(),
        exact: exact.chars().take(VIOLATION_CHARS_MAX).collect(),
        start,
        end,
    }
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
