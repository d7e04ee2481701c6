//! Traces what rests on a source or a claim.

use tonic::Status;

use crate::{
    api::{
        Api,
        call::{paging::Paging, status::status},
        method::write::{finish_read, name_of},
    },
    app::read::trace::TracePage,
    domain::value::Checker,
    wire::message::ResourceMessage,
};

impl Api {
    /// A page of what rests on a resource, and the token of the next page.
    pub(crate) async fn trace<M: ResourceMessage>(
        &self,
        paging: Paging,
        name: &str,
    ) -> Result<(TracePage, String), Status> {
        let mut check = Checker::new();
        let size = paging.size(&mut check);
        let name = name_of::<M>(&mut check, "name", name);
        let name = finish_read(check, name)?;
        let after = paging.after().map_err(status)?;
        let page = self.read_page(after.is_some(), |app| async move {
            app.trace(name, after, size).await
        });
        let page = page.await?;
        let next = paging.next_token(page.next);
        Ok((page, next))
    }
}
