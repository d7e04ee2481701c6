//! The sources of a bundle, each once.

use std::collections::BTreeMap;

use super::{
    notes::Notes,
    things::{Reader, Thing},
};
use crate::{
    domain::value::{same_as, url},
    wire::pb,
};

/// The most sources that one ClaimReview brings.
const SOURCES_MAX: usize = 200;

/// The sources of a bundle.
#[derive(Default)]
pub struct Sources {
    /// The sources, each with its key.
    pub all: Vec<pb::BundleSource>,
    /// The places in `all` by all addresses and identifiers in canonical form.
    places: BTreeMap<String, usize>,
}

impl Sources {
    /// Adds what has an identity, and its publisher. Returns the reference to it: `#s1`.
    pub fn add(
        &mut self,
        reader: &Reader<'_, '_>,
        notes: &mut Notes<'_>,
        path: &str,
        thing: &Thing<'_>,
    ) -> Option<String> {
        let Some(mut source) = thing.source() else {
            notes.left_out(
                path,
                "has neither an address nor a sameAs, by which it would be known again",
            );
            return None;
        };
        if let Some(value) = thing.publisher {
            let path = format!("{path}/publisher");
            let publisher = reader.thing(notes, &path, value);
            let publisher = Thing {
                publisher: None,
                ..publisher
            };
            let reference = self.add(reader, notes, &path, &publisher);
            source.publisher = reference.unwrap_or_default();
        }
        self.add_source(notes, path, source)
    }

    /// Adds a source that has an identity. Returns the reference to it.
    pub fn add_source(
        &mut self,
        notes: &mut Notes<'_>,
        path: &str,
        source: pb::Source,
    ) -> Option<String> {
        let same_as = source
            .same_as
            .iter()
            .filter_map(|it| same_as::canonical(it).ok());
        let identities = url::canonical(&source.url).ok().into_iter().chain(same_as);
        let identities: Vec<String> = identities.collect();
        let known = identities
            .iter()
            .find_map(|it| self.places.get(it))
            .copied();
        let place = match known {
            Some(place) => place,
            None if self.all.len() >= SOURCES_MAX => {
                notes.left_out(path, "is one of more than 200 sources");
                return None;
            }
            None => {
                let key = format!("s{}", self.all.len() + 1);
                let source = Some(source);
                self.all.push(pb::BundleSource { key, source });
                self.all.len() - 1
            }
        };
        for identity in identities {
            self.places.entry(identity).or_insert(place);
        }
        let stored = self.all.get(place)?;
        Some(format!("#{}", stored.key))
    }
}
