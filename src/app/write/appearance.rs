//! Anchors appearances in the texts of their articles.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::long_in;
use crate::{
    app::{
        Error,
        held_text::HeldText,
        turns::{hold_text, pause, stop},
    },
    domain::{
        passage::{TextVersion, VersionText},
        resource::{Appearance, ArticleId, Name, Resource},
        value::{Checker, IdentityDigest, Violation},
    },
    store::{Lookup, read::ArticleText},
};

/// The maximum amount of text to search for anchors, over all appearances of a request.
const SEARCHED_MIB_MAX: usize = 256;

/// The maximum amount of stored text to hold in memory for one request.
const HELD_MIB_MAX: usize = 32;

/// The maximum number of live appearances in an article: a new version re-anchors all of them
/// in one transaction. Concurrent requests can exceed it slightly.
const APPEARANCES_MAX: i64 = 1_500;

/// Reports, at its path, each new appearance that exceeds the maximum of its article.
pub(crate) async fn refuse_too_many(
    lookup: &mut Lookup<'_>,
    check: &mut Checker,
    new: &[(String, ArticleId)],
) -> Result<(), Error> {
    let articles: BTreeSet<ArticleId> = new.iter().map(|(_, article)| *article).collect();
    let articles: Vec<ArticleId> = articles.into_iter().collect();
    let mut counts = lookup.appearance_counts(&articles).await?;
    for (path, article) in new {
        let count = counts.entry(*article).or_default();
        *count += 1;
        if *count > APPEARANCES_MAX {
            let name = Name::Article(*article);
            check.report_at(
                &format!("{path}.article"),
                format!(
                    "is {name}, which already has the maximum of {APPEARANCES_MAX} appearances"
                ),
            );
        }
    }
    Ok(())
}

/// The key of a text. Version 0 is the newest one.
type Key = (ArticleId, TextVersion);

/// The texts that a mutation needs. Each is read only once.
#[derive(Default)]
pub(crate) struct Texts {
    texts: BTreeMap<Key, ArticleText>,
    /// The number of bytes read.
    read: usize,
    held: HeldText,
}

impl Texts {
    /// Sets the newest text of an article that is about to be written.
    pub(crate) fn set_newest(&mut self, article: ArticleId, text: ArticleText) {
        self.texts.insert((article, text.version), text.clone());
        self.texts.insert((article, 0), text);
    }

    /// Reads the texts that an appearance is anchored in, unless they were read before. Fails
    /// if the texts get too large.
    pub(crate) async fn load(
        &mut self,
        lookup: &mut Lookup<'_>,
        appearance: &Appearance,
    ) -> Result<(), Error> {
        for version in appearance.versions() {
            self.load_version(lookup, (appearance.article, version))
                .await?;
        }
        Ok(())
    }

    async fn load_version(&mut self, lookup: &mut Lookup<'_>, key: Key) -> Result<(), Error> {
        if self.texts.contains_key(&key) {
            return Ok(());
        }
        let version = (key.1 != 0).then_some(key.1);
        match lookup.article_text(key.0, version).await? {
            Some(text) => {
                self.read += text.body.len();
                self.refuse_too_large()?;
                self.held.add(hold_text(text.body.len())?);
                self.texts.insert(key, text);
            }
            // The newest version always exists, so the article itself is missing.
            None if key.1 == 0 => return Err(Error::NotFound(vec![Name::Article(key.0)])),
            None => {}
        }
        Ok(())
    }

    fn refuse_too_large(&self) -> Result<(), Error> {
        if self.read <= HELD_MIB_MAX << 20 {
            return Ok(());
        }
        let description = format!(
            "has appearances in more than {HELD_MIB_MAX} MiB of articles' texts; split the request"
        );
        Err(Error::Invalid(vec![Violation::new("", description)]))
    }

    /// The number of bytes of text to search for the anchors of appearances.
    pub(crate) fn searched<'a>(&self, all: impl Iterator<Item = &'a Appearance>) -> usize {
        let bytes = all.map(|appearance| {
            let text = |version| self.texts.get(&(appearance.article, version));
            let searches = appearance.searches().into_iter();
            let sizes = searches.map(|version| text(version).map_or(0, |it| it.body.len()));
            sizes.sum::<usize>()
        });
        bytes.sum()
    }

    /// Counts the code points of the texts, for anchors.
    pub(crate) fn counted(&self) -> Counted<'_> {
        let counted = self.texts.iter().map(|(key, stored)| {
            let text = VersionText::of_shared(&stored.body, &stored.headline);
            (*key, (stored, text))
        });
        Counted {
            texts: self,
            counted: counted.collect(),
            current: None,
        }
    }
}

/// Texts with counted code points, ready for anchors.
pub(crate) struct Counted<'a> {
    texts: &'a Texts,
    counted: BTreeMap<Key, (&'a ArticleText, VersionText<'a>)>,
    /// The article in which words were searched last.
    current: Option<ArticleId>,
}

impl Counted<'_> {
    /// Reports a violation at a field if there is more text to search for the anchors of
    /// appearances than allowed.
    pub(crate) fn refuse_large_search<'a>(
        &self,
        check: &mut Checker,
        field: &str,
        all: impl Iterator<Item = &'a Appearance> + Clone,
    ) {
        let mib = self.texts.searched(all.clone()) >> 20;
        if mib > SEARCHED_MIB_MAX {
            // Where the words stand is counted for each appearance, even if it is given.
            let advice = match all.clone().any(Appearance::has_no_position) {
                true => "give start and end, or split the request",
                false => "split the request",
            };
            let problem = format!(
                "has anchors to search for in {mib} MiB of text, but at most {SEARCHED_MIB_MAX} MiB are searched; {advice}"
            );
            check.report_at(field, problem);
        }
    }

    /// Anchors an appearance in its text, and sets the version of that text. Returns its
    /// identity digest, or `None` if the version does not exist.
    pub(crate) fn settle(
        &mut self,
        check: &mut Checker,
        appearance: &mut Appearance,
    ) -> Option<IdentityDigest> {
        let occurrence = self.locate(check, appearance)?;
        Some(appearance.identity_below(appearance.claim, occurrence))
    }

    /// Like [`Self::settle`], but returns which occurrence of its words in the text the
    /// appearance is.
    pub(crate) fn locate(
        &mut self,
        check: &mut Checker,
        appearance: &mut Appearance,
    ) -> Option<usize> {
        self.enter(appearance.article);
        let key = (appearance.article, appearance.article_version);
        let Some((stored, text)) = self.counted.get(&key) else {
            check.report_at("article_version", "is not a version of the article");
            return None;
        };
        appearance.article_version = stored.version;
        let article = appearance.article;
        appearance.settle(check, |version| match version == stored.version {
            true => Some(text),
            false => self.counted.get(&(article, version)).map(|(_, text)| text),
        });
        Some(appearance.occurrence(text))
    }

    /// Drops what is kept to search in the texts of another article.
    fn enter(&mut self, article: ArticleId) {
        let left = self.current.replace(article).filter(|it| *it != article);
        let texts = left.map(|left| self.counted.range_mut((left, 0)..=(left, TextVersion::MAX)));
        for (_, (_, text)) in texts.into_iter().flatten() {
            text.forget_folded();
        }
    }
}

/// Anchors the appearances among these resources in their texts, and refuses duplicates of
/// each other or of stored ones. Returns the identity digest of each appearance.
pub(crate) async fn settle_all(
    lookup: &mut Lookup<'_>,
    all: &mut [(&str, Name, Resource)],
) -> Result<BTreeMap<Name, IdentityDigest>, Error> {
    let mut appearances: Vec<(&str, Name, &mut Appearance)> = all
        .iter_mut()
        .filter_map(|(path, name, resource)| match resource {
            Resource::Appearance(appearance) => Some((*path, *name, appearance)),
            _ => None,
        })
        .collect();
    if appearances.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut texts = Texts::default();
    for (.., appearance) in &appearances {
        texts.load(lookup, appearance).await?;
    }
    let given = || appearances.iter().map(|(.., appearance)| &**appearance);
    let long = long_in(lookup, texts.searched(given())).await?;
    let mut check = Checker::new();
    let mut texts = texts.counted();
    texts.refuse_large_search(&mut check, "", given());
    let mut check = check.finish(Checker::new().until(stop()))?;
    let mut found: BTreeMap<IdentityDigest, (Name, &str)> = BTreeMap::new();
    for (path, name, appearance) in &mut appearances {
        let path = *path;
        let identity = check.field(path, |check| texts.settle(check, appearance));
        pause().await?;
        let Some(identity) = identity else { continue };
        let (_, first) = *found.entry(identity).or_insert((*name, path));
        if first != path {
            check.report_at(
                path,
                format!("has the same anchors as {first}; keep one of them"),
            );
        }
    }
    drop(long);
    check.finish(())?;
    let identities: Vec<IdentityDigest> = found.keys().copied().collect();
    for (identity, holder) in lookup.appearances_by_identity(&identities).await? {
        if found
            .get(&identity)
            .is_some_and(|(name, _)| *name != holder)
        {
            return Err(Error::Exists {
                holder,
                field: "anchors",
                address: None,
            });
        }
    }
    let named = found
        .into_iter()
        .map(|(identity, (name, _))| (name, identity));
    Ok(named.collect())
}
