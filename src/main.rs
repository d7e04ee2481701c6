//! Parses the command line and runs the command.

use std::process::ExitCode;

use claimstore::cli;

/// It gives memory back to the operating system once it is free, which that of the C library
/// does only in part. How soon, is set in `.cargo/config.toml`.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::start(std::env::args_os().collect()).await
}
