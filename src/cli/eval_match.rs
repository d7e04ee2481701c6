//! `claimstore eval-match`.

mod fit;
mod judged;
mod report;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Instant,
};

use clap::Args;

use self::judged::{Judged, Judgement};
use super::{
    counted::counted_len,
    error::Error,
    language::language_tag,
    terminal::{Form, Out},
};
use crate::index::{
    claims::{self, IndexedClaim},
    embeddings::{Embeddings, EncodeError, Encoder},
    matching::{Question, matches},
};

/// How many claims are answered for each query.
const ANSWERS: usize = 20;

/// What `eval-match` takes.
#[derive(Args)]
#[command(after_help = "\
Example:
  claimstore eval-match --claims claims.tsv --queries queries.tsv --qrels qrels.tsv

The files have tabs between their columns. Claims: id, statement, title, below a line with the
names of the columns. Queries: id, text, below such a line. Qrels: query, 0, claim, relevance,
which is 1 or more for a claim that is right.

The claims are indexed in memory, with their titles as wordings. A hit on another claim with the
same statement counts as right. Each query is also asked with its right claims left out: that is
how certain the answers to unknown claims are.")]
pub struct EvalMatchArgs {
    /// The claims
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    /// The queries
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Which claim is right for which query
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// The language of claims and queries
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language_tag)]
    language: String,
    /// The directory of a sentence encoder, as `serve --encoder-dir` takes it
    #[arg(long, value_name = "DIR")]
    encoder_dir: Option<PathBuf>,
    /// Also fit the weights of the confidence to these queries, and print them
    #[arg(long)]
    fit: bool,
    #[command(flatten)]
    pub(super) form: Form,
}

/// Matches the queries, and prints how well that went.
pub fn run(args: &EvalMatchArgs) -> Result<(), Error> {
    let judged = Judged::read(&args.claims, &args.queries, &args.qrels)?;
    let mut writer = claims::in_memory().map_err(Error::new)?;
    let embeddings = match &args.encoder_dir {
        Some(directory) => Some(open(directory)?),
        None => None,
    };
    if let Some(embeddings) = &embeddings {
        let with_embeddings = writer.with_embeddings(Arc::clone(embeddings));
        writer = with_embeddings.map_err(Error::new)?;
    }
    let begin = Instant::now();
    for claim in &judged.claims {
        let claim = IndexedClaim {
            language: args.language.clone(),
            ..claim.clone()
        };
        writer.put(claim).map_err(Error::new)?;
    }
    writer.commit("").map_err(Error::new)?;
    let mut out = Out::new(&args.form);
    if !out.is_json {
        let (count, time) = (judged.claims.len(), begin.elapsed());
        let claims = counted_len(count, "claim");
        out.line(format!("{claims} indexed in {time:.1?}"))?;
    }
    if let Some(embeddings) = &embeddings {
        let begin = Instant::now();
        encode(embeddings)?;
        if !out.is_json {
            let time = begin.elapsed();
            out.line(format!("their statements encoded in {time:.1?}"))?;
        }
    }
    let snapshot = writer.reader().snapshot();
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for query in &judged.queries {
        let mut question = Question {
            text: &query.text,
            language: &args.language,
            ..Question::default()
        };
        let begin = Instant::now();
        let meaning = embeddings.as_ref().map(|it| it.meaning(&query.text));
        let meaning = meaning.transpose().map_err(Error::new)?;
        question.meaning = meaning.as_ref();
        let answers = matches(&snapshot, &question, ANSWERS).map_err(Error::new)?;
        known.push(Judgement::new(query, answers, begin.elapsed()));
        question.without = &query.right;
        let answers = matches(&snapshot, &question, ANSWERS).map_err(Error::new)?;
        unknown.push(Judgement::new(query, answers, begin.elapsed()));
    }
    if out.is_json {
        let mut measured = report::json(&known, &unknown);
        if args.fit {
            measured["fit"] = fit::json(&known, &unknown);
        }
        return Ok(out.json(Some(measured.to_string()))?);
    }
    out.text(&report::text(&known, &unknown).into())?;
    if args.fit {
        out.text(&fit::text(&known, &unknown).into())?;
    }
    Ok(())
}

fn open(directory: &Path) -> Result<Arc<Embeddings>, Error> {
    let encoder = Encoder::open(directory).map_err(Error::new)?;
    Ok(Arc::new(Embeddings::in_memory(encoder)))
}

/// Encodes all statements, with a thread for each core.
fn encode(embeddings: &Embeddings) -> Result<(), Error> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let encode = || {
        let encoder = embeddings.encoder().with_threads(1);
        while embeddings.make_one(&encoder)? {}
        Ok::<_, EncodeError>(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(encode)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| match thread.join() {
                Ok(encoded) => encoded.map_err(Error::new),
                Err(_) => Err(Error::new(EncodeError::Panicked)),
            })
    })
}
