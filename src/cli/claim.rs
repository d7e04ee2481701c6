//! `claimstore claim add`: a claim that an article prints, in one command.
//!
//! It is recorded as a statement. So the same command again changes nothing, what is stored of
//! the same words is kept and added to, and a claim with the same statement is not stored
//! twice.

use clap::{Args, Subcommand};
use tonic::Status;
use uuid::Uuid;

use super::{
    candidates::Candidates,
    client::{self, Writer, call},
    connect::{Clients, Server},
    error::Error,
    exit::Exit,
    json_object::Object,
    language::language_tag,
    listing::list_sources,
    page::names::display_name,
    quote::{self, NotPrinted, Printed, Quote},
    resolve::{ResolveError, resolve_kind},
    sent_bundle::{result_line, send},
    terminal::{Form, Out},
    words::{CLAIM_TYPES, FORMS, MODALITIES, STANCES},
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
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,

    /// Take the nearest words of the article if the quoted ones are there in another spelling:
    /// with other quotation marks, dashes, spaces or accents
    #[arg(long)]
    lenient: bool,

    /// Kind of claim [default: event-or-property]
    #[arg(long = "type", value_name = "TYPE", value_parser = CLAIM_TYPES.parser())]
    claim_type: Option<i32>,

    /// Who says so: a source of the article by its display name, or any source by its name,
    /// the beginning of its id, or its url; a display name that the article's sources do not
    /// have makes a new source. May be given more than once: the first is nearest the article
    /// [default: nobody but the article]
    #[arg(long = "source", value_name = "SOURCE")]
    sources: Vec<String>,

    /// What the last source does with the claim [default: asserts]
    #[arg(long, value_name = "STANCE", value_parser = STANCES.parser())]
    stance: Option<i32>,

    /// What the article itself does with the claim [default: reports if there is a source,
    /// else asserts]
    #[arg(long, value_name = "STANCE", value_parser = STANCES.parser())]
    article_stance: Option<i32>,

    /// How certain the article presents it [default: certain]
    #[arg(long, value_name = "MODALITY", value_parser = MODALITIES.parser())]
    modality: Option<i32>,

    /// How the article prints it [default: stated]
    #[arg(long = "form", value_name = "FORM", value_parser = FORMS.parser())]
    appearance_form: Option<i32>,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    writer: Writer,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum AddError {
    #[error(transparent)]
    NotPrinted(#[from] NotPrinted),
    #[error("{0} says no language; give --language, as a BCP-47 tag such as en or it-IT")]
    NoLanguage(String),
    #[error("{0:?} is the display name of {1} sources of the article; give the name of one:{2}")]
    SeveralSources(String, usize, String),
}

impl From<AddError> for Error {
    fn from(error: AddError) -> Self {
        let exit = match error {
            AddError::NoLanguage(_) => Exit::Usage,
            AddError::NotPrinted(_) | AddError::SeveralSources(..) => Exit::Refused,
        };
        Self::new(error).with_exit(exit)
    }
}

impl ClaimArgs {
    /// The form in which it prints.
    pub fn form(&self) -> &Form {
        let ClaimCommand::Add(args) = &self.command;
        &args.form
    }
}

/// Runs the command.
pub async fn run(args: ClaimArgs) -> Result<(), Error> {
    let ClaimCommand::Add(args) = args.command;
    add(&args).await
}

async fn add(args: &AddArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    let article = resolve_kind(&clients, &args.article, &[Kind::Article]).await?;
    let request = pb::GetArticleRequest {
        name: article.to_string(),
        view: pb::ArticleView::Full.into(),
        ..pb::GetArticleRequest::default()
    };
    let article = call!(clients.articles, get_article, request)?;
    let request = statement(args, &article)?;
    let mut speakers = speakers(&clients, args, &article.name).await?;
    let mut results = Vec::new();
    let source = speakers.new.pop();
    if !speakers.new.is_empty() {
        // A statement has one new source. The others are stored before it.
        let bundle = pb::Bundle {
            sources: std::mem::take(&mut speakers.new),
            ..pb::Bundle::default()
        };
        results.extend(send(&clients, &args.writer, bundle).await?.results);
    }
    let response = record(&clients, args, (request, source, speakers.references)).await?;
    results.extend(response.results);
    let mut out = Out::new(&args.form);
    if out.is_json {
        let line = Object::default().list("results", "BundleResult", &results);
        return Ok(out.json(line.line())?);
    }
    for result in &results {
        out.line(result_line(result))?;
    }
    let mut candidates = Candidates::default();
    candidates.add(&results);
    for line in candidates.lines(&clients).await? {
        out.line(line)?;
    }
    Ok(())
}

/// Records the statement. All retries have the same request id, so it is stored once.
async fn record(
    clients: &Clients,
    args: &AddArgs,
    (mut request, new, mut references): (
        pb::RecordStatementRequest,
        Option<pb::BundleSource>,
        Vec<String>,
    ),
) -> Result<pb::RecordStatementResponse, Status> {
    if let Some(source) = new.and_then(|new| new.source) {
        for reference in references.iter_mut().filter(|it| **it == source.name) {
            "#source".clone_into(reference);
        }
        request.source = Some(pb::Source {
            name: String::new(),
            ..source
        });
    }
    if let Some(appearance) = &mut request.appearance {
        appearance.chains = chain(&references, args.stance.unwrap_or_default());
    }
    client::with_retries(|| {
        let mut claims = clients.claims.clone();
        let request = args.writer.request(request.clone());
        async move { claims.record_statement(request).await }
    })
    .await
}

/// The sources to whom the claim is attributed.
#[derive(Debug, Default)]
struct Speakers {
    /// Their names.
    references: Vec<String>,
    new: Vec<pb::BundleSource>,
}

async fn speakers(clients: &Clients, args: &AddArgs, article: &str) -> Result<Speakers, Error> {
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
                return Err(AddError::SeveralSources(text.clone(), several.len(), names).into());
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

/// What is recorded, without who says it.
fn statement(
    args: &AddArgs,
    article: &pb::Article,
) -> Result<pb::RecordStatementRequest, AddError> {
    let quote = Quote {
        words: &args.quote,
        prefix: &args.prefix,
        suffix: &args.suffix,
        is_lenient: args.lenient,
    };
    let Printed { part, words } = quote::find(article, &quote)?;
    let language = args.language.as_ref().unwrap_or(&article.language);
    if language.is_empty() {
        return Err(AddError::NoLanguage(article.name.clone()));
    }
    let claim = pb::Claim {
        statement: args.statement.as_ref().unwrap_or(&words).clone(),
        language: args.language.clone().unwrap_or_default(),
        r#type: args.claim_type.unwrap_or_default(),
        ..pb::Claim::default()
    };
    let appearance = pb::Appearance {
        article: article.name.clone(),
        anchors: vec![pb::Anchor {
            part: part.into(),
            exact: words,
            prefix: args.prefix.clone(),
            suffix: args.suffix.clone(),
            lenient: args.lenient,
            ..pb::Anchor::default()
        }],
        form: args.appearance_form.unwrap_or_default(),
        modality: args.modality.unwrap_or_default(),
        article_stance: args.article_stance.unwrap_or_default(),
        ..pb::Appearance::default()
    };
    Ok(pb::RecordStatementRequest {
        appearance: Some(appearance),
        claim: Some(claim),
        request_id: Uuid::now_v7().to_string(),
        ..pb::RecordStatementRequest::default()
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
