//! Lists of a million claims, and of the articles, sources, appearances, relations and reviews
//! around them: every field of every filter, every pair of fields, now and as of moments, with
//! values that meet much, little and nothing. Pages are read until something is found or the list
//! ends; the bound is that of each page. Options: `--claims`, `--rounds`, `--slow-ms` (print only what is slower).
//!
//! `LISTS_DATABASE_URL` names a database that `fill.sql` has filled before, to measure it again.
//! `LISTS_ONLY` is how the names of those cases begin that are measured, such as `claims now`.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "../support/arguments.rs"]
mod arguments;
mod cases;
#[path = "../support/database.rs"]
mod database;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/statements.rs"]
mod statements;
#[path = "../support/timings.rs"]
mod timings;

use std::time::{Duration, Instant};

use prost_types::Timestamp;
use sqlx::{Connection as _, PgConnection};
use tonic::transport::Channel;

use self::{
    arguments::number,
    cases::{Count, List, Named, Value, around, claims},
    database::Database,
    machine::Cpu,
    server::Server,
    timings::Timings,
};

const P50_MS_MAX: f64 = 20.0;

/// How long ago the moments are.
const AGES: [(&str, Option<Duration>); 4] = [
    ("now", None),
    ("a minute ago", Some(Duration::from_secs(60))),
    ("a day ago", Some(Duration::from_hours(24))),
    ("100 days ago", Some(Duration::from_hours(2_400))),
];

const FILL: &str = include_str!("fill.sql");

struct Bench {
    channel: Channel,
    rounds: usize,
    slow_ms: f64,
    /// How the names of the measured cases begin.
    only: String,
    /// The time of the database, in seconds.
    now: i64,
}

/// What was measured of one kind of list.
#[derive(Default)]
struct Summary {
    medians: Vec<Duration>,
    slow: usize,
}

impl Bench {
    /// Lists with each value, and with each pair of values of two fields.
    async fn kind<R: List>(&self, values: &[Value<R>], ages: &[(&str, Option<Duration>)]) -> f64 {
        let cpu = Cpu::now();
        let mut slowest: f64 = 0.0;
        for (age, ago) in ages {
            let mut summary = Summary::default();
            self.case(
                &format!("{} {age}, all", R::KIND),
                R::all(),
                *ago,
                &mut summary,
            )
            .await;
            for (at, one) in values.iter().enumerate() {
                let others = values[at + 1..]
                    .iter()
                    .filter(|other| other.field != one.field);
                for other in std::iter::once(None).chain(others.map(Some)) {
                    let both = || std::iter::once(one).chain(other);
                    if ago.is_some() && both().any(|it| !it.has_history) {
                        continue;
                    }
                    let mut request = R::all();
                    both().for_each(|it| (it.set)(&mut request));
                    let fields: Vec<String> = both()
                        .map(|it| format!("{}={}", it.field, it.value))
                        .collect();
                    let name = format!("{} {age}, {}", R::KIND, fields.join(" "));
                    self.case(&name, request, *ago, &mut summary).await;
                }
            }
            let count = summary.medians.len();
            if count == 0 {
                continue;
            }
            let all = Timings::from(summary.medians);
            println!(
                "{} {age}: {count} cases; of their medians p50 {:.1}, p95 {:.1}, max {:.1} ms; \
                 {} above {P50_MS_MAX} ms",
                R::KIND,
                all.ms(0.5),
                all.ms(0.95),
                all.ms(1.0),
                summary.slow,
            );
            slowest = slowest.max(all.ms(1.0));
        }
        println!("  of the CPU others took {:.0} %", cpu.others());
        slowest
    }

    async fn case<R: List>(
        &self,
        name: &str,
        mut request: R,
        ago: Option<Duration>,
        summary: &mut Summary,
    ) {
        if !name.starts_with(&self.only) {
            return;
        }
        if let Some(ago) = ago {
            request.at(Timestamp {
                seconds: self.now - i64::try_from(ago.as_secs()).unwrap(),
                nanos: 0,
            });
        }
        let mut times = Vec::new();
        let mut seen = None;
        for round in 0..=self.rounds {
            let begin = Instant::now();
            let found = self.found(request.clone()).await;
            let took = begin.elapsed() / u32::try_from(found.1).unwrap();
            // The first call plans its statements.
            if round > 0 {
                times.push(took);
            }
            assert_eq!(*seen.get_or_insert(found), found, "{name}");
        }
        let times = Timings::from(times);
        let p50 = times.ms(0.5);
        summary.medians.push(Duration::from_secs_f64(p50 / 1e3));
        summary.slow += usize::from(p50 > P50_MS_MAX);
        if p50 >= self.slow_ms {
            let (found, calls) = seen.unwrap();
            println!(
                "  {p50:6.1} p50 {:6.1} p95  {name}: {found} in {calls}",
                times.ms(0.95)
            );
        }
    }

    /// Reads pages until something is found. Returns how many are on the last page, and how
    /// many pages were read.
    async fn found<R: List>(&self, mut request: R) -> (usize, usize) {
        for calls in 1.. {
            let (found, token) = request.clone().call(&self.channel).await;
            if found > 0 || token.is_empty() {
                return (found, calls);
            }
            request.after(token);
        }
        unreachable!()
    }
}

async fn fill(database: &Database, claims: usize) {
    let begin = Instant::now();
    database
        .run(&FILL.replace(":claims", &claims.to_string()))
        .await;
    // Cannot run in a transaction.
    database.run("vacuum analyze").await;
    println!("filled in {} s", begin.elapsed().as_secs());
}

#[tokio::main]
async fn main() {
    let size = number("claims", 1_000_000);
    let mut database = None;
    let url = match std::env::var("LISTS_DATABASE_URL") {
        Ok(url) => url,
        Err(_) => {
            let started = database.insert(Database::start().await);
            fill(started, size).await;
            started.url()
        }
    };
    let server = Server::start(&url);
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let named = Named::read(&mut connection, size).await;
    let now = sqlx::query_scalar("select extract(epoch from now())::bigint");
    let now = now.fetch_one(&mut connection).await.unwrap();
    let bench = Bench {
        channel: server.channel.clone(),
        rounds: number("rounds", 5),
        slow_ms: number("slow-ms", 0) as f64,
        only: std::env::var("LISTS_ONLY").unwrap_or_default(),
        now,
    };
    let counts = claims::claims(&named).into_iter().map(Value::counted);
    let counts: Vec<Value<Count>> = counts.collect();
    let medians = [
        bench.kind(&claims::claims(&named), &AGES).await,
        bench.kind(&counts, &AGES[..1]).await,
        bench.kind(&claims::appearances(&named), &AGES).await,
        bench.kind(&around::articles(&named), &AGES).await,
        bench.kind(&around::sources(&named), &AGES).await,
        bench.kind(&around::relations(&named), &AGES).await,
        bench.kind(&around::reviews(&named), &AGES).await,
    ];
    drop(server);
    if let Some(database) = database {
        database.stop().await;
    }
    let slowest = medians.into_iter().fold(0.0, f64::max);
    assert!(
        slowest < P50_MS_MAX,
        "the slowest median is {slowest:.1} ms"
    );
}
