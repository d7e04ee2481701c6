//! Takes note of what the current call is about, while it is made.

use super::{request_id, subject::Subject};
use crate::{domain::resource::Name, store::write::Written};

/// Takes note of more, if the call changes something.
pub(crate) fn note(change: impl FnOnce(&mut Subject)) {
    if let Some(noted) = request_id::current().and_then(|call| call.noted) {
        noted.change(change);
    }
}

/// Takes note of the resource that the request names, if it is the name of one: other texts are
/// nothing to keep.
pub(crate) fn note_resource(name: &str) {
    if let Ok(name) = name.parse::<Name>() {
        note(|subject| subject.resource_name = name.to_string());
    }
}

/// Takes note of the first resource that was written, if the request names none.
pub(crate) fn note_written(written: &Written) {
    note(|subject| {
        if let Some(first) = written.done.first()
            && subject.resource_name.is_empty()
        {
            subject.resource_name = first.name.to_string();
        }
    });
}
