//! A thousand printings: grouped, with nothing lost and nothing said twice.

use claimstore::wire::pb::{Claim, ListSourcesRequest, PictureKind};
use serde_json::{Value, json};

use super::{
    drawn::{Drawn, drawn, keep},
    scene::{MANY, create_claims, import, many, name_of},
};
use crate::support::{
    process::{claimstore, run, said},
    samples::claim,
    server::TestServer,
};

fn groups(picture: &Drawn) -> usize {
    let groups = picture.shapes.iter().filter(|it| it.name.is_empty());
    groups.map(|it| it.count).sum()
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap()
}

#[tokio::test]
async fn a_claim_with_a_thousand_printings_is_grouped_and_says_so() {
    let server = TestServer::start().await;
    let claim = many(&server).await;
    let picture = drawn(&server, &claim, PictureKind::Evidence).await;
    keep("many-evidence.svg", &picture.response.svg);
    assert!(picture.shapes.len() < 80, "{}", picture.shapes.len());
    assert_eq!(groups(&picture), count(picture.response.grouped_count));
    assert!(
        picture.description.contains("Too much for one picture"),
        "{}",
        picture.description
    );
    assert!(
        picture
            .texts
            .iter()
            .any(|it| it.starts_with("Too much for one picture"))
    );
    assert!(
        picture
            .description
            .starts_with("1000 printings, 56 speakers in their chains.")
    );
    // Each printing is at the left end of one line, and each chain ends at the claim.
    let is_speaker = |name: &str| name.starts_with("sources/");
    let from_printings = picture
        .lines
        .iter()
        .filter(|it| it.left.is_empty() && it.says == "reports");
    let printed: usize = from_printings.map(|it| it.count).sum();
    assert_eq!(printed, MANY);
    let at_claim = picture.lines.iter().filter(|it| it.right == claim);
    assert_eq!(at_claim.map(|it| it.count).sum::<usize>(), MANY);
    let denied = picture.lines.iter().find(|it| it.says == "denies").unwrap();
    assert!(is_speaker(&denied.left) && denied.count == 200);

    let picture = drawn(&server, &claim, PictureKind::Timeline).await;
    keep("many-timeline.svg", &picture.response.svg);
    assert!(picture.shapes.len() <= 160, "{}", picture.shapes.len());
    let told: usize = picture.shapes.iter().map(|it| it.count).sum();
    assert!(
        picture.description.starts_with(&format!("{told} changes")),
        "{told}: {}",
        picture.description
    );

    let sources = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await
        .unwrap();
    let sources = sources.into_inner().sources;
    let ministry = sources
        .iter()
        .find(|it| it.display_name.starts_with("Ministry"))
        .unwrap();
    let picture = drawn(&server, &ministry.name, PictureKind::Reach).await;
    keep("many-reach.svg", &picture.response.svg);
    assert!(picture.response.grouped_count > 0);
    assert_eq!(groups(&picture), count(picture.response.grouped_count));
}

#[tokio::test]
async fn an_article_with_many_claims_shows_those_of_every_standing() {
    let server = TestServer::start().await;
    let words: Vec<String> = (0..400).map(|it| format!("w{it:03}.")).collect();
    let claims: Vec<Value> = (0..400)
        .map(|it| {
            let reviews = match it {
                7 => json!([{"author": "The desk", "verdict": "VERDICT_FALSE"}]),
                _ => json!([]),
            };
            json!({"key": format!("c{it}"),
                "claim": {"statement": format!("Claim number {it} of the long report."), "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
                "appearances": [{"anchors": [{"part": "ARTICLE_PART_BODY", "exact": words[it]}], "form": "APPEARANCE_FORM_STATED",
                    "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_ASSERTS"}],
                "reviews": reviews})
        })
        .collect();
    let bundle = json!({"article": {"headline": "A long report", "language": "en", "body": words.join(" ")}, "claims": claims});
    let stored = import(&server, &bundle.to_string()).await;
    let picture = drawn(
        &server,
        &name_of(&stored, "article"),
        PictureKind::Standings,
    )
    .await;
    keep("many-standings.svg", &picture.response.svg);
    assert_eq!(picture.shapes.len(), 160);
    assert_eq!(picture.response.grouped_count, 240);
    picture.shape(&name_of(&stored, "claims[7]"));
    assert!(picture.texts.contains(&"and 240 more claims".to_owned()));
}

/// What `claimstore show` prints.
fn shown(server: &TestServer, name: &str, more: &[&str]) -> String {
    let output = run(claimstore()
        .args(["show", name, "--server", &server.address])
        .args(more));
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_ends_where_enough_was_read_even_if_little_of_that_is_shown() {
    let server = TestServer::start().await;
    let of = server
        .create_claim(claim("The ferries are late."))
        .await
        .unwrap();
    // What is done to a translation concerns the claim, but is not in its history.
    let translation = |number: i32| Claim {
        translation_of: of.name.clone(),
        ..claim(&format!("Translation {number}"))
    };
    create_claims(&server, (0..2_250).map(translation)).await;
    let picture = drawn(&server, &of.name, PictureKind::Timeline).await;
    assert!(picture.response.truncated);
    assert_eq!(picture.response.shown_count, 1);
    let note = "The store has even more, which was not read.";
    assert!(picture.texts.contains(&note.to_owned()));
    let page = shown(&server, &of.name, &["--html"]);
    let note = "The store has more than was read for this picture.";
    assert_eq!(page.matches(note).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_where_its_lists_end_before_the_store_does() {
    let server = TestServer::start().await;
    let claim = many(&server).await;
    let page = shown(&server, &claim, &[]);
    let heading = "Printed (the first 500; there are more)";
    assert!(page.contains(heading), "{page}");
    let page = shown(&server, &claim, &["--html"]);
    assert!(page.contains(heading));
}
