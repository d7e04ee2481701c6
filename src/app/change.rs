//! Reading the log.

use super::{App, Error};
use crate::store::change::{ChangePage, ChangeRow};

impl App {
    /// A page of the log, and whether there is more behind it.
    pub async fn changes(&self, page: &ChangePage) -> Result<(Vec<ChangeRow>, bool), Error> {
        let mut reader = self.store.reader().await?;
        Ok(reader.changes(page).await?)
    }
}
