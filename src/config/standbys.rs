//! The standbys that reads may go to.

use std::time::Duration;

use clap::{Args, value_parser};

use super::{
    database_url::{self, LeadsTo},
    error::Error,
};
use crate::store::Target;

/// The standbys that reads may go to.
#[derive(Args, Clone)]
pub struct Standbys {
    /// Standby of the database that reads may go to; can be repeated, or a list with commas
    ///
    /// Each leads to one standby, and not to several in turn. At most eight; a comma in a url is %2C.
    /// Writes, searches and reads that have to be fresher go to the database url, and all other reads
    /// too while no standby is fresh enough. Not with --database-pooled.
    #[arg(
        long = "read-database-url",
        env = "CLAIMSTORE_READ_DATABASE_URL",
        value_name = "URL",
        value_delimiter = ',',
        hide_env_values = true,
        requires = "url"
    )]
    pub read_urls: Vec<String>,

    /// Longest that a standby may be behind for reads to go to it, in milliseconds; 500 to 60000
    #[arg(
        long = "read-staleness-max-ms",
        env = "CLAIMSTORE_READ_STALENESS_MAX_MS",
        value_name = "MS",
        default_value_t = 5_000,
        value_parser = value_parser!(u64).range(500..=60_000)
    )]
    pub read_staleness_max_ms: u64,
}

/// The most standbys.
const COUNT_MAX: usize = 8;

impl Standbys {
    /// How they are reached. A pooler could lead each transaction to another one, and nothing that is
    /// known of one would hold.
    pub fn targets(&self, is_pooled: bool) -> Result<Vec<Target>, Error> {
        if is_pooled && !self.read_urls.is_empty() {
            return Err(Error::PooledStandbys);
        }
        if self.read_urls.len() > COUNT_MAX {
            return Err(Error::TooManyStandbys(COUNT_MAX));
        }
        let urls = self.read_urls.iter().enumerate();
        urls.map(|(index, url)| {
            let options = database_url::read(url, LeadsTo::Standby);
            let options = options.map_err(|problems| Error::DatabaseUrl {
                which: format!("url {} of --read-database-url", index + 1),
                problems,
            })?;
            Ok(options.into())
        })
        .collect()
    }

    /// The longest that one may be behind.
    pub const fn staleness_max(&self) -> Duration {
        Duration::from_millis(self.read_staleness_max_ms)
    }
}
