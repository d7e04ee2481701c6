//! Calls of the application without a server between.

use std::time::Instant;

use claimstore::{
    app::{CallContext, write::new::New},
    domain::{
        access::Rights,
        resource::{Name, Resource, Source, SourceId, SourceKind},
    },
    store::write::Ending,
};
use uuid::Uuid;

/// The context of a call that may do everything, until its deadline.
pub fn context(deadline: Option<Instant>) -> CallContext {
    CallContext {
        actor: "test".to_owned(),
        request: None,
        ending: Ending::Keep,
        bytes: 0,
        deadline,
        rights: Rights::ALL,
    }
}

/// The name of a source.
pub fn source_name(number: u128) -> Name {
    Name::Source(SourceId::new(Uuid::from_u128(number)))
}

/// A person to be created under that name.
pub fn new_person(number: u128) -> New {
    let source = Resource::Source(Source {
        kind: SourceKind::Person,
        ..Source::default()
    });
    New::of("source".to_owned(), source_name(number), true, source)
}
