//! What a retraction has reached: after a while, the standing of each claim says whether a source that
//! the claim is attributed to was retracted.
//!
//! Claims and sources that were ever part of a merge are left out, as the log does not say of the past
//! of an erased one what it was merged with.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::Operation;

use super::log::Log;
use crate::state::{State, claim_of, kind};

pub fn check(log: &Log) -> Vec<String> {
    let merged = merged(log);
    let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in log.names().filter(|name| kind(name) == "appearances") {
        if let (Some(claim), Some(state)) = (claim_of(name), newest(log, name)) {
            let names = state.refers_to.iter().map(String::as_str);
            let names = names.filter(|name| kind(name) == "sources");
            sources.entry(claim).or_default().extend(names);
        }
    }
    let known = |name: &&str| !merged.contains(*name) && !log.is_erased(name);
    let sources = sources.iter().filter(|(claim, _)| known(claim));
    let sources = sources.filter(|(_, sources)| sources.iter().all(&known));
    let wrong = sources.filter_map(|(claim, sources)| {
        newest(log, claim)?;
        let retracted = sources
            .iter()
            .find(|name| newest(log, name).is_some_and(|it| it.is_retracted));
        let standing = format!("{claim}/standing");
        let says = newest(log, &standing).is_some_and(|it| it.rests_on_retracted);
        (says != retracted.is_some() && !log.is_erased(&standing)).then(|| {
            format!(
                "whether {claim} rests on a retracted source is {says}, because of {retracted:?}"
            )
        })
    });
    wrong.collect()
}

/// The state that a resource has at the end, if it is live.
fn newest<'a>(log: &'a Log, name: &str) -> Option<&'a State> {
    let last = log.of(name).next_back()?;
    let is_live = !matches!(last.operation, Operation::Deleted | Operation::Erased);
    last.state.as_ref().filter(|_| is_live)
}

/// What was ever merged, and into what.
fn merged(log: &Log) -> BTreeSet<&str> {
    let states = log.entries.iter().filter_map(|it| it.state.as_ref());
    let merged = states.filter(|it| !it.merged_into.is_empty());
    let names = merged.flat_map(|it| [it.name.as_str(), it.merged_into.as_str()]);
    names.collect()
}

#[cfg(test)]
mod tests {
    use claimstore::wire::pb::Operation::{Created, Updated};

    use super::*;
    use crate::check::samples::{entry, log};

    #[test]
    fn a_retraction_that_reached_no_claim_and_one_that_is_said_without_being_are_found() {
        let source = |at, revision, is_retracted| {
            let mut source = entry((at, 0), "sources/s", revision, Updated);
            source.state.as_mut().unwrap().is_retracted = is_retracted;
            source
        };
        let standing = |at, revision, rests_on_retracted| {
            let mut standing = entry((at, 1), "claims/b/standing", revision, Updated);
            standing.state.as_mut().unwrap().rests_on_retracted = rests_on_retracted;
            standing
        };
        let mut printed = entry((7, 0), "claims/b/appearances/p", 1, Created);
        printed.state.as_mut().unwrap().refers_to = vec!["sources/s".to_owned()];
        let printed = log().with(source(6, 1, false)).with(printed);
        let printed = printed.with(standing(7, 1, false));
        assert_eq!(check(&printed), Vec::<String>::new());
        let retracted = printed.with(source(8, 2, true));
        assert_eq!(check(&retracted).len(), 1);
        let reached = retracted.with(standing(8, 2, true));
        assert_eq!(check(&reached), Vec::<String>::new());
        let revoked = reached.with(source(9, 3, false));
        assert_eq!(check(&revoked).len(), 1);
    }
}
