//! A new version of an article: the words of its appearances are found again in it, or keep the
//! version that last holds them.

mod imported;
mod kinds;

use claimstore::wire::pb::{
    Anchor, AnchoringOutcome, Appearance, Article, BatchCreateAppearancesRequest, ChangeFilter,
    Claim, CreateAppearanceRequest, ListAppearancesRequest, ListChangesRequest, QuotationKind,
    QuotedSpan, Reanchored, UpdateArticleRequest,
};
use tonic::Status;

use crate::support::{
    calls::mask,
    errors::{description, fields},
    samples::{anchor, appearance, article, claim},
    server::TestServer,
};

const BODY: &str = "The minister opened the bridge on Monday.\n\
     Engineers had warned that 155 bolts were loose, and “nobody listened”, they said.\n\
     The mayor did not answer a request for comment on Tuesday evening.";

struct Scene {
    server: TestServer,
    article: Article,
    claim: Claim,
}

impl Scene {
    async fn start() -> Self {
        let server = TestServer::start().await;
        let article = server.create_article(article("H", BODY)).await.unwrap();
        let claim = server.create_claim(claim("It is so")).await.unwrap();
        Self {
            server,
            article,
            claim,
        }
    }

    async fn print(&self, words: &str) -> Appearance {
        let given = appearance(&self.article, words);
        let created = self.server.create_appearance(&self.claim, given).await;
        created.unwrap()
    }

    async fn try_edit(&self, body: &str, request_id: &str) -> Result<Article, Status> {
        let request = UpdateArticleRequest {
            article: Some(Article {
                name: self.article.name.clone(),
                body: body.to_owned(),
                ..Article::default()
            }),
            update_mask: mask(&["body"]),
            request_id: request_id.to_owned(),
            ..UpdateArticleRequest::default()
        };
        let answer = self.server.articles().update_article(request).await?;
        Ok(answer.into_inner())
    }

    async fn edit(&self, body: &str) -> Vec<(String, AnchoringOutcome)> {
        let article = self.try_edit(body, "").await.unwrap();
        outcomes(&article.reanchored)
    }

    async fn read(&self, appearance: &Appearance) -> Appearance {
        self.server.get_appearance(&appearance.name).await.unwrap()
    }
}

fn outcomes(reanchored: &[Reanchored]) -> Vec<(String, AnchoringOutcome)> {
    let all = reanchored.iter();
    all.map(|it| {
        let anchoring = it.anchoring.as_ref().unwrap();
        (it.appearance.clone(), anchoring.outcome())
    })
    .collect()
}

/// The words at the position of an anchor.
fn words(body: &str, anchor: &Anchor) -> String {
    let (start, end) = (anchor.start.unwrap(), anchor.end.unwrap());
    let from = usize::try_from(start).unwrap();
    let length = usize::try_from(end - start).unwrap();
    body.chars().skip(from).take(length).collect()
}

#[tokio::test]
async fn moved_words_are_found_and_reported_in_the_answer_and_in_the_log() {
    let scene = Scene::start().await;
    let still = scene.print("opened the bridge").await;
    let moved = scene.print("155 bolts were loose").await;
    let body = BODY
        .replace("The mayor", "By then the mayor")
        .replace("Engineers had", "Not all were glad. Engineers had");
    let edited = scene.edit(&body).await;
    let mut expected = vec![
        (still.name.clone(), AnchoringOutcome::Unchanged),
        (moved.name.clone(), AnchoringOutcome::Moved),
    ];
    expected.sort();
    assert_eq!(edited, expected);

    let found = scene.read(&moved).await;
    assert_eq!((found.article_version, found.revision), (2, 2));
    assert_ne!(found.etag, moved.etag);
    assert_eq!(words(&body, &found.anchors[0]), "155 bolts were loose");
    let anchoring = found.anchoring.unwrap();
    assert_eq!((anchoring.article_version, anchoring.score), (2, 1.0));

    scene.server.log_settled().await;
    let request = ListChangesRequest {
        filter: Some(ChangeFilter {
            resource_name: moved.name.clone(),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    };
    let changes = scene.server.changes().list_changes(request).await.unwrap();
    let changes = changes.into_inner().changes;
    let cause = changes[1].caused_by.as_ref().unwrap();
    assert_eq!(cause.resource_name, scene.article.name);
    assert_eq!(cause.revision, 2);
    assert_eq!(changes[0].caused_by, None);
}

#[tokio::test]
async fn edited_words_are_found_with_a_score() {
    let scene = Scene::start().await;
    let printed = scene
        .print("Engineers had warned that 155 bolts were loose")
        .await;
    let body = BODY.replace("155 bolts", "156 bolts");
    let edited = scene.edit(&body).await;
    assert_eq!(edited, [(printed.name.clone(), AnchoringOutcome::Changed)]);
    let found = scene.read(&printed).await;
    let expected = "Engineers had warned that 156 bolts were loose";
    assert_eq!(found.anchors[0].exact, expected);
    assert_eq!(words(&body, &found.anchors[0]), expected);
    let score = found.anchoring.unwrap().score;
    assert!(score > 0.5 && score < 1.0, "{score}");
}

#[tokio::test]
async fn removed_words_keep_their_anchors_and_are_found_when_they_return() {
    let scene = Scene::start().await;
    let printed = scene.print("warned that 155 bolts were loose").await;
    let lines: Vec<&str> = BODY.lines().collect();
    let without = [lines[0], lines[2]].join("\n");
    let edited = scene.edit(&without).await;
    assert_eq!(edited, [(printed.name.clone(), AnchoringOutcome::Orphaned)]);
    let orphan = scene.read(&printed).await;
    assert_eq!((orphan.article_version, orphan.revision), (1, 2));
    assert_eq!(orphan.anchors, printed.anchors);
    assert_eq!(orphan.anchoring.as_ref().unwrap().article_version, 2);

    // An appearance that stays orphaned is not written again.
    let shorter = lines[0].to_owned();
    assert!(scene.edit(&shorter).await.is_empty());
    assert_eq!(scene.read(&printed).await, orphan);

    let back = format!("It was late.\n{BODY}");
    let edited = scene.edit(&back).await;
    assert_eq!(edited, [(printed.name.clone(), AnchoringOutcome::Moved)]);
    let found = scene.read(&printed).await;
    assert_eq!(found.article_version, 4);
    assert_eq!(words(&back, &found.anchors[0]), printed.anchors[0].exact);
}

#[tokio::test]
async fn lost_anchors_and_spans_keep_the_version_that_holds_them() {
    let scene = Scene::start().await;
    let start = BODY.chars().take_while(|&c| c != '“').count() + 1;
    let start = i32::try_from(start).unwrap();
    let given = Appearance {
        anchors: vec![anchor("opened the bridge"), anchor("they said")],
        printed_figures: vec![anchor("155")],
        quoted_spans: vec![QuotedSpan {
            part: 1,
            start,
            end: start + 15,
            kind: QuotationKind::Direct.into(),
            ..QuotedSpan::default()
        }],
        ..appearance(&scene.article, "x")
    };
    let printed = scene.server.create_appearance(&scene.claim, given).await;
    let printed = printed.unwrap();
    let lines: Vec<&str> = BODY.lines().collect();
    let without = [lines[0], lines[2]].join("\n");
    let edited = scene.edit(&without).await;
    assert_eq!(edited, [(printed.name.clone(), AnchoringOutcome::Changed)]);
    let found = scene.read(&printed).await;
    let versions = [
        &found.anchors[0],
        &found.anchors[1],
        &found.printed_figures[0],
    ];
    assert_eq!(versions.map(|it| it.article_version), [0, 1, 1]);
    assert_eq!(found.quoted_spans[0].article_version, 1);
    assert_eq!(found.anchoring.as_ref().unwrap().score, 1.0);

    // It can be written as it was read, and is found again when the words return.
    let mut same = found.clone();
    same.hedge = "perhaps".to_owned();
    let same = scene.server.update_appearance(same, &[]).await.unwrap();
    assert_eq!(same.anchors, found.anchors);
    assert_eq!(same.anchoring, found.anchoring);
    scene.edit(BODY).await;
    let found = scene.read(&printed).await;
    assert_eq!(found.anchors, printed.anchors);
    assert_eq!(found.printed_figures, printed.printed_figures);
    assert_eq!(found.quoted_spans, printed.quoted_spans);
}

#[tokio::test]
async fn an_anchor_must_be_in_the_version_of_its_appearance_or_an_earlier_one() {
    let scene = Scene::start().await;
    scene.edit("Nothing is left.").await;
    let earlier = |words: &str, version| Anchor {
        article_version: version,
        ..anchor(words)
    };
    let refused = |anchors: Vec<Anchor>, version| {
        let given = Appearance {
            anchors,
            article_version: version,
            ..appearance(&scene.article, "x")
        };
        async {
            scene
                .server
                .create_appearance(&scene.claim, given)
                .await
                .unwrap_err()
        }
    };
    let status = refused(vec![earlier("155", 1)], 2).await;
    assert_eq!(fields(&status), ["appearance.anchors[0].article_version"]);
    let status = refused(vec![anchor("155"), earlier("left", 2)], 1).await;
    let field = "appearance.anchors[1].article_version";
    assert_eq!(
        description(&status, field),
        "is newer than the appearance's, 1"
    );
    let status = refused(vec![anchor("left"), earlier("155", -1)], 2).await;
    assert_eq!(fields(&status), [field]);
    let given = Appearance {
        anchors: vec![anchor("left"), earlier("155", 1), earlier("Nothing", 2)],
        ..appearance(&scene.article, "x")
    };
    let created = scene.server.create_appearance(&scene.claim, given).await;
    let versions: Vec<i32> = created
        .unwrap()
        .anchors
        .iter()
        .map(|it| it.article_version)
        .collect();
    assert_eq!(versions, [0, 1, 0]);
}

#[tokio::test]
async fn two_appearances_of_the_same_words_both_move_with_them() {
    let scene = Scene::start().await;
    let body = "It was 155 in May. Then it was 155 in June, they said.";
    scene.edit(body).await;
    let mut printed = Vec::new();
    for (start, end) in [(7, 10), (31, 34)] {
        let given = Appearance {
            anchors: vec![Anchor {
                start: Some(start),
                end: Some(end),
                ..anchor("155")
            }],
            ..appearance(&scene.article, "155")
        };
        printed.push(
            scene
                .server
                .create_appearance(&scene.claim, given)
                .await
                .unwrap(),
        );
    }
    let more = format!("In April it was 155 already. {body}");
    let edited = scene.edit(&more).await;
    assert!(
        edited
            .iter()
            .all(|(_, outcome)| *outcome == AnchoringOutcome::Moved),
        "{edited:?}"
    );
    for (appearance, start) in printed.iter().zip([36, 60]) {
        assert_eq!(scene.read(appearance).await.anchors[0].start, Some(start));
    }
}

#[tokio::test]
async fn a_repeated_edit_returns_the_reanchored_appearances_again() {
    let scene = Scene::start().await;
    scene.print("155 bolts were loose").await;
    let id = "0198c0de-0000-7000-8000-0000000000aa";
    let body = format!("Late. {BODY}");
    let first = scene.try_edit(&body, id).await.unwrap();
    assert_eq!(first.reanchored.len(), 1);
    assert_eq!(
        scene.try_edit(&body, id).await.unwrap().reanchored,
        first.reanchored
    );
    // An update that makes no new version reanchors nothing.
    let section = Article {
        section: "Europe".to_owned(),
        ..first
    };
    let updated = scene.server.update_article(section, &["section"]).await;
    assert!(updated.unwrap().reanchored.is_empty());
}

#[tokio::test]
async fn anchors_that_a_caller_writes_have_no_anchoring() {
    let scene = Scene::start().await;
    let printed = scene.print("155 bolts were loose").await;
    scene.edit(&format!("Late. {BODY}")).await;
    let other = Appearance {
        anchors: vec![anchor("The mayor")],
        article_version: 0,
        ..scene.read(&printed).await
    };
    let paths = ["anchors", "article_version"];
    let written = scene.server.update_appearance(other, &paths).await.unwrap();
    assert_eq!((written.article_version, written.anchoring), (2, None));
}

#[tokio::test]
async fn concurrent_edits_and_new_appearances_all_end_in_the_newest_version() {
    let scene = Scene::start().await;
    let words = [
        "minister",
        "bridge",
        "Engineers",
        "bolts",
        "nobody",
        "mayor",
        "request",
    ];
    for (round, words) in words.into_iter().enumerate() {
        let body = format!("{} {BODY}", "Late.".repeat(round + 1));
        let given = appearance(&scene.article, words);
        let create = scene.server.create_appearance(&scene.claim, given);
        let (edited, created) = tokio::join!(scene.try_edit(&body, ""), create);
        created.unwrap();
        let newest = edited.unwrap().version;
        let all = ListAppearancesRequest {
            parent: scene.claim.name.clone(),
            ..ListAppearancesRequest::default()
        };
        let all = scene.server.claims().list_appearances(all).await.unwrap();
        let all = all.into_inner().appearances;
        assert_eq!(all.len(), round + 1);
        assert!(all.iter().all(|it| it.article_version == newest), "{all:?}");
    }
    let report = claimstore::store::upkeep::check::check(&scene.server.database.options()).await;
    assert_eq!(report.unwrap().differences, []);
}

#[tokio::test]
async fn an_article_has_at_most_1500_appearances_and_all_are_found_again() {
    let server = TestServer::start().await;
    let words: Vec<String> = (0..1_501).map(|number| format!("w{number:04}")).collect();
    let printed = server.create_article(article("H", &words.join(" ")));
    let printed = printed.await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    for words in words[..1_500].chunks(500) {
        let requests = words.iter().map(|words| CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance(&printed, words)),
            ..CreateAppearanceRequest::default()
        });
        let request = BatchCreateAppearancesRequest {
            parent: claim.name.clone(),
            requests: requests.collect(),
            ..BatchCreateAppearancesRequest::default()
        };
        let created = server.claims().batch_create_appearances(request).await;
        created.unwrap();
    }
    let one_more = server.create_appearance(&claim, appearance(&printed, &words[1_500]));
    let status = one_more.await.unwrap_err();
    assert_eq!(fields(&status), ["appearance.article"]);
    let edited = Article {
        name: printed.name.clone(),
        body: format!("At last: {}", words.join(" ")),
        ..Article::default()
    };
    let edited = server.update_article(edited, &["body"]).await.unwrap();
    assert_eq!(edited.reanchored.len(), 1_500);
    let outcomes = outcomes(&edited.reanchored);
    assert!(
        outcomes
            .iter()
            .all(|(_, it)| *it == AnchoringOutcome::Moved)
    );
}
