//! Reads the filter of a list of relations.

use crate::{
    domain::{
        resource::ClaimId,
        value::{Checker, identity::normal_text, text},
    },
    store::read::list::RelationFilter,
    wire::{
        pb,
        value::read::{self, Keys},
    },
};

/// No author is longer than this.
const AUTHOR_MAX: usize = 200;

/// Reads the filter of a list of relations.
pub(crate) fn read_filter(
    check: &mut Checker,
    claim: Option<ClaimId>,
    message: pb::RelationFilter,
) -> RelationFilter {
    let pb::RelationFilter {
        r#type,
        target,
        state,
        author,
        article,
    } = message;
    let keys = &Keys::none();
    RelationFilter {
        claim,
        article: read::article(check, keys, "article", &article),
        relation_type: read::optional(check, "type", r#type),
        target: read::claim(check, keys, "target", &target),
        state: read::optional(check, "state", state),
        author: read_author(check, &author),
    }
}

/// Reads an optional author, in the normal form in which authors are compared.
pub(crate) fn read_author(check: &mut Checker, author: &str) -> Option<String> {
    text::check(check, "author", author, AUTHOR_MAX);
    (!author.is_empty()).then(|| normal_text(author))
}
