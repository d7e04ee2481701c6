//! A small TCP balancer: new connections go to the first instance whose health says
//! SERVING; those that stand stay where they are.

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

const LOOK_EVERY: Duration = Duration::from_millis(10);
const LOOK_TIMEOUT: Duration = Duration::from_secs(2);
const LOOKS_MAX: usize = 6_000;

/// A running balancer; it ends when dropped, with all connections.
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
            tasks.spawn(look(Arc::clone(instance)));
        }
        tasks.spawn(accept(listener, instances.clone()));
        Self {
            url,
            instances,
            _tasks: tasks,
        }
    }

    /// Waits until new connections go, or do not go, to an instance.
    pub async fn wait_for(&self, index: usize, is_serving: bool) {
        for _ in 0..LOOKS_MAX {
            if self.instances[index].is_serving.load(Ordering::SeqCst) == is_serving {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        panic!("instance {index} does not become serving: {is_serving}");
    }
}

async fn look(instance: Arc<Instance>) {
    let endpoint = Endpoint::from_shared(format!("http://{}", instance.address)).unwrap();
    let channel = endpoint.timeout(LOOK_TIMEOUT).connect_lazy();
    loop {
        let said = health(channel.clone(), "").await;
        let is_serving = said == Some(ServingStatus::Serving);
        instance.is_serving.store(is_serving, Ordering::SeqCst);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn accept(listener: TcpListener, instances: Vec<Arc<Instance>>) {
    let mut forwarding = JoinSet::new();
    loop {
        let (mut client, _) = listener.accept().await.unwrap();
        let chosen = instances
            .iter()
            .find(|it| it.is_serving.load(Ordering::SeqCst));
        // Without any, the client's connection is closed, as a balancer would.
        let Some(chosen) = chosen else { continue };
        let address = chosen.address;
        forwarding.spawn(async move {
            if let Ok(mut server) = TcpStream::connect(address).await {
                let _ = server.set_nodelay(true);
                let _ = client.set_nodelay(true);
                // Either side may go away; the other one sees that.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        });
        while forwarding.try_join_next().is_some() {}
    }
}
