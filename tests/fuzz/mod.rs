//! What the fuzzer checks, on the inputs that are committed: `docs/fuzzing.md`.

mod replayed;
mod seeds;
mod targets;
