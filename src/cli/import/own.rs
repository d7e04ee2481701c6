//! What an export of this store says is recognised when it is imported again: its sources, and
//! what it says of claims because articles of this store print them.

use tonic::{Code, Status};

use crate::{
    cli::{client::call, connect::Clients},
    domain::resource::Name,
    exchange::{own, reading::Item, same::is_same},
    wire::pb,
};

/// What there is to import of an item.
pub(super) enum Recognised {
    /// The item, in which what this store has is named.
    Item(Box<Item>),
    /// Nothing, with the reason.
    Nothing(String),
}

/// Recognises what an export of this store says.
pub(super) async fn recognise(clients: &Clients, mut item: Item) -> Result<Recognised, Status> {
    if let Some(exported) = &item.exported {
        let mut is_known = false;
        for (at, name) in exported.names() {
            let Some(stored) = stored_claim(clients, name).await? else {
                continue;
            };
            if exported.is_known {
                let why = format!("is an export of this store, which has {name} itself");
                return Ok(Recognised::Nothing(why));
            }
            let claim = item.bundle.claims.get_mut(at);
            let Some(claim) = claim.and_then(|it| it.claim.as_mut()) else {
                continue;
            };
            if !own::is_same_claim(claim, &stored) {
                let why = format!(
                    "is an export of this store, in which {name} says something else by now"
                );
                return Ok(Recognised::Nothing(why));
            }
            claim.name = stored.name;
            is_known |= at == 0;
        }
        match is_known {
            true => exported.without_printed(&mut item.bundle),
            false => exported.with_printed(&mut item.bundle),
        }
    }
    let otherwise = item.printed_in.iter_mut();
    let otherwise = otherwise.flat_map(|it| &mut it.otherwise.sources);
    for it in item.bundle.sources.iter_mut().chain(otherwise) {
        if let Some(source) = &mut it.source {
            if has_document(clients, source).await? {
                source.exchange_document = None;
            }
            for name in own::source_names(source) {
                if let Some(stored) = stored_source(clients, name).await?
                    && own::recognise(source, &stored)
                {
                    break;
                }
            }
        }
    }
    Ok(Recognised::Item(Box::new(item)))
}

async fn stored_claim(clients: &Clients, name: Name) -> Result<Option<pb::Claim>, Status> {
    let request = pb::GetClaimRequest {
        name: name.to_string(),
        ..pb::GetClaimRequest::default()
    };
    if_any(call!(clients.claims, get_claim, request))
}

/// Whether the store has the document that a source is, as it says the same.
async fn has_document(clients: &Clients, source: &pb::Source) -> Result<bool, Status> {
    let Some(document) = &source.exchange_document else {
        return Ok(false);
    };
    let request = match (source.url.as_str(), source.same_as.first()) {
        ("", None) => return Ok(false),
        ("", Some(identifier)) => pb::GetSourceRequest {
            same_as: identifier.clone(),
            ..pb::GetSourceRequest::default()
        },
        (url, _) => pb::GetSourceRequest {
            url: url.to_owned(),
            ..pb::GetSourceRequest::default()
        },
    };
    let stored = if_any(call!(clients.sources, get_source, request))?;
    let stored = stored.and_then(|it| it.exchange_document);
    Ok(stored.is_some_and(|it| is_same(document, &it)))
}

async fn stored_source(clients: &Clients, name: Name) -> Result<Option<pb::Source>, Status> {
    let request = pb::GetSourceRequest {
        name: name.to_string(),
        ..pb::GetSourceRequest::default()
    };
    if_any(call!(clients.sources, get_source, request))
}

/// What was read; `None` if the server has not found it.
fn if_any<T>(read: Result<T, Status>) -> Result<Option<T>, Status> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(status) if status.code() == Code::NotFound => Ok(None),
        Err(status) => Err(status),
    }
}
