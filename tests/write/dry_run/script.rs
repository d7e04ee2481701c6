//! Calls of every mutating method, on names that are known beforehand.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Anchor, Appearance, Article, ArticlePart, BatchCreateAppearancesRequest,
        BatchCreateClaimsRequest, BatchCreateSourcesRequest, Claim, CreateAppearanceRequest,
        CreateArticleRequest, CreateClaimRequest, CreateSourceRequest, DeleteAppearanceRequest,
        DeleteArticleRequest, DeleteClaimRequest, DeleteSourceRequest, EraseResourceRequest,
        ImportBundleRequest, RecordStatementRequest, Source, UndeleteAppearanceRequest,
        UndeleteArticleRequest, UndeleteClaimRequest, UndeleteSourceRequest,
        UpdateAppearanceRequest, UpdateArticleRequest, UpdateClaimRequest, UpdateSourceRequest,
    },
};
use serde_json::json;

use super::{children::children, merges::merges, mutation::Mutation};
use crate::support::{
    calls::mask,
    samples::{
        appearance, claim, full_appearance, full_article, full_claim, full_source, outlet, page,
    },
};

/// The ids of the resources of each kind.
pub fn source_id(n: u8) -> String {
    format!("0198c0de-0000-7000-8001-00000000000{n}")
}

pub fn article_id(n: u8) -> String {
    format!("0198c0de-0000-7000-8002-00000000000{n}")
}

pub fn claim_id(n: u8) -> String {
    format!("0198c0de-0000-7000-8003-00000000000{n}")
}

pub fn appearance_id(n: u8) -> String {
    format!("0198c0de-0000-7000-8004-00000000000{n}")
}

pub fn source_named(n: u8) -> Source {
    Source {
        name: format!("sources/{}", source_id(n)),
        ..Source::default()
    }
}

pub fn article_named(n: u8) -> Article {
    Article {
        name: format!("articles/{}", article_id(n)),
        ..Article::default()
    }
}

pub fn claim_named(n: u8) -> Claim {
    Claim {
        name: format!("claims/{}", claim_id(n)),
        ..Claim::default()
    }
}

pub fn appearance_named(claim: u8, n: u8) -> Appearance {
    Appearance {
        name: format!(
            "{}/appearances/{}",
            claim_named(claim).name,
            appearance_id(n)
        ),
        ..Appearance::default()
    }
}

pub fn new_source(n: u8, source: Source) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(source),
        source_id: source_id(n),
        ..CreateSourceRequest::default()
    }
}

pub fn new_claim(n: u8, claim: Claim) -> CreateClaimRequest {
    CreateClaimRequest {
        claim: Some(claim),
        claim_id: claim_id(n),
        ..CreateClaimRequest::default()
    }
}

pub fn new_appearance(claim: u8, n: u8, appearance: Appearance) -> CreateAppearanceRequest {
    CreateAppearanceRequest {
        parent: claim_named(claim).name,
        appearance: Some(appearance),
        appearance_id: appearance_id(n),
        ..CreateAppearanceRequest::default()
    }
}

/// Calls that create three sources, an article, three claims and three appearances.
pub fn creations() -> Vec<Mutation> {
    let first = full_source(&Source::default());
    vec![
        Mutation::CreateSource(new_source(1, first)),
        Mutation::BatchCreateSources(BatchCreateSourcesRequest {
            requests: vec![
                new_source(2, outlet("Paper")),
                new_source(3, page("https://a.example/?b=1&a=2")),
            ],
            ..BatchCreateSourcesRequest::default()
        }),
        Mutation::CreateArticle(CreateArticleRequest {
            article: Some(full_article(&source_named(1))),
            article_id: article_id(1),
            ..CreateArticleRequest::default()
        }),
        Mutation::CreateClaim(new_claim(1, claim("Original"))),
        Mutation::BatchCreateClaims(BatchCreateClaimsRequest {
            requests: vec![
                new_claim(2, full_claim(&claim_named(1))),
                new_claim(3, claim("It is so")),
            ],
            ..BatchCreateClaimsRequest::default()
        }),
        Mutation::CreateAppearance(new_appearance(
            2,
            1,
            full_appearance(&article_named(1), &source_named(1)),
        )),
        Mutation::BatchCreateAppearances(BatchCreateAppearancesRequest {
            parent: claim_named(3).name,
            requests: vec![
                new_appearance(3, 2, appearance(&article_named(1), "155")),
                new_appearance(3, 3, appearance(&article_named(1), "2023")),
            ],
            ..BatchCreateAppearancesRequest::default()
        }),
    ]
}

/// Calls that update what the creations made.
pub fn updates() -> Vec<Mutation> {
    vec![
        Mutation::UpdateSource(UpdateSourceRequest {
            source: Some(Source {
                display_name: "renamed".to_owned(),
                publisher: source_named(2).name,
                ..source_named(1)
            }),
            update_mask: mask(&["display_name", "publisher"]),
            ..UpdateSourceRequest::default()
        }),
        Mutation::UpdateArticle(UpdateArticleRequest {
            article: Some(Article {
                section: "Europe".to_owned(),
                headline: "156 nationals".to_owned(),
                body: "A new text.".to_owned(),
                ..article_named(1)
            }),
            ..UpdateArticleRequest::default()
        }),
        Mutation::UpdateClaim(UpdateClaimRequest {
            claim: Some(Claim {
                statement: "It was so".to_owned(),
                ..claim_named(3)
            }),
            ..UpdateClaimRequest::default()
        }),
        Mutation::UpdateAppearance(UpdateAppearanceRequest {
            appearance: Some(Appearance {
                anchors: appearance(&article_named(1), "nationals").anchors,
                ..appearance_named(3, 2)
            }),
            ..UpdateAppearanceRequest::default()
        }),
    ]
}

/// Calls that delete and undelete what the creations made.
pub fn deletions() -> Vec<Mutation> {
    vec![
        Mutation::DeleteAppearance(DeleteAppearanceRequest {
            name: appearance_named(3, 2).name,
            ..DeleteAppearanceRequest::default()
        }),
        Mutation::UndeleteAppearance(UndeleteAppearanceRequest {
            name: appearance_named(3, 2).name,
            ..UndeleteAppearanceRequest::default()
        }),
        Mutation::DeleteClaim(DeleteClaimRequest {
            name: claim_named(3).name,
            ..DeleteClaimRequest::default()
        }),
        Mutation::UndeleteClaim(UndeleteClaimRequest {
            name: claim_named(3).name,
            ..UndeleteClaimRequest::default()
        }),
        Mutation::DeleteArticle(DeleteArticleRequest {
            name: article_named(1).name,
            force: true,
            ..DeleteArticleRequest::default()
        }),
        Mutation::UndeleteArticle(UndeleteArticleRequest {
            name: article_named(1).name,
            ..UndeleteArticleRequest::default()
        }),
        Mutation::DeleteSource(DeleteSourceRequest {
            name: source_named(3).name,
            ..DeleteSourceRequest::default()
        }),
        Mutation::UndeleteSource(UndeleteSourceRequest {
            name: source_named(3).name,
            ..UndeleteSourceRequest::default()
        }),
    ]
}

/// Calls that erase what the creations made.
pub fn erasures() -> Vec<Mutation> {
    let claim = claim_named(3).name;
    let article = article_named(1).name;
    let names = [claim, article];
    let erase = names.map(|name| {
        Mutation::EraseResource(EraseResourceRequest {
            name,
            reason: "Case 7".to_owned(),
            ..EraseResourceRequest::default()
        })
    });
    erase.to_vec()
}

/// A bundle with new resources, a resource with a field to fill, and an unchanged one.
pub fn import() -> Mutation {
    let words = json!({"part": "ARTICLE_PART_HEADLINE", "exact": "Recruits"});
    let bundle = json!({
        "article": {
            "name": article_named(5).name,
            "headline": "Recruits",
            "publisher": "#paper",
            "citations": [{"source": "#page"}],
        },
        "sources": [
            {"key": "page", "source": {
                "kind": "SOURCE_KIND_WEB_PAGE", "url": "https://a.example/?b=1&a=2",
                "displayName": "A page",
            }},
            {"key": "paper", "source": {
                "name": source_named(2).name, "kind": "SOURCE_KIND_ORGANIZATION",
                "displayName": "Paper",
            }},
        ],
        "claims": [{
            "claim": {
                "name": claim_named(5).name, "statement": "Recruits are paid",
                "language": "en", "type": "CLAIM_TYPE_CAUSAL",
            },
            "appearances": [{
                "name": appearance_named(5, 5).name,
                "anchors": [words],
                "form": "APPEARANCE_FORM_STATED",
                "modality": "MODALITY_CERTAIN",
                "articleStance": "STANCE_ASSERTS",
            }],
        }],
    });
    Mutation::ImportBundle(ImportBundleRequest {
        bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    })
}

/// A statement with a new claim and appearance, and a source with a field to fill.
pub fn statement() -> Mutation {
    Mutation::RecordStatement(RecordStatementRequest {
        appearance: Some(Appearance {
            article: article_named(5).name,
            anchors: vec![Anchor {
                part: ArticlePart::Headline.into(),
                exact: "Recruits".to_owned(),
                ..Anchor::default()
            }],
            ..appearance_named(6, 6)
        }),
        source: Some(Source {
            anonymity_reason: "none".to_owned(),
            ..page("https://a.example/?b=1&a=2")
        }),
        claim: Some(Claim {
            name: claim_named(6).name,
            ..claim("There are recruits")
        }),
        ..RecordStatementRequest::default()
    })
}

/// Calls of every mutating method, in an order in which all of them succeed.
pub fn script() -> Vec<Mutation> {
    let mut all = creations();
    all.extend(updates());
    all.extend(children());
    all.extend(deletions());
    all.extend(merges());
    all.push(import());
    all.push(statement());
    all.extend(erasures());
    all
}
