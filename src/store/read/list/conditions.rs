//! The given conditions of a filter.

use uuid::Uuid;

use super::{
    condition::{Condition, IdsOf, IdsQuery, Needs, Query, SqlOfIds, Subject, Tested},
    named::{Named, Wanted},
};
use crate::{
    domain::{
        resource::{Name, Stored},
        rule::Dispute,
    },
    store::{point::Point, read::load::IncludeDeleted},
};

/// The given conditions of a filter. All must be met.
pub(crate) struct Conditions<'f>(Vec<Condition<'f>>);

impl<'f> Conditions<'f> {
    /// The conditions of a table that are given.
    pub(crate) fn of<const N: usize>(table: [Option<Condition<'f>>; N]) -> Self {
        Self(table.into_iter().flatten().collect())
    }

    /// What has to be loaded before there can be a query.
    pub(crate) fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for condition in &self.0 {
            match condition.needs {
                // Only these can be merged.
                Needs::Group(name @ (Name::Source(_) | Name::Claim(_))) => {
                    wanted.names.insert(name);
                }
                Needs::Group(_) | Needs::Nothing => {}
                Needs::RetractedSources => wanted.retracted_sources = true,
            }
        }
        wanted
    }

    /// Adds the conditions to a query on the current tables.
    pub(crate) fn push(
        &self,
        query: &mut Query,
        current: (&Named, IncludeDeleted),
        tested: Tested,
    ) {
        for condition in &self.0 {
            condition.push(query, current, tested);
        }
    }

    /// Adds the conditions to a query on the current tables of resources that are as they were
    /// at a point: those on other resources are as of that point.
    pub(crate) fn push_unchanged(
        &self,
        query: &mut Query,
        current: (&Named, IncludeDeleted),
        point: Point,
        tested: Tested,
    ) {
        for condition in &self.0 {
            match &condition.sql_as_of {
                Some(sql) if condition.is_on_others() => sql(query, point, current.1),
                _ => condition.push(query, current, tested),
            }
        }
    }

    /// The queries of the ids of what meets each condition, as far as conditions have them: now,
    /// or as of a point.
    pub(crate) fn ids_queries<'c>(
        &'c self,
        named: &Named,
        include_deleted: IncludeDeleted,
        past: Option<Point>,
    ) -> Vec<IdsQuery<'c>> {
        let queries = self.0.iter().filter_map(|condition| {
            if let (Some(point), true) = (past, condition.is_on_others()) {
                let sql = condition.ids_as_of.as_ref()?;
                return Some(IdsQuery {
                    push: Box::new(move |query, _| sql(query, point, include_deleted)),
                    is_ordered: false,
                });
            }
            let (sql, is_ordered) = match condition.ids_of.as_ref()? {
                IdsOf::Ordered(sql) => (sql, true),
                IdsOf::Unordered(sql) => (sql, false),
                IdsOf::Excluded(_) => return None,
            };
            let ids = condition.ids(named);
            Some(IdsQuery {
                push: Box::new(move |query, part| sql(query, &ids, part, include_deleted)),
                is_ordered,
            })
        });
        queries.collect()
    }

    /// The queries of the ids of what does not meet conditions that most meet.
    pub(crate) fn excluded_ids(
        &self,
        named: &Named,
    ) -> impl Iterator<Item = (&SqlOfIds<'f>, Vec<Uuid>)> {
        self.0.iter().filter_map(|it| match it.ids_of.as_ref()? {
            IdsOf::Excluded(sql) => Some((sql, it.ids(named))),
            IdsOf::Ordered(_) | IdsOf::Unordered(_) => None,
        })
    }

    /// Adds those conditions that narrow down the resources as of a point. Where a few resources
    /// are `tested` anyway, only those are added for which there is no test.
    pub(crate) fn push_as_of(
        &self,
        query: &mut Query,
        (point, include_deleted): (Point, IncludeDeleted),
        are_tested: bool,
    ) {
        let conditions = self.0.iter();
        let conditions = conditions.filter(|it| !are_tested || it.is_on_others());
        for sql in conditions.filter_map(|it| it.sql_as_of.as_ref()) {
            sql(query, point, include_deleted);
        }
    }

    /// Whether a resource meets the conditions on it and on its standing.
    pub(crate) fn are_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        self.0.iter().all(|it| it.is_met_by(stored, dispute))
    }

    /// Whether there are conditions that a caller has given.
    pub(crate) fn select_some(&self) -> bool {
        self.0.iter().any(|it| !it.is_default)
    }

    /// Whether there are conditions on standings.
    pub(crate) fn need_standing(&self) -> bool {
        let mut conditions = self.0.iter();
        conditions.any(|it| matches!(it.subject, Subject::Standing(_)))
    }

    /// The fields whose conditions depend on other resources.
    pub(crate) fn fields_of_others(&self) -> Vec<&'static str> {
        self.0.iter().filter_map(fields_of_others).collect()
    }

    /// Those of [`Conditions::fields_of_others`] that cannot be evaluated as of a point.
    pub(crate) fn fields_without_history(&self) -> Vec<&'static str> {
        let conditions = self.0.iter().filter(|it| it.sql_as_of.is_none());
        conditions.filter_map(fields_of_others).collect()
    }
}

const fn fields_of_others(condition: &Condition<'_>) -> Option<&'static str> {
    match condition.subject {
        Subject::OtherResources(field) => Some(field),
        _ => None,
    }
}
