//! What a change does to a resource.

use crate::domain::value::code::coded;

coded! {
    /// What a change does to a resource.
    Operation {
        /// It is stored for the first time.
        Created = 1,
        /// It gets a new state.
        Updated = 2,
        /// It is soft-deleted.
        Deleted = 3,
        /// It is undeleted.
        Undeleted = 4,
        /// Its content is permanently removed.
        Erased = 5,
    }
}
