pub mod embedded;
pub mod wire;
