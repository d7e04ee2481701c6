//! stub
pub mod app;
pub mod domain;
pub mod embedded;
pub mod store;
pub mod wire;
