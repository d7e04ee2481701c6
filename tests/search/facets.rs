//! How many of the claims that a search found have each value of a field.

use claimstore::wire::pb::{
    Article, AttributionChain, Claim, ClaimFacet, ClaimFilter, ClaimType, CreateAppearanceRequest,
    CreateArticleRequest, CreateRelationRequest, CreateReviewRequest, CreateSourceRequest, Date,
    FacetCounts, MergeSourcesRequest, RelationType, SearchClaimsRequest, SearchClaimsResponse,
    Source, Verdict,
};
use tonic::Code;

use crate::support::{
    errors::fields,
    samples::{appearance, article, claim, hop, outlet, relation, review},
    search::{create, end},
    server::TestServer,
};

const ALL: [ClaimFacet; 7] = [
    ClaimFacet::Verdict,
    ClaimFacet::Type,
    ClaimFacet::Language,
    ClaimFacet::Source,
    ClaimFacet::Tag,
    ClaimFacet::Month,
    ClaimFacet::Disputed,
];

async fn source(server: &TestServer, name: &str) -> Source {
    let request = CreateSourceRequest {
        source: Some(outlet(name)),
        ..CreateSourceRequest::default()
    };
    let created = server.sources().create_source(request).await;
    created.unwrap().into_inner()
}

async fn judge(server: &TestServer, claim: &Claim, verdict: Verdict) {
    let request = CreateReviewRequest {
        parent: claim.name.clone(),
        review: Some(review("Desk", verdict, 0)),
        ..CreateReviewRequest::default()
    };
    server.reviews().create_review(request).await.unwrap();
}

async fn contradict(server: &TestServer, claim: &Claim, other: &Claim) {
    let request = CreateRelationRequest {
        parent: claim.name.clone(),
        relation: Some(relation(RelationType::Contradicts, other)),
        ..CreateRelationRequest::default()
    };
    server.claims().create_relation(request).await.unwrap();
}

/// Prints a claim in an article of a month, on the word of a source.
async fn print(server: &TestServer, claim: &Claim, (year, month): (i32, i32), source: &Source) {
    let headline = format!("{} by {} in {year}", claim.name, source.name);
    let request = CreateArticleRequest {
        article: Some(Article {
            date_published: Some(Date {
                year,
                month,
                ..Date::default()
            }),
            ..article(&headline, &claim.statement)
        }),
        ..CreateArticleRequest::default()
    };
    let created = server.articles().create_article(request).await;
    let article = created.unwrap().into_inner();
    let mut appearance = appearance(&article, &claim.statement);
    appearance.chains = vec![AttributionChain {
        hops: vec![hop(source)],
    }];
    let request = CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance),
        ..CreateAppearanceRequest::default()
    };
    server.claims().create_appearance(request).await.unwrap();
}

async fn search(server: &TestServer, request: SearchClaimsRequest) -> SearchClaimsResponse {
    let request = SearchClaimsRequest {
        query: "bridge".to_owned(),
        min_position: end(server).await,
        ..request
    };
    let found = server.search().search_claims(request).await;
    found.unwrap().into_inner()
}

fn counts(facet: &FacetCounts) -> Vec<(&str, i64)> {
    let values = facet.values.iter();
    values.map(|it| (it.value.as_str(), it.count)).collect()
}

#[tokio::test]
async fn claims_are_counted_by_each_field() {
    let server = TestServer::start_with_search().await;
    let tagged = |statement: &str, tags: &[&str]| Claim {
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        ..claim(statement)
    };
    let old = tagged("The old bridge is closed.", &["roads", "town"]);
    let old = create(&server, old).await;
    let new = Claim {
        r#type: ClaimType::Prediction.into(),
        ..tagged("The new bridge will open in May.", &["roads"])
    };
    let new = create(&server, new).await;
    let german = Claim {
        language: "de-AT".to_owned(),
        ..claim("Die Bridge ist zu.")
    };
    let german = create(&server, german).await;
    create(&server, claim("The school roof leaks.")).await;
    judge(&server, &old, Verdict::False).await;
    judge(&server, &new, Verdict::False).await;
    contradict(&server, &old, &german).await;
    let [paper, agency, radio] = [
        source(&server, "Paper").await,
        source(&server, "Agency").await,
        source(&server, "Radio").await,
    ];
    print(&server, &old, (2025, 3), &paper).await;
    print(&server, &old, (2025, 3), &radio).await;
    print(&server, &old, (2026, 11), &agency).await;
    print(&server, &new, (2025, 3), &agency).await;
    let request = MergeSourcesRequest {
        name: radio.name.clone(),
        into: paper.name.clone(),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(request).await.unwrap();

    let request = SearchClaimsRequest {
        facets: ALL.map(i32::from).to_vec(),
        page_size: 1,
        ..SearchClaimsRequest::default()
    };
    let found = search(&server, request.clone()).await;
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.summary.unwrap().count, 3);
    let facets: Vec<ClaimFacet> = found.facets.iter().map(FacetCounts::facet).collect();
    assert_eq!(facets, ALL);
    let expected: [&[(&str, i64)]; 7] = [
        &[("VERDICT_FALSE", 2)],
        &[
            ("CLAIM_TYPE_EVENT_OR_PROPERTY", 2),
            ("CLAIM_TYPE_PREDICTION", 1),
        ],
        &[("en", 2), ("de", 1)],
        &[(&agency.name, 2), (&paper.name, 1)],
        &[("roads", 2), ("town", 1)],
        &[("2025-03", 2), ("2026-11", 1)],
        &[("true", 2), ("false", 1)],
    ];
    for (facet, expected) in found.facets.iter().zip(expected) {
        assert_eq!(counts(facet), expected, "{:?}", facet.facet());
        assert_eq!(facet.omitted_count, 0);
    }

    // What a filter leaves out is not counted, and each count is what the filter finds.
    for facet in &found.facets[..3] {
        for (value, count) in counts(facet) {
            let filter = match facet.facet() {
                ClaimFacet::Verdict => ClaimFilter {
                    verdict: Verdict::from_str_name(value).unwrap().into(),
                    ..ClaimFilter::default()
                },
                ClaimFacet::Type => ClaimFilter {
                    r#type: ClaimType::from_str_name(value).unwrap().into(),
                    ..ClaimFilter::default()
                },
                _ => ClaimFilter {
                    language: value.to_owned(),
                    ..ClaimFilter::default()
                },
            };
            let filtered = SearchClaimsRequest {
                filter: Some(filter),
                ..request.clone()
            };
            let filtered = search(&server, filtered).await;
            assert_eq!(filtered.summary.unwrap().count, count, "{value}");
            let same = filtered.facets.iter();
            let mut same = same.filter(|it| it.facet() == facet.facet());
            assert_eq!(counts(same.next().unwrap()), [(value, count)]);
        }
    }
}

#[tokio::test]
async fn at_most_fifty_values_are_returned_and_the_others_counted() {
    let server = TestServer::start_with_search().await;
    let tags = (0..60).map(|number| format!("tag-{number:02}"));
    let many = Claim {
        tags: tags.collect(),
        ..claim("A bridge of many tags.")
    };
    create(&server, many).await;
    let few = Claim {
        tags: vec!["tag-59".to_owned()],
        ..claim("A bridge of one tag.")
    };
    create(&server, few).await;
    let request = SearchClaimsRequest {
        facets: vec![ClaimFacet::Tag.into()],
        ..SearchClaimsRequest::default()
    };
    let found = search(&server, request).await;
    let tags = counts(&found.facets[0]);
    assert_eq!(tags.len(), 50);
    assert_eq!(tags[..2], [("tag-59", 2), ("tag-00", 1)]);
    assert_eq!(found.facets[0].omitted_count, 10);
}

#[tokio::test]
async fn facets_that_do_not_exist_or_are_there_twice_are_refused() {
    let server = TestServer::start_with_search().await;
    let tag = i32::from(ClaimFacet::Tag);
    let request = SearchClaimsRequest {
        query: "bridge".to_owned(),
        facets: vec![tag, 0, 99, tag],
        ..SearchClaimsRequest::default()
    };
    let refused = server.search().search_claims(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(fields(&refused), ["facets[1]", "facets[2]", "facets[3]"]);
    let request = SearchClaimsRequest {
        query: "bridge".to_owned(),
        facets: vec![tag; 8],
        ..SearchClaimsRequest::default()
    };
    let refused = server.search().search_claims(request).await.unwrap_err();
    assert_eq!(fields(&refused), ["facets"]);
}
