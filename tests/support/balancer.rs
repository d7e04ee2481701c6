//! A small TCP load balancer. A new connection goes to the first instance whose health is SERVING.
//! An open connection stays at its instance.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus;

use super::health::health;

const POLL_INTERVAL: Duration = Duration::from_millis(10);
const HEALTH_TIMEOUT: Duration = Duration::from_secs(2);
const POLLS_MAX: usize = 6_000;

/// A running balancer. Dropping it ends it, with all connections.
pub struct Balancer {
    pub url: String,
    instances: Vec<Arc<Instance>>,
    _tasks: JoinSet<()>,
}

struct Instance {
    address: SocketAddr,
    is_serving: AtomicBool,
}

impl Balancer {
    pub async fn over(addresses: &[SocketAddr]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let instances: Vec<Arc<Instance>> = addresses
            .iter()
            .map(|&address| {
                let is_serving = AtomicBool::new(false);
                Arc::new(Instance {
                    address,
                    is_serving,
                })
            })
            .collect();
        let mut tasks = JoinSet::new();
        for instance in &instances {
            tasks.spawn(poll_health(Arc::clone(instance)));
        }
        tasks.spawn(accept(listener, instances.clone()));
        Self {
            url,
            instances,
            _tasks: tasks,
        }
    }

    /// Waits until an instance gets new connections, or gets none any more.
    pub async fn wait_for(&self, index: usize, is_serving: bool) {
        for _ in 0..POLLS_MAX {
            if self.instances[index].is_serving.load(Ordering::SeqCst) == is_serving {
                return;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        panic!("instance {index} does not become serving: {is_serving}");
    }
}

async fn poll_health(instance: Arc<Instance>) {
    let endpoint = Endpoint::from_shared(format!("http://{}", instance.address)).unwrap();
    let channel = endpoint.timeout(HEALTH_TIMEOUT).connect_lazy();
    loop {
        let said = health(channel.clone(), "").await;
        let is_serving = said == Some(ServingStatus::Serving);
        instance.is_serving.store(is_serving, Ordering::SeqCst);
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

async fn accept(listener: TcpListener, instances: Vec<Arc<Instance>>) {
    let mut forwarding = JoinSet::new();
    loop {
        let (mut client, _) = listener.accept().await.unwrap();
        let chosen = instances
            .iter()
            .find(|it| it.is_serving.load(Ordering::SeqCst));
        // Without a serving instance the client's connection is closed, as a real balancer does
        // it.
        let Some(chosen) = chosen else { continue };
        let address = chosen.address;
        forwarding.spawn(async move {
            if let Ok(mut server) = TcpStream::connect(address).await {
                let _ = server.set_nodelay(true);
                let _ = client.set_nodelay(true);
                // If one side goes away, the other one notices it.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        });
        while forwarding.try_join_next().is_some() {}
    }
}
