//! Requests of all methods, through everything that a call passes before and behind its method. There is no
//! database, so each is refused for what is wrong with it, or because of that.

use std::{
    path::Path,
    sync::{LazyLock, Mutex},
    time::Duration,
};

use bytes::Bytes;
use claimstore::{
    api::{
        self,
        call::{
            edge::{Edge, EdgeLayer, Limits},
            guard::Guard,
        },
        direct::{Direct, DirectLayer},
    },
    app::App,
    store::{ConnectOptions, Settings, Store},
    wire::descriptors,
};
use http::{Request, Response};
use http_body_util::Full;
use prost_reflect::MethodDescriptor;
use tokio::runtime::Runtime;
use tonic::{Code, Status, body::Body, service::Routes};
use tonic_types::StatusExt as _;
use tower::{Layer as _, Service as _, ServiceExt as _};

use super::chosen;

/// Where there is no database. No caller may learn of it.
const NOWHERE: &str = "/nowhere-4f1c";

/// What an error never has, unless the request has it.
const SECRETS: &[&str] = &[
    "nowhere-4f1c",
    "sqlx",
    "sqlstate",
    "pgconn",
    "os error",
    "panicked",
    "src/",
];

/// The most that errors have in their headers, which clients have to accept.
const HEADERS_MAX: usize = 12 << 10;

/// The methods of the contract.
pub static METHODS: LazyLock<Vec<MethodDescriptor>> = LazyLock::new(|| {
    let services = descriptors().services();
    let own = services.filter(|it| it.full_name().starts_with("claimstore."));
    own.flat_map(|it| it.methods().collect::<Vec<_>>())
        .collect()
});

struct Server {
    runtime: Runtime,
    service: Edge<Direct<Routes>>,
}

static SERVER: LazyLock<Mutex<Server>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    let _inside = runtime.enter();
    let options = ConnectOptions::new_without_pgpass()
        .socket(Path::new(NOWHERE))
        .username("nobody");
    let settings = Settings {
        acquire_timeout: Duration::from_millis(20),
        ..Settings::default()
    };
    let app = App::new(Store::new(options, &settings));
    let limits = Limits {
        calls_max: 100,
        call_timeout: Duration::from_secs(5),
        read_log_min: Duration::ZERO,
    };
    let direct = DirectLayer::new(app.clone()).layer(api::routes(app));
    let service = EdgeLayer::new(limits, Guard::default(), None).layer(direct);
    drop(_inside);
    Mutex::new(Server { runtime, service })
});

/// The path of a method.
fn path(method: &MethodDescriptor) -> String {
    format!("/{}/{}", method.parent_service().full_name(), method.name())
}

/// Calls a method with the bytes of a message, and fails if the answer is one that no caller may get.
pub fn call(method: &MethodDescriptor, message: &[u8]) {
    let mut framed = vec![0];
    framed.extend_from_slice(&u32::try_from(message.len()).unwrap().to_be_bytes());
    framed.extend_from_slice(message);
    let request = Request::post(format!("http://localhost{}", path(method)))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(Body::new(Full::new(Bytes::from(framed))))
        .unwrap();
    let mut server = SERVER
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let Server { runtime, service } = &mut *server;
    let response = runtime.block_on(async {
        let service = service.ready().await.unwrap();
        service.call(request).await.unwrap()
    });
    check(&response, &path(method), message);
}

fn check(response: &Response<Body>, path: &str, message: &[u8]) {
    let headers = response.headers();
    let size: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    assert!(size <= HEADERS_MAX, "{path}: {size} bytes of headers");
    let Some(status) = Status::from_header_map(headers) else {
        return;
    };
    if status.code() == Code::Ok {
        return;
    }
    let details = status.get_error_details();
    let info = details
        .error_info()
        .unwrap_or_else(|| panic!("{path}: no reason: {status:?}"));
    assert_eq!(info.domain, "claimstore");
    assert!(
        !matches!(status.code(), Code::Internal | Code::Unknown),
        "{path}: {status:?}"
    );
    let said = format!(
        "{} {}",
        status.message(),
        String::from_utf8_lossy(status.details())
    );
    let (said, given) = (
        said.to_lowercase(),
        String::from_utf8_lossy(message).to_lowercase(),
    );
    for secret in SECRETS {
        assert!(
            !said.contains(secret) || given.contains(secret),
            "{path}: {said}"
        );
    }
}

/// Any bytes to any method, by the first byte.
pub fn requests(bytes: &[u8]) {
    let methods: Vec<&MethodDescriptor> = METHODS.iter().collect();
    let Some((method, message)) = chosen(&methods, bytes) else {
        return;
    };
    call(method, message);
}
