//! Silent sockets: TCP connections that say nothing, or half a greeting, and come again as soon
//! as they are closed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use crate::target::{Target, rest};

const SOCKETS: usize = 600;
const HALF_A_GREETING: &[u8] = b"PRI * HTTP/2.0\r\n";
const PAUSE: Duration = Duration::from_millis(50);

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    for number in 0..SOCKETS {
        let target = target.clone();
        let said = if number % 2 == 0 {
            HALF_A_GREETING
        } else {
            b""
        };
        tasks.spawn(async move {
            while Instant::now() < until {
                let _ = wait(&target.address, said).await;
                rest(until, PAUSE).await;
            }
        });
    }
}

/// Says this, and waits until the server closes the connection.
async fn wait(address: &str, said: &[u8]) -> std::io::Result<()> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(said).await?;
    let mut heard = Vec::new();
    socket.read_to_end(&mut heard).await?;
    Ok(())
}
