//! Reads nanopublications: all are kept, and those that assert a sentence are claims.

use std::collections::HashSet;

use oxrdf::{Literal, NamedNode, NamedOrBlankNode};

use super::{
    check::{Nanopublication, check},
    graph::{iri, is_about, literal, parse, print},
    terms::{AIDA, AIDA_SENTENCE, AS_SENTENCE, LABEL, OWN_FRAGMENT, TITLE, TYPE},
};
use crate::{
    domain::value::language,
    exchange::{
        kept,
        own::Exported,
        reading::{Item, Reading},
    },
    wire::pb,
};

/// How nanopublications are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of claims that name none. Empty by default: they are left out.
    pub language: String,
}

/// Reads a document with one nanopublication or several.
pub fn read(text: &str, options: &Options) -> Reading {
    let mut reading = Reading::default();
    let graphs = match parse(text) {
        Ok(graphs) => graphs,
        Err((path, reason)) => {
            reading.refused(path, reason);
            return reading;
        }
    };
    let (found, mistakes) = check(&graphs);
    let is_alone = found.len() == 1;
    for one in found {
        match one {
            Ok(one) => {
                // Of several, each is written anew: they share prefixes.
                let content = match is_alone {
                    true => Some(text.to_owned()),
                    false => print(&one.graphs),
                };
                read_one(&one, &content.unwrap_or_default(), options, &mut reading);
            }
            Err(mistakes) => refuse(mistakes, &mut reading),
        }
    }
    refuse(mistakes, &mut reading);
    reading
}

fn refuse(mistakes: Vec<(String, String)>, reading: &mut Reading) {
    if !mistakes.is_empty() {
        reading.refused_for(mistakes);
    }
}

fn read_one(one: &Nanopublication, content: &str, options: &Options, reading: &mut Reading) {
    let path = one.iri.as_str();
    let document = kept::document(pb::DocumentFormat::Nanopublication, content);
    if document.is_none() {
        reading.left_out(path, kept::too_large(content));
    }
    let kind = pb::SourceKind::Document;
    let mut source = kept::source(kind, Some(path), String::new, document);
    source.display_name = label(one).unwrap_or_default();
    let mut claims = Vec::new();
    let all = sentences(one);
    if all.len() == SENTENCES_MAX {
        let reason =
            format!("asserts {SENTENCES_MAX} sentences or more: further ones are left out");
        reading.left_out(one.assertion.to_string(), reason);
    }
    for sentence in all {
        let language = match sentence.language.as_str() {
            "" => &options.language,
            language => language,
        };
        let reason = match sentence.text.chars().count() {
            0 => "is empty, so it is no claim",
            2001.. => "has more than 2,000 code points, too many for a claim",
            _ if language::parsed(language).is_err() => {
                "has no language that is a BCP-47 tag, which a claim needs"
            }
            _ => {
                claims.push(pb::BundleClaim {
                    claim: Some(pb::Claim {
                        statement: sentence.text,
                        language: language.to_owned(),
                        reported_appearances: vec![kept::has_claim()],
                        ..pb::Claim::default()
                    }),
                    ..pb::BundleClaim::default()
                });
                continue;
            }
        };
        reading.left_out(format!("{} {}", one.assertion, sentence.subject), reason);
    }
    reading.items.push(Item {
        path: path.to_owned(),
        bundle: pb::Bundle {
            sources: vec![pb::BundleSource {
                key: kept::KEY.to_owned(),
                source: Some(source),
            }],
            claims,
            ..pb::Bundle::default()
        },
        printed_in: None,
        version: None,
        exported: own(one),
    });
}

/// The claim of an export that it is. The store of the claim knows all that it says.
fn own(one: &Nanopublication) -> Option<Exported> {
    let claim = one.iri.as_str().strip_suffix(OWN_FRAGMENT)?;
    let exported = Exported {
        claims: vec![(0, claim.to_owned())],
        printed: Vec::new(),
        is_known: true,
    };
    let is_name = exported.names().next().is_some();
    is_name.then_some(exported)
}

/// What a nanopublication is called.
fn label(one: &Nanopublication) -> Option<String> {
    let mut named = one
        .graphs
        .of(&one.pubinfo)
        .filter(|it| is_about(it, &one.iri) && (it.predicate == LABEL || it.predicate == TITLE));
    let text = named.find_map(literal)?.value().trim();
    let fits = !text.is_empty() && text.chars().count() <= 500 && !text.contains('\0');
    fits.then(|| text.to_owned())
}

/// A sentence that is asserted.
#[derive(Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What stands for it.
    pub subject: NamedNode,
    /// Its text.
    pub text: String,
    /// Its language; empty if it has none.
    pub language: String,
}

/// The sentences that a nanopublication asserts: claims of schema.org, and AIDA sentences,
/// which are English and stand in their addresses.
pub fn sentences(one: &Nanopublication) -> Vec<Sentence> {
    let mut known = HashSet::new();
    let said = one.graphs.of(&one.assertion).filter_map(|quad| {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            return None;
        };
        let object = iri(quad)?;
        let stands_for = if quad.predicate == AS_SENTENCE {
            object
        } else if quad.predicate == TYPE
            && (object.as_ref() == AIDA_SENTENCE || is_schema_org(object.as_str(), "Claim"))
        {
            subject
        } else {
            return None;
        };
        known.insert(stands_for).then_some(stands_for)
    });
    let said: Vec<&NamedNode> = said.take(SENTENCES_MAX).collect();
    said.into_iter()
        .filter_map(|it| aida(it).or_else(|| claim(one, it)))
        .collect()
}

/// The most sentences that are read of a nanopublication.
const SENTENCES_MAX: usize = 500;

fn is_schema_org(term: &str, name: &str) -> bool {
    ["http://schema.org/", "https://schema.org/"]
        .iter()
        .any(|it| term.strip_prefix(it) == Some(name))
}

fn claim(one: &Nanopublication, subject: &NamedNode) -> Option<Sentence> {
    let of = |name: &'static str| {
        let mut all = one.graphs.of(&one.assertion);
        all.find(|it| is_about(it, subject) && is_schema_org(it.predicate.as_str(), name))
            .and_then(literal)
    };
    let text = of("text")?;
    // The tag of a literal is in lower case, whatever the document has.
    let named = of("inLanguage").map(Literal::value);
    let tag = text.language();
    let is_tag = |it: &&str| tag.is_none_or(|tag| tag.eq_ignore_ascii_case(it));
    let language = named.filter(is_tag).or(tag);
    Some(Sentence {
        subject: subject.clone(),
        text: text.value().trim().replace('\0', "\u{fffd}"),
        language: language.unwrap_or_default().to_owned(),
    })
}

/// The sentence in an address: `+` is a space, and other characters are percent-encoded.
fn aida(address: &NamedNode) -> Option<Sentence> {
    let encoded = address.as_str().strip_prefix(AIDA)?;
    let pair = format!("s={encoded}");
    // A sentence may end with a question mark or have an ampersand of its own.
    let pair = pair.replace('&', "%26");
    let (_, text) = url::form_urlencoded::parse(pair.as_bytes()).next()?;
    Some(Sentence {
        subject: address.clone(),
        text: text.trim().replace('\0', "\u{fffd}"),
        language: "en".to_owned(),
    })
}
