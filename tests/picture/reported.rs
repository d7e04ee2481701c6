//! Who is said to have made a claim, and where, in pictures and on pages.

use claimstore::wire::pb::{
    Claim, Date, PictureKind, Relation, RelationState, RelationType, ReportedAppearance,
    RetractSourceRequest, Retraction, Source,
};

use super::drawn::{drawn, keep};
use crate::support::{
    process::{claimstore, run, said},
    samples::{claim, outlet, relation},
    server::TestServer,
};

struct Said {
    server: TestServer,
    claim: Claim,
    mayor: Source,
    post: Source,
}

fn year(year: i32) -> Option<Date> {
    Some(Date {
        year,
        ..Date::default()
    })
}

fn named(name: &str) -> ReportedAppearance {
    ReportedAppearance {
        printed_name: name.to_owned(),
        ..ReportedAppearance::default()
    }
}

impl Said {
    /// A claim that the mayor is said to have made in a post, which was retracted, and others too.
    async fn start() -> Self {
        let server = TestServer::start().await;
        let mayor = server.create_source(outlet("The mayor")).await.unwrap();
        let post = server.create_source(outlet("A post")).await.unwrap();
        let by_mayor = ReportedAppearance {
            source: mayor.name.clone(),
            document: post.name.clone(),
            date: year(2024),
            first: true,
            ..named("a mayor")
        };
        let in_post = ReportedAppearance {
            document: post.name.clone(),
            ..ReportedAppearance::default()
        };
        let given = Claim {
            reported_appearances: vec![named("a viral video"), by_mayor, in_post],
            ..claim("Boats are missing.")
        };
        let claim = server.create_claim(given).await.unwrap();
        let request = RetractSourceRequest {
            name: post.name.clone(),
            retraction: Some(Retraction {
                reason: "It was made up".to_owned(),
                ..Retraction::default()
            }),
            ..RetractSourceRequest::default()
        };
        server.sources().retract_source(request).await.unwrap();
        Self {
            server,
            claim,
            mayor,
            post,
        }
    }
}

#[tokio::test]
async fn the_evidence_has_who_is_said_to_have_made_the_claim_and_where() {
    let scene = Said::start().await;
    let it = &scene.claim.name;
    let picture = drawn(&scene.server, it, PictureKind::Evidence).await;
    keep("reported-evidence.svg", &picture.response.svg);
    let mayor = picture.shape(&scene.mayor.name);
    for words in [
        "The mayor",
        "called “a mayor”",
        "in “A post” (RETRACTED: It was made up)",
        "made 2024",
        "the first that is known",
    ] {
        assert!(mayor.text.contains(words), "{words}: {}", mayor.text);
    }
    assert!(mayor.class.contains("gone"), "{}", mayor.class);
    let post = picture.shape(&scene.post.name);
    assert!(post.text.contains("RETRACTED: It was made up"));
    for (maker, says) in [
        (scene.mayor.name.as_str(), "said to have made it"),
        ("", "said to have made it"),
        (scene.post.name.as_str(), "said to have it"),
    ] {
        assert!(picture.has_line(maker, it, says), "{:?}", picture.lines);
    }
    assert!(picture.texts.contains(&"a viral video".to_owned()));
    assert_eq!(
        picture.description,
        "3 appearances that others report. Not disputed; not reviewed."
    );
    assert_eq!(picture.texts[2], "As others report it");
    // Nothing is to the left of what is the leftmost.
    assert_eq!(picture.shape(&scene.mayor.name).area.unwrap().0, 24.0);
}

#[tokio::test]
async fn many_who_are_said_to_have_made_a_claim_are_grouped() {
    let server = TestServer::start().await;
    let many = (0..100).map(|number| named(&format!("Passenger {number}")));
    let given = Claim {
        reported_appearances: many.collect(),
        ..claim("The ferries are late.")
    };
    let it = server.create_claim(given).await.unwrap();
    let picture = drawn(&server, &it.name, PictureKind::Evidence).await;
    keep("reported-many.svg", &picture.response.svg);
    assert_eq!(picture.response.grouped_count, 88);
    assert_eq!(picture.response.shown_count, 13);
    let more = "88 more who are said to have made it";
    assert!(picture.shapes.iter().any(|it| it.text.contains(more)));
}

#[tokio::test]
async fn the_history_names_what_was_reported_with_each_change() {
    let scene = Said::start().await;
    let mut it = scene.claim.clone();
    it.reported_appearances.push(named("a newspaper"));
    scene
        .server
        .update_claim(it, &["reported_appearances"])
        .await
        .unwrap();
    let picture = drawn(&scene.server, &scene.claim.name, PictureKind::Timeline).await;
    keep("reported-timeline.svg", &picture.response.svg);
    let told = |at: usize| &picture.shapes[at].text;
    assert!(told(0).contains("reported: a viral video"), "{}", told(0));
    assert!(
        told(0).contains("reported: The mayor, called “a mayor”, in “A post”"),
        "{}",
        told(0)
    );
    let last = told(picture.shapes.len() - 1);
    assert!(last.contains("reported: a newspaper"), "{last}");
    assert!(!last.contains("viral"), "{last}");
}

#[tokio::test]
async fn the_reach_of_a_source_has_what_it_is_said_to_have_made() {
    let scene = Said::start().await;
    for (source, says) in [
        (&scene.mayor, "said to have made it"),
        (&scene.post, "said to have it"),
    ] {
        let picture = drawn(&scene.server, &source.name, PictureKind::Reach).await;
        assert!(
            picture.has_line(&source.name, &scene.claim.name, says),
            "{:?}",
            picture.lines
        );
        assert_eq!(picture.description, "What rests on it: 1 claim.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_who_is_said_to_have_made_the_claim() {
    let scene = Said::start().await;
    let output =
        run(claimstore().args(["show", "--server", &scene.server.address, &scene.claim.name]));
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, text) = text.split_once("Made, as others report it (3)").unwrap();
    for words in [
        "* a viral video",
        "* The mayor\n  “a mayor”\n  in A post\n  2024, the first that is known\n",
        "* in A post",
        "its document is retracted",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_source_has_what_it_is_said_to_have_made() {
    let scene = Said::start().await;
    let quoting = scene
        .server
        .create_claim(claim("They say so."))
        .await
        .unwrap();
    let given = Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Quotes, &scene.claim)
    };
    scene.server.create_relation(&quoting, given).await.unwrap();
    for source in [&scene.mayor, &scene.post] {
        let output =
            run(claimstore().args(["show", "--server", &scene.server.address, &source.name]));
        assert!(output.status.success(), "{}", said(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        let heading = "Claims that others report it to have made, or to have (1)";
        let (_, text) = text.split_once(heading).unwrap();
        assert!(text.contains("* Boats are missing."), "{text}");
        // What rests on that is in the picture of its reach.
        assert!(!text.contains("They say so."), "{text}");
    }
}
