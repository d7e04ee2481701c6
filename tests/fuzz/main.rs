//! The program that the fuzzer runs: libFuzzer with one target, which the variable `FUZZ_TARGET` names.

#![no_main]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what must not happen ends the program, and libFuzzer keeps what caused it"
)]

mod targets;

use std::sync::LazyLock;

use self::targets::{Target, target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    target(&name)
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
