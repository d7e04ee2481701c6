//! Lists in pages: how many are printed, from where on, and what comes after them.

use chrono::{DateTime, Utc};
use clap::{Args, value_parser};

use crate::{
    cli::{
        calls::Method,
        connect::{Clients, Server},
        error::Error,
        resolve::resolve_option,
        terminal::{Form, Out, Reading, Text},
        time::read_time,
    },
    domain::resource::Kind,
    wire::{
        raw::Whole,
        value::read::{WireTimestamp, to_timestamp},
    },
};

/// How much of a list is printed, and from which server.
#[derive(Args)]
pub struct Paging {
    /// How many to print at most
    #[arg(long, value_name = "COUNT", default_value_t = 100,
          value_parser = value_parser!(u32).range(1..=1_000_000))]
    limit: u32,

    /// Print all of them
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// How many to ask for at once: 1 to 1,000
    #[arg(long, value_name = "COUNT", default_value_t = 100,
          value_parser = value_parser!(i32).range(1..=1_000))]
    page_size: i32,

    /// Continue where an earlier call with the same conditions ended
    #[arg(
        long,
        value_name = "TOKEN",
        default_value = "",
        hide_default_value = true
    )]
    page_token: String,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    pub server: Server,
}

impl Paging {
    /// The form in which it prints.
    pub fn form(&self) -> &Form {
        &self.reading.form
    }
}

/// Which state of the resources is listed.
#[derive(Args)]
pub struct State {
    /// Also list what is deleted
    #[arg(long)]
    pub show_deleted: bool,

    /// As of this time: a day or an instant, UTC [default: now]
    #[arg(long, visible_alias = "as-of", value_name = "TIME", value_parser = read_time)]
    pub read_time: Option<DateTime<Utc>>,

    /// Begin with the last one of the order
    #[arg(long, requires = "order")]
    descending: bool,
}

impl State {
    /// The moment of the state, if one is given.
    pub fn moment(&self) -> Option<WireTimestamp> {
        self.read_time.map(to_timestamp)
    }

    /// The order of a list as the contract writes it, from the field that was typed.
    pub fn order(&self, field: Option<&String>) -> String {
        let field = field.map(|field| field.replace('-', "_"));
        match (field, self.descending) {
            (Some(field), true) => format!("{field} desc"),
            (field, _) => field.unwrap_or_default(),
        }
    }
}

/// Whose children are listed: those of a claim, or of all.
pub async fn parent(clients: &Clients, claim: Option<&String>) -> Result<String, Error> {
    match resolve_option(clients, claim, Kind::Claim).await? {
        none if none.is_empty() => Ok("claims/-".to_owned()),
        claim => Ok(claim),
    }
}

/// The page that is asked for.
pub struct Wanted {
    /// Its size.
    pub page_size: i32,
    /// Where it begins.
    pub page_token: String,
}

/// A page of a list.
pub trait Listed: Whole {
    /// How many resources are on it.
    fn count(&self) -> usize;

    /// The token of the next page, or empty.
    fn next(&self) -> &str;
}

macro_rules! listed {
    ($($answer:ident.$items:ident),+ $(,)?) => {
        $(impl Listed for crate::wire::pb::$answer {
            fn count(&self) -> usize {
                self.$items.len()
            }

            fn next(&self) -> &str {
                &self.next_page_token
            }
        })+
    };
}

listed! {
    ListAppearancesResponse.appearances,
    ListArticlesResponse.articles,
    ListArticleVersionsResponse.articles,
    ListClaimsResponse.claims,
    ListConflictsResponse.conflicts,
    ListRelationsResponse.relations,
    ListReviewsResponse.reviews,
    ListSourcesResponse.sources,
}

/// A list: the method, its requests, and how a page is printed.
pub struct List<'a, Q, A, R, P> {
    /// What it is a list of.
    pub what: &'a str,
    /// The method.
    pub method: Method<Q, A>,
    /// The request of a page.
    pub request: R,
    /// A page as text.
    pub page: P,
}

impl<Q, A, R, P> List<'_, Q, A, R, P>
where
    Q: Whole,
    A: Listed,
    R: Fn(Wanted) -> Q,
    P: AsyncFn(&A) -> Result<Text, Error>,
{
    /// Prints the list.
    pub async fn print(self, clients: &Clients, paging: &Paging) -> Result<(), Error> {
        let mut out = Out::paged(&paging.reading);
        let limit = match paging.all {
            true => usize::MAX,
            false => usize::try_from(paging.limit).unwrap_or(usize::MAX),
        };
        let mut page_token = paging.page_token.clone();
        let mut count = 0;
        loop {
            let rest = i32::try_from(limit - count).unwrap_or(i32::MAX);
            let page_size = rest.min(paging.page_size);
            let request = (self.request)(Wanted {
                page_size,
                page_token,
            });
            let answer = self.method.call(clients, &request).await?;
            let page = answer.read()?;
            match out.is_json {
                true => out.json(answer.json())?,
                false => out.text(&(self.page)(&page).await?)?,
            }
            count += page.count();
            page_token = page.next().to_owned();
            if page_token.is_empty() || count >= limit {
                break;
            }
        }
        if out.is_json {
            return Ok(());
        }
        match (count, page_token.is_empty()) {
            (0, true) => out.line(format!("No {} are found.", self.what))?,
            (_, true) => {}
            (_, false) => out.line(format!(
                "\nThere are more: the same command with --page-token {page_token}"
            ))?,
        }
        Ok(())
    }
}
