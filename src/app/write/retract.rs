//! Retracting a source, an article or a claim, correcting an article, and taking
//! either back.

use uuid::Uuid;

use super::update::{Edit, MakeState};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{
            any::{Resource, Stored},
            correction::{CORRECTED_MAX, CORRECTIONS_MAX, Correction},
            name::Name,
            retraction::Retraction,
        },
        value::violation::Violation,
    },
    store::write::transaction::Written,
};

/// What becomes of the corrections of an article.
#[derive(Clone, Debug)]
pub enum Correct {
    /// One more is recorded.
    Record(Correction),
    /// The one of this id is taken back.
    Revoke(Uuid),
}

impl App {
    /// Records that something was retracted, or takes that back where nothing is
    /// given. A retraction replaces an earlier one.
    pub async fn retract(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        retraction: Option<Retraction>,
    ) -> Result<Written, Error> {
        let make: MakeState =
            Box::new(move |read| Ok(retracted(&read.stored, retraction.as_ref())));
        let path = "retraction";
        let written = self
            .update(context, name, etag, Edit { path, make })
            .await?;
        self.retracted.notify_one();
        Ok(written)
    }

    /// Records a correction of an article, or takes one back.
    pub async fn correct(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        correct: Correct,
    ) -> Result<Written, Error> {
        let make: MakeState = Box::new(move |read| Ok(corrected(&read.stored, &correct)?));
        let path = "correction";
        self.update(context, name, etag, Edit { path, make }).await
    }
}

fn retracted(stored: &Stored, retraction: Option<&Retraction>) -> Resource {
    let mut after = stored.resource.clone();
    if let Some(field) = after.retraction_mut() {
        *field = retraction.cloned();
    }
    after
}

fn corrected(stored: &Stored, correct: &Correct) -> Result<Resource, Vec<Violation>> {
    let refuse = |field: &str, description: String| {
        let field = field.to_owned();
        Err(vec![Violation { field, description }])
    };
    let mut after = stored.resource.clone();
    let Resource::Article(article, _) = &mut after else {
        return refuse("name", "names no article".to_owned());
    };
    match correct {
        Correct::Record(_) if article.corrections.len() >= CORRECTIONS_MAX => {
            let full = format!("finds {CORRECTIONS_MAX} already, of which no more fit");
            return refuse("correction", full);
        }
        Correct::Record(correction) => {
            article.corrections.push(correction.clone());
            let claims = article.corrections.iter().map(|it| it.claims.len());
            let count = claims.sum::<usize>();
            if count > CORRECTED_MAX {
                let full = format!(
                    "makes {count} claims in all corrections of the article; {CORRECTED_MAX} fit"
                );
                return refuse("correction.claims", full);
            }
        }
        Correct::Revoke(id) => {
            let count = article.corrections.len();
            article.corrections.retain(|it| it.id != *id);
            if article.corrections.len() == count {
                return refuse(
                    "revoke",
                    "is the id of no correction of the article".to_owned(),
                );
            }
        }
    }
    Ok(after)
}
