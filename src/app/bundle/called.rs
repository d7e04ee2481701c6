//! Sources that may be the same as a new source of a bundle, because they are called the
//! same. The answer names them, so that a person can use one of them instead.

use std::collections::{BTreeMap, BTreeSet};

use super::{decided::Decided, overlay::Context};
use crate::{
    app::Error,
    domain::{
        resource::{Name, Outcome, Resource, Source},
        value::identity::normal_text,
    },
};

/// Adds the candidates of the new sources that have no address of their own.
pub(super) async fn add_candidates(
    context: &mut Context<'_, '_>,
    sources: &mut Decided,
) -> Result<(), Error> {
    let written = sources.writes.iter();
    let called: BTreeMap<Name, String> = written
        .filter_map(|write| match &write.after {
            Resource::Source(source) => Some((write.name, name_alone(source)?)),
            _ => None,
        })
        .collect();
    if called.is_empty() {
        return Ok(());
    }
    let names: BTreeSet<String> = called.values().cloned().collect();
    let stored = context.store.lookup.sources_called(names).await?;
    let created = sources.done.iter_mut();
    for done in created.filter(|done| done.outcome == Outcome::Created) {
        let candidates = called.get(&done.name).and_then(|name| stored.get(name));
        done.candidates = candidates
            .into_iter()
            .flatten()
            .map(Name::to_string)
            .collect();
    }
    Ok(())
}

/// The name of a source that has no url and no `same_as`, in normal form.
fn name_alone(source: &Source) -> Option<String> {
    let has_address = source.canonical_url().is_some() || !source.same_as.is_empty();
    let name = normal_text(&source.display_name);
    (!has_address && !name.is_empty()).then_some(name)
}
