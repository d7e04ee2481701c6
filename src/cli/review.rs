//! `claimstore review`: files a fact-check of a claim, or changes one.

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    calls::{CREATE_REVIEW, UPDATE_REVIEW},
    client::call,
    connect::Clients,
    error::Error,
    exit::Exit,
    page::{
        lists::{odd, verdict},
        names::display_name,
    },
    resolve::resolve_kind,
    resolve_all::{both, resolve_all},
    time::read_time,
    words::VERDICTS,
    writing::{Unchanged, Writing},
};
use crate::{
    domain::resource::{Kind, Name},
    wire::{pb, value::read::to_timestamp},
};

/// What `review` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore review claims/0198c0de --author 'The desk' --verdict false --date 2026-11-27 \\
      --url https://desk.example/1 --explanation 'The harbour office counted ten boats.' \\
      --evidence https://harbour.example/list
      files a fact-check; a later one by the same desk supersedes it
  claimstore review claims/0198c0de --desk https://desk.example --verdict mostly-false \\
      --rating 2 --worst 1 --best 5 --rating-label 'Mostly false'
      on the desk's own scale; the desk is called what the source is called
  claimstore review claims/CLAIM/reviews/REVIEW --explanation 'Ten boats, not twelve.'
      changes what is given of a fact-check that is stored")]
pub struct ReviewArgs {
    /// Claim to judge: its name, or at least 8 characters of the beginning of its id; or the
    /// name of a review to change
    #[arg(value_name = "NAME")]
    name: String,

    /// Whether the claim is true; required for a new review
    #[arg(long, value_name = "VERDICT", value_parser = VERDICTS.parser())]
    verdict: Option<i32>,

    /// Desk or organization that judges; required for a new review, unless --desk is given
    #[arg(long, value_name = "AUTHOR", conflicts_with = "desk")]
    author: Option<String>,

    /// Desk as a source, named as for show: what it is called is the author
    #[arg(long, value_name = "SOURCE")]
    desk: Option<String>,

    /// When the desk judged: a day or an instant, UTC [default: not known, which counts as the
    /// earliest]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    date: Option<DateTime<Utc>>,

    /// Where the review is published
    #[arg(
        long = "url",
        value_name = "URL",
        default_value = "",
        hide_default_value = true
    )]
    review_url: String,

    /// The reasons for the verdict
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    explanation: String,

    /// Source or claim that the verdict rests on, named as for show; may be given more than once
    #[arg(long, value_name = "NAME")]
    evidence: Vec<String>,

    /// Value on the desk's own scale, such as 2 or 3.5
    #[arg(long, value_name = "VALUE")]
    rating: Option<String>,

    /// Highest value of that scale
    #[arg(long, value_name = "VALUE")]
    best: Option<String>,

    /// Lowest value of that scale
    #[arg(long, value_name = "VALUE")]
    worst: Option<String>,

    /// What the desk calls the rating
    #[arg(long, value_name = "WORDS")]
    rating_label: Option<String>,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

/// All that keeps a new review from being filed.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n  "))]
struct NotNew(Vec<&'static str>);

/// Files the review.
pub async fn run(args: ReviewArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    let name = resolve_kind(&clients, &args.name, &[Kind::Claim, Kind::Review]).await?;
    match name {
        Name::Review(..) => change(&clients, &args, name.to_string()).await,
        _ => file(&clients, &args, name.to_string()).await,
    }
}

async fn file(clients: &Clients, args: &ReviewArgs, parent: String) -> Result<(), Error> {
    let mistakes = [
        (args.verdict.is_none(), "a new review needs --verdict"),
        (
            args.author.is_none() && args.desk.is_none(),
            "a new review needs --author, or --desk",
        ),
        (
            !args.unchanged.etag.is_empty(),
            "a new review has no etag yet; --etag is for a review that is changed",
        ),
    ];
    let mistakes = mistakes.into_iter().filter(|(is_made, _)| *is_made);
    let mistakes: Vec<_> = mistakes.map(|(_, what)| what).collect();
    if !mistakes.is_empty() {
        return Err(Error::new(NotNew(mistakes)).with_exit(Exit::Usage));
    }
    let (author, given) = both(author(clients, args), given(clients, args)).await?;
    let request = pb::CreateReviewRequest {
        parent,
        review: Some(pb::Review { author, ..given }),
        request_id: args.writing.request_id(),
        validate_only: args.writing.dry_run,
        ..pb::CreateReviewRequest::default()
    };
    let writing = &args.writing;
    writing
        .run(clients, &CREATE_REVIEW, &request, |it| told("filed", it))
        .await
}

async fn change(clients: &Clients, args: &ReviewArgs, name: String) -> Result<(), Error> {
    let (author, given) = both(author(clients, args), given(clients, args)).await?;
    let request = pb::UpdateReviewRequest {
        review: Some(pb::Review {
            name,
            author,
            etag: args.unchanged.etag.clone(),
            ..given
        }),
        request_id: args.writing.request_id(),
        validate_only: args.writing.dry_run,
        ..pb::UpdateReviewRequest::default()
    };
    let writing = &args.writing;
    writing
        .run(clients, &UPDATE_REVIEW, &request, |it| told("changed", it))
        .await
}

/// The author, or what the source of the desk is called; empty if neither is given.
async fn author(clients: &Clients, args: &ReviewArgs) -> Result<String, Error> {
    let Some(desk) = &args.desk else {
        return Ok(args.author.clone().unwrap_or_default());
    };
    let name = resolve_kind(clients, desk, &[Kind::Source]).await?;
    let request = pb::GetSourceRequest {
        name: name.to_string(),
        ..pb::GetSourceRequest::default()
    };
    let source = call!(clients.sources, get_source, request)?;
    Ok(display_name(&source))
}

/// The fields that are given, without the author.
async fn given(clients: &Clients, args: &ReviewArgs) -> Result<pb::Review, Error> {
    let kinds = [Kind::Source, Kind::Claim];
    let evidence = resolve_all(clients, &args.evidence, &kinds).await?;
    Ok(pb::Review {
        url: args.review_url.clone(),
        review_time: args.date.map(to_timestamp),
        rating: rating(args),
        verdict: args.verdict.unwrap_or_default(),
        explanation: args.explanation.clone(),
        evidence,
        ..pb::Review::default()
    })
}

fn rating(args: &ReviewArgs) -> Option<pb::Rating> {
    let decimal = |value: &Option<String>| value.clone().map(|value| pb::Decimal { value });
    let rating = pb::Rating {
        value: decimal(&args.rating),
        best: decimal(&args.best),
        worst: decimal(&args.worst),
        label: args.rating_label.clone().unwrap_or_default(),
    };
    (rating != pb::Rating::default()).then_some(rating)
}

fn told(done: &str, review: &pb::Review) -> Vec<String> {
    let odd = match odd(review) {
        none if none.is_empty() => none,
        odd => format!("odd: {odd}"),
    };
    vec![
        format!("{done}  {}", review.name),
        format!("{}: {}", review.author, verdict(review.verdict())),
        odd,
    ]
}
