//! Search by words.

use claimstore::wire::pb::{
    Article, Claim, ClaimFilter, ClaimType, CreateArticleRequest, CreateSourceRequest,
    SearchArticlesRequest, SearchClaimsRequest, SearchClaimsResponse, SearchSourcesRequest, Source,
};
use tonic::Code;

use crate::support::{
    errors::{fields, reason},
    samples::{article, claim, outlet},
    search::{create, end},
    server::TestServer,
};

const STATEMENTS: [&str; 5] = [
    "The old bridge of the town was closed for repairs.",
    "The mayor promised a new bridge within two years.",
    "A ferry carries the commuters while the bridge is closed.",
    "The school roof leaks since winter.",
    "Two schools share one bus.",
];

async fn filled() -> TestServer {
    let server = TestServer::start_with_search().await;
    for statement in STATEMENTS {
        create(&server, claim(statement)).await;
    }
    server
}

async fn search(server: &TestServer, mut request: SearchClaimsRequest) -> SearchClaimsResponse {
    // A page token belongs to a request with all its other fields.
    request.min_position = end(server).await;
    let found = server.search().search_claims(request).await;
    found.unwrap().into_inner()
}

fn query(query: &str) -> SearchClaimsRequest {
    SearchClaimsRequest {
        query: query.to_owned(),
        ..SearchClaimsRequest::default()
    }
}

fn statements(found: &SearchClaimsResponse) -> Vec<&str> {
    let hits = found.hits.iter();
    hits.map(|hit| hit.claim.as_ref().unwrap().statement.as_str())
        .collect()
}

#[tokio::test]
async fn claims_are_found_by_words_phrases_alternatives_and_exclusions() {
    let server = filled().await;
    for (words, expected) in [
        ("bridges closing", vec![0, 2]),
        ("\"old bridge\"", vec![0]),
        ("mayor OR ferry", vec![1, 2]),
        ("bridge -closed", vec![1]),
        ("SCHOOL", vec![3, 4]),
    ] {
        let found = search(&server, query(words)).await;
        let mut found: Vec<&str> = statements(&found);
        found.sort_unstable();
        let mut expected: Vec<&str> = expected
            .into_iter()
            .map(|at: usize| STATEMENTS[at])
            .collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{words}");
    }
}

#[tokio::test]
async fn what_was_found_is_marked_and_counted() {
    let server = filled().await;
    let found = search(&server, query("ferries")).await;
    let summary = found.summary.as_ref().unwrap();
    assert_eq!((summary.count, summary.exceeded), (1, false));
    let fragment = &found.hits[0].fragments[0];
    let (start, end) = (
        fragment.spans[0].start as usize,
        fragment.spans[0].end as usize,
    );
    let marked: String = fragment
        .text
        .chars()
        .skip(start)
        .take(end - start)
        .collect();
    assert_eq!(marked, "ferry");
}

#[tokio::test]
async fn conditions_hold_and_pages_have_each_claim_once() {
    let server = TestServer::start_with_search().await;
    for number in 0..30 {
        let claim = Claim {
            r#type: match number % 3 {
                0 => ClaimType::Causal.into(),
                _ => ClaimType::EventOrProperty.into(),
            },
            ..claim(&format!("Wolves were counted {number} times"))
        };
        create(&server, claim).await;
    }
    for (filter, expected) in [
        (None, 30),
        (
            Some(ClaimFilter {
                r#type: ClaimType::Causal.into(),
                ..ClaimFilter::default()
            }),
            10,
        ),
    ] {
        let mut request = SearchClaimsRequest {
            filter,
            page_size: 7,
            ..query("wolves counted")
        };
        let mut names = Vec::new();
        loop {
            let found = search(&server, request.clone()).await;
            assert_eq!(found.summary.unwrap().count, expected);
            names.extend(found.hits.into_iter().map(|hit| hit.claim.unwrap().name));
            request.page_token = found.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!((all as i64, names.len() as i64), (expected, expected));
    }
}

#[tokio::test]
async fn what_is_not_understood_is_said_and_another_word_is_proposed() {
    let server = filled().await;
    let found = search(&server, query("\"old bridge")).await;
    assert_eq!(found.hits.len(), 1);
    let notes = found.summary.unwrap().notes;
    assert!(notes[0].contains("quotation mark"), "{notes:?}");
    let found = search(&server, query("mayer brigde")).await;
    assert!(found.hits.is_empty());
    assert_eq!(found.summary.unwrap().did_you_mean, "mayor bridge");
    for (words, said) in [("AT&T bridge", "“AT&T”"), ("The Who", "“The”, “Who”")] {
        let request = SearchClaimsRequest {
            language: "en".to_owned(),
            ..query(words)
        };
        let notes = search(&server, request).await.summary.unwrap().notes;
        assert!(
            notes.len() == 1 && notes[0].contains("too frequent") && notes[0].ends_with(said),
            "{notes:?}"
        );
    }
}

#[tokio::test]
async fn articles_are_found_by_their_bodies_with_the_passage() {
    let server = TestServer::start_with_search().await;
    let padding = "Nothing else happened that day in the whole valley. ".repeat(100);
    let body = format!("{padding}Late at night a heron landed on the town hall. {padding}");
    let request = CreateArticleRequest {
        article: Some(Article {
            language: "en".to_owned(),
            ..article("A quiet day", &body)
        }),
        ..CreateArticleRequest::default()
    };
    let created = server.articles().create_article(request).await;
    let created = created.unwrap().into_inner();
    let request = SearchArticlesRequest {
        query: "herons landing".to_owned(),
        min_position: end(&server).await,
        ..SearchArticlesRequest::default()
    };
    let found = server.search().search_articles(request).await;
    let hits = found.unwrap().into_inner().hits;
    let hit = &hits[0];
    let found = hit.article.as_ref().unwrap();
    assert_eq!(
        (found.name.as_str(), found.body.as_str()),
        (created.name.as_str(), "")
    );
    assert!(
        hit.fragments[0].text.contains("heron landed"),
        "{:?}",
        hit.fragments
    );
}

#[tokio::test]
async fn sources_are_found_by_their_names_and_hosts() {
    let server = TestServer::start_with_search().await;
    for source in [
        outlet("Institute for Bird Studies"),
        Source {
            url: "https://birds.example/report".to_owned(),
            ..outlet("A report")
        },
        outlet("Ministry of Finance"),
    ] {
        let request = CreateSourceRequest {
            source: Some(source),
            ..CreateSourceRequest::default()
        };
        server.sources().create_source(request).await.unwrap();
    }
    let request = SearchSourcesRequest {
        query: "bird".to_owned(),
        min_position: end(&server).await,
        ..SearchSourcesRequest::default()
    };
    let found = server.search().search_sources(request).await;
    let hits = found.unwrap().into_inner().hits;
    let names: Vec<String> = hits
        .into_iter()
        .map(|hit| hit.source.unwrap().display_name)
        .collect();
    assert!(
        names.contains(&"Institute for Bird Studies".to_owned()),
        "{names:?}"
    );
    assert!(!names.contains(&"Ministry of Finance".to_owned()));
}

#[tokio::test]
async fn a_search_for_nothing_is_refused() {
    let server = filled().await;
    let refused = server.search().search_claims(query(" ")).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::InvalidArgument, "INVALID_FIELDS".to_owned())
    );
    assert_eq!(fields(&refused), ["query"]);
}
