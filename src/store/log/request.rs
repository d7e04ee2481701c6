//! Idempotency: records of requests by request id, so that a repeated request is answered
//! without being executed again.
//!
//! A record stores what was written, not the response. The response is rebuilt from the log.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{Name, NotAName, Outcome},
    },
    store::{Error, Store, connection::Connection, lookup::Lookup},
};

/// A request id, scoped to caller and method, with a digest of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The caller, without the name of one of its workers.
    pub caller: String,
    /// The method.
    pub method: &'static str,
    /// The id that the caller gave.
    pub id: Uuid,
    /// A digest of the whole request.
    pub digest: Vec<u8>,
}

/// What a mutation did with one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Row", into = "Row")]
pub struct Done {
    /// The resource.
    pub name: Name,
    /// Its revision afterwards.
    pub revision: i64,
    /// What was done.
    pub outcome: Outcome,
    /// Its path in the bundle; empty outside of an import.
    pub path: String,
    /// Its key in the bundle; empty if it has none.
    pub key: String,
    /// The fields that differed in the bundle and were not overwritten.
    pub differences: Vec<String>,
    /// The stored sources that may be the same as a new one of the bundle.
    pub candidates: Vec<String>,
}

impl Done {
    /// What was done with a resource outside of a bundle. `revision` only matters if nothing
    /// is written: else the transaction fills in the new one.
    pub const fn alone(name: Name, outcome: Outcome, revision: i64) -> Self {
        Self {
            name,
            revision,
            outcome,
            path: String::new(),
            key: String::new(),
            differences: Vec::new(),
            candidates: Vec::new(),
        }
    }
}

/// How [`Done`] is stored in the column `results`.
#[derive(Clone, Serialize, Deserialize)]
struct Row {
    name: String,
    revision: i64,
    outcome: u8,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    differences: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
}

impl From<Done> for Row {
    fn from(done: Done) -> Self {
        let Done {
            name,
            revision,
            outcome,
            path,
            key,
            differences,
            candidates,
        } = done;
        Self {
            name: name.to_string(),
            revision,
            outcome: match outcome {
                Outcome::Created => 1,
                Outcome::Matched => 2,
                Outcome::Updated => 3,
                Outcome::Unchanged => 4,
            },
            path,
            key,
            differences,
            candidates,
        }
    }
}

impl TryFrom<Row> for Done {
    type Error = NotAName;

    fn try_from(row: Row) -> Result<Self, NotAName> {
        Ok(Self {
            name: row.name.parse()?,
            revision: row.revision,
            outcome: match row.outcome {
                1 => Outcome::Created,
                2 => Outcome::Matched,
                3 => Outcome::Updated,
                _ => Outcome::Unchanged,
            },
            path: row.path,
            key: row.key,
            differences: row.differences,
            candidates: row.candidates,
        })
    }
}

/// Whether a request id was used before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It was not.
    None,
    /// It was used for the same request, with these results.
    Same(Vec<Done>),
    /// It was used for another request.
    Other,
}

impl Earlier {
    fn of(request: &RequestKey, digest: &[u8], done: Vec<Done>) -> Self {
        if digest == request.digest {
            Self::Same(done)
        } else {
            Self::Other
        }
    }
}

/// What is recorded of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub request: &'a RequestKey,
    pub done: &'a [Done],
    pub time: Timestamp,
}

/// Records requests in the transaction that did what they ask for.
pub(crate) async fn record(
    transaction: &mut Connection,
    records: &[Record<'_>],
) -> Result<(), Error> {
    if records.is_empty() {
        return Ok(());
    }
    let requests = || records.iter().map(|record| record.request);
    let callers: Vec<&str> = requests().map(|it| it.caller.as_str()).collect();
    let methods: Vec<&str> = requests().map(|it| it.method).collect();
    let ids: Vec<Uuid> = requests().map(|it| it.id).collect();
    let digests: Vec<&[u8]> = requests().map(|it| it.digest.as_slice()).collect();
    let results: Vec<Json<&[Done]>> = records.iter().map(|record| Json(record.done)).collect();
    let times: Vec<Timestamp> = records.iter().map(|record| record.time).collect();
    sqlx::query!(
        "
        insert into requests (actor, method, request_id, digest, results, create_time)
        select * from unnest(
            $1::text[], $2::text[], $3::uuid[], $4::bytea[], $5::jsonb[], $6::timestamptz[]
        )
        ",
        &callers as &[&str],
        &methods as &[&str],
        &ids,
        &digests as &[&[u8]],
        &results as &[Json<&[Done]>],
        &times,
    )
    .execute(transaction)
    .await?;
    Ok(())
}

impl Lookup<'_> {
    /// Returns what was done under a request id.
    pub async fn earlier(&mut self, request: &RequestKey) -> Result<Earlier, Error> {
        let row = sqlx::query!(
            r#"
            select digest, results as "results: Json<Vec<Done>>" from requests
            where actor = $1 and method = $2 and request_id = $3
            "#,
            request.caller,
            request.method,
            request.id,
        )
        .fetch_optional(self.unkept())
        .await?;
        Ok(row.map_or(Earlier::None, |row| {
            Earlier::of(request, &row.digest, row.results.0)
        }))
    }

    /// As [`Self::earlier`], for several request ids. Returns one answer for each.
    pub async fn earlier_all(&mut self, requests: &[&RequestKey]) -> Result<Vec<Earlier>, Error> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        let callers: Vec<&str> = requests.iter().map(|it| it.caller.as_str()).collect();
        let methods: Vec<&str> = requests.iter().map(|it| it.method).collect();
        let ids: Vec<Uuid> = requests.iter().map(|it| it.id).collect();
        let rows = sqlx::query!(
            r#"
            select place as "place!", digest, results as "results: Json<Vec<Done>>"
            from unnest($1::text[], $2::text[], $3::uuid[]) with ordinality
                as given (actor, method, request_id, place)
                join requests using (actor, method, request_id)
            "#,
            &callers as &[&str],
            &methods as &[&str],
            &ids,
        )
        .fetch_all(self.unkept())
        .await?;
        let mut all = vec![Earlier::None; requests.len()];
        for row in rows {
            let place = usize::try_from(row.place - 1).ok();
            let Some((request, earlier)) =
                place.and_then(|it| requests.get(it).zip(all.get_mut(it)))
            else {
                continue;
            };
            *earlier = Earlier::of(request, &row.digest, row.results.0);
        }
        Ok(all)
    }
}

/// The maximum number of records that one statement removes.
const REMOVED_MAX: i64 = 1_000;

impl Store {
    /// Removes the oldest records of requests from before a time, up to a limit. Returns the
    /// number removed.
    pub async fn requests_remove(&self, before: Timestamp) -> Result<u64, Error> {
        let mut connection = self.connection().await?;
        let deleted = sqlx::query!(
            "
            delete from requests where (actor, method, request_id) in (
                select actor, method, request_id from requests
                where create_time < $1 order by create_time limit $2
            )
            ",
            before,
            REMOVED_MAX,
        )
        .execute(&mut *connection)
        .await?;
        Ok(deleted.rows_affected())
    }
}
