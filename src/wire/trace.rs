//! What rests on something, in messages.

use prost::Message as _;

use super::{pb, value::read};
use crate::domain::{
    resource::{HopReference, Name},
    rule::{Dependant, ReachProgress, TraceStep},
};

/// A dependant as a message.
pub fn write(dependant: &Dependant) -> pb::Dependant {
    pb::Dependant {
        path: dependant.path.iter().map(write_step).collect(),
    }
}

/// How many bytes a dependant takes in an answer, without its frame.
pub fn size(dependant: &Dependant) -> usize {
    write(dependant).encoded_len()
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

/// How far a reach has come, as a message.
pub fn write_reach(reach: ReachProgress) -> pb::Reach {
    let ReachProgress {
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
