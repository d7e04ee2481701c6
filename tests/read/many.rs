//! Lists of many resources, as the benchmark `lists` makes them: no list reads a whole table, and
//! what is listed by two fields is what both lists have.

#[path = "../../benches/lists/cases/mod.rs"]
mod cases;

use std::{collections::BTreeSet, time::Duration};

use claimstore::wire::pb::{CountClaimsRequest, ListClaimsRequest};
use prost_types::Timestamp;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use self::cases::{Count, List, Named, Value, around, claims};
use crate::support::{
    cluster::{TestDatabase, database},
    server::{LIMITS, TestServer},
};

const FILL: &str = include_str!("../../benches/lists/fill.sql");

/// The tables that grow with what is stored, and that lists read.
const LARGE: [&str; 17] = [
    "anchorings",
    "appearance_purposes",
    "appearance_sources",
    "appearances",
    "article_external_ids",
    "article_listings",
    "article_sources",
    "article_texts",
    "articles",
    "changes",
    "claim_measures",
    "claim_tags",
    "claims",
    "relations",
    "reviews",
    "sources",
    "standings",
];

async fn connect(database: &TestDatabase) -> PgConnection {
    PgConnection::connect_with(&database.options())
        .await
        .unwrap()
}

async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

/// A server over a database with this many claims.
async fn filled(claims: usize) -> (TestServer, Named) {
    let database = database().await;
    let mut connection = connect(&database).await;
    run(
        &mut connection,
        FILL.replace(":claims", &claims.to_string()),
    )
    .await;
    connection.close().await.unwrap();
    let mut connection = connect(&database).await;
    run(&mut connection, "analyze".to_owned()).await;
    let named = Named::read(&mut connection, claims).await;
    // For all connections of the server, so before it has any.
    run(
        &mut connection,
        "do $$ begin execute format('alter database %I set enable_seqscan = off', \
         current_database()); end $$"
            .to_owned(),
    )
    .await;
    connection.close().await.unwrap();
    (TestServer::start_over(database, LIMITS).await, named)
}

/// A moment by the database's clock.
async fn hours_ago(connection: &mut PgConnection, hours: i64) -> Timestamp {
    let now = sqlx::query_scalar::<_, i64>("select extract(epoch from now())::bigint");
    Timestamp {
        seconds: now.fetch_one(connection).await.unwrap() - hours * 3_600,
        nanos: 0,
    }
}

/// The sequential scans of each large table so far.
async fn sequential_scans(connection: &mut PgConnection) -> Vec<(String, i64)> {
    let scans = sqlx::query_as::<_, (String, i64)>(
        "select relname::text, seq_scan from pg_stat_user_tables where relname::text = any($1) \
         order by relname",
    );
    scans.bind(&LARGE[..]).fetch_all(connection).await.unwrap()
}

/// Lists by each value, by each pair of values of two fields, and all of it as of a moment.
async fn list_all<R: List>(server: &TestServer, values: &[Value<R>], moment: Option<Timestamp>) {
    let mut cases = 0;
    for (at, one) in values.iter().enumerate() {
        let others = values[at + 1..]
            .iter()
            .filter(|other| other.field != one.field);
        for other in std::iter::once(None).chain(others.map(Some)) {
            let both = || std::iter::once(one).chain(other);
            for moment in std::iter::once(None).chain(moment.map(Some)) {
                if moment.is_some() && both().any(|it| !it.has_history) {
                    continue;
                }
                let mut request = R::all();
                both().for_each(|it| (it.set)(&mut request));
                moment.into_iter().for_each(|moment| request.at(moment));
                request.call(&server.channel()).await;
                cases += 1;
            }
        }
    }
    println!("{}: {cases} cases", R::KIND);
}

/// Sequential scans are made expensive, so one is left only where no index can be used, however
/// small the tables of this test are.
#[tokio::test]
async fn no_list_by_any_fields_scans_a_large_table() {
    let (server, named) = filled(2_000).await;
    let mut connection = server.connection().await;
    let before = sequential_scans(&mut connection).await;
    assert_eq!(before.len(), LARGE.len());
    let moment = Some(hours_ago(&mut connection, 24).await);
    list_all(&server, &claims::claims(&named), moment).await;
    let counts = claims::claims(&named).into_iter().map(Value::counted);
    list_all::<Count>(&server, &counts.collect::<Vec<_>>(), None).await;
    list_all(&server, &claims::appearances(&named), moment).await;
    list_all(&server, &around::articles(&named), moment).await;
    list_all(&server, &around::sources(&named), moment).await;
    list_all(&server, &around::relations(&named), moment).await;
    list_all(&server, &around::reviews(&named), moment).await;
    // Connections report what they have scanned when they close.
    server.store.close().await;
    let others = "select count(*) from pg_stat_activity \
         where datname = current_database() and pid <> pg_backend_pid()";
    while sqlx::query_scalar::<_, i64>(others)
        .fetch_one(&mut connection)
        .await
        .unwrap()
        > 0
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(sequential_scans(&mut connection).await, before);
}

/// The names on all pages of a list.
async fn names(server: &TestServer, mut request: ListClaimsRequest, size: i32) -> BTreeSet<String> {
    request.page_size = size;
    let mut names = BTreeSet::new();
    let mut last = String::new();
    loop {
        let page = server
            .claims()
            .list_claims(request.clone())
            .await
            .unwrap()
            .into_inner();
        for claim in page.claims {
            assert!(claim.name > last, "each is listed once, in order");
            last.clone_from(&claim.name);
            names.insert(claim.name);
        }
        if page.next_page_token.is_empty() {
            return names;
        }
        request.after(page.next_page_token);
    }
}

#[tokio::test]
async fn a_list_by_two_fields_has_exactly_what_both_lists_have() {
    let (server, named) = filled(6_000).await;
    let mut connection = server.connection().await;
    let ages = [None, Some(1), Some(24 * 10), Some(24 * 100)];
    for age in ages {
        let moment = match age {
            Some(hours) => Some(hours_ago(&mut connection, hours).await),
            None => None,
        };
        let values = claims::claims(&named).into_iter();
        let values = values.filter(|it| moment.is_none() || it.has_history);
        let lists: Vec<_> = values
            .filter(|it| !["rare", "unique"].contains(&it.value))
            .collect();
        let request = |values: &[&Value<ListClaimsRequest>]| {
            let mut request = ListClaimsRequest {
                read_time: moment,
                ..ListClaimsRequest::default()
            };
            values.iter().for_each(|it| (it.set)(&mut request));
            request
        };
        let mut single = Vec::new();
        for value in &lists {
            single.push(names(&server, request(&[value]), 1_000).await);
        }
        for (at, one) in lists.iter().enumerate() {
            for (other_at, other) in lists.iter().enumerate().skip(at + 1) {
                // What is merged is listed only where that is asked for.
                let is_merged = [one, other].iter().any(|it| it.field == "merged_into");
                if one.field == other.field || is_merged {
                    continue;
                }
                let both = request(&[one, other]);
                let found = names(&server, both.clone(), 700).await;
                let of = format!(
                    "{} {}, {} {}",
                    one.field, one.value, other.field, other.value
                );
                let expected = &single[at] & &single[other_at];
                assert_eq!(found, expected, "{of}, {age:?} hours ago");
                if moment.is_none() {
                    let count = CountClaimsRequest {
                        filter: both.filter,
                    };
                    let count = server
                        .claims()
                        .count_claims(count)
                        .await
                        .unwrap()
                        .into_inner();
                    assert_eq!(usize::try_from(count.count), Ok(found.len()), "{of}");
                }
            }
        }
        let all = names(&server, request(&[]), 1_000).await;
        let some: BTreeSet<String> = single.iter().flatten().cloned().collect();
        assert!(some.is_subset(&all) || lists.iter().any(|it| it.field == "merged_into"));
    }
}

/// The names of the claims whose ids a query selects, with a parameter.
async fn expected(connection: &mut PgConnection, ids: &str, parameter: f64) -> BTreeSet<String> {
    let names = format!("select 'claims/' || id from ({ids}) expected");
    let names = sqlx::query_scalar(AssertSqlSafe(names)).bind(parameter);
    names
        .fetch_all(connection)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

/// More than are looked at by their times. No resource has them.
const MANY_CHANGES: &str = "insert into changes (epoch, xid, seq, kind, id, revision, operation, \
         actor, change_time, scope, doc_bytes) \
     select 1, 1, number, 3, gen_random_uuid(), 2, 2, 'filler', now() - interval '1 hour', '{}', 0 \
     from generate_series(1, 20001) number";

#[tokio::test]
async fn a_list_as_of_a_moment_has_what_was_so_then_however_much_has_changed_since() {
    let (server, named) = filled(15_000).await;
    let mut connection = server.connection().await;
    for changes in ["", MANY_CHANGES] {
        run(&mut connection, changes.to_owned()).await;
        for hours in [24, 24 * 10, 24 * 100, 24 * 299] {
            let moment = hours_ago(&mut connection, hours).await;
            let list = |field: &str, value: &str| {
                let mut values = claims::claims(&named).into_iter();
                let found = values.find(|it| (it.field, it.value) == (field, value));
                let mut request = ListClaimsRequest {
                    read_time: Some(moment),
                    ..ListClaimsRequest::default()
                };
                (found.unwrap().set)(&mut request);
                request
            };
            // Until they were updated, claims had no tags and were not merged.
            for (field, value, condition) in [
                (
                    "tag",
                    "frequent",
                    "is_as_then and exists (select from claim_tags \
                     where claim_id = id and tag = 'politics')",
                ),
                ("language", "fr", "language = 'fr'"),
                ("retracted", "true", "is_as_then and is_retracted"),
            ] {
                let ids = format!(
                    "select id from claims cross join lateral ( \
                         select bool_or(revision = 1 and change_time <= to_timestamp($1)) as was_there, \
                             max(change_time) <= to_timestamp($1) as is_as_then \
                         from changes where kind = 3 and changes.id = claims.id \
                     ) change \
                     where was_there and {condition} \
                     and (merged_into_id is null or not is_as_then)"
                );
                let expected = expected(&mut connection, &ids, moment.seconds as f64).await;
                let found = names(&server, list(field, value), 700).await;
                let differ: Vec<_> = found.symmetric_difference(&expected).collect();
                assert!(
                    differ.is_empty(),
                    "{field} {value}, {hours} hours ago: {differ:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_claims_of_a_source_include_survivors_however_much_rests_on_it() {
    let (server, named) = filled(15_000).await;
    let mut connection = server.connection().await;
    let source = named.frequent.replace("sources/", "");
    let on_all = format!(
        "insert into appearance_sources (source_id, appearance_id, claim_id, article_id) \
         select '{source}', id, claim_id, article_id from appearances on conflict do nothing"
    );
    for more in [String::new(), on_all] {
        run(&mut connection, more).await;
        let ids = format!(
            "select distinct coalesce(survivor_id, claim_id) as id from appearance_sources \
             left join survivors on survivors.id = claim_id and survivors.kind = 3 \
             where source_id = '{source}' and $1 = 0"
        );
        let expected = expected(&mut connection, &ids, 0.0).await;
        let mut values = claims::claims(&named).into_iter();
        let found = values.find(|it| (it.field, it.value) == ("source", "frequent"));
        let mut request = ListClaimsRequest::default();
        (found.unwrap().set)(&mut request);
        let found = names(&server, request, 100).await;
        assert_eq!(found, expected);
    }
}
