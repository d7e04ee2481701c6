//! The new state of a resource that a patch changes.

use crate::{
    app::Error,
    domain::{
        resource::{Resource, source::CONFIDENTIAL_NAME},
        value::Checker,
    },
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
        check_confidential(check, patch, &before.resource, &after);
        Some(after)
    });
    if before.resource.is_confidential() && !patch.replaces_all() {
        let what = "must be * for a confidential source: what it is is replaced as a whole";
        check.report_at("update_mask", what);
    }
    require_read(check, after)
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

/// Reports a patch that would show what a confidential source is, or replace that by what is shown.
fn check_confidential(
    check: &mut Checker,
    patch: &MaskedPatch,
    before: &Resource,
    after: &Resource,
) {
    let was = before.is_confidential();
    // Also if the mask leaves it out: the caller takes the source for a confidential one.
    if !was && (after.is_confidential() || patch.says("confidential")) {
        check.report_at(
            "confidential",
            "cannot be said of a source that is stored in clear; create another source",
        );
    }
    if !was {
        return;
    }
    if !after.is_confidential() {
        check.report_at(
            "confidential",
            "must be true: the source stays confidential",
        );
    }
    if let Resource::Source(after) = after
        && after.display_name == CONFIDENTIAL_NAME
    {
        let what = "is what is shown of every confidential source; give all that it is, as RevealSource returns it";
        check.report_at("display_name", what);
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
