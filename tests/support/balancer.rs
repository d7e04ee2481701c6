//! A small TCP load balancer. A new connection goes to the first instance whose health is SERVING, or
//! to the primary that Patroni says is one. An open connection stays at its instance.

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
    time::timeout,
};
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus;

use super::{health::health, http::ask};

const POLL_INTERVAL: Duration = Duration::from_millis(10);
const PATRONI_POLL_INTERVAL: Duration = Duration::from_millis(200);
const HEALTH_TIMEOUT: Duration = Duration::from_secs(2);
const POLLS_MAX: usize = 6_000;

/// A running balancer. Dropping it ends it, with all connections.
pub struct Balancer {
    pub address: SocketAddr,
    pub url: String,
    instances: Vec<Arc<Instance>>,
    _tasks: JoinSet<()>,
}

struct Instance {
    address: SocketAddr,
    is_serving: AtomicBool,
}

impl Instance {
    fn new(address: SocketAddr) -> Arc<Self> {
        let is_serving = AtomicBool::new(false);
        Arc::new(Self {
            address,
            is_serving,
        })
    }
}

impl Balancer {
    /// One in front of servers.
    pub async fn over(addresses: &[SocketAddr]) -> Self {
        let instances: Vec<_> = addresses.iter().copied().map(Instance::new).collect();
        let mut tasks = JoinSet::new();
        for instance in &instances {
            tasks.spawn(poll_health(Arc::clone(instance)));
        }
        Self::listen(instances, tasks).await
    }

    /// One in front of databases, each with the address at which its Patroni says what it is.
    pub async fn before_primary(databases: &[(SocketAddr, SocketAddr)]) -> Self {
        let mut instances = Vec::new();
        let mut tasks = JoinSet::new();
        for &(address, patroni) in databases {
            let instance = Instance::new(address);
            tasks.spawn(poll_patroni(Arc::clone(&instance), patroni));
            instances.push(instance);
        }
        Self::listen(instances, tasks).await
    }

    async fn listen(instances: Vec<Arc<Instance>>, mut tasks: JoinSet<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tasks.spawn(accept(listener, instances.clone()));
        Self {
            address,
            url: format!("http://{address}"),
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

async fn poll_patroni(instance: Arc<Instance>, patroni: SocketAddr) {
    loop {
        let answer = timeout(HEALTH_TIMEOUT, ask(patroni, "GET", "/primary", "")).await;
        let is_primary = matches!(answer, Ok(Ok((200, _))));
        instance.is_serving.store(is_primary, Ordering::SeqCst);
        tokio::time::sleep(PATRONI_POLL_INTERVAL).await;
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
