//! Deleting a resource while another one begins to refer to it: one of the two writes comes first,
//! and the other is refused.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Appearance, Article, AttributionChain, BatchCreateAppearancesRequest,
        BatchCreateSourcesRequest, Citation, Claim, CreateAppearanceRequest, CreateSourceRequest,
        ImportBundleRequest, Source,
    },
};
use serde_json::json;
use tonic::Status;

use crate::support::{
    errors::{deleted_references, holder, missing, reason, referrers},
    lifetime::name_of,
    samples::{appearance, article, claim, hop, outlet, page},
    server::TestServer,
};

const ROUNDS: usize = 12;

/// Sends two calls at the same time. Which one starts first depends on the round.
async fn race<A, B>(
    round: usize,
    one: impl Future<Output = A>,
    other: impl Future<Output = B>,
) -> (A, B) {
    if round.is_multiple_of(2) {
        tokio::join!(one, other)
    } else {
        let (other, one) = tokio::join!(other, one);
        (one, other)
    }
}

/// A write that makes a resource refer to a source.
enum Cite {
    CreateSource(Source),
    UpdateSource(Source),
    BatchCreateSources(Source),
    CreateArticle(Article),
    UpdateArticle(Article),
    CreateAppearance(Box<(Claim, Appearance)>),
    UpdateAppearance(Appearance),
    Import(String),
    Undelete(String),
}

const WAYS: usize = 9;

impl Cite {
    /// Prepares one of the ways to refer to a source.
    async fn prepare(server: &TestServer, source: &Source, way: usize, round: usize) -> Self {
        let published = || Source {
            publisher: source.name.clone(),
            ..outlet("Published")
        };
        let citing = || Article {
            citations: vec![Citation {
                source: source.name.clone(),
                ..Citation::default()
            }],
            ..article(&format!("{way} {round}"), "It is so.")
        };
        let chains = || {
            let hops = vec![hop(source)];
            vec![AttributionChain { hops }]
        };
        let text = async || {
            let text = article(&format!("Text {way} {round}"), "It is so.");
            server.create_article(text).await.unwrap()
        };
        let said = async || {
            let said = claim(&format!("{way} {round}"));
            server.create_claim(said).await.unwrap()
        };
        match way {
            0 => Self::CreateSource(published()),
            1 => Self::UpdateSource(Source {
                name: server.create_source(outlet("Other")).await.unwrap().name,
                ..published()
            }),
            2 => Self::BatchCreateSources(published()),
            3 => Self::CreateArticle(citing()),
            4 => Self::UpdateArticle(Article {
                name: text().await.name,
                ..citing()
            }),
            5 => {
                let printed = Appearance {
                    chains: chains(),
                    ..appearance(&text().await, "so")
                };
                Self::CreateAppearance(Box::new((said().await, printed)))
            }
            6 => {
                let bare = appearance(&text().await, "so");
                let bare = server.create_appearance(&said().await, bare).await;
                Self::UpdateAppearance(Appearance {
                    chains: chains(),
                    ..bare.unwrap()
                })
            }
            7 => {
                let bundle = json!({"article": {
                    "headline": format!("{way} {round}"),
                    "citations": [{"source": source.name}],
                }});
                Self::Import(bundle.to_string())
            }
            _ => {
                let name = server.create_article(citing()).await.unwrap().name;
                server.delete(&name).await.unwrap();
                Self::Undelete(name)
            }
        }
    }

    /// Sends the write, and returns the name of the resource that refers to the source.
    async fn send(self, server: &TestServer) -> Result<String, Status> {
        Ok(match self {
            Self::CreateSource(source) => server.create_source(source).await?.name,
            Self::UpdateSource(source) => {
                let paths = ["publisher"];
                server.update_source(source, &paths).await?.name
            }
            Self::BatchCreateSources(source) => {
                let request = BatchCreateSourcesRequest {
                    requests: vec![CreateSourceRequest {
                        source: Some(source),
                        ..CreateSourceRequest::default()
                    }],
                    ..BatchCreateSourcesRequest::default()
                };
                let answer = server.sources().batch_create_sources(request).await?;
                answer.into_inner().sources.remove(0).name
            }
            Self::CreateArticle(article) => server.create_article(article).await?.name,
            Self::UpdateArticle(article) => {
                let paths = ["citations"];
                server.update_article(article, &paths).await?.name
            }
            Self::CreateAppearance(printed) => {
                let (claim, appearance) = *printed;
                server.create_appearance(&claim, appearance).await?.name
            }
            Self::UpdateAppearance(appearance) => {
                let paths = ["chains"];
                server.update_appearance(appearance, &paths).await?.name
            }
            Self::Import(bundle) => import(server, &bundle).await?.remove(0),
            Self::Undelete(name) => name_of(&server.undelete(&name).await?),
        })
    }
}

/// Imports a bundle, and returns the names of its resources.
async fn import(server: &TestServer, bundle: &str) -> Result<Vec<String>, Status> {
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(bundle).unwrap()),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(request).await?.into_inner();
    Ok(answer.results.into_iter().map(|it| it.name).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_never_deleted_while_a_reference_to_it_is_written() {
    let server = TestServer::start().await;
    for round in 0..ROUNDS {
        for way in 0..WAYS {
            let source = server.create_source(outlet("Kyiv")).await.unwrap();
            let cite = Cite::prepare(&server, &source, way, round).await;
            let (deleted, cited) =
                race(round, server.delete(&source.name), cite.send(&server)).await;
            match (deleted, cited) {
                (Ok(_), Err(status)) => {
                    let named = match reason(&status).1.as_str() {
                        "RESOURCE_DELETED" => deleted_references(&status),
                        _ => missing(&status),
                    };
                    assert_eq!(named, [source.name.as_str()], "way {way}");
                    assert!(!server.is_live(&source.name).await);
                }
                (Err(status), Ok(referrer)) => {
                    assert_eq!(referrers(&status), [referrer], "way {way}");
                    assert!(server.is_live(&source.name).await);
                }
                both => panic!("way {way}: {both:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_blocks_the_deletion_of_its_source_or_creates_another_one() {
    let server = TestServer::start().await;
    for round in 0..4 * ROUNDS {
        let url = format!("https://a.example/{round}");
        let source = server.create_source(page(&url)).await.unwrap();
        let bundle = json!({
            "article": {"headline": format!("{round}"), "citations": [{"source": "#page"}]},
            "sources": [{"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url}}],
        })
        .to_string();
        let (deleted, imported) =
            race(round, server.delete(&source.name), import(&server, &bundle)).await;
        let imported = imported.unwrap();
        assert!(server.is_live(&imported[1]).await);
        match deleted {
            Ok(_) => assert_ne!(imported[1], source.name),
            Err(status) => {
                assert_eq!(imported[1], source.name);
                assert_eq!(referrers(&status), imported[..1]);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_live_appearance_stays_in_a_deleted_claim_or_article() {
    let server = TestServer::start().await;
    for round in 0..4 * ROUNDS {
        let text = async |headline| {
            let text = article(&format!("{headline} {round}"), "It is so.");
            server.create_article(text).await.unwrap()
        };
        let said = async |statement| {
            let said = claim(&format!("{statement} {round}"));
            server.create_claim(said).await.unwrap()
        };
        let (text, other_text) = (text("Text").await, text("Other").await);
        let (said, other) = (said("A").await, said("B").await);
        // The first appearance has another parent besides, so the two calls share only this
        // parent.
        let (parent, first) = if round % 4 < 2 {
            let first = server.create_appearance(&said, appearance(&other_text, "is"));
            (&said.name, first.await.unwrap().name)
        } else {
            let first = server.create_appearance(&other, appearance(&text, "is"));
            (&text.name, first.await.unwrap().name)
        };
        let request = BatchCreateAppearancesRequest {
            requests: ["It", "so"]
                .map(|words| CreateAppearanceRequest {
                    parent: said.name.clone(),
                    appearance: Some(appearance(&text, words)),
                    ..CreateAppearanceRequest::default()
                })
                .to_vec(),
            ..BatchCreateAppearancesRequest::default()
        };
        let mut claims = server.claims();
        let (deleted, created) = race(
            round,
            server.delete_by_force(parent),
            claims.batch_create_appearances(request),
        )
        .await;
        deleted.unwrap();
        assert!(!server.is_live(&first).await);
        match created {
            Ok(created) => {
                for it in created.into_inner().appearances {
                    assert!(!server.is_live(&it.name).await, "round {round}");
                }
            }
            Err(status) => assert_eq!(missing(&status), [parent.as_str()]),
        }
        server.undelete(parent).await.unwrap();
        assert!(server.is_live(&first).await, "what went along came back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_never_deleted_while_its_translation_is_created() {
    let server = TestServer::start().await;
    for round in 0..2 * ROUNDS {
        let original = server.create_claim(claim(&format!("{round}"))).await;
        let original = original.unwrap().name;
        let translation = Claim {
            translation_of: original.clone(),
            ..claim(&format!("Translation {round}"))
        };
        let (deleted, created) = race(
            round,
            server.delete(&original),
            server.create_claim(translation),
        )
        .await;
        match (deleted, created) {
            (Ok(_), Err(status)) => assert_eq!(missing(&status), [original]),
            (Err(status), Ok(it)) => assert_eq!(referrers(&status), [it.name]),
            both => panic!("{both:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn either_an_undeletion_or_a_concurrent_creation_gets_the_key() {
    let server = TestServer::start().await;
    for round in 0..2 * ROUNDS {
        let url = format!("https://a.example/{round}");
        let old = server.create_source(page(&url)).await.unwrap().name;
        server.delete(&old).await.unwrap();
        let (back, new) = race(
            round,
            server.undelete(&old),
            server.create_source(page(&url)),
        )
        .await;
        match (back, new) {
            (Ok(_), Err(status)) => assert_eq!(holder(&status).1, old),
            (Err(status), Ok(new)) => assert_eq!(holder(&status).1, new.name),
            both => panic!("{both:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_is_never_undeleted_while_what_it_refers_to_is_deleted() {
    let server = TestServer::start().await;
    for round in 0..2 * ROUNDS {
        let paper = server.create_source(outlet("Paper")).await.unwrap().name;
        let page = Source {
            publisher: paper.clone(),
            ..outlet("Page")
        };
        let page = server.create_source(page).await.unwrap().name;
        server.delete(&page).await.unwrap();
        let (gone, back) = race(round, server.delete(&paper), server.undelete(&page)).await;
        match (gone, back) {
            (Ok(_), Err(status)) => assert_eq!(deleted_references(&status), [paper]),
            (Err(status), Ok(_)) => assert_eq!(referrers(&status), [page]),
            both => panic!("{both:?}"),
        }
    }
}
