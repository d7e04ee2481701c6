//! Erasures in messages.

use crate::{
    domain::{Timestamp, resource::Erasure, value::Checker},
    wire::{pb, value::read},
};

/// Reads an erasure.
pub fn read(message: &pb::Erasure) -> Erasure {
    let pb::Erasure { reason, erase_time } = message;
    // Only documents have one, so nobody is there to complain to.
    let time = read::timestamp(&mut Checker::new(), "erase_time", *erase_time);
    Erasure {
        reason: reason.clone(),
        time: time.unwrap_or(Timestamp::UNIX_EPOCH),
    }
}

/// Writes an erasure.
pub fn write(erasure: &Erasure) -> pb::Erasure {
    let Erasure { reason, time } = erasure;
    pb::Erasure {
        reason: reason.clone(),
        erase_time: Some(read::to_timestamp(*time)),
    }
}
