//! Suggests relations of claims that were just written: which stored claims they likely repeat,
//! refine or contradict. A suggestion is stored as a relation, until a person decides on it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{described, search_index::Indexed};
use crate::{
    app::{
        App, CallContext, Error,
        turns::{LONG_BYTES, pause},
        write::new::New,
    },
    domain::{
        resource::{
            Bundle, Claim, ClaimId, Kind, Name, Relation, RelationId, RelationState, RelationType,
            Resource,
        },
        value::code::coded,
    },
    index::{
        self,
        claims::Snapshot,
        matching::{Likeness, Match, Question, Reason, matches},
    },
    store::{
        log::{Done, Position},
        read::{IncludeDeleted, View},
        write::Ending,
    },
};

/// The least probability of a suggestion.
const LIKELIHOOD_MIN: f64 = 0.7;

/// The most suggestions for a claim.
const SUGGESTIONS_MAX: usize = 5;

/// How many of the best matches are looked at, of which some are no suggestions.
const LOOKED_AT: usize = 20;

/// The relations that are written at once.
const WRITTEN_AT_ONCE: usize = 100;

/// The pairs of claims of which relations are read at once.
const PAIRS_AT_ONCE: usize = 1_000;

/// Who suggests, and how.
const AUTHOR: &str = "claimstore";
const METHOD: &str = "match";

coded! {
    /// How a write looks for claims that are already stored.
    MatchMode {
        /// Not at all: a stored claim is an error.
        None = 1,
        /// A claim that is the same as a stored one is that one.
        Exact = 2,
        /// The same, and likely ones are suggested.
        Suggest = 3,
    }
}

impl MatchMode {
    /// The claims of a bundle for which others are suggested.
    pub fn asks_about(self, bundle: &Bundle) -> Vec<Claim> {
        match self {
            Self::None | Self::Exact => Vec::new(),
            Self::Suggest => bundle.claims.iter().map(|it| it.value.clone()).collect(),
        }
    }
}

/// A stored claim that a written one likely repeats, refines or contradicts.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The relation that suggests it. `None` in a dry run.
    pub relation: Option<Name>,
    /// The stored claim.
    pub claim: ClaimId,
    /// What the written claim is to it.
    pub relation_type: RelationType,
    /// The probability that both are about the same.
    pub likelihood: f64,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
}

/// What was suggested.
#[derive(Debug, Default)]
pub struct Suggested {
    /// The suggestions for each claim, the most likely first.
    pub of_claims: Vec<Vec<Suggestion>>,
    /// The position of the log after the last relation was stored, if there is one.
    pub position: Option<Position>,
}

/// The relations between pairs of claims.
#[derive(Default)]
pub(super) struct Drawn {
    /// Pairs of which somebody has decided: there is a relation that is not just suggested.
    pub decided: BTreeSet<(ClaimId, ClaimId)>,
    /// What is suggested about the others: what the first is to the second.
    suggested: BTreeMap<((ClaimId, ClaimId), RelationType), Name>,
}

impl App {
    /// Fails if nothing can be suggested now, before anything is written.
    pub async fn require_suggestions(&self, mode: MatchMode) -> Result<(), Error> {
        match mode {
            MatchMode::None | MatchMode::Exact => Ok(()),
            MatchMode::Suggest => self.search_index().at_least(None).await.map(drop),
        }
    }

    /// Suggests relations of the claims of a bundle that was imported, in their order. `claims` are
    /// all claims of the bundle, or none if nothing is to be suggested.
    pub async fn suggest_imported(
        &self,
        context: &CallContext,
        claims: Vec<Claim>,
        results: &[Done],
    ) -> Result<Suggested, Error> {
        if claims.is_empty() {
            return Ok(Suggested::default());
        }
        let names = results.iter().filter_map(|done| match done.name {
            Name::Claim(claim) => Some(claim),
            _ => None,
        });
        self.suggest(context, names.zip(claims).collect()).await
    }

    /// Suggests relations of claims that were just written, and stores them.
    pub async fn suggest(
        &self,
        context: &CallContext,
        claims: Vec<(ClaimId, Claim)>,
    ) -> Result<Suggested, Error> {
        let indexed = self.search_index().at_least(None).await?;
        let names: Vec<ClaimId> = claims.iter().map(|(name, _)| *name).collect();
        let finding = likely(indexed, claims);
        let found = self.turns().work(LONG_BYTES, finding).await??;
        let mut of_claims = self.live(found).await?;
        self.leave_out_decided(&names, &mut of_claims).await?;
        for suggestions in &mut of_claims {
            suggestions.truncate(SUGGESTIONS_MAX);
        }
        let position = match context.ending {
            Ending::DryRun => None,
            Ending::Keep => self.store_new(context, &names, &mut of_claims).await?,
        };
        Ok(Suggested {
            of_claims,
            position,
        })
    }

    /// Leaves out claims that are deleted or merged by now.
    async fn live(&self, found: Vec<Vec<Suggestion>>) -> Result<Vec<Vec<Suggestion>>, Error> {
        let names = found.iter().flatten().map(|it| Name::Claim(it.claim));
        let names: BTreeSet<Name> = names.collect();
        let names: Vec<Name> = names.into_iter().collect();
        let mut live = BTreeSet::new();
        for names in names.chunks(PAIRS_AT_ONCE) {
            let mut reader = self.store().reader().await?;
            let read = reader.documents(Kind::Claim, names, View::Basic, IncludeDeleted::Live);
            let read = read.await?.into_iter();
            let unmerged = read.filter(|(_, stored)| stored.merged_into.is_none());
            live.extend(unmerged.map(|(name, _)| name));
        }
        let mut kept = found;
        for suggestions in &mut kept {
            suggestions.retain(|it| live.contains(&Name::Claim(it.claim)));
        }
        Ok(kept)
    }

    /// Leaves out pairs of claims of which somebody has decided, and names the relations that
    /// suggest others already.
    async fn leave_out_decided(
        &self,
        names: &[ClaimId],
        of_claims: &mut [Vec<Suggestion>],
    ) -> Result<(), Error> {
        let pairs = names.iter().zip(&*of_claims);
        let pairs = pairs.flat_map(|(name, all)| all.iter().map(|it| (*name, it.claim)));
        let drawn = self.drawn(&pairs.collect::<Vec<_>>()).await?;
        for (name, suggestions) in names.iter().zip(of_claims) {
            suggestions.retain(|it| !drawn.decided.contains(&(*name, it.claim)));
            for it in suggestions {
                let key = ((*name, it.claim), it.relation_type);
                it.relation = drawn.suggested.get(&key).copied();
            }
        }
        Ok(())
    }

    /// The relations between each two claims.
    pub(super) async fn drawn(&self, pairs: &[(ClaimId, ClaimId)]) -> Result<Drawn, Error> {
        let mut drawn = Drawn::default();
        for pairs in pairs.chunks(PAIRS_AT_ONCE) {
            let mut reader = self.store().reader().await?;
            for related in reader.related(pairs).await? {
                match (related.state, related.relation_type) {
                    (Some(RelationState::Suggested), Some(relation_type)) => {
                        let key = (related.pair, relation_type);
                        drawn.suggested.insert(key, related.name);
                    }
                    (Some(RelationState::Suggested), None) => {}
                    (Some(RelationState::Confirmed | RelationState::Rejected) | None, _) => {
                        drawn.decided.insert(related.pair);
                    }
                }
            }
        }
        Ok(drawn)
    }

    /// Stores the suggestions that are not stored yet. Leaves out those that cannot be stored any
    /// more, because a claim was deleted or merged meanwhile.
    async fn store_new(
        &self,
        context: &CallContext,
        names: &[ClaimId],
        of_claims: &mut [Vec<Suggestion>],
    ) -> Result<Option<Position>, Error> {
        let context = CallContext {
            request: None,
            ..context.clone()
        };
        let mut new = Vec::new();
        for (name, suggestions) in names.iter().zip(&mut *of_claims) {
            for it in suggestions.iter_mut().filter(|it| it.relation.is_none()) {
                let relation = Name::Relation(*name, RelationId::new(Uuid::now_v7()));
                it.relation = Some(relation);
                let value = Resource::Relation(relation_of(*name, it));
                new.push(New::of(String::new(), relation, false, value));
            }
        }
        let mut stored = Stored::default();
        for new in new.chunks(WRITTEN_AT_ONCE) {
            match self.create_all(context.clone(), new.to_vec()).await {
                Ok(written) => stored.position = self.position(&written).await?,
                Err(error) if is_about_one(&error) => {
                    self.store_singly(&context, new, &mut stored).await?;
                }
                Err(error) => return Err(error),
            }
        }
        if !stored.refused.is_empty() {
            self.name_refused(names, of_claims, &stored.refused).await?;
        }
        Ok(stored.position)
    }

    async fn store_singly(
        &self,
        context: &CallContext,
        new: &[New],
        stored: &mut Stored,
    ) -> Result<(), Error> {
        for new in new {
            match self.create_all(context.clone(), vec![new.clone()]).await {
                Ok(written) => stored.position = self.position(&written).await?,
                Err(error) if is_about_one(&error) => {
                    stored.refused.insert(new.name);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Another call may have stored what was refused: it is named. The others are left out, because
    /// a claim was deleted or merged meanwhile.
    async fn name_refused(
        &self,
        names: &[ClaimId],
        of_claims: &mut [Vec<Suggestion>],
        refused: &BTreeSet<Name>,
    ) -> Result<(), Error> {
        let is_refused = |it: &Suggestion| it.relation.is_some_and(|it| refused.contains(&it));
        let pairs = names.iter().zip(&*of_claims).flat_map(|(name, all)| {
            let refused = all.iter().filter(|it| is_refused(it));
            refused.map(|it| (*name, it.claim))
        });
        let drawn = self.drawn(&pairs.collect::<Vec<_>>()).await?;
        for (name, suggestions) in names.iter().zip(of_claims) {
            suggestions.retain_mut(|it| {
                if is_refused(it) {
                    let key = ((*name, it.claim), it.relation_type);
                    it.relation = drawn.suggested.get(&key).copied();
                }
                it.relation.is_some()
            });
        }
        Ok(())
    }
}

/// What became of suggestions that were to be stored.
#[derive(Default)]
struct Stored {
    /// The position of the log after the last one that was stored.
    position: Option<Position>,
    refused: BTreeSet<Name>,
}

/// The stored claims that each of these claims likely repeats, refines or contradicts.
async fn likely(
    indexed: Indexed,
    claims: Vec<(ClaimId, Claim)>,
) -> Result<Vec<Vec<Suggestion>>, Error> {
    let mut all = Vec::with_capacity(claims.len());
    for (name, claim) in claims {
        let found = claims_like(&indexed.snapshot, name, &claim)?;
        let mut suggestions: Vec<Suggestion> = found.into_iter().filter_map(suggestion).collect();
        suggestions.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
        all.push(suggestions);
        pause().await?;
    }
    Ok(all)
}

/// The claims that are most like a stored one. Retracted ones are left out.
pub(super) fn claims_like(
    snapshot: &Snapshot,
    name: ClaimId,
    claim: &Claim,
) -> Result<Vec<Match>, index::claims::Error> {
    let named = claim.entities.iter().map(|it| it.name.clone());
    let places = claim.places.iter().map(|it| it.name.clone());
    let entities: Vec<String> = named.chain(places).collect();
    let figures = described::figures(&claim.quantities);
    let question = Question {
        text: &claim.statement,
        language: &claim.language,
        years: claim.period.as_ref().and_then(described::years),
        entities: &entities,
        figures: &figures,
        without: &[name.uuid()],
        without_label: Some(described::RETRACTED),
        // Only claims of the same words are suggested.
        meaning: None,
    };
    matches(snapshot, &question, LOOKED_AT)
}

fn suggestion(found: Match) -> Option<Suggestion> {
    if found.likelihood < LIKELIHOOD_MIN {
        return None;
    }
    let relation_type = match found.likeness? {
        Likeness::Same => RelationType::SameAs,
        Likeness::Finer => RelationType::Refines,
        Likeness::Coarser => RelationType::Generalises,
        Likeness::Contrary => RelationType::Contradicts,
    };
    Some(Suggestion {
        relation: None,
        claim: ClaimId::new(found.claim.id),
        relation_type,
        likelihood: found.likelihood,
        reasons: found.reasons,
    })
}

fn relation_of(claim: ClaimId, suggestion: &Suggestion) -> Relation {
    Relation {
        claim,
        relation_type: suggestion.relation_type,
        target: suggestion.claim,
        author: AUTHOR.to_owned(),
        method: METHOD.to_owned(),
        confidence: Some(suggestion.likelihood.min(1.0)),
        state: RelationState::Suggested,
        appearance: None,
    }
}

/// Whether relations cannot be written because of what one of them is about.
const fn is_about_one(error: &Error) -> bool {
    matches!(
        error,
        Error::Invalid(_)
            | Error::NotFound(_)
            | Error::Exists { .. }
            | Error::Deleted(_)
            | Error::Merged { .. }
    )
}
