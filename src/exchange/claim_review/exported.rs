//! The verdict by which an export of claimstore marks itself: a term among the keywords.

use serde_json::Value;

use super::{
    node::{Node, values},
    verdicts::named,
};
use crate::wire::pb;

/// What names the terms by which an export states the verdict.
pub const VERDICT_TERMS: &str = "claimstore.v1.Verdict";

/// The verdict that an export of claimstore states.
pub fn verdict(node: &mut Node<'_>) -> Option<pb::Verdict> {
    let (_, value) = node.property("keywords")?;
    let term = values(value).into_iter().find(|it| {
        let set = it.get("inDefinedTermSet").and_then(|set| set.get("name"));
        set.and_then(Value::as_str) == Some(VERDICT_TERMS)
    })?;
    let verdict = named(term.get("termCode")?.as_str()?)?;
    node.take("keywords");
    Some(verdict)
}
