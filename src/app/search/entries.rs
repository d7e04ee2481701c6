//! Entries of the index: resources as they are stored now, with what else is indexed of them.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    described::{self, WORDINGS_MAX},
    failure::Failure,
    writing::Entry,
};
use crate::{
    domain::resource::{ArticleId, ClaimId, Kind, Name, SourceId, Stored},
    store::{
        Reader,
        read::{IncludeDeleted, View},
    },
    wire::document,
};

/// The kinds of resources that are indexed.
pub(super) const KINDS: [Kind; 3] = [Kind::Source, Kind::Article, Kind::Claim];

/// The articles whose bodies are in memory at the same time.
const BODIES_MAX: usize = 8;

/// The claims or sources that are read at once.
const READ_MAX: usize = 1_000;

/// How resources are read, to be indexed.
pub(super) const fn view(kind: Kind) -> View {
    match kind {
        Kind::Article => View::Full,
        _ => View::Basic,
    }
}

/// What is to be changed for these resources: each becomes what it is now.
pub(super) async fn current(
    reader: &mut Reader,
    kind: Kind,
    ids: &[Uuid],
) -> Result<Vec<Entry>, Failure> {
    let names: Vec<Name> = ids.iter().filter_map(|id| name(kind, *id)).collect();
    let documents = reader.documents(kind, &names, view(kind), IncludeDeleted::Live);
    let mut documents = documents.await?;
    let mut live = Vec::new();
    let mut entries = Vec::new();
    for name in names {
        match documents.remove(&name) {
            Some(stored) => live.push(document::decode(kind, &stored.doc)?),
            None => entries.push(Entry::Remove(name)),
        }
    }
    entries.extend(entries_of(reader, kind, live).await?);
    Ok(entries)
}

/// Splits resources so that the entries of each part are not too large.
pub(super) fn parts(kind: Kind, ids: &[Uuid]) -> impl Iterator<Item = &[Uuid]> {
    ids.chunks(match kind {
        Kind::Article => BODIES_MAX,
        _ => READ_MAX,
    })
}

/// The entries of live resources of one kind.
pub(super) async fn entries_of(
    reader: &mut Reader,
    kind: Kind,
    all: Vec<Stored>,
) -> Result<Vec<Entry>, Failure> {
    let ids: Vec<Uuid> = all.iter().map(|stored| stored.name.uuid()).collect();
    let mut printed = match kind {
        Kind::Claim => printed_words(reader, &ids).await?,
        _ => BTreeMap::new(),
    };
    let mut entries = Vec::with_capacity(all.len());
    for stored in all {
        let name = stored.name;
        let entry = match name {
            Name::Claim(_) => {
                let printed = printed.remove(&name.uuid()).unwrap_or_default();
                described::claim(stored, printed).map(|it| Entry::Claim(Box::new(it)))
            }
            Name::Article(_) => described::article(stored).map(|it| Entry::Article(Box::new(it))),
            Name::Source(_) => described::source(stored).map(|it| Entry::Source(Box::new(it))),
            _ => None,
        };
        entries.push(entry.unwrap_or(Entry::Remove(name)));
    }
    Ok(entries)
}

/// The words that print claims, by their ids.
async fn printed_words(
    reader: &mut Reader,
    claims: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<String>>, Failure> {
    let claims: Vec<ClaimId> = claims.iter().copied().map(ClaimId::new).collect();
    let most = i64::try_from(WORDINGS_MAX).unwrap_or(i64::MAX);
    let mut printed: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (claim, doc) in reader.printings(&claims, most).await? {
        let appearance = document::decode(Kind::Appearance, &doc)?;
        if let Some(words) = described::printed_words(appearance) {
            printed.entry(claim.uuid()).or_default().push(words);
        }
    }
    Ok(printed)
}

fn name(kind: Kind, id: Uuid) -> Option<Name> {
    match kind {
        Kind::Source => Some(Name::Source(SourceId::new(id))),
        Kind::Article => Some(Name::Article(ArticleId::new(id))),
        Kind::Claim => Some(Name::Claim(ClaimId::new(id))),
        _ => None,
    }
}
