//! The write transaction: the only way to change anything.

pub mod holder;
pub mod link;
pub mod referrer;

mod batch;
pub mod erase;
pub mod import;
pub mod lock;
pub mod merge;
pub mod reach;
pub mod standing;
pub mod transaction;
pub mod upsert;

pub use self::{
    batch::{ArticleKey, Batch, Write},
    holder::{Described, Holders},
    import::{ImportKey, ImportProgress, ImportStep},
    lock::{LockSet, Lockable},
    reach::{Reach, ReachStep},
    transaction::{Ending, WriteTx, Written},
};

pub(crate) use self::standing::Row;
