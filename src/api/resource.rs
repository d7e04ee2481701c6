//! What the methods of every kind of resource do alike.

use tonic::{Status, metadata::MetadataMap};
use uuid::Uuid;

use super::{Api, call, paging, paging::Arguments, status::status};
use crate::{
    app::{Asked, Error, read::BATCH_MAX, update::Edit},
    domain::{
        name::{ClaimId, Name, parse_id},
        resource::{Resource, Stored},
        violation::{Checker, Violation},
    },
    store::{list::Filter, load::View},
    wire::{
        document,
        mask::{FieldMask, Mask},
        message::ResourceMessage,
        read,
    },
};

/// What a request to change something says beside the resource.
pub(super) struct Mutation<'a> {
    pub metadata: &'a MetadataMap,
    pub method: &'static str,
    pub request_id: String,
    pub digest: Vec<u8>,
}

impl Mutation<'_> {
    pub(super) fn asked(self, check: &mut Checker) -> Asked {
        call::asked(
            check,
            self.metadata,
            self.method,
            &self.request_id,
            self.digest,
        )
    }
}

impl Api {
    /// Creates a resource, below `parent` where it is an appearance.
    pub(super) async fn create<M: ResourceMessage>(
        &self,
        mutation: Mutation<'_>,
        parent: Option<&str>,
        id: &str,
        message: Option<M>,
    ) -> Result<M, Status> {
        let mut check = Checker::new();
        let asked = mutation.asked(&mut check);
        let claim = parent.and_then(|parent| parent_claim(&mut check, parent));
        // Where there is none it was complained about, and nobody looks.
        let claim = claim.unwrap_or(ClaimId::new(Uuid::nil()));
        let given = given_id(&mut check, &format!("{}_id", M::FIELD), id);
        let name = Name::new(M::KIND, Some(claim), given.unwrap_or_else(Uuid::now_v7));
        let resource = name.and_then(|name| read_resource(&mut check, name, message));
        let (name, resource) = finish_read(check, name.zip(resource))?;
        let done = self
            .app
            .create(asked, name, given.is_some(), resource)
            .await
            .map_err(status)?;
        self.written(&done).await
    }

    /// Changes the masked fields of a resource.
    pub(super) async fn update<M: ResourceMessage>(
        &self,
        mutation: Mutation<'_>,
        message: Option<M>,
        mask: Option<FieldMask>,
    ) -> Result<M, Status> {
        let mut check = Checker::new();
        let asked = mutation.asked(&mut check);
        let Some(patch) = message else {
            check.say_at(M::FIELD, "is required");
            return finish_read(check, None);
        };
        let name = check.field(M::FIELD, |check| name_of::<M>(check, "name", patch.name()));
        let mask = Mask::read(&mut check, M::TYPE, mask, &patch);
        let (name, mask) = finish_read(check, name.zip(mask))?;
        let etag = patch.etag().to_owned();
        let edit: Edit = Box::new(move |stored| edit(stored, &patch, &mask));
        let done = self
            .app
            .update(asked, name, etag, edit)
            .await
            .map_err(status)?;
        self.written(&done).await
    }

    async fn written<M: ResourceMessage>(
        &self,
        done: &[crate::store::request::Done],
    ) -> Result<M, Status> {
        let document = self.app.written(done).await.map_err(status)?;
        message(&document)
    }

    /// Reads one resource.
    pub(super) async fn get<M: ResourceMessage>(
        &self,
        mut check: Checker,
        name: &str,
        view: View,
    ) -> Result<M, Status> {
        let name = name_of::<M>(&mut check, "name", name);
        let name = finish_read(check, name)?;
        let document = self.app.get(name, view).await.map_err(status)?;
        message(&document)
    }

    /// Reads many resources.
    pub(super) async fn batch_get<M: ResourceMessage>(
        &self,
        mut check: Checker,
        names: &[String],
        view: View,
    ) -> Result<Vec<M>, Status> {
        if names.is_empty() {
            check.say_at("names", "is required: at least one");
        }
        check.at_most("names", names, BATCH_MAX);
        let mut read = Vec::with_capacity(names.len().min(BATCH_MAX));
        check.list("names", names, |check, text| {
            let name = read::element_name(check, text);
            read.extend(name.filter(|name| has_kind::<M>(check, *name)));
        });
        let names = finish(check, read)?;
        let documents = self
            .app
            .batch_get(M::KIND, &names, view)
            .await
            .map_err(status)?;
        documents.iter().map(|document| message(document)).collect()
    }

    /// Reads a page of resources: the resources, and the token of the next page.
    pub(super) async fn list<M: ResourceMessage>(
        &self,
        mut check: Checker,
        page_size: i32,
        page_token: &str,
        arguments: &Arguments,
        filter: &Filter,
    ) -> Result<(Vec<M>, String), Status> {
        let size = paging::size(&mut check, page_size);
        let size = finish(check, size)?;
        let after = arguments.id(page_token).map_err(status)?;
        let page = self.app.list(filter, after, size).await.map_err(status)?;
        let messages = page.docs.iter().map(|document| message(document));
        let messages = messages.collect::<Result<_, Status>>()?;
        Ok((messages, arguments.token_of_id(page.next)))
    }
}

/// The value, or all violations as a status.
pub(super) fn finish<T>(check: Checker, value: T) -> Result<T, Status> {
    check
        .finish(value)
        .map_err(|violations| status(violations.into()))
}

/// As [`finish`], for what is absent only where it was complained about.
pub(super) fn finish_read<T>(check: Checker, value: Option<T>) -> Result<T, Status> {
    finish(check, value)?.ok_or_else(|| {
        status(Error::Internal(
            "a value was neither read nor complained about".into(),
        ))
    })
}

/// A document as the message that it is.
pub(super) fn message<M: ResourceMessage>(document: &[u8]) -> Result<M, Status> {
    document::message(document).map_err(|error| status(error.into()))
}

fn read_resource<M: ResourceMessage>(
    check: &mut Checker,
    name: Name,
    message: Option<M>,
) -> Option<Resource> {
    let Some(message) = message else {
        check.say_at(M::FIELD, "is required");
        return None;
    };
    check.field(M::FIELD, |check| {
        let resource = message.read(check, name);
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
        refuse_immutable(check, &stored.resource, &after);
        after
    });
    if let (Resource::Article(_, before), Resource::Article(_, version)) =
        (&stored.resource, &mut after)
    {
        *version = *before;
    }
    check.finish(after)
}

fn refuse_immutable(check: &mut Checker, before: &Resource, after: &Resource) {
    if let (Resource::Appearance(before), Resource::Appearance(after)) = (before, after)
        && before.article != after.article
    {
        check.say_at("article", "cannot be changed; create another appearance");
    }
}

/// Reads the name of a resource of the message's kind.
fn name_of<M: ResourceMessage>(check: &mut Checker, field: &str, text: &str) -> Option<Name> {
    let name = read::name(check, field, text)?;
    check
        .field(field, |check| has_kind::<M>(check, name))
        .then_some(name)
}

fn has_kind<M: ResourceMessage>(check: &mut Checker, name: Name) -> bool {
    let is_kind = name.kind() == M::KIND;
    if !is_kind {
        check.say(format!("names {name}, which is no {}", M::FIELD));
    }
    is_kind
}

fn parent_claim(check: &mut Checker, parent: &str) -> Option<ClaimId> {
    match read::name(check, "parent", parent)? {
        Name::Claim(id) => Some(id),
        other => {
            check.say_at("parent", format!("names {other}, which is no claim"));
            None
        }
    }
}

fn given_id(check: &mut Checker, field: &str, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok();
    if id.is_none() {
        check.say_at(field, "is no uuid in lower case with hyphens");
    }
    id
}
