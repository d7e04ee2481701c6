//! The lifetime of resources of any kind: deleted, undeleted, found, and listed in the log.

use claimstore::wire::pb::{
    Appearance, Article, ArticleView, Change, ChangeFilter, Claim, ListAppearancesRequest,
    ListArticlesRequest, ListChangesRequest, ListClaimsRequest, ListSourcesRequest, Operation,
    Relation, Review, Source, change::Resource,
};
use prost_types::Timestamp;
use tonic::Status;

use super::{
    any_kind::{DeleteOptions, ReadAs, collection},
    server::TestServer,
};

/// The fields that the server adds to a resource.
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
        /// The fields that the server added to a resource.
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

        /// The resource with another stamp. The fields that callers write stay.
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

/// A time as a number, to compare it.
pub fn micros(time: Option<Timestamp>) -> i64 {
    let time = time.expect("a time");
    time.seconds * 1_000_000 + i64::from(time.nanos / 1_000)
}

impl TestServer {
    pub async fn delete(&self, name: &str) -> Result<Resource, Status> {
        self.delete_as(name, DeleteOptions::default()).await
    }

    pub async fn delete_by_force(&self, name: &str) -> Result<Resource, Status> {
        let how = DeleteOptions {
            force: true,
            ..DeleteOptions::default()
        };
        self.delete_as(name, how).await
    }

    pub async fn undelete(&self, name: &str) -> Result<Resource, Status> {
        self.undelete_as(name, DeleteOptions::default()).await
    }

    /// Reads one resource; an article without its body.
    pub async fn find(&self, name: &str, show_deleted: bool) -> Result<Resource, Status> {
        let how = ReadAs {
            show_deleted,
            view: ArticleView::Basic,
            ..ReadAs::default()
        };
        self.get_as(name, how).await
    }

    /// Whether a resource is live.
    pub async fn is_live(&self, name: &str) -> bool {
        let found = self.find(name, true).await.unwrap();
        let is_live = stamp(&found).delete_time.is_none();
        assert_eq!(self.find(name, false).await.is_ok(), is_live, "{name}");
        is_live
    }

    /// Reads several resources of one collection in one call.
    pub async fn find_many(
        &self,
        names: &[&str],
        show_deleted: bool,
    ) -> Result<Vec<Resource>, Status> {
        let first = names.first().copied().expect("a name");
        let names = names.iter().map(|&name| name.to_owned()).collect();
        let how = ReadAs {
            show_deleted,
            ..ReadAs::default()
        };
        self.batch_get_as(collection(first), names, how).await
    }

    /// The first page of a collection.
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

    /// The operations of the changes of one resource, oldest first.
    pub async fn operations(&self, name: &str) -> Vec<Operation> {
        let history = self.history(name).await;
        history.iter().map(Change::operation).collect()
    }
}
