//! What all calls share, whatever their method.

pub mod auth;
pub mod context;
mod deadline;
pub mod edge;
pub mod paging;
mod pause;
pub mod places;
pub mod position;
pub(crate) mod received;
pub mod refused;
pub mod request_id;
mod sent;
pub mod status;
mod status_builder;
mod status_size;
