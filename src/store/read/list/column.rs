//! The conditions on plain columns of the listed table. Each function takes the column, the
//! requested value, and how to get the value of a resource. The columns have indexes with the id
//! behind them.

use super::{
    condition::{Condition, Listed, Query, Subject},
    fragment::{push_any, push_whether},
};
use crate::domain::resource::Name;

/// The condition that a column has this code. An erased resource has none.
pub(crate) fn code<'f, T: Listed>(
    column: &'static str,
    code: Option<i16>,
    of: impl Fn(&T) -> Option<i16> + 'f,
) -> Option<Condition<'f>> {
    let code = code?;
    let subject = Subject::value(move |it| of(it) == Some(code));
    let condition = Condition::new(subject, move |query, _| {
        query.push(" and it.").push(column);
        query.push(" = ").push_bind(code);
    });
    Some(condition.with_ids(move |query, _, _, _| {
        push_ids_where::<T>(query, column);
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
    let condition = Condition::new(subject, move |query, _| {
        query.push(" and it.").push(column);
        query.push(" = ").push_bind(text.clone());
    });
    Some(condition.with_ids(move |query, _, _, _| {
        push_ids_where::<T>(query, column);
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
    let condition = Condition::new(subject, move |query, _| {
        push_whether(query, holds, &format!("it.{column}"));
    });
    Some(match holds {
        true => condition.with_ids(move |query, _, _, _| push_ids_where::<T>(query, column)),
        // Most have no flag.
        false => {
            condition.with_excluded_ids(move |query, _, _, _| push_ids_where::<T>(query, column))
        }
    })
}

/// The condition that a column refers to this resource, or to one that was merged into it.
pub(crate) fn reference<'f, T: Listed>(
    column: &'static str,
    name: Option<Name>,
    of: impl Fn(&T) -> Option<Name> + 'f,
) -> Option<Condition<'f>> {
    let name = name?;
    let subject = Subject::resource(move |it| of(it) == Some(name));
    let condition = Condition::with_sql(subject, move |query, ids, _| {
        push_any(query, &format!(" and it.{column}"), ids);
    })
    .about(name);
    Some(condition.with_ids(move |query, ids, _, _| {
        push_ids_where::<T>(query, "");
        push_any(query, column, ids);
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
    let condition = Condition::new(subject, move |query, _| match survivor {
        Some(survivor) => {
            query.push(" and it.merged_into_id = ");
            query.push_bind(survivor.uuid());
        }
        None => {
            query.push(" and it.merged_into_id is null");
        }
    });
    let Some(survivor) = survivor else {
        return Some(condition.by_default());
    };
    Some(condition.with_ids(move |query, _, _, _| {
        push_ids_where::<T>(query, "merged_into_id = ");
        query.push_bind(survivor.uuid());
    }))
}

fn push_ids_where<T: Listed>(query: &mut Query, condition: &str) {
    query.push(format!("select id from {} where {condition}", T::TABLE));
}
