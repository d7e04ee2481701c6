//! A watch that begins with a snapshot and a list as of a moment agree, for all filters and at
//! every moment.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::{
    AnchoringChange, AnchoringOutcome, AppearanceFilter, ArticleFilter, Change, ChangeFilter,
    ClaimFilter, DisputeReason, Effect, Genre, ListAppearancesRequest, ListArticlesRequest,
    ListClaimsRequest, ListRelationsRequest, ListReviewsRequest, ListSourcesRequest, Modality,
    Position, RelationFilter, RelationState, ReviewFilter, SourceFilter, SourceKind, Verdict,
    WatchChangesRequest, change::Resource, change_filter::Matching,
};
use prost_types::Timestamp;

use super::{comparable, log};
use crate::{
    log::check::scene::Scene,
    support::{lifetime::micros, random::Random, server::TestServer},
};

const SEED: u64 = 0x0a93_ee01;
const BEFORE: usize = 80;
const AFTER: usize = 160;
/// The number of moments at which lists are compared, the last one included.
const MOMENTS: usize = 12;

/// The selected resources: their names, and their documents as text.
type Selected = BTreeMap<String, String>;

fn conditions(server_has: &[String]) -> Vec<Matching> {
    let source = server_has[0].clone();
    let long_ago = Timestamp {
        seconds: 1,
        nanos: 0,
    };
    let claims = [
        ClaimFilter::default(),
        ClaimFilter {
            disputed: Some(true),
            ..ClaimFilter::default()
        },
        ClaimFilter {
            disputed: Some(false),
            reviewed: Some(true),
            ..ClaimFilter::default()
        },
        ClaimFilter {
            dispute_reason: DisputeReason::RetractedSource.into(),
            ..ClaimFilter::default()
        },
        ClaimFilter {
            verdict: Verdict::False.into(),
            retracted: Some(false),
            ..ClaimFilter::default()
        },
        ClaimFilter {
            tag: "alpha".to_owned(),
            ..ClaimFilter::default()
        },
    ];
    let appearances = [
        AppearanceFilter {
            source,
            ..AppearanceFilter::default()
        },
        AppearanceFilter {
            position: Position::Denies.into(),
            ..AppearanceFilter::default()
        },
        AppearanceFilter {
            modality: Modality::Alleged.into(),
            ..AppearanceFilter::default()
        },
        AppearanceFilter {
            anchoring_outcome: AnchoringOutcome::Orphaned.into(),
            ..AppearanceFilter::default()
        },
        AppearanceFilter {
            anchoring_change: AnchoringChange::Figure.into(),
            ..AppearanceFilter::default()
        },
        AppearanceFilter {
            outcome_start_time: Some(long_ago),
            ..AppearanceFilter::default()
        },
    ];
    let sources = [
        SourceFilter {
            retracted: Some(true),
            ..SourceFilter::default()
        },
        SourceFilter {
            kind: SourceKind::Organization.into(),
            retracted: Some(false),
            ..SourceFilter::default()
        },
        SourceFilter {
            display_name_prefix: "s".to_owned(),
            ..SourceFilter::default()
        },
    ];
    let articles = [
        ArticleFilter {
            corrected: Some(true),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            genre: Genre::NewsArticle.into(),
            ..ArticleFilter::default()
        },
        ArticleFilter {
            headline_prefix: "CITED".to_owned(),
            ..ArticleFilter::default()
        },
        ArticleFilter::default(),
    ];
    let relations =
        [RelationState::Confirmed, RelationState::Rejected].map(|state| RelationFilter {
            state: state.into(),
            ..RelationFilter::default()
        });
    let reviews = ReviewFilter {
        author: "Desk A".to_owned(),
        ..ReviewFilter::default()
    };
    let mut all: Vec<Matching> = claims.into_iter().map(Matching::Claims).collect();
    all.extend(appearances.into_iter().map(Matching::Appearances));
    all.extend(sources.into_iter().map(Matching::Sources));
    all.extend(articles.into_iter().map(Matching::Articles));
    all.extend(relations.into_iter().map(Matching::Relations));
    all.push(Matching::Reviews(reviews));
    all
}

macro_rules! list {
    ($server:ident, $client:ident, $call:ident, $request:ident, $field:ident, $filter:ident,
     $time:ident $(, $parent:ident)?) => {{
        let mut selected = Selected::new();
        let mut page_token = String::new();
        loop {
            let request = $request {
                $($parent: "claims/-".to_owned(),)?
                page_size: 7,
                page_token,
                filter: Some($filter.clone()),
                read_time: Some($time),
                ..$request::default()
            };
            let page = $server.$client().$call(request).await.unwrap().into_inner();
            for it in page.$field {
                selected.insert(it.name.clone(), format!("{it:?}"));
            }
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break selected;
            }
        }
    }};
}

async fn listed(server: &TestServer, conditions: &Matching, time: Timestamp) -> Selected {
    match conditions {
        Matching::Sources(it) => {
            list!(
                server,
                sources,
                list_sources,
                ListSourcesRequest,
                sources,
                it,
                time
            )
        }
        Matching::Articles(it) => {
            list!(
                server,
                articles,
                list_articles,
                ListArticlesRequest,
                articles,
                it,
                time
            )
        }
        Matching::Claims(it) => {
            list!(
                server,
                claims,
                list_claims,
                ListClaimsRequest,
                claims,
                it,
                time
            )
        }
        Matching::Appearances(it) => list!(
            server,
            claims,
            list_appearances,
            ListAppearancesRequest,
            appearances,
            it,
            time,
            parent
        ),
        Matching::Relations(it) => list!(
            server,
            claims,
            list_relations,
            ListRelationsRequest,
            relations,
            it,
            time,
            parent
        ),
        Matching::Reviews(it) => {
            list!(
                server,
                reviews,
                list_reviews,
                ListReviewsRequest,
                reviews,
                it,
                time,
                parent
            )
        }
    }
}

/// Begins a watch with a snapshot, and reads the whole snapshot.
async fn watch_from_snapshot(
    server: &TestServer,
    conditions: Matching,
    random: Random,
) -> Watching {
    let filter = ChangeFilter {
        matching: Some(conditions),
        ..ChangeFilter::default()
    };
    let mut watching = Watching {
        request: WatchChangesRequest {
            filter: Some(filter),
            snapshot: true,
            ..WatchChangesRequest::default()
        },
        random,
        snapshot: Vec::new(),
        changes: Vec::new(),
        is_whole: false,
    };
    watching.read(server, |watching| watching.is_whole).await;
    watching
}

struct Watching {
    request: WatchChangesRequest,
    random: Random,
    snapshot: Vec<Change>,
    changes: Vec<Change>,
    is_whole: bool,
}

impl Watching {
    /// Reads until a condition holds. Now and then it closes the stream and continues with a new
    /// one.
    async fn read(&mut self, server: &TestServer, until: impl Fn(&Self) -> bool) {
        loop {
            let answer = server.changes().watch_changes(self.request.clone()).await;
            let mut stream = answer.unwrap().into_inner();
            for _ in 0..=self.random.below(8) {
                let answer = stream.message().await.unwrap().unwrap();
                self.request.snapshot = false;
                self.request.position = answer.position;
                match answer.snapshot {
                    true => {
                        assert!(!self.is_whole, "the snapshot came after its end");
                        self.snapshot.extend(answer.changes);
                    }
                    false => {
                        self.is_whole = true;
                        self.changes.extend(answer.changes);
                    }
                }
                if until(self) {
                    return;
                }
            }
        }
    }

    /// Whether the watch has reached a position.
    fn has_reached(&self, position: &str) -> bool {
        comparable(&self.request.position) >= comparable(position)
    }

    /// What the snapshot and the changes up to a time select.
    fn selected(&self, time: Timestamp) -> Selected {
        let mut selected = Selected::new();
        for change in &self.snapshot {
            assert_eq!(change.effect(), Effect::Entered);
            assert!(
                apply(&mut selected, change),
                "it was there twice: {change:?}"
            );
        }
        let then = self.changes.iter();
        for change in then.filter(|it| micros(it.change_time) <= micros(Some(time))) {
            let is_new = apply(&mut selected, change);
            let was_there = change.effect() != Effect::Entered;
            assert_eq!(is_new, !was_there, "{change:?}");
        }
        selected
    }
}

/// Applies a change. Returns whether its resource was not selected before.
fn apply(selected: &mut Selected, change: &Change) -> bool {
    let name = change
        .resource_name
        .trim_end_matches("/standing")
        .to_owned();
    let state = match (&change.standing_of, change.resource.as_ref().unwrap()) {
        (Some(claim), _) => format!("{claim:?}"),
        (None, Resource::Source(it)) => format!("{it:?}"),
        (None, Resource::Article(it)) => format!("{it:?}"),
        (None, Resource::Claim(it)) => format!("{it:?}"),
        (None, Resource::Appearance(it)) => format!("{it:?}"),
        (None, Resource::Relation(it)) => format!("{it:?}"),
        (None, Resource::Review(it)) => format!("{it:?}"),
        (None, Resource::Standing(_)) => panic!("a standing without its claim"),
    };
    match change.effect() {
        Effect::Left => selected.remove(&name).is_none(),
        _ => selected.insert(name, state).is_none(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_from_a_snapshot_and_a_list_as_of_a_moment_select_the_same() {
    println!("seed {SEED:#x}");
    let mut scene = Scene::start(SEED).await;
    for _ in 0..BEFORE {
        let _ = scene.call().await;
    }
    scene.server.log_settled().await;
    let known: Vec<String> = scene.sources().iter().map(|it| it.name.clone()).collect();
    let conditions = conditions(&known);
    let mut watches = Vec::new();
    for (number, conditions) in (1..).zip(&conditions) {
        let random = Random::new(SEED ^ number);
        watches.push(watch_from_snapshot(&scene.server, conditions.clone(), random).await);
    }
    let before = log(&scene.server).await.len();
    for _ in 0..AFTER {
        let _ = scene.call().await;
    }
    let server = &scene.server;
    let log = log(server).await;
    let last = log.last().unwrap().position.clone();
    let times: BTreeSet<(i64, i32)> = log[before..]
        .iter()
        .filter_map(|it| it.change_time.as_ref())
        .map(|time| (time.seconds, time.nanos))
        .collect();
    let step = times.len().div_ceil(MOMENTS);
    let times: Vec<_> = times.iter().rev().step_by(step).collect();
    assert!(times.len() > MOMENTS / 2);
    let mut counts = Vec::new();
    for (watching, conditions) in watches.iter_mut().zip(&conditions) {
        watching.read(server, |it| it.has_reached(&last)).await;
        let mut most = 0;
        for &&(seconds, nanos) in &times {
            let time = Timestamp { seconds, nanos };
            let selected = watching.selected(time);
            most = most.max(selected.len());
            assert_eq!(
                selected,
                listed(server, conditions, time).await,
                "{conditions:?} as of {time:?}"
            );
        }
        counts.push(most);
    }
    println!("selected at most {counts:?}");
    let telling = counts.iter().filter(|count| **count > 0).count();
    assert!(telling > counts.len() / 2, "{counts:?}");
}
