//! Confidential sources: who may reveal what they are, and their keys.

use uuid::Uuid;

use super::{App, Error, sealing::unreadable};
use crate::{
    domain::resource::{Name, Source, SourceId},
    store::{
        Store,
        audit::AuditEntry,
        read::{IncludeDeleted, ReadOptions, View},
    },
    vault::{Vault, VaultError},
    wire::sealed,
};

impl App {
    /// The same application, with the keys of confidential sources.
    #[must_use]
    pub fn with_vault(mut self, vault: Option<Vault>) -> Self {
        self.vault = vault;
        self
    }

    /// The keys of confidential sources, if it has any.
    pub const fn vault(&self) -> Option<&Vault> {
        self.vault.as_ref()
    }

    /// What a confidential source is. It is in the audit log before it is returned.
    pub async fn reveal(&self, source: SourceId, entry: AuditEntry) -> Result<Source, Error> {
        let name = Name::Source(source);
        let options = ReadOptions {
            view: View::Basic,
            include_deleted: IncludeDeleted::All,
            moment: None,
        };
        // It exists.
        self.get(name, options).await?;
        let found = self.store().reader().await?.sealed(source).await?;
        let found = found.ok_or(Error::NotSealed(name))?;
        let vault = self.vault().ok_or(Error::NoConfidentialKeys)?;
        let content = vault.open(source.uuid(), &found).map_err(unreadable)?;
        let revealed = sealed::decode(&content)?;
        self.audit_now(entry).await?;
        Ok(revealed)
    }
}

/// What wrapping keys anew has done.
#[derive(Debug, Default)]
pub struct Rewrapped {
    /// The sources whose keys are wrapped with the first key now.
    pub sources: u64,
    /// Those that stay as they were: their key is not there, or they were damaged.
    pub left: Vec<SourceId>,
}

/// Wraps the keys of all confidential sources with the first key. Servers can go on meanwhile, if
/// they have it.
pub async fn rewrap(store: &Store, vault: &Vault) -> Result<Rewrapped, Error> {
    let (mut done, mut after) = (Rewrapped::default(), Uuid::nil());
    loop {
        let mut reader = store.reader().await?;
        let found = reader.sealed_otherwise(vault.first_id(), after).await?;
        drop(reader);
        let Some((last, _)) = found.last() else {
            return Ok(done);
        };
        after = *last;
        for (source, before) in &found {
            match vault.rewrap(*source, before) {
                Ok(Some(wrapped)) => {
                    let is_done = store.replace_wrapped_key(*source, before, &wrapped).await?;
                    done.sources += u64::from(is_done);
                }
                Ok(None) => {}
                Err(VaultError::NoRandom) => return Err(unreadable(VaultError::NoRandom)),
                Err(_) => done.left.push(SourceId::new(*source)),
            }
        }
    }
}
