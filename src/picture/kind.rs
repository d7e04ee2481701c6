//! The kinds of pictures, and which resources they are of.

use crate::domain::{resource::Kind, value::code::coded};

coded! {
    /// The kinds of pictures.
    PictureKind {
        /// Where a claim is printed, on whose word, and what was concluded.
        Evidence = 1,
        /// What rests on a source.
        Reach = 2,
        /// The claims of an article by their standings.
        Standings = 3,
        /// What became of a claim, in time.
        Timeline = 4,
        /// Figures that do not meet, on one axis.
        Figures = 5,
    }
}

impl PictureKind {
    /// What a picture of a resource shows, unless something else is asked for.
    pub const fn natural(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Claim => Some(Self::Evidence),
            Kind::Source => Some(Self::Reach),
            Kind::Article => Some(Self::Standings),
            Kind::Appearance | Kind::Relation | Kind::Review | Kind::Standing => None,
        }
    }

    /// Whether there are such pictures of a kind of resource.
    pub const fn suits(self, kind: Kind) -> bool {
        match self {
            Self::Evidence | Self::Timeline => matches!(kind, Kind::Claim),
            Self::Reach => matches!(kind, Kind::Source),
            Self::Standings => matches!(kind, Kind::Article),
            Self::Figures => matches!(kind, Kind::Claim | Kind::Source | Kind::Article),
        }
    }

    /// Whether there are such pictures as of an earlier time.
    pub const fn has_history(self) -> bool {
        matches!(self, Self::Evidence | Self::Standings | Self::Timeline)
    }
}
