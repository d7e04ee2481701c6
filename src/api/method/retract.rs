//! Methods that record and revoke retractions and corrections.

use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::write::{finish_read, name_of};
use crate::{
    api::{Api, call::context::Call},
    app::write::retract::Correct,
    domain::{
        resource::{Retraction, name::parse_id},
        value::Checker,
    },
    wire::{
        encoded::Encoded,
        message::ResourceMessage,
        pb,
        request::MutationRequest,
        resource::{
            correction,
            retraction::{self, Retract},
        },
    },
};

impl Api {
    /// Records or revokes the retraction of a resource.
    pub(crate) async fn retract<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: MutationRequest + Into<Retract>,
        M: ResourceMessage,
    {
        let (call, request) = Call::open(request);
        let request = request.into();
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let name = name_of::<M>(&mut check, "name", &request.name);
        let retraction = read_retraction(&mut check, request.retraction, request.revoke);
        let name = finish_read(check, name)?;
        let written = self.app.retract(context, name, request.etag, retraction);
        self.written(written.await).await
    }

    /// Records or revokes a correction of an article.
    pub(crate) async fn correct(
        &self,
        call: Call,
        request: pb::CorrectArticleRequest,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        let pb::CorrectArticleRequest {
            name,
            correction,
            revoke,
            etag,
            request_id: _,
            validate_only: _,
        } = request;
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let name = name_of::<pb::Article>(&mut check, "name", &name);
        let correct = read_correct(&mut check, correction, &revoke);
        let (name, correct) = finish_read(check, name.zip(correct))?;
        let written = self.app.correct(context, name, etag, correct).await;
        self.written(written).await
    }
}

fn read_retraction(
    check: &mut Checker,
    given: Option<pb::Retraction>,
    revoke: bool,
) -> Option<Retraction> {
    match (&given, revoke) {
        (None, false) => check.report_at("retraction", "is required, unless revoke takes one back"),
        (Some(_), true) => check.report_at("revoke", "takes a retraction back; leave it out"),
        _ => {}
    }
    let retraction = retraction::read_field(check, given)?;
    check.field("retraction", |check| retraction.check(check));
    Some(retraction)
}

fn read_correct(
    check: &mut Checker,
    given: Option<pb::Correction>,
    revoke: &str,
) -> Option<Correct> {
    match (given, revoke) {
        (None, "") => {
            check.report_at("correction", "is required, unless revoke takes one back");
            None
        }
        (Some(_), id) if !id.is_empty() => {
            check.report_at(
                "revoke",
                "takes a correction back; leave the correction out",
            );
            None
        }
        (Some(given), _) => check.field("correction", |check| {
            let correction = correction::read_new(check, Uuid::now_v7(), given);
            correction.check(check);
            Some(Correct::Record(correction))
        }),
        (None, id) => {
            let id = parse_id(id).ok();
            if id.is_none() {
                check.report_at("revoke", "is not a UUID in lower case with hyphens");
            }
            id.map(Correct::Revoke)
        }
    }
}
