//! The write transaction: the only way to change anything.

pub mod holder;
pub mod link;
pub mod referrer;

mod batch;
mod dry_run;
pub mod erase;
pub mod import;
pub mod lock;
mod logged;
pub mod merge;
pub mod reach;
pub(in crate::store) mod salts;
mod sealed;
mod share;
pub mod standing;
pub mod transaction;
pub mod upsert;

pub use self::{
    batch::{ArticleKey, Batch, Write},
    holder::{Described, Holders},
    import::{ImportKey, ImportProgress, ImportStep},
    lock::{LockSet, Lockable},
    reach::{Reach, ReachStep},
    share::{Ending, Part, Written},
    transaction::WriteTx,
};

pub(crate) use self::{logged::state, standing::Row};
