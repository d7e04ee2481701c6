//! stub
pub mod pb {
    tonic::include_proto!("claimstore.v1");
    pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/claimstore.binpb"));
}
