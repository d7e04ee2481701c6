//! Requests that have the same fields for several kinds of resources, converted to one type
//! for each sort of request.

mod paged;

use prost::Message;
use prost_types::FieldMask;

pub use self::paged::PagedRequest;
use super::{message::digest, pb};

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
            digest: digest(request),
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

macro_rules! mutations {
    ($($request:ident $(of $name:ident $(. $inner:ident)?)? => $method:literal,)+) => {
        $(impl MutationRequest for pb::$request {
            const METHOD: &'static str = $method;

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
    BatchCreateSourcesRequest => "claimstore.v1.SourceService/BatchCreateSources",
    CorrectArticleRequest of name => "claimstore.v1.ArticleService/CorrectArticle",
    CreateAppearanceRequest of parent => "claimstore.v1.ClaimService/CreateAppearance",
    CreateArticleRequest => "claimstore.v1.ArticleService/CreateArticle",
    CreateClaimRequest => "claimstore.v1.ClaimService/CreateClaim",
    CreateRelationRequest of parent => "claimstore.v1.ClaimService/CreateRelation",
    CreateReviewRequest of parent => "claimstore.v1.ReviewService/CreateReview",
    CreateSourceRequest => "claimstore.v1.SourceService/CreateSource",
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
    UpdateSourceRequest of source.name => "claimstore.v1.SourceService/UpdateSource",
}

/// The maximum number of requests in a batch that creates resources.
pub const BATCH_CREATE_MAX: usize = 500;

/// The maximum size of a batch that creates resources, in bytes. The answer must fit, too.
pub const BATCH_CREATE_BYTES_MAX: usize = 4 << 20;

/// A request to create a resource.
#[derive(Clone, Debug)]
pub struct CreateRequest<M> {
    /// The name of the parent, or `None` if resources of this kind have no parent.
    pub parent: Option<String>,
    /// The id for the new resource, or empty.
    pub id: String,
    /// The resource.
    pub message: Option<M>,
    /// The request id. A request in a batch must not have one.
    pub request_id: String,
    /// Whether the request is a dry run. A request in a batch must not ask for one.
    pub validate_only: bool,
    /// Whether stored claims are looked for. A request in a batch must not ask for that.
    pub matches: bool,
}

/// A request to update a resource.
#[derive(Clone, Debug)]
pub struct Patch<M> {
    /// The new values, and the name of the resource.
    pub message: Option<M>,
    /// The fields that are replaced.
    pub mask: Option<FieldMask>,
    /// Whether the resource is created if it does not exist.
    pub allow_missing: bool,
}

/// The resource that a request is about.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name of the request.
    pub name: String,
    /// The etag that the resource must have, or empty.
    pub etag: String,
}

/// A request to read one resource, or many.
#[derive(Clone, Debug)]
pub struct GetRequest<N> {
    /// The name, or the names.
    pub name: N,
    /// Whether deleted resources are returned.
    pub show_deleted: bool,
    /// The moment to read as of; `None` for now.
    pub read_time: Option<prost_types::Timestamp>,
}

macro_rules! create_requests {
    ($($request:ident(
        $field:ident, $id:ident $(, below $parent:ident)? $(, matched by $mode:ident)?
    ) => $message:ident,)+) => {
        $(impl From<pb::$request> for CreateRequest<pb::$message> {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    $($parent,)?
                    $field,
                    $id,
                    request_id,
                    validate_only,
                    $($mode,)?
                } = request;
                Self {
                    matches: false $(|| matches($mode))?,
                    parent: None$(.or(Some($parent)))?,
                    id: $id,
                    message: $field,
                    request_id,
                    validate_only,
                }
            }
        })+
    };
}

/// Whether a mode looks for stored claims.
fn matches(mode: i32) -> bool {
    let not_at_all = [pb::MatchMode::Unspecified, pb::MatchMode::None];
    !not_at_all.map(i32::from).contains(&mode)
}

create_requests! {
    CreateSourceRequest(source, source_id) => Source,
    CreateArticleRequest(article, article_id) => Article,
    CreateClaimRequest(claim, claim_id, matched by r#match) => Claim,
    CreateAppearanceRequest(appearance, appearance_id, below parent) => Appearance,
    CreateRelationRequest(relation, relation_id, below parent) => Relation,
    CreateReviewRequest(review, review_id, below parent) => Review,
}

macro_rules! patches {
    ($($request:ident($field:ident) => $message:ident,)+) => {
        $(impl From<pb::$request> for Patch<pb::$message> {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    $field,
                    update_mask,
                    request_id: _,
                    validate_only: _,
                    allow_missing,
                } = request;
                Self {
                    message: $field,
                    mask: update_mask,
                    allow_missing,
                }
            }
        })+
    };
}

patches! {
    UpdateSourceRequest(source) => Source,
    UpdateArticleRequest(article) => Article,
    UpdateClaimRequest(claim) => Claim,
    UpdateAppearanceRequest(appearance) => Appearance,
    UpdateRelationRequest(relation) => Relation,
    UpdateReviewRequest(review) => Review,
}

macro_rules! targets {
    ($($request:ident,)+) => {
        $(impl From<pb::$request> for Target {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    name,
                    etag,
                    request_id: _,
                    validate_only: _,
                } = request;
                Self { name, etag }
            }
        })+
    };
}

targets! {
    DeleteSourceRequest,
    UndeleteSourceRequest,
    UndeleteArticleRequest,
    DeleteClaimRequest,
    UndeleteClaimRequest,
    DeleteAppearanceRequest,
    UndeleteAppearanceRequest,
    DeleteRelationRequest,
    UndeleteRelationRequest,
    DeleteReviewRequest,
    UndeleteReviewRequest,
    UnmergeClaimRequest,
    UnmergeSourceRequest,
}

/// A request to merge a resource.
#[derive(Clone, Debug)]
pub struct MergeRequest {
    /// The resource to merge, and the etag that it must have.
    pub target: Target,
    /// The name of the resource that it is merged into.
    pub into: String,
}

macro_rules! merge_requests {
    ($($request:ident,)+) => {
        $(impl From<pb::$request> for MergeRequest {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    name,
                    into,
                    etag,
                    request_id: _,
                    validate_only: _,
                } = request;
                let target = Target { name, etag };
                Self { target, into }
            }
        })+
    };
}

merge_requests! {
    MergeSourcesRequest,
    MergeClaimsRequest,
}

macro_rules! get_requests {
    ($($request:ident($name:ident: $type:ty),)+) => {
        $(impl From<pb::$request> for GetRequest<$type> {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    $name,
                    show_deleted,
                    read_time,
                } = request;
                Self {
                    name: $name,
                    show_deleted,
                    read_time,
                }
            }
        })+
    };
}

get_requests! {
    BatchGetSourcesRequest(names: Vec<String>),
    GetAppearanceRequest(name: String),
    GetRelationRequest(name: String),
    GetReviewRequest(name: String),
}

/// A request to read many children of claims.
#[derive(Clone, Debug)]
pub struct GetChildrenRequest {
    /// The name of their claim, or empty.
    pub parent: String,
    /// The names of the children, and how they are read.
    pub request: GetRequest<Vec<String>>,
}

macro_rules! get_children_requests {
    ($($request:ident,)+) => {
        $(impl From<pb::$request> for GetChildrenRequest {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    parent,
                    names,
                    show_deleted,
                    read_time,
                } = request;
                let request = GetRequest {
                    name: names,
                    show_deleted,
                    read_time,
                };
                Self { parent, request }
            }
        })+
    };
}

get_children_requests! {
    BatchGetAppearancesRequest,
    BatchGetRelationsRequest,
    BatchGetReviewsRequest,
}

/// A request for a page of children of claims.
#[derive(Clone, Debug)]
pub struct ListChildrenRequest<F> {
    /// The name of their claim, or the name that means all claims.
    pub parent: String,
    /// The filter, if there is one.
    pub filter: Option<F>,
    /// Whether deleted resources are returned.
    pub show_deleted: bool,
    /// The moment to read as of; `None` for now.
    pub read_time: Option<prost_types::Timestamp>,
    /// The order, or empty.
    pub order_by: String,
}

macro_rules! list_children_requests {
    ($($request:ident => $filter:ident,)+) => {
        $(impl From<pb::$request> for ListChildrenRequest<pb::$filter> {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    parent,
                    page_size: _,
                    page_token: _,
                    filter,
                    show_deleted,
                    read_time,
                    order_by,
                } = request;
                Self {
                    parent,
                    filter,
                    show_deleted,
                    read_time,
                    order_by,
                }
            }
        })+
    };
}

list_children_requests! {
    ListAppearancesRequest => AppearanceFilter,
    ListRelationsRequest => RelationFilter,
    ListReviewsRequest => ReviewFilter,
}
