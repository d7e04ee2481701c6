//! Graphs of triples, read from TriG and written as TriG.

use std::collections::{BTreeMap, HashSet};

use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxttl::{TriGParser, TriGSerializer};

use crate::exchange::json::TEXT_BYTES_MAX;

/// Triples, each in a graph.
#[derive(Clone, Debug, Default)]
pub struct Graphs {
    /// The triples in the order of the document, none twice.
    pub quads: Vec<Quad>,
    /// The prefixes that the document declares.
    pub prefixes: BTreeMap<String, String>,
}

/// Reads TriG. An error says where it ends to be TriG, and why.
pub fn parse(text: &str) -> Result<Graphs, (String, String)> {
    if text.len() > TEXT_BYTES_MAX {
        let reason = format!(
            "has {} bytes; at most {TEXT_BYTES_MAX} are read",
            text.len()
        );
        return Err((String::new(), reason));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut graphs = Graphs::default();
    let mut known = HashSet::new();
    let mut parser = TriGParser::new().for_slice(text);
    for quad in parser.by_ref() {
        let quad = quad.map_err(|error| {
            let place = error.location().start;
            let path = format!("line {}, column {}", place.line + 1, place.column + 1);
            (path, format!("is not TriG: {}", error.message()))
        })?;
        if known.insert(quad.clone()) {
            graphs.quads.push(quad);
        }
    }
    for (prefix, iri) in parser.prefixes() {
        graphs.prefixes.insert(prefix.to_owned(), iri.to_owned());
    }
    Ok(graphs)
}

/// Writes TriG.
pub fn print(graphs: &Graphs) -> Option<String> {
    let mut serializer = TriGSerializer::new();
    for (prefix, iri) in &graphs.prefixes {
        serializer = serializer.with_prefix(prefix, iri).ok()?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for quad in &graphs.quads {
        writer.serialize_quad(quad).ok()?;
    }
    String::from_utf8(writer.finish().ok()?).ok()
}

/// Whether two texts have the same triples.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || parse(one).is_ok_and(|one| parse(other).is_ok_and(|other| one == other))
}

impl PartialEq for Graphs {
    fn eq(&self, other: &Self) -> bool {
        self.set() == other.set()
    }
}

impl Graphs {
    fn set(&self) -> HashSet<&Quad> {
        self.quads.iter().collect()
    }

    /// The names of the graphs, in the order of the document.
    pub fn names(&self) -> Vec<GraphName> {
        let mut known = HashSet::new();
        let names = self.quads.iter().map(|it| &it.graph_name);
        names.filter(|it| known.insert(*it)).cloned().collect()
    }

    /// The triples of a graph.
    pub fn of<'a>(&'a self, graph: &'a NamedNode) -> impl Iterator<Item = &'a Quad> {
        let quads = self.quads.iter();
        quads.filter(move |it| is_in(it, graph))
    }

    /// Adds a triple, unless one of its IRIs is none.
    pub fn add(
        &mut self,
        graph: &str,
        subject: &str,
        predicate: NamedNodeRef<'_>,
        object: Object<'_>,
    ) {
        let iri = |iri: &str| NamedNode::new(iri).ok();
        let object = match object {
            Object::Iri(object) => iri(object).map(Term::from),
            Object::Text(text) => Some(Literal::new_simple_literal(text).into()),
            Object::In(text, language) => {
                let literal = Literal::new_language_tagged_literal(text, language);
                Some(
                    literal
                        .unwrap_or_else(|_| Literal::new_simple_literal(text))
                        .into(),
                )
            }
            Object::Of(text, datatype) => Some(Literal::new_typed_literal(text, datatype).into()),
        };
        if let (Some(graph), Some(subject), Some(object)) = (iri(graph), iri(subject), object)
            && !matches!(&object, Term::Literal(it) if it.value().is_empty())
        {
            let quad = Quad::new(subject, predicate.into_owned(), object, graph);
            self.quads.push(quad);
        }
    }

    /// Leaves each triple once.
    pub fn deduplicate(&mut self) {
        let mut known = HashSet::new();
        self.quads.retain(|quad| known.insert(quad.clone()));
    }
}

/// What a triple says of its subject.
#[derive(Clone, Copy, Debug)]
pub enum Object<'a> {
    /// Something with an IRI.
    Iri(&'a str),
    /// A text.
    Text(&'a str),
    /// A text in a language.
    In(&'a str, &'a str),
    /// A value of a type.
    Of(&'a str, NamedNodeRef<'static>),
}

/// Whether a triple is in a graph.
pub fn is_in(quad: &Quad, graph: &NamedNode) -> bool {
    matches!(&quad.graph_name, GraphName::NamedNode(name) if name == graph)
}

/// Whether a triple is about something.
pub fn is_about(quad: &Quad, subject: &NamedNode) -> bool {
    matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if node == subject)
}

/// The IRI that a triple says.
pub fn iri(quad: &Quad) -> Option<&NamedNode> {
    match &quad.object {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// The text or value that a triple says.
pub fn literal(quad: &Quad) -> Option<&Literal> {
    match &quad.object {
        Term::Literal(literal) => Some(literal),
        _ => None,
    }
}
