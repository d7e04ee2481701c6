//! A newsroom's memory of who said what, where it was printed, on whose word, and
//! whether it held up: articles, claims and sources in Postgres, served over gRPC.
//!
//! # The map
//!
//! | layer | what it is for | may use |
//! |---|---|---|
//! | [`cli`] | the commands a person types | everything |
//! | [`server`], [`config`] | a listener becomes a running server | everything below |
//! | [`api`] | where an RPC enters | `access`, `app`, `store`, `domain`, `wire` |
//! | [`app`] | what a request does | `store`, `picture`, `vault`, `domain`, `wire` |
//! | [`store`] | where SQL lives | `domain`, `wire` |
//! | [`wire`] | messages and documents | `domain` |
//! | [`access`] | who calls, and what each caller may do | `domain` |
//! | [`index`] | which known claims a text repeats | `domain` |
//! | [`picture`] | pictures of what is known, as SVG | `domain` |
//! | [`vault`] | encrypts what is confidential | `domain` |
//! | [`domain`] | the rules | nothing |
//! | [`telemetry`] | the log and spans, for `api`, `app`, `store`, `server` | nothing |
//! | [`embedded`] | the private Postgres | nothing |
//!
//! A resource has a file of the same name in each layer: looking for `claim` shows
//! the slice, looking at a folder shows the layer. `ARCHITECTURE.md` says more.

pub mod access;
pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod embedded;
pub mod index;
pub mod picture;
pub mod server;
pub mod store;
pub mod telemetry;
pub mod vault;
pub mod wire;
