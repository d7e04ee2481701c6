//! Methods that merge and unmerge resources.

use tonic::{Request, Response, Status};

use super::write::{finish_read, name_of, read_target};
use crate::{
    api::{Api, call::context::Call},
    domain::value::Checker,
    wire::{
        encoded::Encoded,
        message::ResourceMessage,
        request::{MergeRequest, MutationRequest, Target},
    },
};

impl Api {
    /// Merges a resource into another one of its kind.
    pub(crate) async fn merge<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<MergeRequest>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let MergeRequest {
            target: Target { name, etag },
            into,
        } = request.into();
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let name = name_of::<M>(&mut check, "name", &name);
        let into = name_of::<M>(&mut check, "into", &into);
        let (name, into) = finish_read(check, name.zip(into))?;
        let written = self.app.merge(context, name, etag, Some(into)).await;
        self.written(written).await
    }

    /// Undoes the merge of a resource.
    pub(crate) async fn unmerge<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<Target>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let (context, name, etag) = read_target::<M>(call, request.into())?;
        let written = self.app.merge(context, name, etag, None).await;
        self.written(written).await
    }
}
