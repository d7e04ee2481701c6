//! What all calls share, whatever their method.

pub(crate) mod about;
pub(crate) mod audited;
pub mod auth;
pub(crate) mod code;
pub mod connection;
pub mod context;
mod deadline;
pub mod edge;
pub mod guard;
mod line;
mod metrics;
pub mod paging;
mod pause;
pub mod places;
pub mod position;
pub mod rate;
pub(crate) mod received;
pub mod refused;
mod refused_caller;
pub mod request_id;
mod sent;
mod spans;
pub mod status;
mod status_builder;
mod status_size;
mod subject;
