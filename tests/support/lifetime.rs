//! Deleting, bringing back and finding resources of any kind, told apart by their names.

use claimstore::wire::pb::{
    Appearance, Article, ArticleView, BatchGetAppearancesRequest, BatchGetArticlesRequest,
    BatchGetClaimsRequest, BatchGetSourcesRequest, Change, ChangeFilter, Claim,
    DeleteAppearanceRequest, DeleteArticleRequest, DeleteClaimRequest, DeleteSourceRequest,
    GetAppearanceRequest, GetArticleRequest, GetClaimRequest, GetSourceRequest,
    ListAppearancesRequest, ListArticlesRequest, ListChangesRequest, ListClaimsRequest,
    ListSourcesRequest, Operation, Relation, Review, Source, UndeleteAppearanceRequest,
    UndeleteArticleRequest, UndeleteClaimRequest, UndeleteSourceRequest, change::Resource,
};
use prost_types::Timestamp;
use tonic::Status;

use super::server::TestServer;

/// What the server adds to a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    pub name: String,
    pub revision: i64,
    pub etag: String,
    pub create_time: Option<Timestamp>,
    pub update_time: Option<Timestamp>,
    pub delete_time: Option<Timestamp>,
}

macro_rules! stamped {
    ($($kind:ident),+) => {
        /// What the server added to a resource.
        pub fn stamp(resource: &Resource) -> Stamp {
            match resource {
                $(Resource::$kind(it) => Stamp {
                    name: it.name.clone(),
                    revision: it.revision,
                    etag: it.etag.clone(),
                    create_time: it.create_time,
                    update_time: it.update_time,
                    delete_time: it.delete_time,
                },)+
                Resource::Standing(_) => panic!("the server alone writes a standing"),
            }
        }

        /// The resource with another stamp: what callers wrote stays.
        pub fn stamp_with(resource: &Resource, stamp: Stamp) -> Resource {
            let Stamp { name, revision, etag, create_time, update_time, delete_time } = stamp;
            match resource.clone() {
                $(Resource::$kind(it) => Resource::$kind($kind {
                    name, revision, etag, create_time, update_time, delete_time, ..it
                }),)+
                Resource::Standing(_) => panic!("the server alone writes a standing"),
            }
        }
    };
}

stamped!(Source, Article, Claim, Appearance, Relation, Review);

pub fn name_of(resource: &Resource) -> String {
    stamp(resource).name
}

/// A time as a number that can be compared.
pub fn micros(time: Option<Timestamp>) -> i64 {
    let time = time.expect("a time");
    time.seconds * 1_000_000 + i64::from(time.nanos / 1_000)
}

/// The collection that a resource is in: `sources`, …
pub fn collection(name: &str) -> &str {
    name.rsplit('/').nth(1).expect("a resource name")
}

/// How something is deleted or brought back, beside its name.
#[derive(Clone, Debug, Default)]
pub struct How {
    pub etag: String,
    pub request_id: String,
    pub validate_only: bool,
    /// Of an article that is deleted.
    pub force: bool,
}

impl TestServer {
    pub async fn delete(&self, name: &str) -> Result<Resource, Status> {
        self.delete_as(name, How::default()).await
    }

    pub async fn delete_by_force(&self, name: &str) -> Result<Resource, Status> {
        let how = How {
            force: true,
            ..How::default()
        };
        self.delete_as(name, how).await
    }

    #[rustfmt::skip]
    pub async fn delete_as(&self, name: &str, how: How) -> Result<Resource, Status> {
        let How { etag, request_id, validate_only, force } = how;
        let name = name.to_owned();
        Ok(match collection(&name) {
            "sources" => {
                let request = DeleteSourceRequest { name, etag, request_id, validate_only };
                Resource::Source(self.sources().delete_source(request).await?.into_inner())
            }
            "articles" => {
                let request = DeleteArticleRequest { name, etag, request_id, validate_only, force };
                Resource::Article(self.articles().delete_article(request).await?.into_inner())
            }
            "claims" => {
                let request = DeleteClaimRequest { name, etag, request_id, validate_only };
                Resource::Claim(self.claims().delete_claim(request).await?.into_inner())
            }
            _ => {
                let request = DeleteAppearanceRequest { name, etag, request_id, validate_only };
                Resource::Appearance(self.claims().delete_appearance(request).await?.into_inner())
            }
        })
    }

    pub async fn undelete(&self, name: &str) -> Result<Resource, Status> {
        self.undelete_as(name, How::default()).await
    }

    #[rustfmt::skip]
    pub async fn undelete_as(&self, name: &str, how: How) -> Result<Resource, Status> {
        let How { etag, request_id, validate_only, force: _ } = how;
        let name = name.to_owned();
        Ok(match collection(&name) {
            "sources" => {
                let request = UndeleteSourceRequest { name, etag, request_id, validate_only };
                Resource::Source(self.sources().undelete_source(request).await?.into_inner())
            }
            "articles" => {
                let request = UndeleteArticleRequest { name, etag, request_id, validate_only };
                Resource::Article(self.articles().undelete_article(request).await?.into_inner())
            }
            "claims" => {
                let request = UndeleteClaimRequest { name, etag, request_id, validate_only };
                Resource::Claim(self.claims().undelete_claim(request).await?.into_inner())
            }
            _ => {
                let request = UndeleteAppearanceRequest { name, etag, request_id, validate_only };
                Resource::Appearance(self.claims().undelete_appearance(request).await?.into_inner())
            }
        })
    }

    /// Reads one, articles without their body.
    #[rustfmt::skip]
    pub async fn find(&self, name: &str, show_deleted: bool) -> Result<Resource, Status> {
        let name = name.to_owned();
        Ok(match collection(&name) {
            "sources" => {
                let request = GetSourceRequest { name, show_deleted, ..GetSourceRequest::default() };
                Resource::Source(self.sources().get_source(request).await?.into_inner())
            }
            "articles" => {
                let view = ArticleView::Basic.into();
                let request = GetArticleRequest { name, view, version: 0, show_deleted, ..GetArticleRequest::default() };
                Resource::Article(self.articles().get_article(request).await?.into_inner())
            }
            "claims" => {
                let request = GetClaimRequest { name, show_deleted, ..GetClaimRequest::default() };
                Resource::Claim(self.claims().get_claim(request).await?.into_inner())
            }
            _ => {
                let request = GetAppearanceRequest { name, show_deleted, ..GetAppearanceRequest::default() };
                Resource::Appearance(self.claims().get_appearance(request).await?.into_inner())
            }
        })
    }

    /// Whether it is live.
    pub async fn is_live(&self, name: &str) -> bool {
        let found = self.find(name, true).await.unwrap();
        let is_live = stamp(&found).delete_time.is_none();
        assert_eq!(self.find(name, false).await.is_ok(), is_live, "{name}");
        is_live
    }

    /// Reads some of one collection in one call.
    #[rustfmt::skip]
    pub async fn find_many(
        &self,
        names: &[&str],
        show_deleted: bool,
    ) -> Result<Vec<Resource>, Status> {
        let first = names.first().copied().expect("a name");
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Ok(match collection(first) {
            "sources" => {
                let request = BatchGetSourcesRequest { names, show_deleted, ..BatchGetSourcesRequest::default() };
                let answer = self.sources().batch_get_sources(request).await?.into_inner();
                answer.sources.into_iter().map(Resource::Source).collect()
            }
            "articles" => {
                let request = BatchGetArticlesRequest { names, view: 0, show_deleted, ..BatchGetArticlesRequest::default() };
                let answer = self.articles().batch_get_articles(request).await?.into_inner();
                answer.articles.into_iter().map(Resource::Article).collect()
            }
            "claims" => {
                let request = BatchGetClaimsRequest { names, show_deleted, ..BatchGetClaimsRequest::default() };
                let answer = self.claims().batch_get_claims(request).await?.into_inner();
                answer.claims.into_iter().map(Resource::Claim).collect()
            }
            _ => {
                let parent = String::new();
                let request = BatchGetAppearancesRequest { parent, names, show_deleted, ..BatchGetAppearancesRequest::default() };
                let answer = self.claims().batch_get_appearances(request).await?.into_inner();
                answer.appearances.into_iter().map(Resource::Appearance).collect()
            }
        })
    }

    /// Lists a collection; its first page.
    #[rustfmt::skip]
    pub async fn list(&self, collection: &str, show_deleted: bool) -> Vec<Resource> {
        match collection {
            "sources" => {
                let request = ListSourcesRequest { show_deleted, ..Default::default() };
                let answer = self.sources().list_sources(request).await.unwrap().into_inner();
                answer.sources.into_iter().map(Resource::Source).collect()
            }
            "articles" => {
                let request = ListArticlesRequest { show_deleted, ..Default::default() };
                let answer = self.articles().list_articles(request).await.unwrap().into_inner();
                answer.articles.into_iter().map(Resource::Article).collect()
            }
            "claims" => {
                let request = ListClaimsRequest { show_deleted, ..Default::default() };
                let answer = self.claims().list_claims(request).await.unwrap().into_inner();
                answer.claims.into_iter().map(Resource::Claim).collect()
            }
            _ => {
                let parent = "claims/-".to_owned();
                let request = ListAppearancesRequest { parent, show_deleted, ..Default::default() };
                let answer = self.claims().list_appearances(request).await.unwrap().into_inner();
                answer.appearances.into_iter().map(Resource::Appearance).collect()
            }
        }
    }

    /// The changes of one resource, oldest first.
    pub async fn history(&self, name: &str) -> Vec<Change> {
        self.log_settled().await;
        let request = ListChangesRequest {
            filter: Some(ChangeFilter {
                resource_name: name.to_owned(),
                ..ChangeFilter::default()
            }),
            ..ListChangesRequest::default()
        };
        let page = self.changes().list_changes(request).await.unwrap();
        page.into_inner().changes
    }

    /// What was done to one resource, in order.
    pub async fn operations(&self, name: &str) -> Vec<Operation> {
        let history = self.history(name).await;
        history.iter().map(Change::operation).collect()
    }
}
