//! What is checked after a run, each promise in its own file. Every check returns what it found
//! violated, in words.

pub mod done;
pub mod index;
pub mod kept;
pub mod lagging;
pub mod linear;
pub mod log;
pub mod past;
pub mod reach;
pub mod replay;
pub mod resource;
pub mod stored;
pub mod watch;

#[cfg(test)]
mod samples;

use self::log::Log;
use super::history::History;

/// At most so many violations of each check are reported.
const REPORTED_MAX: usize = 20;

/// Checks the log, the calls, the reads and the watches against each other.
pub fn all(log: &Log, history: &History) -> Vec<String> {
    let calls = history.calls.lock().unwrap();
    let reads = history.reads.lock().unwrap();
    let lists = history.lists.lock().unwrap();
    let watched = history.watched.lock().unwrap();
    let complaints = history.complaints.lock().unwrap();
    let found = [
        ("an answer", complaints.clone()),
        ("the log itself", log::check(log)),
        ("calls and the log", done::check(log, &calls)),
        ("whole commits", replay::check(log)),
        ("retractions", reach::check(log)),
        ("linearisability", resource::check(log, &calls, &reads)),
        (
            "watches",
            watched
                .iter()
                .flat_map(|it| watch::check(log, it))
                .collect(),
        ),
        ("reads as of a moment", past::check(log, &reads, &lists)),
    ];
    found
        .into_iter()
        .flat_map(|(what, found)| reported(what, found))
        .collect()
}

/// The first of many violations, each with the check that found it.
pub fn reported(what: &str, mut found: Vec<String>) -> Vec<String> {
    let count = found.len();
    found.truncate(REPORTED_MAX);
    if count > REPORTED_MAX {
        found.push(format!("… and {} more", count - REPORTED_MAX));
    }
    found
        .into_iter()
        .map(|it| format!("[{what}] {it}"))
        .collect()
}
