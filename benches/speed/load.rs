//! The load generator: callers that send one call after the other, each for something else.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tonic::transport::Channel;

use super::meter::Work;

/// Runs the callers, spread over the channels, for a time. Each call gets a number of its own,
/// and returns how much it did. The first call that fails ends the load.
pub async fn run<F>(
    channels: &[Channel],
    callers: usize,
    time: Duration,
    call: impl Fn(Channel, usize) -> F + Clone + Send + 'static,
) -> Result<Work, String>
where
    F: Future<Output = Result<usize, String>> + Send + 'static,
{
    let begin = Instant::now();
    let is_over = move |_: usize| begin.elapsed() >= time;
    spread(channels, callers, is_over, call).await
}

/// The same, for a number of calls.
pub async fn run_all<F>(
    channels: &[Channel],
    callers: usize,
    calls: usize,
    call: impl Fn(Channel, usize) -> F + Clone + Send + 'static,
) -> Result<Work, String>
where
    F: Future<Output = Result<usize, String>> + Send + 'static,
{
    spread(channels, callers, move |number| number >= calls, call).await
}

async fn spread<F>(
    channels: &[Channel],
    callers: usize,
    is_over: impl Fn(usize) -> bool + Clone + Send + 'static,
    call: impl Fn(Channel, usize) -> F + Clone + Send + 'static,
) -> Result<Work, String>
where
    F: Future<Output = Result<usize, String>> + Send + 'static,
{
    let begin = Instant::now();
    let numbers = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let channel = channels[caller % channels.len()].clone();
            let (numbers, is_over, call) = (numbers.clone(), is_over.clone(), call.clone());
            tokio::spawn(async move {
                let mut count = 0;
                loop {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    if is_over(number) {
                        return Ok::<usize, String>(count);
                    }
                    count += call(channel.clone(), number).await?;
                }
            })
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        count += task.await.map_err(|error| error.to_string())??;
    }
    Ok(Work {
        count,
        took: begin.elapsed(),
    })
}

/// A different number for each call, spread over all below the bound.
pub fn scattered(number: usize, bound: usize) -> usize {
    // A prime that divides no bound that is used.
    number.wrapping_mul(1_000_003) % bound
}
