//! A newsroom's memory of who said what, where it was printed, on whose word, and
//! whether it held up: articles, claims and sources in Postgres, served over gRPC.
//!
//! # The map
//!
//! | layer | what it is for | may use |
//! |---|---|---|
//! | [`cli`] | the commands a person types | everything |
//! | [`client`] | a client for other programs in Rust | `wire::pb` |
//! | [`server`], [`config`] | a listener becomes a running server | everything below |
//! | [`api`] | where an RPC enters | `access`, `app`, `store`, `exchange`, `domain`, `wire` |
//! | [`app`] | what a request does | `store`, `picture`, `proof`, `vault`, `domain`, `wire` |
//! | [`store`] | where SQL lives | `domain`, `proof`, `wire` |
//! | [`exchange`] | formats of others | `domain`, `wire` |
//! | [`wire`] | messages and documents | `domain` |
//! | [`access`] | who calls, and what each caller may do | `domain` |
//! | [`index`] | which known claims a text repeats | `domain` |
//! | [`picture`] | pictures of what is known, as SVG | `domain` |
//! | [`proof`] | tamper evidence: a Merkle tree over the log | `domain` |
//! | [`vault`] | encrypts what is confidential | `domain` |
//! | [`domain`] | the rules | nothing |
//! | [`telemetry`] | the log and spans, for `api`, `app`, `store`, `server` | nothing |
//! | [`embedded`] | the private Postgres | nothing |
//! | [`failpoint`] | where tests let `store`, `app` and `cli` fail | nothing |
//!
//! A resource has a file of the same name in each layer: looking for `claim` shows
//! the slice, looking at a folder shows the layer. `ARCHITECTURE.md` says more.
//!
//! # Features
//!
//! `server`, which is on unless it is switched off, is all of that. `client` alone is [`client`] and the
//! messages, with the dependencies that these need.

#[cfg(feature = "server")]
pub mod access;
#[cfg(feature = "server")]
pub mod api;
#[cfg(feature = "server")]
pub mod app;
#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "server")]
pub mod config;
#[cfg(feature = "server")]
pub mod domain;
#[cfg(feature = "server")]
pub mod embedded;
#[cfg(feature = "server")]
pub mod exchange;
#[cfg(feature = "server")]
pub mod failpoint;
#[cfg(feature = "server")]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "server")]
pub mod index;
#[cfg(feature = "server")]
pub mod picture;
#[cfg(feature = "server")]
pub mod proof;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
pub mod telemetry;
#[cfg(feature = "server")]
pub mod vault;
#[cfg(feature = "server")]
pub mod wire;

/// The messages and clients of the contract, which is all that a client needs.
#[cfg(not(feature = "server"))]
pub mod wire {
    pub mod pb;
}
