//! How long a run is, and from which seed. Both come from the environment.

use std::time::Duration;

/// How long faults are injected in the short form.
const SECONDS: u64 = 45;
/// The same, with standbys.
const SECONDS_WITH_STANDBYS: u64 = 20;

#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How long faults are injected.
    pub duration: Duration,
    pub seed: u64,
    pub clients: usize,
    /// Whether Postgres has standbys, of which one takes over when it is killed.
    pub has_standbys: bool,
}

impl Settings {
    /// Those of the environment.
    pub fn read() -> Self {
        let number = |name: &str| {
            let value = std::env::var(name).ok()?;
            let read = value.parse::<u64>();
            Some(read.unwrap_or_else(|error| panic!("{name}={value}: {error}")))
        };
        Self {
            duration: Duration::from_secs(number("ROBUSTNESS_SECONDS").unwrap_or(SECONDS)),
            // Not 0, from which no random numbers come.
            seed: number("ROBUSTNESS_SEED").unwrap_or_else(seed_of_now).max(1),
            clients: usize::try_from(number("ROBUSTNESS_CLIENTS").unwrap_or(24)).unwrap(),
            has_standbys: false,
        }
    }

    /// The same with standbys. The short form is shorter then.
    pub fn with_standbys(self) -> Self {
        let is_short = self.duration == Duration::from_secs(SECONDS);
        Self {
            has_standbys: true,
            duration: match is_short {
                true => Duration::from_secs(SECONDS_WITH_STANDBYS),
                false => self.duration,
            },
            ..self
        }
    }
}

fn seed_of_now() -> u64 {
    let (_, random) = uuid::Uuid::now_v7().as_u64_pair();
    random % 1_000_000
}
