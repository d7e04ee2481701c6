//! Reads the standings of claims.

use super::survivor::{Survivor, in_order, require_found};
use crate::{
    app::{App, Error},
    domain::resource::{ClaimId, Kind, Name},
    store::read::{ReadOptions, View, document::standing_of},
    wire::document,
};

impl App {
    /// Returns the document of the standing of a claim.
    pub async fn standing(&self, claim: ClaimId, options: ReadOptions) -> Result<Vec<u8>, Error> {
        let requested = Name::Claim(claim);
        let survivor = self.survivor(requested, with_standing(options)).await?;
        Ok(document_of(requested, survivor))
    }

    /// Returns the documents of the standings of claims, in the order of the claims. Fails if
    /// one of the claims does not exist.
    pub async fn standings(
        &self,
        claims: &[ClaimId],
        options: ReadOptions,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let names: Vec<Name> = claims.iter().copied().map(Name::Claim).collect();
        let options = with_standing(options);
        let found = self.survivors(Kind::Claim, &names, options).await?;
        require_found(&names, &found)?;
        let docs = found.into_iter();
        let docs = docs.map(|(requested, survivor)| (requested, document_of(requested, survivor)));
        in_order(&names, &docs.collect())
    }
}

/// A claim that is read in full comes with its standing from the same moment.
fn with_standing(options: ReadOptions) -> ReadOptions {
    ReadOptions {
        view: View::Full,
        ..options
    }
}

/// The document of the standing of the survivor of a claim.
fn document_of(requested: Name, survivor: Survivor) -> Vec<u8> {
    let claim = ClaimId::new(survivor.name.uuid());
    let mut doc = standing_of(claim, survivor.standing);
    if survivor.name != requested {
        document::redirect(&mut doc, requested);
    }
    doc
}
