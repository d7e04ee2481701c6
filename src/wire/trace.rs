//! Traces as messages.

use prost::Message as _;

use super::{pb, value::read};
use crate::domain::{
    resource::{HopReference, Name},
    rule::{Dependant, ReachProgress, TraceStep},
};

/// Writes a dependant.
pub fn write(dependant: &Dependant) -> pb::Dependant {
    pb::Dependant {
        path: dependant.path.iter().map(write_step).collect(),
    }
}

/// The encoded size of a dependant in bytes, without its field tag and length.
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

/// Writes the progress of a reach.
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
