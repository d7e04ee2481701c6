//! Documents in exchange formats in messages.

use super::read;
use crate::{
    domain::value::{Checker, ExchangeDocument},
    wire::pb,
};

/// Reads the document in the field `exchange_document`.
pub fn read_field(
    check: &mut Checker,
    message: Option<pb::ExchangeDocument>,
) -> Option<ExchangeDocument> {
    let pb::ExchangeDocument { format, content } = message?;
    Some(check.field("exchange_document", |check| ExchangeDocument {
        format: read::required(check, "format", format),
        content,
    }))
}

/// Writes a document.
pub fn write(document: &ExchangeDocument) -> pb::ExchangeDocument {
    let ExchangeDocument { format, content } = document;
    pb::ExchangeDocument {
        format: read::number(*format),
        content: content.clone(),
    }
}
