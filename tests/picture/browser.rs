//! What a browser makes of pictures and of the page of `claimstore show --html`.

use std::{fs, path::Path, time::Duration};

use claimstore::wire::pb::{PictureKind, PictureTheme, RenderPictureRequest};
use tempfile::TempDir;
use tokio::time::timeout;

use super::{
    drawn::{keep, render},
    hostile,
    scene::{EXAMPLE, Scene, import, many, name_of},
};
use crate::support::{
    browser::Browser,
    process::{claimstore, run, said},
    server::TestServer,
};

const MEASURED: &str = include_str!("measured.js");

const TIME_MAX: Duration = Duration::from_secs(120);

/// Opens a file in light and dark, and measures it. Returns its text, selected whole.
async fn check(browser: &mut Browser, file: &Path) -> String {
    let mut colours = Vec::new();
    let mut selected = String::new();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (400, "light")] {
        let complaints = browser.open(file, width, scheme).await;
        assert!(complaints.is_empty(), "{}: {complaints:#?}", file.display());
        let wrong = browser.value(MEASURED).await;
        assert_eq!(
            wrong,
            serde_json::json!([]),
            "{} {width} {scheme}",
            file.display()
        );
        let text = "getSelection().selectAllChildren(document.querySelector('main, svg')); getSelection().toString()";
        selected = browser.value(text).await.as_str().unwrap().to_owned();
        let colour = "const it = document.querySelector('.page'); [getComputedStyle(it).fill, getComputedStyle(document.querySelector('svg text')).fill]";
        colours.push(
            browser
                .value(&format!(
                    "(() => {{ {} }})()",
                    colour.replace("; [", "; return [")
                ))
                .await,
        );
    }
    assert_ne!(colours[0], colours[1], "light and dark are the same");
    assert_eq!(colours[0], colours[2]);
    selected
}

/// A browser, what it looks at, and where the files for it are. None if there is no browser.
async fn looked_at() -> Option<(Browser, Scene, TempDir)> {
    let browser = Browser::start().await?;
    Some((browser, Scene::start().await, tempfile::tempdir().unwrap()))
}

/// The page that `show --html` writes.
async fn page(
    server: &TestServer,
    directory: &TempDir,
    name: &str,
    file: &str,
) -> std::path::PathBuf {
    server.log_settled().await;
    let path = directory.path().join(file);
    let output = run(claimstore()
        .args(["show", "--html", "--out"])
        .arg(&path)
        .args(["--server", &server.address, name]));
    assert!(output.status.success(), "{}", said(&output));
    keep(file, &fs::read_to_string(&path).unwrap());
    path
}

async fn picture(
    server: &TestServer,
    directory: &TempDir,
    name: &str,
    kind: PictureKind,
) -> std::path::PathBuf {
    let request = RenderPictureRequest {
        name: name.to_owned(),
        kind: kind.into(),
        theme: PictureTheme::Unspecified.into(),
        ..RenderPictureRequest::default()
    };
    let picture = render(server, request).await.unwrap();
    let path = directory.path().join("picture.svg");
    fs::write(&path, picture.svg).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_readable_in_light_and_dark_and_asks_nothing_of_the_network() {
    let Some((mut browser, scene, directory)) = looked_at().await else {
        return;
    };
    let looked = async {
        let file = page(&scene.server, &directory, &scene.claim, "claim.html").await;
        let text = check(&mut browser, &file).await;
        for words in [
            "At least twelve boats are missing after the storm.",
            "Disputed",
            "Harbour office",
            "All boats came back.",
            "figures do not meet",
        ] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        let file = page(
            &scene.server,
            &directory,
            &scene.articles[0],
            "article.html",
        )
        .await;
        let text = check(&mut browser, &file).await;
        assert!(text.contains("The crew denied that."), "{text}");
        let file = page(&scene.server, &directory, &scene.office, "source.html").await;
        check(&mut browser, &file).await;
    };
    timeout(TIME_MAX, looked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_overlaps_or_is_cut_whatever_the_texts_and_however_much_there_is() {
    let Some(mut browser) = Browser::start().await else {
        return;
    };
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let looked = async {
        let claim = many(&server).await;
        for kind in [PictureKind::Evidence, PictureKind::Timeline] {
            let file = picture(&server, &directory, &claim, kind).await;
            check(&mut browser, &file).await;
        }
        let claim = hostile::store(&server).await;
        for kind in [
            PictureKind::Evidence,
            PictureKind::Timeline,
            PictureKind::Figures,
        ] {
            let file = picture(&server, &directory, &claim, kind).await;
            check(&mut browser, &file).await;
        }
        let file = page(&server, &directory, &claim, "hostile.html").await;
        let text = check(&mut browser, &file).await;
        assert!(text.contains("<script>"), "{text}");
        let stored = import(&server, EXAMPLE).await;
        let file = page(
            &server,
            &directory,
            &name_of(&stored, "article"),
            "example.html",
        )
        .await;
        check(&mut browser, &file).await;
    };
    timeout(TIME_MAX, looked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_into_a_page_unescaped_would_not_run_or_load_or_be_styled() {
    let Some((mut browser, scene, directory)) = looked_at().await else {
        return;
    };
    let looked = async {
        let file = page(&scene.server, &directory, &scene.claim, "claim.html").await;
        let html = fs::read_to_string(&file).unwrap();
        let bad = "<script>document.body.id = 'run'</script><img src=\"claim.html\" \
                   onerror=\"document.body.id = 'run'\"><style>h1{color:rgb(1,2,3)}</style>\
                   <p style=\"color:rgb(1,2,3)\" id=\"styled\">x</p></main>";
        fs::write(&file, html.replace("</main>", bad)).unwrap();
        let complaints = browser.open(&file, 1280, "light").await;
        assert!(!complaints.is_empty());
        let state = "[document.body.id, getComputedStyle(document.querySelector('h1')).color, \
                     getComputedStyle(document.querySelector('#styled')).color]";
        let state = browser.value(state).await;
        let ink = "rgb(22, 32, 42)";
        assert_eq!(state, serde_json::json!(["", ink, ink]));
    };
    timeout(TIME_MAX, looked).await.unwrap();
}
