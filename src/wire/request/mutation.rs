//! Requests that change something.

use prost::Message;

use crate::wire::{message::digest, pb};

/// A request that changes something.
pub trait MutationRequest: Message {
    /// The method that the request is for.
    const METHOD: &'static str;

    /// The request id, or empty.
    fn request_id(&self) -> &str;

    /// The name of the resource that the request is about, or else that of its parent. Empty if it
    /// has none.
    fn resource_name(&self) -> &str;

    /// Clears the flag of a dry run. Returns whether it was set.
    fn take_validate_only(&mut self) -> bool;

    /// A digest of the request, without what confidential sources are: whoever knows the digest
    /// could try names.
    fn digest(&self) -> Vec<u8>;
}

fn digest_with_source<M: Message + Clone>(
    request: &M,
    sources: impl FnOnce(&mut M) -> Vec<&mut Option<pb::Source>>,
) -> Vec<u8> {
    let mut request = request.clone();
    for source in sources(&mut request).into_iter().flatten() {
        if source.confidential {
            *source = pb::Source {
                name: std::mem::take(&mut source.name),
                etag: std::mem::take(&mut source.etag),
                confidential: true,
                ..pb::Source::default()
            };
        }
    }
    digest(&request)
}

/// The fields of a request that changes something, without the change itself.
#[derive(Clone, Debug)]
pub struct MutationHead {
    /// The method that the request is for.
    pub method: &'static str,
    /// The request id, or empty.
    pub request_id: String,
    /// Whether the request is a dry run.
    pub is_dry_run: bool,
    /// A digest of the whole request. It is the same for a dry run.
    pub digest: Vec<u8>,
    /// The size of the whole request in bytes.
    pub bytes: usize,
    /// The resource that the request names, or else its parent. Empty if it names none.
    pub resource_name: String,
}

impl MutationHead {
    /// Reads the head of a request.
    pub fn take<M: MutationRequest>(request: &mut M) -> Self {
        let is_dry_run = request.take_validate_only();
        Self {
            method: M::METHOD,
            request_id: request.request_id().to_owned(),
            is_dry_run,
            digest: request.digest(),
            bytes: request.encoded_len(),
            resource_name: request.resource_name().to_owned(),
        }
    }
}

/// The name in a field of a request, or in a resource of it.
macro_rules! named {
    ($request:ident) => {
        ""
    };
    ($request:ident $name:ident) => {
        &$request.$name
    };
    ($request:ident $resource:ident . $name:ident) => {
        $request.$resource.as_ref().map_or("", |it| &it.$name)
    };
}

/// The digest of a request that may have sources, or of one that has none.
macro_rules! digested {
    ($request:ident) => {
        digest($request)
    };
    ($request:ident $sources:expr) => {
        digest_with_source($request, $sources)
    };
}

macro_rules! mutations {
    ($(
        $request:ident $(of $name:ident $(. $inner:ident)?)? $(with $sources:expr)? => $method:literal,
    )+) => {
        $(impl MutationRequest for pb::$request {
            const METHOD: &'static str = $method;

            fn digest(&self) -> Vec<u8> {
                digested!(self $($sources)?)
            }

            fn resource_name(&self) -> &str {
                named!(self $($name $(. $inner)?)?)
            }

            fn request_id(&self) -> &str {
                &self.request_id
            }

            fn take_validate_only(&mut self) -> bool {
                std::mem::take(&mut self.validate_only)
            }
        })+
    };
}

mutations! {
    BatchCreateAppearancesRequest of parent => "claimstore.v1.ClaimService/BatchCreateAppearances",
    BatchCreateClaimsRequest => "claimstore.v1.ClaimService/BatchCreateClaims",
    BatchCreateSourcesRequest
        with |it| it.requests.iter_mut().map(|it| &mut it.source).collect() => "claimstore.v1.SourceService/BatchCreateSources",
    CorrectArticleRequest of name => "claimstore.v1.ArticleService/CorrectArticle",
    CreateAppearanceRequest of parent => "claimstore.v1.ClaimService/CreateAppearance",
    CreateArticleRequest => "claimstore.v1.ArticleService/CreateArticle",
    CreateClaimRequest => "claimstore.v1.ClaimService/CreateClaim",
    CreateRelationRequest of parent => "claimstore.v1.ClaimService/CreateRelation",
    CreateReviewRequest of parent => "claimstore.v1.ReviewService/CreateReview",
    CreateSourceRequest with |it| vec![&mut it.source] => "claimstore.v1.SourceService/CreateSource",
    DeleteAppearanceRequest of name => "claimstore.v1.ClaimService/DeleteAppearance",
    DeleteArticleRequest of name => "claimstore.v1.ArticleService/DeleteArticle",
    DeleteClaimRequest of name => "claimstore.v1.ClaimService/DeleteClaim",
    DeleteRelationRequest of name => "claimstore.v1.ClaimService/DeleteRelation",
    DeleteReviewRequest of name => "claimstore.v1.ReviewService/DeleteReview",
    DeleteSourceRequest of name => "claimstore.v1.SourceService/DeleteSource",
    EraseResourceRequest of name => "claimstore.v1.ChangeService/EraseResource",
    ImportBundleRequest => "claimstore.v1.BundleService/ImportBundle",
    MergeClaimsRequest of name => "claimstore.v1.ClaimService/MergeClaims",
    MergeSourcesRequest of name => "claimstore.v1.SourceService/MergeSources",
    RecordStatementRequest => "claimstore.v1.ClaimService/RecordStatement",
    RetractArticleRequest of name => "claimstore.v1.ArticleService/RetractArticle",
    RetractClaimRequest of name => "claimstore.v1.ClaimService/RetractClaim",
    RetractSourceRequest of name => "claimstore.v1.SourceService/RetractSource",
    UndeleteAppearanceRequest of name => "claimstore.v1.ClaimService/UndeleteAppearance",
    UndeleteArticleRequest of name => "claimstore.v1.ArticleService/UndeleteArticle",
    UndeleteClaimRequest of name => "claimstore.v1.ClaimService/UndeleteClaim",
    UndeleteRelationRequest of name => "claimstore.v1.ClaimService/UndeleteRelation",
    UndeleteReviewRequest of name => "claimstore.v1.ReviewService/UndeleteReview",
    UndeleteSourceRequest of name => "claimstore.v1.SourceService/UndeleteSource",
    UnmergeClaimRequest of name => "claimstore.v1.ClaimService/UnmergeClaim",
    UnmergeSourceRequest of name => "claimstore.v1.SourceService/UnmergeSource",
    UpdateAppearanceRequest of appearance.name => "claimstore.v1.ClaimService/UpdateAppearance",
    UpdateArticleRequest of article.name => "claimstore.v1.ArticleService/UpdateArticle",
    UpdateClaimRequest of claim.name => "claimstore.v1.ClaimService/UpdateClaim",
    UpdateRelationRequest of relation.name => "claimstore.v1.ClaimService/UpdateRelation",
    UpdateReviewRequest of review.name => "claimstore.v1.ReviewService/UpdateReview",
    UpdateSourceRequest of source.name with |it| vec![&mut it.source] => "claimstore.v1.SourceService/UpdateSource",
}
