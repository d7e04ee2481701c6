//! Lists claims that likely say the same.

use tonic::{Response, Status};

use super::{claim_filter, match_message};
use crate::{
    api::{
        Api,
        call::{paging::Paging, position::set_index_position, status::status},
        method::write::finish_read,
    },
    app::search::duplicates::{Duplicates, DuplicatesRequest},
    domain::value::Checker,
    store::read::Filter,
    wire::{
        document::{self, Unreadable},
        pb,
    },
};

/// The least confidence that can be asked for, and the one if the request has none.
const CONFIDENCE_MIN: f64 = 0.5;
const CONFIDENCE: f64 = 0.9;

impl Api {
    /// A page of claims with their duplicates.
    pub(super) async fn page_of_duplicates(
        &self,
        request: pb::ListDuplicatesRequest,
    ) -> Result<Response<pb::ListDuplicatesResponse>, Status> {
        let (paging, request) = Paging::open(request);
        let pb::ListDuplicatesRequest {
            filter,
            min_confidence,
            page_size: _,
            page_token: _,
            min_position,
        } = request;
        let mut check = Checker::new();
        let filter = filter.unwrap_or_default();
        let filter = check.field("filter", |check| claim_filter::read(check, filter));
        let min_confidence = read_confidence(&mut check, min_confidence);
        let size = paging.found_size(&mut check);
        finish_read(check, Some(()))?;
        let request = DuplicatesRequest {
            filter: Filter::Claims(filter),
            min_confidence,
            size,
            after: paging.after().map_err(status)?,
            at_least: self.min_position(&min_position).await?,
        };
        let page = self.app.duplicates(request).await.map_err(status)?;
        let claims = page.claims.into_iter().map(write).collect();
        let claims: Result<Vec<pb::ClaimDuplicates>, Unreadable> = claims;
        let mut answer = Response::new(pb::ListDuplicatesResponse {
            claims: claims.map_err(|error| status(error.into()))?,
            next_page_token: paging.next_token(page.next),
        });
        set_index_position(&mut answer, page.position);
        Ok(answer)
    }
}

fn read_confidence(check: &mut Checker, given: f64) -> f64 {
    match given {
        0.0 => CONFIDENCE,
        given if (CONFIDENCE_MIN..=1.0).contains(&given) => given,
        given => {
            let what =
                format!("is {given}; {CONFIDENCE_MIN} to 1 is allowed, 0 means {CONFIDENCE}");
            check.report_at("min_confidence", what);
            given
        }
    }
}

fn write(duplicates: Duplicates) -> Result<pb::ClaimDuplicates, Unreadable> {
    let others = duplicates
        .others
        .into_iter()
        .map(match_message::write_match);
    Ok(pb::ClaimDuplicates {
        claim: Some(document::message(&duplicates.doc)?),
        duplicates: others.collect::<Result<_, _>>()?,
    })
}
