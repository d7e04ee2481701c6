//! Any mutating call, to be run or to be sent as a dry run.

use claimstore::wire::{
    self,
    json::write,
    pb::{
        BatchCreateAppearancesRequest, BatchCreateClaimsRequest, BatchCreateSourcesRequest,
        CorrectArticleRequest, CreateAppearanceRequest, CreateArticleRequest, CreateClaimRequest,
        CreateRelationRequest, CreateReviewRequest, CreateSourceRequest, DeleteAppearanceRequest,
        DeleteArticleRequest, DeleteClaimRequest, DeleteRelationRequest, DeleteReviewRequest,
        DeleteSourceRequest, EraseResourceRequest, ImportBundleRequest, MergeClaimsRequest,
        MergeSourcesRequest, RecordStatementRequest, RetractArticleRequest, RetractClaimRequest,
        RetractSourceRequest, UndeleteAppearanceRequest, UndeleteArticleRequest,
        UndeleteClaimRequest, UndeleteRelationRequest, UndeleteReviewRequest,
        UndeleteSourceRequest, UnmergeClaimRequest, UnmergeSourceRequest, UpdateAppearanceRequest,
        UpdateArticleRequest, UpdateClaimRequest, UpdateRelationRequest, UpdateReviewRequest,
        UpdateSourceRequest,
    },
};
use prost_reflect::MethodDescriptor;
use serde_json::Value;
use tonic::Status;

use crate::support::server::TestServer;

macro_rules! mutations {
    ($($method:ident($request:ident): $client:ident.$call:ident,)+) => {
        /// A mutating call.
        #[expect(clippy::large_enum_variant, reason = "there are only a few at a time")]
        #[derive(Clone, Debug)]
        pub enum Mutation {
            $($method($request),)+
        }

        impl Mutation {
            pub const METHODS: &[&str] = &[$(stringify!($method),)+];

            /// The name of its method.
            pub fn method(&self) -> &'static str {
                match self {
                    $(Self::$method(_) => stringify!($method),)+
                }
            }

            /// The same call with a request id.
            pub fn under(mut self, id: &str) -> Self {
                match &mut self {
                    $(Self::$method(request) => request.request_id = id.to_owned(),)+
                }
                self
            }

            pub async fn send(&self, server: &TestServer, is_dry_run: bool) -> Result<Value, Status> {
                match self.clone() {
                    $(Self::$method(mut request) => {
                        request.validate_only = is_dry_run;
                        let answer = server.$client().$call(request).await?.into_inner();
                        let method = find(stringify!($method));
                        let text = write(method.output().full_name(), &answer).unwrap();
                        Ok(serde_json::from_str(&text).unwrap())
                    })+
                }
            }

            pub async fn dry_run(&self, server: &TestServer) -> Result<Value, Status> {
                self.send(server, true).await
            }

            pub async fn run(&self, server: &TestServer) -> Result<Value, Status> {
                self.send(server, false).await
            }
        }
    };
}

mutations! {
    CreateSource(CreateSourceRequest): sources.create_source,
    BatchCreateSources(BatchCreateSourcesRequest): sources.batch_create_sources,
    UpdateSource(UpdateSourceRequest): sources.update_source,
    DeleteSource(DeleteSourceRequest): sources.delete_source,
    UndeleteSource(UndeleteSourceRequest): sources.undelete_source,
    CreateArticle(CreateArticleRequest): articles.create_article,
    UpdateArticle(UpdateArticleRequest): articles.update_article,
    DeleteArticle(DeleteArticleRequest): articles.delete_article,
    UndeleteArticle(UndeleteArticleRequest): articles.undelete_article,
    CreateClaim(CreateClaimRequest): claims.create_claim,
    BatchCreateClaims(BatchCreateClaimsRequest): claims.batch_create_claims,
    UpdateClaim(UpdateClaimRequest): claims.update_claim,
    DeleteClaim(DeleteClaimRequest): claims.delete_claim,
    UndeleteClaim(UndeleteClaimRequest): claims.undelete_claim,
    CreateAppearance(CreateAppearanceRequest): claims.create_appearance,
    BatchCreateAppearances(BatchCreateAppearancesRequest): claims.batch_create_appearances,
    RecordStatement(RecordStatementRequest): claims.record_statement,
    UpdateAppearance(UpdateAppearanceRequest): claims.update_appearance,
    DeleteAppearance(DeleteAppearanceRequest): claims.delete_appearance,
    UndeleteAppearance(UndeleteAppearanceRequest): claims.undelete_appearance,
    CreateRelation(CreateRelationRequest): claims.create_relation,
    UpdateRelation(UpdateRelationRequest): claims.update_relation,
    DeleteRelation(DeleteRelationRequest): claims.delete_relation,
    UndeleteRelation(UndeleteRelationRequest): claims.undelete_relation,
    CreateReview(CreateReviewRequest): reviews.create_review,
    UpdateReview(UpdateReviewRequest): reviews.update_review,
    DeleteReview(DeleteReviewRequest): reviews.delete_review,
    UndeleteReview(UndeleteReviewRequest): reviews.undelete_review,
    MergeSources(MergeSourcesRequest): sources.merge_sources,
    UnmergeSource(UnmergeSourceRequest): sources.unmerge_source,
    MergeClaims(MergeClaimsRequest): claims.merge_claims,
    UnmergeClaim(UnmergeClaimRequest): claims.unmerge_claim,
    RetractSource(RetractSourceRequest): sources.retract_source,
    RetractArticle(RetractArticleRequest): articles.retract_article,
    RetractClaim(RetractClaimRequest): claims.retract_claim,
    CorrectArticle(CorrectArticleRequest): articles.correct_article,
    ImportBundle(ImportBundleRequest): bundles.import_bundle,
    EraseResource(EraseResourceRequest): changes.erase_resource,
}

pub fn methods() -> impl Iterator<Item = MethodDescriptor> {
    let services: Vec<_> = wire::descriptors().services().collect();
    let methods = services
        .into_iter()
        .flat_map(|it| it.methods().collect::<Vec<_>>());
    methods.filter(|it| it.full_name().starts_with("claimstore.v1."))
}

pub fn find(method: &str) -> MethodDescriptor {
    methods().find(|it| it.name() == method).unwrap()
}
