//! What the methods of every kind of resource that write do alike.

use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::{
    api::{
        Api,
        call::{context::Call, paging, status::status},
    },
    app::{
        CallContext, Error,
        write::{create::New, delete::Appearances, update::Edit},
    },
    domain::{
        resource::{
            any::{Resource, Stored},
            name::{ClaimId, Name, parse_id},
        },
        value::violation::{Checker, Violation},
    },
    store::{log::position::Position, write::transaction::Written},
    wire::{
        document,
        mask::Mask,
        message::ResourceMessage,
        pb,
        request::{
            BATCH_CREATE_BYTES_MAX, BATCH_CREATE_MAX, Given, MutationRequest, Patch, Target,
        },
        resource::anchoring,
        value::read,
    },
};

impl Api {
    /// Creates a resource.
    pub(crate) async fn create<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: MutationRequest + Into<Given<M>>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let given = request.into();
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let new = read_new(&mut check, "", given);
        let new = finish_read(check, new)?;
        let written = self.app.create(context, vec![new]).await;
        self.written(written).await
    }

    /// Creates many resources, all or none.
    pub(crate) async fn batch_create<R, M>(
        &self,
        mut check: Checker,
        call: Call,
        requests: Vec<R>,
    ) -> Result<(Vec<M>, Option<Position>), Status>
    where
        R: Into<Given<M>>,
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
        let mut index = 0;
        let all = read::all(&mut check, "requests", requests, |check, request| {
            let given = request.into();
            refuse_own_head(check, &given);
            let new = read_new(check, &format!("requests[{index}]."), given);
            index += 1;
            new
        });
        let all = finish(check, all)?;
        let written = self.app.create(context, all).await.map_err(status)?;
        let position = self.app.position(&written).await.map_err(status)?;
        let documents = self.app.written(written).await.map_err(status)?;
        let messages = documents.iter().map(|document| message(document));
        Ok((messages.collect::<Result<_, Status>>()?, position))
    }

    /// Changes the masked fields of a resource.
    pub(crate) async fn update<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: MutationRequest + Into<Patch<M>>,
        M: ResourceMessage,
    {
        let written = self.write_update::<R, M>(request).await?;
        self.written(Ok(written)).await
    }

    /// As [`Api::update`], without the answer.
    pub(crate) async fn write_update<R, M>(&self, request: Request<R>) -> Result<Written, Status>
    where
        R: MutationRequest + Into<Patch<M>>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let Patch { message, mask } = request.into();
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let Some(patch) = message else {
            check.report_at(M::FIELD, "is required");
            return finish_read(check, None);
        };
        let name = check.field(M::FIELD, |check| name_of::<M>(check, "name", patch.name()));
        let mask = Mask::read(&mut check, M::TYPE, mask, &patch);
        let (name, mask) = finish_read(check, name.zip(mask))?;
        let etag = patch.etag().to_owned();
        let edit = Edit {
            path: M::FIELD,
            make: Box::new(move |stored| edit(stored, &patch, &mask)),
        };
        let written = self.app.update(context, name, etag, edit).await;
        written.map_err(status)
    }

    /// Deletes a resource.
    pub(crate) async fn delete<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: MutationRequest + Into<Target>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        self.delete_with(call, request.into(), Appearances::Hold)
            .await
    }

    /// Deletes a resource, and what becomes of the appearances in an article.
    pub(crate) async fn delete_with<M: ResourceMessage>(
        &self,
        call: Call,
        target: Target,
        appearances: Appearances,
    ) -> Result<Response<M>, Status> {
        let (context, name, etag) = read_target::<M>(call, target)?;
        let written = self.app.delete(context, name, etag, appearances).await;
        self.written(written).await
    }

    /// Brings a deleted resource back.
    pub(crate) async fn undelete<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: MutationRequest + Into<Target>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let (context, name, etag) = read_target::<M>(call, request.into())?;
        let written = self.app.undelete(context, name, etag).await;
        self.written(written).await
    }

    /// The one resource that a mutation was about, as it left it.
    pub(crate) async fn written<M: ResourceMessage>(
        &self,
        written: Result<Written, Error>,
    ) -> Result<Response<M>, Status> {
        let written = written.map_err(status)?;
        let position = self.app.position(&written).await.map_err(status)?;
        let documents = self.app.written(written).await.map_err(status)?;
        let document = documents.first().map(Vec::as_slice).unwrap_or_default();
        let mut answer = Response::new(message(document)?);
        paging::set_position(&mut answer, position);
        Ok(answer)
    }
}

/// Reads which resource a call is about: who asks, its name and the state that it must be
/// in.
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

/// The value, or all violations as a status.
pub(crate) fn finish<T>(check: Checker, value: T) -> Result<T, Status> {
    check
        .finish(value)
        .map_err(|violations| status(violations.into()))
}

/// As [`finish`], for what is absent only where it was complained about.
pub(crate) fn finish_read<T>(check: Checker, value: Option<T>) -> Result<T, Status> {
    finish(check, value)?.ok_or_else(|| {
        status(Error::Internal(
            "a value was neither read nor complained about".into(),
        ))
    })
}

/// A document as the message that it is.
pub(crate) fn message<M: ResourceMessage>(document: &[u8]) -> Result<M, Status> {
    document::message(document).map_err(|error| status(error.into()))
}

/// What became of the appearances of these documents in a new version.
pub(crate) fn reanchored(documents: &[Vec<u8>]) -> Result<Vec<pb::Reanchored>, Status> {
    let all = documents.iter();
    let all = all.map(|document| anchoring::reanchored(document));
    all.map(|it| it.map_err(|error| status(error.into())))
        .collect()
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
        let resource = message.given().read(check, name);
        resource.check(check);
        Some(resource)
    })
}

/// The stored resource with the masked fields of the patch.
fn edit<M: ResourceMessage>(
    stored: &Stored,
    patch: &M,
    mask: &Mask,
) -> Result<Resource, Vec<Violation>> {
    let refuse = |description: &str| {
        vec![Violation {
            field: M::FIELD.to_owned(),
            description: description.to_owned(),
        }]
    };
    let before = M::write(&stored.resource).ok_or_else(|| refuse("is of another kind"))?;
    let merged = mask
        .apply(&before, patch)
        .map_err(|_| refuse("cannot be merged with what is stored"))?;
    let mut check = Checker::new();
    let mut after = check.field(M::FIELD, |check| {
        let after = merged.read(check, stored.name);
        after.check(check);
        refuse_immutable(check, M::FIELD, &stored.resource, &after);
        after
    });
    if let (Resource::Article(_, before), Resource::Article(_, version)) =
        (&stored.resource, &mut after)
    {
        *version = *before;
    }
    check.finish(after)
}

fn refuse_immutable(check: &mut Checker, kind: &str, before: &Resource, after: &Resource) {
    let fields = match (before, after) {
        (Resource::Appearance(before), Resource::Appearance(after)) => {
            vec![("article", before.article != after.article)]
        }
        (Resource::Relation(before), Resource::Relation(after)) => vec![
            ("type", before.relation_type != after.relation_type),
            ("target", before.target != after.target),
        ],
        _ => Vec::new(),
    };
    for (field, _) in fields.into_iter().filter(|(_, is_other)| *is_other) {
        check.report_at(field, format!("cannot be changed; create another {kind}"));
    }
}

/// Reads the name of a resource of the message's kind.
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
        check.report(format!("names {name}, which is no {}", M::FIELD));
    }
    is_kind
}

/// Complains where a request of a batch says what the batch says for all.
fn refuse_own_head<M>(check: &mut Checker, given: &Given<M>) {
    if !given.request_id.is_empty() {
        check.report_at("request_id", "stands beside the requests, not in one");
    }
    if given.validate_only {
        check.report_at("validate_only", "stands beside the requests, not in one");
    }
}

/// Reads a resource that is to be created; `prefix` leads to where it is given.
fn read_new<M: ResourceMessage>(check: &mut Checker, prefix: &str, given: Given<M>) -> Option<New> {
    let Given {
        parent,
        id,
        message,
        request_id: _,
        validate_only: _,
    } = given;
    let claim = parent.and_then(|parent| parent_claim(check, &parent));
    // Where there is none it was complained about, and nobody looks.
    let claim = claim.unwrap_or(ClaimId::new(Uuid::nil()));
    let id = given_id(check, &format!("{}_id", M::FIELD), &id);
    let name = Name::new(M::KIND, Some(claim), id.unwrap_or_else(Uuid::now_v7))?;
    Some(New {
        path: format!("{prefix}{}", M::FIELD),
        name,
        is_named: id.is_some(),
        resource: read_resource(check, name, message)?,
    })
}

fn parent_claim(check: &mut Checker, parent: &str) -> Option<ClaimId> {
    let claim = read::claim(check, &read::Keys::none(), "parent", parent);
    read::require(check, "parent", parent, claim)
}

fn given_id(check: &mut Checker, field: &str, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok();
    if id.is_none() {
        check.report_at(field, "is not a UUID in lower case with hyphens");
    }
    id
}
