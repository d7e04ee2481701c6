//! Reads resources: one, many, or a page of those that a filter selects.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    change::gone_error,
    survivor::{in_order, require_found, with_standings},
};
use crate::{
    app::{App, Error},
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{ArticleId, Kind, Name},
    },
    store::{
        Reader,
        log::{AtVersion, Done, PastList, StateKey, Version, past_list::PastPage},
        read::{
            Filter, IncludeDeleted, Page, Presence, ReadOptions, View,
            list::{COUNT_MAX, ClaimFilter, ListPoint, Order, fit_on_page},
        },
        write::Written,
    },
};

impl App {
    /// Returns the document of one resource.
    pub async fn get(&self, name: Name, options: ReadOptions) -> Result<Vec<u8>, Error> {
        let survivor = self.survivor(name, options).await?;
        Ok(survivor.answered(options.view))
    }

    /// Returns the last document of an article in a version.
    pub async fn get_version(
        &self,
        article: ArticleId,
        version: TextVersion,
        view: View,
        include_deleted: IncludeDeleted,
    ) -> Result<Vec<u8>, Error> {
        let mut reader = self.store.reader().await?;
        require_visible(&mut reader, Name::Article(article), include_deleted).await?;
        let name = Name::Article(article);
        match reader.article_at_version(article, version, view).await? {
            AtVersion::Doc(doc) => Ok(doc),
            AtVersion::None => Err(Error::NoVersion(name, version)),
            AtVersion::Gone => Err(gone_error(&mut reader, name).await?),
        }
    }

    /// Returns the versions of an article after a version, oldest first, and whether there
    /// are more.
    pub async fn list_versions(
        &self,
        article: ArticleId,
        after: TextVersion,
        size: i64,
        include_deleted: IncludeDeleted,
    ) -> Result<(Vec<Version>, bool), Error> {
        let mut reader = self.store.reader().await?;
        require_visible(&mut reader, Name::Article(article), include_deleted).await?;
        let mut versions = reader.article_versions(article, after, size + 1).await?;
        let mut bytes = 0;
        let fit = versions
            .iter()
            .take(usize::try_from(size).unwrap_or_default())
            .take_while(|version| {
                bytes += version.doc.as_ref().map_or(0, Vec::len);
                fit_on_page(bytes)
            })
            .count();
        let has_more = versions.len() > fit;
        versions.truncate(fit);
        Ok((versions, has_more))
    }

    /// Counts the claims that a filter selects. Returns whether there are more than the
    /// count, too.
    pub async fn count_claims(&self, filter: &ClaimFilter) -> Result<(i64, bool), Error> {
        let mut reader = self.store.reader().await?;
        let count = reader.count_claims(filter).await?;
        Ok((count.min(COUNT_MAX), count > COUNT_MAX))
    }

    /// Returns the documents of many resources of one kind, in the order of the names.
    /// Fails if one of them does not exist.
    pub async fn batch_get(
        &self,
        kind: Kind,
        names: &[Name],
        options: ReadOptions,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let found = self.survivors(kind, names, options).await?;
        require_found(names, &found)?;
        let found = found.into_iter();
        let docs: BTreeMap<Name, Vec<u8>> = found
            .map(|(name, survivor)| (name, survivor.answered(options.view)))
            .collect();
        in_order(names, &docs)
    }

    /// Returns a page of the documents that a filter selects, now or as of a moment. As of a
    /// moment, the order is always that of the ids.
    pub async fn list(
        &self,
        filter: &Filter,
        options: ReadOptions,
        order: Order,
        after: Option<ListPoint>,
        size: i64,
    ) -> Result<Page, Error> {
        if after.is_some_and(|after| !order.has(after)) {
            return Err(Error::PageTokenInvalid);
        }
        let ReadOptions {
            view,
            include_deleted,
            moment,
        } = options;
        if let Some(moment) = moment {
            self.settle(moment).await?;
            let after = after.map(ListPoint::id);
            return self.list_as_of(filter, options, moment, after, size).await;
        }
        let mut reader = self.store.reader().await?;
        let options = (view, include_deleted);
        Ok(reader.list(filter, options, order, after, size).await?)
    }

    async fn list_as_of(
        &self,
        filter: &Filter,
        options: ReadOptions,
        moment: Timestamp,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Page, Error> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut reader = self.store.reader().await?;
        let list = PastList {
            filter,
            include_deleted: options.include_deleted,
            view: options.view,
            moment,
            after,
            size,
        };
        let PastPage { docs, next } = reader.list_as_of(&list).await?;
        let docs = with_standings(&mut reader, docs, options, moment).await?;
        let next = next.map(ListPoint::Id);
        Ok(Page { docs, next })
    }

    /// Returns the documents that a mutation wrote, in the order of its results. Those of a
    /// repeated request, and of resources that it left as they were, are read from the log.
    pub async fn written(&self, written: Written) -> Result<Vec<Vec<u8>>, Error> {
        let Written { done, mut docs, .. } = written;
        let key = |done: &Done| StateKey::new(done.name, done.revision);
        let in_log = done.iter().filter(|done| !docs.contains_key(&done.name));
        let in_log: BTreeSet<StateKey> = in_log.map(key).collect();
        if !in_log.is_empty() {
            let mut reader = self.store.reader().await?;
            let states = reader.states(&in_log, View::Basic).await?;
            for done in &done {
                if docs.contains_key(&done.name) {
                    continue;
                }
                match states.get(&key(done)) {
                    Some(doc) => docs.insert(done.name, doc.clone()),
                    None => return Err(gone_error(&mut reader, done.name).await?),
                };
            }
        }
        let found = done.iter().filter_map(|done| docs.get(&done.name).cloned());
        Ok(found.collect())
    }
}

/// Fails if a resource does not exist, or is deleted and only live resources are requested.
async fn require_visible(
    reader: &mut Reader,
    name: Name,
    include_deleted: IncludeDeleted,
) -> Result<(), Error> {
    let presence = reader.lookup().presence(&BTreeSet::from([name])).await?;
    match (presence.get(&name), include_deleted) {
        (Some(Presence::Live), _) | (Some(Presence::Deleted), IncludeDeleted::All) => Ok(()),
        _ => Err(Error::NotFound(vec![name])),
    }
}
