//! What a picture of a claim's evidence is made of.

use crate::{
    domain::{
        resource::{Appearance, Name, Relation, Review},
        rule::{Conflict, Dispute},
    },
    picture::called::Directory,
};

/// What is known of a claim.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Whether it is disputed, and its newest verdict.
    pub dispute: Dispute,
    /// Its appearances, in the order of their ids.
    pub appearances: Vec<(Name, Appearance)>,
    /// Its reviews, newest first.
    pub reviews: Vec<(Name, Review)>,
    /// Its relations to other claims, and theirs to it.
    pub relations: Vec<(Name, Relation)>,
    /// What it cannot be true together with.
    pub conflicts: Vec<Conflict>,
    /// What everything is called that these mention.
    pub directory: Directory,
    /// What else there is to say, for example what is not in the picture.
    pub notes: Vec<String>,
}
