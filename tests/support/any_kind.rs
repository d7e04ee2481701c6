//! Calls that resources of every kind have, for tests that learn the kind at run time from a name.
//! They return a [`Resource`]. Where the kind is known beforehand, [`super::calls`] returns the
//! message itself.

use claimstore::wire::pb::{
    ArticleView, BatchGetAppearancesRequest, BatchGetArticlesRequest, BatchGetClaimsRequest,
    BatchGetRelationsRequest, BatchGetReviewsRequest, BatchGetSourcesRequest, ClaimView,
    DeleteAppearanceRequest, DeleteArticleRequest, DeleteClaimRequest, DeleteRelationRequest,
    DeleteReviewRequest, DeleteSourceRequest, GetAppearanceRequest, GetArticleRequest,
    GetClaimRequest, GetRelationRequest, GetReviewRequest, GetSourceRequest, RetractArticleRequest,
    RetractClaimRequest, RetractSourceRequest, Retraction, UndeleteAppearanceRequest,
    UndeleteArticleRequest, UndeleteClaimRequest, UndeleteRelationRequest, UndeleteReviewRequest,
    UndeleteSourceRequest, change::Resource,
};
use prost_types::Timestamp;
use tonic::Status;

use super::server::TestServer;

/// The collection that a resource is in: `sources`, …
pub fn collection(name: &str) -> &str {
    name.rsplit('/').nth(1).expect("a resource name")
}

/// Which state of a resource is read, and how much of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadAs {
    pub read_time: Option<Timestamp>,
    pub show_deleted: bool,
    /// For articles only.
    pub view: ArticleView,
}

/// The options of a call that deletes or undeletes.
#[derive(Clone, Debug, Default)]
pub struct DeleteOptions {
    pub etag: String,
    pub request_id: String,
    pub validate_only: bool,
    /// For the deletion of articles only.
    pub force: bool,
}

macro_rules! by_name {
    ($(#[$doc:meta])* $function:ident($given:ident: $type:ty):
     $($kind:literal => $variant:ident, $client:ident.$call:ident($request:ident { $($rest:tt)* });)+
    ) => {
        impl TestServer {
            $(#[$doc])*
            pub async fn $function(&self, name: &str, $given: $type) -> Result<Resource, Status> {
                let name = name.to_owned();
                Ok(match collection(&name) {
                    $($kind => {
                        let request = $request { name, $($rest)* };
                        Resource::$variant(self.$client().$call(request).await?.into_inner())
                    })+
                    other => panic!("{other} do not have this call"),
                })
            }
        }
    };
}

macro_rules! by_names {
    ($(#[$doc:meta])* $function:ident($given:ident: $type:ty):
     $($kind:literal => $variant:ident, $client:ident.$call:ident($request:ident { $($rest:tt)* }).$field:ident;)+
    ) => {
        impl TestServer {
            $(#[$doc])*
            pub async fn $function(
                &self,
                kind: &str,
                names: Vec<String>,
                $given: $type,
            ) -> Result<Vec<Resource>, Status> {
                Ok(match kind {
                    $($kind => {
                        let request = $request { names, $($rest)* };
                        let answer = self.$client().$call(request).await?.into_inner();
                        answer.$field.into_iter().map(Resource::$variant).collect()
                    })+
                    other => panic!("{other} do not have this call"),
                })
            }
        }
    };
}

by_name! {
    /// Reads one resource.
    get_as(how: ReadAs):
    "sources" => Source, sources.get_source(GetSourceRequest {
        show_deleted: how.show_deleted, read_time: how.read_time, ..Default::default()
    });
    "articles" => Article, articles.get_article(GetArticleRequest {
        show_deleted: how.show_deleted, read_time: how.read_time, view: how.view.into(),
        ..Default::default()
    });
    "claims" => Claim, claims.get_claim(GetClaimRequest {
        show_deleted: how.show_deleted, read_time: how.read_time, ..Default::default()
    });
    "appearances" => Appearance, claims.get_appearance(GetAppearanceRequest {
        show_deleted: how.show_deleted, read_time: how.read_time
    });
    "relations" => Relation, claims.get_relation(GetRelationRequest {
        show_deleted: how.show_deleted, read_time: how.read_time
    });
    "reviews" => Review, reviews.get_review(GetReviewRequest {
        show_deleted: how.show_deleted, read_time: how.read_time
    });
}

by_names! {
    /// Reads several resources of one kind.
    batch_get_as(how: ReadAs):
    "sources" => Source, sources.batch_get_sources(BatchGetSourcesRequest {
        show_deleted: how.show_deleted, read_time: how.read_time
    }).sources;
    "articles" => Article, articles.batch_get_articles(BatchGetArticlesRequest {
        show_deleted: how.show_deleted, read_time: how.read_time,
        view: how.view.into()
    }).articles;
    "claims" => Claim, claims.batch_get_claims(BatchGetClaimsRequest {
        show_deleted: how.show_deleted, read_time: how.read_time,
        view: ClaimView::Unspecified.into()
    }).claims;
    "appearances" => Appearance, claims.batch_get_appearances(BatchGetAppearancesRequest {
        show_deleted: how.show_deleted, read_time: how.read_time,
        parent: String::new()
    }).appearances;
    "relations" => Relation, claims.batch_get_relations(BatchGetRelationsRequest {
        show_deleted: how.show_deleted, read_time: how.read_time,
        parent: String::new()
    }).relations;
    "reviews" => Review, reviews.batch_get_reviews(BatchGetReviewsRequest {
        show_deleted: how.show_deleted, read_time: how.read_time,
        parent: String::new()
    }).reviews;
}

by_name! {
    /// Deletes one resource.
    delete_as(how: DeleteOptions):
    "sources" => Source, sources.delete_source(DeleteSourceRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "articles" => Article, articles.delete_article(DeleteArticleRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only,
        force: how.force
    });
    "claims" => Claim, claims.delete_claim(DeleteClaimRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "appearances" => Appearance, claims.delete_appearance(DeleteAppearanceRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "relations" => Relation, claims.delete_relation(DeleteRelationRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "reviews" => Review, reviews.delete_review(DeleteReviewRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
}

by_name! {
    /// Undeletes one resource.
    undelete_as(how: DeleteOptions):
    "sources" => Source, sources.undelete_source(UndeleteSourceRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "articles" => Article, articles.undelete_article(UndeleteArticleRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "claims" => Claim, claims.undelete_claim(UndeleteClaimRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "appearances" => Appearance, claims.undelete_appearance(UndeleteAppearanceRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "relations" => Relation, claims.undelete_relation(UndeleteRelationRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
    "reviews" => Review, reviews.undelete_review(UndeleteReviewRequest {
        etag: how.etag, request_id: how.request_id, validate_only: how.validate_only
    });
}

by_name! {
    /// Records a retraction, or revokes it if none is given.
    retract(retraction: Option<Retraction>):
    "sources" => Source, sources.retract_source(RetractSourceRequest {
        revoke: retraction.is_none(), retraction, ..Default::default()
    });
    "articles" => Article, articles.retract_article(RetractArticleRequest {
        revoke: retraction.is_none(), retraction, ..Default::default()
    });
    "claims" => Claim, claims.retract_claim(RetractClaimRequest {
        revoke: retraction.is_none(), retraction, ..Default::default()
    });
}
