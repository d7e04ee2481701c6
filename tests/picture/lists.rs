//! The claims of an article, the history of a claim, conflicting figures, and the reach of a source.

use claimstore::wire::pb::{
    Bound, Claim, ClaimType, PictureKind, Quantity, QuantityRole, RangeKind, Relation,
    RelationState, RelationType,
};

use super::{
    drawn::{drawn, keep},
    scene::Scene,
};
use crate::support::{
    samples::{bound, claim, quantity, relation},
    server::TestServer,
};

#[tokio::test]
async fn the_claims_of_an_article_are_by_their_standings() {
    let scene = Scene::start().await;
    let picture = drawn(&scene.server, &scene.articles[0], PictureKind::Standings).await;
    keep("standings.svg", &picture.response.svg);
    let row = picture.shape(&scene.claim);
    let words = "At least twelve boats are missing after the storm. \
                 on the word of The mayor (reports), Some of the crew (denies), the article itself (asserts) \
                 disputed: opposite stances, confirmed contradiction · newest verdict: false";
    assert_eq!(row.text, words);
    assert_eq!(picture.description, "1 claim. Disputed: 1.");
    assert!(picture.texts.contains(&"Disputed (1)".to_owned()));
}

#[tokio::test]
async fn the_history_is_in_the_order_of_time_and_names_what_changed() {
    let scene = Scene::start().await;
    let mut claim = scene.server.get_claim(&scene.claim).await.unwrap();
    claim.tags = vec!["boats".to_owned()];
    scene.server.update_claim(claim, &["tags"]).await.unwrap();
    let picture = drawn(&scene.server, &scene.claim, PictureKind::Timeline).await;
    keep("timeline.svg", &picture.response.svg);
    let names = picture.shapes.iter().map(|it| it.name.as_str());
    let names: Vec<&str> = names.collect();
    assert_eq!(names.first(), Some(&scene.claim.as_str()));
    assert_eq!(names.last(), Some(&scene.claim.as_str()));
    for name in scene
        .appearances
        .iter()
        .chain([&scene.review, &scene.relation])
    {
        picture.shape(name);
    }
    let told: usize = picture.shapes.iter().map(|it| it.count).sum();
    assert_eq!(told, usize::try_from(picture.response.shown_count).unwrap());
    // The sign of the verdict, a cross in a square, is in the legend as in its row.
    let svg = &picture.response.svg;
    let drawn_in = |begin: &str| {
        let (_, group) = svg.split_once(begin).unwrap();
        let (group, _) = group.split_once("</g>").unwrap();
        let classes = group.split("class=\"").skip(1);
        let classes = classes.map(|it| it.split('"').next().unwrap());
        classes.filter(|it| it.contains("against")).count()
    };
    let of_review = format!("data-name=\"{}\"", scene.review);
    assert_eq!(drawn_in("data-says=\"reviews\""), 3);
    assert_eq!(drawn_in(&of_review), 3);
    let text = |name: &str| picture.shape(name).text.clone();
    assert!(
        picture
            .shapes
            .last()
            .unwrap()
            .text
            .contains("Claim changed tags by ")
    );
    assert!(
        text(&scene.review)
            .contains("Review stored: The desk: false All boats came back. judged on 2025-05-02")
    );
    assert!(
        text(&scene.relation).contains(
            "Relation stored: contradicts “No more than ten boats are missing.” confirmed"
        )
    );
    assert!(
        text(&scene.appearances[0])
            .contains("“At least 12 boats are missing” published 27 April 2025")
    );
}

fn numerical(statement: &str, quantity: Quantity) -> Claim {
    Claim {
        r#type: ClaimType::Numerical.into(),
        quantities: vec![quantity],
        ..claim(statement)
    }
}

#[tokio::test]
async fn conflicting_figures_are_intervals_whose_ends_are_told_apart() {
    let server = TestServer::start().await;
    let pay = |lower: Option<Bound>, upper: Option<Bound>| Quantity {
        measure: "pay".to_owned(),
        currency: "EUR".to_owned(),
        lower,
        upper,
        range: RangeKind::Uncertainty.into(),
        role: QuantityRole::Value.into(),
        ..Quantity::default()
    };
    let open = |value: &str| {
        Some(Bound {
            open: true,
            ..bound(value)
        })
    };
    let own = server
        .create_claim(numerical(
            "They earn 2,000 to 2,500.",
            pay(Some(bound("2000")), Some(bound("2500"))),
        ))
        .await
        .unwrap();
    let mut others = Vec::new();
    for (statement, figure) in [
        ("They earn at least 3,000.", pay(Some(bound("3000")), None)),
        ("They earn less than 2,000.", pay(None, open("2000"))),
        (
            "They earn 7,000.",
            Quantity {
                range: 0,
                ..pay(Some(bound("7000")), Some(bound("7000")))
            },
        ),
        (
            "They earn about 4,000 to 5,000.",
            Quantity {
                approximate: true,
                ..pay(Some(bound("4000")), Some(bound("5000")))
            },
        ),
    ] {
        others.push(
            server
                .create_claim(numerical(statement, figure))
                .await
                .unwrap(),
        );
    }
    // It measures something else.
    server
        .create_claim(numerical("They are 3.", quantity("people", "3")))
        .await
        .unwrap();
    let picture = drawn(&server, &own.name, PictureKind::Figures).await;
    keep("figures.svg", &picture.response.svg);
    for name in others.iter().map(|it| &it.name).chain([&own.name]) {
        picture.shape(name);
    }
    assert_eq!(picture.shapes.len(), 5);
    assert_eq!(picture.shapes[0].name, own.name);
    assert!(picture.texts.contains(&"pay, in EUR".to_owned()));
    for words in [
        "2,000–2,500 EUR",
        "at least 3,000 EUR",
        "less than 2,000 EUR",
        "7,000 EUR",
        "about 4,000–5,000 EUR",
    ] {
        assert!(
            picture.texts.contains(&words.to_owned()),
            "{words}: {:?}",
            picture.texts
        );
    }
    let row = |name: &str| {
        let (_, row) = picture
            .response
            .svg
            .split_once(&format!("data-name=\"{name}\""))
            .unwrap();
        row.split_once("</g>").unwrap().0.to_owned()
    };
    let [unbounded, less, point, about] = [0, 1, 2, 3].map(|at: usize| row(&others[at].name));
    assert_eq!(unbounded.matches("<circle class=\"solid").count(), 1);
    assert_eq!(unbounded.matches("<path class=\"solid").count(), 1);
    assert_eq!(less.matches("<circle class=\"hollow").count(), 1);
    assert!(!point.contains("<circle") && point.contains("<path class=\"solid mark"));
    assert!(about.contains("stroke approximate"));
}

#[tokio::test]
async fn the_reach_of_a_source_has_each_claim_and_article_once() {
    let scene = Scene::start().await;
    let quoting = scene
        .server
        .create_claim(claim("The mayor quoted the office."))
        .await
        .unwrap();
    let it = scene.server.get_claim(&scene.claim).await.unwrap();
    let given = Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Quotes, &it)
    };
    scene.server.create_relation(&quoting, given).await.unwrap();
    let picture = drawn(&scene.server, &scene.office, PictureKind::Reach).await;
    keep("reach.svg", &picture.response.svg);
    for name in scene
        .articles
        .iter()
        .chain([&scene.office, &scene.claim, &quoting.name])
    {
        picture.shape(name);
    }
    assert_eq!(picture.shapes.len(), 5);
    let lines = [
        (&scene.office, &scene.claim, "attributed"),
        (&scene.claim, &scene.articles[0], "printed"),
        (&scene.claim, &scene.articles[1], "printed"),
        (&scene.claim, &quoting.name, "quoted"),
    ];
    for (left, right, says) in lines {
        assert!(
            picture.has_line(left, right, says),
            "{says}: {:?}",
            picture.lines
        );
    }
    assert_eq!(picture.lines.len(), 4);
    assert_eq!(
        picture.description,
        "What rests on it: 2 claims, 2 articles."
    );
    let alone = scene
        .server
        .create_source(crate::support::samples::outlet("Nobody"))
        .await
        .unwrap();
    let picture = drawn(&scene.server, &alone.name, PictureKind::Reach).await;
    assert_eq!(picture.description, "Nothing rests on it.");
}
