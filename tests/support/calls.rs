//! Calls that many tests make, without the request around them. They return the message of the
//! kind. Where the kind is known at run time only, see [`super::any_kind`].

use claimstore::wire::pb::{
    Appearance, Article, Claim, CreateAppearanceRequest, CreateArticleRequest, CreateClaimRequest,
    CreateRelationRequest, CreateReviewRequest, CreateSourceRequest, DeleteAppearanceRequest,
    DeleteClaimRequest, DeleteRelationRequest, DeleteReviewRequest, DeleteSourceRequest,
    GetAppearanceRequest, GetArticleRequest, GetClaimRequest, GetRelationRequest, GetReviewRequest,
    GetSourceRequest, Relation, Review, Source, UndeleteAppearanceRequest, UndeleteClaimRequest,
    UndeleteRelationRequest, UndeleteReviewRequest, UpdateAppearanceRequest, UpdateArticleRequest,
    UpdateClaimRequest, UpdateRelationRequest, UpdateReviewRequest, UpdateSourceRequest,
};
use prost_types::FieldMask;
use sqlx::{Connection as _, PgConnection};
use tonic::Status;

use super::server::TestServer;

/// A field mask of these paths.
pub fn mask(paths: &[&str]) -> Option<FieldMask> {
    Some(FieldMask {
        paths: paths.iter().map(|&path| path.to_owned()).collect(),
    })
}

macro_rules! calls {
    ($client:ident, $message:ident, $field:ident,
     $get:ident $get_request:ident, $update:ident $update_request:ident) => {
        impl TestServer {
            pub async fn $get(&self, name: &str) -> Result<$message, Status> {
                let request = $get_request {
                    name: name.to_owned(),
                    ..Default::default()
                };
                Ok(self.$client().$get(request).await?.into_inner())
            }

            /// Updates without a mask if `paths` is empty.
            pub async fn $update(
                &self,
                $field: $message,
                paths: &[&str],
            ) -> Result<$message, Status> {
                let request = $update_request {
                    $field: Some($field),
                    update_mask: if paths.is_empty() { None } else { mask(paths) },
                    ..Default::default()
                };
                Ok(self.$client().$update(request).await?.into_inner())
            }
        }
    };
}

macro_rules! create {
    ($client:ident, $message:ident, $field:ident, $create:ident $create_request:ident) => {
        impl TestServer {
            pub async fn $create(&self, $field: $message) -> Result<$message, Status> {
                let request = $create_request {
                    $field: Some($field),
                    ..Default::default()
                };
                Ok(self.$client().$create(request).await?.into_inner())
            }
        }
    };
}

macro_rules! by_name {
    ($($function:ident: $client:ident.$call:ident($request:ident { $($rest:tt)* }) -> $message:ident;)+) => {
        impl TestServer {
            $(pub async fn $function(&self, name: &str) -> Result<$message, Status> {
                let request = $request {
                    name: name.to_owned(),
                    $($rest)*
                };
                Ok(self.$client().$call(request).await?.into_inner())
            })+
        }
    };
}

#[rustfmt::skip]
calls!(sources, Source, source,
    get_source GetSourceRequest, update_source UpdateSourceRequest);
#[rustfmt::skip]
calls!(articles, Article, article,
    get_article GetArticleRequest, update_article UpdateArticleRequest);
#[rustfmt::skip]
calls!(claims, Claim, claim,
    get_claim GetClaimRequest, update_claim UpdateClaimRequest);
#[rustfmt::skip]
calls!(claims, Appearance, appearance,
    get_appearance GetAppearanceRequest, update_appearance UpdateAppearanceRequest);
#[rustfmt::skip]
calls!(claims, Relation, relation,
    get_relation GetRelationRequest, update_relation UpdateRelationRequest);
#[rustfmt::skip]
calls!(reviews, Review, review,
    get_review GetReviewRequest, update_review UpdateReviewRequest);
create!(sources, Source, source, create_source CreateSourceRequest);
create!(articles, Article, article, create_article CreateArticleRequest);
create!(claims, Claim, claim, create_claim CreateClaimRequest);

by_name! {
    delete_source: sources.delete_source(DeleteSourceRequest { ..Default::default() }) -> Source;
    delete_claim: claims.delete_claim(DeleteClaimRequest { ..Default::default() }) -> Claim;
    undelete_claim: claims.undelete_claim(UndeleteClaimRequest { ..Default::default() }) -> Claim;
    delete_appearance: claims.delete_appearance(DeleteAppearanceRequest { ..Default::default() }) -> Appearance;
    undelete_appearance: claims.undelete_appearance(UndeleteAppearanceRequest { ..Default::default() }) -> Appearance;
    delete_relation: claims.delete_relation(DeleteRelationRequest { ..Default::default() }) -> Relation;
    undelete_relation: claims.undelete_relation(UndeleteRelationRequest { ..Default::default() }) -> Relation;
    delete_review: reviews.delete_review(DeleteReviewRequest { ..Default::default() }) -> Review;
    undelete_review: reviews.undelete_review(UndeleteReviewRequest { ..Default::default() }) -> Review;
    // These read deleted resources, too.
    find_appearance: claims.get_appearance(GetAppearanceRequest { show_deleted: true, ..Default::default() }) -> Appearance;
    find_relation: claims.get_relation(GetRelationRequest { show_deleted: true, ..Default::default() }) -> Relation;
    find_review: reviews.get_review(GetReviewRequest { show_deleted: true, ..Default::default() }) -> Review;
}

impl TestServer {
    pub async fn create_appearance(
        &self,
        claim: &Claim,
        appearance: Appearance,
    ) -> Result<Appearance, Status> {
        let request = CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance),
            ..CreateAppearanceRequest::default()
        };
        Ok(self.claims().create_appearance(request).await?.into_inner())
    }

    pub async fn create_relation(
        &self,
        claim: &Claim,
        relation: Relation,
    ) -> Result<Relation, Status> {
        let request = CreateRelationRequest {
            parent: claim.name.clone(),
            relation: Some(relation),
            ..CreateRelationRequest::default()
        };
        Ok(self.claims().create_relation(request).await?.into_inner())
    }

    pub async fn create_review(&self, claim: &Claim, review: Review) -> Result<Review, Status> {
        let request = CreateReviewRequest {
            parent: claim.name.clone(),
            review: Some(review),
            ..CreateReviewRequest::default()
        };
        Ok(self.reviews().create_review(request).await?.into_inner())
    }

    pub async fn connection(&self) -> PgConnection {
        PgConnection::connect_with(&self.database.options())
            .await
            .unwrap()
    }

    /// How many changes the log holds. Those that readers cannot see yet are counted, too.
    pub async fn log_length(&self) -> i64 {
        let mut connection = self.connection().await;
        sqlx::query_scalar("select count(*) from changes")
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }

    /// Runs some SQL, to bring the database into a state that no call can produce.
    pub async fn execute(&self, sql: &'static str) {
        let mut connection = self.connection().await;
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
}
