//! Answers that consist of stored documents.

use tonic::{Response, Status};

use crate::{
    api::call::status::status,
    wire::encoded::{DocumentList, Encoded},
};

/// The answer with one document.
pub(crate) fn document<M>(document: Vec<u8>) -> Result<Response<Encoded<M>>, Status> {
    let encoded = Encoded::of(document).map_err(|error| status(error.into()))?;
    Ok(Response::new(encoded))
}

/// The answer with a list of documents. The token of the next page can be empty.
pub(crate) fn documents(
    documents: Vec<Vec<u8>>,
    next_page_token: String,
) -> Result<Response<DocumentList>, Status> {
    let list = DocumentList::of(documents, next_page_token);
    Ok(Response::new(list.map_err(|error| status(error.into()))?))
}
