//! The orders of lists, and the points at which their pages end.
//!
//! A list is ordered by the ids of its resources, or by one of their times and then by the
//! ids. A page continues after a point in that order, so each page is read from an index.

use uuid::Uuid;

use super::condition::{Query, Tested};
use crate::domain::{Timestamp, resource::Kind};

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderBy {
    /// The ids.
    #[default]
    Id,
    /// When the resources were created.
    CreateTime,
    /// When the articles were published, from the first moment that the date can mean.
    DatePublished,
    /// When the desks judged.
    ReviewTime,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What it is ordered by.
    pub by: OrderBy,
    /// Whether the order is reversed.
    pub is_descending: bool,
}

/// The last resource on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPoint {
    /// In a list that is ordered by ids: the id.
    Id(Uuid),
    /// In a list that is ordered by a time: the time, if the resource has one, and the id.
    Time(Option<Timestamp>, Uuid),
}

impl ListPoint {
    /// The id of the resource.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Id(id) | Self::Time(_, id) => id,
        }
    }
}

impl Order {
    /// The order by ids, in which lists as of a moment are read.
    pub const BY_ID: Self = Self {
        by: OrderBy::Id,
        is_descending: false,
    };

    /// Whether a point can be one of this order.
    pub const fn has(self, point: ListPoint) -> bool {
        match point {
            ListPoint::Id(_) => matches!(self.by, OrderBy::Id),
            ListPoint::Time(..) => !matches!(self.by, OrderBy::Id),
        }
    }

    /// The point of a resource in this order.
    pub(crate) const fn point(self, id: Uuid, time: Option<Timestamp>) -> ListPoint {
        match self.by {
            OrderBy::Id => ListPoint::Id(id),
            _ => ListPoint::Time(time, id),
        }
    }

    /// The column of the time.
    const fn time_column(self) -> Option<&'static str> {
        match self.by {
            OrderBy::Id => None,
            OrderBy::CreateTime => Some("created.change_time"),
            OrderBy::DatePublished => Some("listing.published_time"),
            OrderBy::ReviewTime => Some("coalesce(it.review_time, '-infinity')"),
        }
    }

    /// The column of the id, in the table that has the time: an index has both.
    const fn id_column(self) -> &'static str {
        match self.by {
            OrderBy::Id | OrderBy::ReviewTime => "it.id",
            OrderBy::CreateTime => "created.id",
            OrderBy::DatePublished => "listing.article_id",
        }
    }

    const fn direction(self) -> &'static str {
        match self.is_descending {
            true => " desc",
            false => "",
        }
    }

    /// The selected time, as `time`.
    pub(crate) fn selected(self) -> String {
        let time = self.time_column().unwrap_or("null::timestamptz");
        format!("nullif({time}, '-infinity') as time")
    }

    /// The joins with the tables that times and conditions are read from. If resources are tested
    /// one by one, so is what is joined: the planner takes too little for the number of listings
    /// that meet two conditions, and would read all of them instead.
    pub(crate) fn joins(self, kind: Kind, tested: Tested) -> String {
        let mut joins = match self.by {
            OrderBy::CreateTime => format!(
                " join changes created on created.id = it.id and created.kind = {} \
                 and created.revision = 1",
                kind.code()
            ),
            _ => String::new(),
        };
        if kind == Kind::Article {
            // A left join costs nothing if neither the order nor a condition reads it.
            joins.push_str(match (self.by, tested) {
                (OrderBy::DatePublished, _) => {
                    " join article_listings listing on listing.article_id = it.id"
                }
                (_, Tested::Together) => {
                    " left join article_listings listing on listing.article_id = it.id"
                }
                (_, Tested::Each) => {
                    " left join lateral (select * from article_listings \
                     where article_id = it.id offset 0) listing on true"
                }
            });
        }
        joins
    }

    /// Adds the condition that a resource is after a point.
    pub(crate) fn push_after(self, query: &mut Query, point: ListPoint) {
        let after = match self.is_descending {
            true => " < ",
            false => " > ",
        };
        let id = self.id_column();
        match (self.time_column(), point) {
            (Some(column), ListPoint::Time(time, last)) => {
                query.push(format!(" and ({column}, {id}){after}(coalesce("));
                query.push_bind(time).push(", '-infinity'), ");
                query.push_bind(last).push(")");
            }
            (_, point) => {
                query.push(format!(" and {id}{after}"));
                query.push_bind(point.id());
            }
        }
    }

    /// Adds the order to the query that selects the resources.
    pub(crate) fn push_order(self, query: &mut Query) {
        query.push(" order by ");
        let direction = self.direction();
        if let Some(time) = self.time_column() {
            query.push(format!("{time}{direction}, "));
        }
        query.push(format!("{}{direction}", self.id_column()));
    }

    /// The order of the selected columns `time` and `id`. A resource without a time comes
    /// before all others.
    pub(crate) const fn of_selected(self) -> &'static str {
        match (self.by, self.is_descending) {
            (OrderBy::Id, false) => "id",
            (OrderBy::Id, true) => "id desc",
            (_, false) => "time nulls first, id",
            (_, true) => "time desc nulls last, id desc",
        }
    }
}
