//! A load generator: callers that send one call after the other, each for another resource.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;

use super::client::Client;

/// What the callers did.
#[derive(Default)]
pub struct Load {
    pub answered: usize,
    /// Calls that were refused with RESOURCE_EXHAUSTED.
    pub shed: usize,
    pub took: Duration,
}

impl Load {
    /// Answered calls per second.
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }
}

const OK: u8 = 0;
const RESOURCE_EXHAUSTED: u8 = 8;

/// Runs the callers for this time, spread over the connections. They take one request after the
/// other, from the beginning again after the last one, and wait as long as a refusal asks for.
/// What is answered later counts for nothing. A call that fails ends the benchmark, and so does
/// an empty answer.
pub async fn run(
    clients: &[Client],
    callers: usize,
    time: Duration,
    method: &'static str,
    requests: &[Bytes],
) -> Load {
    let requests: Arc<[Bytes]> = requests.into();
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let client = clients[caller % clients.len()].clone();
            let requests = requests.clone();
            let next = next.clone();
            tokio::spawn(async move {
                let mut load = Load::default();
                while begin.elapsed() < time {
                    let at = next.fetch_add(1, Ordering::Relaxed) % requests.len();
                    let answer = client.call(method, requests[at].clone()).await.unwrap();
                    match answer.code {
                        OK => {
                            assert!(answer.bytes > 5, "an empty answer");
                            load.answered += usize::from(begin.elapsed() < time);
                        }
                        RESOURCE_EXHAUSTED => {
                            load.shed += 1;
                            let pause = answer.retry.expect("no RetryInfo");
                            let rest = time.saturating_sub(begin.elapsed());
                            tokio::time::sleep(pause.min(rest)).await;
                        }
                        code => panic!("answered with code {code}"),
                    }
                }
                load
            })
        })
        .collect();
    let mut load = Load {
        took: time,
        ..Load::default()
    };
    for task in tasks {
        let Load { answered, shed, .. } = task.await.unwrap();
        load.answered += answered;
        load.shed += shed;
    }
    load
}
