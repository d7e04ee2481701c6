//! Appearances and the texts that they stand in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    app::Error,
    domain::{
        resource::{
            any::TextVersion,
            appearance::{Appearance, VersionText},
            name::{ArticleId, Name},
        },
        value::{
            identity::IdentityDigest,
            violation::{Checker, Violation},
        },
    },
    store::read::load::{ArticleText, Lookup},
};

/// Words are looked for in at most this much text, all appearances of a request
/// together: the transaction is open meanwhile.
const SEARCHED_MIB_MAX: usize = 256;

/// At most this much text is read for one request; texts that it writes do not count.
const HELD_MIB_MAX: usize = 64;

/// Reports where more text is to be searched than fits.
pub(crate) fn refuse_large_search(check: &mut Checker, field: &str, searched_mib: usize) {
    if searched_mib > SEARCHED_MIB_MAX {
        check.report_at(
            field,
            format!(
                "has anchors to be looked for in {searched_mib} MiB of text, of which {SEARCHED_MIB_MAX} fit; give start and end, or split the request"
            ),
        );
    }
}

/// The most live appearances in an article, because one transaction finds all of them again.
/// Requests at the same time can exceed it a little.
const APPEARANCES_MAX: i64 = 1_500;

/// Reports new appearances, each at its path, that do not fit into their article.
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
                format!("is {name}, which has {APPEARANCES_MAX} appearances, and no more fit"),
            );
        }
    }
    Ok(())
}

/// Which text: 0 is the newest.
type Key = (ArticleId, TextVersion);

/// The texts that a mutation needs, each read once.
#[derive(Default)]
pub(crate) struct Texts {
    texts: BTreeMap<Key, ArticleText>,
    /// The bytes of those that were read.
    read: usize,
}

impl Texts {
    /// The newest text of an article that is about to be written.
    pub(crate) fn set_newest(&mut self, article: ArticleId, text: ArticleText) {
        self.texts.insert((article, text.version), text.clone());
        self.texts.insert((article, 0), text);
    }

    /// Reads the texts that an appearance stands in, unless they were read already. Fails
    /// where that is too much text.
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
                self.texts.insert(key, text);
                self.refuse_too_many()?;
            }
            // Without a version, it is the article that is missing.
            None if key.1 == 0 => return Err(Error::NotFound(vec![Name::Article(key.0)])),
            None => {}
        }
        Ok(())
    }

    fn refuse_too_many(&self) -> Result<(), Error> {
        if self.read <= HELD_MIB_MAX << 20 {
            return Ok(());
        }
        let description = format!(
            "has appearances in more than {HELD_MIB_MAX} MiB of articles' texts; split the request"
        );
        Err(Error::Invalid(vec![Violation {
            field: String::new(),
            description,
        }]))
    }

    /// The texts with their code points counted.
    pub(crate) fn counted(&self) -> Counted<'_> {
        let texts = self.texts.iter();
        Counted(
            texts
                .map(|(key, text)| (*key, (text, VersionText::new(&text.body, &text.headline))))
                .collect(),
        )
    }
}

/// Texts that are ready for anchors.
pub(crate) struct Counted<'a>(BTreeMap<Key, (&'a ArticleText, VersionText<'a>)>);

impl Counted<'_> {
    /// How many MiB of text are searched to find the words of appearances.
    pub(crate) fn searched_mib<'a>(&self, all: impl Iterator<Item = &'a Appearance>) -> usize {
        let bytes = all.map(|appearance| {
            let text = |version| self.0.get(&(appearance.article, version));
            let searches = appearance.searches().into_iter();
            let sizes = searches.map(|version| text(version).map_or(0, |(it, _)| it.body.len()));
            sizes.sum::<usize>()
        });
        bytes.sum::<usize>() >> 20
    }

    /// Finds all words of an appearance in its text, and gives it the version of that.
    /// Answers what makes it the same as another, or nothing where it was reported.
    pub(crate) fn settle(
        &self,
        check: &mut Checker,
        appearance: &mut Appearance,
    ) -> Option<IdentityDigest> {
        let key = (appearance.article, appearance.article_version);
        let Some((stored, text)) = self.0.get(&key) else {
            check.report_at("article_version", "is no version of the article");
            return None;
        };
        appearance.article_version = stored.version;
        let article = appearance.article;
        appearance.settle(check, |version| match version == stored.version {
            true => Some(text),
            false => self.0.get(&(article, version)).map(|(_, text)| text),
        });
        Some(appearance.identity(text))
    }

    /// Which of the places where its words stand a settled appearance is.
    pub(crate) fn occurrence(&self, appearance: &Appearance) -> usize {
        let key = (appearance.article, appearance.article_version);
        let text = self.0.get(&key);
        text.map_or(0, |(_, text)| appearance.occurrence(text))
    }
}
