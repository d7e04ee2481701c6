//! Trusty URIs of nanopublications (<https://trustyuri.net>, module RA): they end with a digest
//! of the triples, so that it shows if one was changed.

use std::cmp::Ordering;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use oxrdf::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use sha2::{Digest, Sha256};

const CODE_LENGTH: usize = 45;

/// The digest with which an IRI ends, if it is trusty.
pub fn code(iri: &str) -> Option<&str> {
    let (before, code) = iri.split_at_checked(iri.len().checked_sub(CODE_LENGTH)?)?;
    let is_digit = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_code = code.starts_with("RA") && code.chars().all(is_digit);
    (is_code && !before.ends_with(is_digit)).then_some(code)
}

/// Whether triples have a digest. In them, its own digest stands for a space.
pub fn is_digest(code: &str, quads: &[Quad]) -> bool {
    digest(code, quads).is_some_and(|it| it == code)
}

/// The digest of triples; None if one has a blank node, or is in no graph.
fn digest(code: &str, quads: &[Quad]) -> Option<String> {
    let normal = |iri: &str| iri.replace(code, " ");
    let lines = quads.iter().map(|quad| {
        let (GraphName::NamedNode(graph), NamedOrBlankNode::NamedNode(subject)) =
            (&quad.graph_name, &quad.subject)
        else {
            return None;
        };
        Some(Line {
            iris: [graph, subject, &quad.predicate].map(|it| normal(it.as_str())),
            object: match &quad.object {
                Term::NamedNode(node) => Object::Iri(normal(node.as_str())),
                Term::Literal(literal) => Object::of(literal),
                Term::BlankNode(_) => return None,
            },
        })
    });
    let mut lines = lines.collect::<Option<Vec<Line>>>()?;
    lines.sort_by(Line::compare);
    let mut digest = Sha256::new();
    for line in lines {
        for iri in &line.iris {
            digest.update(format!("{iri}\n"));
        }
        digest.update(line.object.text());
    }
    Some(format!("RA{}", BASE64.encode(digest.finalize())))
}

struct Line {
    iris: [String; 3],
    object: Object,
}

enum Object {
    Iri(String),
    /// A text with its type, or in a language.
    Literal(String, Kind),
}

enum Kind {
    Language(String),
    Type(String),
}

impl Object {
    fn of(literal: &Literal) -> Self {
        let kind = match literal.language() {
            Some(language) => Kind::Language(language.to_lowercase()),
            None => Kind::Type(literal.datatype().as_str().to_owned()),
        };
        Self::Literal(literal.value().to_owned(), kind)
    }

    fn text(&self) -> String {
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n");
        match self {
            Self::Iri(iri) => format!("{iri}\n"),
            Self::Literal(text, Kind::Language(tag)) => format!("@{tag} {}\n", escaped(text)),
            Self::Literal(text, Kind::Type(iri)) => format!("^{iri} {}\n", escaped(text)),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Iri(one), Self::Iri(other)) => compare(one, other),
            (Self::Iri(_), Self::Literal(..)) => Ordering::Less,
            (Self::Literal(..), Self::Iri(_)) => Ordering::Greater,
            (Self::Literal(one, kind), Self::Literal(other, other_kind)) => compare(one, other)
                .then_with(|| match (kind, other_kind) {
                    (Kind::Language(one), Kind::Language(other))
                    | (Kind::Type(one), Kind::Type(other)) => compare(one, other),
                    (Kind::Language(_), Kind::Type(_)) => Ordering::Less,
                    (Kind::Type(_), Kind::Language(_)) => Ordering::Greater,
                }),
        }
    }
}

impl Line {
    fn compare(&self, other: &Self) -> Ordering {
        let mut iris = self.iris.iter().zip(&other.iris);
        let first = iris.find_map(|(one, other)| {
            let order = compare(one, other);
            (order != Ordering::Equal).then_some(order)
        });
        first.unwrap_or_else(|| self.object.compare(&other.object))
    }
}

/// The order of UTF-16, in which the algorithm was first written.
fn compare(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}
