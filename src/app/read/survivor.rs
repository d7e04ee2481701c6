//! Finds the documents of resources by their names, now or as of a moment, and follows merges
//! to the survivors.

use std::collections::{BTreeMap, BTreeSet};

use super::{change::gone_error, loader::Loaded};
use crate::{
    app::{App, Error},
    domain::{
        Timestamp,
        resource::{ClaimId, Kind, Name},
        rule::link::LINKS_MAX,
    },
    store::{
        Reader,
        read::{
            Batch, Document, IncludeDeleted, Presence, ReadOptions, View,
            document::standing_of,
            list::{PAGE_BYTES_MAX, fit_on_page},
        },
    },
    wire::document,
};

/// The maximum number of resources in a batch.
pub const BATCH_MAX: usize = 1_000;

/// The number of resources that are read in full as of a moment before the size of the answer
/// is checked. They can be read in parts, because the past does not change.
const FULL_AT_ONCE: usize = 20;

impl App {
    /// The survivor of one resource. It is read together with those of other calls, if it is
    /// read as it is now, and was not merged.
    pub(super) async fn survivor(
        &self,
        name: Name,
        options: ReadOptions,
    ) -> Result<Survivor, Error> {
        if options.moment.is_none() {
            match self.loader.load(name, options.view).await? {
                Loaded::Found(presence, document) if document.merged_into.is_none() => {
                    return match (presence, options.include_deleted) {
                        (Presence::Deleted, IncludeDeleted::Live) => {
                            Err(Error::NotFound(vec![name]))
                        }
                        _ => Ok(Survivor::new(name, document)),
                    };
                }
                Loaded::Missing => return Err(Error::NotFound(vec![name])),
                Loaded::Found(..) | Loaded::Nothing => {}
            }
        }
        let found = self.survivors(name.kind(), &[name], options).await?;
        let survivor = found.into_values().next();
        survivor.ok_or_else(|| Error::NotFound(vec![name]))
    }

    /// Maps each name to its survivor. Names that do not exist are left out.
    pub(super) async fn survivors(
        &self,
        kind: Kind,
        names: &[Name],
        options: ReadOptions,
    ) -> Result<BTreeMap<Name, Survivor>, Error> {
        if let Some(moment) = options.moment {
            self.settle(moment).await?;
        }
        let mut reader = self.store.reader().await?;
        match options.moment {
            Some(_) => survivors_in_parts(&mut reader, kind, names, options).await,
            None => current_survivors(&mut reader, kind, names, options).await,
        }
    }
}

/// The survivor of a resource: the resource itself, or what it was merged into in the end.
pub(super) struct Survivor {
    pub(super) name: Name,
    /// The document of the survivor. If another resource was requested, the document has
    /// the name of that one as `redirected_from`.
    doc: Vec<u8>,
    /// The standing of a claim that is read in full.
    pub(super) standing: Option<Vec<u8>>,
}

impl Survivor {
    fn new(name: Name, document: Document) -> Self {
        let Document { doc, standing, .. } = document;
        Self {
            name,
            doc,
            standing,
        }
    }

    /// The number of bytes of the documents.
    fn bytes(&self) -> usize {
        self.doc.len() + self.standing.as_ref().map_or(0, Vec::len)
    }

    /// The document as it is answered in a view.
    pub(super) fn answered(mut self, view: View) -> Vec<u8> {
        if let (Name::Claim(claim), View::Full) = (self.name, view) {
            document::add_standing(&mut self.doc, standing_of(claim, self.standing));
        }
        self.doc
    }
}

/// The documents of these names in their order. Fails if they exceed a page.
pub(super) fn in_order(
    names: &[Name],
    docs: &BTreeMap<Name, Vec<u8>>,
) -> Result<Vec<Vec<u8>>, Error> {
    let docs = names.iter().filter_map(|name| docs.get(name));
    // Checked before the documents are copied, because a repeated name is copied each time.
    match fit_on_page(docs.clone().map(Vec::len).sum()) {
        true => Ok(docs.cloned().collect()),
        false => Err(Error::ResponseTooLarge),
    }
}

/// Like [`survivors`] now, in one query if the merges are as the table of survivors has them.
/// Fails if the bodies of articles or the standings of claims exceed a page.
async fn current_survivors(
    reader: &mut Reader,
    kind: Kind,
    names: &[Name],
    options: ReadOptions,
) -> Result<BTreeMap<Name, Survivor>, Error> {
    // Each fits by itself.
    let bytes_max = match names.len() {
        1 => i64::MAX,
        _ => PAGE_BYTES_MAX,
    };
    let how = (options.view, options.include_deleted);
    let read = reader.documents_and_survivors(kind, names, how, bytes_max);
    match read.await? {
        Batch::TooLarge => Err(Error::ResponseTooLarge),
        Batch::Fits(known) => follow(reader, kind, names, options, known).await,
    }
}

/// Fails if there are names without a survivor.
pub(super) fn require_found(names: &[Name], found: &BTreeMap<Name, Survivor>) -> Result<(), Error> {
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
        (Kind::Article | Kind::Claim, View::Full) => FULL_AT_ONCE,
        _ => BATCH_MAX,
    };
    let is_batch = names.len() > 1;
    let mut found = BTreeMap::new();
    let mut bytes = 0;
    for names in names.chunks(at_once) {
        let more = survivors(reader, kind, names, options).await?;
        bytes += more.values().map(Survivor::bytes).sum::<usize>();
        if is_batch && !fit_on_page(bytes) {
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
    let known = documents(reader, kind, names, options).await?;
    follow(reader, kind, names, options, known).await
}

/// Maps each name to its survivor. What is not among the known documents is read.
async fn follow(
    reader: &mut Reader,
    kind: Kind,
    names: &[Name],
    options: ReadOptions,
    mut known: BTreeMap<Name, Document>,
) -> Result<BTreeMap<Name, Survivor>, Error> {
    let (mut unmerged, mut ends) = (BTreeSet::new(), BTreeMap::new());
    for name in names {
        match known.get(name).map(|document| document.merged_into) {
            Some(Some(further)) => _ = ends.insert(*name, further),
            Some(None) => _ = unmerged.insert(*name),
            None => {}
        }
    }
    // The end of each chain of merges, as far as it is known.
    for _ in 0..=LINKS_MAX {
        let wanted: BTreeSet<Name> = ends.values().copied().collect();
        let next = wanted.into_iter().filter(|name| !known.contains_key(name));
        let next: Vec<Name> = next.collect();
        if !next.is_empty() {
            known.extend(documents(reader, kind, &next, options).await?);
        }
        let mut is_further = false;
        for end in ends.values_mut() {
            if let Some(further) = known.get(end).and_then(|document| document.merged_into) {
                *end = further;
                is_further = true;
            }
        }
        if !is_further {
            break;
        }
    }
    let redirected = ends.into_iter().filter_map(|(from, name)| {
        let mut document = known.get(&name)?.clone();
        document::redirect(&mut document.doc, from);
        Some((from, Survivor::new(name, document)))
    });
    let mut survivors: BTreeMap<Name, Survivor> = redirected.collect();
    let unmerged = unmerged.into_iter().filter_map(|name| {
        let document = known.remove(&name)?;
        Some((name, Survivor::new(name, document)))
    });
    survivors.extend(unmerged);
    Ok(survivors)
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
    let claims: Vec<Name> = past.docs.keys().copied().collect();
    let mut standings = match (kind, view) {
        (Kind::Claim, View::Full) => standings_as_of(reader, &claims, options, moment).await?,
        _ => BTreeMap::new(),
    };
    let docs = past.docs.into_iter();
    docs.map(|(name, doc)| {
        // The columns only have the merges of now. Those of the moment are in its
        // documents.
        let document = Document {
            merged_into: document::merged_into(kind, &doc)?,
            standing: standings.remove(&name),
            doc,
        };
        Ok((name, document))
    })
    .collect()
}

/// The standings of claims as of a moment, by the names of the claims.
async fn standings_as_of(
    reader: &mut Reader,
    claims: &[Name],
    options: ReadOptions,
    moment: Timestamp,
) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
    let ids = claims.iter().map(|name| ClaimId::new(name.uuid()));
    let names: Vec<Name> = ids.map(Name::Standing).collect();
    let deleted = options.include_deleted;
    let past = reader.documents_as_of(Kind::Standing, &names, View::Basic, deleted, moment);
    let past = past.await?;
    if let Some(name) = past.not_kept.first() {
        return Err(gone_error(reader, *name).await?);
    }
    let docs = past.docs.into_iter();
    Ok(docs
        .filter_map(|(name, doc)| Some((Name::Claim(name.claim()?), doc)))
        .collect())
}

/// The documents of resources as of a moment, those of claims with their standings if they
/// are read in full.
pub(super) async fn with_standings(
    reader: &mut Reader,
    docs: Vec<(Name, Vec<u8>)>,
    options: ReadOptions,
    moment: Timestamp,
) -> Result<Vec<Vec<u8>>, Error> {
    let is_full = options.view == View::Full;
    let claims = docs.iter().map(|(name, _)| *name);
    let claims: Vec<Name> = claims
        .filter(|name| is_full && name.kind() == Kind::Claim)
        .collect();
    let mut standings = match claims.is_empty() {
        true => BTreeMap::new(),
        false => standings_as_of(reader, &claims, options, moment).await?,
    };
    let docs = docs.into_iter().map(|(name, doc)| {
        let standing = standings.remove(&name);
        let survivor = Survivor {
            name,
            doc,
            standing,
        };
        survivor.answered(options.view)
    });
    Ok(docs.collect())
}
