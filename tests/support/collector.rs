//! A collector of traces that takes OTLP over gRPC, and keeps all spans. It has a thread of its own, so
//! that it takes them while a test waits for the end of a process.

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::{KeyValue, any_value::Value},
    trace::v1::{Span, span::SpanKind, status::StatusCode},
};
use tokio::{runtime::Builder, sync::oneshot, time::sleep};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{
    Request, Response, Status,
    transport::{Identity, Server, ServerTlsConfig},
};

use super::certificates::{Authority, Certified};

const ASKED_EVERY: Duration = Duration::from_millis(20);

/// A span, as tests look at it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub trace: String,
    pub id: String,
    pub parent: String,
    pub state: String,
    pub name: String,
    pub kind: SpanKind,
    pub is_error: bool,
    pub attributes: BTreeMap<String, String>,
    /// The spans that it refers to.
    pub links: Vec<String>,
}

impl Seen {
    pub fn attribute(&self, key: &str) -> &str {
        self.attributes.get(key).map_or("", String::as_str)
    }
}

#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

#[tonic::async_trait]
impl TraceService for Taken {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

/// A collector, which ends when it is dropped.
pub struct Collector {
    address: SocketAddr,
    taken: Taken,
    /// Ends it when it is dropped.
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Collector {
    fn drop(&mut self) {
        drop(self.end.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Collector {
    pub fn start() -> Self {
        Self::serve(Self::listener(), Server::builder())
    }

    /// One that takes the connections of a listener, also those that wait there already.
    pub fn start_late(listener: TcpListener) -> Self {
        Self::serve(listener, Server::builder())
    }

    /// One with a certificate of an authority.
    pub fn over_tls(authority: &Authority) -> Self {
        let Certified { certificate, key } = authority.server();
        let tls = ServerTlsConfig::new().identity(Identity::from_pem(certificate, key));
        Self::serve(Self::listener(), Server::builder().tls_config(tls).unwrap())
    }

    /// A listener that accepts nothing yet.
    pub fn listener() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").unwrap()
    }

    fn serve(listener: TcpListener, mut server: Server) -> Self {
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Taken::default();
        let service = TraceServiceServer::new(taken.clone());
        let (end, ended) = oneshot::channel();
        let serve = async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let served = server
                .add_service(service)
                .serve_with_incoming(TcpListenerStream::new(listener));
            tokio::select! {
                served = served => served.unwrap(),
                _ = ended => {}
            }
        };
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap();
        Self {
            address,
            taken,
            end: Some(end),
            thread: Some(thread::spawn(move || runtime.block_on(serve))),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that it was sent, as text.
    pub fn text(&self) -> String {
        format!("{:?}", self.taken.0.lock().unwrap())
    }

    /// What the last message says of the process that sent it.
    pub fn resource(&self) -> BTreeMap<String, String> {
        let taken = self.taken.0.lock().unwrap();
        let last = taken.last().unwrap().resource_spans[0].resource.clone();
        attributes(&last.unwrap().attributes)
    }

    /// All spans that it was sent.
    pub fn spans(&self) -> Vec<Seen> {
        let taken = self.taken.0.lock().unwrap();
        let resources = taken.iter().flat_map(|it| &it.resource_spans);
        let scopes = resources.flat_map(|it| &it.scope_spans);
        scopes.flat_map(|it| &it.spans).map(seen).collect()
    }

    /// The first span that is as wanted, once it was sent.
    pub async fn span(&self, is_wanted: impl Fn(&Seen) -> bool) -> Seen {
        loop {
            if let Some(span) = self.spans().into_iter().find(&is_wanted) {
                return span;
            }
            sleep(ASKED_EVERY).await;
        }
    }
}

fn seen(span: &Span) -> Seen {
    let status = span.status.as_ref().map(|status| status.code());
    Seen {
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        state: span.trace_state.clone(),
        name: span.name.clone(),
        kind: span.kind(),
        is_error: status == Some(StatusCode::Error),
        attributes: attributes(&span.attributes),
        links: span.links.iter().map(|link| hex(&link.span_id)).collect(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn attributes(all: &[KeyValue]) -> BTreeMap<String, String> {
    let each = all.iter().map(|it| {
        let value = it.value.as_ref().and_then(|it| it.value.as_ref());
        let value = match value {
            Some(Value::StringValue(text)) => text.clone(),
            Some(Value::IntValue(number)) => number.to_string(),
            other => format!("{other:?}"),
        };
        (it.key.clone(), value)
    });
    each.collect()
}
