//! Appearances against the texts that they stand in.

use std::collections::BTreeMap;

use super::Error;
use crate::{
    domain::{
        appearance::{Appearance, VersionText},
        identity::IdentityDigest,
        name::{ArticleId, Name},
        resource::TextVersion,
        violation::Checker,
    },
    store::load::{ArticleText, Lookup},
};

/// Words are looked for in at most this much text, all appearances of a request
/// together: the transaction is open meanwhile.
const SEARCHED_MIB_MAX: usize = 256;

/// Complains where there is more text to walk than fits.
pub(super) fn refuse_large_search(check: &mut Checker, field: &str, searched_mib: usize) {
    if searched_mib > SEARCHED_MIB_MAX {
        check.say_at(
            field,
            format!(
                "has anchors to be looked for in {searched_mib} MiB of text, of which {SEARCHED_MIB_MAX} fit; give start and end, or split the request"
            ),
        );
    }
}

/// Which text: 0 is the newest.
type Key = (ArticleId, TextVersion);

/// The texts that a mutation needs, each read once.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<Key, ArticleText>);

impl Texts {
    /// The newest text of an article that is about to be written.
    pub(super) fn set_newest(&mut self, article: ArticleId, text: ArticleText) {
        self.0.insert((article, text.version), text.clone());
        self.0.insert((article, 0), text);
    }

    /// Reads the text that an appearance stands in, unless it is here already.
    pub(super) async fn load(
        &mut self,
        lookup: &mut Lookup<'_>,
        appearance: &Appearance,
    ) -> Result<(), Error> {
        let key = (appearance.article, appearance.article_version);
        if self.0.contains_key(&key) {
            return Ok(());
        }
        let version = (key.1 != 0).then_some(key.1);
        match lookup.article_text(key.0, version).await? {
            Some(text) => {
                self.0.insert(key, text);
            }
            // Without a version, it is the article that is missing.
            None if key.1 == 0 => return Err(Error::NotFound(vec![Name::Article(key.0)])),
            None => {}
        }
        Ok(())
    }

    /// The texts with their code points counted.
    pub(super) fn counted(&self) -> Counted<'_> {
        let texts = self.0.iter();
        Counted(
            texts
                .map(|(key, text)| (*key, (text, VersionText::new(&text.body, &text.headline))))
                .collect(),
        )
    }
}

/// Texts that are ready for anchors.
pub(super) struct Counted<'a>(BTreeMap<Key, (&'a ArticleText, VersionText<'a>)>);

impl Counted<'_> {
    /// How many MiB of text are walked to find the words of appearances.
    pub(super) fn searched_mib<'a>(&self, all: impl Iterator<Item = &'a Appearance>) -> usize {
        let bytes = all.map(|appearance| {
            let key = (appearance.article, appearance.article_version);
            let text = self.0.get(&key).map_or(0, |(text, _)| text.body.len());
            appearance.searches() * text
        });
        bytes.sum::<usize>() >> 20
    }

    /// Finds all words of an appearance in its text, and gives it its version.
    /// Answers what makes it the same as another; nothing where it was complained
    /// about.
    pub(super) fn settle(
        &self,
        check: &mut Checker,
        appearance: &mut Appearance,
    ) -> Option<IdentityDigest> {
        let key = (appearance.article, appearance.article_version);
        let Some((stored, text)) = self.0.get(&key) else {
            check.say_at("article_version", "is no version of the article");
            return None;
        };
        appearance.article_version = stored.version;
        appearance.settle(check, text);
        Some(appearance.identity(text))
    }
}
