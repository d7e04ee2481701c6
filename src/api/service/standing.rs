//! The part of ClaimService that reads standings.

use tonic::{Response, Status};

use super::claim_filter::standing_of;
use crate::{
    api::{
        Api,
        method::{
            answer,
            read::read_options,
            write::{finish, finish_read},
        },
    },
    app::read::survivor::BATCH_MAX,
    domain::value::Checker,
    store::read::View,
    wire::{
        encoded::{DocumentList, Encoded},
        pb,
        value::read,
    },
};

impl Api {
    /// Reads the standing of one claim.
    pub(crate) async fn standing(
        &self,
        request: pb::GetStandingRequest,
    ) -> Result<Response<Encoded<pb::Standing>>, Status> {
        let pb::GetStandingRequest {
            name,
            show_deleted,
            read_time,
        } = request;
        let mut check = Checker::new();
        let name = read::name(&mut check, "name", &name);
        let claim = check.field("name", |check| standing_of(check, name?));
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let claim = finish_read(check, claim)?;
        let document = self.read(|app| async move { app.standing(claim, options).await });
        answer::document(document.await?)
    }

    /// Reads the standings of many claims.
    pub(crate) async fn batch_standings(
        &self,
        request: pb::BatchGetStandingsRequest,
    ) -> Result<Response<DocumentList>, Status> {
        let pb::BatchGetStandingsRequest {
            names,
            show_deleted,
            read_time,
        } = request;
        let mut check = Checker::new();
        if names.is_empty() {
            check.report_at("names", "is required: at least one");
        }
        check.at_most("names", &names, BATCH_MAX);
        let mut claims = Vec::with_capacity(names.len().min(BATCH_MAX));
        check.list("names", &names, |check, text| {
            let name = read::element_name(check, text);
            claims.extend(name.and_then(|name| standing_of(check, name)));
        });
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let claims = finish(check, claims)?;
        let claims = &claims;
        let documents = self.read(|app| async move { app.standings(claims, options).await });
        answer::documents(documents.await?, String::new())
    }
}
