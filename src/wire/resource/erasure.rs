//! Erasures in messages.

use crate::{
    domain::{resource::Erasure, value::Checker},
    wire::{pb, value::read},
};

/// Reads the field `erasure` of a document.
pub fn read(check: &mut Checker, message: &pb::Erasure) -> Erasure {
    let pb::Erasure { reason, erase_time } = message;
    let read_time =
        |check: &mut Checker| read::required_timestamp(check, "erase_time", *erase_time);
    Erasure {
        reason: reason.clone(),
        time: check.field("erasure", read_time),
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
