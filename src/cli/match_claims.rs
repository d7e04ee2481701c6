//! `claimstore match`: what is known of a text.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use tonic::Status;

use super::{
    client::{self, call},
    connect::{ConnectError, Server},
    error::Error,
    page::matches,
};
use crate::wire::{json, pb};

/// What `match` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore match 'The bridge of Novi Sad fell in 1999'
      the known claims that this may repeat, and why
  claimstore match --file draft.txt --confidence 0.8
      which sentences of an article are known claims
  pbpaste | claimstore match --file -
      a text from another program")]
pub struct MatchArgs {
    /// The text
    #[arg(value_name = "TEXT", required_unless_present = "file")]
    text: Option<String>,

    /// File with the text; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<PathBuf>,

    /// Language of the text as a BCP-47 tag [default: told from the text]
    #[arg(
        long,
        value_name = "TAG",
        default_value = "",
        hide_default_value = true
    )]
    language: String,

    /// Least confidence of the claims; 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = 0.1)]
    confidence: f64,

    /// Most claims for each sentence; 1 to 20
    #[arg(long = "max", value_name = "COUNT", default_value_t = 5)]
    most: i32,

    /// Also match claims that were retracted
    #[arg(long)]
    retracted: bool,

    /// Print the response as protobuf JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum MatchError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("{} cannot be read", .0.display())]
    Input(PathBuf, #[source] io::Error),
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the response cannot be written as JSON")]
    Json,
    #[error("the matches cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for MatchError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Prints what is known of a text.
pub async fn run(args: MatchArgs) -> Result<(), Error> {
    print_matches(args).await.map_err(Error::new)
}

async fn print_matches(args: MatchArgs) -> Result<(), MatchError> {
    let text = match (args.text, &args.file) {
        (Some(text), _) => text,
        (None, Some(file)) => read(file).map_err(|error| MatchError::Input(file.clone(), error))?,
        (None, None) => String::new(),
    };
    let clients = args.server.connect().await?;
    let request = pb::MatchClaimsRequest {
        texts: vec![pb::MatchText {
            text: text.clone(),
            language: args.language,
            ..pb::MatchText::default()
        }],
        max_matches: args.most,
        min_confidence: args.confidence,
        show_retracted: args.retracted,
        view: pb::ClaimView::WithStanding.into(),
        ..pb::MatchClaimsRequest::default()
    };
    let response = call!(clients.search, match_claims, request)?;
    let printed = match args.json {
        true => {
            let line = json::write("claimstore.v1.MatchClaimsResponse", &response);
            line.ok_or(MatchError::Json)? + "\n"
        }
        false => {
            let found = response.texts.first();
            matches::page(&text, found.map_or(&[][..], |it| &it.passages))
        }
    };
    io::stdout().write_all(printed.as_bytes())?;
    Ok(())
}

fn read(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    match file == Path::new("-") {
        true => io::stdin().read_to_string(&mut text).map(|_| text),
        false => fs::read_to_string(file),
    }
}
