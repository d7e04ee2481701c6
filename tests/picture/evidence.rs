//! The evidence of a claim: every printing, hop, review and relation stands in it once, and lines
//! connect what belongs together.

use std::collections::BTreeMap;

use claimstore::wire::pb::{PictureKind, Relation, RelationState, RelationType};

use super::{
    drawn::{Line, drawn, keep},
    scene::{EXAMPLE, Scene, import},
};
use crate::support::{
    samples::{claim, relation},
    server::TestServer,
};

fn line(left: &str, right: &str, says: &str, count: usize) -> Line {
    Line {
        left: left.to_owned(),
        right: right.to_owned(),
        says: says.to_owned(),
        count,
    }
}

#[tokio::test]
async fn the_evidence_has_everything_once_and_connected() {
    let scene = Scene::start().await;
    let picture = drawn(&scene.server, &scene.claim, PictureKind::Evidence).await;
    keep("evidence.svg", &picture.response.svg);
    let Scene {
        claim,
        other,
        appearances,
        mayor,
        office,
        crew,
        review,
        ..
    } = &scene;
    // The office speaks twice on its own word: through the mayor, and directly. That is one box.
    let once = [claim, other, mayor, office, crew, review]
        .into_iter()
        .chain(appearances);
    let expected: BTreeMap<&str, usize> = once.map(|name| (name.as_str(), 1)).collect();
    assert_eq!(picture.counts(), expected);
    let mut lines = vec![
        line(&appearances[0], mayor, "reports", 1),
        line(&appearances[0], crew, "reports", 1),
        line(mayor, office, "reports", 1),
        line(office, claim, "asserts", 2),
        line(crew, claim, "denies", 1),
        line(&appearances[1], claim, "asserts", 1),
        line(&appearances[2], office, "doubts", 1),
        line(claim, review, "reviewed", 1),
        line(claim, other, "contradicts", 1),
        line(claim, other, "figures do not meet", 1),
    ];
    lines.sort();
    assert_eq!(picture.lines, lines);
    assert_eq!(picture.response.shown_count, 9);
    assert_eq!(picture.response.grouped_count, 0);
    assert_eq!(picture.response.kind(), PictureKind::Evidence);
    for (name, words) in [
        (
            &appearances[0],
            "“At least 12 boats are missing” 27 April 2025",
        ),
        (&appearances[1], "implied, probable"),
        (office, "government body in “The harbour’s list”"),
        (
            review,
            "The desk: false “Nobody is missing”, 2025-05-02 All boats came back.",
        ),
        (
            other,
            "boats-missing: at most 10 boats there, at least 12 boats here",
        ),
    ] {
        let shape = picture.shape(name);
        assert!(shape.text.contains(words), "{words}: {}", shape.text);
    }
    let said = "3 printings, 3 speakers in their chains, 1 review, 1 relation. \
                Disputed: opposite stances, confirmed contradiction; newest verdict: false.";
    assert_eq!(picture.description, said);
    assert!(picture.texts.contains(&said.to_owned()));
}

#[tokio::test]
async fn relations_of_others_to_the_claim_are_there_with_their_direction() {
    let server = TestServer::start().await;
    let it = server
        .create_claim(claim("Boats are missing."))
        .await
        .unwrap();
    let other = server
        .create_claim(claim("The harbour is empty."))
        .await
        .unwrap();
    let given = Relation {
        state: RelationState::Suggested.into(),
        ..relation(RelationType::Supports, &it)
    };
    server.create_relation(&other, given).await.unwrap();
    let picture = drawn(&server, &it.name, PictureKind::Evidence).await;
    assert!(
        picture.has_line(&it.name, &other.name, "supports (suggested)"),
        "{:?}",
        picture.lines
    );
    let picture_of_other = drawn(&server, &other.name, PictureKind::Evidence).await;
    assert!(picture_of_other.has_line(&other.name, &it.name, "supports (suggested)"));
    // The arrows point to what is supported.
    assert!(
        title(&picture.response.svg).starts_with("The harbour is empty. — supports (suggested) →")
    );
    assert!(title(&picture_of_other.response.svg).starts_with("The harbour is empty. — supports"));
}

/// The title of the only line.
fn title(svg: &str) -> String {
    let (_, edge) = svg.split_once("<g class=\"edge\"").unwrap();
    let (_, title) = edge.split_once("<title>").unwrap();
    title.split_once("</title>").unwrap().0.to_owned()
}

#[tokio::test]
async fn a_claim_of_which_nothing_is_known_has_a_picture() {
    let server = TestServer::start().await;
    let it = server
        .create_claim(claim("Boats are missing."))
        .await
        .unwrap();
    let picture = drawn(&server, &it.name, PictureKind::Evidence).await;
    assert_eq!(
        picture.description,
        "Printed nowhere that is known. Not disputed; not reviewed."
    );
    assert_eq!(picture.shapes.len(), 1);
    // What is empty takes no room.
    assert_eq!(picture.shapes[0].area.unwrap().0, 24.0);
    for kind in [PictureKind::Timeline, PictureKind::Figures] {
        drawn(&server, &it.name, kind).await;
    }
    let picture = drawn(&server, &it.name, PictureKind::Figures).await;
    assert_eq!(
        picture.description,
        "No figures are known that do not meet."
    );
    assert_eq!(picture.response.shown_count, 0);
}

#[tokio::test]
async fn the_same_state_gives_the_same_bytes() {
    let scene = Scene::start().await;
    for (name, kind) in [
        (&scene.claim, PictureKind::Evidence),
        (&scene.claim, PictureKind::Timeline),
        (&scene.claim, PictureKind::Figures),
        (&scene.office, PictureKind::Reach),
        (&scene.articles[0], PictureKind::Standings),
    ] {
        let one = drawn(&scene.server, name, kind).await;
        let again = drawn(&scene.server, name, kind).await;
        assert_eq!(one.response, again.response, "{kind:?}");
    }
}

#[tokio::test]
async fn everything_in_the_example_has_its_pictures() {
    let server = TestServer::start().await;
    let stored = import(&server, EXAMPLE).await;
    for it in &stored {
        let kind = match (
            it.name.split('/').next().unwrap(),
            it.name.matches('/').count(),
        ) {
            ("sources", _) => PictureKind::Reach,
            ("articles", _) => PictureKind::Standings,
            ("claims", 1) => PictureKind::Evidence,
            _ => continue,
        };
        let picture = drawn(&server, &it.name, kind).await;
        keep(
            &format!("example-{}.svg", it.path.replace(['[', ']'], "-")),
            &picture.response.svg,
        );
        if kind == PictureKind::Evidence {
            let children = stored
                .iter()
                .filter(|child| child.name.starts_with(&format!("{}/appearances/", it.name)));
            for child in children {
                picture.shape(&child.name);
            }
        }
        assert!(picture.response.grouped_count == 0 && !picture.response.truncated);
    }
}
