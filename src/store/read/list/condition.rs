//! A condition of a list.
//!
//! A condition exists in three forms: as SQL on the current tables, as a test of one
//! resource, and as SQL as of a point in the log, which narrows down what is tested. One
//! [`Condition`] has all three, so they stay consistent.
//!
//! Conditions on plain columns are made by the functions of `column`. A condition that joins
//! other tables is made by [`Condition::among`], or by [`Condition::new`].
//!
//! A condition can also have a query of the ids of what meets it. From these, `narrowed` reads
//! lists.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::named::Named;
use crate::{
    domain::{
        Timestamp,
        resource::{Name, Resource, Stored},
        rule::Dispute,
    },
    store::{point::Point, read::load::IncludeDeleted},
};

/// A query that conditions are added to. The row of the resource has the alias `it`.
pub(crate) type Query = QueryBuilder<Postgres>;

/// Adds SQL on the current tables. It gets the ids that the condition needs, and whether deleted
/// resources count.
type Sql<'f> = Box<dyn Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f>;

/// Adds a query of the ids of exactly what meets a condition, as `id`. It gets the same ids as
/// [`Sql`], and what part of its result is read.
pub(super) type SqlOfIds<'f> = Box<dyn Fn(&mut Query, &[Uuid], Part, IncludeDeleted) + 'f>;

/// The part that is read of the ids that meet a condition: the smallest ones after an id. A query
/// may return more, because the part is cut out of its result. One that would have to sort many
/// should not.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    /// The ids after this one; from the first if `None`. No id comes before the nil UUID, which
    /// a resource can have.
    pub after: Option<Uuid>,
    /// At most this many; all if `None`.
    pub limit: Option<i64>,
}

impl Part {
    /// All ids.
    pub(crate) const ALL: Self = Self {
        after: None,
        limit: None,
    };
}

/// How the resources of a query are tested.
#[derive(Clone, Copy)]
pub(crate) enum Tested {
    /// The query may begin with what meets a condition.
    Together,
    /// Each resource is looked up. They are not many, and what meets a condition can be.
    Each,
}

/// How the ids of what meets a condition are read.
pub(crate) enum IdsOf<'f> {
    /// From an index, in their order.
    Ordered(SqlOfIds<'f>),
    /// From an index, and then sorted.
    Unordered(SqlOfIds<'f>),
    /// They are of what does not meet the condition, because most meet it.
    Excluded(SqlOfIds<'f>),
}

/// Adds a query of ids, of which this part is read.
type PushPart<'c> = Box<dyn Fn(&mut Query, Part) + 'c>;

/// A query of ids that only needs to know which part of them is read.
pub(crate) struct IdsQuery<'c> {
    /// Adds the query.
    pub push: PushPart<'c>,
    /// Whether an index has the ids in their order.
    pub is_ordered: bool,
}

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
    /// Its table.
    const TABLE: &'static str;

    /// The resource, if it is of this kind.
    fn of(resource: &Resource) -> Option<&Self>;
}

/// Which ids the SQL of a condition gets.
pub(super) enum Needs {
    /// None.
    Nothing,
    /// Those of a resource and of all that was merged with it.
    Group(Name),
    /// Those of the retracted sources.
    RetractedSources,
}

/// A condition in all its forms.
pub(crate) struct Condition<'f> {
    pub(super) needs: Needs,
    /// `None` if it is that the id is among `ids_of`.
    pub(super) sql: Option<Sql<'f>>,
    pub(super) subject: Subject<'f>,
    /// Whether it is there although no caller has given it. Most meet it.
    pub(super) is_default: bool,
    /// `None` if no index has what meets the condition.
    pub(super) ids_of: Option<IdsOf<'f>>,
    /// The same as of a point, if it is about other resources.
    pub(super) ids_as_of: Option<SqlAsOf<'f>>,
    /// `None` if only the test decides as of a point.
    pub(super) sql_as_of: Option<SqlAsOf<'f>>,
}

impl<'f> Condition<'f> {
    const fn on(subject: Subject<'f>) -> Self {
        Self {
            needs: Needs::Nothing,
            sql: None,
            subject,
            is_default: false,
            ids_of: None,
            ids_as_of: None,
            sql_as_of: None,
        }
    }

    /// The condition that the id is among those that a query selects, which an index has in their
    /// order.
    pub(crate) fn among(
        subject: Subject<'f>,
        select: impl Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f,
    ) -> Self {
        Self::on(subject).with_ids(move |query, ids, _, include_deleted| {
            select(query, ids, include_deleted);
        })
    }

    /// As [`Condition::among`], where the ids are few or have to be sorted.
    pub(crate) fn among_unordered(
        subject: Subject<'f>,
        select: impl Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f,
    ) -> Self {
        Self::on(subject).with_unordered_ids(move |query, ids, _, include_deleted| {
            select(query, ids, include_deleted);
        })
    }

    pub(crate) fn new(subject: Subject<'f>, sql: impl Fn(&mut Query, IncludeDeleted) + 'f) -> Self {
        Self {
            sql: Some(Box::new(move |query, _, include_deleted| {
                sql(query, include_deleted);
            })),
            ..Self::on(subject)
        }
    }

    /// A condition whose SQL gets ids: those of a resource ([`Condition::about`]), or of the
    /// retracted sources ([`Condition::about_retracted_sources`]).
    pub(crate) fn with_sql(
        subject: Subject<'f>,
        sql: impl Fn(&mut Query, &[Uuid], IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            sql: Some(Box::new(sql)),
            ..Self::on(subject)
        }
    }

    pub(crate) fn by_default(self) -> Self {
        Self {
            is_default: true,
            ..self
        }
    }

    /// Makes it a condition whose SQL gets the ids of the retracted sources.
    pub(crate) fn about_retracted_sources(self) -> Self {
        Self {
            needs: Needs::RetractedSources,
            ..self
        }
    }

    /// Makes it a condition with a resource.
    pub(crate) fn about(self, name: Name) -> Self {
        Self {
            needs: Needs::Group(name),
            ..self
        }
    }

    /// Adds the query of the ids of what meets the condition, which an index has in their order.
    pub(crate) fn with_ids(
        self,
        sql: impl Fn(&mut Query, &[Uuid], Part, IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            ids_of: Some(IdsOf::Ordered(Box::new(sql))),
            ..self
        }
    }

    /// As [`Condition::with_ids`], where the ids have to be sorted.
    pub(crate) fn with_unordered_ids(
        self,
        sql: impl Fn(&mut Query, &[Uuid], Part, IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            ids_of: Some(IdsOf::Unordered(Box::new(sql))),
            ..self
        }
    }

    /// Adds the query of the ids of what meets a condition on other resources as of a point.
    pub(crate) fn with_ids_as_of(
        self,
        sql: impl Fn(&mut Query, Point, IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            ids_as_of: Some(Box::new(sql)),
            ..self
        }
    }

    /// Adds the query of the ids of what does not meet the condition.
    pub(crate) fn with_excluded_ids(
        self,
        sql: impl Fn(&mut Query, &[Uuid], Part, IncludeDeleted) + 'f,
    ) -> Self {
        Self {
            ids_of: Some(IdsOf::Excluded(Box::new(sql))),
            ..self
        }
    }

    /// Adds the SQL as of a point in the log.
    pub(crate) fn with_as_of(self, sql: impl Fn(&mut Query, Point, IncludeDeleted) + 'f) -> Self {
        Self {
            sql_as_of: Some(Box::new(sql)),
            ..self
        }
    }

    /// The ids that its SQL gets.
    pub(super) fn ids(&self, named: &Named) -> Vec<Uuid> {
        match self.needs {
            Needs::Nothing => Vec::new(),
            Needs::Group(name) => named.ids(name),
            Needs::RetractedSources => named.retracted_sources().to_vec(),
        }
    }

    /// Adds it to a query on the current tables.
    pub(super) fn push(
        &self,
        query: &mut Query,
        (named, include_deleted): (&Named, IncludeDeleted),
        tested: Tested,
    ) {
        let ids = self.ids(named);
        let select = match (&self.sql, &self.ids_of) {
            (Some(sql), _) => return sql(query, &ids, include_deleted),
            (None, Some(IdsOf::Ordered(select) | IdsOf::Unordered(select))) => select,
            (None, _) => return,
        };
        query.push(match tested {
            Tested::Together => " and it.id in (",
            Tested::Each => " and exists (select from (",
        });
        select(query, &ids, Part::ALL, include_deleted);
        query.push(match tested {
            Tested::Together => ")",
            Tested::Each => ") those where those.id = it.id offset 0)",
        });
    }

    /// Whether it is about other resources.
    pub(super) const fn is_on_others(&self) -> bool {
        matches!(self.subject, Subject::OtherResources(_))
    }

    /// Whether a resource and its standing meet it.
    pub(super) fn is_met_by(&self, stored: &Stored, dispute: &Dispute) -> bool {
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
