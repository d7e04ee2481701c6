//! What is asked for by a list as of a moment.

use uuid::Uuid;

use crate::{
    domain::Timestamp,
    store::read::{Filter, IncludeDeleted, View},
};

/// The parameters of a page of a list as of a moment.
#[derive(Clone, Copy, Debug)]
pub struct PastList<'a> {
    /// The filter.
    pub filter: &'a Filter,
    /// Whether deleted resources are listed.
    pub include_deleted: IncludeDeleted,
    /// The view of articles. Claims are listed without their standings.
    pub view: View,
    /// The moment.
    pub moment: Timestamp,
    /// The page starts after this id.
    pub after: Option<Uuid>,
    /// The maximum number of resources.
    pub size: usize,
}
