//! ChangeService.

use tonic::{Request, Response, Status};

use super::{article::read_view, change_filter, watch::Answers};
use crate::{
    api::{
        Api,
        call::{
            context::Call,
            paging::Paging,
            position::{position_text, read_place_text, set_position},
            status::{self, status},
        },
        method::write::{finish, finish_read},
    },
    app::{
        read::change::{Diff, FilteredChange},
        watch::start::{Start, Watched},
        write::erase::Erased,
    },
    domain::{
        resource::{
            erasure,
            name::{Kind, Name},
        },
        value::violation::Checker,
    },
    store::{
        log::{
            change::{ChangeFilter, ChangeOrder, ChangePage, ChangeRow},
            classify::Effect,
        },
        read::load::View,
    },
    wire::{
        change::{self, ChangeDocuments, ChangeHead},
        diff,
        pb::{self, change_service_server::ChangeService},
        value::read,
    },
};

#[tonic::async_trait]
impl ChangeService for Api {
    async fn list_changes(
        &self,
        request: Request<pb::ListChangesRequest>,
    ) -> Result<Response<pb::ListChangesResponse>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListChangesRequest {
            page_size: _,
            page_token: _,
            filter,
            order,
            view,
            include_before,
        } = request;
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            change_filter::read(check, filter.unwrap_or_default())
        });
        let view = read_view(&mut check, view, View::Basic);
        let mut page = ChangePage {
            order: read_order(&mut check, order),
            include_before,
            ..ChangePage::first(filter, view, paging.size(&mut check))
        };
        finish(check, ())?;
        if page.filter.matching.is_some() {
            page.among = Some(LOOKED_AT_MAX);
        }
        let Paging {
            token, arguments, ..
        } = paging;
        page.after = arguments.place(&token).map_err(status)?;

        let (filtered, next) = self.app.changes(&page).await.map_err(status)?;
        let form = Form::of(&page.filter, include_before);
        let changes = filtered.iter().map(|filtered| write(filtered, form));
        Ok(Response::new(pb::ListChangesResponse {
            changes: changes.collect::<Result<_, Status>>()?,
            next_page_token: arguments.token(next),
        }))
    }

    type WatchChangesStream = Answers;

    async fn watch_changes(
        &self,
        request: Request<pb::WatchChangesRequest>,
    ) -> Result<Response<Answers>, Status> {
        let pb::WatchChangesRequest {
            filter,
            position,
            view,
            snapshot,
            include_before,
        } = request.into_inner();
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            change_filter::read_watched(check, filter.unwrap_or_default(), snapshot)
        });
        let view = read_view(&mut check, view, View::Basic);
        if snapshot && !position.is_empty() {
            let what = "begins anew, and position goes on; give one of them";
            check.report_at("snapshot", what);
        }
        finish(check, ())?;
        let start = match (position.as_str(), snapshot) {
            ("", false) => Start::Now,
            ("", true) => Start::Snapshot,
            (text, _) => {
                let point = read_place_text(text);
                Start::WatchPoint(point.ok_or_else(status::position_invalid)?)
            }
        };
        let form = Form::of(&filter, include_before);
        let watched = Watched {
            filter,
            view,
            include_before,
            start,
        };
        let watch = self.app.watch(watched).await.map_err(status)?;
        Ok(Response::new(Answers::of(watch, form)))
    }

    async fn diff_revisions(
        &self,
        request: Request<pb::DiffRevisionsRequest>,
    ) -> Result<Response<pb::DiffRevisionsResponse>, Status> {
        let pb::DiffRevisionsRequest {
            name,
            from_revision,
            to_revision,
        } = request.into_inner();
        let mut check = Checker::new();
        for (field, revision) in [
            ("from_revision", from_revision),
            ("to_revision", to_revision),
        ] {
            if revision < 0 {
                check.report_at(field, "is negative");
            }
        }
        let name = read::name(&mut check, "name", &name);
        let name = finish_read(check, name)?;
        let diff = self.app.diff(name, from_revision, to_revision).await;
        let Diff {
            from,
            to,
            differences,
        } = diff.map_err(status)?;
        Ok(Response::new(pb::DiffRevisionsResponse {
            from_revision: from,
            to_revision: to,
            exceeded: differences.exceeded,
            differences: differences.listed.into_iter().map(diff::write).collect(),
        }))
    }

    async fn erase_resource(
        &self,
        request: Request<pb::EraseResourceRequest>,
    ) -> Result<Response<pb::EraseResourceResponse>, Status> {
        let (call, request) = Call::open(request);
        let pb::EraseResourceRequest {
            name,
            reason,
            etag,
            request_id: _,
            validate_only: _,
        } = request;
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let name = read::name(&mut check, "name", &name);
        if name.is_some_and(|name| name.kind() == Kind::Standing) {
            check.report_at(
                "name",
                "names a standing, which is computed; erase its claim",
            );
        }
        erasure::check_reason(&mut check, &reason);
        let name = finish_read(check, name)?;
        let erased = self.app.erase(context, name, etag, reason).await;
        let Erased {
            names,
            time,
            position,
        } = erased.map_err(status)?;
        let mut answer = Response::new(pb::EraseResourceResponse {
            names: names.iter().map(Name::to_string).collect(),
            erase_time: Some(read::to_timestamp(time)),
        });
        set_position(&mut answer, position);
        Ok(answer)
    }
}

/// A page of changes that are judged one by one looks at no more than this many.
const LOOKED_AT_MAX: i64 = 5_000;

/// What of changes is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Whether they come with what was before.
    pub include_before: bool,
    /// Whether those of standings come with their claims.
    pub include_claims: bool,
}

impl Form {
    fn of(filter: &ChangeFilter, include_before: bool) -> Self {
        Self {
            include_before,
            include_claims: filter.matching.is_some(),
        }
    }
}

/// A change of the log as a message.
pub(crate) fn write(filtered: &FilteredChange, form: Form) -> Result<pb::Change, Status> {
    let FilteredChange { row, effect } = filtered;
    let head = ChangeHead {
        position: position_text(row.position),
        name: row.name,
        revision: row.revision,
        operation: row.operation,
        actor: row.actor.clone(),
        request_id: row.request_id.map_or(String::new(), |id| id.to_string()),
        change_time: row.change_time,
        caused_by: row.cause.map(|cause| (cause.name, cause.revision)),
        effect: match effect {
            Effect::Entered => pb::Effect::Entered,
            Effect::Changed => pb::Effect::Changed,
            Effect::Left => pb::Effect::Left,
        },
        changed_fields: changed_fields(row)?,
    };
    let claim = row.beside.as_deref();
    let documents = ChangeDocuments {
        after: row.doc.as_deref(),
        before: row.before.as_deref().filter(|_| form.include_before),
        claim: claim.filter(|_| form.include_claims && row.name.kind() == Kind::Standing),
    };
    change::write(head, documents).map_err(|error| status(error.into()))
}

/// What differs from the state before, told once to all who ask.
fn changed_fields(row: &ChangeRow) -> Result<Vec<String>, Status> {
    if let Some(changed) = row.changed.get() {
        return Ok(changed.clone());
    }
    let changed = match (&row.before, &row.doc) {
        (Some(before), Some(after)) => diff::changed_fields(row.name.kind(), before, after)
            .map_err(|error| status(error.into()))?,
        _ => Vec::new(),
    };
    Ok(row.changed.get_or_init(|| changed).clone())
}

fn read_order(check: &mut Checker, number: i32) -> ChangeOrder {
    match pb::ChangeOrder::try_from(number) {
        Ok(pb::ChangeOrder::Unspecified | pb::ChangeOrder::OldestFirst) => ChangeOrder::OldestFirst,
        Ok(pb::ChangeOrder::NewestFirst) => ChangeOrder::NewestFirst,
        Err(_) => {
            check.report_at("order", format!("has no value {number}"));
            ChangeOrder::OldestFirst
        }
    }
}
