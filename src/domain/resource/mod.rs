//! Resources: the fields of each kind, and when a resource is valid.

pub mod any;
pub mod appearance;
pub mod article;
pub mod bundle;
pub mod claim;
pub mod correction;
pub mod erasure;
pub mod name;
pub mod natural_key;
pub mod relation;
pub mod reported;
pub mod retraction;
pub mod review;
pub mod source;
pub mod statement;

pub use self::{
    any::{Resource, Stamp, Stored},
    appearance::{
        Appearance, AppearanceForm, AttributionBasis, AttributionChain, Hop, HopReference,
        Modality, Printing, QuotationKind, QuotedSpan, RecordStatus, Stance, Unsaid,
    },
    article::{
        Article, Byline, Citation, Credit, CreditKind, ExternalId, Genre, PublicationStatus,
    },
    bundle::{Bundle, Ids, Item, Outcome, Restored, RestoredItem},
    claim::{Claim, ClaimType, Entity, Origin, OriginKind, Place},
    correction::{Correction, CorrectionType},
    erasure::Erasure,
    name::{
        AppearanceId, ArticleId, ClaimId, Kind, Name, NotAName, RelationId, ReviewId, SourceId,
    },
    natural_key::{EarlierKey, KeySet, NaturalKey, NaturalKeys},
    relation::{Relation, RelationState, RelationType},
    reported::ReportedAppearance,
    retraction::Retraction,
    review::{Rating, Review, ReviewWarning, Verdict},
    source::{AccessStatus, Source, SourceKind},
    statement::{Given, Statement},
};
