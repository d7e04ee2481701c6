//! Who may call what: the table has one entry for every method of the server.
//!
//! A method without an entry is refused, so a new method cannot be forgotten.

use std::time::Duration;

use crate::domain::access::Right;

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Who has a right.
    Needs(Right),
    /// Everyone, also while other calls are refused: it is about the health of the server.
    Health,
    /// Everyone, if the settings say so, and otherwise who may read: it is about the contract.
    Reflection,
}

impl Access {
    /// Whether the method is about the server itself.
    pub const fn is_about_server(self) -> bool {
        matches!(self, Self::Health | Self::Reflection)
    }

    /// Whether the method reads.
    pub const fn reads(self) -> bool {
        matches!(self, Self::Needs(Right::Read | Right::Audit))
    }

    /// Whether each call has to be accounted for: the method changes what is stored, or reveals it.
    pub const fn is_audited(self) -> bool {
        !self.reads() && !self.is_about_server()
    }
}

const READ: Access = Access::Needs(Right::Read);
const WRITE: Access = Access::Needs(Right::Write);
const REVIEW: Access = Access::Needs(Right::Review);
const EDIT: Access = Access::Needs(Right::Edit);
const ERASE: Access = Access::Needs(Right::Erase);
const AUDIT: Access = Access::Needs(Right::Audit);
const REVEAL: Access = Access::Needs(Right::Reveal);

const HEALTH_WATCH: &str = "/grpc.health.v1.Health/Watch";
const REFLECTION: &str = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
const REFLECTION_ALPHA: &str = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
const WATCH_CHANGES: &str = "/claimstore.v1.ChangeService/WatchChanges";
const IMPORT_BUNDLES: &str = "/claimstore.v1.BundleService/ImportBundles";

const EXPORT_BUNDLES: &str = "/claimstore.v1.BundleService/ExportBundles";
const EXPORT_DOCUMENTS: &str = "/claimstore.v1.ExchangeService/ExportDocuments";
const EXPORT_TABLES: &str = "/claimstore.v1.ExchangeService/ExportTables";

/// How many messages the requests and the answers of a method have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One request, one answer.
    Single,
    /// One request, a stream of answers.
    Answers,
    /// A stream of requests, and one of answers.
    Both,
}

/// The shape of a method.
pub fn shape(path: &str) -> Shape {
    match path {
        EXPORT_BUNDLES | EXPORT_DOCUMENTS | EXPORT_TABLES | WATCH_CHANGES | HEALTH_WATCH => {
            Shape::Answers
        }
        IMPORT_BUNDLES | REFLECTION | REFLECTION_ALPHA => Shape::Both,
        _ => Shape::Single,
    }
}

/// For how long a client may take nothing of a stream of answers, while there is something to
/// take. Before that the method itself ends the stream, with an error that says how to go on.
pub fn stream_pause_max(path: &str) -> Duration {
    match path {
        WATCH_CHANGES => Duration::from_secs(15),
        _ => Duration::from_mins(6),
    }
}

/// Every method by its path, with the access that it needs. The paths are in order.
pub const TABLE: &[(&str, Access)] = &[
    ("/claimstore.v1.ArticleService/BatchGetArticles", READ),
    ("/claimstore.v1.ArticleService/CorrectArticle", EDIT),
    ("/claimstore.v1.ArticleService/CreateArticle", WRITE),
    ("/claimstore.v1.ArticleService/DeleteArticle", WRITE),
    ("/claimstore.v1.ArticleService/GetArticle", READ),
    ("/claimstore.v1.ArticleService/ListArticleVersions", READ),
    ("/claimstore.v1.ArticleService/ListArticles", READ),
    ("/claimstore.v1.ArticleService/RetractArticle", EDIT),
    ("/claimstore.v1.ArticleService/UndeleteArticle", WRITE),
    ("/claimstore.v1.ArticleService/UpdateArticle", WRITE),
    ("/claimstore.v1.AuditService/ListAuditEntries", AUDIT),
    ("/claimstore.v1.BundleService/ExportBundles", READ),
    ("/claimstore.v1.BundleService/ImportBundle", WRITE),
    ("/claimstore.v1.BundleService/ImportBundles", WRITE),
    ("/claimstore.v1.ChangeService/ComparePositions", READ),
    ("/claimstore.v1.ChangeService/DiffRevisions", READ),
    ("/claimstore.v1.ChangeService/EraseResource", ERASE),
    ("/claimstore.v1.ChangeService/ListChanges", READ),
    ("/claimstore.v1.ChangeService/WatchChanges", READ),
    ("/claimstore.v1.ClaimService/BatchCreateAppearances", WRITE),
    ("/claimstore.v1.ClaimService/BatchCreateClaims", WRITE),
    ("/claimstore.v1.ClaimService/BatchGetAppearances", READ),
    ("/claimstore.v1.ClaimService/BatchGetClaims", READ),
    ("/claimstore.v1.ClaimService/BatchGetRelations", READ),
    ("/claimstore.v1.ClaimService/BatchGetStandings", READ),
    ("/claimstore.v1.ClaimService/CountClaims", READ),
    ("/claimstore.v1.ClaimService/CreateAppearance", WRITE),
    ("/claimstore.v1.ClaimService/CreateClaim", WRITE),
    ("/claimstore.v1.ClaimService/CreateRelation", WRITE),
    ("/claimstore.v1.ClaimService/DeleteAppearance", WRITE),
    ("/claimstore.v1.ClaimService/DeleteClaim", WRITE),
    ("/claimstore.v1.ClaimService/DeleteRelation", WRITE),
    ("/claimstore.v1.ClaimService/GetAppearance", READ),
    ("/claimstore.v1.ClaimService/GetClaim", READ),
    ("/claimstore.v1.ClaimService/GetRelation", READ),
    ("/claimstore.v1.ClaimService/GetStanding", READ),
    ("/claimstore.v1.ClaimService/ListAppearances", READ),
    ("/claimstore.v1.ClaimService/ListClaims", READ),
    ("/claimstore.v1.ClaimService/ListConflicts", READ),
    ("/claimstore.v1.ClaimService/ListRelations", READ),
    ("/claimstore.v1.ClaimService/MergeClaims", EDIT),
    ("/claimstore.v1.ClaimService/RecordStatement", WRITE),
    ("/claimstore.v1.ClaimService/RetractClaim", EDIT),
    ("/claimstore.v1.ClaimService/TraceClaim", READ),
    ("/claimstore.v1.ClaimService/UndeleteAppearance", WRITE),
    ("/claimstore.v1.ClaimService/UndeleteClaim", WRITE),
    ("/claimstore.v1.ClaimService/UndeleteRelation", WRITE),
    ("/claimstore.v1.ClaimService/UnmergeClaim", EDIT),
    ("/claimstore.v1.ClaimService/UpdateAppearance", WRITE),
    ("/claimstore.v1.ClaimService/UpdateClaim", WRITE),
    ("/claimstore.v1.ClaimService/UpdateRelation", WRITE),
    ("/claimstore.v1.ExchangeService/ExportDocuments", READ),
    ("/claimstore.v1.ExchangeService/ExportTables", READ),
    ("/claimstore.v1.ExchangeService/GetDocuments", READ),
    ("/claimstore.v1.PictureService/RenderPicture", READ),
    ("/claimstore.v1.ReviewService/BatchGetReviews", READ),
    ("/claimstore.v1.ReviewService/CreateReview", REVIEW),
    ("/claimstore.v1.ReviewService/DeleteReview", REVIEW),
    ("/claimstore.v1.ReviewService/GetReview", READ),
    ("/claimstore.v1.ReviewService/ListReviews", READ),
    ("/claimstore.v1.ReviewService/UndeleteReview", REVIEW),
    ("/claimstore.v1.ReviewService/UpdateReview", REVIEW),
    ("/claimstore.v1.SearchService/ListDuplicates", READ),
    ("/claimstore.v1.SearchService/MatchClaims", READ),
    ("/claimstore.v1.SearchService/SearchArticles", READ),
    ("/claimstore.v1.SearchService/SearchClaims", READ),
    ("/claimstore.v1.SearchService/SearchSources", READ),
    ("/claimstore.v1.SourceService/BatchCreateSources", WRITE),
    ("/claimstore.v1.SourceService/BatchGetSources", READ),
    ("/claimstore.v1.SourceService/CreateSource", WRITE),
    ("/claimstore.v1.SourceService/DeleteSource", WRITE),
    ("/claimstore.v1.SourceService/GetSource", READ),
    ("/claimstore.v1.SourceService/ListSources", READ),
    ("/claimstore.v1.SourceService/MergeSources", EDIT),
    ("/claimstore.v1.SourceService/RetractSource", EDIT),
    ("/claimstore.v1.SourceService/RevealSource", REVEAL),
    ("/claimstore.v1.SourceService/TraceSource", READ),
    ("/claimstore.v1.SourceService/UndeleteSource", WRITE),
    ("/claimstore.v1.SourceService/UnmergeSource", EDIT),
    ("/claimstore.v1.SourceService/UpdateSource", WRITE),
    ("/claimstore.v1.TransparencyService/CosignCheckpoint", READ),
    ("/claimstore.v1.TransparencyService/GetCheckpoint", READ),
    (
        "/claimstore.v1.TransparencyService/GetConsistencyProof",
        READ,
    ),
    ("/claimstore.v1.TransparencyService/GetInclusionProof", READ),
    ("/claimstore.v1.TransparencyService/GetTile", READ),
    ("/grpc.health.v1.Health/Check", Access::Health),
    (HEALTH_WATCH, Access::Health),
    (REFLECTION, Access::Reflection),
    (REFLECTION_ALPHA, Access::Reflection),
];

/// The access that the method at a path needs, or `None` if there is no such method.
pub fn access(path: &str) -> Option<Access> {
    entry(path).map(|(_, access)| *access)
}

/// The path in the table, if the method exists. It lives as long as the program.
pub fn known(path: &str) -> Option<&'static str> {
    entry(path).map(|(method, _)| *method)
}

fn entry(path: &str) -> Option<&'static (&'static str, Access)> {
    let found = TABLE.binary_search_by_key(&path, |(method, _)| method);
    TABLE.get(found.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_found_in_the_table() {
        assert!(TABLE.is_sorted(), "it is searched by halving");
        for (method, expected) in TABLE {
            assert_eq!(access(method), Some(*expected));
        }
        assert_eq!(access("/claimstore.v1.ClaimService/Unknown"), None);
    }
}
