//! Decides about the article: a later bundle replaces what an earlier bundle said about it,
//! except where it knows less (`domain/rule/reimport.rs`).
//! If its text changes, its stored appearances are reanchored in the new one.

use std::collections::BTreeMap;

use super::{
    candidate::Match,
    decided::{Current, Decided, NextState},
    overlay::{Context, Overlay},
};
use crate::{
    app::{
        Error,
        write::reanchor::{number_text, reanchor, text_of},
    },
    domain::{
        passage::TextVersion,
        printed_date::context::DateContext,
        resource::{ArticleId, Name, Resource, Stored},
        rule::reimport,
    },
    store::{
        read::ArticleText,
        write::{Lockable, Write},
    },
};

/// The new text of the article, and what that means for its appearances.
#[derive(Default)]
pub(super) struct TextAfter {
    pub(super) text: Option<(ArticleId, ArticleText)>,
    /// What the article says about the dates that it prints.
    pub(super) dates: Option<(ArticleId, DateContext)>,
    /// The reanchored stored appearances, if the text has changed.
    pub(super) reanchored: BTreeMap<Name, Write>,
}

pub(super) async fn decide_article(
    context: &mut Context<'_, '_>,
    current: &Current,
    article: Option<Match>,
) -> Result<(Decided, TextAfter), Error> {
    let Some(Match { mut item, name, .. }) = article else {
        return Ok(Default::default());
    };
    let before = current.stored.get(&name).cloned();
    if let Some(before) = &before {
        replace(&mut context.store, before, &mut item.value).await?;
    }
    let mut after = TextAfter::default();
    if let (Name::Article(id), Resource::Article(article, version)) = (name, &item.value) {
        let text = text_of(article, *version);
        if before
            .as_ref()
            .is_some_and(|before| has_new_version(before, *version))
        {
            refuse_pending(context, id, &item.path)?;
            let Context { store, locks, .. } = context;
            let writes = reanchor(store.lookup, locks, id, &text, &article.language).await?;
            let writes = writes.into_iter().map(|write| (write.name, write));
            after.reanchored = writes.collect();
        }
        after.text = Some((id, text));
        after.dates = Some((id, DateContext::of_article(article)));
    }
    context.locks.shared(Lockable::Resource(name));
    let next = NextState {
        item,
        name,
        before,
        differences: Vec::new(),
        identity: None,
    };
    let mut decided = Decided::default();
    current.decide(context, &mut decided, next)?;
    Ok((decided, after))
}

fn has_new_version(before: &Stored, version: TextVersion) -> bool {
    matches!(&before.resource, Resource::Article(_, stored) if *stored != version)
}

/// Turns the article of a bundle into the state that follows the stored one.
async fn replace(
    store: &mut Overlay<'_, '_>,
    before: &Stored,
    given: &mut Resource,
) -> Result<(), Error> {
    let survivors = store
        .lookup
        .survivors(&before.resource.references())
        .await?;
    let survivor = |id| match survivors.get(&Name::Source(id)) {
        Some(Name::Source(survivor)) => *survivor,
        _ => id,
    };
    if let (Resource::Article(stored, _), Resource::Article(given, _)) =
        (&before.resource, &mut *given)
    {
        *given = reimport::imported(stored, given, survivor);
    }
    number_text(before, given);
    Ok(())
}

/// Refuses a new text if an earlier bundle of the transaction writes the article or an
/// appearance in it. A transaction writes one state of each resource, so the text that the
/// earlier bundle was about would be lost.
fn refuse_pending(
    context: &mut Context<'_, '_>,
    article: ArticleId,
    path: &str,
) -> Result<(), Error> {
    if !context.store.is_text_pending(article) {
        return Ok(());
    }
    let name = Name::Article(article);
    context.check.report_at(
        path,
        format!("has another text of {name}, to which an earlier bundle writes; import it in a request of its own"),
    );
    Ok(context.check.refuse()?)
}
