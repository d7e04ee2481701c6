//! Imports what was read from a document: into the article that the store has, and never over a
//! later state of it.

use std::cmp::Ordering;

use tonic::{Code, Status};

use super::of_reading::explained;
use crate::{
    cli::{client::call, connect::Clients, sent_bundle::BundleSender},
    exchange::{
        own,
        reading::{Compared, Item, PrintedIn, Version},
    },
    wire::{pb, value::time},
};

/// What became of an item.
pub(super) enum Imported {
    /// It is stored.
    Stored(pb::ImportBundleResponse),
    /// What it says is not stored, for this reason: at most the document that it is.
    Kept(pb::ImportBundleResponse, String),
    /// A later state of the article is stored.
    Outdated,
}

/// Imports an item. `version_of` reads which state of an article a stored document is.
pub(super) async fn import(
    sender: &BundleSender<'_>,
    item: Item,
    version_of: impl Fn(&str) -> Option<Version>,
) -> Result<Imported, Status> {
    let Item {
        bundle,
        printed_in,
        version,
        path: _,
        exported: _,
    } = item;
    let Some(PrintedIn { uri, otherwise }) = printed_in else {
        return match version {
            Some(version) => import_state(sender, &bundle, &version, version_of).await,
            None => Ok(Imported::Stored(sender.send(bundle).await?)),
        };
    };
    let printing = pb::Article {
        uri: uri.clone(),
        ..pb::Article::default()
    };
    let Some(article) = find_article(sender.clients, &printing, true).await? else {
        let kept = sender.send(otherwise).await?;
        let why = format!("the store has no article with the address {uri}");
        return Ok(Imported::Kept(kept, why));
    };
    let bundle = printed_by(bundle, &article.name);
    match sender.send(bundle.clone()).await {
        Ok(response) => Ok(Imported::Stored(response)),
        Err(status) if status.code() == Code::InvalidArgument => {
            let kept = sender.send(otherwise).await?;
            Ok(Imported::Kept(kept, explained(&status, &bundle).join("; ")))
        }
        Err(status) => Err(status),
    }
}

/// How often a state is compared with the stored one, which can change meanwhile.
const ATTEMPTS_MAX: usize = 5;

/// Imports a state of an article, unless a later one is stored.
async fn import_state(
    sender: &BundleSender<'_>,
    bundle: &pb::Bundle,
    given: &Version,
    version_of: impl Fn(&str) -> Option<Version>,
) -> Result<Imported, Status> {
    if let Some(article) = bundle.article.as_ref().filter(|_| !given.is_own) {
        refuse_own(sender.clients, article).await?;
    }
    let mut attempts = 1;
    loop {
        let mut bundle = bundle.clone();
        if let Some(article) = &mut bundle.article
            && let Some(stored) = find_article(sender.clients, article, given.is_own).await?
        {
            let exported = compare_export(sender.clients, given, &stored).await?;
            let compared = match exported {
                Some(compared) => compared,
                None => compare(given, &stored, &version_of)?,
            };
            match compared {
                Compared::Earlier => return Ok(Imported::Outdated),
                Compared::Same => return Ok(Imported::Stored(unchanged(stored))),
                Compared::Changed => {
                    let why = "says something else than the state with the same version, which \
                               is stored";
                    return Ok(Imported::Kept(unchanged(stored), why.to_owned()));
                }
                Compared::Later | Compared::Unknown => {}
            }
            name_own(article, &stored);
            if given.is_own && stored.exchange_document.is_none() {
                // When the store wrote the article says which state it is.
                article.exchange_document = None;
            }
            article.etag = stored.etag;
        }
        match sender.send(bundle).await {
            Err(status) if status.code() == Code::Aborted && attempts < ATTEMPTS_MAX => {
                attempts += 1;
            }
            sent => return Ok(Imported::Stored(sent?)),
        }
    }
}

fn printed_by(mut bundle: pb::Bundle, article: &str) -> pb::Bundle {
    for claim in &mut bundle.claims {
        for appearance in &mut claim.appearances {
            article.clone_into(&mut appearance.article);
        }
    }
    bundle
}

/// What an export of the stored article, with what changed in it since it was imported, is to the
/// article. Such an export has no number, and the time of a commit. None if it is none.
async fn compare_export(
    clients: &Clients,
    given: &Version,
    stored: &pb::Article,
) -> Result<Option<Compared>, Status> {
    let time = given.time.map(time::message);
    let time = time.filter(|_| given.number.is_none() && stored.exchange_document.is_some());
    let (Some(time), Some(changed)) = (time, stored.update_time) else {
        return Ok(None);
    };
    match (time.seconds, time.nanos).cmp(&(changed.seconds, changed.nanos)) {
        Ordering::Equal => return Ok(Some(Compared::Same)),
        Ordering::Greater => return Ok(None),
        Ordering::Less => {}
    }
    let request = pb::GetArticleRequest {
        name: stored.name.clone(),
        read_time: Some(time),
        ..pb::GetArticleRequest::default()
    };
    let then = get(clients, request).await?;
    let is_of_then = then.is_some_and(|it| it.update_time == Some(time));
    Ok(is_of_then.then_some(Compared::Earlier))
}

/// What a state is to that of the stored article. That is the state of the document that it was
/// imported from, or, for what a claimstore wrote, the time of its last change.
fn compare(
    given: &Version,
    stored: &pb::Article,
    version_of: impl Fn(&str) -> Option<Version>,
) -> Result<Compared, Status> {
    let document = stored.exchange_document.as_ref();
    let document = document.filter(|it| it.format() == pb::DocumentFormat::Ninjs);
    let known = match document {
        Some(document) => version_of(&document.content),
        None => given.is_own.then(|| Version {
            uri: given.uri.clone(),
            time: stored
                .update_time
                .and_then(time::text)
                .and_then(|it| time::read(&it)),
            ..Version::default()
        }),
    };
    let Some(known) = known else {
        return Ok(Compared::Later);
    };
    match given.compare(&known) {
        Compared::Unknown => Err(Status::failed_precondition(format!(
            "cannot be compared with the state that is stored, {known}: it is {given}. Give it a \
             versionCreated (and the stored one, if that has none), or change {} yourself",
            stored.name
        ))),
        compared => Ok(compared),
    }
}

/// What is said of an article of which nothing was changed.
fn unchanged(article: pb::Article) -> pb::ImportBundleResponse {
    pb::ImportBundleResponse {
        results: vec![pb::BundleResult {
            path: "article".to_owned(),
            name: article.name,
            outcome: pb::ImportOutcome::Unchanged.into(),
            ..pb::BundleResult::default()
        }],
        ..pb::ImportBundleResponse::default()
    }
}

/// Names the stored article by its name instead of by identifiers that were made of it.
fn name_own(article: &mut pb::Article, stored: &pb::Article) {
    let uri = std::mem::take(&mut article.uri);
    let aliases = std::mem::take(&mut article.aliases);
    let is_own =
        |it: &String| own::name("articles", it).is_some_and(|it| it.to_string() == stored.name);
    let stored_as = |it: &String| *it == stored.uri || stored.aliases.contains(it);
    let given = [uri].into_iter().chain(aliases);
    let mut addresses = Vec::new();
    for address in given.filter(|it| !it.is_empty()) {
        match is_own(&address) && !stored_as(&address) {
            true => article.name.clone_from(&stored.name),
            false => addresses.push(address),
        }
    }
    let mut addresses = addresses.into_iter();
    article.uri = addresses.next().unwrap_or_default();
    article.aliases = addresses.collect();
}

/// Refuses an article of others that has the identifier of an article of this store as its
/// address: it would be taken for that one in every export.
async fn refuse_own(clients: &Clients, article: &pb::Article) -> Result<(), Status> {
    for address in [&article.uri].into_iter().chain(&article.aliases) {
        let Some(name) = own::name("articles", address) else {
            continue;
        };
        let request = pb::GetArticleRequest {
            name: name.to_string(),
            ..pb::GetArticleRequest::default()
        };
        if get(clients, request).await?.is_some() {
            return Err(Status::invalid_argument(format!(
                "has the identifier of {name} in this store, which is another article: {address}"
            )));
        }
    }
    Ok(())
}

/// The article that one in a document is: with one of its addresses, with the name that an
/// export makes into an identifier, if that can be one, or with one of its external ids.
async fn find_article(
    clients: &Clients,
    article: &pb::Article,
    is_own: bool,
) -> Result<Option<pb::Article>, Status> {
    let addresses = [&article.uri].into_iter().chain(&article.aliases);
    let addresses = addresses.filter(|it| !it.is_empty());
    let uris = addresses.clone().map(|uri| pb::GetArticleRequest {
        uri: uri.clone(),
        ..pb::GetArticleRequest::default()
    });
    let names = addresses
        .filter(|_| is_own)
        .filter_map(|it| own::name("articles", it))
        .map(|name| pb::GetArticleRequest {
            name: name.to_string(),
            ..pb::GetArticleRequest::default()
        });
    let ids = article.external_ids.iter();
    let ids = ids.map(|id| pb::GetArticleRequest {
        external_id: Some(id.clone()),
        ..pb::GetArticleRequest::default()
    });
    for request in uris.chain(names).chain(ids) {
        if let Some(found) = get(clients, request).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The article that a request asks for, if there is one.
async fn get(
    clients: &Clients,
    mut request: pb::GetArticleRequest,
) -> Result<Option<pb::Article>, Status> {
    request.view = pb::ArticleView::Basic.into();
    match call!(clients.articles, get_article, request) {
        Ok(article) => Ok(Some(article)),
        Err(status) if status.code() == Code::NotFound => Ok(None),
        // No article can have it.
        Err(status) if status.code() == Code::InvalidArgument => Ok(None),
        // The store no longer knows what there was at that time.
        Err(status) if status.code() == Code::OutOfRange => Ok(None),
        Err(status) => Err(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "articles/0198c0de-0000-7000-8000-000000000002";

    #[test]
    fn an_article_that_was_found_by_an_own_identifier_is_named_and_keeps_its_other_addresses() {
        let stored = pb::Article {
            name: NAME.to_owned(),
            ..pb::Article::default()
        };
        let mut given = pb::Article {
            uri: "urn:uuid:0198c0de-0000-7000-8000-000000000002".to_owned(),
            aliases: vec!["https://example.org/a".to_owned()],
            ..pb::Article::default()
        };
        name_own(&mut given, &stored);
        assert_eq!(
            (given.name.as_str(), given.uri.as_str()),
            (NAME, "https://example.org/a")
        );
        assert!(given.aliases.is_empty());
        // In another store, the identifier is the address.
        let copy = pb::Article {
            name: NAME.to_owned(),
            uri: "urn:uuid:0198c0de-0000-7000-8000-000000000002".to_owned(),
            ..pb::Article::default()
        };
        let mut given = pb::Article {
            uri: copy.uri.clone(),
            ..pb::Article::default()
        };
        name_own(&mut given, &copy);
        assert_eq!((given.name.as_str(), &given.uri), ("", &copy.uri));
    }
}
