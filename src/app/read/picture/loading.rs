//! Reads of lists and names for a picture, each up to a bound.

use std::collections::BTreeSet;

use crate::{
    app::{App, Error, read::survivor::BATCH_MAX, turns::pause},
    domain::{
        resource::{Kind, Name, Stored},
        rule::Conflict,
    },
    picture::called::{Called, Directory},
    store::read::{
        Filter, IncludeDeleted, ReadOptions, View, conflict::condition::ConflictFilter, list::Order,
    },
    wire::document,
};

/// So many resources of a list are read at once.
const PAGE: usize = 1_000;

/// So many names are looked up at once.
const NAMES_AT_ONCE: usize = 500;

const _: () = assert!(NAMES_AT_ONCE <= BATCH_MAX);

/// At most this many conflicts are read, on at most this many pages.
const CONFLICTS_MAX: usize = 200;
const CONFLICT_PAGES_MAX: usize = 10;

/// What is read for one picture.
pub(crate) struct Loading<'a> {
    pub(crate) app: &'a App,
    pub(crate) options: ReadOptions,
    is_truncated: bool,
}

impl<'a> Loading<'a> {
    /// Of a deleted resource, what was deleted with it is read, too.
    pub(crate) fn new(app: &'a App, options: ReadOptions, is_deleted: bool) -> Self {
        let include_deleted = match is_deleted {
            true => IncludeDeleted::All,
            false => IncludeDeleted::Live,
        };
        Self {
            app,
            options: ReadOptions {
                view: View::Basic,
                include_deleted,
                ..options
            },
            is_truncated: false,
        }
    }

    /// Whether there is more than was read.
    pub(crate) const fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    /// Says that there is more than is read.
    pub(crate) const fn truncate(&mut self) {
        self.is_truncated = true;
    }

    /// The resources that a filter selects, in the order of their ids, and at most so many.
    pub(crate) async fn list(&mut self, filter: &Filter, max: usize) -> Result<Vec<Stored>, Error> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let size = PAGE.min(max - found.len());
            let size = i64::try_from(size).unwrap_or(i64::MAX);
            let page = self
                .app
                .list(filter, self.options, Order::BY_ID, after, size);
            let page = page.await?;
            for doc in &page.docs {
                pause().await?;
                found.push(document::decode(filter.kind(), doc)?);
            }
            after = page.next;
            if after.is_none() {
                return Ok(found);
            }
            if found.len() >= max {
                self.truncate();
                return Ok(found);
            }
        }
    }

    /// Adds what resources are called. Those that do not exist are left out; deleted and merged
    /// ones are in it.
    pub(crate) async fn look_up(
        &self,
        directory: &mut Directory,
        names: BTreeSet<Name>,
    ) -> Result<(), Error> {
        let options = ReadOptions {
            include_deleted: IncludeDeleted::All,
            ..self.options
        };
        for kind in [Kind::Source, Kind::Article, Kind::Claim, Kind::Review] {
            let wanted = names.iter().filter(|name| name.kind() == kind);
            let wanted: Vec<Name> = wanted.copied().collect();
            for names in wanted.chunks(NAMES_AT_ONCE) {
                let found = self.app.survivors(kind, names, options).await?;
                for (name, survivor) in found {
                    pause().await?;
                    let stored = document::decode(kind, &survivor.answered(View::Basic))?;
                    directory.insert(name, Called::of(&stored, name));
                }
            }
        }
        Ok(())
    }

    /// What a picture says if there is more than was read.
    pub(crate) fn note(&self) -> Option<String> {
        let note = "The store has even more, which was not read.";
        self.is_truncated.then(|| note.to_owned())
    }

    /// The conflicts that a filter selects now.
    pub(crate) async fn conflicts(
        &mut self,
        filter: &ConflictFilter,
    ) -> Result<Vec<Conflict>, Error> {
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..CONFLICT_PAGES_MAX {
            let size = i64::try_from(CONFLICTS_MAX - found.len()).unwrap_or(i64::MAX);
            let page = self.app.list_conflicts(filter, after, size).await?;
            found.extend(page.conflicts);
            after = page.next;
            if after.is_none() {
                return Ok(found);
            }
            if found.len() >= CONFLICTS_MAX {
                break;
            }
        }
        self.truncate();
        Ok(found)
    }
}
