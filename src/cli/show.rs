//! `claimstore show`: one article, claim or source as a page for a reader.
//!
//! It reads what a page needs in few calls; `page` writes it.
//! Lists are read up to a bound; the page says where there is more.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal as _, Write as _},
};

use clap::Args;
use tonic::{Code, Status};

use super::{
    client::{self, Clients, Server, with_deadline, with_retries},
    error::Error,
    page::{self, Listed, names::Names, standing::Children},
};
use crate::{
    domain::resource::{Name, NotAName},
    wire::pb,
};

/// What `show` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore show articles/0198c0de-0000-7000-8000-000000000001
      an article, what it rests on, what it claims and on whose word
  claimstore show claims/0198c0de-0000-7000-8000-000000000002
      a claim, how it stands, and everywhere it is printed
  claimstore show sources/0198c0de-0000-7000-8000-000000000003 | less
      a source and what rests on it

Names are what import prints, with --verbose for all of them.")]
pub struct ShowArgs {
    /// Resource name: articles/UUID, claims/UUID or sources/UUID
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum ShowError {
    #[error("{name:?} {cause}")]
    Name { name: String, cause: NotAName },
    #[error("{0} does not exist; import --verbose prints the names of what it stores")]
    NotFound(String),
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the page cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for ShowError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Shows the resource.
pub async fn run(args: ShowArgs) -> Result<(), Error> {
    let name: Name = args.name.parse().map_err(|cause| {
        let name = args.name.clone();
        Error::new(ShowError::Name { name, cause })
    })?;
    let clients = args.server.connect().await.map_err(Error::new)?;
    let page = page(&clients, name).await.map_err(|error| {
        Error::new(match error {
            ShowError::Call(status) if status.code() == Code::NotFound => {
                ShowError::NotFound(args.name.clone())
            }
            error => error,
        })
    })?;
    write(&page).map_err(|error| Error::new(ShowError::Output(error)))
}

async fn page(clients: &Clients, name: Name) -> Result<String, ShowError> {
    match name {
        Name::Article(_) => article(clients, name.to_string()).await,
        Name::Claim(_) => claim(clients, name.to_string(), None).await,
        Name::Appearance(id, _) => {
            let claim_name = Name::Claim(id).to_string();
            claim(clients, claim_name, Some(name.to_string())).await
        }
        Name::Relation(id, _) | Name::Review(id, _) | Name::Standing(id) => {
            claim(clients, Name::Claim(id).to_string(), None).await
        }
        Name::Source(_) => source(clients, name.to_string()).await,
    }
}

/// Writes the page; on a terminal without control characters.
fn write(page: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = match out.is_terminal() {
        true => out.write_all(without_control_characters(page).as_bytes()),
        false => out.write_all(page.as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        // The reader closed the pipe.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn without_control_characters(text: &str) -> String {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.replace("\r\n", "\n").replace(is_control, "\u{fffd}")
}

/// Makes one call, with retries.
macro_rules! call {
    ($client:expr, $method:ident, $message:expr) => {{
        let message = $message;
        with_retries(|| {
            let mut client = $client.clone();
            let request = with_deadline(message.clone());
            async move { client.$method(request).await }
        })
        .await
    }};
}

async fn article(clients: &Clients, name: String) -> Result<String, ShowError> {
    let view = pb::ArticleView::Full.into();
    let request = pb::GetArticleRequest {
        name: name.clone(),
        view,
        ..pb::GetArticleRequest::default()
    };
    let article = call!(clients.articles, get_article, request)?;
    let filter = pb::ClaimFilter {
        article: name.clone(),
        ..Default::default()
    };
    let claims = list_claims(clients, filter).await?;
    let filter = pb::AppearanceFilter {
        article: name,
        ..Default::default()
    };
    let appearances = list_appearances(clients, "claims/-", filter).await?;
    let mut sources = page::names::sources_of_article(&article);
    sources.extend(page::names::sources_of_appearances(&appearances.items));
    let names = names(clients, sources, BTreeSet::new()).await?;
    Ok(page::article::page(
        &article,
        &claims,
        &appearances.items,
        &names,
    ))
}

/// The page of a claim with all its printings, or with only one.
async fn claim(clients: &Clients, name: String, only: Option<String>) -> Result<String, ShowError> {
    let request = pb::GetClaimRequest {
        name: name.clone(),
        ..pb::GetClaimRequest::default()
    };
    let claim = call!(clients.claims, get_claim, request)?;
    let appearances = match only {
        Some(name) => {
            let request = pb::GetAppearanceRequest {
                name,
                show_deleted: false,
                read_time: None,
            };
            let items = vec![call!(clients.claims, get_appearance, request)?];
            Listed {
                items,
                has_more: false,
            }
        }
        None => list_appearances(clients, &name, pb::AppearanceFilter::default()).await?,
    };
    let sources = page::names::sources_of_appearances(&appearances.items);
    let articles = page::names::non_empty(appearances.items.iter().map(|it| &it.article));
    let names = names(clients, sources, articles).await?;
    let children = children(clients, &claim.name).await?;
    Ok(page::claim::page(&claim, &appearances, &children, &names))
}

/// Reads the standing, the reviews and the relations of a claim.
async fn children(clients: &Clients, claim: &str) -> Result<Children, ShowError> {
    let request = pb::GetStandingRequest {
        name: format!("{claim}/standing"),
        show_deleted: false,
        read_time: None,
    };
    let standing = call!(clients.claims, get_standing, request)?;
    let reviews = pages(async |page_token| {
        let request = pb::ListReviewsRequest {
            parent: claim.to_owned(),
            page_size: PAGE_SIZE,
            page_token,
            ..pb::ListReviewsRequest::default()
        };
        let response = call!(clients.reviews, list_reviews, request)?;
        Ok((response.reviews, response.next_page_token))
    });
    let reviews = reviews.await?;
    let relations = pages(async |page_token| {
        let request = pb::ListRelationsRequest {
            parent: claim.to_owned(),
            page_size: PAGE_SIZE,
            page_token,
            ..pb::ListRelationsRequest::default()
        };
        let response = call!(clients.claims, list_relations, request)?;
        Ok((response.relations, response.next_page_token))
    });
    Ok(Children {
        standing,
        reviews,
        relations: relations.await?,
    })
}

async fn source(clients: &Clients, name: String) -> Result<String, ShowError> {
    let request = pb::GetSourceRequest {
        name: name.clone(),
        show_deleted: false,
        read_time: None,
    };
    let source = call!(clients.sources, get_source, request)?;
    let filter = pb::ArticleFilter {
        source: name.clone(),
        ..Default::default()
    };
    let articles = list_articles(clients, filter).await?;
    let filter = pb::ClaimFilter {
        source: name,
        ..Default::default()
    };
    let claims = list_claims(clients, filter).await?;
    let publisher = page::names::non_empty([&source.publisher]);
    let names = names(clients, publisher, BTreeSet::new()).await?;
    Ok(page::source::page(&source, &articles, &claims, &names))
}

/// The most resources of one kind on a page.
const LISTED_MAX: usize = 500;
const PAGE_SIZE: i32 = 250;
/// Names in one request.
const BATCH_MAX: usize = 250;

async fn names(
    clients: &Clients,
    sources: BTreeSet<String>,
    articles: BTreeSet<String>,
) -> Result<Names, Status> {
    let mut found = Names::default();
    for names in batches(sources) {
        let request = pb::BatchGetSourcesRequest {
            names,
            show_deleted: false,
            read_time: None,
        };
        let response = call!(clients.sources, batch_get_sources, request)?;
        found.add_sources(&response.sources);
    }
    for names in batches(articles) {
        let view = pb::ArticleView::Basic.into();
        let request = pb::BatchGetArticlesRequest {
            names,
            view,
            show_deleted: false,
            read_time: None,
        };
        let response = call!(clients.articles, batch_get_articles, request)?;
        found.add_articles(&response.articles);
    }
    Ok(found)
}

fn batches(names: BTreeSet<String>) -> Vec<Vec<String>> {
    let names: Vec<String> = names.into_iter().collect();
    names.chunks(BATCH_MAX).map(<[String]>::to_vec).collect()
}

/// Reads pages of a list until its end, or up to [`LISTED_MAX`].
async fn pages<T>(
    mut page: impl AsyncFnMut(String) -> Result<(Vec<T>, String), Status>,
) -> Result<Listed<T>, Status> {
    let mut items = Vec::new();
    let mut token = String::new();
    loop {
        let (more, next) = page(token).await?;
        items.extend(more);
        let is_enough = items.len() >= LISTED_MAX;
        if next.is_empty() || is_enough {
            let has_more = !next.is_empty() || items.len() > LISTED_MAX;
            items.truncate(LISTED_MAX);
            return Ok(Listed { items, has_more });
        }
        token = next;
    }
}

async fn list_claims(
    clients: &Clients,
    filter: pb::ClaimFilter,
) -> Result<Listed<pb::Claim>, Status> {
    pages(async |page_token| {
        let request = pb::ListClaimsRequest {
            page_size: PAGE_SIZE,
            page_token,
            filter: Some(filter.clone()),
            ..pb::ListClaimsRequest::default()
        };
        let response = call!(clients.claims, list_claims, request)?;
        Ok((response.claims, response.next_page_token))
    })
    .await
}

async fn list_articles(
    clients: &Clients,
    filter: pb::ArticleFilter,
) -> Result<Listed<pb::Article>, Status> {
    pages(async |page_token| {
        let request = pb::ListArticlesRequest {
            page_size: PAGE_SIZE,
            page_token,
            filter: Some(filter.clone()),
            view: pb::ArticleView::Basic.into(),
            ..pb::ListArticlesRequest::default()
        };
        let response = call!(clients.articles, list_articles, request)?;
        Ok((response.articles, response.next_page_token))
    })
    .await
}

async fn list_appearances(
    clients: &Clients,
    parent: &str,
    filter: pb::AppearanceFilter,
) -> Result<Listed<pb::Appearance>, Status> {
    pages(async |page_token| {
        let request = pb::ListAppearancesRequest {
            parent: parent.to_owned(),
            page_size: PAGE_SIZE,
            page_token,
            filter: Some(filter.clone()),
            ..pb::ListAppearancesRequest::default()
        };
        let response = call!(clients.claims, list_appearances, request)?;
        Ok((response.appearances, response.next_page_token))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pages_are_read_up_to_the_bound() {
        let listed = pages(async |token: String| {
            let page: usize = token.parse().unwrap_or(0);
            let next = if page == 2 {
                String::new()
            } else {
                (page + 1).to_string()
            };
            Ok((vec![page; 100], next))
        });
        let listed = listed.await.unwrap();
        assert_eq!((listed.items.len(), listed.has_more), (300, false));
        let listed = pages(async |_| Ok((vec![0; 300], "more".to_owned())));
        let listed = listed.await.unwrap();
        assert_eq!((listed.items.len(), listed.has_more), (LISTED_MAX, true));
    }

    #[test]
    fn a_page_cannot_control_a_terminal() {
        assert_eq!(
            without_control_characters("a\x1b[2Jb\r\nc\td\u{9b}e\rf"),
            "a\u{fffd}[2Jb\nc\td\u{fffd}e\u{fffd}f"
        );
    }
}
