//! stub
pub mod domain;
pub mod wire;
