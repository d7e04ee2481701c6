//! Reads the filter of changes, for lists and watches.

use super::{appearance, article, claim_filter, relation, review, source};
use crate::{
    domain::{
        resource::Name,
        value::{Checker, text},
    },
    store::{log::change::filter::ChangeFilter, read::Filter},
    wire::{
        change,
        pb::{self, change_filter::Matching},
        value::read,
    },
};

/// No actor is longer than this.
const ACTOR_MAX: usize = 400;

/// Reads the filter of a list of changes.
pub(crate) fn read(check: &mut Checker, message: pb::ChangeFilter) -> ChangeFilter {
    let pb::ChangeFilter {
        resource_name,
        concerns,
        actor,
        start_time,
        end_time,
        kinds,
        matching,
    } = message;
    text::check(check, "actor", &actor, ACTOR_MAX);
    if matching.is_some() && !kinds.is_empty() {
        check.report_at(
            "kinds",
            "is said by the conditions on resources; leave it out",
        );
    }
    let filter = ChangeFilter {
        resource: read_name(check, "resource_name", &resource_name),
        concerns: read_name(check, "concerns", &concerns),
        actor: (!actor.is_empty()).then_some(actor),
        start_time: read::bound(check, "start_time", start_time),
        end_time: read::bound(check, "end_time", end_time),
        kinds: read::all(check, "kinds", kinds, change::read_kind),
        matching: matching.map(|matching| read_matching(check, matching)),
    };
    if let (Some(name), Some(matching)) = (filter.resource, &filter.matching)
        && name.kind() != matching.kind()
    {
        check.report_at(
            "resource_name",
            "names nothing that the conditions on resources are about",
        );
    }
    if filter.concerns.is_some_and(|name| name.claim().is_some()) {
        check.report_at("concerns", "must be an article, a source or a claim");
    }
    if let (Some(start), Some(end)) = (filter.start_time, filter.end_time)
        && end <= start
    {
        check.report_at("end_time", "is not later than start_time");
    }
    filter
}

/// Reads the filter of a watch, which must not have times.
pub(crate) fn read_watched(
    check: &mut Checker,
    message: pb::ChangeFilter,
    is_snapshot: bool,
) -> ChangeFilter {
    for (field, time) in [
        ("start_time", message.start_time),
        ("end_time", message.end_time),
    ] {
        if time.is_some() {
            check.report_at(field, "is nothing to watch by; give a position");
        }
    }
    if is_snapshot && !message.actor.is_empty() {
        check.report_at("actor", "says who changed, which a snapshot does not ask");
    }
    read(check, message)
}

fn read_matching(check: &mut Checker, matching: Matching) -> Filter {
    let (field, filter) = match matching {
        Matching::Sources(filter) => {
            let read = |check: &mut Checker| source::read_filter(check, filter);
            ("sources", Filter::Sources(check.field("sources", read)))
        }
        Matching::Articles(filter) => {
            let read = |check: &mut Checker| article::read_filter(check, filter);
            ("articles", Filter::Articles(check.field("articles", read)))
        }
        Matching::Claims(filter) => {
            let read = |check: &mut Checker| claim_filter::read(check, filter);
            ("claims", Filter::Claims(check.field("claims", read)))
        }
        Matching::Appearances(filter) => {
            let read = |check: &mut Checker| appearance::read_filter(check, None, filter);
            let filter = check.field("appearances", read);
            ("appearances", Filter::Appearances(filter))
        }
        Matching::Relations(filter) => {
            let read = |check: &mut Checker| relation::read_filter(check, None, filter);
            let filter = check.field("relations", read);
            ("relations", Filter::Relations(filter))
        }
        Matching::Reviews(filter) => {
            let read = |check: &mut Checker| review::read_filter(check, None, filter);
            ("reviews", Filter::Reviews(check.field("reviews", read)))
        }
    };
    check.field(field, |check| {
        for other in filter.fields_of_others() {
            check.report_at(other, "asks other resources, which no change of this tells");
        }
    });
    filter
}

fn read_name(check: &mut Checker, field: &str, text: &str) -> Option<Name> {
    if text.is_empty() {
        return None;
    }
    read::name(check, field, text)
}
