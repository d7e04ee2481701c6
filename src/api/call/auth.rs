//! Who may call what: the table has one entry for every method of the server.
//!
//! A method without an entry is refused, so a new method cannot be forgotten. Callers are
//! not authenticated yet, so everyone may call what is in the table.

use std::time::Duration;

/// The access that a method needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// The method reads.
    Read,
    /// The method changes the store.
    Write,
    /// The method is about the server itself. It is answered even if other calls are
    /// refused.
    Operate,
}

const HEALTH_WATCH: &str = "/grpc.health.v1.Health/Watch";
const REFLECTION: &str = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
const REFLECTION_ALPHA: &str = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
const WATCH_CHANGES: &str = "/claimstore.v1.ChangeService/WatchChanges";
const IMPORT_BUNDLES: &str = "/claimstore.v1.BundleService/ImportBundles";

const EXPORT_BUNDLES: &str = "/claimstore.v1.BundleService/ExportBundles";

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
        EXPORT_BUNDLES | WATCH_CHANGES | HEALTH_WATCH => Shape::Answers,
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
    (
        "/claimstore.v1.ArticleService/BatchGetArticles",
        Access::Read,
    ),
    (
        "/claimstore.v1.ArticleService/CorrectArticle",
        Access::Write,
    ),
    ("/claimstore.v1.ArticleService/CreateArticle", Access::Write),
    ("/claimstore.v1.ArticleService/DeleteArticle", Access::Write),
    ("/claimstore.v1.ArticleService/GetArticle", Access::Read),
    (
        "/claimstore.v1.ArticleService/ListArticleVersions",
        Access::Read,
    ),
    ("/claimstore.v1.ArticleService/ListArticles", Access::Read),
    (
        "/claimstore.v1.ArticleService/RetractArticle",
        Access::Write,
    ),
    (
        "/claimstore.v1.ArticleService/UndeleteArticle",
        Access::Write,
    ),
    ("/claimstore.v1.ArticleService/UpdateArticle", Access::Write),
    ("/claimstore.v1.BundleService/ExportBundles", Access::Read),
    ("/claimstore.v1.BundleService/ImportBundle", Access::Write),
    ("/claimstore.v1.BundleService/ImportBundles", Access::Write),
    (
        "/claimstore.v1.ChangeService/ComparePositions",
        Access::Read,
    ),
    ("/claimstore.v1.ChangeService/DiffRevisions", Access::Read),
    ("/claimstore.v1.ChangeService/EraseResource", Access::Write),
    ("/claimstore.v1.ChangeService/ListChanges", Access::Read),
    ("/claimstore.v1.ChangeService/WatchChanges", Access::Read),
    (
        "/claimstore.v1.ClaimService/BatchCreateAppearances",
        Access::Write,
    ),
    (
        "/claimstore.v1.ClaimService/BatchCreateClaims",
        Access::Write,
    ),
    (
        "/claimstore.v1.ClaimService/BatchGetAppearances",
        Access::Read,
    ),
    ("/claimstore.v1.ClaimService/BatchGetClaims", Access::Read),
    (
        "/claimstore.v1.ClaimService/BatchGetRelations",
        Access::Read,
    ),
    (
        "/claimstore.v1.ClaimService/BatchGetStandings",
        Access::Read,
    ),
    ("/claimstore.v1.ClaimService/CountClaims", Access::Read),
    (
        "/claimstore.v1.ClaimService/CreateAppearance",
        Access::Write,
    ),
    ("/claimstore.v1.ClaimService/CreateClaim", Access::Write),
    ("/claimstore.v1.ClaimService/CreateRelation", Access::Write),
    (
        "/claimstore.v1.ClaimService/DeleteAppearance",
        Access::Write,
    ),
    ("/claimstore.v1.ClaimService/DeleteClaim", Access::Write),
    ("/claimstore.v1.ClaimService/DeleteRelation", Access::Write),
    ("/claimstore.v1.ClaimService/GetAppearance", Access::Read),
    ("/claimstore.v1.ClaimService/GetClaim", Access::Read),
    ("/claimstore.v1.ClaimService/GetRelation", Access::Read),
    ("/claimstore.v1.ClaimService/GetStanding", Access::Read),
    ("/claimstore.v1.ClaimService/ListAppearances", Access::Read),
    ("/claimstore.v1.ClaimService/ListClaims", Access::Read),
    ("/claimstore.v1.ClaimService/ListConflicts", Access::Read),
    ("/claimstore.v1.ClaimService/ListRelations", Access::Read),
    ("/claimstore.v1.ClaimService/MergeClaims", Access::Write),
    ("/claimstore.v1.ClaimService/RecordStatement", Access::Write),
    ("/claimstore.v1.ClaimService/RetractClaim", Access::Write),
    ("/claimstore.v1.ClaimService/TraceClaim", Access::Read),
    (
        "/claimstore.v1.ClaimService/UndeleteAppearance",
        Access::Write,
    ),
    ("/claimstore.v1.ClaimService/UndeleteClaim", Access::Write),
    (
        "/claimstore.v1.ClaimService/UndeleteRelation",
        Access::Write,
    ),
    ("/claimstore.v1.ClaimService/UnmergeClaim", Access::Write),
    (
        "/claimstore.v1.ClaimService/UpdateAppearance",
        Access::Write,
    ),
    ("/claimstore.v1.ClaimService/UpdateClaim", Access::Write),
    ("/claimstore.v1.ClaimService/UpdateRelation", Access::Write),
    ("/claimstore.v1.ReviewService/BatchGetReviews", Access::Read),
    ("/claimstore.v1.ReviewService/CreateReview", Access::Write),
    ("/claimstore.v1.ReviewService/DeleteReview", Access::Write),
    ("/claimstore.v1.ReviewService/GetReview", Access::Read),
    ("/claimstore.v1.ReviewService/ListReviews", Access::Read),
    ("/claimstore.v1.ReviewService/UndeleteReview", Access::Write),
    ("/claimstore.v1.ReviewService/UpdateReview", Access::Write),
    ("/claimstore.v1.SearchService/ListDuplicates", Access::Read),
    ("/claimstore.v1.SearchService/MatchClaims", Access::Read),
    ("/claimstore.v1.SearchService/SearchArticles", Access::Read),
    ("/claimstore.v1.SearchService/SearchClaims", Access::Read),
    ("/claimstore.v1.SearchService/SearchSources", Access::Read),
    (
        "/claimstore.v1.SourceService/BatchCreateSources",
        Access::Write,
    ),
    ("/claimstore.v1.SourceService/BatchGetSources", Access::Read),
    ("/claimstore.v1.SourceService/CreateSource", Access::Write),
    ("/claimstore.v1.SourceService/DeleteSource", Access::Write),
    ("/claimstore.v1.SourceService/GetSource", Access::Read),
    ("/claimstore.v1.SourceService/ListSources", Access::Read),
    ("/claimstore.v1.SourceService/MergeSources", Access::Write),
    ("/claimstore.v1.SourceService/RetractSource", Access::Write),
    ("/claimstore.v1.SourceService/TraceSource", Access::Read),
    ("/claimstore.v1.SourceService/UndeleteSource", Access::Write),
    ("/claimstore.v1.SourceService/UnmergeSource", Access::Write),
    ("/claimstore.v1.SourceService/UpdateSource", Access::Write),
    ("/grpc.health.v1.Health/Check", Access::Operate),
    (HEALTH_WATCH, Access::Operate),
    (REFLECTION, Access::Operate),
    (REFLECTION_ALPHA, Access::Operate),
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
