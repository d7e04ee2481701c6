//! What ClaimService says of relations.

use super::parent::read_parent;
use crate::{
    domain::{identity::normal_text, text, violation::Checker},
    store::list::RelationFilter,
    wire::{
        pb,
        read::{self, Keys},
    },
};

/// Longer than any author is.
const AUTHOR_MAX: usize = 200;

/// Reads the conditions on a list of relations.
pub(super) fn read_filter(
    check: &mut Checker,
    parent: &str,
    message: pb::RelationFilter,
) -> RelationFilter {
    let pb::RelationFilter {
        r#type,
        target,
        state,
        author,
    } = message;
    let claim = read_parent(check, parent);
    check.field("filter", |check| RelationFilter {
        claim,
        relation_type: read::optional(check, "type", r#type),
        target: read::claim(check, &Keys::none(), "target", &target),
        state: read::optional(check, "state", state),
        author: read_author(check, &author),
    })
}

/// Reads an author in the form in which two compare, if one is asked for.
pub(super) fn read_author(check: &mut Checker, author: &str) -> Option<String> {
    text::check(check, "author", author, AUTHOR_MAX);
    (!author.is_empty()).then(|| normal_text(author))
}
