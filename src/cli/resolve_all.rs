//! Finds several resources that a person means, and says all that is wrong at once.

use super::{
    connect::Clients,
    error::Error,
    exit::Exit,
    resolve::{ResolveError, resolve_kind},
};
use crate::domain::resource::Kind;

/// The names of the resources of some kinds that are meant, each by one text.
pub async fn resolve_all(
    clients: &Clients,
    texts: &[String],
    kinds: &[Kind],
) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut failed: Option<Error> = None;
    for text in texts {
        match resolve_kind(clients, text, kinds).await {
            Ok(name) => names.push(name.to_string()),
            Err(error @ ResolveError::Call(_)) => return Err(error.into()),
            Err(error) => {
                failed = Some(match failed {
                    Some(first) => first.and(error.into()),
                    None => error.into(),
                });
            }
        }
    }
    failed.map_or(Ok(names), Err)
}

/// What two calls find, or what is wrong with both. If no further call can succeed, the second one
/// is not made.
pub async fn both<A, B>(
    first: impl Future<Output = Result<A, impl Into<Error>>>,
    second: impl Future<Output = Result<B, impl Into<Error>>>,
) -> Result<(A, B), Error> {
    let first = first.await.map_err(Into::into);
    if let Err(error) = first {
        let is_of_text = matches!(error.exit(), Exit::Usage | Exit::Refused);
        return Err(match is_of_text {
            true => match second.await {
                Ok(_) => error,
                Err(other) => error.and(other.into()),
            },
            false => error,
        });
    }
    Ok((first?, second.await.map_err(Into::into)?))
}
