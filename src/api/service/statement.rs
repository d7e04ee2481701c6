//! Records statements: what a passage of an article says, and who says it.

use tonic::{Response, Status};

use super::bundle_message::result;
use crate::{
    api::{
        Api,
        call::{about, context::Call, position::set_position, status::status},
        method::write::{finish, finish_read},
    },
    domain::value::Checker,
    store::log::Done,
    wire::{
        pb,
        resource::statement::{self, StatementMessage},
    },
};

impl Api {
    /// Records a statement.
    pub(crate) async fn record(
        &self,
        call: Call,
        request: pb::RecordStatementRequest,
    ) -> Result<Response<pb::RecordStatementResponse>, Status> {
        let pb::RecordStatementRequest {
            appearance,
            source,
            claim,
            request_id: _,
            validate_only: _,
        } = request;
        let mut check = Checker::new();
        let context = call.context(&mut check);
        let Some(appearance) = appearance else {
            check.report_at("appearance", "is required");
            return finish_read(check, None);
        };
        let language = self.language(&appearance).await?;
        let message = StatementMessage {
            appearance,
            source,
            claim,
        };
        let statement = statement::read(&mut check, &language, message);
        let statement = finish(check, statement)?;
        let written = self.app.record_statement(context, statement).await;
        let written = written.map_err(status)?;
        about::note_written(&written);
        let position = self.app.position(&written).await.map_err(status)?;
        let done = written.done.clone();
        let documents = self.app.written(written).await.map_err(status)?;
        let mut answer = Response::new(response(done, &documents)?);
        set_position(&mut answer, position);
        Ok(answer)
    }

    /// The language of the article that an appearance names. A missing article has none here;
    /// it is reported when the statement is written.
    async fn language(&self, appearance: &pb::Appearance) -> Result<String, Status> {
        let Some(article) = statement::article(appearance) else {
            return Ok(statement::UNDETERMINED.to_owned());
        };
        let language = self.app.article_language(article).await.map_err(status)?;
        Ok(language.unwrap_or_else(|| statement::UNDETERMINED.to_owned()))
    }
}

/// The response: the documents, and what was done with each.
fn response(done: Vec<Done>, documents: &[Vec<u8>]) -> Result<pb::RecordStatementResponse, Status> {
    let mut response = pb::RecordStatementResponse::default();
    for (done, document) in done.iter().zip(documents) {
        statement::add(&mut response, &done.path, document)
            .map_err(|error| status(error.into()))?;
    }
    response.results = done.into_iter().map(result).collect();
    Ok(response)
}
