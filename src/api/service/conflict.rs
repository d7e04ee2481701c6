//! Lists the conflicts between claims, for ClaimService.

use tonic::{Response, Status};

use super::claim_filter::read_slug;
use crate::{
    api::{
        Api,
        call::{paging::Paging, status::status},
        method::write::finish,
    },
    domain::value::Checker,
    store::read::conflict::condition::ConflictFilter,
    wire::{
        conflict, pb,
        value::read::{self, Keys},
    },
};

impl Api {
    /// Lists a page of conflicts.
    pub(crate) async fn conflicts(
        &self,
        request: pb::ListConflictsRequest,
    ) -> Result<Response<pb::ListConflictsResponse>, Status> {
        let (paging, request) = Paging::open(request);
        let pb::ListConflictsRequest {
            page_size: _,
            page_token: _,
            filter,
        } = request;
        let mut check = Checker::new();
        let size = paging.size(&mut check);
        let filter = check.field("filter", |check| {
            read_filter(check, filter.unwrap_or_default())
        });
        let filter = finish(check, filter)?;
        let after = paging.after().map_err(status)?;
        let filter = &filter;
        let page = self.read_page(after.is_some(), |app| async move {
            app.list_conflicts(filter, after, size).await
        });
        let page = page.await?;
        Ok(Response::new(pb::ListConflictsResponse {
            conflicts: page.conflicts.iter().map(conflict::write).collect(),
            next_page_token: paging.next_token(page.next),
        }))
    }
}

fn read_filter(check: &mut Checker, message: pb::ConflictFilter) -> ConflictFilter {
    let pb::ConflictFilter {
        measure,
        article,
        source,
        claim,
        reason,
    } = message;
    let keys = &Keys::none();
    ConflictFilter {
        measure: read_slug(check, "measure", measure),
        article: read::article(check, keys, "article", &article),
        sources: read::source(check, keys, "source", &source)
            .into_iter()
            .collect(),
        claim: read::claim(check, keys, "claim", &claim),
        reason: read::optional(check, "reason", reason),
    }
}
