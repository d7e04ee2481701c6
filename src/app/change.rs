//! Reading the log.

use std::collections::BTreeSet;

use super::{App, Error};
use crate::{
    domain::name::Name,
    store::change::{ChangePage, ChangeRow},
};

impl App {
    /// A page of the log, and whether there is more behind it.
    pub async fn changes(&self, page: &ChangePage) -> Result<(Vec<ChangeRow>, bool), Error> {
        let mut reader = self.store.reader().await?;
        if let Some(name @ (Name::Appearance(..) | Name::Relation(..) | Name::Review(..))) =
            page.filter.resource
        {
            // The log knows it by its id; below another claim there is no such thing.
            let presence = reader.lookup().presence(&BTreeSet::from([name])).await?;
            if !presence.contains_key(&name) {
                return Ok((Vec::new(), false));
            }
        }
        Ok(reader.changes(page).await?)
    }
}
