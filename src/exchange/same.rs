//! Whether two kept documents say the same, in other white space or in another order of triples.

use super::{json::one_line, nanopublication};
use crate::wire::pb;

/// Whether a document says the same as another one. Of what cannot be read, only the same text
/// does.
pub fn is_same(one: &pb::ExchangeDocument, other: &pb::ExchangeDocument) -> bool {
    let (text, others) = (one.content.as_str(), other.content.as_str());
    one.format == other.format
        && match one.format() {
            pb::DocumentFormat::Unspecified => text == others,
            pb::DocumentFormat::Nanopublication => nanopublication::is_same(text, others),
            pb::DocumentFormat::ClaimReview
            | pb::DocumentFormat::Ninjs
            | pb::DocumentFormat::WebAnnotation => one_line(text) == one_line(others),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(format: pb::DocumentFormat, content: &str) -> pb::ExchangeDocument {
        pb::ExchangeDocument {
            format: format.into(),
            content: content.to_owned(),
        }
    }

    #[test]
    fn white_space_between_tokens_says_nothing_and_everything_else_does() {
        let json = |text| document(pb::DocumentFormat::WebAnnotation, text);
        let one = json("{\"a\": 1.0,\n \"b\": \"x y\"}");
        assert!(is_same(&one, &json("{\"a\":1.0,\"b\":\"x y\"}")));
        for other in [
            "{\"a\":1,\"b\":\"x y\"}",
            "{\"a\":1.0,\"b\":\"xy\"}",
            "{\"b\":\"x y\",\"a\":1.0}",
        ] {
            assert!(!is_same(&one, &json(other)), "{other}");
        }
        let ninjs = document(pb::DocumentFormat::Ninjs, &one.content);
        assert!(!is_same(&one, &ninjs));
    }

    #[test]
    fn nanopublications_are_the_same_with_the_same_triples() {
        let turtle = |text| document(pb::DocumentFormat::Nanopublication, text);
        let one = turtle("<urn:g> { <urn:a> <urn:b> \"c\", \"d\" . }");
        let prefixed = "@prefix u: <urn:> . u:g { u:a u:b \"d\" . u:a u:b \"c\" . }";
        assert!(is_same(&one, &turtle(prefixed)));
        assert!(!is_same(
            &one,
            &turtle("<urn:g> { <urn:a> <urn:b> \"c\" . }")
        ));
        assert!(is_same(&turtle("not"), &turtle("not")));
    }
}
