//! `claimstore eval-match`.

mod fit;
mod judged;
mod report;

use std::{path::PathBuf, time::Instant};

use clap::Args;

use self::judged::{Judged, Judgement};
use super::error::Error;
use crate::index::{
    claims::{self, IndexedClaim},
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
names of the columns. Queries: id, text, below such a line. Qrels: query, 0, claim, 1.

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
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Also fit the weights of the confidence to these queries, and print them
    #[arg(long)]
    fit: bool,
}

/// Matches the queries, and prints how well that went.
pub fn run(args: &EvalMatchArgs) -> Result<(), Error> {
    let judged = Judged::read(&args.claims, &args.queries, &args.qrels)?;
    let mut writer = claims::in_memory().map_err(Error::new)?;
    let begin = Instant::now();
    for claim in &judged.claims {
        let claim = IndexedClaim {
            language: args.language.clone(),
            ..claim.clone()
        };
        writer.put(claim).map_err(Error::new)?;
    }
    writer.commit("").map_err(Error::new)?;
    println!(
        "{} claims indexed in {:.1?}",
        judged.claims.len(),
        begin.elapsed()
    );
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
        let answers = matches(&snapshot, &question, ANSWERS).map_err(Error::new)?;
        known.push(Judgement::new(query, answers, begin.elapsed()));
        question.without = &query.right;
        let answers = matches(&snapshot, &question, ANSWERS).map_err(Error::new)?;
        unknown.push(Judgement::new(query, answers, begin.elapsed()));
    }
    report::print(&known, &unknown);
    if args.fit {
        fit::print(&known, &unknown);
    }
    Ok(())
}
