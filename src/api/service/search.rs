//! SearchService. What is matched is read in [`super::matching`].

use tonic::{Request, Response, Status};

use super::{article, claim_filter, facet, source};
use crate::{
    api::{
        Api,
        call::{paging::Paging, position::set_index_position, status::status},
        method::write::finish_read,
    },
    app::search::finding::{FoundResource, Fragment, SearchRequest},
    domain::value::{Checker, language},
    store::{
        log::Position,
        read::{
            Filter, View,
            list::{ClaimFacet, FacetCounts},
        },
    },
    wire::{
        document::{self, Unreadable},
        message::ResourceMessage,
        pb,
        servers::search_service_server::SearchService,
    },
};

#[tonic::async_trait]
impl SearchService for Api {
    async fn search_claims(
        &self,
        request: Request<pb::SearchClaimsRequest>,
    ) -> Result<Response<pb::SearchClaimsResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::SearchClaimsRequest {
            query,
            language,
            filter,
            view,
            page_size: _,
            page_token: _,
            min_position,
            facets,
        } = request;
        let mut check = Checker::new();
        let view = claim_filter::read_view(&mut check, view);
        let filter = filter.unwrap_or_default();
        let is_filtered = filter != pb::ClaimFilter::default();
        let filter = check.field("filter", |check| claim_filter::read(check, filter));
        let asked = Asked {
            query,
            language,
            filter: Filter::Claims(filter),
            is_filtered,
            view,
            min_position,
            facets: facet::read_all(&mut check, &facets),
        };
        let page = self.found(check, paging, asked).await?;
        let facets = page.facets.iter().map(facet::write).collect();
        let hits = page.hits(|claim, score, fragments| pb::ClaimHit {
            claim: Some(claim),
            score,
            fragments,
        })?;
        Ok(
            page.answer(|next_page_token, summary| pb::SearchClaimsResponse {
                hits,
                next_page_token,
                summary,
                facets,
            }),
        )
    }

    async fn search_articles(
        &self,
        request: Request<pb::SearchArticlesRequest>,
    ) -> Result<Response<pb::SearchArticlesResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::SearchArticlesRequest {
            query,
            language,
            filter,
            page_size: _,
            page_token: _,
            min_position,
        } = request;
        let mut check = Checker::new();
        let filter = filter.unwrap_or_default();
        let is_filtered = filter != pb::ArticleFilter::default();
        let filter = check.field("filter", |check| article::read_filter(check, filter));
        let asked = Asked {
            query,
            language,
            filter: Filter::Articles(filter),
            is_filtered,
            view: View::Basic,
            min_position,
            facets: Vec::new(),
        };
        let page = self.found(check, paging, asked).await?;
        let hits = page.hits(|article, score, fragments| pb::ArticleHit {
            article: Some(article),
            score,
            fragments,
        })?;
        Ok(
            page.answer(|next_page_token, summary| pb::SearchArticlesResponse {
                hits,
                next_page_token,
                summary,
            }),
        )
    }

    async fn search_sources(
        &self,
        request: Request<pb::SearchSourcesRequest>,
    ) -> Result<Response<pb::SearchSourcesResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::SearchSourcesRequest {
            query,
            language,
            filter,
            page_size: _,
            page_token: _,
            min_position,
        } = request;
        let mut check = Checker::new();
        let filter = filter.unwrap_or_default();
        let is_filtered = filter != pb::SourceFilter::default();
        let filter = check.field("filter", |check| source::read_filter(check, filter));
        let asked = Asked {
            query,
            language,
            filter: Filter::Sources(filter),
            is_filtered,
            view: View::Basic,
            min_position,
            facets: Vec::new(),
        };
        let page = self.found(check, paging, asked).await?;
        let hits = page.hits(|source, score, fragments| pb::SourceHit {
            source: Some(source),
            score,
            fragments,
        })?;
        Ok(
            page.answer(|next_page_token, summary| pb::SearchSourcesResponse {
                hits,
                next_page_token,
                summary,
            }),
        )
    }

    async fn match_claims(
        &self,
        request: Request<pb::MatchClaimsRequest>,
    ) -> Result<Response<pb::MatchClaimsResponse>, Status> {
        self.matches(request.into_inner()).await
    }

    async fn list_duplicates(
        &self,
        request: Request<pb::ListDuplicatesRequest>,
    ) -> Result<Response<pb::ListDuplicatesResponse>, Status> {
        self.page_of_duplicates(request.into_inner()).await
    }
}

/// What all searches have in common.
struct Asked {
    query: String,
    language: String,
    filter: Filter,
    is_filtered: bool,
    view: View,
    min_position: String,
    facets: Vec<ClaimFacet>,
}

/// A page of what was found, to be answered.
struct FoundPage {
    found: Vec<FoundResource>,
    next_page_token: String,
    summary: pb::SearchSummary,
    position: Position,
    facets: Vec<(ClaimFacet, FacetCounts)>,
}

impl FoundPage {
    /// The hits: resources with their scores and the pieces of their text.
    fn hits<M: ResourceMessage, H>(
        &self,
        hit: impl Fn(M, f32, Vec<pb::Fragment>) -> H,
    ) -> Result<Vec<H>, Status> {
        let hits = self.found.iter().map(|found| {
            let fragments = found.fragments.iter().map(write_fragment);
            let resource = document::message(&found.doc)?;
            Ok(hit(resource, found.score, fragments.collect()))
        });
        let hits: Result<Vec<H>, Unreadable> = hits.collect();
        hits.map_err(|error| status(error.into()))
    }

    /// The response, with the position that it reflects.
    fn answer<T>(
        self,
        response: impl FnOnce(String, Option<pb::SearchSummary>) -> T,
    ) -> Response<T> {
        let mut answer = Response::new(response(self.next_page_token, Some(self.summary)));
        set_index_position(&mut answer, self.position);
        answer
    }
}

impl Api {
    async fn found(
        &self,
        mut check: Checker,
        paging: Paging,
        asked: Asked,
    ) -> Result<FoundPage, Status> {
        let Asked {
            query,
            language: tag,
            filter,
            is_filtered,
            view,
            min_position,
            facets,
        } = asked;
        if query.trim().is_empty() {
            check.report_at("query", "is required");
        }
        if !tag.is_empty() {
            language::check(&mut check, "language", &tag);
        }
        let size = paging.found_size(&mut check);
        finish_read(check, Some(()))?;
        let request = SearchRequest {
            query,
            language: tag,
            filter,
            is_filtered,
            view,
            size,
            after: paging.after().map_err(status)?,
            at_least: self.min_position(&min_position).await?,
            facets,
        };
        let page = self.app.search(request).await.map_err(status)?;
        Ok(FoundPage {
            next_page_token: paging.next_token(page.next),
            found: page.found,
            summary: pb::SearchSummary {
                count: i64::try_from(page.count).unwrap_or(i64::MAX),
                exceeded: page.is_exceeded,
                notes: page.notes,
                did_you_mean: page.did_you_mean.unwrap_or_default(),
            },
            position: page.position,
            facets: page.facets,
        })
    }

    /// Reads the position that the index is to reflect.
    pub(super) async fn min_position(&self, given: &str) -> Result<Option<Position>, Status> {
        match given {
            "" => Ok(None),
            given => Ok(Some(self.own_position("min_position", given).await?)),
        }
    }
}

fn write_fragment(fragment: &Fragment) -> pb::Fragment {
    let position = |byte: usize| {
        let count = fragment.text[..byte].chars().count();
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    let spans = fragment.spans.iter().map(|span| pb::FragmentSpan {
        start: position(span.start),
        end: position(span.end),
    });
    pb::Fragment {
        text: fragment.text.clone(),
        spans: spans.collect(),
    }
}
