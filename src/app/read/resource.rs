//! Reads resources: one, many, or a page of those that a filter selects.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{change::gone_error, moment};
use crate::{
    app::{App, Error},
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{ArticleId, ClaimId, Kind, Name},
        rule::link::LINKS_MAX,
    },
    store::{
        Reader,
        log::{
            AtVersion, Done, Point, Scan, Scanned, StateKey, Version, change::filter::ChangeFilter,
        },
        read::{
            Document, Filter, IncludeDeleted, Page, Presence, ReadOptions, View,
            list::{COUNT_MAX, ClaimFilter, PAGE_BYTES_MAX, fit_on_page},
        },
        write::Written,
    },
    wire::{document, resource::standing::encode_unknown},
};

/// The maximum number of resources in a batch.
pub const BATCH_MAX: usize = 1_000;

/// The number of articles that are read with their bodies as of a moment before the size of
/// the answer is checked. They can be read in parts, because the past does not change.
const BODIES_AT_ONCE: usize = 20;

/// A page of a list as of a moment is searched in at most this many steps of 500 resources.
const SCANS_MAX: usize = 10;

impl App {
    /// Returns the document of one resource.
    pub async fn get(&self, name: Name, options: ReadOptions) -> Result<Vec<u8>, Error> {
        self.settle(options).await?;
        let mut reader = self.store.reader().await?;
        let mut found = survivors(&mut reader, name.kind(), &[name], options).await?;
        let found = found.remove(&name);
        let Survivor { doc, .. } = found.ok_or_else(|| Error::NotFound(vec![name]))?;
        Ok(doc)
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

    /// Returns the document of the standing of a claim.
    pub async fn standing(&self, claim: ClaimId, options: ReadOptions) -> Result<Vec<u8>, Error> {
        self.settle(options).await?;
        let mut reader = self.store.reader().await?;
        let requested = Name::Claim(claim);
        let claims = survivors(&mut reader, Kind::Claim, &[requested], options).await?;
        let survivor = claims.get(&requested).map(|survivor| survivor.name);
        let Some(Name::Claim(claim)) = survivor else {
            return Err(Error::NotFound(vec![requested]));
        };
        let name = Name::Standing(claim);
        let doc = match options.moment {
            None => reader.standing(claim).await?,
            Some(_) => {
                let mut found = documents(&mut reader, Kind::Standing, &[name], options).await?;
                found.remove(&name).map(|found| found.doc)
            }
        };
        let mut doc = doc.unwrap_or_else(|| encode_unknown(claim));
        if Name::Claim(claim) != requested {
            document::redirect(&mut doc, requested);
        }
        Ok(doc)
    }

    /// If resources are read as of a moment, waits until it is settled.
    async fn settle(&self, options: ReadOptions) -> Result<(), Error> {
        match options.moment {
            Some(moment) => moment::settle(&self.store, moment).await,
            None => Ok(()),
        }
    }

    /// Returns the documents of many resources of one kind, in the order of the names.
    /// Fails if one of them does not exist.
    pub async fn batch_get(
        &self,
        kind: Kind,
        names: &[Name],
        options: ReadOptions,
    ) -> Result<Vec<Vec<u8>>, Error> {
        self.settle(options).await?;
        let mut reader = self.store.reader().await?;
        let found = match (options.moment, kind, options.view) {
            (None, Kind::Article, View::Full) => {
                require_bodies_fit(&mut reader, names).await?;
                survivors(&mut reader, kind, names, options).await?
            }
            (None, ..) => survivors(&mut reader, kind, names, options).await?,
            (Some(_), ..) => survivors_in_parts(&mut reader, kind, names, options).await?,
        };
        require_found(names, &found)?;
        let docs = names.iter().filter_map(|name| Some(&found.get(name)?.doc));
        // Checked before the documents are copied, because a repeated name is copied each time.
        match fit_on_page(docs.clone().map(Vec::len).sum()) {
            true => Ok(docs.cloned().collect()),
            false => Err(Error::ResponseTooLarge),
        }
    }

    /// Returns a page of the documents that a filter selects, now or as of a moment.
    pub async fn list(
        &self,
        filter: &Filter,
        options: ReadOptions,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Page, Error> {
        let ReadOptions {
            view,
            include_deleted,
            moment,
        } = options;
        if let Some(moment) = moment {
            moment::settle(&self.store, moment).await?;
            return self.list_as_of(filter, options, moment, after, size).await;
        }
        let mut reader = self.store.reader().await?;
        Ok(reader
            .list(filter, view, include_deleted, after, size)
            .await?)
    }

    async fn list_as_of(
        &self,
        filter: &Filter,
        options: ReadOptions,
        moment: Timestamp,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Page, Error> {
        let conditions = ChangeFilter {
            matching: Some(filter.clone()),
            ..ChangeFilter::default()
        };
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut reader = self.store.reader().await?;
        let mut page = Page {
            docs: Vec::new(),
            next: after,
        };
        let mut bytes = 0;
        for _ in 0..SCANS_MAX {
            let scan = Scan {
                kind: filter.kind(),
                filter: &conditions,
                include_deleted: options.include_deleted,
                view: options.view,
                point: Point::Time(moment),
                after: page.next,
                size: size - page.docs.len(),
            };
            let Scanned { rows, next } = reader.scan(&scan).await?;
            let docs: Vec<Vec<u8>> = rows.into_iter().filter_map(|row| row.doc).collect();
            bytes += docs.iter().map(Vec::len).sum::<usize>();
            if !page.docs.is_empty() && !fit_on_page(bytes) {
                break;
            }
            page.docs.extend(docs);
            page.next = next;
            if next.is_none() || page.docs.len() == size {
                break;
            }
        }
        Ok(page)
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

/// The survivor of a resource: the resource itself, or what it was merged into in the end.
struct Survivor {
    name: Name,
    /// The document of the survivor. If another resource was requested, the document has
    /// the name of that one as `redirected_from`.
    doc: Vec<u8>,
}

/// Fails if the bodies of these articles exceed a page, before they are read.
async fn require_bodies_fit(reader: &mut Reader, names: &[Name]) -> Result<(), Error> {
    match reader.body_bytes(names).await? > PAGE_BYTES_MAX {
        true => Err(Error::ResponseTooLarge),
        false => Ok(()),
    }
}

/// Fails if there are names without a survivor.
fn require_found(names: &[Name], found: &BTreeMap<Name, Survivor>) -> Result<(), Error> {
    let missing = names.iter().filter(|name| !found.contains_key(name));
    let missing: BTreeSet<Name> = missing.copied().collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Error::NotFound(missing.into_iter().collect())),
    }
}

/// Like [`survivors`] as of a moment, but fails as soon as the documents exceed a page.
async fn survivors_in_parts(
    reader: &mut Reader,
    kind: Kind,
    names: &[Name],
    options: ReadOptions,
) -> Result<BTreeMap<Name, Survivor>, Error> {
    let at_once = match (kind, options.view) {
        (Kind::Article, View::Full) => BODIES_AT_ONCE,
        _ => BATCH_MAX,
    };
    let mut found = BTreeMap::new();
    let mut bytes = 0;
    for names in names.chunks(at_once) {
        let more = survivors(reader, kind, names, options).await?;
        bytes += more.values().map(|it| it.doc.len()).sum::<usize>();
        if !fit_on_page(bytes) {
            return Err(Error::ResponseTooLarge);
        }
        found.extend(more);
    }
    Ok(found)
}

/// Maps each name to its survivor. Names that do not exist are left out.
async fn survivors(
    reader: &mut Reader,
    kind: Kind,
    names: &[Name],
    options: ReadOptions,
) -> Result<BTreeMap<Name, Survivor>, Error> {
    let mut found = documents(reader, kind, names, options).await?;
    // Merged names, each with the end of its chain of merges as far as it is known.
    let merged = found.iter();
    let mut ends: BTreeMap<Name, Name> = merged
        .filter_map(|(name, document)| Some((*name, document.merged_into?)))
        .collect();
    let mut known = BTreeMap::new();
    for _ in 0..=LINKS_MAX {
        let wanted: BTreeSet<Name> = ends.values().copied().collect();
        let next: Vec<Name> = wanted
            .into_iter()
            .filter(|name| !known.contains_key(name))
            .collect();
        if next.is_empty() {
            break;
        }
        known.extend(documents(reader, kind, &next, options).await?);
        for end in ends.values_mut() {
            let further = known.get(end).and_then(|document| document.merged_into);
            *end = further.unwrap_or(*end);
        }
    }
    found.retain(|name, _| !ends.contains_key(name));
    let unmerged = found.into_iter().map(|(name, Document { doc, .. })| {
        let survivor = Survivor { name, doc };
        (name, survivor)
    });
    let redirected = ends.into_iter().filter_map(|(from, name)| {
        let mut doc = known.get(&name)?.doc.clone();
        document::redirect(&mut doc, from);
        Some((from, Survivor { name, doc }))
    });
    Ok(unmerged.chain(redirected).collect())
}

/// The documents of resources now, or as of a moment that is settled.
async fn documents(
    reader: &mut Reader,
    kind: Kind,
    names: &[Name],
    options: ReadOptions,
) -> Result<BTreeMap<Name, Document>, Error> {
    let ReadOptions {
        view,
        include_deleted,
        moment,
    } = options;
    let Some(moment) = moment else {
        return Ok(reader.documents(kind, names, view, include_deleted).await?);
    };
    let past = reader.documents_as_of(kind, names, view, include_deleted, moment);
    let past = past.await?;
    if let Some(name) = past.not_kept.first() {
        return Err(gone_error(reader, *name).await?);
    }
    let docs = past.docs.into_iter();
    docs.map(|(name, doc)| {
        // The columns only have the merges of now. Those of the moment are in its
        // documents.
        let merged_into = document::merged_into(kind, &doc)?;
        Ok((name, Document { doc, merged_into }))
    })
    .collect()
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
