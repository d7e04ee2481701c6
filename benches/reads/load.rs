//! A load generator: callers that send one call after the other, each for another resource.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use tonic::{Status, transport::Channel};

/// What the callers did.
pub struct Load {
    pub calls: usize,
    pub took: Duration,
}

/// Runs the callers, spread over the channels. Each takes the names in an order of its own.
/// A call that fails ends the benchmark.
pub async fn run<F>(
    channels: &[Channel],
    callers: usize,
    time: Duration,
    names: &[String],
    call: impl Fn(Channel, String) -> F + Copy + Send + Sync + 'static,
) -> Load
where
    F: Future<Output = Result<(), Status>> + Send,
{
    let begin = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let channel = channels[caller % channels.len()].clone();
            let mut names = names.to_vec();
            let length = names.len();
            names.rotate_left(caller * length / callers);
            tokio::spawn(async move {
                let mut calls = 0;
                while begin.elapsed() < time {
                    let name = names[calls % length].clone();
                    call(channel.clone(), name).await.unwrap();
                    calls += 1;
                }
                calls
            })
        })
        .collect();
    let mut calls = 0;
    for task in tasks {
        calls += task.await.unwrap();
    }
    Load {
        calls,
        took: begin.elapsed(),
    }
}
