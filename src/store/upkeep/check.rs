//! Checks the store against its own log: every row, link and standing is computed
//! anew from the documents and compared with what is stored.
//!
//! What the rows should be is written by the same code that wrote them, on a second
//! connection, into temporary tables of the same names; so nothing here has to say
//! again what a column holds. Each step reads one snapshot, and none of those is long.

mod merges;
mod rows;
mod standings;

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions};
use uuid::Uuid;

use super::schema;
use crate::{
    domain::resource::name::{Kind, Name},
    store::Error,
};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many resources were looked at.
    pub resources: u64,
    /// How many claims' standings were looked at.
    pub standings: u64,
    /// How many standings a retraction has not reached yet.
    pub pending: u64,
    /// What differs, as far as it is listed.
    pub differences: Vec<Difference>,
    /// How many more differences there are.
    pub beyond: u64,
}

/// Something that is not as the log says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject} {what}")]
pub struct Difference {
    /// The resource's name.
    pub subject: String,
    /// What differs, as a fragment.
    pub what: String,
}

/// Differences are listed up to this many.
const DIFFERENCES_MAX: usize = 1_000;

impl Report {
    fn say(&mut self, subject: impl ToString, what: impl Into<String>) {
        if self.differences.len() == DIFFERENCES_MAX {
            self.beyond += 1;
            return;
        }
        self.differences.push(Difference {
            subject: subject.to_string(),
            what: what.into(),
        });
    }
}

/// The tables that are written from documents: which column says whose a row is, and
/// rows of which kinds it has. The newest text of an article is compared by the digest
/// in its document.
const TABLES: &[(&str, &str, &[Kind])] = &[
    ("sources", "id", &[Kind::Source]),
    ("source_same_as", "source_id", &[Kind::Source]),
    ("articles", "id", &[Kind::Article]),
    ("article_external_ids", "article_id", &[Kind::Article]),
    ("article_sources", "article_id", &[Kind::Article]),
    ("claims", "id", &[Kind::Claim]),
    ("claim_tags", "claim_id", &[Kind::Claim]),
    ("claim_measures", "claim_id", &[Kind::Claim]),
    ("claim_quantities", "claim_id", &[Kind::Claim]),
    ("appearances", "id", &[Kind::Appearance]),
    ("appearance_sources", "appearance_id", &[Kind::Appearance]),
    ("relations", "id", &[Kind::Relation]),
    ("reviews", "id", &[Kind::Review]),
    (
        "mentions",
        "id",
        &[Kind::Article, Kind::Relation, Kind::Review],
    ),
];

/// The kinds that callers write, in an order in which each refers to earlier ones.
const KINDS: &[Kind] = &[
    Kind::Source,
    Kind::Article,
    Kind::Claim,
    Kind::Appearance,
    Kind::Relation,
    Kind::Review,
];

/// Checks a database whose schema is this build's.
pub async fn check(options: &PgConnectOptions) -> Result<Report, Error> {
    let mut stored = PgConnection::connect_with(options).await?;
    schema::require(&mut stored).await?;
    let mut scratch = PgConnection::connect_with(options).await?;
    let tables = TABLES.iter().map(|(table, ..)| *table);
    for table in tables.chain(["article_texts"]) {
        let create = format!("create temporary table {table} (like {table} including indexes)");
        sqlx::raw_sql(AssertSqlSafe(create))
            .execute(&mut scratch)
            .await?;
    }
    let mut report = Report::default();
    for &kind in KINDS {
        rows::check(&mut stored, &mut scratch, kind, &mut report).await?;
    }
    merges::check(&mut stored, &mut report).await?;
    standings::check(&mut stored, &mut report).await?;
    Ok(report)
}

/// The newest entry of the log for each of these.
struct Newest {
    revision: i64,
    count: i64,
    doc: Vec<u8>,
}

async fn newest(
    connection: &mut PgConnection,
    kind: Kind,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Newest>, Error> {
    let rows = sqlx::query!(
        r#"
        select newest.id as "id!", revision as "revision!", count as "count!",
               coalesce(recent.doc, kept.doc) as "doc!"
        from (
            select distinct on (id) epoch, xid, seq, change_time, id, revision,
                   count(*) over (partition by id) as count
            from changes
            where kind = $1 and id = any($2)
            order by id, revision desc
        ) newest
            left join change_docs recent using (change_time, epoch, xid, seq)
            left join change_docs_kept kept on kept.epoch = newest.epoch
                and kept.xid = newest.xid and kept.seq = newest.seq
        where recent.doc is not null or kept.doc is not null
        "#,
        kind.code(),
        ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let newest = Newest {
                revision: row.revision,
                count: row.count,
                doc: row.doc,
            };
            (row.id, newest)
        })
        .collect())
}

/// Compares a row with the newest entry of the log.
fn compare(report: &mut Report, name: Name, newest: Option<&Newest>, revision: i64, doc: &[u8]) {
    let Some(newest) = newest else {
        report.say(name, "is not in the log");
        return;
    };
    if newest.revision != revision || newest.doc != doc {
        report.say(name, "is not as the log has it last");
    }
    if newest.count != newest.revision {
        report.say(name, "lacks revisions in the log");
    }
}
