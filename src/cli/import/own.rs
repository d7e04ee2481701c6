//! What an export of this store says is recognised when it is imported again: its sources, and
//! what it says of claims because articles of this store print them.

use tonic::{Code, Status};

use crate::{
    cli::{client::call, connect::Clients},
    domain::resource::Name,
    exchange::{own, reading::Item},
    wire::pb,
};

/// What there is to import of an item.
pub(super) enum Recognised {
    /// The item, in which the sources of this store are named.
    Item(Box<Item>),
    /// Nothing: the store has the claim with this name, and wrote all that is said of it.
    Known(Name),
}

/// Recognises what an export of this store says.
pub(super) async fn recognise(clients: &Clients, mut item: Item) -> Result<Recognised, Status> {
    if let Some(exported) = &item.exported
        && let Some(name) = exported.claim_name()
        && has_claim(clients, name).await?
    {
        if exported.is_known {
            return Ok(Recognised::Known(name));
        }
        exported.without_printed(&mut item.bundle);
    }
    for it in &mut item.bundle.sources {
        if let Some(source) = &mut it.source
            && let Some(name) = own::source_name(source)
            && let Some(stored) = stored_source(clients, name).await?
        {
            own::recognise(source, &stored);
        }
    }
    Ok(Recognised::Item(Box::new(item)))
}

async fn has_claim(clients: &Clients, name: Name) -> Result<bool, Status> {
    let request = pb::GetClaimRequest {
        name: name.to_string(),
        ..pb::GetClaimRequest::default()
    };
    Ok(if_any(call!(clients.claims, get_claim, request))?.is_some())
}

async fn stored_source(clients: &Clients, name: Name) -> Result<Option<pb::Source>, Status> {
    let request = pb::GetSourceRequest {
        name: name.to_string(),
        ..pb::GetSourceRequest::default()
    };
    if_any(call!(clients.sources, get_source, request))
}

/// What was read, or nothing if there is no such thing.
fn if_any<T>(read: Result<T, Status>) -> Result<Option<T>, Status> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(status) if status.code() == Code::NotFound => Ok(None),
        Err(status) => Err(status),
    }
}
