//! Answers are the stored bytes. No resource is decoded on its way out, and what an answer adds is
//! appended.

use claimstore::wire::pb::{
    Article, BatchGetClaimsRequest, Claim, CreateClaimRequest, GetArticleRequest, GetClaimRequest,
    GetStandingRequest, ListClaimsRequest, MergeClaimsRequest, UpdateClaimRequest,
};
use prost::{Message, bytes::Buf as _};
use tonic::{
    IntoRequest as _, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder},
};
use tonic_prost::ProstEncoder;
use uuid::Uuid;

use crate::support::{
    calls::mask,
    samples::{article, claim, full_claim},
    server::TestServer,
};

/// Encodes requests, and leaves answers as they are.
struct RawAnswers<R>(ProstEncoder<R>);

struct RawDecoder;

impl<R: Message + Clone + 'static> Codec for RawAnswers<R> {
    type Encode = R;
    type Decode = Vec<u8>;
    type Encoder = ProstEncoder<R>;
    type Decoder = RawDecoder;

    fn encoder(&mut self) -> ProstEncoder<R> {
        self.0.clone()
    }

    fn decoder(&mut self) -> RawDecoder {
        RawDecoder
    }
}

impl Decoder for RawDecoder {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, answer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let bytes = answer.remaining();
        Ok(Some(answer.copy_to_bytes(bytes).to_vec()))
    }
}

impl TestServer {
    /// The bytes of a method's answer.
    async fn raw<R: Message + Clone + 'static>(&self, method: &'static str, request: R) -> Vec<u8> {
        let mut client = Grpc::new(self.channel());
        client.ready().await.unwrap();
        let codec = RawAnswers(ProstEncoder::default());
        let answer = client.unary(request.into_request(), method.parse().unwrap(), codec);
        answer.await.unwrap().into_inner()
    }

    async fn raw_claim(&self, name: &str) -> Vec<u8> {
        let request = GetClaimRequest {
            name: name.to_owned(),
            ..GetClaimRequest::default()
        };
        self.raw("/claimstore.v1.ClaimService/GetClaim", request)
            .await
    }

    /// The bytes that a query returns for the id of a resource.
    async fn bytes(&self, sql: &'static str, name: &str) -> Vec<u8> {
        let (_, id) = name.split_once('/').unwrap();
        sqlx::query_scalar(sql)
            .bind(id.parse::<Uuid>().unwrap())
            .fetch_one(&mut self.connection().await)
            .await
            .unwrap()
    }

    async fn claim_document(&self, name: &str) -> Vec<u8> {
        self.bytes("select doc from claims where id = $1", name)
            .await
    }
}

fn redirected_from(name: &str) -> Vec<u8> {
    let redirect = Claim {
        redirected_from: name.to_owned(),
        ..Claim::default()
    };
    redirect.encode_to_vec()
}

#[tokio::test]
async fn a_claim_is_returned_as_its_stored_bytes() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("Original")).await.unwrap();
    let request = CreateClaimRequest {
        claim: Some(full_claim(&original)),
        ..CreateClaimRequest::default()
    };
    let created = server
        .raw("/claimstore.v1.ClaimService/CreateClaim", request)
        .await;
    let name = Claim::decode(created.as_slice()).unwrap().name;
    assert_eq!(created, server.claim_document(&name).await);
    assert_eq!(server.raw_claim(&name).await, created);

    let request = UpdateClaimRequest {
        claim: Some(Claim {
            name: name.clone(),
            subject: "Another".to_owned(),
            ..Claim::default()
        }),
        update_mask: mask(&["subject"]),
        ..UpdateClaimRequest::default()
    };
    let updated = server
        .raw("/claimstore.v1.ClaimService/UpdateClaim", request)
        .await;
    assert_eq!(updated, server.claim_document(&name).await);
    assert_eq!(server.raw_claim(&name).await, updated);
}

#[tokio::test]
async fn unknown_fields_of_a_newer_server_are_returned() {
    let server = TestServer::start().await;
    let created = server.create_claim(claim("It rose")).await.unwrap();
    // Field 1000, which this build does not know, with the value 7.
    server
        .execute(r"update claims set doc = doc || '\xc03e07'::bytea")
        .await;
    let document = server.claim_document(&created.name).await;
    assert!(document.ends_with(&[0xc0, 0x3e, 7]));
    assert_eq!(server.raw_claim(&created.name).await, document);
}

#[tokio::test]
async fn a_merged_claim_is_read_as_its_survivor_with_redirected_from_appended() {
    let server = TestServer::start().await;
    let merged = server.create_claim(claim("It rose")).await.unwrap();
    let survivor = server.create_claim(claim("It grew")).await.unwrap();
    let request = MergeClaimsRequest {
        name: merged.name.clone(),
        into: survivor.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(request).await.unwrap();

    let document = server.claim_document(&survivor.name).await;
    let redirected = [document, redirected_from(&merged.name)].concat();
    assert_eq!(server.raw_claim(&merged.name).await, redirected);

    let standing = |claim: &Claim| {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        server.raw("/claimstore.v1.ClaimService/GetStanding", request)
    };
    let redirected = [standing(&survivor).await, redirected_from(&merged.name)].concat();
    assert_eq!(standing(&merged).await, redirected);
}

#[tokio::test]
async fn lists_hold_the_stored_bytes() {
    let server = TestServer::start().await;
    let mut names = Vec::new();
    for statement in ["It rose", "It grew", "It fell"] {
        names.push(server.create_claim(claim(statement)).await.unwrap().name);
    }
    let mut expected = Vec::new();
    for name in &names {
        let document = server.claim_document(name).await;
        // The tag of field 1, with the length of the document.
        expected.push(0x0a);
        prost::encode_length_delimiter(document.len(), &mut expected).unwrap();
        expected.extend(document);
    }
    let request = ListClaimsRequest::default();
    let listed = server
        .raw("/claimstore.v1.ClaimService/ListClaims", request)
        .await;
    assert_eq!(listed, expected);
    let request = BatchGetClaimsRequest {
        names,
        ..BatchGetClaimsRequest::default()
    };
    let found = server
        .raw("/claimstore.v1.ClaimService/BatchGetClaims", request)
        .await;
    assert_eq!(found, expected);
}

#[tokio::test]
async fn an_article_is_returned_as_its_document_followed_by_its_body() {
    let server = TestServer::start().await;
    let given = article("Headline", "The body.");
    let created: Article = server.create_article(given).await.unwrap();
    let request = GetArticleRequest {
        name: created.name.clone(),
        ..GetArticleRequest::default()
    };
    let read = server
        .raw("/claimstore.v1.ArticleService/GetArticle", request)
        .await;
    let sql =
        "select doc || body from articles join article_texts on article_id = id where id = $1";
    assert_eq!(read, server.bytes(sql, &created.name).await);
}
