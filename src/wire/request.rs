//! Requests that have the same fields for several kinds of resources, converted to one type
//! for each sort of request.

mod mutation;
mod paged;

use prost_types::FieldMask;

pub use self::{
    mutation::{MutationHead, MutationRequest},
    paged::PagedRequest,
};
use super::pb;

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
