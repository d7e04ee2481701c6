//! The health of the services, as `grpc.health.v1` asks for it. It is that of `tonic_health`,
//! apart from services that the server does not have, and from the time after its end has begun.

use std::pin::Pin;

use tokio_stream::{Stream, StreamExt as _, once};
use tonic::{Code, Request, Response, Status, async_trait};
use tonic_health::{
    pb::{
        HealthCheckRequest, HealthCheckResponse,
        health_check_response::ServingStatus,
        health_server::{Health, HealthServer},
    },
    server::{HealthReporter, HealthService},
};

use super::{
    OPERATE_BYTES_MAX, SERVICES,
    call::{refused, status},
};

/// Answers what is reported. `liveness` is the name that reports whether the process is alive.
pub fn server(reporter: HealthReporter, liveness: &'static str) -> HealthServer<impl Health> {
    let reported = Reported {
        service: HealthService::from_health_reporter(reporter),
        liveness,
    };
    HealthServer::new(reported).max_decoding_message_size(OPERATE_BYTES_MAX)
}

struct Reported {
    service: HealthService,
    liveness: &'static str,
}

impl Reported {
    /// Whether the server has a service, or reports something under this name.
    fn is_known(&self, service: &str) -> bool {
        service.is_empty() || service == self.liveness || SERVICES.contains(&service)
    }

    /// What a known service is after its status was cleared: the server is ending.
    fn at_the_end(&self, service: &str) -> ServingStatus {
        match service == self.liveness {
            true => ServingStatus::Serving,
            false => ServingStatus::NotServing,
        }
    }
}

fn answer(status: ServingStatus) -> HealthCheckResponse {
    HealthCheckResponse {
        status: status.into(),
    }
}

#[async_trait]
impl Health for Reported {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let service = request.get_ref().service.clone();
        match self.service.check(request).await {
            Err(status) if status.code() == Code::NotFound => match self.is_known(&service) {
                true => Ok(Response::new(answer(self.at_the_end(&service)))),
                false => Err(refused::unknown_service()),
            },
            checked => checked,
        }
    }

    type WatchStream = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

    /// An unknown service is answered SERVICE_UNKNOWN, and its watch stays open as others do: it
    /// ends with that of the whole server.
    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let is_known = self.is_known(&request.get_ref().service);
        let watched = match is_known {
            true => request,
            false => Request::new(HealthCheckRequest::default()),
        };
        let watched = self.service.watch(watched).await;
        let stream = watched.map_err(|_| status::server_ending())?.into_inner();
        Ok(Response::new(match is_known {
            true => Box::pin(stream),
            false => {
                let unknown = once(Ok(answer(ServingStatus::ServiceUnknown)));
                Box::pin(unknown.chain(stream.filter(|_| false)))
            }
        }))
    }
}
