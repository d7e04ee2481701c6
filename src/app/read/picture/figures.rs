//! Reads the figures that do not meet.

use super::loading::Loading;
use crate::{
    app::Error,
    domain::{
        resource::{ArticleId, ClaimId, Name, SourceId, Stored},
        rule::ConflictReason,
    },
    picture::{
        called::Called,
        canvas::Picture,
        intervals::{self, Figures},
        theme::Theme,
    },
    store::read::conflict::condition::ConflictFilter,
};

impl Loading<'_> {
    /// Draws the conflicting figures of a claim, a source or an article. A deleted one has none.
    pub(crate) async fn figures(
        &mut self,
        of: &Stored,
        theme: Option<Theme>,
    ) -> Result<Picture, Error> {
        let mut filter = ConflictFilter {
            reason: Some(ConflictReason::Quantities),
            ..ConflictFilter::default()
        };
        let id = of.name.uuid();
        match of.name {
            Name::Source(_) => filter.sources = vec![SourceId::new(id)],
            Name::Article(_) => filter.article = Some(ArticleId::new(id)),
            _ => filter.claim = Some(ClaimId::new(id)),
        }
        let mut figures = Figures::default();
        if !of.stamp.is_deleted() {
            figures.conflicts = self.conflicts(&filter).await?;
        }
        figures.notes.extend(self.note());
        let called = Called::of(of, of.name).text;
        Ok(intervals::picture(of, &called, &figures, theme))
    }
}
