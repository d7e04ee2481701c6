//! What an edit of an article does to a sentence that is printed in it.

mod denied;
mod fronts;
mod further;
mod neighbours;

use super::*;
use crate::domain::resource::{ArticleId, ClaimId};
use uuid::Uuid;

/// An appearance after an edit.
#[derive(Debug, PartialEq)]
struct Edited {
    outcome: AnchoringOutcome,
    /// Its words, if they were found.
    words: String,
    /// The kinds of difference.
    changes: Vec<AnchoringChange>,
}

/// Edits a body in which words are printed.
fn edit(language: &str, old: &str, new: &str, words: &str) -> Edited {
    let byte = old.find(words).unwrap();
    let [old, new] = [old, new].map(|body| VersionText::new(body, ""));
    let start = old.part(ArticlePart::Body).position(byte);
    let end = old.part(ArticlePart::Body).position(byte + words.len());
    let mut anchor = Anchor::default();
    anchor.quote(old.part(ArticlePart::Body), start, end);
    let appearance = Appearance {
        claim: ClaimId::new(Uuid::nil()),
        article: ArticleId::new(Uuid::nil()),
        article_version: 1,
        anchoring: None,
        printing: Printing {
            anchors: vec![anchor],
            ..Printing::default()
        },
    };
    let version = NewVersion {
        version: 2,
        earlier: BTreeMap::from([(1, VersionAlignment::new(&old, &new, language))]),
    };
    let found = version.find(&appearance);
    let anchoring = found.anchoring.unwrap();
    let is_found = anchoring.outcome != AnchoringOutcome::Orphaned;
    let words = is_found.then(|| found.printing.anchors[0].exact.clone());
    let edited = Edited {
        outcome: anchoring.outcome,
        words: words.unwrap_or_default(),
        changes: anchoring.changes.iter().collect(),
    };
    let is_changed = anchoring.outcome == AnchoringOutcome::Changed;
    let is_denied = edited.changes == [AnchoringChange::Negation] && is_found;
    let has_kinds = !edited.changes.is_empty();
    assert!(is_changed == has_kinds || is_denied, "{edited:?}");
    edited
}
