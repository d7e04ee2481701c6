//! Throughput beside what Postgres itself can do. `--help` lists the options.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot continue fails")]

#[path = "../support/bundles.rs"]
mod bundles;
#[path = "../support/vocabulary.rs"]
mod vocabulary;

use std::{
    fs::File,
    io::{BufWriter, Write as _},
};

use claimstore::wire::json;
use clap::Parser;

use self::bundles::{Generator, Shared};

/// Measures the service beside Postgres itself.
#[derive(Parser)]
struct Arguments {
    /// Write this many bundles to a file as NDJSON, and measure nothing
    #[arg(long, num_args = 2, value_names = ["N", "FILE"])]
    write_bundles: Vec<String>,

    /// What the random numbers begin with
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    if let [count, file] = arguments.write_bundles.as_slice() {
        write_bundles(arguments.seed, count.parse().unwrap(), file);
    }
}

fn write_bundles(seed: u64, count: usize, path: &str) {
    let generator = Generator::new(seed, Shared::Nothing);
    let mut file = BufWriter::new(File::create(path).unwrap());
    for number in 0..count {
        let bundle = generator.bundle(number);
        let line = json::write("claimstore.v1.Bundle", &bundle).unwrap();
        writeln!(file, "{line}").unwrap();
    }
    file.flush().unwrap();
}
