//! The memory of a process.

use std::fs;

/// The bytes of a process that are in memory, or `None` where it has just ended.
pub fn resident_bytes(process: u32) -> Option<u64> {
    bytes(process, "VmRSS:")
}

/// The bytes that the kernel's status of a process has by this name.
pub fn bytes(process: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kb: u64 = line?.split_whitespace().next()?.parse().ok()?;
    Some(kb * 1_024)
}
