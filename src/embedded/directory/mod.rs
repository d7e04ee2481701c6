//! The data directory of the private Postgres, and what it holds.
//!
//! `postgres` (the cluster that `initdb` creates), `postgres.new` (one that is being created),
//! `socket`, `postgres.log` and `lock`.
//!
//! Invariant: the data directory belongs to the service's user, so that root never opens a file
//! for writing in a directory of a less trusted user. What Postgres owns is one level deeper.

pub(crate) mod data_dir;
pub mod initdb;
pub(crate) mod lock;
pub mod socket;
