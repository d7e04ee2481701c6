//! ChangeService.

use std::cmp::Ordering;

use tonic::{Request, Response, Status};

use super::{
    article::read_view,
    change_filter,
    change_message::{Form, write},
    watch::Answers,
};
use crate::{
    api::{
        Api,
        call::{
            connection::Connection,
            context::Call,
            paging::Paging,
            position::{position_text, read_point_text, set_position},
            status::{self, status},
        },
        method::write::{finish, finish_read},
    },
    app::{
        Error,
        read::{
            change::{Diff, FilteredChanges},
            filtered_change::{FilteredChange, changed_fields},
        },
        turns::pause,
        watch::answer::{Start, WatchPoint, Watched},
        write::erase::Erased,
    },
    domain::{
        resource::{Kind, Name, erasure},
        value::Checker,
    },
    store::{
        log::{
            Position,
            change::page::{ChangeOrder, ChangePage},
        },
        read::View,
    },
    wire::{
        diff, encoded::Encoded, pb, servers::change_service_server::ChangeService, value::read,
    },
};

#[tonic::async_trait]
impl ChangeService for Api {
    async fn list_changes(
        &self,
        request: Request<pb::ListChangesRequest>,
    ) -> Result<Response<Encoded<pb::ListChangesResponse>>, Status> {
        let share = Connection::share_of(request.extensions()).cloned();
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListChangesRequest {
            page_size: _,
            page_token: _,
            filter,
            order,
            view,
            include_before,
            after_position,
        } = request;
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            change_filter::read(check, filter.unwrap_or_default())
        });
        let view = read_view(&mut check, view, View::Basic);
        let mut page = ChangePage {
            order: read_order(&mut check, order),
            include_before,
            ..ChangePage::first(filter, Some(view), paging.size(&mut check))
        };
        if !after_position.is_empty() && page.order != ChangeOrder::OldestFirst {
            check.report_at("after_position", "requires the order oldest first");
        }
        finish(check, ())?;
        if page.filter.matching.is_some() {
            page.examined_max = Some(EXAMINED_MAX);
        }
        page.after = match paging.after().map_err(status)? {
            None if !after_position.is_empty() => {
                Some(self.own_position("after_position", &after_position).await?)
            }
            after => after,
        };

        let form = Form::of(&page.filter, include_before);
        let _page = match &share {
            Some(share) => Some(share.page().await?),
            None => None,
        };
        let _making = self.app.pages().make().await.map_err(status)?;
        let (changes, end) = self.changes(&page).await.map_err(status)?;
        let rest = pb::ListChangesResponse {
            changes: Vec::new(),
            next_page_token: paging.next_token(changes.next),
            position: end.map_or(String::new(), position_text),
        };
        let bytes = changes.changes.iter().map(|it| it.row.bytes()).sum();
        let writing = written_page(changes.changes, form, rest);
        let written = self.app.turns().work(bytes, writing).await;
        Ok(Response::new(written.map_err(status)??))
    }

    async fn compare_positions(
        &self,
        request: Request<pb::ComparePositionsRequest>,
    ) -> Result<Response<pb::ComparePositionsResponse>, Status> {
        let pb::ComparePositionsRequest { first, second } = request.into_inner();
        let mut check = Checker::new();
        for (field, position) in [("first", &first), ("second", &second)] {
            if position.is_empty() {
                check.report_at(field, "is required");
            }
        }
        finish(check, ())?;
        let first = self.own_position("first", &first).await?;
        let second = self.own_position("second", &second).await?;
        let order = match first.cmp(&second) {
            Ordering::Less => pb::PositionOrder::Before,
            Ordering::Equal => pb::PositionOrder::Same,
            Ordering::Greater => pb::PositionOrder::After,
        };
        Ok(Response::new(pb::ComparePositionsResponse {
            order: order.into(),
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
                let point = read_point_text(text);
                Start::From(point.ok_or_else(|| status::position_invalid("position"))?)
            }
        };
        let form = Form::of(&filter, include_before);
        let watched = Watched {
            filter,
            view: Some(view),
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

/// A page with conditions on resources examines at most this many changes, because each one
/// has to be classified.
const EXAMINED_MAX: i64 = 5_000;

/// Encodes a page of changes.
async fn written_page(
    changes: Vec<FilteredChange>,
    form: Form,
    mut answer: pb::ListChangesResponse,
) -> Result<Encoded<pb::ListChangesResponse>, Status> {
    for FilteredChange { row, effect } in changes {
        pause().await.map_err(status)?;
        let fields = changed_fields(&row).map_err(status)?;
        answer.changes.push(write(&row, effect, fields, form)?);
    }
    Ok(Encoded::message(&answer))
}

impl Api {
    /// A page of the log. If the oldest changes come first, the position where it ends, too.
    async fn changes(
        &self,
        page: &ChangePage,
    ) -> Result<(FilteredChanges, Option<Position>), Error> {
        match page.order {
            ChangeOrder::OldestFirst => {
                let (changes, end) = self.app.changes_and_end(page).await?;
                Ok((changes, Some(end)))
            }
            ChangeOrder::NewestFirst => Ok((self.app.changes(page).await?, None)),
        }
    }

    /// Reads a position in the log of this database.
    pub(super) async fn own_position(&self, field: &str, text: &str) -> Result<Position, Status> {
        let Some(WatchPoint::Log(position)) = read_point_text(text) else {
            return Err(status::position_invalid(field));
        };
        let position = self.app.own_position(position).await;
        position.map_err(|error| status::status_of_position(field, error))
    }
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
