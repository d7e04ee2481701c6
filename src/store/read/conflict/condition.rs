//! The conditions on conflicts, and their SQL.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::{
    domain::{
        resource::{ArticleId, ClaimId, Kind, Name, SourceId},
        rule::{ConflictPoint, ConflictReason},
    },
    store::{Error, Reader},
};

/// The condition that a row of `claims` is held: neither deleted nor retracted nor merged
/// into another claim. Other claims are in no conflict.
pub(crate) const HELD: &str =
    "not claims.is_deleted and not claims.is_retracted and claims.merged_into_id is null";

/// Queries about conflicts are planned for each call. A generic plan takes several times as
/// long to run, and Postgres cannot know that beforehand.
pub(super) const PLANNED_ONCE: bool = false;

/// Each list in a conflict names at most this many things.
pub const LISTED_MAX: usize = 10;

const CLAIM: i16 = Kind::Claim.code();

/// Conditions on conflicts. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct ConflictFilter {
    /// With figures of this measure.
    pub measure: Option<String>,
    /// Printed in this article.
    pub article: Option<ArticleId>,
    /// Attributed to one of these sources. An empty list selects all.
    pub sources: Vec<SourceId>,
    /// Of this claim.
    pub claim: Option<ClaimId>,
    /// For this reason.
    pub reason: Option<ConflictReason>,
}

impl ConflictFilter {
    /// The ids of its sources.
    pub(super) fn source_ids(&self) -> Vec<Uuid> {
        self.sources.iter().map(|source| source.uuid()).collect()
    }

    /// Whether conflicts for a reason are included.
    pub fn includes(&self, reason: ConflictReason) -> bool {
        self.reason.is_none_or(|requested| requested == reason)
    }
}

/// Which conflicts of claims are read.
#[derive(Clone, Copy, Debug)]
pub struct ConflictRange {
    /// Only those after this point; `None` for all of them.
    pub after: Option<ConflictPoint>,
    /// At most this many for each claim.
    pub limit: i64,
}

impl Reader {
    /// The conditions with merges followed: the survivor of the claim, and every source of
    /// the groups that the sources belong to.
    pub async fn followed(&mut self, filter: &ConflictFilter) -> Result<ConflictFilter, Error> {
        let claim = filter.claim.map(Name::Claim);
        let sources = filter.sources.iter().copied().map(Name::Source);
        let groups = self
            .lookup()
            .groups(&sources.chain(claim).collect())
            .await?;
        let mut followed = filter.clone();
        followed.sources.clear();
        for (requested, group) in groups {
            if Some(requested) == claim {
                if let Some(Name::Claim(survivor)) = group.first() {
                    followed.claim = Some(*survivor);
                }
                continue;
            }
            followed
                .sources
                .extend(group.iter().filter_map(|name| match name {
                    Name::Source(id) => Some(*id),
                    _ => None,
                }));
        }
        Ok(followed)
    }
}

/// Adds the condition that a conflict is listed with the candidate and not with the other
/// claim, and that it is in the range.
pub(super) fn push_listed_here(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    other: &str,
    reason: ConflictReason,
    range: ConflictRange,
) {
    query.push(" and (").push(other);
    query.push(" > candidate.id or not (");
    push_selected(query, filter, other);
    query.push("))");
    if let Some(point) = range.after.filter(|point| point.reason == reason) {
        query.push(" and (candidate.id <> ").push_bind(point.claim);
        query.push(" or ").push(other).push(" > ");
        query.push_bind(point.other).push(")");
    }
}

/// Adds the condition that a claim meets the conditions on claims.
pub(super) fn push_selected(
    query: &mut QueryBuilder<Postgres>,
    filter: &ConflictFilter,
    claim: &str,
) {
    query.push("true");
    if let Some(id) = filter.claim {
        query.push(" and ").push(claim).push(" = ");
        query.push_bind(id.uuid());
    }
    if let Some(measure) = &filter.measure {
        // Only the claim's own figures are compared, and not those of merged claims.
        query.push(format!(
            " and coalesce((select true from claim_measures where claim_id = {claim} and measure = "
        ));
        query.push_bind(measure.clone()).push(AT_ALL);
    }
    if let Some(article) = filter.article {
        let live = "not is_deleted and article_id = ";
        query.push(" and ");
        push_any(query, "appearances", claim, live);
        query.push_bind(article.uuid()).push(AT_ALL);
    }
    if !filter.sources.is_empty() {
        let live = "not is_deleted and source_id = any(";
        query.push(" and ");
        push_any(query, "appearance_sources", claim, live);
        query.push_bind(filter.source_ids()).push(")").push(AT_ALL);
    }
}

/// Adds the condition that a claim, or one that was merged into it, has a row in a table.
/// The caller adds the end of the condition and [`AT_ALL`]. A scalar subquery makes the
/// planner look up the row once for each claim. For `exists`, it may read all rows first.
fn push_any(query: &mut QueryBuilder<Postgres>, table: &str, claim: &str, such: &str) {
    let merged = merged_into(claim);
    query.push(format!(
        "coalesce((select true from {table} linked \
         where linked.claim_id = any(array({merged}) || {claim}) and {such}"
    ));
}

/// The end of the condition that [`push_any`] begins.
const AT_ALL: &str = " limit 1), false)";

/// Selects the ids of the claims that were merged into a claim.
pub(super) fn merged_into(claim: &str) -> String {
    format!("select survivors.id from survivors where survivor_id = {claim} and kind = {CLAIM}")
}

/// Adds the condition that a claim is held.
pub(super) fn push_held(query: &mut QueryBuilder<Postgres>, claim: &str) {
    query.push(format!(
        "coalesce((select true from claims where claims.id = {claim} and {HELD}{AT_ALL}"
    ));
}

/// Adds a limit that the planner cannot see. It then expects to reach the limit soon, and
/// follows an index in its order. With a visible limit and without statistics, it expects
/// few rows in total, and sorts all of them.
pub(super) fn push_limit(query: &mut QueryBuilder<Postgres>, limit: i64) {
    query.push(" limit (select ").push_bind(limit).push(")");
}
