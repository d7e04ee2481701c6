//! Calls that resources of every kind have, told apart by the resource's name.

use claimstore::wire::pb::{
    ArticleView, BatchGetAppearancesRequest, BatchGetArticlesRequest, BatchGetClaimsRequest,
    BatchGetRelationsRequest, BatchGetReviewsRequest, BatchGetSourcesRequest,
    DeleteAppearanceRequest, DeleteArticleRequest, DeleteClaimRequest, DeleteRelationRequest,
    DeleteReviewRequest, DeleteSourceRequest, GetAppearanceRequest, GetArticleRequest,
    GetClaimRequest, GetRelationRequest, GetReviewRequest, GetSourceRequest, RetractArticleRequest,
    RetractClaimRequest, RetractSourceRequest, Retraction, UndeleteAppearanceRequest,
    UndeleteArticleRequest, UndeleteClaimRequest, UndeleteRelationRequest, UndeleteReviewRequest,
    UndeleteSourceRequest, change::Resource,
};
use tonic::Status;

use super::history::{Moment, timestamp};
use crate::support::{lifetime::collection, server::TestServer};

macro_rules! by_name {
    ($(#[$doc:meta])* $function:ident($($given:ident: $type:ty),*):
     $($kind:literal => $variant:ident, $client:ident.$call:ident($request:ident { $($rest:tt)* });)+
    ) => {
        $(#[$doc])*
        pub async fn $function(
            server: &TestServer,
            name: &str,
            $($given: $type),*
        ) -> Result<Resource, Status> {
            let name = name.to_owned();
            Ok(match collection(&name) {
                $($kind => {
                    let request = $request { name, $($rest)* };
                    Resource::$variant(server.$client().$call(request).await?.into_inner())
                })+
                other => panic!("{other} do not have this call"),
            })
        }
    };
}

macro_rules! by_names {
    ($(#[$doc:meta])* $function:ident($($given:ident: $type:ty),*):
     $($kind:literal => $variant:ident, $client:ident.$call:ident($request:ident { $($rest:tt)* }).$field:ident;)+
    ) => {
        $(#[$doc])*
        pub async fn $function(
            server: &TestServer,
            kind: &str,
            names: Vec<String>,
            $($given: $type),*
        ) -> Result<Vec<Resource>, Status> {
            Ok(match kind {
                $($kind => {
                    let request = $request { names, $($rest)* };
                    let answer = server.$client().$call(request).await?.into_inner();
                    answer.$field.into_iter().map(Resource::$variant).collect()
                })+
                other => panic!("{other} do not have this call"),
            })
        }
    };
}

by_name! {
    /// Reads one, an article with its body.
    get(moment: Moment, show_deleted: bool):
    "sources" => Source, sources.get_source(GetSourceRequest {
        show_deleted, read_time: moment.map(timestamp)
    });
    "articles" => Article, articles.get_article(GetArticleRequest {
        show_deleted, read_time: moment.map(timestamp),
        view: ArticleView::Full.into(), version: 0
    });
    "claims" => Claim, claims.get_claim(GetClaimRequest {
        show_deleted, read_time: moment.map(timestamp)
    });
    "appearances" => Appearance, claims.get_appearance(GetAppearanceRequest {
        show_deleted, read_time: moment.map(timestamp)
    });
    "relations" => Relation, claims.get_relation(GetRelationRequest {
        show_deleted, read_time: moment.map(timestamp)
    });
    "reviews" => Review, reviews.get_review(GetReviewRequest {
        show_deleted, read_time: moment.map(timestamp)
    });
}

by_names! {
    /// Reads many of one kind, articles with their bodies.
    batch_get(moment: Moment, show_deleted: bool):
    "sources" => Source, sources.batch_get_sources(BatchGetSourcesRequest {
        show_deleted, read_time: moment.map(timestamp)
    }).sources;
    "articles" => Article, articles.batch_get_articles(BatchGetArticlesRequest {
        show_deleted, read_time: moment.map(timestamp), view: ArticleView::Full.into()
    }).articles;
    "claims" => Claim, claims.batch_get_claims(BatchGetClaimsRequest {
        show_deleted, read_time: moment.map(timestamp)
    }).claims;
    "appearances" => Appearance, claims.batch_get_appearances(BatchGetAppearancesRequest {
        show_deleted, read_time: moment.map(timestamp), parent: String::new()
    }).appearances;
    "relations" => Relation, claims.batch_get_relations(BatchGetRelationsRequest {
        show_deleted, read_time: moment.map(timestamp), parent: String::new()
    }).relations;
    "reviews" => Review, reviews.batch_get_reviews(BatchGetReviewsRequest {
        show_deleted, read_time: moment.map(timestamp), parent: String::new()
    }).reviews;
}

by_name! {
    /// Deletes one, an article perhaps with its appearances.
    delete(force: bool):
    "sources" => Source, sources.delete_source(DeleteSourceRequest { ..Default::default() });
    "articles" => Article, articles.delete_article(DeleteArticleRequest {
        force, ..Default::default()
    });
    "claims" => Claim, claims.delete_claim(DeleteClaimRequest { ..Default::default() });
    "appearances" => Appearance, claims.delete_appearance(DeleteAppearanceRequest {
        ..Default::default()
    });
    "relations" => Relation, claims.delete_relation(DeleteRelationRequest {
        ..Default::default()
    });
    "reviews" => Review, reviews.delete_review(DeleteReviewRequest { ..Default::default() });
}

by_name! {
    /// Brings one back.
    undelete():
    "sources" => Source, sources.undelete_source(UndeleteSourceRequest { ..Default::default() });
    "articles" => Article, articles.undelete_article(UndeleteArticleRequest {
        ..Default::default()
    });
    "claims" => Claim, claims.undelete_claim(UndeleteClaimRequest { ..Default::default() });
    "appearances" => Appearance, claims.undelete_appearance(UndeleteAppearanceRequest {
        ..Default::default()
    });
    "relations" => Relation, claims.undelete_relation(UndeleteRelationRequest {
        ..Default::default()
    });
    "reviews" => Review, reviews.undelete_review(UndeleteReviewRequest { ..Default::default() });
}

by_name! {
    /// Records a retraction, or takes it back where none is given.
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
