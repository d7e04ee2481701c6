//! What is logged, and what never is.

use claimstore::wire::pb::{
    Article, CreateArticleRequest, CreateSourceRequest, Source,
    article_service_client::ArticleServiceClient, source_service_client::SourceServiceClient,
};
use rustix::process::Signal;
use serde_json::Value;
use tonic::Request;

use super::start::{DataDir, person, ready};
use crate::support::process::Serving;

#[tokio::test]
async fn every_call_is_one_line_with_its_id_and_without_content() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let article = CreateArticleRequest {
        article: Some(Article {
            headline: "hush-headline".to_owned(),
            body: "hush-body".to_owned(),
            ..Article::default()
        }),
        ..CreateArticleRequest::default()
    };
    let mut articles = ArticleServiceClient::new(channel.clone());
    articles.create_article(article.clone()).await.unwrap();
    // The second is refused, because it is identical to the first.
    articles.create_article(article).await.unwrap_err();

    let mut sources = SourceServiceClient::new(channel);
    let mut request = Request::new(person("hush-name"));
    request
        .metadata_mut()
        .insert("x-request-id", "desk-17".parse().unwrap());
    let answer = sources.create_source(request).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "desk-17");
    let refused = CreateSourceRequest {
        source: Some(Source {
            url: "hush://url".to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    };
    sources.create_source(refused).await.unwrap_err();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());

    let log = serving.log();
    assert!(!log.iter().any(|line| line.contains("hush")), "{log:#?}");
    let answered: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON"))
        .filter(|line| line["message"] == "answered")
        .collect();
    let codes: Vec<&str> = answered
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["Ok", "AlreadyExists", "Ok", "InvalidArgument"]);
    for line in &answered {
        assert!(line["span"]["request"].is_string(), "{line}");
        assert!(line["took_us"].is_u64(), "{line}");
    }
    assert_eq!(answered[2]["span"]["request"], "desk-17");
}
