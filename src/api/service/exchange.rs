//! ExchangeService.

use std::collections::BTreeSet;

use tonic::{Request, Response, Status};

use super::{
    document::{beside, child_of_claim, has_documents, no_documents, read_base, write},
    document_stream::{self, DocumentStream},
    table_stream::{self, TableStream},
};
use crate::{
    api::{Api, call::status::status, method::write::finish_read},
    app::{App, Error},
    domain::{
        resource::{ClaimId, Kind, Name},
        value::Checker,
    },
    wire::{pb, servers::exchange_service_server::ExchangeService, value::read},
};

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
        let beside = beside(format, name.kind(), false);
        let read = |app: App| async move { app.with_around(name, beside, moment).await };
        let (name, around) = self.read(read).await?;
        // Documents would be missing.
        let child = child_of_claim(format).filter(|_| name.kind() == Kind::Claim);
        let is_cut =
            |(claim, kind): &(ClaimId, Kind)| Name::Claim(*claim) == name && Some(*kind) == child;
        if around.cut.iter().any(is_cut) {
            return Err(status(Error::ResponseTooLarge));
        }
        let bytes = around.docs.values().map(Vec::len).sum();
        let writing = async move { write(format, &around, &BTreeSet::from([name]), false, &base) };
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
