//! Re-anchors the appearances in an article when the article gets a new version.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    locks::{exclusive_all, refuse_too_many},
    plan::long_in,
};
use crate::{
    app::{
        Error,
        held_text::HeldText,
        turns::{hold_text, pause},
    },
    domain::{
        passage::{TextVersion, VersionText},
        resource::{Appearance, Article, ArticleId, Name, Resource, Stored},
        rule::{NewVersion, VersionAlignment},
        value::IdentityDigest,
    },
    failpoint::Failpoint,
    store::{
        self, Lookup,
        read::{ArticleText, IncludeDeleted},
        write::{LockSet, Write},
    },
};

/// The maximum number of earlier versions from which anchors are carried over.
const VERSIONS_MAX: usize = 8;

/// What two texts take while they are aligned, as a multiple of what one takes to be searched.
const ALIGNED: usize = 4;

/// The maximum number of bytes of those versions' texts. The newest is always used, even if
/// it is larger.
const BYTES_MAX: usize = 4 << 20;

/// Re-anchors the appearances in an article that gets a new version. Returns the writes of
/// those that change, in the order of their names. `language` is the tag of the article's
/// language; empty if it is not known.
pub(crate) async fn reanchor(
    lookup: &mut Lookup<'_>,
    locks: &mut LockSet,
    article: ArticleId,
    new: &ArticleText,
    language: &str,
) -> Result<Vec<Write>, Error> {
    let names = lookup
        .children(Name::Article(article), IncludeDeleted::Live)
        .await?;
    refuse_too_many(names.len() + 1)?;
    exclusive_all(locks, &names);
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let stored = lookup.stored(&names).await?;
    let identities = lookup.appearance_identities(&names).await?;
    let printed: Vec<Printed> = stored
        .into_values()
        .filter_map(|stored| Printed::new(stored, &identities))
        .collect();
    let (texts, held) = texts(lookup, article, new.version, &printed).await?;
    let long = long_in(lookup, compared(&printed, &texts, new)).await?;
    let found = find_all(printed, &texts, new, language).await?;
    drop((long, texts, held));
    Failpoint::Reanchor.reach().map_err(store::Error::from)?;
    Ok(found
        .into_iter()
        .filter(|it| it.found != it.appearance)
        .map(|it| it.write(article))
        .collect())
}

/// An appearance before and after re-anchoring.
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
            keys: None,
            follows: Some(Name::Article(article)),
        }
    }
}

/// Reads the earlier texts that appearances are anchored in, the newest first, up to the
/// limits.
async fn texts(
    lookup: &mut Lookup<'_>,
    article: ArticleId,
    new: TextVersion,
    printed: &[Printed],
) -> Result<(Vec<ArticleText>, HeldText), Error> {
    let versions = printed.iter().flat_map(|it| it.appearance.versions());
    let versions: BTreeSet<TextVersion> = versions.filter(|version| *version < new).collect();
    let mut texts = Vec::new();
    let mut held = HeldText::default();
    let mut bytes = 0;
    for version in versions.into_iter().rev().take(VERSIONS_MAX) {
        let Some(text) = lookup.article_text(article, Some(version)).await? else {
            continue;
        };
        bytes += text.body.len();
        if bytes > BYTES_MAX && !texts.is_empty() {
            break;
        }
        held.add(hold_text(ALIGNED * text.body.len())?);
        texts.push(text);
    }
    Ok((texts, held))
}

/// The number of bytes of text that re-anchoring compares, or searches for words.
fn compared(printed: &[Printed], earlier: &[ArticleText], new: &ArticleText) -> usize {
    let earlier = earlier.iter().map(|text| text.body.len());
    earlier.sum::<usize>() + printed.len() * new.body.len()
}

async fn find_all(
    mut printed: Vec<Printed>,
    texts: &[ArticleText],
    new: &ArticleText,
    language: &str,
) -> Result<Vec<Printed>, Error> {
    let new_text = VersionText::new(&new.body, &new.headline);
    let old_texts: Vec<(TextVersion, VersionText<'_>)> = texts
        .iter()
        .map(|text| (text.version, VersionText::new(&text.body, &text.headline)))
        .collect();
    let mut earlier = Vec::with_capacity(old_texts.len());
    for (version, text) in &old_texts {
        earlier.push((*version, VersionAlignment::new(text, &new_text, language)));
        pause().await?;
    }
    let version = NewVersion {
        version: new.version,
        earlier: earlier.into_iter().collect(),
    };
    for printed in &mut printed {
        printed.found = version.find(&printed.appearance);
        if printed.found.article_version == new.version {
            printed.identity = printed.found.identity(&new_text);
        }
        pause().await?;
    }
    orphan_duplicates(&version, &mut printed);
    Ok(printed)
}

/// Orphans appearances that would become duplicates in the new version. Of several with the
/// same identity, the one that had it before keeps it, or else the first one. The others keep
/// their old version and identity.
fn orphan_duplicates(version: &NewVersion<'_>, printed: &mut [Printed]) {
    loop {
        let mut order: Vec<usize> = (0..printed.len()).collect();
        order.sort_by_key(|&at| printed[at].identity != printed[at].stored_identity);
        let mut taken = BTreeSet::new();
        let duplicates = order
            .into_iter()
            .filter(|&at| !taken.insert(printed[at].identity));
        let duplicates: Vec<usize> = duplicates.collect();
        if duplicates.is_empty() {
            return;
        }
        for at in duplicates {
            let duplicate = &mut printed[at];
            duplicate.found = version.orphan(&duplicate.appearance);
            duplicate.identity = duplicate.stored_identity;
        }
    }
}

/// The text of a version of an article.
pub(crate) fn text_of(article: &Article, version: TextVersion) -> ArticleText {
    ArticleText {
        version,
        headline: article.headline.clone(),
        body: article.body.clone(),
    }
}

/// Gives an article's text the next version number if it differs from the stored one.
pub(crate) fn number_text(before: &Stored, after: &mut Resource) {
    if let (Resource::Article(old, stored), Resource::Article(new, version)) =
        (&before.resource, after)
    {
        *version = stored + i32::from(new.has_other_text(old));
    }
}
