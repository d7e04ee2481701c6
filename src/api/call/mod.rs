//! What all calls share, whatever their method.

pub mod auth;
pub mod context;
mod deadline;
pub mod edge;
pub mod paging;
mod pause;
pub mod position;
pub mod request_id;
pub mod status;
mod status_builder;
mod status_size;
