//! Asks a server for its health.

use std::time::Duration;

use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

/// The health of a service. `None` if there is no answer.
pub async fn health(channel: Channel, service: &str) -> Option<ServingStatus> {
    let service = service.to_owned();
    let request = HealthCheckRequest { service };
    let response = HealthClient::new(channel).check(request).await.ok()?;
    Some(response.into_inner().status())
}

/// Far more than a busy machine needs, so that only a real failure reaches it.
const POLLS_MAX: usize = 6_000;

/// Waits until a service has the expected health.
pub async fn wait_for_health(channel: &Channel, service: &str, expected: ServingStatus) {
    let mut last = None;
    for _ in 0..POLLS_MAX {
        last = health(channel.clone(), service).await;
        if last == Some(expected) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{service:?} is {last:?} and does not become {expected:?}");
}
