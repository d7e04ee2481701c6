//! What makes triples a nanopublication, after its guidelines.

use std::collections::{HashMap, HashSet};

use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad};

use super::{
    datatype,
    graph::{Graphs, iri, is_about, literal},
    terms::{self, HAS_ASSERTION, HAS_PROVENANCE, HAS_PUBINFO, NANOPUBLICATION, TYPE},
    trusty,
};

/// A nanopublication: its own IRI, those of its graphs, and its triples.
#[derive(Clone, Debug, PartialEq)]
pub struct Nanopublication {
    /// Its IRI.
    pub iri: NamedNode,
    /// The graph that says what its parts are.
    pub head: NamedNode,
    /// The graph with what it asserts.
    pub assertion: NamedNode,
    /// The graph that says where the assertion is from.
    pub provenance: NamedNode,
    /// The graph about the nanopublication itself.
    pub pubinfo: NamedNode,
    /// What is in the four graphs.
    pub graphs: Graphs,
}

/// A mistake: where it is, and what it is.
pub type Mistake = (String, String);

impl Nanopublication {
    /// The IRIs of the four graphs.
    pub const fn names(&self) -> [&NamedNode; 4] {
        [&self.head, &self.assertion, &self.provenance, &self.pubinfo]
    }
}

/// The triples of a document by their graphs.
type ByGraph<'a> = HashMap<&'a GraphName, Vec<&'a Quad>>;

/// The most mistakes that are listed of a document.
const MISTAKES_MAX: usize = 50;

/// The nanopublications in a document, each with its mistakes, and the mistakes of the
/// document itself.
pub fn check(graphs: &Graphs) -> (Vec<Result<Nanopublication, Vec<Mistake>>>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    for quad in &graphs.quads {
        let what = match &quad.graph_name {
            GraphName::DefaultGraph => "is in no graph",
            GraphName::BlankNode(_) => "is in a graph without an IRI",
            GraphName::NamedNode(_) => continue,
        };
        mistakes.push((place(quad), what.to_owned()));
    }
    let typed = graphs.quads.iter().filter(|it| {
        it.predicate == TYPE && iri(it).is_some_and(|it| it.as_ref() == NANOPUBLICATION)
    });
    let typed: Vec<&Quad> = typed.collect();
    if typed.is_empty() {
        let what = format!("has no nanopublication: nothing has the type {NANOPUBLICATION}");
        mistakes.push((String::new(), what));
    }
    let mut by_graph = ByGraph::new();
    for quad in &graphs.quads {
        by_graph.entry(&quad.graph_name).or_default().push(quad);
    }
    let mut found = each(&typed, &by_graph);
    for one in found.iter_mut().flatten() {
        one.graphs.prefixes.clone_from(&graphs.prefixes);
    }
    refuse_shared(&mut found);
    let known: HashSet<&NamedNode> = found
        .iter()
        .filter_map(|it| it.as_ref().ok())
        .flat_map(Nanopublication::names)
        .collect();
    let mut extra = Vec::new();
    for name in graphs.names() {
        if let GraphName::NamedNode(name) = name
            && !known.contains(&name)
        {
            let what = "is a graph that belongs to no nanopublication";
            extra.push((name.to_string(), what.to_owned()));
        }
    }
    // A document with one nanopublication is that. With several, the others are not touched.
    if let [Ok(_)] = found[..]
        && !(extra.is_empty() && mistakes.is_empty())
    {
        found.clear();
    }
    // The graphs of one that has mistakes are not listed again.
    if found.iter().all(Result::is_ok) {
        mistakes.append(&mut extra);
    }
    mistakes.truncate(MISTAKES_MAX);
    (found, mistakes)
}

/// Refuses nanopublications that have a graph in common.
fn refuse_shared(found: &mut [Result<Nanopublication, Vec<Mistake>>]) {
    let names = |it: &Nanopublication| it.names().map(NamedNode::clone);
    let mut counts: HashMap<NamedNode, usize> = HashMap::new();
    for name in found.iter().flatten().flat_map(names) {
        *counts.entry(name).or_default() += 1;
    }
    for one in found {
        let own = one.iter().flat_map(names);
        let shared = own.filter(|it| counts.get(it).is_some_and(|count| *count > 1));
        let what = "is a graph of two nanopublications";
        let mistakes: Vec<Mistake> = shared.map(|it| (it.to_string(), what.to_owned())).collect();
        if !mistakes.is_empty() {
            *one = Err(mistakes);
        }
    }
}

/// Where a triple is.
fn place(quad: &Quad) -> String {
    match &quad.graph_name {
        GraphName::DefaultGraph => quad.subject.to_string(),
        graph => format!("{graph} {} {}", quad.subject, quad.predicate),
    }
}

/// Checks each resource with the type of a nanopublication.
fn each(typed: &[&Quad], by_graph: &ByGraph<'_>) -> Vec<Result<Nanopublication, Vec<Mistake>>> {
    let mut subjects = HashMap::new();
    let mut heads = HashMap::new();
    for quad in typed {
        *subjects.entry(&quad.subject).or_insert(0) += 1;
        *heads.entry(&quad.graph_name).or_insert(0) += 1;
    }
    let checked = typed.iter().map(|quad| {
        let mut mistakes = Vec::new();
        if subjects.get(&quad.subject) != Some(&1) {
            let what = "is a nanopublication in two graphs";
            mistakes.push((quad.subject.to_string(), what.to_owned()));
        }
        if heads.get(&quad.graph_name) != Some(&1) {
            let what = "is the head of two nanopublications";
            mistakes.push((quad.graph_name.to_string(), what.to_owned()));
        }
        // What is not read does not take time.
        match mistakes.is_empty() {
            true => one(quad, by_graph),
            false => Err(mistakes),
        }
    });
    checked.collect()
}

fn one(typed: &Quad, by_graph: &ByGraph<'_>) -> Result<Nanopublication, Vec<Mistake>> {
    let (NamedOrBlankNode::NamedNode(own), GraphName::NamedNode(head)) =
        (&typed.subject, &typed.graph_name)
    else {
        let what = "is a nanopublication without an IRI, or outside of a head graph";
        return Err(vec![(place(typed), what.to_owned())]);
    };
    let mut mistakes = Vec::new();
    let in_graph = |name: &NamedNode| by_graph.get(&GraphName::from(name.clone()));
    let in_head = in_graph(head).map_or(&[][..], Vec::as_slice);
    let mut part = |predicate: terms::Term| {
        let parts = in_head.iter();
        let parts = parts.filter(|it| is_about(it, own) && it.predicate == predicate);
        let parts: Vec<Option<&NamedNode>> = parts.map(|it| iri(it)).collect();
        match parts[..] {
            [Some(part)] => Some(part.clone()),
            _ => {
                let what = format!(
                    "has {} {predicate}, and exactly one IRI is required",
                    parts.len()
                );
                mistakes.push((format!("{head} {own}"), what));
                None
            }
        }
    };
    let parts = [HAS_ASSERTION, HAS_PROVENANCE, HAS_PUBINFO].map(&mut part);
    let [Some(assertion), Some(provenance), Some(pubinfo)] = parts else {
        return Err(mistakes);
    };
    let mut found = Nanopublication {
        graphs: Graphs::default(),
        iri: own.clone(),
        head: head.clone(),
        assertion,
        provenance,
        pubinfo,
    };
    names(&found, &mut mistakes);
    if mistakes.is_empty() {
        let quads = found.names().into_iter().filter_map(in_graph).flatten();
        found.graphs.quads = quads.map(|it| (*it).clone()).collect();
        contents(&found, &mut mistakes);
    }
    if let Some(code) = trusty::code(own.as_str()).filter(|_| mistakes.is_empty())
        && !trusty::is_digest(code, &found.graphs.quads)
    {
        let what = "ends with the digest of other triples: it was changed";
        mistakes.push((own.to_string(), what.to_owned()));
    }
    mistakes.truncate(MISTAKES_MAX);
    match mistakes.is_empty() {
        true => Ok(found),
        false => Err(mistakes),
    }
}

/// The IRIs of the graphs are all different, and extend that of the nanopublication.
fn names(it: &Nanopublication, mistakes: &mut Vec<Mistake>) {
    let own = it.iri.as_str();
    let stem = own.rfind(['#', '/']).map_or(own, |at| &own[..=at]);
    let mut known = HashSet::from([own]);
    for graph in it.names() {
        if !known.insert(graph.as_str()) {
            let what = "names two of the nanopublication and its four graphs";
            mistakes.push((graph.to_string(), what.to_owned()));
        }
        if !graph.as_str().starts_with(stem) {
            let what = format!("does not begin as the nanopublication does: {stem}");
            mistakes.push((graph.to_string(), what));
        }
    }
}

fn contents(it: &Nanopublication, mistakes: &mut Vec<Mistake>) {
    let parts = [
        (&it.assertion, "assertion"),
        (&it.provenance, "provenance"),
        (&it.pubinfo, "publication info"),
    ];
    for (graph, what) in parts {
        if it.graphs.of(graph).next().is_none() {
            mistakes.push((graph.to_string(), format!("is an empty {what}")));
        }
    }
    let is_linked = |graph: &NamedNode, node: &NamedNode| {
        let mut quads = it.graphs.of(graph);
        quads.any(|quad| is_about(quad, node) || iri(quad) == Some(node))
    };
    if !is_linked(&it.provenance, &it.assertion) {
        let what = format!("says nothing about the assertion {}", it.assertion);
        mistakes.push((it.provenance.to_string(), what));
    }
    if !is_linked(&it.pubinfo, &it.iri) {
        let what = format!("says nothing about the nanopublication {}", it.iri);
        mistakes.push((it.pubinfo.to_string(), what));
    }
    for quad in &it.graphs.quads {
        if let Some(literal) = literal(quad)
            && !datatype::is_valid(literal.datatype().as_str(), literal.value())
        {
            let what = format!("{literal} is no value of its type");
            mistakes.push((place(quad), what));
        }
    }
}
