//! Re-anchoring a thousand appearances in the next version of a body of 100 KB: by the domain
//! alone on one thread, and by UpdateArticle. Options: `--appearances`, `--bytes`, `--runs`,
//! `--seed`.

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
#[path = "support/text.rs"]
mod text;
#[path = "support/timings.rs"]
mod timings;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use claimstore::{
    domain::{
        passage::{Anchor, VersionText},
        resource::{Appearance, ArticleId, ClaimId, Printing},
        rule::{NewVersion, VersionAlignment},
    },
    wire::pb::{self, claim_service_client::ClaimServiceClient},
};
use prost_types::FieldMask;
use uuid::Uuid;

use self::{
    arguments::number,
    database::Database,
    machine::Cpu,
    server::Server,
    text::{Paragraph, Random, Writer, assemble},
    timings::Timings,
};

const MEDIAN_MS_MAX: f64 = 100.0;

/// At least this percentage of appearances must be found.
const FOUND_PERCENT_MIN: usize = 95;

const HEADLINE: &str = "What was said, and by whom";

/// Two versions of a body, and the spans of appearances in the first.
struct Scene {
    old: String,
    new: String,
    spans: Vec<Span>,
}

/// The span of an appearance's words in code points, and of a figure in some of them.
struct Span {
    wording: (i32, i32),
    figure: Option<(i32, i32)>,
}

impl Scene {
    fn new(seed: usize, bytes: usize, appearances: usize) -> Self {
        let mut writer = Writer::new(seed);
        let mut paragraphs = writer.paragraphs(bytes);
        let (old, sentences) = assemble(&paragraphs);
        let chars: Vec<char> = old.chars().collect();
        let spans = (0..appearances)
            .map(|_| span(&mut writer.random, &chars, &sentences))
            .collect();
        edit(&mut writer, &mut paragraphs);
        let (mut new, _) = assemble(&paragraphs);
        rewrap(&mut new);
        Self { old, new, spans }
    }
}

/// A random sentence, or some of its words.
fn span(random: &mut Random, chars: &[char], sentences: &[(i32, i32)]) -> Span {
    let (from, to) = random.pick(sentences);
    let is_gap = |at: &i32| chars[usize::try_from(*at).unwrap()] == ' ';
    let mut starts: Vec<i32> = (from..to).filter(is_gap).map(|at| at + 1).collect();
    starts.insert(0, from);
    let first = random.below(starts.len().div_ceil(2));
    let count = (4 + random.below(12)).min(starts.len() - first);
    let end = starts.get(first + count).map_or(to, |next| next - 1);
    let word = first + random.below(count);
    let word_end = starts.get(word + 1).map_or(to, |next| next - 1);
    Span {
        wording: (starts[first], end),
        figure: (random.below(3) == 0).then_some((starts[word], word_end)),
    }
}

/// Edits the text as an editor would: paragraphs are added, removed and moved, sentences are
/// removed, added and reworded.
fn edit(writer: &mut Writer, paragraphs: &mut Vec<Paragraph>) {
    let count = paragraphs.len();
    let moved = paragraphs.remove(count / 3);
    paragraphs.insert(count * 2 / 3, moved);
    paragraphs.remove(count / 2);
    paragraphs.insert(1, vec![writer.sentence(), writer.sentence()]);
    for _ in 0..5 {
        let at = writer.random.below(paragraphs.len());
        let sentence = writer.sentence();
        paragraphs[at].insert(0, sentence);
        let at = writer.random.below(paragraphs.len());
        paragraphs[at].pop();
    }
    for _ in 0..40 {
        let at = writer.random.below(paragraphs.len());
        if let Some(sentence) = paragraphs[at].first_mut() {
            *sentence = sentence.replacen(' ', " indeed ", 1);
        }
    }
}

/// Breaks lines after sentences in the first tenth.
fn rewrap(text: &mut String) {
    let mut end = text.len() / 10;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let wrapped = text[..end].replace(". ", ".\n");
    text.replace_range(..end, &wrapped);
}

fn slice(chars: &[char], (start, end): (i32, i32)) -> String {
    let at = |position| usize::try_from(position).unwrap_or_default();
    chars[at(start)..at(end).min(chars.len())].iter().collect()
}

fn anchor(chars: &[char], (start, end): (i32, i32)) -> Anchor {
    Anchor {
        exact: slice(chars, (start, end)),
        prefix: slice(chars, ((start - 32).max(0), start)),
        suffix: slice(chars, (end, end + 32)),
        start: Some(start),
        end: Some(end),
        ..Anchor::default()
    }
}

fn appearances(scene: &Scene) -> Vec<Appearance> {
    let chars: Vec<char> = scene.old.chars().collect();
    let spans = scene.spans.iter().zip(1..);
    spans
        .map(|(span, number)| Appearance {
            claim: ClaimId::new(Uuid::from_u128(number)),
            article: ArticleId::new(Uuid::from_u128(0)),
            article_version: 1,
            anchoring: None,
            printing: Printing {
                anchors: vec![anchor(&chars, span.wording)],
                printed_figures: span
                    .figure
                    .map(|it| anchor(&chars, it))
                    .into_iter()
                    .collect(),
                ..Printing::default()
            },
        })
        .collect()
}

type Outcomes = BTreeMap<String, usize>;

/// Re-anchors all appearances, as an update does between reading and writing.
fn reanchor_all(scene: &Scene, appearances: &[Appearance]) -> (Duration, Outcomes) {
    let begin = Instant::now();
    let old = VersionText::new(&scene.old, HEADLINE);
    let new = VersionText::new(&scene.new, HEADLINE);
    let version = NewVersion {
        version: 2,
        earlier: BTreeMap::from([(1, VersionAlignment::new(&old, &new, "en"))]),
    };
    let found: Vec<Appearance> = appearances.iter().map(|it| version.find(it)).collect();
    let identities = found.iter().filter(|it| it.article_version == 2);
    let identities: Vec<_> = identities.map(|it| it.identity(&new)).collect();
    let took = begin.elapsed();
    assert!(!identities.is_empty());
    let outcomes = found.iter().map(|it| it.anchoring.unwrap().outcome);
    (took, count(outcomes.map(|it| format!("{it:?}"))))
}

fn count(outcomes: impl Iterator<Item = String>) -> Outcomes {
    let mut counts = Outcomes::new();
    for outcome in outcomes {
        *counts.entry(outcome).or_default() += 1;
    }
    counts
}

fn assert_found(outcomes: &Outcomes, all: usize) {
    let lost = outcomes.get("Orphaned").copied().unwrap_or_default();
    let (found, min) = ((all - lost) * 100, all * FOUND_PERCENT_MIN);
    assert!(found >= min, "{lost} of {all} were lost");
}

/// Re-anchors by UpdateArticle, with all that it writes; returns how long the call took.
async fn update(scene: &Scene) -> (Duration, Outcomes) {
    let database = Database::start().await;
    let server = Server::start(&database.url());
    let mut articles =
        pb::article_service_client::ArticleServiceClient::new(server.channel.clone())
            .max_decoding_message_size(8 << 20);
    let request = pb::CreateArticleRequest {
        article: Some(pb::Article {
            headline: HEADLINE.to_owned(),
            body: scene.old.clone(),
            ..pb::Article::default()
        }),
        ..pb::CreateArticleRequest::default()
    };
    let article = articles.create_article(request).await.unwrap().into_inner();
    let mut claims =
        ClaimServiceClient::new(server.channel.clone()).max_decoding_message_size(8 << 20);
    for (begin, spans) in scene.spans.chunks(500).enumerate() {
        store(&mut claims, &article.name, scene, begin * 500, spans).await;
    }
    let request = pb::UpdateArticleRequest {
        article: Some(pb::Article {
            name: article.name,
            body: scene.new.clone(),
            ..pb::Article::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["body".to_owned()],
        }),
        ..pb::UpdateArticleRequest::default()
    };
    let begin = Instant::now();
    let article = articles.update_article(request).await.unwrap().into_inner();
    let took = begin.elapsed();
    drop(server);
    database.stop().await;
    let outcomes = article.reanchored.iter();
    let outcomes = outcomes.map(|it| it.anchoring.as_ref().unwrap().outcome());
    (took, count(outcomes.map(|it| format!("{it:?}"))))
}

/// Stores claims, and an appearance of each.
async fn store(
    client: &mut ClaimServiceClient<tonic::transport::Channel>,
    article: &str,
    scene: &Scene,
    first: usize,
    spans: &[Span],
) {
    let requests = (first..)
        .zip(spans)
        .map(|(number, _)| pb::CreateClaimRequest {
            claim: Some(pb::Claim {
                statement: format!("Claim number {number}"),
                language: "en".to_owned(),
                r#type: pb::ClaimType::EventOrProperty.into(),
                ..pb::Claim::default()
            }),
            ..pb::CreateClaimRequest::default()
        });
    let request = pb::BatchCreateClaimsRequest {
        requests: requests.collect(),
        ..pb::BatchCreateClaimsRequest::default()
    };
    let created = client.batch_create_claims(request).await.unwrap();
    let chars: Vec<char> = scene.old.chars().collect();
    let anchor = |(start, end)| pb::Anchor {
        part: pb::ArticlePart::Body.into(),
        exact: slice(&chars, (start, end)),
        start: Some(start),
        end: Some(end),
        ..pb::Anchor::default()
    };
    let claims = created.into_inner().claims.into_iter();
    let requests = claims
        .zip(spans)
        .map(|(claim, span)| pb::CreateAppearanceRequest {
            parent: claim.name,
            appearance: Some(pb::Appearance {
                article: article.to_owned(),
                anchors: vec![anchor(span.wording)],
                printed_figures: span.figure.map(anchor).into_iter().collect(),
                form: pb::AppearanceForm::Stated.into(),
                modality: pb::Modality::Certain.into(),
                article_stance: pb::Stance::Asserts.into(),
                ..pb::Appearance::default()
            }),
            ..pb::CreateAppearanceRequest::default()
        });
    let request = pb::BatchCreateAppearancesRequest {
        parent: "claims/-".to_owned(),
        requests: requests.collect(),
        ..pb::BatchCreateAppearancesRequest::default()
    };
    client.batch_create_appearances(request).await.unwrap();
}

#[tokio::main]
async fn main() {
    let seed = number("seed", 1);
    let (all, bytes) = (number("appearances", 1_000), number("bytes", 100_000));
    let scene = Scene::new(seed, bytes, all);
    let sizes = (scene.old.len(), scene.new.len());
    println!("anchors: seed {seed}, {all} appearances, bodies of {sizes:?} bytes");

    let cpu = Cpu::now();
    let appearances = appearances(&scene);
    let runs: Vec<_> = (0..number("runs", 25))
        .map(|_| reanchor_all(&scene, &appearances))
        .collect();
    let outcomes = &runs[0].1;
    assert_found(outcomes, all);
    let timings: Timings = runs.iter().map(|it| it.0).collect::<Vec<_>>().into();
    println!("  re-anchored on one thread: {timings}; {outcomes:?}");
    println!("  of the CPU others took {:.0} %", cpu.others());
    assert!(timings.ms(0.5) <= MEDIAN_MS_MAX);

    let updates = [
        update(&scene).await,
        update(&scene).await,
        update(&scene).await,
    ];
    for (took, outcomes) in &updates {
        assert_eq!(outcomes.values().sum::<usize>(), all);
        assert_found(outcomes, all);
        println!(
            "  UpdateArticle: {:.1} ms; {outcomes:?}",
            took.as_secs_f64() * 1e3
        );
    }
}
