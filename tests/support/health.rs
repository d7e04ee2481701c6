//! Asking a server for its health.

use std::time::Duration;

use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

/// The health of a service; nothing where nobody answers.
pub async fn health(channel: Channel, service: &str) -> Option<ServingStatus> {
    let service = service.to_owned();
    let request = HealthCheckRequest { service };
    let response = HealthClient::new(channel).check(request).await.ok()?;
    Some(response.into_inner().status())
}

/// Waits until a service has a health. The caller's test ends it if it never has.
pub async fn wait_for_health(channel: &Channel, service: &str, expected: ServingStatus) {
    while health(channel.clone(), service).await != Some(expected) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
