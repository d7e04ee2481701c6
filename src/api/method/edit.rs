//! The new state of a resource that a patch changes.

use crate::{
    app::Error,
    domain::{resource::Resource, value::Checker},
    store::read::StoredDocument,
    wire::{mask::MaskedPatch, message::ResourceMessage},
};

/// The stored resource with the masked fields of the patch. The mask cannot name fields
/// that only the server writes, so they stay as they are.
pub(super) fn edit<M: ResourceMessage>(
    read: &StoredDocument,
    patch: &MaskedPatch,
) -> Result<Resource, Error> {
    let merged: M = patch.apply(&read.doc)?;
    let before = &read.stored;
    let mut check = Checker::new();
    let after = check.field(M::FIELD, |check| {
        let mut after = merged.read(check, before.name)?;
        after.read_printed_dates(check, Some(&before.resource));
        after.check(check);
        refuse_immutable(check, M::FIELD, &before.resource, &after);
        if before.resource.is_confidential() && !patch.replaces_all() {
            let what = "must be * for a confidential source: what it is is replaced as a whole";
            check.report_at("update_mask", what);
        }
        Some(after)
    });
    require_read(check, after)
}

fn refuse_immutable(check: &mut Checker, kind: &str, before: &Resource, after: &Resource) {
    let fields = match (before, after) {
        (Resource::Appearance(before), Resource::Appearance(after)) => {
            vec![("article", before.article != after.article)]
        }
        (Resource::Source(before), Resource::Source(after)) => {
            vec![("confidential", before.confidential != after.confidential)]
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

/// Checks a resource as a whole.
pub(super) fn check_whole(field: &str, resource: &Resource) -> Result<(), Error> {
    let mut check = Checker::new();
    check.field(field, |check| resource.check(check));
    Ok(check.finish(())?)
}

/// The value, or an error with all violations. It is only `None` if one was reported.
pub(super) fn require_read<T>(check: Checker, value: Option<T>) -> Result<T, Error> {
    let value = check.finish(value)?;
    value.ok_or_else(|| Error::Internal("a value was neither read nor reported".into()))
}
