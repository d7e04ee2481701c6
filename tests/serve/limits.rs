//! Bounds: a value at its bound is stored; a larger one is refused with its path.

use claimstore::{
    api::REQUEST_BYTES_MAX,
    wire::pb::{
        Anchor, Appearance, Article, AttributionChain, BatchCreateClaimsRequest, Bundle,
        BundleClaim, Byline, Citation, Claim, CreateClaimRequest, Credit, Entity, ExternalId,
        ImportBundlesRequest, ImportBundlesSettings, Place, QuotedSpan, Source,
    },
};
use prost::Message as _;
use prost_reflect::{DynamicMessage, Value};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::support::{
    errors::{fields, reason, why},
    reflect::{Scene, dynamic, leaves},
    samples::{anchor, appearance, article, claim, hop, outlet, page, quantity},
};

/// How a text is filled.
#[derive(Clone, Copy)]
enum Fill {
    /// Code points of two bytes each, which shows that code points are counted.
    Words,
    Ascii,
    /// The rest of an address.
    Url,
    /// The rest of another address.
    Alias,
}

use Fill::{Alias, Ascii, Url, Words};

/// Every text that has a bound of its own, in code points, or in bytes where it is ASCII.
#[rustfmt::skip]
const TEXTS: &[(&str, &str, usize, Fill)] = &[
    ("Source", "display_name", 500, Words),
    ("Source", "url", 2_048, Url),
    ("Source", "aliases[0]", 2_048, Alias),
    ("Source", "archived_url", 2_048, Url),
    ("Source", "same_as[0]", 2_048, Url),
    ("Source", "anonymity_reason", 1_000, Words),
    ("Article", "uri", 2_048, Url),
    ("Article", "aliases[0]", 2_048, Alias),
    ("Article", "external_ids[0].system", 64, Ascii),
    ("Article", "external_ids[0].id", 200, Words),
    ("Article", "headline", 1_000, Words),
    ("Article", "alternative_headline", 1_000, Words),
    ("Article", "bylines[0].name", 500, Words),
    ("Article", "bylines[0].role", 200, Words),
    ("Article", "bylines[0].printed", 500, Words),
    ("Article", "section", 200, Words),
    ("Article", "date_published.printed", 200, Words),
    ("Article", "body", 1 << 20, Ascii),
    ("Article", "citations[0].printed", 2_048, Words),
    ("Article", "credits[0].printed", 500, Words),
    ("Claim", "statement", 2_000, Words),
    ("Claim", "subject", 500, Words),
    ("Claim", "predicate", 500, Words),
    ("Claim", "object", 500, Words),
    ("Claim", "entities[0].name", 500, Words),
    ("Claim", "entities[0].role", 200, Words),
    ("Claim", "entities[0].same_as[0]", 2_048, Url),
    ("Claim", "quantities[0].measure", 64, Ascii),
    ("Claim", "quantities[0].unit", 32, Ascii),
    ("Claim", "quantities[0].counted", 200, Words),
    ("Claim", "quantities[0].range_reason", 200, Words),
    ("Claim", "quantities[0].printed", 200, Words),
    ("Claim", "period.through.printed", 200, Words),
    ("Claim", "places[0].name", 500, Words),
    ("Claim", "places[0].same_as[0]", 2_048, Url),
    ("Claim", "tags[0]", 64, Ascii),
    ("Claim", "origin.name", 200, Words),
    ("Claim", "origin.version", 200, Words),
    ("Appearance", "hedge", 500, Words),
    ("Appearance", "chains[0].hops[0].printed_name", 500, Words),
    ("Appearance", "chains[0].hops[0].cue", 500, Words),
    ("Appearance", "chains[0].hops[0].said.printed", 200, Words),
    ("Relation", "author", 200, Words),
    ("Relation", "method", 64, Ascii),
    ("Review", "author", 200, Words),
    ("Review", "url", 2_048, Url),
    ("Review", "rating.label", 200, Words),
    ("Review", "explanation", 10_000, Words),
];

fn beginning(begin: &str, length: usize) -> String {
    format!("{begin}{}", "a".repeat(length - begin.len()))
}

fn filled(fill: Fill, length: usize) -> String {
    match fill {
        Words => "é".repeat(length),
        Ascii => "a".repeat(length),
        Url => beginning("https://e.example/", length),
        Alias => beginning("https://alias.example/", length),
    }
}

/// An anchor of a cue would have to have the same words.
fn without_cue_anchors(message: &DynamicMessage) -> DynamicMessage {
    let mut appearance = Appearance::decode(message.encode_to_vec().as_slice()).unwrap();
    let hops = appearance
        .chains
        .iter_mut()
        .flat_map(|chain| &mut chain.hops);
    hops.for_each(|hop| hop.cue_anchor = None);
    dynamic("Appearance", &appearance)
}

#[tokio::test]
async fn a_text_at_its_bound_is_stored_and_a_longer_one_refused() {
    let scene = Scene::start().await;
    for (number, &(kind, path, max, fill)) in TEXTS.iter().enumerate() {
        let mut message = scene.full(kind, number).await;
        if path.ends_with(".cue") {
            message = without_cue_anchors(&message);
        }
        let all = leaves(&message);
        let leaf = all.iter().find(|leaf| leaf.path == path).expect(path);
        leaf.set(&mut message, Value::String(filled(fill, max + 1)));
        let status = scene.create(&message).await.expect_err(path);
        let expected = format!("{}.{path}", kind.to_lowercase());
        assert_eq!(fields(&status), [expected]);
        leaf.set(&mut message, Value::String(filled(fill, max)));
        let stored = scene.create(&message).await;
        stored.unwrap_or_else(|status| panic!("{path}: {status:?}"));
    }
}

#[tokio::test]
async fn an_anchor_has_bounds_of_its_own() {
    let scene = Scene::start().await;
    let body = ["b".repeat(1_001), "a".repeat(10_001), "c".repeat(1_001)].concat();
    let text = scene.server.create_article(article("A", &body)).await;
    let text = text.unwrap();
    let with = |before: usize, words: usize, behind: usize| Appearance {
        anchors: vec![Anchor {
            prefix: "b".repeat(before),
            suffix: "c".repeat(behind),
            ..anchor(&"a".repeat(words))
        }],
        ..appearance(&text, "")
    };
    for (given, path) in [
        (with(1_001, 10_000, 0), "prefix"),
        (with(0, 10_000, 1_001), "suffix"),
        (with(0, 10_001, 0), "exact"),
    ] {
        let status = scene.server.create_appearance(&scene.claim, given).await;
        let expected = format!("appearance.anchors[0].{path}");
        assert_eq!(fields(&status.unwrap_err()), [expected]);
    }
    let most = with(1_000, 10_000, 0);
    let most = scene.server.create_appearance(&scene.claim, most).await;
    assert_eq!(most.unwrap().anchors[0].start, Some(1_001));
}

fn repeated<T>(count: usize, make: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(make).collect()
}

fn urls(count: usize) -> Vec<String> {
    repeated(count, |n| format!("https://w.example/{n}"))
}

#[tokio::test]
async fn a_list_at_its_bound_is_stored_and_a_longer_one_refused() {
    let scene = Scene::start().await;
    let server = &scene.server;
    let source = || scene.source.name.clone();
    for count in [16, 17] {
        let given = Source {
            same_as: urls(count),
            ..outlet("x")
        };
        check(
            server.create_source(given).await,
            count,
            16,
            "source.same_as",
        );
        let given = Source {
            aliases: repeated(count, |n| format!("https://alias.example/{n}")),
            ..page("https://alias.example/")
        };
        let path = "source.aliases";
        check(server.create_source(given).await, count, 16, path);
        let given = Article {
            uri: "urn:x:article".to_owned(),
            aliases: repeated(count, |n| format!("urn:x:{n}")),
            ..article("B", "")
        };
        let path = "article.aliases";
        check(server.create_article(given).await, count, 16, path);
        let given = Article {
            external_ids: repeated(count, |n| ExternalId {
                system: format!("s-{n}"),
                id: "1".to_owned(),
            }),
            ..article("A", "")
        };
        let path = "article.external_ids";
        check(server.create_article(given).await, count, 16, path);
    }
    type Grow = (&'static str, usize, fn(&mut Article, usize, String));
    let lists: [Grow; 3] = [
        ("bylines", 100, |it, count, _| {
            it.bylines = repeated(count, |n| Byline {
                name: n.to_string(),
                ..Byline::default()
            });
        }),
        ("citations", 500, |it, count, source| {
            let source = source.clone();
            it.citations = repeated(count, |_| Citation {
                source: source.clone(),
                ..Citation::default()
            });
        }),
        ("credits", 100, |it, count, source| {
            it.credits = repeated(count, |_| Credit {
                kind: 1,
                source: source.clone(),
                ..Credit::default()
            });
        }),
    ];
    for (name, max, grow) in lists {
        for count in [max, max + 1] {
            let mut given = article(name, "");
            grow(&mut given, count, source());
            let path = format!("article.{name}");
            check(server.create_article(given).await, count, max, &path);
        }
    }
    type GrowClaim = (&'static str, usize, fn(&mut Claim, usize));
    let lists: [GrowClaim; 6] = [
        ("entities", 100, |it, count| {
            it.entities = repeated(count, |n| Entity {
                name: n.to_string(),
                ..Entity::default()
            });
        }),
        ("entities[0].same_as", 16, |it, count| {
            it.entities = vec![Entity {
                name: "x".to_owned(),
                same_as: urls(count),
                ..Entity::default()
            }];
        }),
        ("quantities", 32, |it, count| {
            it.quantities = repeated(count, |_| quantity("m", "1"));
        }),
        ("places", 32, |it, count| {
            it.places = repeated(count, |n| Place {
                name: n.to_string(),
                ..Place::default()
            });
        }),
        ("places[0].same_as", 16, |it, count| {
            it.places = vec![Place {
                name: "x".to_owned(),
                same_as: urls(count),
            }];
        }),
        ("tags", 64, |it, count| {
            it.tags = repeated(count, |n| format!("t-{n}"));
        }),
    ];
    for (name, max, grow) in lists {
        for count in [max, max + 1] {
            let mut given = claim(name);
            grow(&mut given, count);
            let path = format!("claim.{name}");
            check(server.create_claim(given).await, count, max, &path);
        }
    }
}

#[tokio::test]
async fn an_appearance_s_lists_have_bounds() {
    let scene = Scene::start().await;
    let hop = || hop(&scene.source);
    let one = || AttributionChain { hops: vec![hop()] };
    let span = QuotedSpan {
        part: 1,
        start: 0,
        end: 1,
        kind: 1,
        hop: None,
        ..QuotedSpan::default()
    };
    for over in [0, 1] {
        for (name, max) in [
            ("anchors", 16),
            ("printed_figures", 32),
            ("printed_dates", 32),
            ("quoted_spans", 64),
            ("chains", 16),
            ("chains[0].hops", 16),
        ] {
            let count = max + over;
            let mut given = appearance(&scene.article, "155");
            match name {
                "anchors" => given.anchors = repeated(count, |_| anchor("155")),
                "printed_figures" => given.printed_figures = repeated(count, |_| anchor("155")),
                "printed_dates" => given.printed_dates = repeated(count, |_| anchor("2023")),
                "quoted_spans" => given.quoted_spans = vec![span; count],
                "chains" => given.chains = repeated(count, |_| one()),
                _ => {
                    given.chains = vec![AttributionChain {
                        hops: repeated(count, |_| hop()),
                    }];
                }
            }
            let claim = claim(&format!("{name} {over}"));
            let claim = scene.server.create_claim(claim).await.unwrap();
            let answer = scene.server.create_appearance(&claim, given).await;
            check(answer, count, max, &format!("appearance.{name}"));
        }
    }
}

fn check<T: std::fmt::Debug>(
    answer: Result<T, tonic::Status>,
    count: usize,
    max: usize,
    path: &str,
) {
    match answer {
        Ok(_) => assert!(count <= max, "{path}: {count} were accepted"),
        Err(status) => {
            assert!(count > max, "{path}: {count} were refused: {status:?}");
            assert_eq!(fields(&status), [path]);
        }
    }
}

#[tokio::test]
async fn an_address_is_bounded_in_its_canonical_form_too() {
    let scene = Scene::start().await;
    // Each is three bytes as given and nine in canonical form. They are in no order,
    // because an index compresses regular text.
    let signs = |count| -> String {
        let signs = (0..count).map(|n: u32| 0x4e00 + n * 7_919 % 20_011);
        signs.filter_map(char::from_u32).collect()
    };
    let long = format!("https://a.example/{}", signs(660));
    assert!(long.len() < 2_048);
    let status = scene.server.create_source(page(&long)).await.unwrap_err();
    assert_eq!(fields(&status), ["source.url"]);
    let given = Source {
        same_as: vec![long],
        ..outlet("x")
    };
    let status = scene.server.create_source(given).await.unwrap_err();
    assert_eq!(fields(&status), ["source.same_as[0]"]);
    let fits = format!("https://a.example/{}", signs(220));
    scene.server.create_source(page(&fits)).await.unwrap();
}

#[tokio::test]
async fn a_long_value_does_not_make_an_error_too_large_to_send() {
    let scene = Scene::start().await;
    let long = "👩‍🚀\n".repeat(50_000);
    let patch = Source {
        name: scene.source.name.clone(),
        ..Source::default()
    };
    let status = scene.server.update_source(patch, &[&long]).await;
    assert_eq!(fields(&status.unwrap_err()), ["update_mask"]);
    let given = Source {
        publisher: format!("#{long}"),
        ..outlet("x")
    };
    let status = scene.server.create_source(given).await.unwrap_err();
    assert_eq!(fields(&status), ["source.publisher"]);
}

#[tokio::test]
async fn a_message_larger_than_eight_mebibytes_is_refused() {
    let scene = Scene::start().await;
    let with = |bytes: usize| article("A", &"x".repeat(bytes));
    let status = scene.server.create_article(with(REQUEST_BYTES_MAX)).await;
    assert_eq!(
        reason(&status.unwrap_err()),
        (Code::InvalidArgument, "MESSAGE_TOO_LARGE".to_owned())
    );
    let status = scene.server.create_article(with(REQUEST_BYTES_MAX - 100));
    assert_eq!(why(&status.await.unwrap_err()), "INVALID_FIELDS");
}

#[tokio::test]
async fn a_message_with_far_too_many_elements_is_refused_before_it_takes_memory() {
    let server = Scene::start().await.server;
    let too_large = (Code::InvalidArgument, "MESSAGE_TOO_LARGE".to_owned());
    // On the wire, each element has two bytes.
    let batch = BatchCreateClaimsRequest {
        requests: vec![CreateClaimRequest::default(); 50_000],
        ..BatchCreateClaimsRequest::default()
    };
    let refused = server.claims().batch_create_claims(batch).await;
    assert_eq!(reason(&refused.unwrap_err()), too_large);
    let first = ImportBundlesRequest {
        settings: Some(ImportBundlesSettings {
            import_id: Uuid::from_u128(1).to_string(),
            ..ImportBundlesSettings::default()
        }),
        ..ImportBundlesRequest::default()
    };
    let bundle = ImportBundlesRequest {
        bundle: Some(Bundle {
            claims: vec![BundleClaim::default(); 50_000],
            ..Bundle::default()
        }),
        ..ImportBundlesRequest::default()
    };
    for requests in [vec![bundle.clone()], vec![first, bundle]] {
        let requests = tokio_stream::iter(requests);
        let refused = async {
            let answers = server.bundles().import_bundles(requests).await?;
            let mut answers = answers.into_inner();
            while answers.message().await?.is_some() {}
            Ok::<_, Status>(())
        };
        assert_eq!(reason(&refused.await.unwrap_err()), too_large);
    }
}
