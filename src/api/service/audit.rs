//! AuditService.

use tonic::{Request, Response, Status};

use crate::{
    api::{
        Api,
        call::{code::code_name, paging::Paging, status::status},
        method::write::finish,
    },
    domain::value::{Checker, text},
    store::audit::{AuditEntry, AuditFilter, AuditOutcome},
    wire::{
        pb::{self, ListAuditEntriesRequest, ListAuditEntriesResponse},
        servers::audit_service_server::AuditService,
        value::read,
    },
};

/// No actor is longer than this.
const ACTOR_MAX: usize = 400;

/// No name of a resource or a method is longer than this.
const NAME_MAX: usize = 200;

#[tonic::async_trait]
impl AuditService for Api {
    async fn list_audit_entries(
        &self,
        request: Request<ListAuditEntriesRequest>,
    ) -> Result<Response<ListAuditEntriesResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let mut check = Checker::new();
        let size = paging.size(&mut check);
        let filter = check.field("filter", |check| {
            read_filter(check, request.filter.unwrap_or_default())
        });
        finish(check, ())?;
        let after = paging.after().map_err(status)?;
        let page = self.app.audit_entries(&filter, after, size).await;
        let page = page.map_err(status)?;
        Ok(Response::new(ListAuditEntriesResponse {
            entries: page.entries.into_iter().map(write).collect(),
            next_page_token: paging.next_token(page.next),
        }))
    }
}

fn read_filter(check: &mut Checker, filter: pb::AuditFilter) -> AuditFilter {
    let pb::AuditFilter {
        actor,
        resource_name,
        method,
        outcome,
        start_time,
        end_time,
    } = filter;
    text::check(check, "actor", &actor, ACTOR_MAX);
    text::check(check, "resource_name", &resource_name, NAME_MAX);
    text::check(check, "method", &method, NAME_MAX);
    let given = |text: String| (!text.is_empty()).then_some(text);
    let filter = AuditFilter {
        actor: given(actor),
        resource_name: given(resource_name),
        method: given(method),
        outcome: read_outcome(check, outcome),
        start_time: read::bound(check, "start_time", start_time),
        end_time: read::bound(check, "end_time", end_time),
    };
    if let (Some(start), Some(end)) = (filter.start_time, filter.end_time)
        && end <= start
    {
        check.report_at("end_time", "is not later than start_time");
    }
    filter
}

fn read_outcome(check: &mut Checker, outcome: i32) -> Option<AuditOutcome> {
    match pb::AuditOutcome::try_from(outcome) {
        Ok(pb::AuditOutcome::Unspecified) => None,
        Ok(pb::AuditOutcome::Succeeded) => Some(AuditOutcome::Succeeded),
        Ok(pb::AuditOutcome::Failed) => Some(AuditOutcome::Failed),
        Ok(pb::AuditOutcome::Refused) => Some(AuditOutcome::Refused),
        Err(_) => {
            check.report_at("outcome", format!("has no value {outcome}"));
            None
        }
    }
}

fn write(entry: AuditEntry) -> pb::AuditEntry {
    let outcome = match entry.outcome() {
        AuditOutcome::Succeeded => pb::AuditOutcome::Succeeded,
        AuditOutcome::Failed => pb::AuditOutcome::Failed,
        AuditOutcome::Refused => pb::AuditOutcome::Refused,
    };
    pb::AuditEntry {
        entry_id: entry.entry_id.to_string(),
        entry_time: Some(read::to_timestamp(entry.entry_time)),
        method: entry.method,
        actor: entry.actor,
        peer: entry.peer,
        resource_name: entry.resource_name,
        outcome: outcome.into(),
        code: code_name(entry.code).to_owned(),
        reason: entry.reason,
        position: entry.position,
        call_id: entry.call_id,
        count: entry.count,
        justification: entry.justification,
    }
}
