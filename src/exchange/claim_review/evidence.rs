//! What a review cites: pages and works as sources, and claims if an export wrote them.

use serde_json::Value;

use super::{
    find::step,
    node::{Node, values},
    notes::Notes,
    proposition,
    sources::Sources,
    things::Reader,
};
use crate::wire::pb;

/// The most entries of evidence.
const EVIDENCE_MAX: usize = 100;

/// What a review cites.
#[derive(Default)]
pub struct Evidence {
    /// The sources that it cites, and their publishers.
    pub sources: Sources,
    /// The claims that it cites.
    pub claims: Vec<pb::BundleClaim>,
    /// The claims, by their places behind the claim that is reviewed, each with its identifier in
    /// the store that it was exported from.
    pub own: Vec<(usize, String)>,
    /// The references to what it cites, each once.
    pub references: Vec<String>,
}

impl Evidence {
    /// Reads a property that cites something. `at` is its key in the document.
    pub fn read<'a>(
        &mut self,
        reader: &Reader<'_, 'a>,
        notes: &mut Notes<'_>,
        at: &str,
        value: &'a Value,
    ) {
        let path = format!("/{}", step(at));
        for value in values(value) {
            if self.references.len() >= EVIDENCE_MAX {
                notes.left_out(&path, "has more than 100 entries");
                return;
            }
            let claim = self.claim(reader, value);
            let reference = claim.or_else(|| self.source(reader, notes, &path, value));
            let reference = reference.filter(|it| !self.references.contains(it));
            self.references.extend(reference);
        }
    }

    fn source<'a>(
        &mut self,
        reader: &Reader<'_, 'a>,
        notes: &mut Notes<'_>,
        path: &str,
        value: &'a Value,
    ) -> Option<String> {
        let listed = notes.count();
        let thing = reader.thing(notes, path, value);
        // What is wrong with it is listed already.
        let is_listed = !thing.is_known() && listed != notes.count();
        (!is_listed).then(|| self.sources.add(reader, notes, path, &thing))?
    }

    /// Reads a claim that an export cites.
    fn claim<'a>(&mut self, reader: &Reader<'_, 'a>, value: &'a Value) -> Option<String> {
        let object = value.as_object().filter(|_| reader.is_plain)?;
        let mut node = Node::of(&reader.document.names, object);
        if !node.is_a(&["claim"]) {
            return None;
        }
        let carried = proposition::take(&mut node).unwrap_or_default();
        let claim = pb::Claim {
            statement: node.take_text("name")?,
            language: node.take_text("inlanguage")?,
            ..carried
        };
        let place = self.claims.len() + 1;
        let own = object.get("@id").and_then(Value::as_str);
        self.own.extend(own.map(|it| (place, it.to_owned())));
        let key = format!("c{place}");
        let reference = format!("#{key}");
        self.claims.push(pb::BundleClaim {
            key,
            claim: Some(claim),
            ..pb::BundleClaim::default()
        });
        Some(reference)
    }
}
