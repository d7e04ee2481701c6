//! Imports bundles: matches their items with stored resources, and writes what is new, all
//! or nothing.
//!
//! Each bundle goes through stages, and each stage makes its values from those of the
//! stages before:
//!
//! 1. `Matched` (in `matched`): the resource that each item matches, stored or new.
//!    `candidate` compares the items of one kind with the store.
//! 2. `Current` (in `decided`): the stored states of these resources.
//! 3. `Decided`: the new state of each resource, and what the answer says about it. In
//!    sources, claims and relations, only fields that are empty are filled in (`decided`). A
//!    later review replaces the stored one. The article is replaced (`article`). Appearances are located in its
//!    text, matched, and replaced where the bundle says more (`appearances`).
//! 4. `Batch`: what is written, after references, keys and cycles were checked
//!    (`constraints`).
//!
//! Every stage gets the `Context` (in `overlay`). Through the `Overlay` in it, it reads the
//! store as if the writes of earlier bundles of the same transaction were already in it. It
//! adds violations and the locks that its values depend on. The locks count even if a stage
//! fails: most of them are only found by reading, so an import is planned without locks
//! first (`app/write/run.rs`).
//!
//! `groups` handles claims and sources that were merged since an earlier import. Bundles that
//! are restored are not matched: `restore` decides about them.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use super::{
    appearances::{Printed, decide_appearances},
    article::decide_article,
    called::add_candidates,
    candidate::Match,
    constraints::check_constraints,
    decided::{Current, Decided},
    matched::Matched,
    overlay::{Context, Overlay, Pending},
    restore::decide_restored,
};
use crate::{
    app::{
        App, CallContext, Error,
        turns::{pause, stop},
        write::{
            mutation::Mutation,
            plan::Plan,
            run::{plan, run, run_planned},
        },
    },
    domain::{
        resource::{Bundle, Name, NaturalKey, Resource},
        value::{Checker, Violation},
    },
    store::{
        Lookup,
        write::{Batch, ImportStep, LockSet, Lockable, Written},
    },
};

impl App {
    /// Imports bundles that are valid by themselves, in this order and in one transaction,
    /// all or none. The results are in the order of the bundles.
    pub async fn import_bundles(
        &self,
        context: CallContext,
        bundles: Vec<Bundle>,
    ) -> Result<Written, Error> {
        let mutation = ImportBundles {
            bundles: bundles.into(),
            step: None,
        };
        run(self, context, mutation).await
    }

    /// Decides what to import of bundles of a stream, before those that precede them are
    /// stored.
    pub(super) async fn plan_import(
        &self,
        bundles: Arc<[Bundle]>,
        bytes: usize,
    ) -> Result<Plan, Error> {
        let step = None;
        plan(self, bytes, ImportBundles { bundles, step }).await
    }

    /// Imports bundles of a stream, and records how far that takes the stream.
    pub(super) async fn import_step(
        &self,
        context: CallContext,
        bundles: Arc<[Bundle]>,
        step: Option<ImportStep>,
        plan: Option<Plan>,
    ) -> Result<Written, Error> {
        run_planned(self, context, ImportBundles { bundles, step }, plan).await
    }
}

struct ImportBundles {
    bundles: Arc<[Bundle]>,
    step: Option<ImportStep>,
}

impl Mutation for ImportBundles {
    fn locks(&self) -> LockSet {
        let mut locks = LockSet::new();
        if let Some(ImportStep { key, .. }) = &self.step {
            let (caller, id) = (key.caller.as_str(), key.id);
            locks.exclusive(Lockable::Import { caller, id });
        }
        locks
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let mut pending = Pending::default();
        let mut failed = None;
        for bundle in self.bundles.iter() {
            pause().await?;
            let mut context = Context {
                store: Overlay::new(lookup, &pending),
                locks,
                check: Checker::at(&bundle.path).until(stop()),
            };
            // If one fails, the others are decided all the same, so that what they look up is
            // known.
            match decide_bundle(&mut context, bundle.clone()).await {
                Ok(batch) if pending.has_other_text(&batch) => {
                    let what = "changes the text of an article that an earlier bundle writes";
                    let violation = Violation::new(&bundle.path, what);
                    failed = failed.or(Some(Error::Invalid(vec![violation])));
                }
                Ok(batch) => pending.add(batch),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or_else(|| Ok(pending.into_batch()), Err)
    }

    fn complete(&self, batch: &mut Batch) {
        batch.import.clone_from(&self.step);
    }
}

/// Decides what is written of one bundle.
pub(super) async fn decide_bundle(
    context: &mut Context<'_, '_>,
    mut bundle: Bundle,
) -> Result<Batch, Error> {
    if let Some(restored) = bundle.restored.take() {
        return decide_restored(context, restored).await;
    }
    let claims_are_new = bundle.claims_are_new;
    let matched = Matched::find(context, bundle).await?;
    if claims_are_new {
        refuse_stored(&matched.heads.claims)?;
    }
    let current = Current::load(context, &matched).await?;
    let Matched {
        heads,
        appearances,
        relations,
        reviews,
        groups,
        adds,
        unsaid,
        replaces_reviews: _,
    } = matched;
    let relations = groups.keep_claims(relations, &current.stored);
    let reviews = groups.keep_claims(reviews, &current.stored);

    let mut sources = current.fill_all(context, heads.sources)?;
    add_candidates(context, &mut sources).await?;
    let (article, text) = decide_article(context, &current, heads.article).await?;
    let claims = current.fill_all(context, heads.claims)?;
    let printed = Printed {
        items: appearances,
        text,
        adds,
        unsaid,
    };
    let (appearances, names) = decide_appearances(context, &current, &groups, printed).await?;
    let relations = name_appearances(relations, &names);
    let relations = current.fill_all(context, relations)?;
    let reviews = current.fill_all(context, reviews)?;

    let all = [sources, article, claims, appearances, relations, reviews];
    let decided = Decided::concat(all);
    check_constraints(context, &decided).await?;
    Ok(decided.into_batch(heads.keys))
}

/// Refuses claims that are already stored.
fn refuse_stored(claims: &[Match]) -> Result<(), Error> {
    match claims.iter().find(|claim| claim.is_stored) {
        Some(claim) => {
            let keys = claim.item.value.natural_keys();
            let field = keys.keys().next().map_or("name", NaturalKey::field);
            Err(Error::Exists {
                holder: claim.name,
                field,
                address: None,
            })
        }
        None => Ok(()),
    }
}

/// Replaces the provisional names of appearances in relations by those of the resources
/// that they match.
fn name_appearances(mut relations: Vec<Match>, names: &BTreeMap<Uuid, Name>) -> Vec<Match> {
    for it in &mut relations {
        if let Resource::Relation(relation) = &mut it.item.value
            && let Some(appearance) = &mut relation.appearance
            && let Some(name) = names.get(&appearance.uuid())
        {
            *appearance = *name;
        }
    }
    relations
}
