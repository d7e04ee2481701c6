//! ListConflicts among a million claims, a thousand of each measure: pages of 50 through the
//! server. Options: `--claims`, `--rounds`.
//!
//! The claims that are queried were stored by the server. All others are copies of one such
//! claim, made in SQL: complete documents with their own id, number, measure and subject.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

#[path = "support/arguments.rs"]
mod arguments;
#[path = "support/database.rs"]
mod database;
#[path = "support/machine.rs"]
mod machine;
#[path = "support/server.rs"]
mod server;
#[path = "support/statements.rs"]
mod statements;
#[path = "support/timings.rs"]
mod timings;

use std::{collections::BTreeSet, time::Instant};

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    BatchCreateAppearancesRequest, BatchCreateClaimsRequest, Bound, Claim, ClaimType,
    ConflictFilter, CreateAppearanceRequest, CreateArticleRequest, CreateClaimRequest,
    CreateSourceRequest, Date, Decimal, Hop, ListConflictsRequest, Modality, Period, PeriodEnd,
    Quantity, QuantityRole, Source, SourceKind, Stance,
    article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
    source_service_client::SourceServiceClient,
};
use tonic::transport::Channel;

use self::{arguments::number, database::Database, machine::Cpu, server::Server, timings::Timings};

const P50_MS_MAX: f64 = 50.0;

/// The number of claims of each measure that is queried.
const CLAIMS_PER_MEASURE: usize = 1_000;

const PAGE: usize = 50;

/// At most this many pages of a list are read.
const PAGES_MAX: usize = 60;

const COPIED: &str = "00000000-0000-4000-8000-000000000000";

/// Makes the other claims as copies of one. Id, number, measure and subject have as many digits
/// in the copies as in the original.
const FILL: &str = include_str!("support/claims.sql");

struct Scene {
    claims: ClaimServiceClient<Channel>,
    article: String,
    source: String,
    claim: String,
}

fn quantity(measure: &str, value: usize) -> Quantity {
    let bound = || Bound {
        value: Some(Decimal {
            value: value.to_string(),
        }),
        open: false,
    };
    Quantity {
        measure: measure.to_owned(),
        lower: Some(bound()),
        upper: Some(bound()),
        role: QuantityRole::Value.into(),
        ..Quantity::default()
    }
}

fn claim(number: usize, measure: &str, subject: &str, value: usize) -> Claim {
    Claim {
        statement: format!(
            "{subject} has {value} of what counts as {measure}, says statement {number:07}, and \
             so it goes on for about as long as claims are long in a newsroom that is thorough."
        ),
        language: "en".to_owned(),
        r#type: ClaimType::Numerical.into(),
        subject: subject.to_owned(),
        quantities: vec![quantity(measure, value)],
        ..Claim::default()
    }
}

/// On one day of some year.
fn on_day(number: usize) -> Period {
    let part = |value: usize| i32::try_from(value).unwrap();
    let day = || Date {
        year: part(1900 + number / 336),
        month: part(1 + number / 28 % 12),
        day: part(1 + number % 28),
        ..Date::default()
    };
    Period {
        from: Some(day()),
        through: Some(day()),
        end: PeriodEnd::Closed.into(),
        ..Period::default()
    }
}

impl Scene {
    /// Stores the claims that are queried.
    async fn store(channel: Channel) -> Self {
        let claims = ClaimServiceClient::new(channel.clone()).max_decoding_message_size(8 << 20);
        let source = CreateSourceRequest {
            source: Some(Source {
                kind: SourceKind::Organization.into(),
                display_name: "The desk of figures".to_owned(),
                ..Source::default()
            }),
            ..CreateSourceRequest::default()
        };
        let mut sources = SourceServiceClient::new(channel.clone());
        let source = sources.create_source(source).await.unwrap().into_inner();
        let mut scene = Self {
            claims,
            article: String::new(),
            source: source.name,
            claim: String::new(),
        };
        let all = || 0..CLAIMS_PER_MEASURE;
        // Two claims about each subject; for ten subjects they differ.
        let few = all().map(|at| {
            let differs = at < 20 && at % 2 == 1;
            claim(
                at,
                "few",
                &format!("Pair {}", at / 2),
                155 + usize::from(differs),
            )
        });
        scene.create(few.collect()).await;
        // All agree except one.
        let outlier = all().map(|at| claim(at, "outlier", "It", 155 + usize::from(at == 500)));
        scene.create(outlier.collect()).await;
        let days = all().map(|at| Claim {
            period: Some(on_day(at)),
            ..claim(at, "days", "It", at)
        });
        scene.create(days.collect()).await;
        let many = all().map(|at| claim(at, "many", "It", at));
        let many = scene.create(many.collect()).await;
        scene.claim = many[0].clone();
        scene.create_appearances(channel, &many).await;
        scene
    }

    async fn create(&mut self, claims: Vec<Claim>) -> Vec<String> {
        let mut names = Vec::new();
        for claims in claims.chunks(500) {
            let requests = claims.iter().map(|claim| CreateClaimRequest {
                claim: Some(claim.clone()),
                ..CreateClaimRequest::default()
            });
            let request = BatchCreateClaimsRequest {
                requests: requests.collect(),
                ..BatchCreateClaimsRequest::default()
            };
            let created = self.claims.batch_create_claims(request).await.unwrap();
            names.extend(created.into_inner().claims.into_iter().map(|it| it.name));
        }
        names
    }

    /// Stores appearances that attribute claims to the source. The first hundred are in an article
    /// of their own.
    async fn create_appearances(&mut self, channel: Channel, claims: &[String]) {
        let mut articles = ArticleServiceClient::new(channel);
        let first = &claims[..100];
        for (headline, claims) in [
            ("A", first),
            ("B", &claims[100..550]),
            ("C", &claims[550..]),
        ] {
            let sentences = (0..claims.len()).map(|at| format!("Sentence {at:04}. "));
            let request = CreateArticleRequest {
                article: Some(Article {
                    headline: headline.to_owned(),
                    body: sentences.collect(),
                    ..Article::default()
                }),
                ..CreateArticleRequest::default()
            };
            let article = articles.create_article(request).await.unwrap().into_inner();
            if headline == "A" {
                self.article.clone_from(&article.name);
            }
            let requests = claims.iter().enumerate();
            let requests = requests.map(|(at, claim)| CreateAppearanceRequest {
                parent: claim.clone(),
                appearance: Some(self.appearance(&article.name, &format!("Sentence {at:04}."))),
                ..CreateAppearanceRequest::default()
            });
            let request = BatchCreateAppearancesRequest {
                parent: "claims/-".to_owned(),
                requests: requests.collect(),
                ..BatchCreateAppearancesRequest::default()
            };
            self.claims.batch_create_appearances(request).await.unwrap();
        }
    }

    fn appearance(&self, article: &str, exact: &str) -> Appearance {
        Appearance {
            article: article.to_owned(),
            anchors: vec![Anchor {
                part: ArticlePart::Body.into(),
                exact: exact.to_owned(),
                ..Anchor::default()
            }],
            form: AppearanceForm::Stated.into(),
            modality: Modality::Certain.into(),
            article_stance: Stance::Asserts.into(),
            chains: vec![AttributionChain {
                hops: vec![Hop {
                    source: self.source.clone(),
                    stance: Stance::Asserts.into(),
                    basis: AttributionBasis::Printed.into(),
                    ..Hop::default()
                }],
            }],
            ..Appearance::default()
        }
    }

    /// Reads the pages of a list, and counts the conflicts on them.
    async fn list(&mut self, filter: &ConflictFilter) -> Listing {
        let mut listing = Listing::default();
        let mut pairs = BTreeSet::new();
        let mut token = String::new();
        loop {
            let request = ListConflictsRequest {
                page_size: i32::try_from(PAGE).unwrap(),
                page_token: token,
                filter: Some(filter.clone()),
            };
            let begin = Instant::now();
            let page = self.claims.list_conflicts(request).await.unwrap();
            listing.times.push(begin.elapsed());
            let page = page.into_inner();
            for conflict in page.conflicts {
                let [one, other] = [conflict.one, conflict.other].map(Option::unwrap);
                assert!(!one.statement.is_empty() && !other.statement.is_empty());
                let is_new = pairs.insert([one.claim, other.claim]);
                assert!(is_new, "a pair is listed once");
            }
            token = page.next_page_token;
            if token.is_empty() || listing.times.len() == PAGES_MAX {
                listing.is_complete = token.is_empty();
                listing.conflicts = pairs.len();
                return listing;
            }
        }
    }
}

/// The pages of a list that were read.
#[derive(Default)]
struct Listing {
    times: Vec<std::time::Duration>,
    conflicts: usize,
    is_complete: bool,
}

/// A filter, and how many conflicts match it.
struct Case {
    name: &'static str,
    filter: ConflictFilter,
    expected: usize,
}

fn cases(scene: &Scene) -> Vec<Case> {
    let measure = |measure: &str| ConflictFilter {
        measure: measure.to_owned(),
        ..ConflictFilter::default()
    };
    let case = |name, filter, expected| Case {
        name,
        filter,
        expected,
    };
    let article = ConflictFilter {
        article: scene.article.clone(),
        ..measure("")
    };
    let source = ConflictFilter {
        source: scene.source.clone(),
        ..measure("")
    };
    let claim = ConflictFilter {
        claim: scene.claim.clone(),
        ..measure("")
    };
    let pairs = |count: usize| count * (count - 1) / 2;
    vec![
        case("few conflicts", measure("few"), 10),
        case(
            "one against all",
            measure("outlier"),
            CLAIMS_PER_MEASURE - 1,
        ),
        case("disjoint periods", measure("days"), 0),
        case(
            "all against all",
            measure("many"),
            pairs(CLAIMS_PER_MEASURE),
        ),
        // Each of the hundred with each other, and with those in other articles.
        case(
            "by article",
            article,
            pairs(100) + 100 * (CLAIMS_PER_MEASURE - 100),
        ),
        case("by source", source, pairs(CLAIMS_PER_MEASURE)),
        case("by claim", claim, CLAIMS_PER_MEASURE - 1),
    ]
}

/// Lists several times, prints the times, and returns the larger median.
async fn measure(scene: &mut Scene, case: &Case, rounds: usize) -> f64 {
    let (mut first, mut all) = (Vec::new(), Vec::new());
    let cpu = Cpu::now();
    for round in 0..rounds {
        let listing = scene.list(&case.filter).await;
        let most = PAGES_MAX * PAGE;
        let expected = if listing.is_complete {
            case.expected
        } else {
            most
        };
        assert_eq!(listing.conflicts, expected, "{}", case.name);
        assert!(listing.is_complete || case.expected > most);
        if round == 0 {
            let pages = listing.times.len();
            let ms = listing.times[0].as_secs_f64() * 1e3;
            println!(
                "  {}: {} in {pages} pages, the very first {ms:.1} ms",
                case.name, listing.conflicts
            );
            continue;
        }
        first.push(listing.times[0]);
        all.extend(listing.times);
    }
    let (first, all) = (Timings::from(first), Timings::from(all));
    println!("    first page: {first}\n    any page:   {all}");
    println!("    of the CPU others took {:.0} %", cpu.others());
    first.ms(0.5).max(all.ms(0.5))
}

async fn fill(database: &Database, scene: &mut Scene, claims: usize) {
    let copied = CreateClaimRequest {
        claim: Some(claim(0, "m-0000000", "Subject 0000000", 1_000_000)),
        claim_id: COPIED.to_owned(),
        ..CreateClaimRequest::default()
    };
    scene.claims.create_claim(copied).await.unwrap();
    let copies = claims - 4 * CLAIMS_PER_MEASURE - 1;
    let sql = FILL.replace(":copied", &format!("'{COPIED}'"));
    let sql = sql.replace(":copies", &copies.to_string());
    database.run(&sql).await;
    // Cannot run in a transaction.
    database.run("vacuum analyze").await;
    let count = sqlx::query_scalar::<_, i64>("select count(*) from claims");
    let count = count
        .fetch_one(&mut database.connect().await)
        .await
        .unwrap();
    assert_eq!(usize::try_from(count), Ok(claims));
}

#[tokio::main]
async fn main() {
    let (claims, rounds) = (number("claims", 1_000_000), number("rounds", 30));
    let database = Database::start().await;
    let server = Server::start(&database.url());
    let mut scene = Scene::store(server.channel.clone()).await;
    let begin = Instant::now();
    fill(&database, &mut scene, claims).await;
    let took = begin.elapsed().as_secs();
    println!(
        "conflicts: {claims} claims (filled in {took} s), {} rounds",
        rounds - 1
    );
    let mut slowest: f64 = 0.0;
    for case in cases(&scene) {
        slowest = slowest.max(measure(&mut scene, &case, rounds).await);
    }
    drop(server);
    database.stop().await;
    assert!(slowest < P50_MS_MAX);
}
