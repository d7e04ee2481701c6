//! `claimstore correct`: records the correction that an article printed.

use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::json;

use super::{
    calls::CORRECT_ARTICLE,
    client::call,
    connect::Clients,
    error::Error,
    exit::Exit,
    resolve::resolve_kind,
    resolve_all::{both, resolve_all},
    time::read_time,
    words::CORRECTION_TYPES,
    writing::{Unchanged, Writing},
};
use crate::{
    domain::resource::Kind,
    wire::{pb, value::read::to_timestamp},
};

/// What `correct` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore correct cms:51907 --type correction --date 2026-11-27 \\
      --notice 'An earlier version said that twelve boats are missing. It is ten.' \\
      --claim claims/0198c0de
      the notice, and the claim that it corrects
  claimstore correct cms:51907 --revoke 0198c0e1
      takes a notice back, by the beginning of the id that show prints

It records the notice. The text of the article is not changed: import its new version for that.")]
pub struct CorrectArgs {
    /// Article: its name, at least 8 characters of the beginning of its id, its url, or SYSTEM:ID
    /// for its id in another system
    #[arg(value_name = "ARTICLE")]
    article: String,

    /// Type of the correction
    #[arg(
        long = "type",
        value_name = "TYPE",
        required_unless_present = "revoke",
        value_parser = CORRECTION_TYPES.parser(),
    )]
    correction_type: Option<i32>,

    /// Text of the notice, as printed
    #[arg(long, value_name = "TEXT", required_unless_present = "revoke")]
    notice: Option<String>,

    /// When it was printed: a day or an instant, UTC [default: not known]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    date: Option<DateTime<Utc>>,

    /// Claim that it corrects: its name, or at least 8 characters of the beginning of its id; may
    /// be given more than once
    #[arg(long = "claim", value_name = "CLAIM")]
    claims: Vec<String>,

    /// Take back the correction whose id begins so
    #[arg(
        long,
        value_name = "ID",
        conflicts_with_all = ["correction_type", "notice", "date", "claims"],
    )]
    revoke: Option<String>,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

#[derive(Debug, thiserror::Error)]
enum CorrectError {
    #[error("{article} has no correction whose id begins with {beginning:?}")]
    Nothing { article: String, beginning: String },
    #[error("{beginning:?} begins the ids of several corrections; write more of one:{}", lines(.found))]
    Several {
        beginning: String,
        found: Vec<pb::Correction>,
    },
}

fn lines(corrections: &[pb::Correction]) -> String {
    let lines = corrections.iter();
    lines
        .map(|it| format!("\n  {}  {}", it.id, it.notice))
        .collect()
}

/// Records the correction.
pub async fn run(args: CorrectArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    let (article, claims) = both(
        resolve_kind(&clients, &args.article, &[Kind::Article]),
        resolve_all(&clients, &args.claims, &[Kind::Claim]),
    )
    .await?;
    let article = article.to_string();
    let revoke = match &args.revoke {
        Some(beginning) => corrected(&clients, &article, beginning).await?,
        None => String::new(),
    };
    let correction = args.notice.as_ref().map(|notice| pb::Correction {
        id: String::new(),
        r#type: args.correction_type.unwrap_or_default(),
        time: args.date.map(to_timestamp),
        notice: notice.clone(),
        claims,
    });
    let request = pb::CorrectArticleRequest {
        name: article,
        correction,
        revoke: revoke.clone(),
        etag: args.unchanged.etag.clone(),
        request_id: args.writing.request_id(),
        validate_only: args.writing.dry_run,
    };
    let told = |article: &pb::Article| told(article, &revoke);
    args.writing
        .run(&clients, &CORRECT_ARTICLE, &request, told)
        .await
}

/// The id of the correction of an article that begins so.
async fn corrected(clients: &Clients, article: &str, beginning: &str) -> Result<String, Error> {
    let request = pb::GetArticleRequest {
        name: article.to_owned(),
        view: pb::ArticleView::Basic.into(),
        ..pb::GetArticleRequest::default()
    };
    let corrections = call!(clients.articles, get_article, request)?.corrections;
    let beginning = beginning.to_lowercase();
    let mut found = corrections;
    found.retain(|it| it.id.starts_with(&beginning));
    match found.len() {
        0 => Err(Error::new(CorrectError::Nothing {
            article: article.to_owned(),
            beginning,
        })
        .not_found()),
        1 => Ok(found.remove(0).id),
        _ => {
            let ids: Vec<_> = found.iter().map(|it| it.id.clone()).collect();
            let error = Error::new(CorrectError::Several { beginning, found });
            let error = error.with_exit(Exit::Refused);
            Err(error.with_detail("candidates", json!(ids)))
        }
    }
}

fn told(article: &pb::Article, revoked: &str) -> Vec<String> {
    match (revoked, article.corrections.last()) {
        ("", Some(correction)) => vec![
            format!("corrected  {}", article.name),
            format!("correction {}", correction.id),
        ],
        _ => vec![format!("taken back  {revoked}")],
    }
}
