//! Documents in exchange formats that are kept as they were received.

use super::{code::coded, text, violation::Checker};

coded! {
    /// A format in which documents are exchanged with other systems.
    DocumentFormat {
        /// ClaimReview of schema.org.
        ClaimReview = 1,
        /// ninjs of the IPTC.
        Ninjs = 2,
        /// Web Annotation of the W3C.
        WebAnnotation = 3,
        /// A nanopublication.
        Nanopublication = 4,
    }
}

/// A document as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeDocument {
    /// The format.
    pub format: DocumentFormat,
    /// The text.
    pub content: String,
}

/// The maximum number of bytes of the text of a document.
pub const CONTENT_BYTES_MAX: usize = 1 << 18;

impl ExchangeDocument {
    /// Reports every rule that the document breaks.
    pub fn check(&self, check: &mut Checker) {
        let bytes = self.content.len();
        if bytes == 0 {
            check.report_at("content", "is required");
        }
        if bytes > CONTENT_BYTES_MAX {
            let what = format!("is {bytes} bytes long; at most {CONTENT_BYTES_MAX} fit");
            check.report_at("content", what);
        }
        text::check_no_nul(check, "content", &self.content);
    }
}
