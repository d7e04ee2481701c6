//! Passages: words in the text of one version of an article, and how they are found again
//! in the next version.

pub mod anchor;
pub mod anchoring;
pub mod changes;
mod folded;
pub mod nearest;
mod occurrences;
pub mod part_text;
pub mod reanchor;
mod scripts;
pub mod version_text;

pub(crate) use self::folded::{FoldedPlace, FoldedText};
pub use self::{
    anchor::{Anchor, AnchorPurpose, ArticlePart},
    anchoring::{Anchored, Anchoring, AnchoringChange, AnchoringChanges, AnchoringOutcome},
    changes::{Language, Passage, Wording, denying_words},
    part_text::{PartText, TextVersion},
    reanchor::{Alignment, Carried},
    version_text::VersionText,
};
