//! Ratings: the values as given, and what the desk calls them.

use serde_json::Value;

use super::{
    find::step,
    node::{Node, text, values},
    notes::Notes,
    things::Reader,
};
use crate::{domain::figure::quantity::Decimal, wire::pb};

/// The longest label, in code points.
const LABEL_MAX: usize = 200;

/// What a rating says.
#[derive(Debug, Default)]
pub struct Rated {
    /// The values as given, and the label.
    pub rating: pb::Rating,
    /// Why, if the rating says so. It is the label if that is too long for one.
    pub explanation: String,
    /// Whether its label is only the name of the verdict, which an export wrote for want of
    /// another.
    pub is_named_by_verdict: bool,
}

/// What the `@id` of a rating ends with if the desk gave no label.
pub const NO_LABEL: &str = "#verdict";

/// Reads a rating. `at` is its key in the document.
pub fn read<'a>(
    reader: &Reader<'_, 'a>,
    notes: &mut Notes<'_>,
    at: &str,
    value: &'a Value,
) -> Rated {
    let path = format!("/{}", step(at));
    let given = values(value);
    if given.len() > 1 {
        notes.left_out(&path, "has several ratings; the first one is read");
    }
    let Some(first) = given.first() else {
        return Rated::default();
    };
    let mut rated = Rated::default();
    match reader
        .document
        .object(first)
        .filter(|it| !it.contains_key("@value"))
    {
        Some(object) => {
            let node = Node::of(&reader.document.names, object);
            read_node(reader, &mut rated, notes, &path, node);
        }
        None => set_label(&mut rated, reader.line(&text(first).unwrap_or_default())),
    }
    rated
}

fn read_node(
    reader: &Reader<'_, '_>,
    rated: &mut Rated,
    notes: &mut Notes<'_>,
    path: &str,
    mut node: Node<'_>,
) {
    rated.is_named_by_verdict = node.id.is_some_and(|id| id.ends_with(NO_LABEL));
    let mut labels: Vec<(&str, String)> = Vec::new();
    for name in ["alternatename", "name"] {
        if let Some((key, value)) = node.take(name)
            && let Some(label) = values(value).into_iter().find_map(text)
        {
            labels.push((key, label));
        }
    }
    let explanation = node.take_text("ratingexplanation");
    rated.explanation = explanation.unwrap_or_default();
    let rating = &mut rated.rating;
    read_number(notes, path, node.take("bestrating"), &mut rating.best);
    read_number(notes, path, node.take("worstrating"), &mut rating.worst);
    if let Some((key, value)) = node.take("ratingvalue") {
        let path = format!("{path}/{}", step(key));
        match values(value).into_iter().find_map(text) {
            Some(value) => match value_of(&value, rating) {
                Ok(()) => {}
                Err(Unread::Words) => labels.push((key, value)),
                Err(Unread::Best) => notes.left_out(&path, "has another scale than bestRating"),
            },
            None => notes.left_out(&path, "is neither a number nor a text"),
        }
    }
    let mut labels = labels.into_iter();
    if let Some((_, label)) = labels.next() {
        set_label(rated, reader.line(&label));
        for (key, other) in labels.filter(|(_, other)| *other != label) {
            let reason = format!("the label is {label:?}, and not also {other:?}");
            notes.left_out(&format!("{path}/{}", step(key)), reason);
        }
    }
    for key in node.rest() {
        notes.left_out(
            &format!("{path}/{}", step(key)),
            "a rating has no place for it",
        );
    }
}

/// Takes a label. One that is too long is the explanation, unless there is another one.
fn set_label(rated: &mut Rated, label: String) {
    if label.chars().nth(LABEL_MAX).is_none() {
        rated.rating.label = label;
    } else if rated.explanation.is_empty() {
        rated.explanation = label;
    }
}

fn read_number(
    notes: &mut Notes<'_>,
    path: &str,
    property: Option<(&str, &Value)>,
    into: &mut Option<pb::Decimal>,
) {
    let Some((key, value)) = property else {
        return;
    };
    let text = values(value).into_iter().find_map(text);
    *into = text.as_deref().and_then(decimal);
    if into.is_none() {
        notes.left_out(&format!("{path}/{}", step(key)), "is not a number");
    }
}

enum Unread {
    /// It is not a number.
    Words,
    /// It says what the best value is, and the rating says another one.
    Best,
}

/// Reads a value, which can name the best one: `4/5`, `4 out of 5`.
fn value_of(text: &str, rating: &mut pb::Rating) -> Result<(), Unread> {
    if let Some(value) = decimal(text) {
        rating.value = Some(value);
        return Ok(());
    }
    let parts = text.split_once('/').or_else(|| text.split_once(" out of "));
    let (value, best) = parts.ok_or(Unread::Words)?;
    let (Some(value), Some(best)) = (decimal(value), decimal(best)) else {
        return Err(Unread::Words);
    };
    match &rating.best {
        Some(other) if !is_equal(other, &best) => return Err(Unread::Best),
        Some(_) => {}
        None => rating.best = Some(best),
    }
    rating.value = Some(value);
    Ok(())
}

fn is_equal(one: &pb::Decimal, other: &pb::Decimal) -> bool {
    let number = |it: &pb::Decimal| it.value.parse::<Decimal>();
    match (number(one), number(other)) {
        (Ok(one), Ok(other)) => one.compare(other).is_eq(),
        _ => false,
    }
}

/// A number, with a comma or a point before its fraction.
pub fn decimal(text: &str) -> Option<pb::Decimal> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.replacen(',', ".", 1);
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let digits = match fraction {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    };
    let is_zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    let sign = if is_zero { "" } else { sign };
    let number: Decimal = format!("{sign}{digits}").parse().ok()?;
    Some(pb::Decimal {
        value: number.to_string(),
    })
}
