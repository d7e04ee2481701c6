//! Lists that are narrowed down first. The ids of what may be on a page are read from indexes,
//! in their order and a batch at a time; then the page is read from among them. The planner
//! could choose such a plan itself, but it believes that conditions are independent of each
//! other. Where many meet each of two conditions and nothing meets both, it reads everything.
//!
//! - If few meet one of the conditions, they are read, and the others are tested.
//! - If many meet each, the ids of all conditions are merged, a window at a time, without reading
//!   the table.
//! - If no index has what meets any condition, the ids of the table are read.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    condition::{IdsQuery, Part, Query},
    conditions::Conditions,
    fragment::push_after,
    named::Named,
    selected::{PAGE_BYTES_MAX, Row, Selection, list_query},
};
use crate::store::{Error, lookup::Lookup, point::Point, read::load::table_of};

/// Fewer ids than this are few.
const FEW: i64 = 2_000;

/// Of ids that have to be sorted, fewer than this are few.
const FEW_UNORDERED: i64 = 2_500;

/// If the ids of one condition are this much sparser than those of another, they are read, and the
/// other conditions are tested: to test takes that much longer than to merge.
const SPARSER: u128 = 12;

/// A page examines about this many resources. Then it ends, even if it is not full.
const EXAMINED_MAX: usize = 2_500;

/// The maximum number of ids in a batch.
const BATCH_MAX: i64 = 2_000;

/// The smallest batch after the first one.
const BATCH_MIN: i64 = 200;

/// The maximum number of ids of each condition in a batch that merges several.
const MERGED_MAX: i64 = 10_000;

/// To merge this many ids takes as long as to examine one resource.
const MERGED_PER_EXAMINED: usize = 10;

/// The rows of a page, and the id after which the next page begins.
pub(super) type Narrowed = (Vec<Row>, Option<Uuid>);

/// What the ids are read from.
enum Narrowing {
    /// The table of the resources.
    Table,
    /// These conditions: one that few meet, or several that many meet.
    Conditions(Vec<usize>),
}

impl Narrowing {
    fn merges(&self) -> bool {
        matches!(self, Self::Conditions(indices) if indices.len() > 1)
    }

    /// The size of the first batch, if this many resources are wanted.
    fn first_batch(&self, wanted: i64) -> i64 {
        let batch = match self.merges() {
            true => wanted * 10,
            // Some may be deleted or merged.
            false => wanted + wanted / 4 + 20,
        };
        batch.min(self.batch_max())
    }

    fn batch_max(&self) -> i64 {
        match self.merges() {
            true => MERGED_MAX,
            false => BATCH_MAX,
        }
    }

    /// How many ids are merged in a batch.
    fn merged(&self, batch: i64) -> usize {
        match self {
            Self::Conditions(indices) if indices.len() > 1 => {
                usize::try_from(batch).unwrap_or_default() * indices.len()
            }
            _ => 0,
        }
    }
}

/// A batch of ids.
#[derive(FromRow)]
struct Candidates {
    /// The ids of what meets the conditions. Those after `through` may be incomplete.
    ids: Vec<Uuid>,
    /// The id after which the next batch begins; `None` if this is the last one.
    through: Option<Uuid>,
}

impl Lookup<'_> {
    /// Reads a page of at most `size` resources after an id.
    pub(super) async fn list_narrowed(
        &mut self,
        selection: &Selection<'_>,
        named: &Named,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Narrowed, Error> {
        let mut end = after;
        let narrowing = self.narrowing(selection, named, end).await?;
        // With one more it is known whether there is a next page.
        let wanted = size + 1;
        let mut batch = narrowing.first_batch(wanted);
        let mut rows: Vec<Row> = Vec::new();
        let (mut examined, mut passed) = (0, 0);
        loop {
            let part = Part {
                after: end,
                limit: Some(batch),
            };
            let mut query = candidates_query(selection, named, &narrowing, part);
            let Candidates { mut ids, through } =
                query.build_query_as().fetch_one(self.unkept()).await?;
            ids.retain(|id| through.is_none_or(|through| *id <= through));
            end = through.or(end);
            examined += ids.len() + narrowing.merged(batch) / MERGED_PER_EXAMINED;
            let (found, has_more) = self
                .rows_among(selection, named, ids, wanted - count(rows.len()), &rows)
                .await?;
            rows.extend(found);
            if count(rows.len()) > size {
                rows.truncate(usize::try_from(size).unwrap_or_default());
                break Ok(with_next(rows));
            }
            if has_more {
                break Ok(with_next(rows));
            }
            if through.is_none() {
                break Ok((rows, None));
            }
            if examined >= EXAMINED_MAX {
                break Ok((rows, end));
            }
            passed += batch;
            let next = next_batch(batch, passed, count(rows.len()), wanted);
            batch = next.min(narrowing.batch_max());
        }
    }

    /// The rows of a page that are among these ids, and whether more of them were left out.
    async fn rows_among(
        &mut self,
        selection: &Selection<'_>,
        named: &Named,
        ids: Vec<Uuid>,
        size: i64,
        before: &[Row],
    ) -> Result<(Vec<Row>, bool), Error> {
        if ids.is_empty() {
            return Ok((Vec::new(), false));
        }
        let query = list_query(selection, named, Some(ids), None, size);
        let (mut found, has_more) = self.selected(query).await?;
        let mut bytes: i64 = before.iter().map(Row::bytes).sum();
        let fitting = found.iter().take_while(|row| {
            let is_first = bytes == 0;
            bytes += row.bytes();
            is_first || bytes <= PAGE_BYTES_MAX
        });
        let fitting = fitting.count();
        let has_more = has_more || fitting < found.len();
        found.truncate(fitting);
        Ok((found, has_more))
    }

    /// The query of ids of a condition that few meet, if there is one: its index among all such
    /// queries.
    pub(super) async fn fewest(
        &mut self,
        selection: &Selection<'_>,
        named: &Named,
    ) -> Result<Option<usize>, Error> {
        let Some(mut query) = sizes_query(selection, named, None) else {
            return Ok(None);
        };
        let sizes: Sizes = query.build_query_as().fetch_one(self.unkept()).await?;
        let conditions = selection.conditions();
        Ok(sizes.fewest(&selection.ids_queries(&conditions, named)))
    }

    /// Decides from what the ids are read.
    async fn narrowing(
        &mut self,
        selection: &Selection<'_>,
        named: &Named,
        after: Option<Uuid>,
    ) -> Result<Narrowing, Error> {
        if selection.has_one_ordered_query(named) {
            return Ok(Narrowing::Conditions(vec![0]));
        }
        let Some(mut query) = sizes_query(selection, named, after) else {
            return Ok(Narrowing::Table);
        };
        let sizes: Sizes = query.build_query_as().fetch_one(self.unkept()).await?;
        Ok(sizes.narrowing(selection, named, after))
    }
}

/// How many ids meet each condition, up to the number that is few, and the last of these.
#[derive(FromRow)]
struct Sizes {
    counts: Vec<i64>,
    /// `None` if there are fewer, or if they are not in order.
    lasts: Vec<Option<Uuid>>,
}

impl Sizes {
    /// The query that selects the fewest ids, if they are few.
    fn fewest(&self, queries: &[IdsQuery<'_>]) -> Option<usize> {
        let sized = self.counts.iter().zip(queries).enumerate();
        let few = sized.filter(|(_, (size, query))| **size < few(query));
        let (fewest, _) = few.min_by_key(|(_, (size, _))| **size)?;
        Some(fewest)
    }

    fn narrowing(
        &self,
        selection: &Selection<'_>,
        named: &Named,
        after: Option<Uuid>,
    ) -> Narrowing {
        let conditions = selection.conditions();
        let queries = selection.ids_queries(&conditions, named);
        if let Some(fewest) = self.fewest(&queries) {
            return Narrowing::Conditions(vec![fewest]);
        }
        let start = after.unwrap_or_default().as_u128();
        let spans = self.lasts.iter().enumerate();
        let spans = spans.filter_map(|(index, last)| {
            Some((last.as_ref()?.as_u128().saturating_sub(start), index))
        });
        let spans: Vec<(u128, usize)> = spans.collect();
        match (spans.iter().min(), spans.iter().max()) {
            (Some((dense, _)), Some((sparse, index))) if sparse / SPARSER > *dense => {
                Narrowing::Conditions(vec![*index])
            }
            (Some(_), Some(_)) => {
                Narrowing::Conditions(spans.iter().map(|(_, index)| *index).collect())
            }
            _ => Narrowing::Table,
        }
    }
}

impl<'f> Selection<'f> {
    fn conditions(&self) -> Conditions<'f> {
        self.filter.conditions()
    }

    /// Whether only one condition has a query of ids, and its ids are in order.
    fn has_one_ordered_query(&self, named: &Named) -> bool {
        let conditions = self.conditions();
        matches!(self.ids_queries(&conditions, named).as_slice(), [one] if one.is_ordered)
    }

    fn ids_queries<'c>(&self, conditions: &'c Conditions<'_>, named: &Named) -> Vec<IdsQuery<'c>> {
        conditions.ids_queries(named, self.include_deleted, self.past.map(Point::Time))
    }
}

const fn few(query: &IdsQuery<'_>) -> i64 {
    match query.is_ordered {
        true => FEW,
        false => FEW_UNORDERED,
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The size of the batch after one of this size, if so many were found among those passed: larger,
/// but not much more than are probably needed to find what is wanted.
fn next_batch(batch: i64, passed: i64, found: i64, wanted: i64) -> i64 {
    let larger = batch * 4;
    match found {
        0 => larger,
        found => larger.min((wanted - found) * passed / found * 3 / 2 + BATCH_MIN),
    }
}

fn with_next(rows: Vec<Row>) -> Narrowed {
    let next = rows.last().map(|row| row.id);
    (rows, next)
}

/// Counts the ids that meet each condition, up to the number that is few. `None` if no condition
/// has such a query.
fn sizes_query(selection: &Selection<'_>, named: &Named, after: Option<Uuid>) -> Option<Query> {
    let conditions = selection.conditions();
    let queries = selection.ids_queries(&conditions, named);
    let mut sizes = Query::new("with ");
    for (index, query) in queries.iter().enumerate() {
        let part = Part {
            after,
            limit: Some(few(query)),
        };
        sizes.push(if index > 0 { ", " } else { "" });
        sizes.push(format!("ids_{index} as materialized ("));
        match query.is_ordered {
            true => push_part(&mut sizes, query, part),
            false => (query.push)(&mut sizes, part),
        }
        sizes.push(" limit ").push_bind(part.limit).push(")");
    }
    let all = || queries.iter().enumerate();
    let counts = all().map(|(index, _)| format!("(select count(*) from ids_{index})"));
    let lasts = all().map(|(index, query)| match query.is_ordered {
        true => format!("(select id from ids_{index} offset {})", FEW - 1),
        false => "null".to_owned(),
    });
    let [counts, lasts] = [counts.collect::<Vec<_>>(), lasts.collect()].map(|it| it.join(", "));
    sizes.push(format!(
        " select array[{counts}] as counts, array[{lasts}]::uuid[] as lasts"
    ));
    (!queries.is_empty()).then_some(sizes)
}

/// Selects a batch of ids: of each condition, as many as the part has.
fn candidates_query(
    selection: &Selection<'_>,
    named: &Named,
    narrowing: &Narrowing,
    part: Part,
) -> Query {
    let conditions = selection.conditions();
    let queries = selection.ids_queries(&conditions, named);
    let table = IdsQuery {
        push: Box::new(|query, _| {
            query.push("select id from ");
            query.push(table_of(selection.filter.kind()));
        }),
        is_ordered: true,
    };
    let chosen: Vec<&IdsQuery<'_>> = match narrowing {
        Narrowing::Table => vec![&table],
        Narrowing::Conditions(indices) => {
            let chosen = indices.iter().filter_map(|index| queries.get(*index));
            chosen.collect()
        }
    };
    let mut query = Query::new("with ");
    for (index, ids) in chosen.iter().enumerate() {
        query.push(if index > 0 { ", " } else { "" });
        query.push(format!("ids_{index} as materialized ("));
        push_part(&mut query, ids, part);
        query.push(" limit ").push_bind(part.limit).push(")");
    }
    query.push(" select array(select id from ids_0");
    for index in 1..chosen.len() {
        query.push(format!(" join ids_{index} using (id)"));
    }
    query.push(" order by id) as ids, least(");
    for index in 0..chosen.len() {
        query.push(if index > 0 { ", " } else { "" });
        query.push(format!("(select id from ids_{index} offset "));
        query.push_bind(part.limit.map(|limit| limit - 1)).push(")");
    }
    query.push(") as through");
    query
}

/// Adds the ids, as `ids_0`, that all of these queries select.
pub(super) fn push_merged(query: &mut Query, queries: &[IdsQuery<'_>], part: Part) {
    for (index, ids) in queries.iter().enumerate() {
        query.push(if index > 0 { " join (" } else { "(" });
        push_part(query, ids, part);
        query.push(format!(") ids_{index}"));
        query.push(if index > 0 { " using (id)" } else { "" });
    }
}

/// Adds the ids of a query after an id, each once and in order.
fn push_part(query: &mut Query, ids: &IdsQuery<'_>, part: Part) {
    query.push("select distinct id from (");
    (ids.push)(query, part);
    query.push(") ids where true");
    push_after(query, "id", part);
    query.push(" order by id");
}
