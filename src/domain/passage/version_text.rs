//! The texts of one version of an article: its body and its headline.

use std::sync::Arc;

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

    /// Indexes the texts of a version, whose body others hold too.
    pub fn of_shared(body: &'a Arc<str>, headline: &'a str) -> Self {
        Self {
            body: PartText::of_shared(body),
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
