//! The texts of one version of an article: its body and its headline.

use super::{anchor::ArticlePart, part_text::PartText};

/// The texts of one version of an article, indexed for anchors.
pub struct VersionText<'a> {
    body: PartText<'a>,
    headline: PartText<'a>,
}

impl<'a> VersionText<'a> {
    /// Indexes the texts of a version.
    pub fn new(body: &'a str, headline: &'a str) -> Self {
        Self {
            body: PartText::new(body),
            headline: PartText::new(headline),
        }
    }

    /// Drops what is kept to search in other spellings, until it is needed again.
    pub fn forget_folded(&mut self) {
        self.body.forget_folded();
        self.headline.forget_folded();
    }

    pub(in crate::domain) fn part(&self, part: ArticlePart) -> &PartText<'a> {
        match part {
            ArticlePart::Body => &self.body,
            ArticlePart::Headline => &self.headline,
        }
    }
}
