//! The snapshot that a watch can begin with: everything that is selected as of a position.
//! It is read page by page while the log grows.

use tokio::time::Instant;
use uuid::Uuid;

use super::{
    answer::{End, WatchPoint},
    feed_reader::in_time,
    follower::{ANSWER_BYTES_MAX, Follower, PAGE_BYTES, expired},
    shared_change::WatchedChange,
};
use crate::{
    app::read::filtered_change::FilteredChange,
    domain::resource::Kind,
    failpoint::Failpoint,
    store::{
        self,
        log::{Point, Position, Scan, change::classify::Effect},
        read::{IncludeDeleted, View},
    },
};

/// The number of resources in a page of the snapshot.
const SNAPSHOT_PAGE: usize = 500;

impl Follower {
    /// Sends everything that is selected as of a position, ordered by kind and id.
    pub(super) async fn snapshot(
        &mut self,
        at: Position,
        first: Kind,
        after: Option<Uuid>,
    ) -> Result<(), End> {
        let mut after = after;
        let kinds = Kind::ALL.iter().copied();
        for kind in kinds.skip_while(|kind| *kind != first) {
            if !self.watched.filter.is_about(kind) {
                after = None;
                continue;
            }
            loop {
                let next = self.snapshot_page(at, kind, after.take()).await?;
                if next.is_none() {
                    break;
                }
                after = next;
                self.point = WatchPoint::Snapshot { at, kind, after };
                if self.heartbeat_due <= Instant::now() {
                    self.beat().await?;
                }
            }
        }
        self.page = None;
        self.point = WatchPoint::Log(at);
        Ok(())
    }

    /// Sends a page of the snapshot. Returns the id after which the next page starts.
    async fn snapshot_page(
        &mut self,
        at: Position,
        kind: Kind,
        after: Option<Uuid>,
    ) -> Result<Option<Uuid>, End> {
        self.next_page().await?;
        let scan = Scan {
            kind,
            filter: &self.watched.filter,
            include_deleted: IncludeDeleted::Live,
            view: self.watched.view.unwrap_or(View::Basic),
            point: Point::Position(at),
            after,
            among: None,
            size: SNAPSHOT_PAGE,
            bytes: PAGE_BYTES,
        };
        let scanned = {
            let _permit = self.app.feed.read_permit().await;
            let scanned = async {
                Failpoint::SnapshotPage
                    .reach()
                    .map_err(store::Error::from)?;
                Ok(self.app.store.reader().await?.scan(&scan).await?)
            };
            in_time(scanned).await.map_err(expired)?
        };
        let mut selected = Vec::new();
        let mut bytes = 0;
        let mut rows = scanned.rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            bytes += row.bytes();
            let after = Some(row.name.uuid());
            selected.push(WatchedChange::unshared(FilteredChange {
                row,
                effect: Effect::Entered,
            }));
            let fits = rows
                .peek()
                .is_some_and(|next| bytes + next.bytes() <= ANSWER_BYTES_MAX);
            if !fits {
                let point = WatchPoint::Snapshot { at, kind, after };
                self.answer(std::mem::take(&mut selected), point, false)
                    .await?;
                bytes = 0;
            }
        }
        Ok(scanned.next)
    }
}
