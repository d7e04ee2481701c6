//! The stream of ExportBundles: reads its request, and writes its responses.

use std::pin::Pin;

use chrono::DateTime;
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::Status;
use uuid::Uuid;

use super::{appearance, article, claim_filter, relation, review, source};
use crate::{
    api::{
        call::{
            paging::Paging,
            position::position_text,
            request_id,
            status::{self, status},
        },
        method::{
            read::{include_deleted, refuse_without_history},
            write::finish,
        },
    },
    app::{
        App,
        bundle::export::{
            Content, EXPORTED, ExportEnd, ExportPoint, ExportStart, Exported, Next, Part,
        },
    },
    domain::{
        resource::{ArticleId, Kind},
        value::Checker,
    },
    store::{log::Position, read::Filter},
    wire::{
        cursor::{CursorPoint, Packed, PackedExport},
        exported::{ExportedBundle, ExportedResponse},
        pb,
        value::read,
    },
};

/// The responses of an export.
pub type Exports = Pin<Box<dyn Stream<Item = Result<ExportedResponse, Status>> + Send>>;

/// Begins an export, or goes on with it.
pub(super) async fn begin(app: &App, request: pb::ExportBundlesRequest) -> Result<Exports, Status> {
    let (paging, request) = Paging::open(request);
    let (exported, start) = read_request(request)?;
    let resumed = paging.after().map_err(status)?;
    let start = resumed.map_or(start, ExportStart::Point);
    let begun = app.begin_export(exported, start).await;
    let (export, parts) = begun.map_err(status)?;
    tokio::spawn(request_id::scope(request_id::current(), export.run()));
    let responses = ReceiverStream::new(parts);
    let responses = responses.map(move |part| match part {
        Ok(part) => Ok(response(part, &paging)),
        Err(end) => Err(why(end)),
    });
    Ok(Box::pin(responses))
}

/// Reads what is exported, and where it begins.
pub(super) fn read_request(
    request: pb::ExportBundlesRequest,
) -> Result<(Exported, ExportStart), Status> {
    let pb::ExportBundlesRequest {
        sources,
        claims,
        articles,
        appearances,
        relations,
        reviews,
        show_deleted,
        show_merged,
        show_versions,
        read_time,
        resume_token: _,
    } = request;
    let mut check = Checker::new();
    let sources = filter(&mut check, "sources", sources, |check, filter| {
        Filter::Sources(source::read_filter(check, filter))
    });
    let claims = filter(&mut check, "claims", claims, |check, filter| {
        Filter::Claims(claim_filter::read(check, filter))
    });
    let articles = filter(&mut check, "articles", articles, |check, filter| {
        Filter::Articles(article::read_filter(check, filter))
    });
    let appearances = filter(&mut check, "appearances", appearances, |check, filter| {
        Filter::Appearances(appearance::read_filter(check, None, filter))
    });
    let relations = filter(&mut check, "relations", relations, |check, filter| {
        Filter::Relations(relation::read_filter(check, None, filter))
    });
    let reviews = filter(&mut check, "reviews", reviews, |check, filter| {
        Filter::Reviews(review::read_filter(check, None, filter))
    });
    let filters = [sources, claims, articles, appearances, relations, reviews];
    let has_filters = filters.iter().any(Option::is_some);
    let kinds = EXPORTED.into_iter().zip(filters);
    let kinds = kinds.filter_map(|(kind, filter)| match filter {
        Some(filter) => Some((kind, filter)),
        None => (!has_filters).then_some((kind, None)),
    });
    let exported = Exported {
        kinds: kinds.collect(),
        include_deleted: include_deleted(show_deleted),
        includes_merged: show_merged,
        with_versions: show_versions,
        is_of_moment: read_time.is_some(),
    };
    let moment = read::timestamp(&mut check, "read_time", read_time);
    finish(check, (exported, ExportStart::Moment(moment)))
}

/// Reads the filter of a kind. An empty one selects all, as no filter does.
pub(super) fn filter<F: Default + PartialEq>(
    check: &mut Checker,
    field: &str,
    message: Option<F>,
    read: impl FnOnce(&mut Checker, F) -> Filter,
) -> Option<Option<Filter>> {
    let message = message?;
    if message == F::default() {
        return Some(None);
    }
    let filter = check.field(field, |check| {
        let filter = read(check, message);
        refuse_without_history(check, &filter);
        filter
    });
    Some(Some(filter))
}

fn response(part: Part, paging: &Paging) -> ExportedResponse {
    let bundle = part.content.map(|content| match content {
        Content::Resources(docs) => ExportedBundle::of_resources(docs),
        Content::Article(doc, keys) => ExportedBundle::of_article(doc, keys, false),
        Content::EarlierVersion(doc) => ExportedBundle::of_article(doc, Vec::new(), true),
    });
    let ExportPoint {
        moment, position, ..
    } = part.point;
    let token = paging.next_token(Some(part.point));
    let position = position_text(position);
    ExportedResponse::of(bundle, token, moment, position, part.estimated_count)
}

/// The error for an export that ended early.
pub(super) fn why(end: ExportEnd) -> Status {
    match end {
        ExportEnd::Server => status::export_ending(),
        ExportEnd::Idle => status::export_idle(),
        ExportEnd::Failed(error) => status(error),
    }
}

impl CursorPoint for ExportPoint {
    fn pack(self) -> Packed {
        let position = match self.position.pack() {
            Packed::Position(position) => Some(position),
            _ => None,
        };
        let (kind, id, version) = match self.next {
            Next::After(kind, after) => (kind.code(), after, None),
            Next::Version(article, version) => {
                (Kind::Article.code(), Some(article.uuid()), Some(version))
            }
            Next::End => (0, None, None),
        };
        Packed::Export(PackedExport {
            micros: self.moment.timestamp_micros(),
            position,
            kind: kind.into(),
            id: id.map(|id| id.as_bytes().to_vec()),
            version,
        })
    }

    fn unpack(packed: Packed) -> Option<Self> {
        let Packed::Export(packed) = packed else {
            return None;
        };
        let id = match packed.id {
            Some(id) => Some(Uuid::from_slice(&id).ok()?),
            None => None,
        };
        let next = match (packed.kind, id, packed.version) {
            (0, None, None) => Next::End,
            (_, Some(id), Some(version)) => Next::Version(ArticleId::new(id), version),
            (kind, after, _) => {
                let kind = Kind::from_code(kind.try_into().ok()?)?;
                Next::After(EXPORTED.contains(&kind).then_some(kind)?, after)
            }
        };
        Some(Self {
            moment: DateTime::from_timestamp_micros(packed.micros)?,
            position: Position::unpack(Packed::Position(packed.position?))?,
            next,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_exports_come_back_from_their_tokens() {
        let id = Uuid::from_u128(7);
        let after = EXPORTED.map(|kind| Next::After(kind, Some(id)));
        let others = [
            Next::After(Kind::Source, None),
            Next::Version(ArticleId::new(id), 3),
            Next::End,
        ];
        for next in after.into_iter().chain(others) {
            let point = ExportPoint {
                moment: DateTime::from_timestamp_micros(1_764_000_000_000_001).unwrap(),
                position: Position {
                    epoch: 1,
                    tag: -7,
                    xid: 5_000_000_000,
                    seq: 1,
                },
                next,
            };
            assert_eq!(ExportPoint::unpack(point.pack()), Some(point));
        }
    }

    #[test]
    fn a_token_for_what_is_never_exported_is_refused() {
        let packed = |kind| {
            Packed::Export(PackedExport {
                micros: 0,
                position: Some(Default::default()),
                kind,
                id: None,
                version: None,
            })
        };
        for kind in [Kind::Standing.code().into(), 99, i32::MAX, -1] {
            assert_eq!(ExportPoint::unpack(packed(kind)), None);
        }
    }
}
