//! Looks for the words that refused anchors probably mean, once the transaction has ended. That
//! takes long, and concerns neither its locks nor its connection.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    app::{
        Error,
        turns::{hold_text, long, pause},
    },
    domain::{
        passage::{PartText, nearest},
        value::Violation,
    },
};

/// How often a text is gone through for each of its anchors, about.
const PASSES: usize = 4;

/// Adds the nearest words to the violations of an error. Fails if nobody waits for them any more.
pub(super) async fn with_nearest(error: Error) -> Result<Error, Error> {
    let Error::Invalid(mut violations) = error else {
        return Ok(error);
    };
    let held = hold_text(held(&violations))?;
    let searched = violations.iter().filter_map(sought_in);
    let searched: usize = searched.map(|text| text.len()).sum();
    let long = long(PASSES * searched).await;
    // What depends on a text alone is done once for all its anchors, and held for one text only.
    while let Some(text) = violations.iter().find_map(sought_in).cloned() {
        let part = PartText::new(&text);
        let is_same = |it: &&mut Violation| sought_in(it).is_some_and(|it| Arc::ptr_eq(it, &text));
        for violation in violations.iter_mut().filter(is_same) {
            pause().await?;
            nearest::complete(violation, &part);
        }
    }
    drop((long, held));
    Ok(Error::Invalid(violations))
}

/// The number of bytes of the texts that words are to be looked for in.
fn held(violations: &[Violation]) -> usize {
    let texts = violations.iter().filter_map(sought_in);
    let texts: BTreeMap<*const u8, usize> = texts.map(|it| (it.as_ptr(), it.len())).collect();
    texts.values().sum()
}

/// The text of the words that are to be looked for.
fn sought_in(violation: &Violation) -> Option<&Arc<str>> {
    violation.sought.as_ref().map(|sought| &sought.text)
}
