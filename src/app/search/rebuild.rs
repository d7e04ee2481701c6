//! Builds the index anew from the store, page by page, while everything else goes on. What is
//! written meanwhile is applied from the log afterwards.

use super::{
    entries::{KINDS, entries_of, view},
    failure::Failure,
    writing::{Done, Entry, Writing},
};
use crate::{
    app::App,
    domain::resource::Kind,
    failpoint::Failpoint,
    store::{
        self,
        log::Position,
        read::{
            Filter, IncludeDeleted,
            list::{ArticleFilter, ClaimFilter, ListPoint, Order, SourceFilter},
        },
    },
    wire::document,
};

/// The resources that are read at once.
const PAGE_SIZE: i64 = 1_000;
/// Their bodies are in memory at the same time.
const ARTICLES_SIZE: i64 = 16;

/// So many resources are written to the index before they are committed, which bounds the memory.
const COMMIT_EVERY: usize = 50_000;

/// Fills an empty index. Returns the position from which the log is to be followed: what the
/// index holds is as of then or later.
pub(super) async fn rebuild(app: &App, writing: &Writing) -> Result<Position, Failure> {
    Failpoint::IndexRebuild
        .reach()
        .map_err(store::Error::from)?;
    let start = app.store().reader().await?.log_end().await?;
    let mut filling = Filling {
        writing,
        written: 0,
        last: None,
    };
    for kind in KINDS {
        let mut after = None;
        loop {
            let (entries, next) = page(app, kind, after).await?;
            filling.add(entries).await?;
            let Some(next) = next else { break };
            after = Some(next);
        }
    }
    filling.end().await?;
    Failpoint::IndexRebuilt
        .reach()
        .map_err(store::Error::from)?;
    writing.commit(None).await.wait().await?;
    Ok(start)
}

/// The index as it is filled. The next page is read while the one before is written.
struct Filling<'a> {
    writing: &'a Writing,
    /// The number of resources since the last commit.
    written: usize,
    last: Option<Done>,
}

impl Filling<'_> {
    async fn add(&mut self, entries: Vec<Entry>) -> Result<(), Failure> {
        self.written += entries.len();
        self.end().await?;
        self.last = Some(self.writing.fill(entries).await);
        if self.written >= COMMIT_EVERY {
            self.written = 0;
            self.writing.commit(None).await.wait().await?;
        }
        Ok(())
    }

    /// Waits until everything is written.
    async fn end(&mut self) -> Result<(), Failure> {
        if let Some(last) = self.last.take() {
            last.wait().await?;
        }
        Ok(())
    }
}

/// The entries of a page of resources, and the last of them if there are more.
async fn page(
    app: &App,
    kind: Kind,
    after: Option<ListPoint>,
) -> Result<(Vec<Entry>, Option<ListPoint>), Failure> {
    let (everything, size) = match kind {
        Kind::Source => (Filter::Sources(SourceFilter::default()), PAGE_SIZE),
        Kind::Article => (Filter::Articles(ArticleFilter::default()), ARTICLES_SIZE),
        _ => (Filter::Claims(ClaimFilter::default()), PAGE_SIZE),
    };
    let mut reader = app.store().reader().await?;
    let options = (view(kind), IncludeDeleted::Live);
    let page = reader.list(&everything, options, Order::BY_ID, after, size);
    let page = page.await?;
    let all = page.docs.iter().map(|doc| document::decode(kind, doc));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    Ok((entries_of(&mut reader, kind, all).await?, page.next))
}
