//! The stream of ExportDocuments: resources that an export reads, each group with what is
//! beside it, become documents.

use std::{collections::BTreeSet, pin::Pin};

use async_stream::try_stream;
use tokio_stream::Stream;
use tonic::Status;

use super::{
    appearance, article, claim_filter,
    document::{beside, read_base, write},
    export_stream::{filter, why},
    review,
};
use crate::{
    api::{
        call::{paging::Paging, request_id, status::status},
        method::write::finish,
    },
    app::{
        App, Error,
        bundle::export::{Content, ExportPoint, ExportStart, Exported, Next},
    },
    domain::{
        Timestamp,
        resource::{Kind, Name},
        value::{Checker, DocumentFormat},
    },
    exchange::resources::Base,
    store::read::{Filter, IncludeDeleted},
    wire::{pb, value::read},
};

/// The responses of an export of documents.
pub type DocumentStream =
    Pin<Box<dyn Stream<Item = Result<pb::ExportDocumentsResponse, Status>> + Send>>;

/// The most bytes of documents in a response with several.
const RESPONSE_BYTES_MAX: usize = 1 << 20;

/// What is written, and how.
#[derive(Clone, Debug)]
struct Writer {
    format: DocumentFormat,
    base: Base,
    /// Whether all sources are looked through, too.
    with_sources: bool,
}

/// Begins an export of documents, or goes on with it.
pub(super) async fn begin(
    app: &App,
    request: pb::ExportDocumentsRequest,
) -> Result<DocumentStream, Status> {
    let (paging, request) = Paging::open(request);
    let (writer, exported, start) = read_request(request)?;
    let resumed = paging.after().map_err(status)?;
    let start = resumed.map_or(start, ExportStart::Point);
    let begun = app.begin_export(exported, start).await;
    let (export, mut parts) = begun.map_err(status)?;
    tokio::spawn(request_id::scope(request_id::current(), export.run()));
    let app = app.clone();
    Ok(Box::pin(try_stream! {
        while let Some(part) = parts.recv().await {
            let part = part.map_err(why)?;
            let Some(content) = &part.content else {
                yield last(part.point);
                break;
            };
            let given = given(content).map_err(status)?;
            let mut groups = writer.groups(given);
            while let Some(group) = groups.pop() {
                let written = writer.written(&app, &group, part.point.moment).await;
                let is_too_large = match &written {
                    Ok(documents) => bytes(documents) > RESPONSE_BYTES_MAX,
                    Err(error) => matches!(error, Error::ResponseTooLarge),
                };
                if group.len() > 1 && is_too_large {
                    let (first, second) = group.split_at(group.len() / 2);
                    groups.push(second.to_vec());
                    groups.push(first.to_vec());
                    continue;
                }
                let documents = written.map_err(status)?;
                let point = match (groups.is_empty(), group.last()) {
                    (false, Some((name, _))) => ExportPoint {
                        next: Next::After(name.kind(), Some(name.uuid())),
                        ..part.point
                    },
                    _ => part.point,
                };
                yield pb::ExportDocumentsResponse {
                    documents,
                    resume_token: paging.next_token(Some(point)),
                    read_time: Some(read::to_timestamp(point.moment)),
                };
            }
        }
    }))
}

fn last(point: ExportPoint) -> pb::ExportDocumentsResponse {
    pb::ExportDocumentsResponse {
        documents: Vec::new(),
        resume_token: String::new(),
        read_time: Some(read::to_timestamp(point.moment)),
    }
}

fn bytes(documents: &[String]) -> usize {
    documents.iter().map(String::len).sum()
}

/// The resources in a part of an export.
fn given(content: &Content) -> Result<Vec<(Name, Vec<u8>)>, Error> {
    match content {
        Content::Resources(docs) => Ok(docs.clone()),
        Content::Article(doc, _) | Content::EarlierVersion(doc) => {
            let name = crate::wire::document::decode(Kind::Article, doc)?.name;
            Ok(vec![(name, doc.clone())])
        }
    }
}

impl Writer {
    /// Divides resources into groups that are read and written at once; the first one is the last
    /// of the list.
    fn groups(&self, given: Vec<(Name, Vec<u8>)>) -> Vec<Vec<(Name, Vec<u8>)>> {
        let size = match self.format {
            DocumentFormat::ClaimReview | DocumentFormat::Nanopublication => 20,
            DocumentFormat::WebAnnotation => 100,
            DocumentFormat::Ninjs => 1,
        };
        let groups = given.chunks(size).map(<[_]>::to_vec);
        groups.rev().collect()
    }

    async fn written(
        &self,
        app: &App,
        group: &[(Name, Vec<u8>)],
        moment: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let given: BTreeSet<Name> = group.iter().map(|(name, _)| *name).collect();
        let Some(kind) = given.first().map(|name| name.kind()) else {
            return Ok(Vec::new());
        };
        let around = app
            .around(
                group.to_vec(),
                beside(self.format, kind, self.with_sources),
                moment,
            )
            .await?;
        let bytes = around.docs.values().map(Vec::len).sum();
        let Self {
            format,
            base,
            with_sources,
        } = self.clone();
        let writing = async move { write(format, &around, &given, with_sources, &base) };
        app.turns().work(bytes, writing).await?
    }
}

fn read_request(
    request: pb::ExportDocumentsRequest,
) -> Result<(Writer, Exported, ExportStart), Status> {
    let pb::ExportDocumentsRequest {
        format,
        base_url,
        reviews,
        articles,
        appearances,
        claims,
        read_time,
        resume_token: _,
    } = request;
    let mut check = Checker::new();
    let format = read::required(&mut check, "format", format);
    let base = read_base(&mut check, base_url);
    let reviews = filter(&mut check, "reviews", reviews, |check, filter| {
        Filter::Reviews(review::read_filter(check, None, filter))
    });
    let articles = filter(&mut check, "articles", articles, |check, filter| {
        Filter::Articles(article::read_filter(check, filter))
    });
    let appearances = filter(&mut check, "appearances", appearances, |check, filter| {
        Filter::Appearances(appearance::read_filter(check, None, filter))
    });
    let claims = filter(&mut check, "claims", claims, |check, filter| {
        Filter::Claims(claim_filter::read(check, filter))
    });
    let own = written_kind(format);
    let mut own_filter = None;
    for (kind, field, given) in [
        (Kind::Review, "reviews", reviews),
        (Kind::Article, "articles", articles),
        (Kind::Appearance, "appearances", appearances),
        (Kind::Claim, "claims", claims),
    ] {
        match given {
            Some(filter) if kind == own => own_filter = Some(filter),
            Some(_) => check.report_at(field, "is not what this format is written from"),
            None => {}
        }
    }
    // All sources are looked through for documents that they keep.
    let kinds = match own_filter {
        Some(filter) => vec![(own, filter)],
        None => vec![(Kind::Source, None), (own, None)],
    };
    let moment = read::timestamp(&mut check, "read_time", read_time);
    let writer = Writer {
        format,
        base,
        with_sources: kinds.iter().any(|(kind, _)| *kind == Kind::Source),
    };
    let exported = Exported {
        kinds,
        include_deleted: IncludeDeleted::Live,
        includes_merged: false,
        with_versions: false,
        is_of_moment: read_time.is_some(),
    };
    finish(check, (writer, exported, ExportStart::Moment(moment)))
}

/// The kind of resource of which a format has one document each.
const fn written_kind(format: DocumentFormat) -> Kind {
    match format {
        DocumentFormat::ClaimReview => Kind::Review,
        DocumentFormat::Ninjs => Kind::Article,
        DocumentFormat::WebAnnotation => Kind::Appearance,
        DocumentFormat::Nanopublication => Kind::Claim,
    }
}
