//! Why a server refused what was read from a document. It names fields of the bundle, which are not
//! in the document: so it is said that they are of the reading, and what they hold, which can be
//! looked for in the document.

use serde_json::Value;
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::{
    cli::client,
    wire::{json, pb},
};

/// The most characters of a value that are shown.
const SHOWN_MAX: usize = 80;

/// Explains a refusal, with a line for each field.
pub(super) fn explained(status: &Status, bundle: &pb::Bundle) -> Vec<String> {
    let details = status.get_error_details();
    let violations = details.bad_request().map(|it| &it.field_violations);
    let Some(violations) = violations.filter(|it| !it.is_empty()) else {
        return client::explain(status);
    };
    let read = json::write("claimstore.v1.Bundle", bundle);
    let read: Value = read
        .and_then(|it| serde_json::from_str(&it).ok())
        .unwrap_or_default();
    let lines = violations.iter().map(|it| {
        let field = it.field.strip_prefix("bundle.").unwrap_or(&it.field);
        let description = &it.description;
        match (field, shown(&read, field)) {
            ("", _) => description.clone(),
            (field, Some(value)) => {
                format!("{field} of what was read, {value}: {description}")
            }
            (field, None) => format!("{field} of what was read: {description}"),
        }
    });
    lines.collect()
}

/// The text or number in a field, as it can be found in the document.
fn shown(read: &Value, field: &str) -> Option<String> {
    let mut value = read;
    for step in field.split(['.', '[']) {
        value = match step.strip_suffix(']') {
            Some(index) => value.get(index.parse::<usize>().ok()?)?,
            None => value.get(camel_case(step))?,
        };
    }
    match value {
        Value::String(text) => {
            let begin: String = text.chars().take(SHOWN_MAX).collect();
            let more = if begin.len() < text.len() { "…" } else { "" };
            Some(format!("{begin:?}{more}"))
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        out.extend(chars.next().map(|it| it.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use tonic::Code;
    use tonic_types::{ErrorDetails, FieldViolation};

    use super::*;

    #[test]
    fn a_field_is_told_with_what_it_holds() {
        let bundle = pb::Bundle {
            claims: vec![pb::BundleClaim {
                claim: Some(pb::Claim {
                    statement: "x".repeat(100),
                    tags: vec!["a".to_owned(), "b c".to_owned()],
                    note: "n".to_owned(),
                    ..pb::Claim::default()
                }),
                ..pb::BundleClaim::default()
            }],
            article: Some(pb::Article {
                number_locale: "xx".to_owned(),
                ..pb::Article::default()
            }),
            ..pb::Bundle::default()
        };
        let details = ErrorDetails::with_bad_request([
            FieldViolation::new("bundle.claims[0].claim.tags[1]", "is not a slug"),
            FieldViolation::new("bundle.claims[0].claim.statement", "is too long"),
            FieldViolation::new("bundle.article.number_locale", "is none"),
            FieldViolation::new("bundle.article.headline", "is required"),
            FieldViolation::new("", "and 2 more"),
        ]);
        let status = Status::with_error_details(Code::InvalidArgument, "", details);
        assert_eq!(
            explained(&status, &bundle),
            [
                "claims[0].claim.tags[1] of what was read, \"b c\": is not a slug".to_owned(),
                format!(
                    "claims[0].claim.statement of what was read, {:?}…: is too long",
                    "x".repeat(80)
                ),
                "article.number_locale of what was read, \"xx\": is none".to_owned(),
                "article.headline of what was read: is required".to_owned(),
                "and 2 more".to_owned(),
            ]
        );
        let gone = Status::not_found("gone");
        assert_eq!(explained(&gone, &bundle), ["gone"]);
    }
}
