//! ChangeService.

use tonic::{Request, Response, Status};

use super::{
    Api,
    article::read_view,
    paging::{self, Arguments, position_text, read_position_text},
    resource::{finish, finish_read},
    status::{self, status},
    watch::Answers,
};
use crate::{
    app::{change::Diff, watch::Watched},
    domain::{name::Name, text, violation::Checker},
    store::{
        change::{ChangeFilter, ChangeOrder, ChangePage, ChangeRow},
        load::View,
    },
    wire::{
        change::{self, ChangeHead},
        diff::DIFFERENCES_MAX,
        message::digest,
        pb::{self, change_service_server::ChangeService},
        read,
    },
};

#[tonic::async_trait]
impl ChangeService for Api {
    async fn list_changes(
        &self,
        request: Request<pb::ListChangesRequest>,
    ) -> Result<Response<pb::ListChangesResponse>, Status> {
        let pb::ListChangesRequest {
            page_size,
            page_token,
            filter,
            order,
            view,
        } = request.into_inner();
        let filter = filter.unwrap_or_default();
        let arguments = Arguments::new(&format!("ListChanges {order} {view}"), &digest(&filter));
        let mut check = Checker::new();
        let mut page = ChangePage {
            filter: check.field("filter", |check| read_filter(check, filter)),
            order: read_order(&mut check, order),
            view: read_view(&mut check, view, View::Basic),
            after: None,
            size: paging::size(&mut check, page_size),
        };
        finish(check, ())?;
        page.after = arguments.position(&page_token).map_err(status)?;

        let (rows, has_more) = self.app.changes(&page).await.map_err(status)?;
        let last = rows.last().map(|row| row.position).filter(|_| has_more);
        let changes = rows.into_iter().map(write).collect::<Result<_, Status>>()?;
        Ok(Response::new(pb::ListChangesResponse {
            changes,
            next_page_token: arguments.token_of_position(last),
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
        } = request.into_inner();
        let mut check = Checker::new();
        let filter = check.field("filter", |check| {
            let filter = filter.unwrap_or_default();
            for (field, time) in [
                ("start_time", filter.start_time),
                ("end_time", filter.end_time),
            ] {
                if time.is_some() {
                    check.say_at(field, "is nothing to watch by; give a position");
                }
            }
            read_filter(check, filter)
        });
        let view = read_view(&mut check, view, View::Basic);
        finish(check, ())?;
        let after = match position.as_str() {
            "" => None,
            text => Some(read_position_text(text).ok_or_else(status::position_invalid)?),
        };
        let watched = Watched {
            filter,
            view,
            after,
        };
        let watch = self.app.watch(watched).await.map_err(status)?;
        Ok(Response::new(Answers::of(watch)))
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
                check.say_at(field, "is negative");
            }
        }
        let name = read::name(&mut check, "name", &name);
        let name = finish_read(check, name)?;
        let diff = self.app.diff(name, from_revision, to_revision).await;
        let Diff {
            from,
            to,
            mut differences,
        } = diff.map_err(status)?;
        let exceeded = differences.len() > DIFFERENCES_MAX;
        differences.truncate(DIFFERENCES_MAX);
        Ok(Response::new(pb::DiffRevisionsResponse {
            from_revision: from,
            to_revision: to,
            differences,
            exceeded,
        }))
    }
}

/// Longer than any actor is.
const ACTOR_MAX: usize = 200;

/// A change of the log as a message.
pub(super) fn write(row: ChangeRow) -> Result<pb::Change, Status> {
    let ChangeRow {
        position,
        name,
        revision,
        operation,
        actor,
        request_id,
        change_time,
        scope: _,
        doc,
    } = row;
    let head = ChangeHead {
        position: position_text(position),
        name,
        revision,
        operation,
        actor,
        request_id: request_id.map_or(String::new(), |id| id.to_string()),
        change_time,
    };
    change::write(head, &doc).map_err(|error| status(error.into()))
}

fn read_filter(check: &mut Checker, message: pb::ChangeFilter) -> ChangeFilter {
    let pb::ChangeFilter {
        resource_name,
        concerns,
        actor,
        start_time,
        end_time,
        kinds,
    } = message;
    text::check(check, "actor", &actor, ACTOR_MAX);
    let filter = ChangeFilter {
        resource: read_name(check, "resource_name", &resource_name),
        concerns: read_name(check, "concerns", &concerns),
        actor: (!actor.is_empty()).then_some(actor),
        start_time: read::timestamp(check, "start_time", start_time),
        end_time: read::timestamp(check, "end_time", end_time),
        kinds: read::all(check, "kinds", kinds, change::read_kind),
    };
    if filter.concerns.is_some_and(|name| name.claim().is_some()) {
        check.say_at("concerns", "must be an article, a source or a claim");
    }
    if let (Some(start), Some(end)) = (filter.start_time, filter.end_time)
        && end <= start
    {
        check.say_at("end_time", "is not later than start_time");
    }
    filter
}

fn read_name(check: &mut Checker, field: &str, text: &str) -> Option<Name> {
    if text.is_empty() {
        return None;
    }
    read::name(check, field, text)
}

fn read_order(check: &mut Checker, number: i32) -> ChangeOrder {
    match pb::ChangeOrder::try_from(number) {
        Ok(pb::ChangeOrder::Unspecified | pb::ChangeOrder::OldestFirst) => ChangeOrder::OldestFirst,
        Ok(pb::ChangeOrder::NewestFirst) => ChangeOrder::NewestFirst,
        Err(_) => {
            check.say_at("order", format!("has no value {number}"));
            ChangeOrder::OldestFirst
        }
    }
}
