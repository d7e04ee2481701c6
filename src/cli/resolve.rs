//! Finds the resource that a person means: by name, by the beginning of its id, by url, or by
//! its id in another system.

use tonic::Status;
use uuid::Uuid;

use super::{
    calls::{LIST_APPEARANCES, LIST_RELATIONS, LIST_REVIEWS},
    client::{self, call},
    connect::Clients,
    page::names::display_name,
};
use crate::{
    api::call::paging::token_after,
    domain::{
        resource::{ClaimId, Kind, Name},
        value::text::is_slug,
    },
    wire::pb,
};

/// How a resource can be named, for help and errors.
pub const HOW: &str = "write its name, at least 8 characters of the beginning of its id, its url, or SYSTEM:ID for an article's id in another system";

/// The fewest hexadecimal digits of the beginning of an id.
const DIGITS_MIN: usize = 8;
/// The most candidates that are listed.
const CANDIDATES_MAX: usize = 10;
const LABEL_CHARS_MAX: usize = 60;

/// No resource, or more than one, is meant.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The text cannot mean a resource.
    #[error("{0:?} does not name a resource; {HOW}")]
    NotAName(String),
    /// Nothing that is stored is meant.
    #[error("{0} is not stored; import --verbose prints the names of what it stores")]
    Nothing(String),
    /// A resource of another kind is meant.
    #[error("{text} is of the kind {kind:?}; give one of {expected:?}")]
    OtherKind {
        /// What was typed.
        text: String,
        /// The kind that it is of.
        kind: Kind,
        /// The kinds that can be given.
        expected: Vec<Kind>,
    },
    /// Several resources are meant.
    #[error("{text} can be any of these; write the name of one, or more of its id:{}", lines(.candidates))]
    Several {
        /// What was typed.
        text: String,
        /// The first of them.
        candidates: Vec<Candidate>,
    },
    /// A call failed.
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
}

impl From<Status> for ResolveError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// A resource that may be meant, and what it says.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    label: String,
    is_deleted: bool,
}

fn lines(candidates: &[Candidate]) -> String {
    let shown = candidates.iter().take(CANDIDATES_MAX);
    let mut lines: String = shown
        .map(|it| {
            let label: String = it.label.chars().take(LABEL_CHARS_MAX).collect();
            format!("\n  {}  {label}", it.name)
        })
        .collect();
    if candidates.len() > CANDIDATES_MAX {
        lines.push_str("\n  and more");
    }
    lines
}

/// The kinds that can be found by something else than their name.
pub const FOUND: [Kind; 3] = [Kind::Article, Kind::Claim, Kind::Source];

/// The name of the resource of one of these kinds that is meant.
pub async fn resolve_kind(
    clients: &Clients,
    text: &str,
    kinds: &[Kind],
) -> Result<Name, ResolveError> {
    let name = find(clients, text, kinds).await?;
    match kinds.contains(&name.kind()) {
        true => Ok(name),
        false => Err(ResolveError::OtherKind {
            text: text.to_owned(),
            kind: name.kind(),
            expected: kinds.to_vec(),
        }),
    }
}

/// The name of the resource of a kind that an option means; empty if it is not given.
pub async fn resolve_option(
    clients: &Clients,
    text: Option<&String>,
    kind: Kind,
) -> Result<String, ResolveError> {
    match text {
        Some(text) => Ok(resolve_kind(clients, text, &[kind]).await?.to_string()),
        None => Ok(String::new()),
    }
}

/// The name of the resource that is meant, of any kind. A deleted one is meant only if no live
/// one is.
pub async fn resolve(clients: &Clients, text: &str) -> Result<Name, ResolveError> {
    find(clients, text, &FOUND).await
}

async fn find(clients: &Clients, text: &str, kinds: &[Kind]) -> Result<Name, ResolveError> {
    if let Ok(name) = text.parse() {
        return Ok(name);
    }
    let (start, is_standing) = match text.strip_suffix("/standing") {
        Some(start) => (start, true),
        None => (text, false),
    };
    let candidates = if text.contains("://") {
        of_url(clients, text, kinds).await?
    } else if let Some((kinds, digits)) = digits(start, kinds) {
        let mut candidates = Vec::new();
        for kind in kinds {
            candidates.extend(started(clients, kind, &digits).await?);
        }
        candidates
    } else if let Some((system, id)) = text.split_once(':').filter(|(it, _)| is_slug(it)) {
        of_external_id(clients, system, id).await?
    } else {
        return Err(ResolveError::NotAName(text.to_owned()));
    };
    let name = match candidates.as_slice() {
        [] => return Err(ResolveError::Nothing(text.to_owned())),
        [one] => one.name.parse(),
        _ => {
            let text = text.to_owned();
            return Err(ResolveError::Several { text, candidates });
        }
    };
    match name {
        Ok(Name::Claim(claim)) if is_standing => Ok(Name::Standing(ClaimId::new(claim.uuid()))),
        Ok(name) if !is_standing => Ok(name),
        _ => Err(ResolveError::NotAName(text.to_owned())),
    }
}

/// The kinds and the hexadecimal digits that the beginning of a name or of an id gives.
fn digits(text: &str, kinds: &[Kind]) -> Option<(Vec<Kind>, String)> {
    let (kinds, id) = match text.split_once('/') {
        Some(("articles", id)) => (vec![Kind::Article], id),
        Some(("claims", id)) => (vec![Kind::Claim], id),
        Some(("sources", id)) => (vec![Kind::Source], id),
        Some(_) => return None,
        None => (kinds.to_vec(), text),
    };
    let digits: String = id.chars().filter(|c| *c != '-').collect();
    let is_id =
        (DIGITS_MIN..=32).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_id.then(|| (kinds, digits.to_ascii_lowercase()))
}

/// The token of the page that begins with the first id that has these digits.
fn token(request: impl crate::wire::request::PagedRequest, digits: &str) -> String {
    let first = u128::from_str_radix(&format!("{digits:0<32}"), 16).unwrap_or_default();
    match first.checked_sub(1) {
        Some(before) => token_after(request, Uuid::from_u128(before)),
        None => String::new(),
    }
}

/// The first resources of a kind whose ids begin with these digits.
async fn started(clients: &Clients, kind: Kind, digits: &str) -> Result<Vec<Candidate>, Status> {
    let page_size = i32::try_from(CANDIDATES_MAX + 1).unwrap_or(i32::MAX);
    let mut found = match kind {
        Kind::Article => {
            let mut request = pb::ListArticlesRequest {
                page_size,
                view: pb::ArticleView::Basic.into(),
                show_deleted: true,
                ..pb::ListArticlesRequest::default()
            };
            request.page_token = token(request.clone(), digits);
            articles(call!(clients.articles, list_articles, request)?.articles)
        }
        Kind::Claim => {
            let mut request = pb::ListClaimsRequest {
                page_size,
                show_deleted: true,
                ..pb::ListClaimsRequest::default()
            };
            request.page_token = token(request.clone(), digits);
            let listed = call!(clients.claims, list_claims, request)?.claims;
            let candidates = listed.into_iter().map(|it| Candidate {
                name: it.name,
                label: it.statement,
                is_deleted: it.delete_time.is_some(),
            });
            candidates.collect()
        }
        Kind::Appearance | Kind::Relation | Kind::Review => {
            children(clients, kind, page_size, digits).await?
        }
        Kind::Source | Kind::Standing => {
            let mut request = pb::ListSourcesRequest {
                page_size,
                show_deleted: true,
                ..pb::ListSourcesRequest::default()
            };
            request.page_token = token(request.clone(), digits);
            sources(call!(clients.sources, list_sources, request)?.sources)
        }
    };
    found.retain(|it| {
        let id = it.name.rsplit('/').next().unwrap_or_default();
        id.replace('-', "").starts_with(digits)
    });
    Ok(found)
}

/// The first live children of any claim whose ids are these or later ones.
async fn children(
    clients: &Clients,
    kind: Kind,
    page_size: i32,
    digits: &str,
) -> Result<Vec<Candidate>, Status> {
    macro_rules! first {
        ($method:ident, $request:ident, $items:ident, $label:expr) => {{
            let mut request = pb::$request {
                parent: "claims/-".to_owned(),
                page_size,
                ..pb::$request::default()
            };
            request.page_token = token(request.clone(), digits);
            let answer = $method.call(clients, &request).await?;
            let answer = answer.read();
            let answer = answer.map_err(|error| Status::internal(error.to_string()))?;
            let label = $label;
            let candidates = answer.$items.into_iter().map(|it| Candidate {
                label: label(&it),
                name: it.name,
                is_deleted: false,
            });
            candidates.collect()
        }};
    }
    Ok(match kind {
        Kind::Relation => first!(
            LIST_RELATIONS,
            ListRelationsRequest,
            relations,
            |it: &pb::Relation| it.target.clone()
        ),
        Kind::Review => first!(
            LIST_REVIEWS,
            ListReviewsRequest,
            reviews,
            |it: &pb::Review| it.author.clone()
        ),
        _ => first!(
            LIST_APPEARANCES,
            ListAppearancesRequest,
            appearances,
            |it: &pb::Appearance| it.article.clone()
        ),
    })
}

fn articles(listed: Vec<pb::Article>) -> Vec<Candidate> {
    let candidates = listed.into_iter().map(|it| Candidate {
        name: it.name,
        label: it.headline,
        is_deleted: it.delete_time.is_some(),
    });
    candidates.collect()
}

fn sources(listed: Vec<pb::Source>) -> Vec<Candidate> {
    let candidates = listed.into_iter().map(|it| Candidate {
        label: display_name(&it),
        is_deleted: it.delete_time.is_some(),
        name: it.name,
    });
    candidates.collect()
}

async fn of_url(clients: &Clients, url: &str, kinds: &[Kind]) -> Result<Vec<Candidate>, Status> {
    let mut found = Vec::new();
    if kinds.contains(&Kind::Article) {
        let filter = pb::ArticleFilter {
            uri: url.to_owned(),
            ..pb::ArticleFilter::default()
        };
        found.extend(filtered_articles(clients, filter).await?);
    }
    if kinds.contains(&Kind::Source) {
        let request = pb::ListSourcesRequest {
            filter: Some(pb::SourceFilter {
                url: url.to_owned(),
                ..pb::SourceFilter::default()
            }),
            show_deleted: true,
            ..pb::ListSourcesRequest::default()
        };
        let listed = call!(clients.sources, list_sources, request)?.sources;
        found.extend(sources(listed));
    }
    Ok(live_if_any(found))
}

/// The live candidates, or the deleted ones if there is no live one.
fn live_if_any(mut found: Vec<Candidate>) -> Vec<Candidate> {
    if found.iter().any(|it| !it.is_deleted) {
        found.retain(|it| !it.is_deleted);
    }
    found
}

async fn of_external_id(
    clients: &Clients,
    system: &str,
    id: &str,
) -> Result<Vec<Candidate>, Status> {
    let filter = pb::ArticleFilter {
        external_id: Some(pb::ExternalId {
            system: system.to_owned(),
            id: id.to_owned(),
        }),
        ..pb::ArticleFilter::default()
    };
    let found = filtered_articles(clients, filter).await?;
    Ok(live_if_any(found))
}

async fn filtered_articles(
    clients: &Clients,
    filter: pb::ArticleFilter,
) -> Result<Vec<Candidate>, Status> {
    let request = pb::ListArticlesRequest {
        filter: Some(filter),
        view: pb::ArticleView::Basic.into(),
        show_deleted: true,
        ..pb::ListArticlesRequest::default()
    };
    Ok(articles(
        call!(clients.articles, list_articles, request)?.articles,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_id_has_at_least_eight_digits() {
        let found = |text: &str| digits(text, &FOUND);
        let (kinds, start) = found("0198C0DE-0000-7").unwrap();
        assert_eq!((kinds.len(), start.as_str()), (3, "0198c0de00007"));
        let (kinds, _) = found("claims/0198c0de").unwrap();
        assert_eq!(kinds, [Kind::Claim]);
        for text in [
            "0198c0d",
            "claims/0198c0dx",
            "reviews/0198c0de",
            "cms:0198c0de",
            "",
        ] {
            assert!(found(text).is_none(), "{text}");
        }
    }

    #[test]
    fn candidates_are_listed_up_to_a_bound() {
        let candidate = Candidate {
            name: "claims/1".to_owned(),
            label: "a".repeat(100),
            is_deleted: false,
        };
        let text = lines(&vec![candidate; 12]);
        assert_eq!(text.lines().count(), 12);
        assert!(text.ends_with("\n  and more"));
        assert!(text.lines().all(|line| line.chars().count() < 80));
    }
}
