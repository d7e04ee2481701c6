//! `claimstore match`: what is known of a text.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::{ArgGroup, Args};

use super::{
    client::call,
    connect::Server,
    error::Error,
    page::matches,
    terminal::{Out, Reading},
};
use crate::wire::{json, pb};

/// What `match` takes.
#[derive(Args)]
#[command(group(ArgGroup::new("matched").required(true).args(["text", "file"])))]
#[command(after_help = "\
Examples:
  claimstore match 'The bridge of Novi Sad fell in 1999'
      the known claims that this may repeat, and why
  claimstore match --file draft.txt --confidence 0.8
      which sentences of an article of more than 1,000 bytes are known claims
  pbpaste | claimstore match --file -
      a text from another program")]
pub struct MatchArgs {
    /// The text
    #[arg(value_name = "TEXT")]
    text: Option<String>,

    /// File with the text; - for standard input
    #[arg(long, value_name = "FILE")]
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

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
#[error("{} cannot be read", .0.display())]
struct Unreadable(PathBuf, #[source] io::Error);

/// Prints what is known of a text.
pub async fn run(args: MatchArgs) -> Result<(), Error> {
    let text = match (args.text, &args.file) {
        (Some(text), _) => text,
        (None, Some(file)) => {
            read(file).map_err(|error| Error::new(Unreadable(file.clone(), error)))?
        }
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
    let mut out = Out::paged(&args.reading);
    if out.is_json {
        let line = json::write("claimstore.v1.MatchClaimsResponse", &response);
        return Ok(out.json(line)?);
    }
    let found = response.texts.first();
    let page = matches::page(&text, found.map_or(&[][..], |it| &it.passages));
    Ok(out.text(&page)?)
}

fn read(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    match file == Path::new("-") {
        true => io::stdin().read_to_string(&mut text).map(|_| text),
        false => fs::read_to_string(file),
    }
}
