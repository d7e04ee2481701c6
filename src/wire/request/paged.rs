//! Requests for pages.

use prost::Message;

use crate::wire::pb;

/// A request for a page.
pub trait PagedRequest: Message {
    /// The name of the request.
    const NAME: &'static str;

    /// Takes the page size and the page token from the request. The rest selects what is
    /// listed.
    fn take_page(&mut self) -> (i32, String);
}

macro_rules! paged {
    ($($request:ident $(with $filter:ident)?,)+) => {
        $(impl PagedRequest for pb::$request {
            const NAME: &'static str = stringify!($request);

            fn take_page(&mut self) -> (i32, String) {
                // An empty field counts as absent.
                $(self.$filter.get_or_insert_default();)?
                let token = std::mem::take(&mut self.page_token);
                (std::mem::take(&mut self.page_size), token)
            }
        })+
    };
}

paged! {
    ListAppearancesRequest with filter,
    ListArticleVersionsRequest,
    ListArticlesRequest with filter,
    ListAuditEntriesRequest with filter,
    ListChangesRequest with filter,
    ListClaimsRequest with filter,
    ListConflictsRequest with filter,
    ListDuplicatesRequest with filter,
    ListRelationsRequest with filter,
    ListReviewsRequest with filter,
    ListSourcesRequest with filter,
    SearchArticlesRequest with filter,
    SearchClaimsRequest with filter,
    SearchSourcesRequest with filter,
    TraceClaimRequest,
    TraceSourceRequest,
}

macro_rules! resumed {
    ($($request:ident,)+) => {
        $(impl PagedRequest for pb::$request {
            const NAME: &'static str = stringify!($request);

            fn take_page(&mut self) -> (i32, String) {
                (0, std::mem::take(&mut self.resume_token))
            }
        })+
    };
}

resumed! {
    ExportBundlesRequest,
    ExportDocumentsRequest,
    ExportTablesRequest,
}
