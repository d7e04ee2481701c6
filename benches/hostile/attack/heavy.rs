//! Heavy text: batches as large as they can be, of text that is much work to read.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use claimstore::{
    api::RESPONSE_BYTES_MAX,
    wire::pb::{
        Anchor, Appearance, AppearanceForm, ArticlePart, BatchCreateAppearancesRequest,
        BatchCreateClaimsRequest, Claim, ClaimType, CreateAppearanceRequest, CreateClaimRequest,
        Modality, Quantity, QuantityRole, Stance, claim_service_client::ClaimServiceClient,
    },
};
use tokio::task::JoinSet;
use tonic::Status;

use crate::{
    framed::framed,
    server::Server,
    target::{self, Target, rest},
    wire::{Connection, grpc},
};

/// So many callers send each batch.
const CALLERS: usize = 2;

const PAUSE: Duration = Duration::from_millis(50);

const CREATE_CLAIMS: &str = "/claimstore.v1.ClaimService/BatchCreateClaims";
const CREATE_APPEARANCES: &str = "/claimstore.v1.ClaimService/BatchCreateAppearances";

const CLAIMS: usize = 500;
const FIGURES: usize = 32;
const APPEARANCES: usize = 15;
const ANCHORS: usize = 16;

/// One code point that is eighteen in compatibility forms.
const LONG_LIGATURE: &str = "\u{FDFA}";

const FIGURE: &str = "seventeen thousand four hundred and twelve people";

pub fn start(tasks: &mut JoinSet<()>, target: &Arc<Target>, until: Instant) {
    let batches: [(&str, Bytes); 5] = [
        (CREATE_CLAIMS, framed(&ligatures())),
        (CREATE_CLAIMS, framed(&figures())),
        (CREATE_APPEARANCES, framed(&appearances(target, "", false))),
        (CREATE_APPEARANCES, framed(&appearances(target, "x", false))),
        (CREATE_APPEARANCES, framed(&appearances(target, "x", true))),
    ];
    for (path, batch) in batches {
        for _ in 0..CALLERS {
            let (target, batch) = (target.clone(), batch.clone());
            tasks.spawn(async move {
                while Instant::now() < until {
                    send(&target.address, path, &batch, until).await;
                    rest(until, PAUSE).await;
                }
            });
        }
    }
}

/// Sends each batch once and prints what became of it, to see that it is as much work as it is
/// meant to be: all but those to other words are OK.
pub async fn rehearse(server: &Server, target: &Target) {
    let mut client = ClaimServiceClient::new(server.channel.clone())
        .max_decoding_message_size(RESPONSE_BYTES_MAX);
    let since = Instant::now();
    let answer = client.batch_create_claims(ligatures()).await;
    print(since, "statements of long ligatures", answer.err());
    let since = Instant::now();
    let answer = client.batch_create_claims(figures()).await;
    print(since, "figures that are spelled out", answer.err());
    for (end, is_lenient, what) in [
        ("", false, "anchors"),
        ("x", false, "anchors to other words"),
        ("x", true, "lenient anchors to other words"),
    ] {
        let since = Instant::now();
        let batch = appearances(target, end, is_lenient);
        let answer = client.batch_create_appearances(batch).await;
        print(since, what, answer.err());
    }
}

fn print(since: Instant, what: &str, error: Option<Status>) {
    let ms = since.elapsed().as_millis();
    let answer = error.map_or("OK".to_owned(), |status| {
        let message: String = status.message().chars().take(200).collect();
        format!("{:?}: {message}", status.code())
    });
    println!("heavy text: {what}: after {ms} ms {answer}");
}

/// Sends the batch again and again, until the connection is of no more use.
async fn send(address: &str, path: &str, batch: &Bytes, until: Instant) -> Option<()> {
    let connection = Connection::open(address, 1 << 20).await?;
    while Instant::now() < until {
        connection.call(grpc(path), batch.clone()).await?;
        rest(until, PAUSE).await;
    }
    Some(())
}

/// Claims that would be created, and are not.
fn claims(claim: impl Fn(usize) -> Claim) -> BatchCreateClaimsRequest {
    let requests = (0..CLAIMS).map(|number| CreateClaimRequest {
        claim: Some(claim(number)),
        ..CreateClaimRequest::default()
    });
    BatchCreateClaimsRequest {
        requests: requests.collect(),
        validate_only: true,
        ..BatchCreateClaimsRequest::default()
    }
}

/// Statements that are much longer when they are compared.
fn ligatures() -> BatchCreateClaimsRequest {
    let text = LONG_LIGATURE.repeat(1_990);
    claims(|number| target::claim(format!("{text} {number}")))
}

/// Figures that are spelled out.
fn figures() -> BatchCreateClaimsRequest {
    let quantity = Quantity {
        measure: "people".to_owned(),
        printed: FIGURE.to_owned(),
        number_locale: "en".to_owned(),
        role: QuantityRole::Value.into(),
        ..Quantity::default()
    };
    claims(|number| Claim {
        r#type: ClaimType::Numerical.into(),
        quantities: vec![quantity.clone(); FIGURES],
        ..target::claim(format!("The census {number} found {FIGURE}"))
    })
}

/// Appearances of claims in the long articles. `end` is put after the words of each anchor; with
/// any, the words are not in the article, and the nearest ones are searched.
fn appearances(target: &Target, end: &str, lenient: bool) -> BatchCreateAppearancesRequest {
    let between = target::words() / (APPEARANCES * ANCHORS + 1);
    // More text is not searched.
    let count = if lenient { ANCHORS / 2 } else { ANCHORS };
    let anchors = |first: usize| {
        let numbers = (first..first + count).map(|it| it * between);
        numbers.map(|number| anchor(number, end, lenient)).collect()
    };
    let requests = (0..APPEARANCES).map(|number| CreateAppearanceRequest {
        parent: target.claims[number].clone(),
        appearance: Some(Appearance {
            article: target.articles[number % target.articles.len()].clone(),
            anchors: anchors(number * ANCHORS),
            form: AppearanceForm::Stated.into(),
            modality: Modality::Certain.into(),
            article_stance: Stance::Asserts.into(),
            ..Appearance::default()
        }),
        ..CreateAppearanceRequest::default()
    });
    BatchCreateAppearancesRequest {
        requests: requests.collect(),
        validate_only: true,
        ..BatchCreateAppearancesRequest::default()
    }
}

/// Forty words of a long article.
fn anchor(first: usize, end: &str, lenient: bool) -> Anchor {
    let words: Vec<String> = (first..first + 40).map(target::word).collect();
    Anchor {
        part: ArticlePart::Body.into(),
        exact: words.join(" ") + end,
        lenient,
        ..Anchor::default()
    }
}
