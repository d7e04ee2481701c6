//! Methods that write resources of any kind.

use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{
    answer,
    edit::{check_whole, edit, require_read},
};
use crate::{
    api::{
        Api,
        call::{
            about,
            context::Call,
            position,
            status::{internal, status},
        },
    },
    app::{
        CallContext, Error,
        turns::pause,
        write::{
            delete::Appearances,
            new::New,
            update::{Edit, Made},
            upsert::{Missing, Target as PatchTarget},
        },
    },
    domain::{
        resource::{ClaimId, Kind, Name, NaturalKeys, Resource, name::parse_id},
        value::Checker,
    },
    store::{log::Position, write::Written},
    wire::{
        encoded::{DocumentList, Encoded},
        mask::MaskedPatch,
        message::ResourceMessage,
        request::{
            BATCH_CREATE_BYTES_MAX, BATCH_CREATE_MAX, CreateRequest, MutationRequest, Patch, Target,
        },
        value::read::{self, Keys},
    },
};

impl Api {
    /// Creates a resource.
    pub(crate) async fn create<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<CreateRequest<M>>,
        M: ResourceMessage,
    {
        let (context, new) = self.read_creation(Checker::new(), request).await?;
        let written = self.app.create(context, new).await;
        self.written(written).await
    }

    /// Reads what is to be created.
    pub(crate) async fn read_creation<R, M>(
        &self,
        mut check: Checker,
        request: Request<R>,
    ) -> Result<(CallContext, New), Status>
    where
        R: MutationRequest + Into<CreateRequest<M>>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let request = request.into();
        let context = call.context(&mut check);
        let reading = async move {
            let new = read_new(&mut check, "", request);
            finish_read(check, new)
        };
        let new = self.app.turns().work(context.bytes, reading).await;
        Ok((context, new.map_err(status)??))
    }

    /// Creates many resources, all or none.
    pub(crate) async fn batch_create<R, M>(
        &self,
        mut check: Checker,
        call: Call,
        requests: Vec<R>,
    ) -> Result<Response<DocumentList>, Status>
    where
        R: Into<CreateRequest<M>> + Send + 'static,
        M: ResourceMessage,
    {
        if requests.is_empty() {
            check.report_at("requests", "is required: at least one");
        }
        check.at_most("requests", &requests, BATCH_CREATE_MAX);
        let bytes = call.bytes();
        if bytes > BATCH_CREATE_BYTES_MAX {
            let fit = format!("are {bytes} bytes; {BATCH_CREATE_BYTES_MAX} fit, so split them");
            check.report_at("requests", fit);
        }
        let context = call.context(&mut check);
        let reading = read_all(check, requests);
        let all = self.app.turns().work(context.bytes, reading).await;
        let all = all.map_err(status)??;
        let written = self.app.create_all(context, all).await.map_err(status)?;
        let (documents, position) = self.results(written).await?;
        let mut answer = answer::documents(documents, String::new())?;
        position::set_position(&mut answer, position);
        Ok(answer)
    }

    /// Updates the masked fields of a resource.
    pub(crate) async fn update<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<Patch<M>>,
        M: ResourceMessage,
    {
        let written = self.write_update::<R, M>(request).await?;
        self.written(Ok(written)).await
    }

    /// The part of [`Api::update`] without the answer.
    pub(crate) async fn write_update<R, M>(&self, request: Request<R>) -> Result<Written, Status>
    where
        R: MutationRequest + Into<Patch<M>>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let Patch {
            message,
            mask,
            allow_missing,
        } = request.into();
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let Some(patch) = message else {
            check.report_at(M::FIELD, "is required");
            return finish_read(check, None);
        };
        let target = check.field(M::FIELD, |check| read_patched(check, &patch));
        // Without a name and a mask, the patch also says what identifies the resource.
        let adds = patch.name().is_empty() && mask.as_ref().is_none_or(|it| it.paths.is_empty());
        let masked = MaskedPatch::read(&mut check, mask, &patch);
        let (target, masked) = finish_read(check, target.zip(masked))?;
        let etag = patch.etag().to_owned();
        let missing = allow_missing.then(|| read_missing(&target, patch));
        let vault = self.app.vault().cloned();
        let edit = Edit {
            path: M::FIELD,
            make: Box::new(move |read| {
                let mut after = edit::<M>(read, &masked)?;
                if adds {
                    after.add_identifiers(&read.stored.resource);
                    check_whole(M::FIELD, &after)?;
                }
                Made::written(vault.as_ref(), read.stored.name, after)
            }),
        };
        let written = self.app.upsert(context, target, etag, edit, missing).await;
        written.map_err(status)
    }

    /// Deletes a resource.
    pub(crate) async fn delete<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<Target>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        self.delete_with(call, request.into(), Appearances::Hold)
            .await
    }

    /// Deletes a resource. `appearances` decides what happens to the appearances in a
    /// deleted article.
    pub(crate) async fn delete_with<M: ResourceMessage>(
        &self,
        call: Call,
        target: Target,
        appearances: Appearances,
    ) -> Result<Response<Encoded<M>>, Status> {
        let (context, name, etag) = read_target::<M>(call, target)?;
        let written = self.app.delete(context, name, etag, appearances).await;
        self.written(written).await
    }

    /// Undeletes a resource.
    pub(crate) async fn undelete<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<Target>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let (context, name, etag) = read_target::<M>(call, request.into())?;
        let written = self.app.undelete(context, name, etag).await;
        self.written(written).await
    }

    /// The answer of a mutation: the resource that it was about, as it was written.
    pub(crate) async fn written<M: ResourceMessage>(
        &self,
        written: Result<Written, Error>,
    ) -> Result<Response<Encoded<M>>, Status> {
        let (documents, position) = self.results(written.map_err(status)?).await?;
        let document = documents.into_iter().next().ok_or_else(internal)?;
        let mut answer = answer::document(document)?;
        position::set_position(&mut answer, position);
        Ok(answer)
    }

    /// The documents that a mutation wrote, and the log position of what it did.
    pub(crate) async fn results(
        &self,
        written: Written,
    ) -> Result<(Vec<Vec<u8>>, Option<Position>), Status> {
        about::note_written(&written);
        let position = self.app.position(&written).await.map_err(status)?;
        Ok((self.app.written(written).await.map_err(status)?, position))
    }
}

/// Reads the context of a call, the resource that it is about, and the etag that the
/// resource must have.
pub(crate) fn read_target<M: ResourceMessage>(
    call: Call,
    target: Target,
) -> Result<(CallContext, Name, String), Status> {
    let Target { name, etag } = target;
    let mut check = Checker::new();
    let context = call.context(&mut check);
    let name = name_of::<M>(&mut check, "name", &name);
    Ok((context, finish_read(check, name)?, etag))
}

/// Returns the value, or a status with all violations.
pub(crate) fn finish<T>(check: Checker, value: T) -> Result<T, Status> {
    check
        .finish(value)
        .map_err(|violations| status(violations.into()))
}

/// Like [`finish`], for a value that is only `None` if a violation was reported.
pub(crate) fn finish_read<T>(check: Checker, value: Option<T>) -> Result<T, Status> {
    require_read(check, value).map_err(status)
}

fn read_resource<M: ResourceMessage>(
    check: &mut Checker,
    name: Name,
    message: Option<M>,
) -> Option<Resource> {
    let Some(message) = message else {
        check.report_at(M::FIELD, "is required");
        return None;
    };
    check.field(M::FIELD, |check| {
        let mut resource = message.writable_fields().read(check, name)?;
        resource.read_printed_dates(check, None);
        resource.check(check);
        Some(resource)
    })
}

/// Reads which resource a patch is about: the one that it names, or else the one that has
/// what the patch says.
fn read_patched<M: ResourceMessage>(check: &mut Checker, patch: &M) -> Option<PatchTarget> {
    if !patch.name().is_empty() {
        return name_of::<M>(check, "name", patch.name()).map(PatchTarget::Named);
    }
    let keys = match identifying(patch) {
        Some(resource) if resource.is_confidential() => {
            check.report_at("name", "is required for a confidential source");
            return None;
        }
        found => found.map_or(NaturalKeys::new(), |it| it.identifying_keys()),
    };
    if keys.is_empty() {
        let instead = match M::KIND {
            Kind::Source => ", or url or same_as instead",
            Kind::Article => ", or uri or external_ids instead",
            Kind::Claim => ", or a statement instead",
            _ => "",
        };
        check.report_at("name", format!("is required{instead}"));
        return None;
    }
    Some(PatchTarget::Holder(M::KIND, keys))
}

/// The resource of a patch. Whether the patch is valid as a whole does not matter for what
/// identifies it.
fn identifying<M: ResourceMessage>(patch: &M) -> Option<Resource> {
    let name = Name::new(M::KIND, None, Uuid::nil())?;
    patch.clone().read(&mut Checker::new(), name)
}

/// Reads a patch as a new resource.
fn read_missing<M: ResourceMessage>(target: &PatchTarget, patch: M) -> Missing {
    let (name, is_named) = match target {
        PatchTarget::Named(name) => (Some(*name), true),
        PatchTarget::Holder(kind, _) => (Name::new(*kind, None, Uuid::now_v7()), false),
    };
    let mut check = Checker::new();
    let resource = name.and_then(|name| read_resource(&mut check, name, Some(patch)));
    let new = name.zip(resource).map(|(name, resource)| {
        let path = M::FIELD.to_owned();
        New::of(path, name, is_named, resource)
    });
    check.finish(())?;
    new.ok_or_else(Vec::new)
}

/// Reads the name of a resource that must be of the message's kind.
pub(crate) fn name_of<M: ResourceMessage>(
    check: &mut Checker,
    field: &str,
    text: &str,
) -> Option<Name> {
    let name = read::name(check, field, text)?;
    check
        .field(field, |check| has_kind::<M>(check, name))
        .then_some(name)
}

pub(crate) fn has_kind<M: ResourceMessage>(check: &mut Checker, name: Name) -> bool {
    let is_kind = name.kind() == M::KIND;
    if !is_kind {
        check.report(format!(
            "names {name}, which is not of the kind {}",
            M::FIELD
        ));
    }
    is_kind
}

/// Refuses a request of a batch that sets a field that is only allowed on the batch itself.
fn refuse_own_head<M>(check: &mut Checker, request: &CreateRequest<M>) {
    if !request.request_id.is_empty() {
        check.report_at("request_id", "stands beside the requests, not in one");
    }
    if request.validate_only {
        check.report_at("validate_only", "stands beside the requests, not in one");
    }
    if request.matches {
        check.report_at("match", "is only for single claims and for bundles");
    }
}

/// Reads the resources of a batch to create.
async fn read_all<R, M>(mut check: Checker, requests: Vec<R>) -> Result<Vec<New>, Status>
where
    R: Into<CreateRequest<M>> + Send,
    M: ResourceMessage,
{
    let mut all = Vec::with_capacity(requests.len());
    for (index, request) in requests.into_iter().enumerate() {
        let path = format!("requests[{index}]");
        let new = check.field(&path, |check| {
            let request = request.into();
            refuse_own_head(check, &request);
            read_new(check, &format!("{path}."), request)
        });
        all.extend(new);
        pause().await.map_err(status)?;
    }
    finish(check, all)
}

/// Reads a resource to create. `prefix` is the path of the request that has it.
fn read_new<M: ResourceMessage>(
    check: &mut Checker,
    prefix: &str,
    request: CreateRequest<M>,
) -> Option<New> {
    let CreateRequest {
        parent,
        id,
        message,
        request_id: _,
        validate_only: _,
        matches: _,
    } = request;
    // `None` if resources of the kind have no parent.
    let claim = parent.map(|parent| parent_claim(check, &parent));
    let id = read_id(check, &format!("{}_id", M::FIELD), &id);
    let name = Name::new(M::KIND, claim, id.unwrap_or_else(Uuid::now_v7))?;
    let path = format!("{prefix}{}", M::FIELD);
    let resource = read_resource(check, name, message)?;
    Some(New::of(path, name, id.is_some(), resource))
}

fn parent_claim(check: &mut Checker, parent: &str) -> ClaimId {
    read::required_claim(check, &Keys::none(), "parent", parent)
}

fn read_id(check: &mut Checker, field: &str, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok();
    if id.is_none() {
        check.report_at(field, "is not a UUID in lower case with hyphens");
    }
    id
}
