//! Imports what was read from a document: into the article that the store has, and never over a
//! later state of it.

use tonic::{Code, Request, Status};

use crate::{
    cli::{
        client::{self, Writer},
        connect::Clients,
        sent_bundle::send,
    },
    exchange::reading::{Item, PrintedIn, Version},
    wire::pb,
};

/// What became of an item.
pub(super) enum Imported {
    /// It is stored.
    Stored(pb::ImportBundleResponse),
    /// It is stored as the document that it is, because it could not be stored as what it says.
    Kept(pb::ImportBundleResponse, String),
    /// A later state of the article is stored.
    Outdated,
}

/// Imports an item. `version_of` reads which state of an article a stored document is.
pub(super) async fn import(
    clients: &Clients,
    writer: &Writer,
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
    if let Some(given) = version
        && let Some(article) = &bundle.article
        && let Some(stored) = stored_version(clients, article, version_of).await?
        && given.is_before(&stored)
    {
        return Ok(Imported::Outdated);
    }
    let Some(PrintedIn { uri, otherwise }) = printed_in else {
        return Ok(Imported::Stored(send(clients, writer, bundle).await?));
    };
    let Some(article) = find(clients, &uri).await? else {
        let kept = send(clients, writer, otherwise).await?;
        let why = format!("the store has no article with the address {uri}");
        return Ok(Imported::Kept(kept, why));
    };
    match send(clients, writer, printed_by(bundle, &article.name)).await {
        Ok(response) => Ok(Imported::Stored(response)),
        Err(status) if status.code() == Code::InvalidArgument => {
            let kept = send(clients, writer, otherwise).await?;
            Ok(Imported::Kept(kept, client::explain(&status).join("; ")))
        }
        Err(status) => Err(status),
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

/// The version of the document that the stored article was imported from.
async fn stored_version(
    clients: &Clients,
    article: &pb::Article,
    version_of: impl Fn(&str) -> Option<Version>,
) -> Result<Option<Version>, Status> {
    for uri in [&article.uri].into_iter().chain(&article.aliases) {
        if uri.is_empty() {
            continue;
        }
        if let Some(stored) = find(clients, uri).await? {
            let document = stored.exchange_document;
            return Ok(document.and_then(|it| version_of(&it.content)));
        }
    }
    Ok(None)
}

/// The article with an address.
async fn find(clients: &Clients, uri: &str) -> Result<Option<pb::Article>, Status> {
    let request = pb::GetArticleRequest {
        uri: uri.to_owned(),
        view: pb::ArticleView::Basic.into(),
        ..pb::GetArticleRequest::default()
    };
    let found = client::with_retries(|| {
        let mut articles = clients.articles.clone();
        let request = Request::new(request.clone());
        async move { articles.get_article(request).await }
    });
    match found.await {
        Ok(article) => Ok(Some(article)),
        Err(status) if status.code() == Code::NotFound => Ok(None),
        // No article can have it.
        Err(status) if status.code() == Code::InvalidArgument => Ok(None),
        Err(status) => Err(status),
    }
}
