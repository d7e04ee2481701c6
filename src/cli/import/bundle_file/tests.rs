//! What is read from files of each format, and what is reported for bad ones.

use super::*;

type Read = Vec<Result<(Option<usize>, String), Vec<String>>>;

async fn read_with(bytes: &[u8], options: Options) -> Read {
    let mut file = BundleFile::new(bytes, options);
    let mut all = Vec::new();
    while let Some(next) = file.next().await {
        all.push(match next {
            Ok(FileBundle { line, bundle }) => {
                let article = bundle.article.unwrap_or_default();
                Ok((line, article.headline))
            }
            Err(problems) => {
                let lines = problems.into_iter().map(|it| match it.line {
                    Some(line) => format!("{line}: {}", it.what),
                    None => it.what,
                });
                Err(lines.collect())
            }
        });
    }
    assert_eq!(file.offset(), bytes.len() as u64);
    all
}

async fn read(text: &str) -> Read {
    read_with(text.as_bytes(), Options::default()).await
}

fn found(line: usize, headline: &str) -> Result<(Option<usize>, String), Vec<String>> {
    Ok((Some(line), headline.to_owned()))
}

fn whole(headline: &str) -> Result<(Option<usize>, String), Vec<String>> {
    Ok((None, headline.to_owned()))
}

fn bundle(headline: &str) -> String {
    format!(r#"{{"article":{{"headline":"{headline}"}}}}"#)
}

#[tokio::test]
async fn a_bundle_may_span_lines() {
    let text = "\u{feff}\n {\n  \"article\": {\n    \"headline\": \"A\"\n  }\n}\n\n";
    assert_eq!(read(text).await, [whole("A")]);
}

#[tokio::test]
async fn many_bundles_are_one_on_each_line() {
    let text = format!("{}\r\n\n{}\n  \n{}", bundle("A"), bundle("B"), bundle("C"));
    assert_eq!(
        read(&text).await,
        [found(1, "A"), found(3, "B"), found(5, "C")]
    );
}

#[tokio::test]
async fn a_bad_line_is_refused_alone() {
    let text = format!("{}\n{{\"articel\": 1}}\n{{\n{}\n", bundle("A"), bundle("B"));
    let read = read(&text).await;
    assert_eq!((&read[0], &read[3]), (&found(1, "A"), &found(4, "B")));
    let bad = read[1].as_ref().unwrap_err();
    assert!(
        bad[0].starts_with("2: is not a bundle in protobuf JSON: "),
        "{bad:?}"
    );
    assert!(
        bad[0].contains("articel") && bad[0].contains(", at column 10"),
        "{bad:?}"
    );
    assert!(read[2].as_ref().unwrap_err()[0].starts_with("3: "));
}

#[tokio::test]
async fn an_error_in_a_bundle_over_lines_names_its_line() {
    let text = "\n{\n  \"article\": {\n    \"headlin\": \"A\"\n  }\n}\n";
    let read = read(text).await;
    let bad = read[0].as_ref().unwrap_err();
    assert!(bad[0].starts_with("4: is not a bundle"), "{bad:?}");
}

#[tokio::test]
async fn what_follows_a_bundle_over_lines_is_refused() {
    let text = "{\n\"article\": {}\n}\n{\n}\n";
    let read = read(text).await;
    let bad = read[0].as_ref().unwrap_err();
    assert!(
        bad[0].ends_with("put each bundle on a line of its own"),
        "{bad:?}"
    );
}

#[tokio::test]
async fn anything_else_is_an_article() {
    let text = "\n\nT\nA\n2025-04-27\nBody\nSources\n";
    assert_eq!(read(text).await, [whole("T")]);
    let read = read("T\nA\nBody\n").await;
    let bad = read[0].as_ref().unwrap_err();
    assert_eq!(bad.len(), 2);
    assert!(bad[1].starts_with("3: should be the date"), "{bad:?}");
}

#[tokio::test]
async fn a_uri_is_for_articles_only() {
    let options = Options {
        uri: Some("https://news.example/1".to_owned()),
        ..Options::default()
    };
    let read = read_with(bundle("A").as_bytes(), options).await;
    let bad = read[0].as_ref().unwrap_err();
    assert_eq!(
        bad[0],
        "1: is a bundle, which has its own uri; leave out --uri"
    );
}

#[tokio::test]
async fn bytes_that_are_not_text_are_reported_with_their_line() {
    for (bytes, expected) in [
        (
            &b"T\nA\n2025-04-27\nBod\xffy\nSources\n"[..],
            "4: is not UTF-8 at byte 18 ",
        ),
        (b"T\nBod\xff", "2: is not UTF-8 at byte 5 "),
        (
            b"{}\n{\"a\": \"\xe2\x82\"}\n",
            "2: is not UTF-8 at byte 10 ",
        ),
    ] {
        let read = read_with(bytes, Options::default()).await;
        let bad = read.last().unwrap().as_ref().unwrap_err();
        assert!(bad[0].starts_with(expected), "{bad:?}");
    }
}

#[tokio::test]
async fn an_empty_file_is_reported() {
    for text in ["", "\n \n", "\u{feff}"] {
        assert_eq!(read(text).await, [Err(vec![EMPTY.to_owned()])]);
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_skipped() {
    let long = "x".repeat(PIECE_BYTES_MAX);
    let text = format!("{}\n{}\n{}\n", bundle("A"), bundle(&long), bundle("B"));
    let refused = Err(vec![format!("2: {TOO_LARGE}")]);
    assert_eq!(read(&text).await, [found(1, "A"), refused, found(3, "B")]);
    let mut file = BundleFile::new(long.as_bytes(), Options::default());
    assert!(matches!(file.next().await, Some(Err(_))));
    let lines = "\n".repeat(PIECE_BYTES_MAX + 2);
    let mut file = BundleFile::new(lines.as_bytes(), Options::default());
    assert!(matches!(file.next().await, Some(Err(_))));
}
