//! Writes ids as resource names.

use crate::domain::resource::{ArticleId, ClaimId, Name, SourceId};

/// The name of a source, or empty.
pub fn source_name(id: impl Into<Option<SourceId>>) -> String {
    id.into()
        .map_or(String::new(), |id| Name::Source(id).to_string())
}

/// The name of an article.
pub fn article_name(id: ArticleId) -> String {
    Name::Article(id).to_string()
}

/// The name of a claim, or empty.
pub fn claim_name(id: impl Into<Option<ClaimId>>) -> String {
    id.into()
        .map_or(String::new(), |id| Name::Claim(id).to_string())
}
