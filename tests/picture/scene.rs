//! Stores that pictures are drawn of: a small one with everything, and a large one.

use claimstore::wire::{
    json::read_bundle,
    pb::{BatchCreateClaimsRequest, BundleResult, Claim, CreateClaimRequest, ImportBundleRequest},
};
use serde_json::{Value, json};

use crate::support::server::TestServer;

pub const EXAMPLE: &str = include_str!("../../examples/foreign-fighters.json");

/// Stores a bundle.
pub async fn import(server: &TestServer, bundle: &str) -> Vec<BundleResult> {
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(bundle).unwrap()),
        ..ImportBundleRequest::default()
    };
    let response = server.bundles().import_bundle(request).await.unwrap();
    response.into_inner().results
}

/// Stores claims, however many.
pub async fn create_claims(server: &TestServer, claims: impl Iterator<Item = Claim>) {
    let requests = claims.map(|claim| CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    });
    for requests in requests.collect::<Vec<_>>().chunks(450) {
        let request = BatchCreateClaimsRequest {
            requests: requests.to_vec(),
            ..BatchCreateClaimsRequest::default()
        };
        server.claims().batch_create_claims(request).await.unwrap();
    }
}

/// The names of what has a key in a bundle that was stored.
pub fn name_of(results: &[BundleResult], path: &str) -> String {
    let found = results.iter().find(|it| it.path == path);
    found
        .unwrap_or_else(|| panic!("no {path} in {results:#?}"))
        .name
        .clone()
}

/// A small store: one claim with something of everything.
pub struct Scene {
    pub server: TestServer,
    pub claim: String,
    pub other: String,
    pub articles: Vec<String>,
    pub appearances: Vec<String>,
    pub mayor: String,
    pub office: String,
    pub crew: String,
    pub review: String,
    pub relation: String,
}

impl Scene {
    pub async fn start() -> Self {
        let server = TestServer::start().await;
        let stored = import(&server, &first().to_string()).await;
        let second = import(&server, &second().to_string()).await;
        let name = |path: &str| name_of(&stored, path);
        Self {
            claim: name("claims[0]"),
            other: name("claims[1]"),
            articles: vec![name("article"), name_of(&second, "article")],
            appearances: vec![
                name("claims[0].appearances[0]"),
                name("claims[0].appearances[1]"),
                name_of(&second, "claims[0].appearances[0]"),
            ],
            mayor: name("sources[0]"),
            office: name("sources[1]"),
            crew: name("sources[3]"),
            review: name("claims[0].reviews[0]"),
            relation: name("claims[0].relations[0]"),
            server,
        }
    }
}

fn first() -> Value {
    json!({
        "article": {"headline": "Boats missing after the storm", "language": "en",
            "datePublished": {"year": 2025, "month": 4, "day": 27},
            "body": "At least 12 boats are missing, said the mayor, who had it from the harbour office. The crew denied that. Twelve boats or more are gone."},
        "sources": [
            {"key": "mayor", "source": {"kind": "SOURCE_KIND_PERSON", "displayName": "The mayor"}},
            {"key": "office", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Harbour office", "sameAs": ["https://www.wikidata.org/wiki/Q90001"]}},
            {"key": "list", "source": {"kind": "SOURCE_KIND_DOCUMENT", "displayName": "The harbour’s list"}},
            {"key": "crew", "source": {"kind": "SOURCE_KIND_UNNAMED_GROUP", "displayName": "Some of the crew"}},
        ],
        "claims": [
            {"key": "boats",
             "claim": {"statement": "At least twelve boats are missing after the storm.", "language": "en", "type": "CLAIM_TYPE_NUMERICAL",
                "quantities": [{"measure": "boats-missing", "counted": "boats", "lower": {"value": {"value": "12"}},
                    "range": "RANGE_KIND_UNCERTAINTY", "role": "QUANTITY_ROLE_VALUE"}]},
             "appearances": [
                {"anchors": [{"part": "ARTICLE_PART_BODY", "exact": "At least 12 boats are missing"}],
                 "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_REPORTS",
                 "chains": [
                    {"hops": [
                        {"source": "#mayor", "stance": "STANCE_REPORTS", "basis": "ATTRIBUTION_BASIS_PRINTED"},
                        {"source": "#office", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED", "document": "#list"}]},
                    {"hops": [{"source": "#crew", "stance": "STANCE_DENIES", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}]},
                {"anchors": [{"part": "ARTICLE_PART_BODY", "exact": "Twelve boats or more are gone"}],
                 "form": "APPEARANCE_FORM_IMPLIED", "modality": "MODALITY_PROBABLE", "articleStance": "STANCE_ASSERTS"}],
             "relations": [{"target": "#few", "type": "RELATION_TYPE_CONTRADICTS", "author": "The desk", "state": "RELATION_STATE_CONFIRMED"}],
             "reviews": [{"author": "The desk", "verdict": "VERDICT_FALSE", "reviewTime": "2025-05-02T08:00:00Z",
                "explanation": "All boats came back.", "rating": {"label": "Nobody is missing"}}]},
            {"key": "few",
             "claim": {"statement": "No more than ten boats are missing.", "language": "en", "type": "CLAIM_TYPE_NUMERICAL",
                "quantities": [{"measure": "boats-missing", "counted": "boats", "upper": {"value": {"value": "10"}},
                    "range": "RANGE_KIND_UNCERTAINTY", "role": "QUANTITY_ROLE_VALUE"}]}}],
    })
}

fn second() -> Value {
    json!({
        "article": {"headline": "Harbour counts its losses", "language": "en", "body": "Twelve boats are missing, the harbour office says."},
        "sources": [
            {"key": "office", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Harbour office", "sameAs": ["https://www.wikidata.org/wiki/Q90001"]}},
        ],
        "claims": [
            {"key": "boats",
             "claim": {"statement": "At least twelve boats are missing after the storm.", "language": "en", "type": "CLAIM_TYPE_NUMERICAL",
                "quantities": [{"measure": "boats-missing", "counted": "boats", "lower": {"value": {"value": "12"}},
                    "range": "RANGE_KIND_UNCERTAINTY", "role": "QUANTITY_ROLE_VALUE"}]},
             "appearances": [
                {"anchors": [{"part": "ARTICLE_PART_BODY", "exact": "Twelve boats are missing"}],
                 "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_DOUBTS",
                 "chains": [{"hops": [{"source": "#office", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}]}]}],
    })
}

/// How many printings the claim of the large store has.
pub const MANY: usize = 1_000;

/// Stores a claim that 50 articles print 20 times each, on the words of many.
pub async fn many(server: &TestServer) -> String {
    let mut claim = String::new();
    for number in 0..50 {
        let stored = import(server, &crowded(number).to_string()).await;
        claim = name_of(&stored, "claims[0]");
    }
    claim
}

fn crowded(number: usize) -> Value {
    let body: Vec<String> = (0..20)
        .map(|it| format!("Ferries are late w{it:02}."))
        .collect();
    let agencies = ["Reuters", "Agence France-Presse", "Ansa", "dpa"];
    let sources: Vec<Value> = agencies
        .iter()
        .map(|name| {
            let same_as = format!("https://www.wikidata.org/wiki/Q{}", 100 + name.len());
            json!({"key": name[..3].to_lowercase(), "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": name, "sameAs": [same_as]}})
        })
        .chain([
            json!({"key": "ministry", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Ministry of Transport", "sameAs": ["https://www.wikidata.org/wiki/Q7"]}}),
            json!({"key": "witness", "source": {"kind": "SOURCE_KIND_UNNAMED_PERSON", "displayName": format!("Passenger {number}")}}),
        ])
        .collect();
    let appearances: Vec<Value> = (0..20)
        .map(|it| {
            let agency = agencies[(it + number) % 4][..3].to_lowercase();
            let hops = match it % 5 {
                0 => json!([{"source": "#witness", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]),
                1 => json!([{"source": "#ministry", "stance": "STANCE_DENIES", "basis": "ATTRIBUTION_BASIS_PRINTED"}]),
                _ => json!([
                    {"source": format!("#{agency}"), "stance": "STANCE_REPORTS", "basis": "ATTRIBUTION_BASIS_PRINTED"},
                    {"source": "#ministry", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]),
            };
            json!({"anchors": [{"part": "ARTICLE_PART_BODY", "exact": format!("Ferries are late w{it:02}")}],
                "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_REPORTS",
                "chains": [{"hops": hops}]})
        })
        .collect();
    json!({
        "article": {"uri": format!("https://news.example/{number}"), "headline": format!("Ferries late again, part {number}"), "language": "en",
            "datePublished": {"year": 2024, "month": 1 + number % 12, "day": 1 + number % 28}, "body": body.join(" ")},
        "sources": sources,
        "claims": [{"key": "late",
            "claim": {"statement": "The ferries to the islands were late every day of the year.", "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
            "appearances": appearances}],
    })
}
