//! Reads what pictures of a claim's history show.

use chrono::TimeDelta;

use super::loading::Loading;
use crate::{
    app::{Error, turns::pause},
    domain::resource::{Kind, Name, Stored},
    picture::{
        canvas::Picture,
        theme::Theme,
        timeline::{
            self, History,
            moment::{Deed, Moment},
        },
    },
    store::{
        log::{
            ChangeRow, Operation,
            change::{filter::ChangeFilter, page::ChangePage},
        },
        read::View,
    },
    wire::{document, resource::standing::read_dispute},
};

/// So many changes are read at once, and at most so many in all, whether they are shown or not.
/// Pages can be short.
const PAGE: i64 = 500;
const CHANGES_MAX: usize = 2_000;
const PAGES_MAX: usize = 20;

impl Loading<'_> {
    /// Draws the history of a claim.
    pub(crate) async fn timeline(
        &mut self,
        claim: &Stored,
        theme: Option<Theme>,
    ) -> Result<Picture, Error> {
        let filter = ChangeFilter {
            concerns: Some(claim.name),
            kinds: vec![
                Kind::Claim,
                Kind::Appearance,
                Kind::Relation,
                Kind::Review,
                Kind::Standing,
            ],
            end_time: self
                .options
                .moment
                .map(|it| it + TimeDelta::microseconds(1)),
            ..ChangeFilter::default()
        };
        let mut page = ChangePage::first(filter, Some(View::Basic), PAGE);
        let mut history = History::default();
        let (mut read, mut pages) = (0, 0);
        loop {
            let _making = self.app.pages().make().await?;
            let changes = self.app.changes(&page).await?;
            read += changes.changes.len();
            pages += 1;
            for change in &changes.changes {
                pause().await?;
                history.moments.extend(moment(claim.name, &change.row)?);
            }
            page.after = changes.next;
            if page.after.is_none() {
                break;
            }
            if read >= CHANGES_MAX || pages >= PAGES_MAX {
                self.truncate();
                break;
            }
        }
        let names = history.moments.iter().flat_map(Moment::mentioned).collect();
        self.look_up(&mut history.directory, names).await?;
        history.notes.extend(self.note());
        Ok(timeline::picture(claim, &history, theme))
    }
}

/// What a change did, if it is of the claim or of what belongs to it.
fn moment(claim: Name, row: &ChangeRow) -> Result<Option<Moment>, Error> {
    let kind = row.name.kind();
    if kind == Kind::Claim && row.name != claim {
        return Ok(None);
    }
    let doc = row.doc.as_deref();
    let is_standing = kind == Kind::Standing;
    let read = |doc: Option<&[u8]>| match doc {
        Some(doc) if !is_standing => document::decode(kind, doc).map(Some),
        _ => Ok(None),
    };
    Ok(Some(Moment {
        name: row.name,
        revision: row.revision,
        time: row.change_time,
        actor: row.actor.clone(),
        deed: match Operation::from_code(row.operation) {
            Some(Operation::Created) => Deed::Created,
            Some(Operation::Deleted) => Deed::Deleted,
            Some(Operation::Undeleted) => Deed::Undeleted,
            Some(Operation::Erased) => Deed::Erased,
            Some(Operation::Updated) | None => Deed::Updated,
        },
        after: read(doc)?,
        before: read(row.before.as_deref())?,
        dispute: match (is_standing, doc) {
            (true, Some(doc)) => Some(read_dispute(doc)?),
            _ => None,
        },
    }))
}
