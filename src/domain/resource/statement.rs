//! Statements: what one passage of an article says, and who says it.

use super::{
    appearance::{Appearance, Unsaid},
    bundle::Item,
    claim::Claim,
    name::{ClaimId, Name, SourceId},
    source::{Source, SourceKind},
};
use crate::domain::value::{IdentityBuilder, identity::normal_text};

/// A passage of an article that states a claim.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it is printed.
    pub appearance: Item<Appearance>,
    /// What it claims.
    pub claim: Given<Claim>,
    /// Who says it, if that is not only in the chains of the appearance.
    pub source: Option<Given<Source>>,
    /// What the appearance leaves open.
    pub unsaid: Unsaid,
}

/// A resource of a request: what it is, or the name of a stored one.
#[derive(Clone, Debug)]
pub enum Given<T> {
    /// The resource, which may be stored already.
    Item(Item<T>),
    /// The name of a stored resource.
    Stored(Name),
}

impl Given<Source> {
    /// The name of the source, which is provisional if it may be stored under another one.
    pub const fn name(&self) -> Name {
        match self {
            Self::Item(item) => Name::Source(SourceId::new(item.id)),
            Self::Stored(name) => *name,
        }
    }
}

impl Given<Claim> {
    /// The name of the claim, which is provisional if it may be stored under another one.
    pub const fn name(&self) -> Name {
        match self {
            Self::Item(item) => Name::Claim(ClaimId::new(item.id)),
            Self::Stored(name) => *name,
        }
    }
}

impl Source {
    /// Whether another source in the same article is this one because it is called the same.
    /// Two sources without a name of their own can be called the same ("a soldier").
    pub fn is_called_as(&self, other: &Self) -> bool {
        self.has_own_name()
            && self.kind == other.kind
            && normal_text(&self.display_name) == normal_text(&other.display_name)
    }

    /// Whether one of two sources in the same article has no kind, and is called as the other
    /// one, which has one and a name of its own.
    pub fn may_be(&self, other: &Self) -> bool {
        let is_kind_unknown = |it: &Self| it.kind == SourceKind::NotSpecified;
        is_kind_unknown(self) != is_kind_unknown(other)
            && (self.has_own_name() || other.has_own_name())
            && normal_text(&self.display_name) == normal_text(&other.display_name)
    }

    /// Whether neither of two sources has a kind, and both are called the same.
    pub fn is_called_without_kind(&self, other: &Self) -> bool {
        let are_unknown = [self, other].map(|it| it.kind == SourceKind::NotSpecified);
        are_unknown == [true, true]
            && normal_text(&self.display_name) == normal_text(&other.display_name)
    }

    /// Whether it is a person or an organization with a name.
    pub fn is_somebody(&self) -> bool {
        let is_somebody = matches!(
            self.kind,
            SourceKind::Person | SourceKind::Organization | SourceKind::GovernmentBody
        );
        is_somebody && self.has_own_name()
    }

    /// Whether the display name is the source's own name.
    pub fn has_own_name(&self) -> bool {
        let is_unnamed = matches!(
            self.kind,
            SourceKind::UnnamedPerson | SourceKind::UnnamedGroup | SourceKind::NotSpecified
        );
        !is_unnamed && !normal_text(&self.display_name).is_empty()
    }

    /// The key of a source within an article, made from what it is called. If it has no name
    /// of its own, the key includes the words that it says.
    pub fn key_in_article(&self, appearance: &Appearance) -> String {
        let mut builder = IdentityBuilder::new()
            .part(self.kind.code().to_be_bytes())
            .part(normal_text(&self.display_name));
        let wording = appearance.printing.anchors.first();
        if let Some(wording) = wording.filter(|_| !self.has_own_name()) {
            builder = builder
                .part(wording.part.code().to_be_bytes())
                .part(&wording.exact);
        }
        let digest = builder.finish();
        let digits = digest.iter().take(KEY_BYTES);
        digits.fold("called-".to_owned(), |key, byte| format!("{key}{byte:02x}"))
    }
}

/// The bytes of a digest in a key.
const KEY_BYTES: usize = 16;
