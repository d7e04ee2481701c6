//! A condition of a list.
//!
//! A condition exists in three forms: as SQL on the current tables, as a test of one
//! resource, and as SQL as of a point in the log, which narrows down what is tested. One
//! [`Condition`] has all three, so they stay consistent.
//!
//! Conditions on plain columns are made by the functions below, such as [`code`] and
//! [`text`]. Each takes the column, the requested value, and how to get the value of a
//! resource. A condition that joins other tables is made by [`Condition::new`].

use std::collections::BTreeSet;

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::named::Named;
use crate::{
    domain::{
        Timestamp,
        resource::{Kind, Name, Resource, Stored},
        rule::Dispute,
        value::{IdentityDigest, Prefix, prefix::after_all_with},
    },
    store::{point::Point, read::load::IncludeDeleted},
};

/// A query that conditions are added to. The row of the resource has the alias `it`.
pub(crate) type Query = QueryBuilder<Postgres>;

/// Adds SQL on the current tables. It gets the ids of the condition's resource and of what
/// was merged with it, and whether deleted resources count.
type Sql<'f> = Box<dyn Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f>;

/// Adds SQL that narrows down what may meet a condition as of a point in the log.
type SqlAsOf<'f> = Box<dyn Fn(&mut Query, Point, IncludeDeleted) + 'f>;

/// Whether a value meets a condition.
type Test<'f, T> = Box<dyn Fn(&T) -> bool + 'f>;

/// What a condition is about, with its test.
pub(crate) enum Subject<'f> {
    /// The resource, even if it is erased.
    Resource(Test<'f, Stored>),
    /// A value that every resource has until it is erased.
    Value(Test<'f, Stored>),
    /// The standing of the claim.
    Standing(Test<'f, Dispute>),
    /// Other resources, so there is no test of one resource. Has the name of the field in
    /// requests.
    OtherResources(&'static str),
}

impl<'f> Subject<'f> {
    pub(crate) fn resource<T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Self {
        Self::Resource(test(is_met))
    }

    pub(crate) fn value<T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Self {
        Self::Value(test(is_met))
    }

    /// Like [`Subject::value`], for a value that also depends on when the state was written.
    pub(crate) fn dated_value<T: Listed>(is_met: impl Fn(&T, Timestamp) -> bool + 'f) -> Self {
        Self::Value(Box::new(move |stored| {
            let time = stored.stamp.update_time;
            T::of(&stored.resource).is_some_and(|it| is_met(it, time))
        }))
    }

    pub(crate) fn standing(is_met: impl Fn(&Dispute) -> bool + 'f) -> Self {
        Self::Standing(Box::new(is_met))
    }
}

fn test<'f, T: Listed>(is_met: impl Fn(&T) -> bool + 'f) -> Test<'f, Stored> {
    Box::new(move |stored| T::of(&stored.resource).is_some_and(&is_met))
}

/// A kind of resource that is listed.
pub(crate) trait Listed {
    /// The resource, if it is of this kind.
    fn of(resource: &Resource) -> Option<&Self>;
}

/// A condition in all its forms.
pub(crate) struct Condition<'f> {
    /// The resource in the condition. It includes all that was merged into it.
    name: Option<Name>,
    sql: Sql<'f>,
    subject: Subject<'f>,
    /// `None` if only the test decides as of a point.
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

    /// A condition with a resource. The SQL gets its id and the ids of what was merged with
    /// it.
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

    /// Adds the SQL as of a point in the log.
    pub(crate) fn with_as_of(self, sql: impl Fn(&mut Query, Point, IncludeDeleted) + 'f) -> Self {
        Self {
            sql_as_of: Some(Box::new(sql)),
            ..self
        }
    }

    fn is_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        match &self.subject {
            Subject::Resource(is_met) => is_met(stored),
            Subject::Value(is_met) => stored.erasure.is_none() && is_met(stored),
            Subject::Standing(is_met) => is_met(dispute),
            // Callers that only test resources refuse such a condition. The others have it
            // as SQL.
            Subject::OtherResources(_) => true,
        }
    }
}

/// The given conditions of a filter. All must be met.
pub(crate) struct Conditions<'f>(Vec<Condition<'f>>);

impl<'f> Conditions<'f> {
    /// The conditions of a table that are given.
    pub(crate) fn of<const N: usize>(table: [Option<Condition<'f>>; N]) -> Self {
        Self(table.into_iter().flatten().collect())
    }

    /// The sources and claims in the conditions, because only these can be merged.
    pub(crate) fn names(&self) -> BTreeSet<Name> {
        let names = self.0.iter().filter_map(|condition| condition.name);
        names
            .filter(|name| matches!(name, Name::Source(_) | Name::Claim(_)))
            .collect()
    }

    /// Adds the conditions to a query on the current tables.
    pub(crate) fn push(&self, query: &mut Query, named: &Named, include_deleted: IncludeDeleted) {
        for condition in &self.0 {
            let ids = condition.name.map(|name| named.ids(name));
            (condition.sql)(query, &ids.unwrap_or_default(), include_deleted);
        }
    }

    /// Adds those conditions that narrow down the resources as of a point.
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

    /// Whether a resource meets the conditions on it and on its standing.
    pub(crate) fn are_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
        self.0.iter().all(|it| it.is_met_by(stored, dispute))
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

/// The condition that a column has this code. An erased resource has none.
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

/// The condition that a column has this text.
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

/// The condition that a column is true, or that it is false.
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

/// The condition that a column refers to this resource, or to one that was merged into it.
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

/// Like [`reference`], for a column that never changes, so it is the same as of any point.
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

/// The condition that a resource was merged into this one. Merged resources are only listed
/// on request, so without a survivor the condition is that a resource is not merged.
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

/// Leaves out deleted rows, unless they are requested. Deleted resources do not link
/// others, either.
pub(crate) fn push_include_deleted(
    query: &mut Query,
    column: &str,
    include_deleted: IncludeDeleted,
) {
    if include_deleted == IncludeDeleted::Live {
        query.push(" and not ").push(column);
    }
}

/// Adds a condition or its negation.
pub(crate) fn push_whether(query: &mut Query, holds: bool, condition: &str) {
    query.push(if holds { " and (" } else { " and not (" });
    query.push(condition).push(")");
}

/// Adds the condition on `natural_keys` that a resource of this kind has a key.
pub(crate) fn push_has_key(query: &mut Query, kind: Kind, digest: IdentityDigest) {
    query.push(" where natural_keys.key = ").push_bind(digest);
    query
        .push(" and natural_keys.kind = ")
        .push_bind(kind.code());
}

/// How many code points of a long text are in an index. The index finds what starts like the
/// text, and the whole text decides.
const INDEXED: usize = 200;

/// Adds the condition that a text column has a prefix. Its order must be that of code points.
pub(crate) fn push_prefix(query: &mut Query, column: &str, prefix: &Prefix) {
    let start: String = prefix.as_str().chars().take(INDEXED).collect();
    let end = after_all_with(&start);
    query.push(format!(" and \"left\"({column}, {INDEXED}) >= "));
    query.push_bind(start);
    if let Some(end) = end {
        query.push(format!(" and \"left\"({column}, {INDEXED}) < "));
        query.push_bind(end);
    }
    query.push(format!(" and starts_with({column}, "));
    query.push_bind(prefix.as_str().to_owned()).push(")");
}

/// Adds the condition that an expression is this text.
pub(crate) fn push_long_text(query: &mut Query, expression: &str, text: &str) {
    let start: String = text.chars().take(INDEXED).collect();
    query.push(format!(" and \"left\"({expression}, {INDEXED}) = "));
    let is_whole = start.chars().count() < INDEXED;
    query.push_bind(start);
    // A second condition that always holds would mislead the planner.
    if !is_whole {
        query.push(format!(" and {expression} = "));
        query.push_bind(text.to_owned());
    }
}

/// Adds the condition that a column is one of these ids. A single id is compared with `=`,
/// because an index then returns its rows in order.
pub(crate) fn push_any(query: &mut Query, column: &str, ids: &[Uuid]) {
    query.push(column);
    match ids {
        [id] => query.push(" = ").push_bind(*id),
        _ => query.push(" = any(").push_bind(ids.to_vec()).push(")"),
    };
}

/// Which ids the subquery of a condition selects.
#[derive(Clone, Copy)]
pub(crate) enum Ids {
    /// The ids in its table.
    Named,
    /// The survivors of the merged ones.
    Survivors(Kind),
}

impl Ids {
    /// Selects a column, which is given as `table.column`.
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

/// Adds the condition that a resource is among the selected ones, or that one of these was
/// merged into it.
pub(crate) fn push_in(query: &mut Query, kind: Kind, select: impl Fn(&mut Query, Ids)) {
    query.push(" and it.id in (");
    select(query, Ids::Named);
    query.push(" union all ");
    select(query, Ids::Survivors(kind));
    query.push(")");
}
