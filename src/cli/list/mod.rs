//! `claimstore list`: the resources of a kind that meet conditions.

mod appearances;
mod articles;
mod claims;
mod conflicts;
mod paging;
mod relations;
mod reviews;
mod sources;
mod versions;

use clap::{Args, Subcommand};

use super::{error::Error, terminal::Form};

/// What `list` takes.
#[derive(Args)]
pub struct ListArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Articles
    Articles(Box<articles::ArticlesArgs>),
    /// Sources
    Sources(Box<sources::SourcesArgs>),
    /// Claims
    Claims(Box<claims::ClaimsArgs>),
    /// Printings of claims in articles
    Appearances(Box<appearances::AppearancesArgs>),
    /// Relations between claims
    Relations(Box<relations::RelationsArgs>),
    /// Fact-checks of claims
    Reviews(Box<reviews::ReviewsArgs>),
    /// Claims that cannot both be true
    Conflicts(Box<conflicts::ConflictsArgs>),
    /// The versions of an article
    Versions(Box<versions::VersionsArgs>),
}

/// Lists.
pub async fn run(args: ListArgs) -> Result<(), Error> {
    match args.what {
        What::Articles(args) => articles::run(*args).await,
        What::Sources(args) => sources::run(*args).await,
        What::Claims(args) => claims::run(*args).await,
        What::Appearances(args) => appearances::run(*args).await,
        What::Relations(args) => relations::run(*args).await,
        What::Reviews(args) => reviews::run(*args).await,
        What::Conflicts(args) => conflicts::run(*args).await,
        What::Versions(args) => versions::run(*args).await,
    }
}

impl ListArgs {
    /// The form in which it prints.
    pub fn form(&self) -> &Form {
        match &self.what {
            What::Articles(args) => args.paging.form(),
            What::Sources(args) => args.paging.form(),
            What::Claims(args) => args.paging.form(),
            What::Appearances(args) => args.paging.form(),
            What::Relations(args) => args.paging.form(),
            What::Reviews(args) => args.paging.form(),
            What::Conflicts(args) => args.paging.form(),
            What::Versions(args) => args.paging.form(),
        }
    }
}
