//! What rests on something, in messages.

use prost::Message as _;

use super::{pb, value::read};
use crate::domain::{
    Timestamp,
    resource::{appearance::HopReference, name::Name},
    rule::trace::{TraceLink, TraceStep},
};

read::wire_enum!(TraceLink {
    Attribution,
    Citation,
    Credit,
    Evidence,
    Appearance,
    Article,
    Quotes,
    DerivedFrom
});

/// A path as a message.
pub fn write(path: &[TraceStep]) -> pb::Dependant {
    pb::Dependant {
        path: path.iter().map(write_step).collect(),
    }
}

/// How many bytes a path has in an answer, its frame apart.
pub fn size(dependant: &pb::Dependant) -> usize {
    dependant.encoded_len()
}

fn write_step(step: &TraceStep) -> pb::TraceStep {
    let TraceStep {
        name,
        link,
        hops,
        named_source,
        relation,
    } = step;
    let text = |name: &Option<Name>| name.map_or(String::new(), |name| name.to_string());
    pb::TraceStep {
        name: name.to_string(),
        link: read::number_or_zero(*link),
        hops: hops
            .iter()
            .map(|&HopReference { chain, hop }| pb::HopReference { chain, hop })
            .collect(),
        named_source: text(named_source),
        relation: text(relation),
    }
}

/// How far a reach has come.
#[derive(Clone, Copy, Debug)]
pub struct ReachState {
    /// The resource whose change it follows, and the revision of that.
    pub caused_by: Option<(Name, i64)>,
    /// How many claims it has come to.
    pub claims: i32,
    /// When the change was written.
    pub start_time: Timestamp,
    /// When it had come to all.
    pub end_time: Option<Timestamp>,
}

/// How far a reach has come, in messages.
pub fn write_reach(reach: ReachState) -> pb::Reach {
    let ReachState {
        caused_by,
        claims,
        start_time,
        end_time,
    } = reach;
    pb::Reach {
        caused_by: caused_by.map(super::change::write_cause),
        claim_count: claims,
        start_time: Some(read::to_timestamp(start_time)),
        end_time: end_time.map(read::to_timestamp),
    }
}
