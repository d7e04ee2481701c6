//! Reads what pictures of a source show.

use std::collections::BTreeSet;

use super::loading::Loading;
use crate::{
    app::Error,
    domain::resource::{Name, Stored},
    picture::{
        canvas::Picture,
        reach::{self, Reach},
        theme::Theme,
    },
};

/// At most so many dependants are read, at once and in all.
const PAGE: i64 = 1_000;
const DEPENDANTS_MAX: usize = 2_000;

impl Loading<'_> {
    /// Draws the reach of a source. Nothing rests on a deleted one.
    pub(crate) async fn reach(
        &mut self,
        source: &Stored,
        theme: Option<Theme>,
    ) -> Result<Picture, Error> {
        let mut reach = Reach::default();
        let mut after = None;
        while !source.stamp.is_deleted() {
            let page = self.app.trace(source.name, after, PAGE).await?;
            reach.dependants.extend(page.dependants);
            if page.is_truncated
                || (page.next.is_some() && reach.dependants.len() >= DEPENDANTS_MAX)
            {
                self.truncate();
            }
            after = page
                .next
                .filter(|_| reach.dependants.len() < DEPENDANTS_MAX);
            if after.is_none() {
                break;
            }
        }
        let steps = reach.dependants.iter().flat_map(|it| &it.path);
        let names: BTreeSet<Name> = steps.map(|step| step.name).collect();
        self.look_up(&mut reach.directory, names).await?;
        reach.notes.extend(self.note());
        Ok(reach::picture(source, &reach, theme))
    }
}
