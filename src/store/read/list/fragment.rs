//! Parts of the SQL of conditions.

use uuid::Uuid;

use super::condition::{Part, Query};
use crate::{
    domain::{
        resource::Kind,
        value::{IdentityDigest, Prefix, prefix::after_all_with},
    },
    store::read::load::IncludeDeleted,
};

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
    query.push(format!("\"left\"({column}, {INDEXED}) >= "));
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
    query.push(format!("\"left\"({expression}, {INDEXED}) = "));
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
    /// Selects a column, which is given as `table.column`, as `id`.
    pub(crate) fn select(self, column: &str) -> String {
        let table = column.split('.').next().unwrap_or_default();
        match self {
            Self::Named => format!("select {column} as id from {table}"),
            Self::Survivors(kind) => {
                let kind = kind.code();
                format!(
                    "select survivor_id as id from {table} join survivors \
                     on survivors.id = {column} and survivors.kind = {kind}"
                )
            }
        }
    }
}

/// Selects ids of a kind, and the survivors of those that were merged.
pub(crate) fn push_with_survivors(query: &mut Query, kind: Kind, select: impl Fn(&mut Query, Ids)) {
    select(query, Ids::Named);
    query.push(" union all ");
    select(query, Ids::Survivors(kind));
}

/// Adds the part of the ids in a column that a query without an order selects: `select` ends with
/// a condition.
pub(crate) fn push_part_of(
    query: &mut Query,
    column: &str,
    part: Part,
    select: impl FnOnce(&mut Query),
) {
    query.push("(");
    select(query);
    push_after(query, column, part);
    // The planner takes a limit that it does not know for a small one, and reads the index in
    // its order. For a source with many claims it would otherwise sort them all.
    query.push(format!(" order by {column} limit (select "));
    query.push_bind(part.limit).push("))");
}

/// Adds the condition that a column is in the part.
pub(crate) fn push_after(query: &mut Query, column: &str, part: Part) {
    if let Some(after) = part.after {
        query.push(format!(" and {column} > ")).push_bind(after);
    }
}
