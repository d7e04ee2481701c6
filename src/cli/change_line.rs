//! A change as a line of text.

use super::page::times;
use crate::wire::pb;

/// When the change was made, what it did to which revision, and who made it.
pub fn change_line(change: &pb::Change) -> String {
    let time = change.change_time.as_ref();
    let time = time.map(|it| times::instant(it.seconds, it.nanos));
    let operation = change.operation().as_str_name();
    let operation = operation.trim_start_matches("OPERATION_").to_lowercase();
    format!(
        "{} {} {} revision {} by {}",
        time.unwrap_or_default(),
        operation,
        change.resource_name,
        change.revision,
        change.actor
    )
}
