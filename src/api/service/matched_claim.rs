//! CreateClaim with a look for stored claims that are, or may be, the same.

use tonic::{Request, Response, Status};

use super::suggestion;
use crate::{
    api::{
        Api,
        call::{
            position,
            status::{internal, status},
        },
        method::answer,
    },
    app::{Error, search::suggesting::MatchMode},
    domain::{
        resource::{Name, Resource},
        value::Checker,
    },
    store::read::{IncludeDeleted, ReadOptions, View},
    wire::{
        document::{add_fields, message_name},
        encoded::Encoded,
        pb,
        value::read,
    },
};

/// How a stored claim is returned.
const AS_IT_IS: ReadOptions = ReadOptions {
    view: View::Basic,
    include_deleted: IncludeDeleted::Live,
    moment: None,
};

impl Api {
    /// Creates a claim, or returns the stored one that is the same.
    pub(super) async fn create_matched(
        &self,
        request: Request<pb::CreateClaimRequest>,
    ) -> Result<Response<Encoded<pb::Claim>>, Status> {
        let mut check = Checker::new();
        let given = request.get_ref().r#match;
        let mode = read::or_default(&mut check, "match", given, MatchMode::None);
        let (context, new) = self.read_creation(check, request).await?;
        let suggesting = self.app.require_suggestions(mode).await;
        suggesting.map_err(status)?;
        let claim = match (mode, &new.resource) {
            (MatchMode::Suggest, Resource::Claim(claim)) => Some(claim.clone()),
            _ => None,
        };
        let (mut document, mut position) = match self.app.create(context.clone(), new).await {
            Err(Error::Exists { holder, field, .. })
                if mode != MatchMode::None && field != "name" =>
            {
                let stored = self.app.get(holder, AS_IT_IS).await;
                (stored.map_err(status)?, None)
            }
            created => {
                let (documents, position) = self.results(created.map_err(status)?).await?;
                let document = documents.into_iter().next().ok_or_else(internal)?;
                (document, position)
            }
        };
        if let Some(claim) = claim {
            let name = message_name(&document).map_err(|error| status(error.into()))?;
            let Name::Claim(name) = name else {
                return Err(internal());
            };
            let suggested = self.app.suggest(&context, vec![(name, claim)]).await;
            let suggested = suggested.map_err(status)?;
            let suggestions = suggested.of_claims.first();
            let suggestions = pb::Claim {
                suggestions: suggestions.map_or_else(Vec::new, |it| suggestion::write(it)),
                ..pb::Claim::default()
            };
            add_fields(&mut document, &suggestions);
            position = suggested.position.or(position);
        }
        let mut answer = answer::document(document)?;
        position::set_position(&mut answer, position);
        Ok(answer)
    }
}
