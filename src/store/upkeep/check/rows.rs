//! Checks the rows of resources and their links against the documents in the log.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{
    newest::{compare, newest},
    report::Report,
};
use crate::{
    domain::{
        passage::{TextVersion, VersionText},
        resource::{ArticleId, Kind, Name, Resource, Stored},
        value::IdentityDigest,
    },
    store::{
        Error,
        connection::{Connection, READ_COMMITTED},
        lookup::Lookup,
        read::{
            ArticleText,
            load::{name_of, table_of, unreadable},
        },
        write::upsert::{self, natural_key::Doubles, row::Ready},
    },
    wire::document::{self, DOC_VERSION},
};

/// The number of resources in one step. It is lower for articles, which are read with their
/// bodies.
const STEP: i64 = 200;
const STEP_ARTICLES: i64 = 20;

struct Row {
    id: Uuid,
    revision: i64,
    doc_version: i16,
    doc: Vec<u8>,
}

/// Checks all resources of a kind.
pub(crate) async fn check(
    stored: &mut Connection,
    scratch: &mut Connection,
    kind: Kind,
    report: &mut Report,
) -> Result<(), Error> {
    let mut after = None;
    loop {
        stored.begin_snapshot().await?;
        let rows = page(stored, kind, after).await?;
        let Some(last) = rows.last() else {
            stored.rollback().await?;
            break;
        };
        after = Some(last.id);
        scratch.begin(READ_COMMITTED, &[]).await?;
        let checked = step(stored, scratch, kind, rows, report).await;
        scratch.rollback().await?;
        checked?;
        stored.rollback().await?;
    }
    report_missing_rows(stored, kind, report).await
}

/// Returns the rows after an id, or the first ones.
async fn page(
    connection: &mut Connection,
    kind: Kind,
    after: Option<Uuid>,
) -> Result<Vec<Row>, Error> {
    let limit = match kind {
        Kind::Article => STEP_ARTICLES,
        _ => STEP,
    };
    let select = format!(
        "select id, revision, doc_version, doc from {} \
         where $1 is null or id > $1 order by id limit $2",
        table_of(kind)
    );
    let rows: Vec<(Uuid, i64, i16, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(select))
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, revision, doc_version, doc)| Row {
            id,
            revision,
            doc_version,
            doc,
        })
        .collect())
}

async fn step(
    snapshot: &mut Connection,
    computed: &mut Connection,
    kind: Kind,
    rows: Vec<Row>,
    report: &mut Report,
) -> Result<(), Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let newest = newest(snapshot, kind, &ids).await?;
    let names: BTreeSet<Name> = rows
        .iter()
        .filter(|row| row.doc_version <= DOC_VERSION)
        .map(|row| name(kind, row))
        .collect::<Result<_, _>>()?;
    let mut states = Lookup::new(snapshot).stored(&names).await?;
    let mut readable = Vec::new();
    for row in rows {
        report.resources += 1;
        let name = name(kind, &row)?;
        compare(report, name, newest.get(&row.id), row.revision, &row.doc);
        match states.remove(&name) {
            Some(state) => {
                if !document::is_encoding_of(&row.doc, &state) {
                    report.add(
                        name,
                        "has a document that differs from its canonical encoding",
                    );
                }
                readable.push((state, row.doc));
            }
            None => report.add(
                name,
                "was written by a newer build, or has a document with the name of another resource",
            ),
        }
    }
    let identities = identities(snapshot, &readable).await?;
    let ready: Vec<Ready<'_>> = readable
        .iter()
        .map(|(state, doc)| Ready {
            name: state.name,
            revision: state.stamp.revision,
            doc,
            resource: &state.resource,
            is_deleted: state.stamp.is_deleted(),
            is_erased: state.erasure.is_some(),
            is_new: true,
            time: state.stamp.update_time,
            has_new_text: false,
            identity: identities.get(&state.name).copied(),
            keys: None,
        })
        .collect();
    upsert::upsert(computed, &ready, Doubles::Marked).await?;
    let tables = TABLES.iter().filter(|(.., kinds)| kinds.contains(&kind));
    for (table, owner, _) in tables {
        compare_table(snapshot, computed, (table, owner), &ready, report).await?;
    }
    Ok(())
}

fn name(kind: Kind, row: &Row) -> Result<Name, Error> {
    document::message_name(&row.doc)
        .map_err(|error| unreadable(table_of(kind), "doc", row.id, error))
}

/// Computes the identity digest of each appearance from the text that it is anchored in.
async fn identities(
    snapshot: &mut Connection,
    all: &[(Stored, Vec<u8>)],
) -> Result<BTreeMap<Name, IdentityDigest>, Error> {
    let mut texts: BTreeMap<(ArticleId, TextVersion), Option<ArticleText>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    let not_erased = all.iter().filter(|(state, _)| state.erasure.is_none());
    for (state, _) in not_erased {
        let Resource::Appearance(appearance) = &state.resource else {
            continue;
        };
        let key = (appearance.article, appearance.article_version);
        let text = match texts.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let mut lookup = Lookup::new(snapshot);
                place.insert(lookup.article_text(key.0, Some(key.1)).await?)
            }
        };
        if let Some(text) = text {
            let text = VersionText::new(&text.body, &text.headline);
            found.insert(state.name, appearance.identity(&text));
        }
    }
    Ok(found)
}

/// Compares the stored rows of resources in a table with the expected ones.
async fn compare_table(
    snapshot: &mut Connection,
    computed: &mut Connection,
    (table, owner): (&str, &str),
    ready: &[Ready<'_>],
    report: &mut Report,
) -> Result<(), Error> {
    let kind = ready.first().map(|ready| ready.name.kind().code());
    // These have rows of several kinds, and ids are unique only per kind.
    let kind = kind.filter(|_| ["mentions", "natural_keys"].contains(&table));
    let ids: Vec<Uuid> = ready.iter().map(|ready| ready.name.uuid()).collect();
    let stored = table_rows(snapshot, (table, owner), kind, &ids).await?;
    let expected = table_rows(computed, (table, owner), kind, &ids).await?;
    for resource in ready {
        let id = resource.name.uuid();
        if stored.get(&id) != expected.get(&id) {
            let difference = format!("has missing or wrong rows in {table}");
            report.add(resource.name, difference);
        }
    }
    Ok(())
}

/// Returns the rows of a table as text, by the resource they belong to. `doc_version` is left
/// out, because rows written by an earlier build have a lower one, and `is_double`, because
/// it depends on the order in which rows were written.
async fn table_rows(
    connection: &mut Connection,
    (table, owner): (&str, &str),
    kind: Option<i16>,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, BTreeSet<String>>, Error> {
    let of_kind = kind.map_or(String::new(), |kind| format!(" and kind = {kind}"));
    let select = format!(
        "select {owner}, (to_jsonb(it) - 'doc_version' - 'is_double')::text from {table} it \
         where {owner} = any($1){of_kind}"
    );
    let rows: Vec<(Uuid, String)> = sqlx::query_as(AssertSqlSafe(select))
        .bind(ids)
        .fetch_all(connection)
        .await?;
    let mut by_owner: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    for (id, row) in rows {
        by_owner.entry(id).or_default().insert(row);
    }
    Ok(by_owner)
}

/// Reports resources that are in the log but have no row.
async fn report_missing_rows(
    connection: &mut Connection,
    kind: Kind,
    report: &mut Report,
) -> Result<(), Error> {
    let select = format!(
        "select id, claim_id from changes where kind = $1 and revision = 1 \
         and not exists (select from {} it where it.id = changes.id) limit 1000",
        table_of(kind)
    );
    let rows: Vec<(Uuid, Option<Uuid>)> = sqlx::query_as(AssertSqlSafe(select))
        .bind(kind.code())
        .fetch_all(connection)
        .await?;
    for (id, claim) in rows {
        let name = name_of(kind.code(), id, claim);
        let name = name.map_or(id.to_string(), |name| name.to_string());
        report.add(name, "is in the log but has no row");
    }
    Ok(())
}

/// The tables that are written from documents, each with the column of the owning resource
/// and the kinds of resources that have rows in it. `article_texts` is not listed: the newest
/// text of an article is checked by the digest in the article's document.
pub(super) const TABLES: &[(&str, &str, &[Kind])] = &[
    ("sources", "id", &[Kind::Source]),
    ("source_same_as", "source_id", &[Kind::Source]),
    ("source_names", "source_id", &[Kind::Source]),
    ("articles", "id", &[Kind::Article]),
    ("article_external_ids", "article_id", &[Kind::Article]),
    ("article_listings", "article_id", &[Kind::Article]),
    ("article_sources", "article_id", &[Kind::Article]),
    ("article_contents", "article_id", &[Kind::Article]),
    ("claims", "id", &[Kind::Claim]),
    ("claim_tags", "claim_id", &[Kind::Claim]),
    ("claim_measures", "claim_id", &[Kind::Claim]),
    ("claim_quantities", "claim_id", &[Kind::Claim]),
    ("appearances", "id", &[Kind::Appearance]),
    ("anchorings", "appearance_id", &[Kind::Appearance]),
    ("appearance_sources", "appearance_id", &[Kind::Appearance]),
    ("appearance_purposes", "appearance_id", &[Kind::Appearance]),
    ("relations", "id", &[Kind::Relation]),
    ("reviews", "id", &[Kind::Review]),
    (
        "mentions",
        "id",
        &[Kind::Article, Kind::Relation, Kind::Review],
    ),
    (
        "natural_keys",
        "id",
        &[
            Kind::Source,
            Kind::Article,
            Kind::Claim,
            Kind::Relation,
            Kind::Review,
        ],
    ),
];
