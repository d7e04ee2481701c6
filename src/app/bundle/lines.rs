//! Finds the source of an article that an item without url and same_as means: it is the source
//! that the stored article has for the same line.
//!
//! An item that was only read from its line says no more than that, so the line decides even
//! where an earlier bundle used the item's key for another source. For other items, the key
//! comes first.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{candidate::Match, overlay::Overlay};
use crate::{
    app::Error,
    domain::{
        resource::{Article, Item, Name, Resource, Source, SourceId},
        rule::reimport,
        value::identity::caseless_text,
    },
};

/// The stored sources for items, by the ids of the items. `by_key` has those for whose keys a
/// source is known.
pub(super) async fn sources_by_line(
    store: &mut Overlay<'_, '_>,
    article: &Match,
    items: &[Item<Source>],
    by_key: &BTreeMap<String, SourceId>,
) -> Result<BTreeMap<Uuid, SourceId>, Error> {
    let mut found = BTreeMap::new();
    if items.is_empty() || !article.is_stored {
        return Ok(found);
    }
    let stored = store.stored(&BTreeSet::from([article.name])).await?;
    let (Some(Resource::Article(stored, _)), Resource::Article(given, _)) = (
        stored.get(&article.name).map(|it| &it.resource),
        &article.item.value,
    ) else {
        return Ok(found);
    };
    let names = display_names(store, stored).await?;
    for item in items {
        let id = SourceId::new(item.id);
        let is_read = reimport::is_read_from_line(&item.value.display_name, given, id);
        if is_read || !by_key.contains_key(&item.key) {
            let source = source_of(stored, given, item, is_read, &names);
            found.extend(source.map(|source| (item.id, source)));
        }
    }
    // Two items that mean the same source by their lines are not known to be the same.
    let mut used = BTreeMap::new();
    for source in found.values() {
        *used.entry(*source).or_insert(0) += 1;
    }
    found.retain(|_, source| used.get(source) == Some(&1));
    Ok(found)
}

/// The display names of the sources that an article refers to, in the form in which they are
/// compared.
async fn display_names(
    store: &mut Overlay<'_, '_>,
    article: &Article,
) -> Result<BTreeMap<SourceId, String>, Error> {
    let names = article.sources().map(Name::Source).collect();
    let stored = store.stored(&names).await?;
    let named = stored
        .into_iter()
        .filter_map(|(name, it)| match it.resource {
            Resource::Source(source) => Some((
                SourceId::new(name.uuid()),
                caseless_text(&source.display_name),
            )),
            _ => None,
        });
    Ok(named.collect())
}

fn source_of(
    stored: &Article,
    given: &Article,
    item: &Item<Source>,
    is_read_from_line: bool,
    names: &BTreeMap<SourceId, String>,
) -> Option<SourceId> {
    let id = SourceId::new(item.id);
    let name = caseless_text(&item.value.display_name);
    let has_name = |source: &SourceId| !name.is_empty() && names.get(source) == Some(&name);
    let of_line = reimport::source_of_same_line(stored, given, id);
    // A name of its own would say that another source is meant.
    let is_same = |source: &SourceId| is_read_from_line || has_name(source);
    let of_line = of_line.filter(is_same).or_else(|| {
        let is_called = |source, who: &str| names.get(&source).is_some_and(|name| name == who);
        let credited = reimport::source_of_credited(stored, given, id, is_called);
        credited.filter(|_| is_read_from_line)
    });
    of_line.or_else(|| {
        let credited = reimport::sources_of_same_credit(stored, given, id);
        let credited: BTreeSet<SourceId> = credited.into_iter().filter(has_name).collect();
        let mut credited = credited.into_iter();
        credited.next().filter(|_| credited.next().is_none())
    })
}
