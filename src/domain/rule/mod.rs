//! Rules that concern several resources at once.

pub mod clock;
pub mod conflict;
pub mod credit_line;
pub mod link;
pub mod listed;
pub mod printed_date;
pub mod printed_quantity;
pub mod reanchoring;
pub mod reimport;
pub mod reprinting;
pub mod somebody;
pub mod stance;
pub mod standing;
pub mod trace;

pub use self::{
    conflict::{Conflict, ConflictPoint, ConflictReason, ConflictSide, Figure},
    link::{Edge, Link},
    reanchoring::{NewVersion, VersionAlignment},
    stance::{Side, Sides},
    standing::{Counts, DeskVerdict, Dispute, DisputeReason, Facts, Orphaned, Standing},
    trace::{Dependant, LinkedPoint, ReachProgress, Stage, TraceLink, TracePoint, TraceStep},
};
