//! Refused calls of every method, for each reason that the method has.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Appearance, Article, BatchCreateAppearancesRequest, BatchCreateClaimsRequest,
        BatchCreateSourcesRequest, Claim, CreateAppearanceRequest, CreateArticleRequest,
        CreateClaimRequest, CreateSourceRequest, DeleteAppearanceRequest, DeleteArticleRequest,
        DeleteClaimRequest, DeleteSourceRequest, ImportBundleRequest, RecordStatementRequest,
        Source, UndeleteAppearanceRequest, UndeleteArticleRequest, UndeleteClaimRequest,
        UndeleteSourceRequest, UpdateAppearanceRequest, UpdateArticleRequest, UpdateClaimRequest,
        UpdateSourceRequest,
    },
};
use serde_json::{Value, json};
use tonic::Code;

use crate::{
    support::{
        any_kind::collection,
        calls::mask,
        samples::{appearance, article, claim, outlet, page},
    },
    write::dry_run::{
        mutation::Mutation,
        script::{
            appearance_named, article_named, claim_named, new_appearance, new_claim, new_source,
            source_named,
        },
    },
};

/// A refused call, with its code and reason.
pub type Refused = (Mutation, Code, &'static str);

pub fn refused_creations() -> Vec<Refused> {
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS");
    let exists = (Code::AlreadyExists, "RESOURCE_EXISTS");
    let absent = (Code::NotFound, "RESOURCE_NOT_FOUND");
    let source = |n, source| Mutation::CreateSource(new_source(n, source));
    let claim_of = |n, claim| Mutation::CreateClaim(new_claim(n, claim));
    let of_article = |article| {
        Mutation::CreateArticle(CreateArticleRequest {
            article: Some(article),
            ..CreateArticleRequest::default()
        })
    };
    let printed = |claim, n, words| new_appearance(claim, n, appearance(&article_named(1), words));
    let sources = |requests: Vec<CreateSourceRequest>| {
        Mutation::BatchCreateSources(BatchCreateSourcesRequest {
            requests,
            ..BatchCreateSourcesRequest::default()
        })
    };
    let claims = |requests: Vec<CreateClaimRequest>| {
        Mutation::BatchCreateClaims(BatchCreateClaimsRequest {
            requests,
            ..BatchCreateClaimsRequest::default()
        })
    };
    let appearances = |requests: Vec<CreateAppearanceRequest>| {
        Mutation::BatchCreateAppearances(BatchCreateAppearancesRequest {
            parent: claim_named(3).name,
            requests,
            ..BatchCreateAppearancesRequest::default()
        })
    };
    let published = |n| Source {
        publisher: source_named(n).name,
        ..outlet("x")
    };
    let taken = Article {
        uri: "https://paper.example/48213".to_owned(),
        ..article("Other", "")
    };
    let translation = Claim {
        translation_of: claim_named(4).name,
        ..claim("Translation")
    };
    let all = vec![
        (source(5, page("no url")), invalid),
        (source(1, outlet("x")), exists),
        (source(4, outlet("x")), exists),
        (source(5, page("https://a.example/?a=2&b=1")), exists),
        (source(5, published(4)), absent),
        (source(5, outlet("x")).under("x"), invalid),
        (sources(Vec::new()), invalid),
        (sources(vec![new_source(5, outlet("x")); 501]), invalid),
        (sources(vec![new_source(5, outlet("x")); 2]), invalid),
        (
            sources(vec![
                new_source(5, outlet("x")),
                new_source(6, published(7)),
            ]),
            absent,
        ),
        (of_article(Article::default()), invalid),
        (of_article(taken), exists),
        (claim_of(5, claim("")), invalid),
        (claim_of(5, claim("IT IS SO.")), exists),
        (claim_of(5, translation), absent),
        (
            claims(vec![new_claim(5, claim("A")), new_claim(6, claim("a."))]),
            invalid,
        ),
        (
            claims(vec![new_claim(5, claim("A")), new_claim(2, claim("B"))]),
            exists,
        ),
        (Mutation::CreateAppearance(printed(3, 5, "156")), invalid),
        (Mutation::CreateAppearance(printed(3, 5, "155")), exists),
        (Mutation::CreateAppearance(printed(4, 5, "155")), absent),
        (appearances(vec![printed(2, 5, "Kyiv")]), invalid),
        (
            appearances(vec![printed(3, 5, "Kyiv"), printed(3, 6, "Kyiv")]),
            invalid,
        ),
        (
            appearances(vec![printed(3, 5, "Kyiv"), printed(3, 6, "2023")]),
            exists,
        ),
    ];
    all.into_iter()
        .map(|(it, (code, why))| (it, code, why))
        .collect()
}

pub fn refused_updates() -> Vec<Refused> {
    let invalid = (Code::InvalidArgument, "INVALID_FIELDS");
    let exists = (Code::AlreadyExists, "RESOURCE_EXISTS");
    let absent = (Code::NotFound, "RESOURCE_NOT_FOUND");
    let stale = (Code::Aborted, "ETAG_MISMATCH");
    let etag = || "stale".to_owned();
    let source = |source, paths: &[&str]| {
        Mutation::UpdateSource(UpdateSourceRequest {
            source: Some(source),
            update_mask: mask(paths),
            ..UpdateSourceRequest::default()
        })
    };
    let of_article = |article, paths: &[&str]| {
        Mutation::UpdateArticle(UpdateArticleRequest {
            article: Some(article),
            update_mask: mask(paths),
            ..UpdateArticleRequest::default()
        })
    };
    let of_claim = |claim, paths: &[&str]| {
        Mutation::UpdateClaim(UpdateClaimRequest {
            claim: Some(claim),
            update_mask: mask(paths),
            ..UpdateClaimRequest::default()
        })
    };
    let printed = |appearance, paths: &[&str]| {
        Mutation::UpdateAppearance(UpdateAppearanceRequest {
            appearance: Some(appearance),
            update_mask: mask(paths),
            ..UpdateAppearanceRequest::default()
        })
    };
    let all = vec![
        (source(source_named(1), &["kind"]), invalid),
        (source(source_named(1), &["delete_time"]), invalid),
        (source(source_named(4), &["display_name"]), absent),
        (
            source(
                Source {
                    etag: etag(),
                    ..source_named(1)
                },
                &["display_name"],
            ),
            stale,
        ),
        (
            source(
                Source {
                    publisher: source_named(2).name,
                    ..source_named(2)
                },
                &["publisher"],
            ),
            invalid,
        ),
        (
            source(
                Source {
                    url: "https://a.example/?a=2&b=1".to_owned(),
                    ..source_named(2)
                },
                &["url"],
            ),
            exists,
        ),
        (of_article(article_named(1), &["headline"]), invalid),
        (of_article(article_named(4), &["section"]), absent),
        (
            of_article(
                Article {
                    publisher: source_named(4).name,
                    ..article_named(1)
                },
                &["publisher"],
            ),
            absent,
        ),
        (of_claim(claim_named(2), &["language"]), invalid),
        (
            of_claim(
                Claim {
                    statement: "ORIGINAL".to_owned(),
                    ..claim_named(3)
                },
                &["statement"],
            ),
            exists,
        ),
        (
            of_claim(
                Claim {
                    translation_of: claim_named(2).name,
                    ..claim_named(1)
                },
                &["translation_of"],
            ),
            invalid,
        ),
        (
            printed(
                Appearance {
                    anchors: appearance(&article_named(1), "2023").anchors,
                    ..appearance_named(3, 2)
                },
                &["anchors"],
            ),
            exists,
        ),
        (printed(appearance_named(4, 4), &["hedge"]), absent),
    ];
    all.into_iter()
        .map(|(it, (code, why))| (it, code, why))
        .collect()
}

pub fn refused_deletions() -> Vec<Refused> {
    let in_use = (Code::FailedPrecondition, "RESOURCE_IN_USE");
    let deleted = (Code::FailedPrecondition, "RESOURCE_DELETED");
    let not_deleted = (Code::AlreadyExists, "RESOURCE_NOT_DELETED");
    let absent = (Code::NotFound, "RESOURCE_NOT_FOUND");
    let stale = (Code::Aborted, "ETAG_MISMATCH");
    #[rustfmt::skip]
    let delete = |name: String, etag: &str| {
        let etag = etag.to_owned();
        match collection(&name) {
            "sources" => Mutation::DeleteSource(DeleteSourceRequest {
                name, etag, ..Default::default()
            }),
            "articles" => Mutation::DeleteArticle(DeleteArticleRequest {
                name, etag, ..Default::default()
            }),
            "claims" => Mutation::DeleteClaim(DeleteClaimRequest {
                name, etag, ..Default::default()
            }),
            _ => Mutation::DeleteAppearance(DeleteAppearanceRequest {
                name, etag, ..Default::default()
            }),
        }
    };
    #[rustfmt::skip]
    let undelete = |name: String, etag: &str| {
        let etag = etag.to_owned();
        match collection(&name) {
            "sources" => Mutation::UndeleteSource(UndeleteSourceRequest {
                name, etag, ..Default::default()
            }),
            "articles" => Mutation::UndeleteArticle(UndeleteArticleRequest {
                name, etag, ..Default::default()
            }),
            "claims" => Mutation::UndeleteClaim(UndeleteClaimRequest {
                name, etag, ..Default::default()
            }),
            _ => Mutation::UndeleteAppearance(UndeleteAppearanceRequest {
                name, etag, ..Default::default()
            }),
        }
    };
    let all = vec![
        (delete(source_named(1).name, ""), in_use),
        (delete(source_named(4).name, ""), absent),
        (delete(article_named(1).name, ""), in_use),
        (delete(article_named(1).name, "stale"), stale),
        (delete(claim_named(1).name, ""), in_use),
        (delete(claim_named(4).name, ""), absent),
        (delete(appearance_named(3, 2).name, "stale"), stale),
        (delete(appearance_named(4, 4).name, ""), absent),
        (undelete(source_named(1).name, ""), not_deleted),
        (undelete(source_named(4).name, "stale"), stale),
        (undelete(article_named(1).name, ""), not_deleted),
        (undelete(article_named(9).name, ""), absent),
        (undelete(claim_named(1).name, ""), not_deleted),
        (undelete(claim_named(4).name, "stale"), stale),
        (undelete(appearance_named(4, 4).name, ""), deleted),
        (undelete(appearance_named(3, 2).name, ""), not_deleted),
    ];
    all.into_iter()
        .map(|(it, (code, why))| (it, code, why))
        .collect()
}

/// A statement in these words, by a stored source.
fn statement(exact: &str, source: String) -> Mutation {
    Mutation::RecordStatement(RecordStatementRequest {
        appearance: Some(appearance(&article_named(1), exact)),
        source: Some(Source {
            name: source,
            ..Source::default()
        }),
        ..RecordStatementRequest::default()
    })
}

pub fn refused_imports() -> Vec<Refused> {
    let bundle = |bundle: Value| {
        Mutation::ImportBundle(ImportBundleRequest {
            bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
            ..ImportBundleRequest::default()
        })
    };
    let gone = json!({"name": source_named(4).name, "kind": "SOURCE_KIND_PERSON"});
    let cites = json!([{"source": source_named(9).name}]);
    let stale = json!({"name": article_named(1).name, "headline": "A", "etag": "stale"});
    vec![
        (
            bundle(json!({"article": {"headline": "", "language": "english"}})),
            Code::InvalidArgument,
            "INVALID_FIELDS",
        ),
        (
            bundle(json!({"sources": [{"source": gone}]})),
            Code::InvalidArgument,
            "INVALID_FIELDS",
        ),
        (
            bundle(json!({"article": {"headline": "A", "citations": cites}})),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
        (
            bundle(json!({"article": stale})),
            Code::Aborted,
            "ETAG_MISMATCH",
        ),
        (
            statement("nowhere", source_named(1).name),
            Code::InvalidArgument,
            "INVALID_FIELDS",
        ),
        (
            statement("155", source_named(9).name),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
    ]
}
