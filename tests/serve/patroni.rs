//! A database that fails over by itself: what health says meanwhile, and that callers lose nothing.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use claimstore::server::LIVENESS;
use tokio::{task::JoinHandle, time::sleep};
use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest,
    health_check_response::ServingStatus::{self, NotServing, Serving},
    health_client::HealthClient,
};

use super::start::ready;
use crate::support::{
    cluster::patroni::Patroni,
    health::wait_for_health,
    process::{Serving as Process, claimstore},
    traffic::Traffic,
};

const WRITERS: usize = 4;

/// All that the health of a service was, in order.
struct Watched {
    seen: Arc<Mutex<Vec<ServingStatus>>>,
    watching: JoinHandle<()>,
}

impl Watched {
    async fn start(channel: &Channel, service: &str) -> Self {
        let service = service.to_owned();
        let mut client = HealthClient::new(channel.clone());
        let watch = client.watch(HealthCheckRequest { service }).await.unwrap();
        let mut watch = watch.into_inner();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let watching = tokio::spawn({
            let seen = seen.clone();
            async move {
                while let Ok(Some(answer)) = watch.message().await {
                    seen.lock().unwrap().push(answer.status());
                }
            }
        });
        Self { seen, watching }
    }

    fn end(self) -> Vec<ServingStatus> {
        assert!(!self.watching.is_finished(), "the watch ended");
        self.watching.abort();
        self.seen.lock().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failover_and_a_switchover_by_patroni_lose_nothing_and_need_no_restart() {
    let Some(mut patroni) = Patroni::start().await else {
        return;
    };
    let mut command = claimstore();
    command.args(["serve", "--no-search", "--database-url", &patroni.url()]);
    let mut serving = Process::start(&mut command);
    let channel = ready(&serving).await;
    let readiness = Watched::start(&channel, "").await;
    let liveness = Watched::start(&channel, LIVENESS).await;
    let traffic = Traffic::start(&channel, WRITERS).await;
    sleep(Duration::from_secs(1)).await;

    let killed = patroni.kill_leader().await;
    wait_for_health(&channel, "", NotServing).await;
    assert_ne!(patroni.leader().await, killed);
    wait_for_health(&channel, "", Serving).await;
    patroni.start_member(killed);
    patroni.wait_until_whole().await;
    assert_ne!(patroni.leader().await, killed);

    patroni.switch_over().await;
    patroni.wait_until_whole().await;
    wait_for_health(&channel, "", Serving).await;
    sleep(Duration::from_secs(1)).await;

    traffic.end().await;
    let promotions = patroni.promotions().await;
    assert!(promotions >= 2, "{promotions}");
    let said = readiness.end();
    let outages = said.iter().filter(|it| **it == NotServing).count();
    // It is not ready once for each new primary at most, and does not flap between.
    assert!(
        (1..=promotions).contains(&u64::try_from(outages).unwrap()),
        "{said:?}"
    );
    assert_eq!(said.last(), Some(&Serving));
    assert_eq!(liveness.end(), [Serving]);
    assert_eq!(serving.try_wait(), None);
}
