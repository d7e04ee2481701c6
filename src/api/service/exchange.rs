//! ExchangeService.

use std::collections::BTreeSet;

use tonic::{Request, Response, Status};

use super::{
    document_stream::{self, DocumentStream},
    table_stream::{self, TableStream},
};
use crate::{
    api::{Api, call::status::status, method::write::finish_read},
    app::{
        Error,
        read::around::{Around, Beside},
    },
    domain::{
        resource::{Kind, Name},
        value::{Checker, DocumentFormat},
    },
    exchange::{
        resources::{Base, Resources},
        written,
    },
    wire::{pb, servers::exchange_service_server::ExchangeService, value::read},
};

/// The longest base of identifiers, in bytes.
const BASE_BYTES_MAX: usize = 500;

/// The most bytes of documents in a response.
const DOCUMENTS_BYTES_MAX: usize = 3 << 20;

#[tonic::async_trait]
impl ExchangeService for Api {
    async fn get_documents(
        &self,
        request: Request<pb::GetDocumentsRequest>,
    ) -> Result<Response<pb::GetDocumentsResponse>, Status> {
        let pb::GetDocumentsRequest {
            name,
            format,
            base_url,
            read_time,
        } = request.into_inner();
        let mut check = Checker::new();
        let name = read::name(&mut check, "name", &name);
        let format = read::required(&mut check, "format", format);
        let base = read_base(&mut check, base_url);
        let moment = read::timestamp(&mut check, "read_time", read_time);
        if let Some(name) = name
            && !has_documents(format, name.kind())
        {
            check.report_at("name", no_documents(format));
        }
        let name = finish_read(check, name)?;
        let beside = beside(format, name.kind());
        let read =
            |app: crate::app::App| async move { app.with_around(name, beside, moment).await };
        let (name, around) = self.read(read).await?;
        let bytes = around.docs.values().map(Vec::len).sum();
        let writing = async move { write(format, &around, &BTreeSet::from([name]), &base) };
        let written = self.app.turns().work(bytes, writing).await;
        let documents = written.and_then(|it| it).map_err(status)?;
        if documents.iter().map(String::len).sum::<usize>() > DOCUMENTS_BYTES_MAX {
            return Err(status(Error::ResponseTooLarge));
        }
        Ok(Response::new(pb::GetDocumentsResponse { documents }))
    }

    type ExportDocumentsStream = DocumentStream;

    async fn export_documents(
        &self,
        request: Request<pb::ExportDocumentsRequest>,
    ) -> Result<Response<DocumentStream>, Status> {
        let responses = document_stream::begin(&self.app, request.into_inner()).await?;
        Ok(Response::new(responses))
    }

    type ExportTablesStream = TableStream;

    async fn export_tables(
        &self,
        request: Request<pb::ExportTablesRequest>,
    ) -> Result<Response<TableStream>, Status> {
        let responses = table_stream::begin(&self.app, request.into_inner()).await?;
        Ok(Response::new(responses))
    }
}

/// Reads what the identifiers of resources begin with.
pub(super) fn read_base(check: &mut Checker, url: String) -> Base {
    if url.is_empty() {
        return Base::default();
    }
    let is_http = url.starts_with("http://") || url.starts_with("https://");
    if !is_http || !url.ends_with('/') || url::Url::parse(&url).is_err() {
        check.report_at(
            "base_url",
            "is not an absolute http or https URL that ends with a slash",
        );
    }
    if url.len() > BASE_BYTES_MAX {
        let bytes = url.len();
        let what = format!("is {bytes} bytes long; at most {BASE_BYTES_MAX} fit");
        check.report_at("base_url", what);
    }
    Base::new(url)
}

/// Whether there are documents in a format about resources of a kind.
fn has_documents(format: DocumentFormat, kind: Kind) -> bool {
    let kinds: &[Kind] = match format {
        DocumentFormat::ClaimReview => &[Kind::Review, Kind::Claim],
        DocumentFormat::Ninjs => &[Kind::Article],
        DocumentFormat::WebAnnotation => &[Kind::Appearance, Kind::Claim, Kind::Article],
        DocumentFormat::Nanopublication => &[Kind::Claim],
    };
    kind == Kind::Source || kinds.contains(&kind)
}

const fn no_documents(format: DocumentFormat) -> &'static str {
    match format {
        DocumentFormat::ClaimReview => "must be a review, a claim or a source",
        DocumentFormat::Ninjs => "must be an article or a source",
        DocumentFormat::WebAnnotation => "must be an appearance, a claim, an article or a source",
        DocumentFormat::Nanopublication => "must be a claim or a source",
    }
}

/// What documents in a format need beside a resource of a kind.
pub(super) fn beside(format: DocumentFormat, kind: Kind) -> Beside {
    use DocumentFormat::{ClaimReview, Nanopublication, Ninjs, WebAnnotation};
    Beside {
        printings: match format {
            ClaimReview | Nanopublication => true,
            WebAnnotation => kind == Kind::Claim,
            Ninjs => false,
        },
        reviews: match format {
            ClaimReview => kind == Kind::Claim,
            Nanopublication => true,
            Ninjs | WebAnnotation => false,
        },
        printed: kind == Kind::Article,
    }
}

/// Writes the documents about resources.
pub(super) fn write(
    format: DocumentFormat,
    around: &Around,
    given: &BTreeSet<Name>,
    base: &Base,
) -> Result<Vec<String>, Error> {
    let resources = Resources::of_documents(&around.docs, &around.of_claims, given)?;
    Ok(written::documents(format, &resources, given, base))
}
