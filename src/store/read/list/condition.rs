//! One condition of a list, with all that it means.
//!
//! A condition is met by rows of the current tables (SQL), by one resource at hand (a
//! test), and as of a point of the log (SQL that narrows what is tested). Because one
//! [`Condition`] holds all three, they cannot drift apart.
//!
//! Conditions on plain columns are made by the functions below, such as [`code`] and
//! [`text`]: each takes the column, the value asked for, and where a resource holds it.
//! A condition that joins other tables is made by [`Condition::new`].

use std::collections::BTreeSet;

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::named::Named;
use crate::{
    domain::{
        resource::{
            any::{Resource, Stored},
            name::{Kind, Name},
        },
        rule::standing::Dispute,
    },
    store::{log::point::Point, read::load::IncludeDeleted},
};

/// A query that conditions are added to. The row of the resource is called `it` there.
pub(crate) type Query = QueryBuilder<Postgres>;

/// SQL over the current tables. It is given the ids that the condition's name stands
/// for, and whether what is deleted counts.
type Sql<'f> = Box<dyn Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f>;

/// SQL that narrows what may meet a condition as of a point of the log.
type SqlAsOf<'f> = Box<dyn Fn(&mut Query, Point, IncludeDeleted) + 'f>;

/// Whether something at hand meets a condition.
type Test<'f, T> = Box<dyn Fn(&T) -> bool + 'f>;

/// Whom a condition subject.
pub(crate) enum Subject<'f> {
    /// The resource, also once it is erased.
    Resource(Test<'f, Resource>),
    /// The resource, for a value that every resource has until it is erased.
    Value(Test<'f, Resource>),
    /// How the claim stands.
    Standing(Test<'f, Dispute>),
    /// Other resources, so that no resource alone can tell. Named as callers name the
    /// field.
    OtherResources(&'static str),
}

impl<'f> Subject<'f> {
    pub(crate) fn resource<T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Self {
        Self::Resource(test(is_met))
    }

    pub(crate) fn value<T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Self {
        Self::Value(test(is_met))
    }

    pub(crate) fn standing(is_met: impl Fn(&Dispute) -> bool + 'f) -> Self {
        Self::Standing(Box::new(is_met))
    }
}

fn test<'f, T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Test<'f, Resource> {
    Box::new(move |resource| T::of(resource).is_some_and(&is_met))
}

/// A kind of resource that is listed.
pub(crate) trait Listed {
    /// The resource, where it is of this kind.
    fn of(resource: &Resource) -> Option<&Self>;
}

/// A condition that is asked for, with all that it means.
pub(crate) struct Condition<'f> {
    /// The resource that it names, which stands for all that was merged into it.
    name: Option<Name>,
    sql: Sql<'f>,
    subject: Subject<'f>,
    /// Left out where only the test decides as of a point.
    sql_as_of: Option<SqlAsOf<'f>>,
}

impl<'f> Condition<'f> {
    pub(crate) fn new(subject: Subject<'f>, sql: impl Fn(&mut Query, IncludeDeleted) + 'f) -> Self {
        Self {
            name: None,
            sql: Box::new(move |query, _, include_deleted| sql(query, include_deleted)),
            subject,
            sql_as_of: None,
        }
    }

    /// A condition that names a resource: the SQL is given all ids that it stands for.
    pub(crate) fn naming(
        name: Name,
        subject: Subject<'f>,
        sql: impl Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            name: Some(name),
            sql: Box::new(sql),
            subject,
            sql_as_of: None,
        }
    }

    /// Says how it narrows what there was at a point of the log.
    pub(crate) fn with_as_of(self, sql: impl Fn(&mut Query, Point, IncludeDeleted) + 'f) -> Self {
        Self {
            sql_as_of: Some(Box::new(sql)),
            ..self
        }
    }

    fn is_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        match &self.subject {
            Subject::Resource(is_met) => is_met(&stored.resource),
            Subject::Value(is_met) => stored.erasure.is_none() && is_met(&stored.resource),
            Subject::Standing(is_met) => is_met(dispute),
            // Who tests a resource refuses such a condition, or subject it as SQL too.
            Subject::OtherResources(_) => true,
        }
    }
}

/// The conditions of a filter that are asked for. All must hold.
pub(crate) struct Conditions<'f>(Vec<Condition<'f>>);

impl<'f> Conditions<'f> {
    /// Those of a table of conditions that are asked for.
    pub(crate) fn of<const N: usize>(table: [Option<Condition<'f>>; N]) -> Self {
        Self(table.into_iter().flatten().collect())
    }

    /// The sources and claims that are named: only those are ever merged.
    pub(crate) fn names(&self) -> BTreeSet<Name> {
        let names = self.0.iter().filter_map(|condition| condition.name);
        names
            .filter(|name| matches!(name, Name::Source(_) | Name::Claim(_)))
            .collect()
    }

    /// Adds them to a query over the current tables.
    pub(crate) fn push(&self, query: &mut Query, named: &Named, include_deleted: IncludeDeleted) {
        for condition in &self.0 {
            let ids = condition.name.map(|name| named.ids(name));
            (condition.sql)(query, &ids.unwrap_or_default(), include_deleted);
        }
    }

    /// Adds what of them narrows the resources that there were at a point.
    pub(crate) fn push_as_of(
        &self,
        query: &mut Query,
        point: Point,
        include_deleted: IncludeDeleted,
    ) {
        for sql in self.0.iter().filter_map(|it| it.sql_as_of.as_ref()) {
            sql(query, point, include_deleted);
        }
    }

    /// Whether a resource meets those that can be asked of it, and of how it stands.
    pub(crate) fn are_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        self.0.iter().all(|it| it.is_met_by(stored, dispute))
    }

    /// Whether any subject how claims stand.
    pub(crate) fn need_standing(&self) -> bool {
        let mut conditions = self.0.iter();
        conditions.any(|it| matches!(it.subject, Subject::Standing(_)))
    }

    /// The fields that ask other resources than these and how they stand.
    pub(crate) fn fields_of_others(&self) -> Vec<&'static str> {
        self.0.iter().filter_map(fields_of_others).collect()
    }

    /// Those of them that can only be asked of the current tables.
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

/// That a column holds this code. An erased resource holds none.
pub(crate) fn code<'f, T: Listed>(
    column: &'static str,
    code: Option<i16>,
    of: impl Fn(&T) -> Option<i16> + 'f,
) -> Option<Condition<'f>> {
    let code = code?;
    let subject = Subject::value(move |it| of(it) == Some(code));
    Some(Condition::new(subject, move |query, _| {
        query.push(" and it.").push(column);
        query.push(" = ").push_bind(code);
    }))
}

/// That a column holds this text.
pub(crate) fn text<'f, T: Listed>(
    column: &'static str,
    text: Option<&'f String>,
    of: impl Fn(&T) -> Option<String> + 'f,
) -> Option<Condition<'f>> {
    let text = text?;
    let subject = Subject::resource(move |it| of(it).as_ref() == Some(text));
    Some(Condition::new(subject, move |query, _| {
        query.push(" and it.").push(column);
        query.push(" = ").push_bind(text.clone());
    }))
}

/// That a column says yes, or that it says no.
pub(crate) fn flag<'f, T: Listed>(
    column: &'static str,
    holds: Option<bool>,
    of: impl Fn(&T) -> bool + 'f,
) -> Option<Condition<'f>> {
    let holds = holds?;
    let subject = Subject::resource(move |it| of(it) == holds);
    Some(Condition::new(subject, move |query, _| {
        push_whether(query, holds, &format!("it.{column}"));
    }))
}

/// That a column refers to this resource, or to what was merged into it.
pub(crate) fn reference<'f, T: Listed>(
    column: &'static str,
    name: Option<Name>,
    of: impl Fn(&T) -> Option<Name> + 'f,
) -> Option<Condition<'f>> {
    let name = name?;
    let subject = Subject::resource(move |it| of(it) == Some(name));
    Some(Condition::naming(name, subject, move |query, ids, _| {
        push_any(query, &format!(" and it.{column}"), ids);
    }))
}

/// As [`reference`], where the column never changes: then it says as of any point what
/// it says now.
pub(crate) fn fixed_reference<'f, T: Listed>(
    column: &'static str,
    name: Option<Name>,
    of: impl Fn(&T) -> Option<Name> + 'f,
) -> Option<Condition<'f>> {
    let id = name?.uuid();
    let condition = reference(column, name, of)?;
    Some(condition.with_as_of(move |query, _, _| {
        query.push(" and it.").push(column);
        query.push(" = ").push_bind(id);
    }))
}

/// That it was merged into this. What is merged is only found where that is asked for,
/// so without a survivor it finds what is not merged.
pub(crate) fn merged_into<'f, T: Listed>(
    survivor: Option<Name>,
    of: impl Fn(&T) -> Option<Name> + 'f,
) -> Option<Condition<'f>> {
    let subject = Subject::resource(move |it| of(it) == survivor);
    Some(Condition::new(subject, move |query, _| match survivor {
        Some(survivor) => {
            query.push(" and it.merged_into_id = ");
            query.push_bind(survivor.uuid());
        }
        None => {
            query.push(" and it.merged_into_id is null");
        }
    }))
}

/// Leaves out what is deleted, unless that is asked for. What is deleted links nothing
/// either.
pub(crate) fn push_include_deleted(
    query: &mut Query,
    column: &str,
    include_deleted: IncludeDeleted,
) {
    if include_deleted == IncludeDeleted::Live {
        query.push(" and not ").push(column);
    }
}

/// A condition that must hold, or must not.
pub(crate) fn push_whether(query: &mut Query, holds: bool, condition: &str) {
    query.push(if holds { " and (" } else { " and not (" });
    query.push(condition).push(")");
}

/// That a column is one of these ids. One alone is compared by itself: so an index has
/// its rows in their order.
pub(crate) fn push_any(query: &mut Query, column: &str, ids: &[Uuid]) {
    query.push(column);
    match ids {
        [id] => query.push(" = ").push_bind(*id),
        _ => query.push(" = any(").push_bind(ids.to_vec()).push(")"),
    };
}

/// Which ids a condition's query selects.
#[derive(Clone, Copy)]
pub(crate) enum Ids {
    /// Those that its table names.
    Named,
    /// The survivors of those that are merged.
    Survivors(Kind),
}

impl Ids {
    /// Selects a column, given with its table.
    pub(crate) fn select(self, column: &str) -> String {
        let table = column.split('.').next().unwrap_or_default();
        match self {
            Self::Named => format!("select {column} from {table}"),
            Self::Survivors(kind) => {
                let kind = kind.code();
                format!(
                    "select survivor_id from {table} join survivors \
                     on survivors.id = {column} and survivors.kind = {kind}"
                )
            }
        }
    }
}

/// That it is among these, or that one of these was merged into it.
pub(crate) fn push_in(query: &mut Query, kind: Kind, select: impl Fn(&mut Query, Ids)) {
    query.push(" and it.id in (");
    select(query, Ids::Named);
    query.push(" union all ");
    select(query, Ids::Survivors(kind));
    query.push(")");
}
