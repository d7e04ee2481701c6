//! Sources that are called like a new one: which ones they are, and how to use one of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tonic::Status;

use super::{
    client::call,
    connect::Clients,
    page::{names::display_name, source::kind},
};
use crate::wire::pb;

/// The most new sources whose candidates are printed.
const NEW_MAX: usize = 20;
/// Names in one request.
const BATCH_MAX: usize = 250;

/// The new sources of which there are candidates, up to a bound.
#[derive(Debug, Default)]
pub struct Candidates {
    new: Vec<(String, Vec<String>)>,
    is_more: bool,
}

impl Candidates {
    /// Adds those among the resources that were written.
    pub fn add(&mut self, results: &[pb::BundleResult]) {
        for result in results.iter().filter(|it| !it.candidates.is_empty()) {
            if self.new.len() == NEW_MAX {
                self.is_more = true;
                return;
            }
            let new = (result.name.clone(), result.candidates.clone());
            self.new.push(new);
        }
    }

    /// The new sources with their candidates as JSON.
    pub fn json(&self) -> Value {
        let new = self.new.iter();
        new.map(|(name, candidates)| json!({"name": name, "candidates": candidates}))
            .collect()
    }

    /// The lines that say so.
    pub async fn lines(&self, clients: &Clients) -> Result<Vec<String>, Status> {
        if self.new.is_empty() {
            return Ok(Vec::new());
        }
        let sources = self.sources(clients).await?;
        let called = |name: &String| sources.get(name).map_or(name.clone(), display_name);
        let mut lines = Vec::new();
        for (new, candidates) in &self.new {
            lines.push(format!(
                "{new} ({}) is new; these are called the same:",
                called(new)
            ));
            for name in candidates {
                let told = sources.get(name).map(told).unwrap_or_default();
                lines.push(format!("  {name}  {told}"));
            }
        }
        if self.is_more {
            lines.push("and more".to_owned());
        }
        lines.push(HOW.to_owned());
        Ok(lines)
    }

    async fn sources(&self, clients: &Clients) -> Result<BTreeMap<String, pb::Source>, Status> {
        let names = self.new.iter().flat_map(|(new, candidates)| {
            let candidates = candidates.iter();
            candidates.chain([new]).cloned()
        });
        let names: BTreeSet<String> = names.collect();
        let names: Vec<String> = names.into_iter().collect();
        let mut sources = BTreeMap::new();
        for names in names.chunks(BATCH_MAX) {
            let request = pb::BatchGetSourcesRequest {
                names: names.to_vec(),
                show_deleted: true,
                read_time: None,
            };
            let response = call!(clients.sources, batch_get_sources, request)?;
            let found = response.sources.into_iter();
            sources.extend(found.map(|it| (it.name.clone(), it)));
        }
        Ok(sources)
    }
}

/// How to use a candidate.
const HOW: &str = "to use one of them next time, give its name: as --source, or as \"name\" of the source in a bundle; MergeSources makes one of both that are stored";

/// What distinguishes a source from others that are called the same.
fn told(source: &pb::Source) -> String {
    let address = [&source.url].into_iter().chain(source.same_as.first());
    let mut address = address.filter(|it| !it.is_empty()).cloned();
    let parts = [
        display_name(source),
        kind(source),
        address.next().unwrap_or_else(|| "no url".to_owned()),
    ];
    parts.join(", ")
}
