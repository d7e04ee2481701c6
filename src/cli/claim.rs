//! `claimstore claim add`: a claim that an article prints, in one command.
//!
//! It is an import of a bundle with only that claim. So the same command again changes
//! nothing, and a claim with the same statement is not stored twice.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};
use tonic::Status;
use uuid::Uuid;

use super::{
    client::{self, Clients, Server, Writer, call},
    error::Error,
    listing::list_sources,
    page::names::display_name,
    resolve::{ResolveError, resolve_kind},
    sent_bundle::{result_line, send},
};
use crate::{
    domain::{
        resource::{Kind, Name, SourceId},
        value::identity::normal_text,
    },
    wire::pb,
};

/// What `claim` takes.
#[derive(Args)]
pub struct ClaimArgs {
    #[command(subcommand)]
    command: ClaimCommand,
}

#[derive(Subcommand)]
enum ClaimCommand {
    /// Store that an article prints a claim, and on whose word
    Add(Box<AddArgs>),
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore claim add --article cms:51907 \\
      --quote 'at least 12 boats are believed to be missing' --source 'The mayor' \\
      --statement 'At least 12 boats are missing.' --modality probable
      what the article reports on the word of the mayor
  claimstore claim add --article https://tide.example/1 --quote 'The harbour is closed.'
      what the article asserts itself; the statement is the quoted sentence")]
struct AddArgs {
    /// Article that prints the claim: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for its id in another system
    #[arg(long, value_name = "ARTICLE")]
    article: String,

    /// Words of the article that print the claim, verbatim
    #[arg(long, value_name = "WORDS")]
    quote: String,

    /// Words before the quoted ones, where those occur more than once
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    prefix: String,

    /// Words after the quoted ones, where those occur more than once
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    suffix: String,

    /// The claim as a sentence that can be understood alone [default: the quoted words]
    #[arg(long, value_name = "SENTENCE")]
    statement: Option<String>,

    /// Language of the statement, as a BCP-47 tag [default: that of the article]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Kind of claim
    #[arg(long = "type", value_name = "TYPE", default_value = "event-or-property", value_parser = TYPES)]
    claim_type: String,

    /// Who says so: a source of the article by its display name, or any source by its name,
    /// the beginning of its id, or its url; a display name that the article's sources do not
    /// have makes a new source. May be given more than once: the first is nearest the article
    /// [default: nobody but the article]
    #[arg(long = "source", value_name = "SOURCE")]
    sources: Vec<String>,

    /// What the last source does with the claim
    #[arg(long, value_name = "STANCE", default_value = "asserts", value_parser = STANCES)]
    stance: String,

    /// What the article itself does with the claim [default: reports if there is a source,
    /// else asserts]
    #[arg(long, value_name = "STANCE", value_parser = STANCES)]
    article_stance: Option<String>,

    /// How certain the article presents it
    #[arg(long, value_name = "MODALITY", default_value = "certain", value_parser = MODALITIES)]
    modality: String,

    /// How the article prints it
    #[arg(long, value_name = "FORM", default_value = "stated", value_parser = FORMS)]
    form: String,

    #[command(flatten)]
    writer: Writer,

    #[command(flatten)]
    server: Server,
}

const TYPES: [&str; 6] = [
    "event-or-property",
    "numerical",
    "quotation",
    "causal",
    "position",
    "prediction",
];
const STANCES: [&str; 5] = ["asserts", "reports", "denies", "doubts", "does-not-deny"];
const MODALITIES: [&str; 6] = [
    "certain",
    "probable",
    "possible",
    "alleged",
    "hypothetical",
    "predicted",
];
const FORMS: [&str; 3] = ["stated", "presupposed", "implied"];

/// The value of an enum of the contract: its values have the order of these words.
fn value(words: &[&str], word: &str) -> i32 {
    let index = words.iter().position(|it| *it == word);
    index
        .and_then(|it| i32::try_from(it + 1).ok())
        .unwrap_or_default()
}

#[derive(Debug, thiserror::Error)]
enum AddError {
    #[error(transparent)]
    Connect(#[from] client::ConnectError),
    #[error(transparent)]
    Name(#[from] ResolveError),
    #[error("{0} prints neither in its text nor in its headline: {1:?}; quote it verbatim")]
    NotPrinted(String, String),
    #[error("{0} says no language; give --language, as a BCP-47 tag such as en or it-IT")]
    NoLanguage(String),
    #[error("{0:?} is the display name of {1} sources of the article; give the name of one:{2}")]
    SeveralSources(String, usize, String),
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the result cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for AddError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Runs the command.
pub async fn run(args: ClaimArgs) -> Result<(), Error> {
    let ClaimCommand::Add(args) = args.command;
    add(&args).await.map_err(Error::new)
}

async fn add(args: &AddArgs) -> Result<(), AddError> {
    let clients = args.server.connect().await?;
    let article = resolve_kind(&clients, &args.article, &[Kind::Article]).await?;
    let request = pb::GetArticleRequest {
        name: article.to_string(),
        view: pb::ArticleView::Full.into(),
        ..pb::GetArticleRequest::default()
    };
    let article = call!(clients.articles, get_article, request)?;
    let speakers = speakers(&clients, args, &article.name).await?;
    let response = send(&clients, &args.writer, bundle(args, &article, speakers)?).await?;
    let mut out = io::stdout().lock();
    for result in &response.results {
        writeln!(out, "{}", result_line(result))?;
    }
    Ok(())
}

/// The sources to whom the claim is attributed.
#[derive(Debug, Default)]
struct Speakers {
    /// Their names.
    references: Vec<String>,
    new: Vec<pb::BundleSource>,
}

async fn speakers(clients: &Clients, args: &AddArgs, article: &str) -> Result<Speakers, AddError> {
    let mut speakers = Speakers::default();
    if args.sources.is_empty() {
        return Ok(speakers);
    }
    let filter = pb::SourceFilter {
        article: article.to_owned(),
        ..pb::SourceFilter::default()
    };
    let known = list_sources(clients, filter).await?.items;
    for text in &args.sources {
        let called = normal_text(text);
        let named = known
            .iter()
            .filter(|it| normal_text(&display_name(it)) == called);
        let named: Vec<&pb::Source> = named.collect();
        let reference = match named.as_slice() {
            [one] => one.name.clone(),
            [] => match resolve_kind(clients, text, &[Kind::Source]).await {
                Ok(name) => name.to_string(),
                Err(ResolveError::NotAName(_)) => {
                    let source = new_source(text);
                    let name = source.name.clone();
                    speakers.new.push(pb::BundleSource {
                        key: String::new(),
                        source: Some(source),
                    });
                    name
                }
                Err(error) => return Err(error.into()),
            },
            several => {
                let names = several
                    .iter()
                    .map(|it| format!("\n  {}", it.name))
                    .collect();
                return Err(AddError::SeveralSources(text.clone(), several.len(), names));
            }
        };
        speakers.references.push(reference);
    }
    Ok(speakers)
}

/// A source of which only the display name is known. It has a name from here, so that the
/// bundle can tell it from others.
fn new_source(display_name: &str) -> pb::Source {
    let id = SourceId::new(Uuid::now_v7());
    pb::Source {
        name: Name::Source(id).to_string(),
        kind: pb::SourceKind::NotSpecified.into(),
        display_name: display_name.trim().to_owned(),
        ..pb::Source::default()
    }
}

fn bundle(
    args: &AddArgs,
    article: &pb::Article,
    speakers: Speakers,
) -> Result<pb::Bundle, AddError> {
    let part = match () {
        () if article.body.contains(&args.quote) => pb::ArticlePart::Body,
        () if article.headline.contains(&args.quote) => pb::ArticlePart::Headline,
        () => {
            let quote = args.quote.clone();
            return Err(AddError::NotPrinted(article.name.clone(), quote));
        }
    };
    let language = args.language.as_ref().unwrap_or(&article.language);
    if language.is_empty() {
        return Err(AddError::NoLanguage(article.name.clone()));
    }
    let claim = pb::Claim {
        statement: args.statement.as_ref().unwrap_or(&args.quote).clone(),
        language: language.clone(),
        r#type: value(&TYPES, &args.claim_type),
        ..pb::Claim::default()
    };
    let appearance = pb::Appearance {
        article: article.name.clone(),
        anchors: vec![pb::Anchor {
            part: part.into(),
            exact: args.quote.clone(),
            prefix: args.prefix.clone(),
            suffix: args.suffix.clone(),
            ..pb::Anchor::default()
        }],
        form: value(&FORMS, &args.form),
        modality: value(&MODALITIES, &args.modality),
        article_stance: match (&args.article_stance, speakers.references.is_empty()) {
            (Some(stance), _) => value(&STANCES, stance),
            (None, true) => pb::Stance::Asserts.into(),
            (None, false) => pb::Stance::Reports.into(),
        },
        chains: chain(&speakers.references, value(&STANCES, &args.stance)),
        ..pb::Appearance::default()
    };
    Ok(pb::Bundle {
        article: None,
        sources: speakers.new,
        claims: vec![pb::BundleClaim {
            claim: Some(claim),
            appearances: vec![appearance],
            ..pb::BundleClaim::default()
        }],
    })
}

/// The sources as one attribution: all but the last report.
fn chain(sources: &[String], last: i32) -> Vec<pb::AttributionChain> {
    let hops = sources.iter().enumerate().map(|(index, source)| pb::Hop {
        source: source.clone(),
        stance: match index + 1 == sources.len() {
            true => last,
            false => pb::Stance::Reports.into(),
        },
        basis: pb::AttributionBasis::Printed.into(),
        ..pb::Hop::default()
    });
    let hops: Vec<pb::Hop> = hops.collect();
    match hops.is_empty() {
        true => Vec::new(),
        false => vec![pb::AttributionChain { hops }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_contract() {
        let last: [(i32, i32); 4] = [
            (
                value(&TYPES, "prediction"),
                pb::ClaimType::Prediction.into(),
            ),
            (
                value(&STANCES, "does-not-deny"),
                pb::Stance::DoesNotDeny.into(),
            ),
            (
                value(&MODALITIES, "predicted"),
                pb::Modality::Predicted.into(),
            ),
            (value(&FORMS, "implied"), pb::AppearanceForm::Implied.into()),
        ];
        for (word, expected) in last {
            assert_eq!(word, expected);
        }
    }
}
