//! Reads texts to match, and answers what they repeat.

use tonic::{Response, Status};

use super::{claim_filter, match_message};
use crate::{
    api::{
        Api,
        call::{position::set_index_position, status::status},
        method::write::finish_read,
    },
    app::search::matching::{MATCHES_MAX, MatchRequest, MatchText, has_figure},
    domain::{
        resource::ClaimId,
        value::{Checker, language, text},
    },
    wire::{
        pb,
        value::{
            date,
            read::{self, Keys},
        },
    },
};

const TEXTS_MAX: usize = 100;
const TEXT_BYTES_MAX: usize = 1 << 20;
const ENTITIES_MAX: usize = 32;
const ENTITY_MAX: usize = 500;
const QUANTITIES_MAX: usize = 32;
const PRINTED_MAX: usize = 200;
const EXCLUDED_MAX: usize = 100;

/// The claims that are answered for a passage if the request does not say.
const MATCHES: usize = 5;

impl Api {
    /// What the texts of a request repeat.
    pub(super) async fn matches(
        &self,
        request: pb::MatchClaimsRequest,
    ) -> Result<Response<pb::MatchClaimsResponse>, Status> {
        let pb::MatchClaimsRequest {
            texts,
            max_matches,
            min_confidence,
            show_retracted,
            view,
            min_position,
        } = request;
        let mut check = Checker::new();
        check_count(&mut check, texts.len());
        let request = MatchRequest {
            texts: read::all(&mut check, "texts", texts, |check, it| {
                Some(read_text(check, it))
            }),
            most: read_most(&mut check, max_matches),
            min_confidence: read_confidence(&mut check, min_confidence),
            include_retracted: show_retracted,
            view: claim_filter::read_view(&mut check, view),
            at_least: None,
        };
        let request = finish_read(check, Some(request))?;
        let at_least = self.min_position(&min_position).await?;
        let request = MatchRequest {
            at_least,
            ..request
        };
        let bodies: Vec<String> = request.texts.iter().map(|it| it.text.clone()).collect();
        let matched = self.app.match_claims(request).await.map_err(status)?;
        let position = matched.position;
        let answer =
            match_message::write(&bodies, matched).map_err(|error| status(error.into()))?;
        let mut answer = Response::new(answer);
        set_index_position(&mut answer, position);
        Ok(answer)
    }
}

fn check_count(check: &mut Checker, count: usize) {
    if count == 0 {
        check.report_at("texts", "is required");
    } else if count > TEXTS_MAX {
        check.report_at(
            "texts",
            format!("has {count} elements; at most {TEXTS_MAX} fit"),
        );
    }
}

fn read_text(check: &mut Checker, message: pb::MatchText) -> MatchText {
    let pb::MatchText {
        text: given,
        language: tag,
        period,
        entities,
        quantities,
        excluded_claims,
    } = message;
    if given.trim().is_empty() {
        check.report_at("text", "is required");
    } else if given.len() > TEXT_BYTES_MAX {
        let description = format!("has {} bytes; at most {TEXT_BYTES_MAX} fit", given.len());
        check.report_at("text", description);
    }
    if !tag.is_empty() {
        language::check(check, "language", &tag);
    }
    check.at_most("entities", &entities, ENTITIES_MAX);
    check.at_most("quantities", &quantities, QUANTITIES_MAX);
    check.at_most("excluded_claims", &excluded_claims, EXCLUDED_MAX);
    for (index, name) in entities.iter().enumerate() {
        let field = format!("entities[{index}]");
        match name.trim() {
            "" => check.report_at(&field, "is empty"),
            _ => text::check(check, &field, name, ENTITY_MAX),
        }
    }
    let figures = quantities.into_iter().map(|quantity| quantity.printed);
    let figures: Vec<String> = figures.collect();
    for (index, printed) in figures.iter().enumerate() {
        let field = format!("quantities[{index}].printed");
        text::check(check, &field, printed, PRINTED_MAX);
        if !has_figure(printed, &tag) {
            check.report_at(
                &field,
                "has no figure that can be read; give it in digits, with `language` if its digits can be \
                 read in several ways, and give a year as `period`",
            );
        }
    }
    let excluded = excluded_claims.iter().enumerate();
    let excluded = excluded.filter_map(|(index, name)| {
        let field = format!("excluded_claims[{index}]");
        read::claim(check, &Keys::none(), &field, name)
    });
    let excluded: Vec<ClaimId> = excluded.collect();
    MatchText {
        excluded,
        text: given,
        language: tag,
        period: date::read_period(check, "period", period),
        entities,
        figures,
    }
}

fn read_most(check: &mut Checker, given: i32) -> usize {
    match usize::try_from(given) {
        Ok(0) => MATCHES,
        Ok(most) if most <= MATCHES_MAX => most,
        _ => {
            let description =
                format!("is {given}; 1 to {MATCHES_MAX} are allowed, 0 means {MATCHES}");
            check.report_at("max_matches", description);
            MATCHES
        }
    }
}

fn read_confidence(check: &mut Checker, given: f64) -> f64 {
    if !(0.0..=1.0).contains(&given) {
        check.report_at("min_confidence", format!("is {given}; 0 to 1 is allowed"));
    }
    given
}
