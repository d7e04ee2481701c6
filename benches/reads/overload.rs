//! More callers than the server takes: where it is full, and what it does then.

use std::time::Duration;

use bytes::Bytes;

use super::{GET_CLAIM, client::Client, load, server::Server};

/// The callers of each step: far below what the server takes at once, up to ten times as many.
const CALLERS: [usize; 7] = [1, 16, 64, 256, 1_000, 3_000, 10_000];

const TIME: Duration = Duration::from_secs(4);

/// Prints what is answered and refused at each number of callers, then again at 64, to see that
/// the server is as before.
pub async fn run(server: &Server, requests: &[Bytes], connections: usize) {
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(server.address()).await);
    }
    let mut rates: Vec<f64> = Vec::new();
    for callers in CALLERS.into_iter().chain([64]) {
        let load = load::run(&clients, callers, TIME, GET_CLAIM, requests).await;
        println!(
            "overload: {callers:>6} callers on {connections} connections: {:.0}/s answered, \
             {} refused, {} MB of memory",
            load.rate(),
            load.shed,
            server.memory_mb()
        );
        rates.push(load.rate());
    }
    let peak = rates.iter().copied().fold(0.0, f64::max);
    for (callers, rate) in CALLERS
        .iter()
        .zip(&rates)
        .filter(|(callers, _)| **callers >= 1_000)
    {
        println!(
            "overload: {callers} callers got {:.2} of the peak",
            rate / peak
        );
    }
}
