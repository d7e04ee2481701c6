//! Finds the resource that has what identifies it.

use std::collections::BTreeSet;

use crate::{
    app::{App, Error},
    domain::{
        resource::{KeySet, Kind, Name, NaturalKeys},
        value::Violation,
    },
};

impl App {
    /// Returns the live resource that has one of these keys, which the request gives in a
    /// field. It can be one that was merged.
    pub async fn holder(
        &self,
        kind: Kind,
        field: &'static str,
        keys: &NaturalKeys,
    ) -> Result<Name, Error> {
        let mut reader = self.store.reader().await?;
        let mut lookup = reader.lookup();
        let holders = lookup.holders(&KeySet::of([keys.clone()])).await?;
        let holders: BTreeSet<Name> = keys.iter().filter_map(|key| holders.of(key)).collect();
        let survivors = lookup.survivors(&holders).await?;
        let ends = holders
            .iter()
            .map(|name| survivors.get(name).unwrap_or(name));
        let ends: BTreeSet<&Name> = ends.collect();
        if ends.len() > 1 {
            return Err(Error::Invalid(vec![Violation::new(
                field,
                several(&holders),
            )]));
        }
        holders
            .first()
            .copied()
            .ok_or(Error::NoHolder { kind, field })
    }
}

/// Describes that something identifies several resources.
pub(crate) fn several(names: &BTreeSet<Name>) -> String {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    format!("identifies several resources: {}", names.join(", "))
}
