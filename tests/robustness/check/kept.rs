//! What was once read of the log stays: each entry as it was, and its state until it was erased, or
//! superseded for longer than it is kept.

use claimstore::wire::pb::Operation;

use super::log::Log;
use crate::state::Entry;

/// Compares the log with what was recorded of it. What is not kept any more becomes what it was.
pub fn restore(log: &mut Log, recorded: &[Entry], kept_since: i64) -> Vec<String> {
    log.kept_since = kept_since;
    let (length, before) = (log.entries.len(), recorded.len());
    let mut found = Vec::new();
    if length < before {
        found.push(format!("the log has {length} entries, and had {before}"));
    }
    let mut restored = Vec::new();
    for (number, (now, then)) in log.entries.iter().zip(recorded).enumerate() {
        let (name, revision) = (&then.name, then.revision);
        if stamp(now) != stamp(then) {
            found.push(format!(
                "{} follows what revision {revision} of {name} followed before",
                now.position
            ));
        } else if !log.is_erased(name) {
            match (&now.state, &then.state) {
                (Some(now), Some(then)) if now.is(then) && now.etag == then.etag => {}
                (None, Some(then)) if log.is_expired(now) => restored.push((number, then.clone())),
                _ => found.push(format!(
                    "revision {revision} of {name} is another one than it was"
                )),
            }
        }
    }
    for (number, state) in restored {
        log.entries[number].state = Some(state);
    }
    found
}

fn stamp(entry: &Entry) -> (&str, &str, i64, Operation, &str, &str, i64) {
    (
        &entry.position,
        &entry.name,
        entry.revision,
        entry.operation,
        &entry.actor,
        &entry.request_id,
        entry.time,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples;

    #[test]
    fn what_is_changed_or_gone_afterwards_is_found_and_what_is_not_kept_is_restored() {
        let then = samples::log().entries;
        let restored = |breaks: fn(&mut Vec<Entry>), kept_since| {
            let mut now = then.clone();
            breaks(&mut now);
            let mut log = Log::new(now);
            let found = restore(&mut log, &then, kept_since);
            (log.entries == then, found.len())
        };
        // The first revision was superseded at 3,000.
        let expires: fn(&mut Vec<Entry>) = |it| it[0].state = None;
        assert_eq!(restored(|_| {}, 0), (true, 0));
        assert_eq!(restored(expires, 3_001), (true, 0));
        assert_eq!(restored(expires, 3_000), (false, 1));
        assert_eq!(restored(|it| it[5].state = None, 9_000), (false, 1));
        assert_eq!(restored(|it| it[1].time += 1, 0), (false, 1));
        assert_eq!(
            restored(|it| it[1].state.as_mut().unwrap().digest += 1, 0),
            (false, 1)
        );
        assert_eq!(restored(|it| drop(it.pop()), 0), (false, 1));
    }
}
