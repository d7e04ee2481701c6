//! Exports everything, or what filters select, as of one moment: kind by kind, in the order
//! of the ids, page by page (`store/log/export.rs`). What is exported waits for the reader in
//! a bounded buffer, so a slow reader holds neither a transaction nor much memory.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    time::timeout,
};
use uuid::Uuid;

use super::{
    chunks::{Chunk, chunks},
    earlier_version::earlier_version,
    streams::Space,
};
use crate::{
    app::{App, Error, read::on_standby::PagesFrom},
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{ArticleId, Kind, Name, SourceId},
    },
    store::{
        log::{Counted, ExportPage, ExportedDoc, ExportedPage, Followable, PastList, Position},
        read::{Filter, IncludeDeleted, View},
    },
};

/// The kinds in the order in which they are exported: each after those that it refers to.
pub const EXPORTED: [Kind; 6] = [
    Kind::Source,
    Kind::Claim,
    Kind::Article,
    Kind::Appearance,
    Kind::Relation,
    Kind::Review,
];

/// How long an export waits for its reader to take something.
const IDLE_TIMEOUT: Duration = Duration::from_mins(5);

/// The buffer is counted in permits of this many bytes. Beside it, an export holds a page.
const PERMIT_BYTES: usize = 1 << 10;
const PERMITS: usize = (4 << 20) / PERMIT_BYTES;

/// Every part takes a permit at least, so that the end always fits, too.
const PARTS_MAX: usize = PERMITS + 1;

/// The size of a page that a filter selects.
const FILTERED_PAGE_SIZE: usize = 1_000;

/// What is exported.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The filters of the kinds that are exported; `None` exports all of the kind.
    pub kinds: Vec<(Kind, Option<Filter>)>,
    /// Whether deleted resources are exported.
    pub include_deleted: IncludeDeleted,
    /// Whether merged resources of kinds without a filter are exported.
    pub includes_merged: bool,
    /// Whether the earlier versions of articles are exported.
    pub with_versions: bool,
    /// Whether a moment was asked for: what there was then cannot be estimated.
    pub is_of_moment: bool,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportPoint {
    /// The moment as of which everything is exported.
    pub moment: Timestamp,
    /// What comes after it in the log has not been exported.
    pub position: Position,
    /// What is exported next.
    pub next: Next,
}

/// What is exported next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Resources of this kind, after this id.
    After(Kind, Option<Uuid>),
    /// The version after this one of this article.
    Version(ArticleId, TextVersion),
    /// Nothing: everything was exported.
    End,
}

/// A part of an export.
#[derive(Debug)]
pub struct Part {
    /// What was exported; `None` at the end.
    pub content: Option<Content>,
    /// How far the export is after it.
    pub point: ExportPoint,
    /// About how many resources the whole export has, if it is known; only in the first part.
    pub estimated_count: Option<i64>,
    /// The space that it takes in the buffer.
    _space: Space,
    /// An export lasts as long as something of it is in the buffer.
    _permit: Arc<OwnedSemaphorePermit>,
}

/// What a bundle of an export has.
#[derive(Debug)]
pub enum Content {
    /// Resources of any kinds but articles.
    Resources(Vec<(Name, Vec<u8>)>),
    /// An article, with the keys by which its bundles name sources.
    Article(Vec<u8>, Vec<(String, SourceId)>),
    /// An earlier version of an article.
    EarlierVersion(Vec<u8>),
}

/// Why an export ended before everything was exported.
#[derive(Debug)]
pub enum ExportEnd {
    /// The server is shutting down.
    Server,
    /// Nothing was taken.
    Idle,
    /// An error.
    Failed(Error),
}

/// Why an export stops.
enum Stop {
    Early(ExportEnd),
    /// The reader has disconnected.
    Gone,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Early(ExportEnd::Failed(error))
    }
}

/// Where an export begins.
#[derive(Clone, Copy, Debug)]
pub enum ExportStart {
    /// At its beginning, as of a moment, or else as of now.
    Moment(Option<Timestamp>),
    /// Where an earlier one ended.
    Point(ExportPoint),
}

/// An export that begins or goes on.
pub struct Export {
    app: App,
    pages: PagesFrom,
    exported: Exported,
    point: ExportPoint,
    /// Until the first part has it.
    estimated_count: Option<i64>,
    parts: mpsc::Sender<Result<Part, ExportEnd>>,
    space: Arc<Semaphore>,
    shutdown: watch::Receiver<bool>,
    permit: Arc<OwnedSemaphorePermit>,
}

impl App {
    /// The number of bytes of bundles that exports have read, and that were not yet taken.
    pub fn export_bytes(&self) -> usize {
        self.streams.exported_bytes()
    }

    /// Begins an export, or goes on with it. Returns it, to be run, and its parts. The last one
    /// is the reason for which it ended early, if it did.
    pub async fn begin_export(
        &self,
        exported: Exported,
        start: ExportStart,
    ) -> Result<(Export, mpsc::Receiver<Result<Part, ExportEnd>>), Error> {
        let permit = self.streams.export_permit()?;
        let point = match start {
            ExportStart::Point(point) => {
                let mut reader = self.store.reader().await?;
                match reader.can_follow(point.position).await? {
                    Followable::Foreign => return Err(Error::PositionForeign),
                    Followable::Lost => return Err(Error::PositionLost),
                    Followable::Yes | Followable::Expired(_) => point,
                }
            }
            ExportStart::Moment(moment) => self.export_from(&exported, moment).await?,
        };
        let estimated_count = self.estimated_count(&exported).await?;
        let (parts, received) = mpsc::channel(PARTS_MAX);
        let export = Export {
            pages: self.pages_from().await,
            app: self.clone(),
            exported,
            point,
            estimated_count,
            parts,
            space: Arc::new(Semaphore::new(PERMITS)),
            shutdown: self.streams.shutdown(),
            permit: Arc::new(permit),
        };
        Ok((export, received))
    }

    async fn estimated_count(&self, exported: &Exported) -> Result<Option<i64>, Error> {
        let kinds = exported.kinds.iter();
        let kinds = kinds.map(|(kind, filter)| filter.is_none().then_some(*kind));
        let kinds: Option<Vec<Kind>> = kinds.collect();
        let Some(kinds) = kinds.filter(|_| !exported.is_of_moment) else {
            return Ok(None);
        };
        let counted = Counted {
            kinds: &kinds,
            include_deleted: exported.include_deleted,
            includes_merged: exported.includes_merged,
        };
        let mut reader = self.store.reader().await?;
        Ok(reader.estimate_count(&counted).await?)
    }

    /// Where an export as of a moment begins.
    async fn export_from(
        &self,
        exported: &Exported,
        moment: Option<Timestamp>,
    ) -> Result<ExportPoint, Error> {
        let moment = match moment {
            Some(moment) => moment,
            None => self.store.reader().await?.lookup().now().await?,
        };
        self.settle(moment).await?;
        let position = self.store.reader().await?.position_before(moment).await?;
        let first = exported.kinds.first();
        Ok(ExportPoint {
            moment,
            position,
            next: first.map_or(Next::End, |(kind, _)| Next::After(*kind, None)),
        })
    }
}

impl Export {
    /// Runs until everything is exported, or the export ends early.
    pub async fn run(mut self) {
        match self.all().await {
            Ok(()) | Err(Stop::Gone) => {}
            Err(Stop::Early(end)) => {
                // The reader may have disconnected.
                let _ = self.parts.try_send(Err(end));
            }
        }
    }

    async fn all(&mut self) -> Result<(), Stop> {
        loop {
            match self.point.next {
                Next::After(kind, after) => self.page(kind, after, None).await?,
                Next::Version(article, version) => {
                    // The page begins with the article.
                    let before = article.uuid().as_u128().checked_sub(1);
                    let after = before.map(Uuid::from_u128);
                    self.page(Kind::Article, after, Some((article, version)))
                        .await?;
                }
                Next::End => return self.send(None, Next::End).await,
            }
        }
    }

    /// Exports a page. Of the article in `sent`, the versions up to that one were exported.
    async fn page(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        sent: Option<(ArticleId, TextVersion)>,
    ) -> Result<(), Stop> {
        let ExportedPage { docs, next } = self.read(kind, after).await?;
        let next = match next {
            Some(next) => Next::After(kind, Some(next)),
            None => self.kind_after(kind),
        };
        match kind {
            Kind::Article => self.articles(docs, sent).await?,
            _ => {
                for Chunk { docs, last } in chunks(docs) {
                    let content = Content::Resources(docs);
                    self.send(Some(content), Next::After(kind, Some(last)))
                        .await?;
                }
            }
        }
        self.point.next = next;
        Ok(())
    }

    async fn read(&mut self, kind: Kind, after: Option<Uuid>) -> Result<ExportedPage, Error> {
        let (exported, moment) = (&self.exported, self.point.moment);
        let read = |app: App| read_page(app, exported, moment, (kind, after));
        self.pages.read(read).await
    }

    fn kind_after(&self, kind: Kind) -> Next {
        let mut kinds = self.exported.kinds.iter().map(|(kind, _)| *kind);
        kinds.find(|it| *it == kind);
        let next = kinds.next();
        next.map_or(Next::End, |kind| Next::After(kind, None))
    }
    /// Exports articles, each with its earlier versions before it if they are exported.
    async fn articles(
        &mut self,
        docs: Vec<ExportedDoc>,
        sent: Option<(ArticleId, TextVersion)>,
    ) -> Result<(), Stop> {
        let ids = docs.iter().map(|doc| ArticleId::new(doc.name.uuid()));
        let ids: Vec<ArticleId> = ids.collect();
        let keys_of = |app: App| {
            let ids = &ids;
            async move { Ok(app.store.reader().await?.keys_of_articles(ids).await?) }
        };
        let mut keys = self.pages.read(keys_of).await?;
        for (ExportedDoc { doc, stamps, .. }, id) in docs.into_iter().zip(ids) {
            if self.exported.with_versions {
                let sent = sent.filter(|(article, _)| *article == id);
                let sent = sent.map_or(0, |(_, version)| version);
                self.earlier_versions(id, sent + 1..stamps.version).await?;
            }
            let keys = keys.remove(&id).unwrap_or_default();
            let next = Next::After(Kind::Article, Some(id.uuid()));
            self.send(Some(Content::Article(doc, keys)), next).await?;
        }
        Ok(())
    }

    /// Exports versions of an article. Of one whose document is no longer kept, the text may be.
    async fn earlier_versions(
        &mut self,
        article: ArticleId,
        versions: std::ops::Range<TextVersion>,
    ) -> Result<(), Stop> {
        for version in versions {
            if let Some(doc) = self.earlier_version(article, version).await? {
                let content = Content::EarlierVersion(doc);
                self.send(Some(content), Next::Version(article, version))
                    .await?;
            }
        }
        Ok(())
    }

    async fn earlier_version(
        &mut self,
        article: ArticleId,
        version: TextVersion,
    ) -> Result<Option<Vec<u8>>, Error> {
        let read = |app: App| earlier_version(app, article, version);
        self.pages.read(read).await
    }

    async fn send(&mut self, content: Option<Content>, next: Next) -> Result<(), Stop> {
        self.point.next = next;
        let bytes = content.as_ref().map_or(0, Content::bytes);
        let permits = (bytes.div_ceil(PERMIT_BYTES) + 1).min(PERMITS);
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        let space = self.space.clone().acquire_many_owned(permits);
        let space = tokio::select! {
            biased;
            Ok(_) = self.shutdown.wait_for(|is_shutdown| *is_shutdown) => {
                return Err(Stop::Early(ExportEnd::Server));
            }
            () = self.parts.closed() => return Err(Stop::Gone),
            space = timeout(IDLE_TIMEOUT, space) => space.map_err(|_| Stop::Early(ExportEnd::Idle))?,
        };
        let part = Part {
            content,
            point: self.point,
            estimated_count: self.estimated_count.take(),
            // The semaphore is never closed.
            _space: space
                .map(|permits| self.app.streams.export_space(bytes, permits))
                .map_err(|_| Stop::Gone)?,
            _permit: Arc::clone(&self.permit),
        };
        let sent = self.parts.try_send(Ok(part));
        sent.map_err(|_| Stop::Gone)
    }
}

/// Reads a page of resources of a kind after an id.
async fn read_page(
    app: App,
    exported: &Exported,
    moment: Timestamp,
    (kind, after): (Kind, Option<Uuid>),
) -> Result<ExportedPage, Error> {
    let mut kinds = exported.kinds.iter();
    let filter = kinds.find(|(it, _)| *it == kind);
    let include_deleted = exported.include_deleted;
    let mut reader = app.store.reader().await?;
    let page = match filter.and_then(|(_, filter)| filter.as_ref()) {
        None => {
            let page = ExportPage {
                kind,
                moment,
                include_deleted,
                includes_merged: exported.includes_merged,
                after,
            };
            reader.export_page(&page).await
        }
        Some(filter) => {
            let list = PastList {
                filter,
                include_deleted,
                view: match kind {
                    Kind::Article => View::Full,
                    _ => View::Basic,
                },
                moment,
                after,
                size: FILTERED_PAGE_SIZE,
            };
            reader.filtered_export_page(&list).await
        }
    };
    Ok(page?)
}

impl Content {
    fn bytes(&self) -> usize {
        match self {
            Self::Resources(docs) => docs.iter().map(|(_, doc)| doc.len()).sum(),
            Self::Article(doc, _) | Self::EarlierVersion(doc) => doc.len(),
        }
    }
}
