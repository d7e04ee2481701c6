//! The log, and what follows from it: watches, retention, reach, and checks against it.

mod change;
pub mod check;
mod model;
mod polling;
mod position;
mod reach;
pub mod retention;
pub mod watch;
