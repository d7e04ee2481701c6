//! Lets calls in whose caller is verified and may make them, and ends streams once that no longer
//! holds.

mod held;

use http::{HeaderMap, Request, header::AUTHORIZATION};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tonic::{Status, body::Body};

use super::{
    auth::{self, Access, Shape},
    connection::Connection,
    context::ACTOR,
    rate::Rates,
    refused_caller as refused,
};
use crate::{
    access::{Authenticator, Caller, Credentials},
    domain::access::Right,
};

/// Who may call.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// Verifies callers. Without it, everyone may call everything.
    pub authenticator: Option<Authenticator>,
    /// Whether reflection needs no credentials.
    pub is_reflection_open: bool,
    /// How many calls each verified caller may make, if that is bounded.
    pub rates: Option<Rates>,
}

/// A call that was let in.
#[derive(Debug, Default)]
pub(super) struct Admitted {
    /// Its caller, if callers are verified.
    pub(super) caller: Option<Caller>,
    lease: Option<Lease>,
}

/// A call that was not let in.
#[derive(Debug)]
pub(super) struct NotAdmitted {
    /// What its caller is told.
    pub(super) status: Status,
    /// Its caller, if that was verified.
    pub(super) caller: Option<Caller>,
}

impl From<Status> for Box<NotAdmitted> {
    fn from(status: Status) -> Self {
        Self::new(NotAdmitted {
            status,
            caller: None,
        })
    }
}

/// For how long a caller may go on with a stream.
#[derive(Debug)]
struct Lease {
    authenticator: Authenticator,
    credentials: Credentials,
    /// What it was and could do when the stream was opened.
    caller: Caller,
    changes: watch::Receiver<()>,
    /// When that is verified again.
    ends: Instant,
}

impl Guard {
    /// Lets a call in, or says why not.
    pub(super) fn admit(
        &self,
        access: Access,
        request: &Request<Body>,
    ) -> Result<Admitted, Box<NotAdmitted>> {
        let path = request.uri().path();
        let shape = auth::shape(path);
        let right = match access {
            Access::Health => return Ok(Admitted::default()),
            Access::Reflection if self.is_reflection_open => return Ok(Admitted::default()),
            Access::Reflection => Right::Read,
            Access::Needs(right) => right,
        };
        let Some(authenticator) = &self.authenticator else {
            return Ok(Admitted::default());
        };
        let credentials = credentials(request)?;
        // Before the caller is verified, so that no change in between is missed.
        let changes = (shape != Shape::Single).then(|| authenticator.changes());
        let authenticated = authenticator.authenticate(&credentials);
        let authenticated = authenticated.map_err(|why| refused::unauthenticated(&why))?;
        let ends = Instant::now() + authenticated.remaining();
        let caller = authenticated.caller;
        if let Err(status) = self.allow(&caller, right, request) {
            let caller = Some(caller);
            return Err(Box::new(NotAdmitted { status, caller }));
        }
        let lease = changes.map(|changes| Lease {
            authenticator: authenticator.clone(),
            credentials,
            caller: caller.clone(),
            changes,
            ends,
        });
        Ok(Admitted {
            caller: Some(caller),
            lease,
        })
    }

    /// Whether a verified caller may make a call.
    fn allow(&self, caller: &Caller, right: Right, request: &Request<Body>) -> Result<(), Status> {
        if let Some(rates) = &self.rates {
            rates.count(caller).map_err(refused::too_many)?;
        }
        if !caller.may(right) {
            return Err(refused::forbidden(caller, request.uri().path(), right));
        }
        if request.headers().contains_key(ACTOR) && !caller.may_act_for_others() {
            return Err(refused::acts_for_nobody(caller));
        }
        Ok(())
    }
}

impl Admitted {
    /// The stream, which ends with an error once its caller may no longer do what it could when it
    /// was opened.
    pub(super) fn hold(self, body: Body) -> Body {
        match self.lease {
            None => body,
            Some(lease) => Body::new(held::Held::new(body, lease.end())),
        }
    }
}

impl Lease {
    /// Waits until the credentials are refused, or the caller has lost a right. Returns the error
    /// that ends the stream.
    async fn end(mut self) -> Status {
        loop {
            tokio::select! {
                changed = self.changes.changed() => if changed.is_err() {
                    // What tells of changes lives as long as the authenticator, which is here.
                    std::future::pending::<()>().await;
                },
                () = sleep_until(self.ends) => {}
            }
            match self.authenticator.authenticate(&self.credentials) {
                Err(why) => return refused::no_longer_authenticated(&why),
                Ok(now) if !now.caller.may_all_of(&self.caller) => {
                    return refused::no_longer_allowed(&self.caller);
                }
                Ok(now) => self.ends = Instant::now() + now.remaining(),
            }
        }
    }
}

/// What a request shows of its caller.
fn credentials(request: &Request<Body>) -> Result<Credentials, Status> {
    let connection = Connection::of(request.extensions());
    Ok(Credentials {
        token: bearer(request.headers())?.map(Into::into),
        certificate: connection.and_then(|it| it.certificate.clone()),
    })
}

/// The token of a request [RFC 6750, section 2.1].
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Status> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        let token = token.trim();
        let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
        is_bearer.then_some(token)
    });
    match (token, values.next()) {
        (Some(token), None) => Ok(Some(token)),
        _ => Err(refused::not_bearer()),
    }
}
