//! Finds the words of an article's appearances again in its new version.

use std::collections::{BTreeMap, BTreeSet};

use super::delete::{own_all, refuse_too_many};
use crate::{
    app::Error,
    domain::{
        resource::{
            any::{Resource, Stored, TextVersion},
            appearance::{Appearance, VersionText},
            name::{ArticleId, Name},
        },
        rule::anchoring::{NewVersion, VersionAlignment},
        value::identity::IdentityDigest,
    },
    store::{
        read::load::{ArticleText, IncludeDeleted, Lookup},
        write::{lock::LockSet, transaction::Write},
    },
};

/// The appearances' words come from this many earlier versions at most.
const VERSIONS_MAX: usize = 8;

/// The texts of those versions have together at most this many bytes, unless the newest
/// alone has more.
const BYTES_MAX: usize = 4 << 20;

/// The writes of those appearances in an article that change by its new version, in the
/// order of their names.
pub(crate) async fn reanchor(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    article: ArticleId,
    new: &ArticleText,
) -> Result<Vec<Write>, Error> {
    let names = lookup
        .children(Name::Article(article), IncludeDeleted::Live)
        .await?;
    refuse_too_many(names.len() + 1)?;
    own_all(locks, &names);
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let stored = lookup.stored(&names).await?;
    let identities = lookup.appearance_identities(&names).await?;
    let printed: Vec<Printed> = stored
        .into_values()
        .filter_map(|stored| Printed::new(stored, &identities))
        .collect();
    let texts = texts(lookup, article, new.version, &printed).await?;
    let new = new.clone();
    // It computes for long, and other tasks of this thread should not wait for it.
    let found = tokio::task::spawn_blocking(move || find_all(printed, &texts, &new)).await;
    let found = found.map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(found
        .into_iter()
        .filter(|it| it.found != it.appearance)
        .map(|it| it.write(article))
        .collect())
}

/// An appearance and what becomes of it.
struct Printed {
    stored: Stored,
    appearance: Appearance,
    found: Appearance,
    stored_identity: IdentityDigest,
    identity: IdentityDigest,
}

impl Printed {
    fn new(stored: Stored, identities: &BTreeMap<Name, IdentityDigest>) -> Option<Self> {
        let Resource::Appearance(appearance) = &stored.resource else {
            return None;
        };
        let appearance = appearance.clone();
        let identity = *identities.get(&stored.name)?;
        Some(Self {
            found: appearance.clone(),
            appearance,
            stored,
            stored_identity: identity,
            identity,
        })
    }

    fn write(self, article: ArticleId) -> Write {
        Write {
            name: self.stored.name,
            before: Some(self.stored),
            after: Resource::Appearance(self.found),
            is_deleted: false,
            erasure: None,
            identity: Some(self.identity),
            follows: Some(Name::Article(article)),
        }
    }
}

/// The earlier texts that appearances stand in, the newest first, up to the bounds.
async fn texts(
    lookup: &mut Lookup<'_>,
    article: ArticleId,
    new: TextVersion,
    printed: &[Printed],
) -> Result<Vec<ArticleText>, Error> {
    let versions = printed.iter().flat_map(|it| it.appearance.versions());
    let versions: BTreeSet<TextVersion> = versions.filter(|version| *version < new).collect();
    let mut texts = Vec::new();
    let mut bytes = 0;
    for version in versions.into_iter().rev().take(VERSIONS_MAX) {
        let Some(text) = lookup.article_text(article, Some(version)).await? else {
            continue;
        };
        bytes += text.body.len();
        if bytes > BYTES_MAX && !texts.is_empty() {
            break;
        }
        texts.push(text);
    }
    Ok(texts)
}

fn find_all(mut printed: Vec<Printed>, texts: &[ArticleText], new: &ArticleText) -> Vec<Printed> {
    let new_text = VersionText::new(&new.body, &new.headline);
    let old_texts: Vec<(TextVersion, VersionText<'_>)> = texts
        .iter()
        .map(|text| (text.version, VersionText::new(&text.body, &text.headline)))
        .collect();
    let earlier = old_texts.iter();
    let earlier = earlier.map(|(version, text)| (*version, VersionAlignment::new(text, &new_text)));
    let version = NewVersion {
        version: new.version,
        earlier: earlier.collect(),
    };
    for it in &mut printed {
        it.found = version.find(&it.appearance);
        if it.found.article_version == new.version {
            it.identity = it.found.identity(&new_text);
        }
    }
    orphan_same(&version, &mut printed);
    printed
}

/// No two may be the same in the new version. Where two are found in one place, the one that
/// had it before keeps it, or else the first, and the others are orphaned.
fn orphan_same(version: &NewVersion<'_>, printed: &mut [Printed]) {
    loop {
        let mut order: Vec<usize> = (0..printed.len()).collect();
        order.sort_by_key(|&at| printed[at].identity != printed[at].stored_identity);
        let mut taken = BTreeSet::new();
        let again = order
            .into_iter()
            .filter(|&at| !taken.insert(printed[at].identity));
        let again: Vec<usize> = again.collect();
        if again.is_empty() {
            return;
        }
        for at in again {
            let it = &mut printed[at];
            it.found = version.orphan(&it.appearance);
            it.identity = it.stored_identity;
        }
    }
}
