//! Reads what pictures of an article show.

use std::collections::{BTreeMap, BTreeSet};

use super::loading::Loading;
use crate::{
    app::{Error, read::survivor::BATCH_MAX, turns::pause},
    domain::{
        passage::ArticlePart,
        resource::{Appearance, ArticleId, ClaimId, Kind, Name, Resource, Stored},
    },
    picture::{
        canvas::Picture,
        standings::{self, Printed, Standings},
        theme::Theme,
    },
    store::read::{Filter, list::AppearanceFilter},
    wire::{document, resource::standing::read_dispute},
};

/// At most so many appearances in an article are read.
const APPEARANCES_MAX: usize = 2_000;

/// So many claims are read at once.
const CLAIMS_AT_ONCE: usize = 500;

const _: () = assert!(CLAIMS_AT_ONCE <= BATCH_MAX);

impl Loading<'_> {
    /// Draws the claims of an article by their standings.
    pub(crate) async fn standings(
        &mut self,
        article: &Stored,
        theme: Option<Theme>,
    ) -> Result<Picture, Error> {
        let filter = Filter::Appearances(AppearanceFilter {
            article: Some(ArticleId::new(article.name.uuid())),
            ..AppearanceFilter::default()
        });
        let mut by_claim: BTreeMap<Name, Vec<Appearance>> = BTreeMap::new();
        for stored in self.list(&filter, APPEARANCES_MAX).await? {
            if let Resource::Appearance(appearance) = stored.resource {
                let claim = Name::Claim(appearance.claim);
                by_claim.entry(claim).or_default().push(appearance);
            }
        }
        let mut standings = Standings::default();
        let sources = by_claim.values().flatten().flat_map(Appearance::sources);
        let sources: BTreeSet<Name> = sources.map(Name::Source).collect();
        self.look_up(&mut standings.directory, sources).await?;
        standings.claims = self.printed(by_claim).await?;
        standings
            .claims
            .sort_by_key(|it| (it.appearances.iter().map(place).min(), it.claim.name));
        standings.notes.extend(self.note());
        Ok(standings::picture(article, &standings, theme))
    }

    /// The claims with their standings. Those that were merged into one are one.
    async fn printed(
        &self,
        by_claim: BTreeMap<Name, Vec<Appearance>>,
    ) -> Result<Vec<Printed>, Error> {
        let names: Vec<Name> = by_claim.keys().copied().collect();
        let mut claims: BTreeMap<Name, Printed> = BTreeMap::new();
        let mut by_claim = by_claim;
        for names in names.chunks(CLAIMS_AT_ONCE) {
            let found = self.app.survivors(Kind::Claim, names, self.options).await?;
            let known: Vec<Name> = found.keys().copied().collect();
            let ids: Vec<ClaimId> = known.iter().map(|it| ClaimId::new(it.uuid())).collect();
            let standings = self.app.standings(&ids, self.options).await?;
            let mut standings: BTreeMap<Name, Vec<u8>> = known.into_iter().zip(standings).collect();
            for (name, survivor) in found {
                pause().await?;
                let appearances = by_claim.remove(&name).unwrap_or_default();
                let survivor_name = survivor.name;
                if let Some(printed) = claims.get_mut(&survivor_name) {
                    printed.appearances.extend(appearances);
                    continue;
                }
                let standing = standings.remove(&name).unwrap_or_default();
                let claim = document::decode(Kind::Claim, &survivor.answered(self.options.view))?;
                claims.insert(
                    survivor_name,
                    Printed {
                        claim,
                        dispute: read_dispute(&standing)?,
                        appearances,
                    },
                );
            }
        }
        Ok(claims.into_values().collect())
    }
}

/// Where an appearance is in its article; the headline comes first.
fn place(appearance: &Appearance) -> (bool, i32) {
    let wording = appearance.printing.anchors.first();
    wording.map_or((true, i32::MAX), |it| {
        (
            it.part != ArticlePart::Headline,
            it.start.unwrap_or(i32::MAX),
        )
    })
}
