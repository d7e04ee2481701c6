//! Reads the standings of claims.

use std::collections::BTreeMap;

use super::survivor::{in_order, require_found};
use crate::{
    app::{App, Error},
    domain::resource::{ClaimId, Kind, Name},
    store::read::{ReadOptions, View, document::standing_of},
    wire::document,
};

impl App {
    /// Returns the documents of the standings of claims, in the order of the claims. Fails if
    /// one of the claims does not exist.
    pub async fn standings(
        &self,
        claims: &[ClaimId],
        options: ReadOptions,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let names: Vec<Name> = claims.iter().copied().map(Name::Claim).collect();
        // A claim that is read in full comes with its standing from the same moment.
        let options = ReadOptions {
            view: View::Full,
            ..options
        };
        let found = self.survivors(Kind::Claim, &names, options).await?;
        require_found(&names, &found)?;
        let mut docs = BTreeMap::new();
        for (requested, survivor) in found {
            let Name::Claim(claim) = survivor.name else {
                continue;
            };
            let mut doc = standing_of(claim, survivor.standing);
            if survivor.name != requested {
                document::redirect(&mut doc, requested);
            }
            docs.insert(requested, doc);
        }
        in_order(&names, &docs)
    }
}
