//! The attacks. Each is many tasks that do the same until they are told to end.

mod bodiless;
mod crowd;
mod cut;
mod flood;
pub mod heavy;
mod imports;
mod malformed;
mod silent;
mod unread;
mod untaken;

use std::{sync::Arc, time::Instant};

use tokio::task::JoinSet;

use super::target::Target;

/// An attack by name.
#[derive(Clone, Copy)]
pub struct Attack {
    pub name: &'static str,
    /// Starts its tasks, which end at the moment or are ended then.
    pub start: fn(&mut JoinSet<()>, &Arc<Target>, Instant),
}

/// All of them, in the order in which they are made.
pub const ATTACKS: [Attack; 10] = [
    Attack {
        name: "untaken answers",
        start: untaken::start,
    },
    Attack {
        name: "watches that nobody reads",
        start: unread::start,
    },
    Attack {
        name: "headers without bodies",
        start: bodiless::start,
    },
    Attack {
        name: "silent sockets",
        start: silent::start,
    },
    Attack {
        name: "heavy text",
        start: heavy::start,
    },
    Attack {
        name: "malformed calls",
        start: malformed::start,
    },
    Attack {
        name: "clients that disconnect",
        start: cut::start,
    },
    Attack {
        name: "more callers than places",
        start: crowd::start,
    },
    Attack {
        name: "floods of frames",
        start: flood::start,
    },
    Attack {
        name: "imports of long articles",
        start: imports::start,
    },
];
