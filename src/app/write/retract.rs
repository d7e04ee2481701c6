//! Retracts a source, an article or a claim, corrects an article, and revokes either.

use uuid::Uuid;

use super::update::{Edit, MakeState};
use crate::{
    app::{App, CallContext, Error},
    domain::{
        resource::{
            Correction, Name, Resource, Retraction, Stored,
            correction::{CORRECTED_MAX, CORRECTIONS_MAX},
        },
        value::Violation,
    },
    store::write::Written,
};

/// A change to the corrections of an article.
#[derive(Clone, Debug)]
pub enum Correct {
    /// Records a correction.
    Record(Correction),
    /// Revokes the correction with this id.
    Revoke(Uuid),
}

impl App {
    /// Records a retraction, or revokes it if `retraction` is `None`. A retraction replaces an
    /// earlier one.
    pub async fn retract(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        retraction: Option<Retraction>,
    ) -> Result<Written, Error> {
        let make: MakeState =
            Box::new(move |read| Ok(retracted(&read.stored, retraction.as_ref()).into()));
        let path = "retraction";
        let written = self
            .update(context, name, etag, Edit { path, make })
            .await?;
        self.retracted.notify_one();
        Ok(written)
    }

    /// Records or revokes a correction of an article.
    pub async fn correct(
        &self,
        context: CallContext,
        name: Name,
        etag: String,
        correct: Correct,
    ) -> Result<Written, Error> {
        let make: MakeState = Box::new(move |read| Ok(corrected(&read.stored, &correct)?.into()));
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
    let refuse = |field: &str, description: String| Err(vec![Violation::new(field, description)]);
    let mut after = stored.resource.clone();
    let Resource::Article(article, _) = &mut after else {
        return refuse("name", "does not name an article".to_owned());
    };
    match correct {
        Correct::Record(_) if article.corrections.len() >= CORRECTIONS_MAX => {
            let full = format!(
                "is refused: the article already has the maximum of {CORRECTIONS_MAX} corrections"
            );
            return refuse("correction", full);
        }
        Correct::Record(correction) => {
            article.corrections.push(correction.clone());
            let claims = article.corrections.iter().map(|it| it.claims.len());
            let count = claims.sum::<usize>();
            if count > CORRECTED_MAX {
                let full = format!(
                    "brings the corrections of the article to {count} claims; at most {CORRECTED_MAX} are allowed"
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
                    "is not the id of a correction of the article".to_owned(),
                );
            }
        }
    }
    Ok(after)
}
