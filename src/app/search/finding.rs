//! Finds resources by words.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::search_index::Indexed;
pub use crate::index::search::Fragment;
use crate::{
    app::{
        App, Error,
        turns::{LONG_BYTES, hold_text, pause},
    },
    domain::resource::{ArticleId, ClaimId, Kind, Name, Resource, SourceId},
    index::{
        claims,
        search::{Hit, Query, Scope, did_you_mean, highlight, search, too_frequent},
    },
    store::{
        log::Position,
        read::{
            Filter, IncludeDeleted, View,
            document::whole_document,
            list::{ClaimFacet, FacetCounts, Order, fit_on_page},
        },
    },
    wire::document,
};

/// With a filter, at most so many of the best that have the words are tested.
const TESTED_MAX: usize = 10_000;

/// If a filter selects at most so many, only these are searched.
const FEW: i64 = 500;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The words.
    pub query: String,
    /// The tag of their language, or empty.
    pub language: String,
    /// The kind of the resources, and the conditions on them.
    pub filter: Filter,
    /// Whether the filter has any condition.
    pub is_filtered: bool,
    /// How claims are returned.
    pub view: View,
    /// How many are returned at most.
    pub size: usize,
    /// The last hit of the page before.
    pub after: Option<(f32, Uuid)>,
    /// The index reflects at least this position.
    pub at_least: Option<Position>,
    /// By what claims are counted.
    pub facets: Vec<ClaimFacet>,
}

/// A resource that was found.
#[derive(Clone, Debug)]
pub struct FoundResource {
    /// Its document. An article has no body.
    pub doc: Vec<u8>,
    /// How well it fits.
    pub score: f32,
    /// Pieces of its text with the words.
    pub fragments: Vec<Fragment>,
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// The best first.
    pub found: Vec<FoundResource>,
    /// The last hit of the page, if there are more after it.
    pub next: Option<(f32, Uuid)>,
    /// How many were found on all pages.
    pub count: u64,
    /// Whether there may be more than were counted.
    pub is_exceeded: bool,
    /// What was not understood, as sentences.
    pub notes: Vec<String>,
    /// The query with words that are known.
    pub did_you_mean: Option<String>,
    /// The position of the log that the index reflected.
    pub position: Position,
    /// How many claims have each value of what they were counted by.
    pub facets: Vec<(ClaimFacet, FacetCounts)>,
}

/// The hits of a page.
struct Hits {
    /// One more than the page has, if there are more.
    page: Vec<Hit>,
    count: u64,
    is_exceeded: bool,
    /// All that is counted by facets, if there are any.
    counted: Vec<Uuid>,
}

impl App {
    /// A page of what has the words of a query.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchPage, Error> {
        let indexed = self.search_index().at_least(request.at_least).await?;
        let query = Query::parse(&request.query);
        let kind = searched(request.filter.kind());
        let mut hits = match request.is_filtered {
            false => self.all_hits(&request, &query, &indexed).await?,
            true => self.filtered_hits(&request, &query, &indexed).await?,
        };
        let has_more = hits.page.len() > request.size;
        hits.page.truncate(request.size);
        let next = hits.page.last().filter(|_| has_more);
        let next = next.map(|last| (last.score, last.id));
        let meant = match hits.count {
            0 => {
                let (snapshot, query) = (indexed.snapshot.clone(), query.clone());
                let looking = async move { did_you_mean(&snapshot, &query, kind) };
                self.turns().work(LONG_BYTES, looking).await??
            }
            _ => None,
        };
        let notes = query.notes_for(kind).into_iter();
        let frequent = too_frequent(&indexed.snapshot, kind, &query, &request.language)?;
        let notes = notes.chain(frequent).map(|it| it.to_string()).collect();
        let facets = self.facets(&request.facets, &hits.counted).await?;
        let read = (request.filter.kind(), request.view);
        let reading = read_found(self.clone(), read, query, hits.page);
        let (found, cut) = self.turns().work(LONG_BYTES, reading).await??;
        Ok(SearchPage {
            next: cut.or(next),
            found,
            count: hits.count,
            is_exceeded: hits.is_exceeded,
            notes,
            did_you_mean: meant,
            position: indexed.position,
            facets,
        })
    }

    /// How many claims have each value of these fields.
    async fn facets(
        &self,
        facets: &[ClaimFacet],
        claims: &[Uuid],
    ) -> Result<Vec<(ClaimFacet, FacetCounts)>, Error> {
        let mut counts = Vec::with_capacity(facets.len());
        for facet in facets {
            let mut reader = self.store().reader().await?;
            counts.push((*facet, reader.facet(*facet, claims).await?));
        }
        Ok(counts)
    }

    /// The hits without conditions.
    async fn all_hits(
        &self,
        request: &SearchRequest,
        query: &Query,
        indexed: &Indexed,
    ) -> Result<Hits, Error> {
        if !request.facets.is_empty() {
            let found = self.hits(request, query, indexed, None, (TESTED_MAX, None));
            let (all, count) = found.await?;
            return Ok(page_of(request, all, (count, false)));
        }
        let (most, after) = (request.size + 1, request.after);
        let found = self.hits(request, query, indexed, None, (most, after));
        let (page, count) = found.await?;
        Ok(Hits {
            page,
            count,
            is_exceeded: false,
            counted: Vec::new(),
        })
    }

    /// The hits that meet the conditions. If few resources meet these, only they are searched.
    async fn filtered_hits(
        &self,
        request: &SearchRequest,
        query: &Query,
        indexed: &Indexed,
    ) -> Result<Hits, Error> {
        let few = self.few(&request.filter).await?;
        let is_few = few.is_some();
        let found = self.hits(request, query, indexed, few, (TESTED_MAX, None));
        let (all, count) = found.await?;
        let ids: Vec<Uuid> = all.iter().map(|hit| hit.id).collect();
        let selected: BTreeSet<Uuid> = match is_few || ids.is_empty() {
            true => ids.into_iter().collect(),
            false => {
                let mut reader = self.store().reader().await?;
                let selected = reader.selected_among(&request.filter, &ids);
                selected.await?.into_iter().collect()
            }
        };
        let kept = all.into_iter().filter(|hit| selected.contains(&hit.id));
        let kept: Vec<Hit> = kept.collect();
        let count = (kept.len() as u64, count > TESTED_MAX as u64);
        Ok(page_of(request, kept, count))
    }

    /// The ids of what a filter selects, in order, if it is not much.
    async fn few(&self, filter: &Filter) -> Result<Option<Vec<Uuid>>, Error> {
        let mut reader = self.store().reader().await?;
        let options = (View::Basic, IncludeDeleted::Live);
        let page = reader
            .list(filter, options, Order::BY_ID, None, FEW)
            .await?;
        if page.next.is_some() {
            return Ok(None);
        }
        let names = page.docs.iter().map(|doc| document::message_name(doc));
        let names = names.collect::<Result<Vec<Name>, _>>()?;
        Ok(Some(names.iter().map(|name| name.uuid()).collect()))
    }

    /// The best hits, and how many there are.
    async fn hits(
        &self,
        request: &SearchRequest,
        query: &Query,
        indexed: &Indexed,
        among: Option<Vec<Uuid>>,
        (most, after): (usize, Option<(f32, Uuid)>),
    ) -> Result<(Vec<Hit>, u64), Error> {
        let (query, snapshot) = (query.clone(), indexed.snapshot.clone());
        let (language, kind) = (request.language.clone(), searched(request.filter.kind()));
        let searching = async move {
            let scope = Scope {
                language: &language,
                among: among.as_deref(),
                most,
                after,
            };
            search(&snapshot, kind, &query, &scope)
        };
        let found = self.turns().work(LONG_BYTES, searching).await??;
        Ok((found.hits, found.count))
    }
}

/// The page of all hits that a request asks for.
fn page_of(request: &SearchRequest, all: Vec<Hit>, (count, is_exceeded): (u64, bool)) -> Hits {
    let is_after = |hit: &&Hit| request.after.is_none_or(|after| comes_after(hit, after));
    let page = all.iter().filter(is_after).take(request.size + 1);
    Hits {
        page: page.copied().collect(),
        count,
        is_exceeded,
        counted: all.iter().map(|hit| hit.id).collect(),
    }
}

/// Reads what was found as it is now, with pieces of its text. What is gone is left out. If the
/// page is full before its end, its last hit is returned, too.
async fn read_found(
    app: App,
    (kind, view): (Kind, View),
    query: Query,
    hits: Vec<Hit>,
) -> Result<(Vec<FoundResource>, Option<(f32, Uuid)>), Error> {
    let names: Vec<Name> = hits.iter().map(|hit| name(kind, hit.id)).collect();
    if names.is_empty() {
        return Ok((Vec::new(), None));
    }
    let mut reader = app.store().reader().await?;
    let documents = reader.documents(kind, &names, view, IncludeDeleted::Live);
    let mut documents = documents.await?;
    drop(reader);
    let mut found: Vec<FoundResource> = Vec::with_capacity(hits.len());
    let mut bytes = 0;
    for (index, (hit, name)) in hits.iter().zip(&names).enumerate() {
        let stored = documents.remove(name);
        let Some(stored) = stored.filter(|it| it.merged_into.is_none()) else {
            continue;
        };
        let doc = whole_document((kind, view, hit.id), stored.doc, stored.standing);
        bytes += doc.len();
        if !fit_on_page(bytes) && !found.is_empty() {
            let last = index.checked_sub(1).and_then(|last| hits.get(last));
            return Ok((found, last.map(|it| (it.score, it.id))));
        }
        // Bodies are long, so they are read one by one.
        let body = match name {
            Name::Article(article) => {
                let mut reader = app.store().reader().await?;
                reader.lookup().article_text(*article, None).await?
            }
            _ => None,
        };
        let body = body.as_ref().map(|text| &*text.body);
        let held = hold_text(body.map_or(0, str::len))?;
        found.push(FoundResource {
            fragments: fragments(kind, &doc, body, &query)?,
            score: hit.score,
            doc,
        });
        drop(held);
        pause().await?;
    }
    Ok((found, None))
}

/// Pieces of the text of a resource.
fn fragments(
    kind: Kind,
    doc: &[u8],
    body: Option<&str>,
    query: &Query,
) -> Result<Vec<Fragment>, Error> {
    let (text, language) = match document::decode(kind, doc)?.resource {
        Resource::Claim(claim) => (claim.statement, claim.language),
        Resource::Article(article, _) => {
            let of_body = highlight(body.unwrap_or_default(), query, &article.language);
            if of_body.iter().any(|fragment| !fragment.spans.is_empty()) {
                return Ok(of_body);
            }
            (article.headline, article.language)
        }
        Resource::Source(source) => (source.display_name, String::new()),
        _ => return Ok(Vec::new()),
    };
    Ok(highlight(&text, query, &language))
}

/// Whether a hit comes after another one in the order of hits.
fn comes_after(hit: &Hit, (score, id): (f32, Uuid)) -> bool {
    hit.score < score || hit.score == score && hit.id > id
}

fn searched(kind: Kind) -> claims::Kind {
    match kind {
        Kind::Article => claims::Kind::Article,
        Kind::Source => claims::Kind::Source,
        _ => claims::Kind::Claim,
    }
}

fn name(kind: Kind, id: Uuid) -> Name {
    match kind {
        Kind::Article => Name::Article(ArticleId::new(id)),
        Kind::Source => Name::Source(SourceId::new(id)),
        _ => Name::Claim(ClaimId::new(id)),
    }
}
