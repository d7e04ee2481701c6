//! Reading.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::exchange::reading::Compared;

#[test]
fn a_text_with_a_headline_is_an_article() {
    let reading = read_value(&item());
    assert_eq!(reading.unread, []);
    let item = only(&reading);
    let time = chrono::DateTime::from_timestamp(1_740_902_400, 0);
    let version = item.version.as_ref().expect("a version");
    assert_eq!((version.number, version.time), (Some(2), time));
    let article = item.bundle.article.as_ref().expect("an article");
    assert_eq!(article.uri, "https://example.org/story");
    assert_eq!(article.headline, "Prices rose");
    assert_eq!(article.body, "One.\n\nTwo & three.");
    assert_eq!(article.bylines[0].printed, "By A. Nyone in Kyiv");
    assert_eq!(article.language, "en");
    assert_eq!(article.publication_status(), pb::PublicationStatus::Usable);
    let date = article.date_published.as_ref().expect("a date");
    assert_eq!(date.time_zone, "+02:00");
    assert_eq!(date.instant.expect("an instant").seconds, 1_740_812_400);
    let kept = article.exchange_document.as_ref().expect("kept");
    assert_eq!(kept.format(), pb::DocumentFormat::Ninjs);
}

#[test]
fn the_three_spellings_of_the_standard_are_one() {
    let first = json!({
        "uri": "https://example.org/story", "type": "text", "version": "2",
        "versioncreated": "2025-03-02T10:00:00+02:00", "firstcreated": "2025-03-01T09:00:00+02:00",
        "pubstatus": "usable", "language": "en", "byline": "By A. Nyone in Kyiv",
        "headline": "Prices rose", "headline_seo": "Other",
        "body_xhtml": "<p>One.</p><p>Two &amp; three.</p>",
    });
    let second = with(&json!({
        "versionCreated": null, "firstCreated": null, "pubStatus": null,
        "versioncreated": "2025-03-02T10:00:00+02:00", "firstcreated": "2025-03-01T09:00:00+02:00",
        "pubstatus": "usable",
        "bodies": [{"contenttype": "text/html", "value": "<p>One.</p><p>Two &amp; three.</p>"}],
    }));
    let plain = |value: &Value| pb::Article {
        exchange_document: None,
        ..article(value)
    };
    assert_eq!(plain(&first), plain(&item()));
    assert_eq!(plain(&second), plain(&item()));
}

#[test]
fn plain_text_is_taken_before_markup_and_letter_by_letter() {
    let bodies = json!([
        {"role": "nitf", "contentType": "application/nitf+xml", "value": "<nitf>N</nitf>"},
        {"role": "html", "value": "<p>H</p>"},
        {"role": "text", "contentType": "text/plain", "value": " A <b>\r\n\u{0}"},
    ]);
    assert_eq!(
        article(&with(&json!({"bodies": bodies}))).body,
        " A <b>\r\n\u{fffd}"
    );
    let nitf = "<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head>\
                <body.content><p>N1</p><p>N2</p></body.content></body></nitf>";
    let bodies = json!([{"contentType": "text/vnd.IPTC.NITF", "value": nitf}]);
    assert_eq!(article(&with(&json!({"bodies": bodies}))).body, "N1\n\nN2");
    let untyped = json!([{"value": "1 < 2"}]);
    assert_eq!(article(&with(&json!({"bodies": untyped}))).body, "1 < 2");
    let marked = json!([{"role": "main", "value": "<p>x</p>"}]);
    assert_eq!(article(&with(&json!({"bodies": marked}))).body, "x");
}

#[test]
fn an_item_that_evolved_from_another_is_the_same_article_and_compares_by_time() {
    let evolved = with(&json!({"version": "1", "evolvedfrom": "urn:newsml:example.org:1"}));
    let reading = read_value(&evolved);
    let item = only(&reading);
    let article = item.bundle.article.as_ref().expect("an article");
    assert_eq!(article.aliases, ["urn:newsml:example.org:1"]);
    let version = item.version.as_ref().expect("a version");
    let former = read_value(&with(
        &json!({"uri": "urn:newsml:example.org:1", "version": "7"}),
    ));
    let former = only(&former).version.as_ref().expect("a version");
    assert_eq!(version.compare(former), Compared::Later);
    assert_eq!(former.compare(version), Compared::Earlier);
    let odd = read_value(&with(&json!({"evolvedfrom": "no address"})));
    assert_eq!(odd.unread[0].path, "/evolvedfrom");
}

#[test]
fn other_ids_are_addresses_or_what_the_caller_says() {
    let value = with(&json!({"altIds": [
        {"role": "cms", "value": "48213"},
        {"role": "otr", "value": "(reuters)"},
        {"role": "web", "value": "https://example.org/other"},
    ]}));
    let plain = article(&value);
    assert_eq!(plain.external_ids, []);
    assert_eq!(plain.aliases, ["https://example.org/other"]);
    let options = Options {
        id_roles: vec!["cms".to_owned(), "no slug".to_owned()],
    };
    let reading = read(&value.to_string(), &options);
    let ids = &only(&reading)
        .bundle
        .article
        .as_ref()
        .expect("an article")
        .external_ids;
    assert_eq!(
        (ids[0].system.as_str(), ids[0].id.as_str()),
        ("cms", "48213")
    );
    let first = with(&json!({"altIds": null, "altids": {"cms": "1", "no slug": "2"}}));
    let reading = read(&first.to_string(), &options);
    assert_eq!(reading.unread[0].path, "/altids/no slug");
}

#[test]
fn sources_of_information_are_cited_if_the_item_says_what_they_are() {
    let value = with(&json!({
        "infoSources": [{"name": "Olga"}, {"name": "Acme"}, {"name": "Who"}, {"name": "Press", "role": "publisher"}],
        "people": [{"name": "Olga", "rel": "about"}],
        "organisations": [{"name": "Acme"}, {"name": "Press"}],
    }));
    let reading = read_value(&value);
    assert_eq!(reading.unread[0].path, "/infoSources/2");
    let bundle = &only(&reading).bundle;
    let kinds: Vec<_> = bundle
        .sources
        .iter()
        .map(|it| {
            let source = it.source.as_ref().expect("a source");
            (source.kind(), source.display_name.as_str())
        })
        .collect();
    let expected = [
        (pb::SourceKind::Person, "Olga"),
        (pb::SourceKind::Organization, "Acme"),
        (pb::SourceKind::Organization, "Press"),
    ];
    assert_eq!(kinds, expected);
    let article = bundle.article.as_ref().expect("an article");
    assert_eq!(article.citations.len(), 2);
    assert_eq!(article.publisher, format!("#{}", bundle.sources[2].key));
}

#[test]
fn pictures_of_an_article_are_credited() {
    let picture = json!({"name": "main", "uri": "https://example.org/p", "type": "picture", "by": "P. Hoto",
        "headlines": [{"value": "A ship"}]});
    let value = with(
        &json!({"associations": [picture, {"name": "t", "uri": "https://example.org/t", "type": "text"}]}),
    );
    let reading = read_value(&value);
    let bundle = &only(&reading).bundle;
    let source = bundle.sources[0].source.as_ref().expect("a source");
    assert_eq!(
        (source.kind(), source.display_name.as_str()),
        (pb::SourceKind::Image, "A ship")
    );
    let credits = &bundle.article.as_ref().expect("an article").credits;
    assert_eq!((credits.len(), credits[0].printed.as_str()), (1, "P. Hoto"));
    let of_first = with(
        &json!({"associations": {"main": {"uri": "https://example.org/p", "type": "picture", "byline": "P. Hoto", "headline": "A ship"}, "none": null}}),
    );
    assert_eq!(
        read_value(&of_first).items[0].bundle.sources,
        bundle.sources
    );
}

#[test]
fn what_is_no_article_is_a_source_that_keeps_it() {
    let source = |changes: &Value| {
        let reading = read_value(&with(changes));
        let bundle = &only(&reading).bundle;
        assert!(bundle.article.is_none());
        let source = bundle.sources[0].source.clone().expect("a source");
        assert!(source.exchange_document.is_some());
        source
    };
    let picture = source(&json!({"type": "picture"}));
    assert_eq!(
        (picture.kind(), picture.display_name.as_str()),
        (pb::SourceKind::Image, "Prices rose")
    );
    assert_eq!(picture.url, "https://example.org/story");
    assert_eq!(
        source(&json!({"bodies": null})).kind(),
        pb::SourceKind::NewsArticle
    );
    assert_eq!(
        source(&json!({"headlines": null, "title": "T"})).display_name,
        "T"
    );
    let event = source(&json!({"type": "event", "uri": "urn:newsml:example.org:e"}));
    assert_eq!(
        (event.kind(), event.same_as),
        (
            pb::SourceKind::Document,
            vec!["urn:newsml:example.org:e".to_owned()]
        )
    );
}

#[test]
fn what_is_too_large_for_an_article_is_listed() {
    let large = "x".repeat((1 << 20) + 1);
    let bodies = json!([{"contentType": "text/plain", "value": large}]);
    let reading = read_value(&with(&json!({"bodies": bodies})));
    let paths: Vec<&str> = reading.unread.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["", "/bodies/0/value"]);
    let source = only(&reading).bundle.sources[0]
        .source
        .as_ref()
        .expect("a source");
    assert!(source.exchange_document.is_none() && source.kind() == pb::SourceKind::NewsArticle);
    let headlines = json!([{"value": "x".repeat(1001)}]);
    let reading = read_value(&with(&json!({"headlines": headlines})));
    assert_eq!(reading.unread[0].path, "/headlines/0/value");
}

#[test]
fn which_state_it_was_is_kept_of_an_item_that_is_too_long_to_be_kept() {
    let bodies = json!([{"contentType": "text/plain", "value": "x".repeat(1 << 18)}]);
    let large = with(&json!({"bodies": bodies, "version": "3", "evolvedFrom": "urn:x:0"}));
    let reading = read_value(&large);
    assert_eq!(reading.unread[0].path, "");
    let article = only(&reading).bundle.article.clone().expect("an article");
    let kept = article.exchange_document.expect("a state").content;
    assert!(kept.len() < 500, "{kept}");
    let state = read(&kept, &Options::default());
    assert_eq!(only(&state).version, only(&reading).version);
}

#[test]
fn what_is_no_item_is_refused_with_its_place() {
    let refused = |value: &Value| {
        let reading = read_value(value);
        assert!(reading.items.is_empty() && reading.unread[0].is_refusal);
        reading.unread[0].path.clone()
    };
    assert_eq!(refused(&json!({"type": "object", "title": "a schema"})), "");
    assert_eq!(refused(&json!({"title": "anything"})), "");
    assert_eq!(refused(&json!({"uri": 7})), "/uri");
    assert_eq!(refused(&with(&json!({"uri": null}))), "/uri");
    assert_eq!(refused(&with(&json!({"uri": " "}))), "/uri");
    assert_eq!(refused(&json!([])), "");
    assert_eq!(refused(&json!([item(), 7])[1]), "");
    let odd = read_value(&with(&json!({"type": "photo"})));
    assert_eq!(odd.unread[0].path, "/type");
    assert!(only(&odd).bundle.article.is_none());
    let list = read_value(&json!([item(), {"a": 1}]));
    assert_eq!(
        (list.items[0].path.as_str(), list.unread[0].path.as_str()),
        ("/0", "/1")
    );
}

#[test]
fn what_is_odd_is_left_out_and_listed() {
    let value = with(&json!({"language": "en_GB", "pubStatus": "perhaps", "by": "x".repeat(501)}));
    let reading = read_value(&value);
    let paths: Vec<&str> = reading.unread.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["/language", "/by", "/pubStatus"]);
    assert!(reading.unread.iter().all(|it| !it.is_refusal));
    let article = only(&reading).bundle.article.as_ref().expect("an article");
    assert!(article.language.is_empty() && article.bylines.is_empty());
}

#[test]
fn values_of_a_wrong_type_are_listed_each_with_its_place() {
    let value = with(&json!({
        "by": 7, "version": 2, "versionCreated": "yesterday", "firstCreated": "2025-03-01",
        "headlines": [{"value": "Prices rose"}, "x", {"value": ["y"]}, {"role": "alternative", "value": "x".repeat(1001)}],
        "altIds": [{"role": "a", "value": 7}], "people": {"x": "y"}, "organisations": "Acme",
        "genres": [{"uri": "http://cv.iptc.org/newscodes/genre/Poetry"}, {"name": 1}],
        "associations": [{"name": "p", "uri": "urn:p:1", "type": "picture", "title": "x".repeat(501), "by": []}],
    }));
    let reading = read_value(&value);
    let paths: BTreeSet<&str> = reading.unread.iter().map(|it| it.path.as_str()).collect();
    let expected = BTreeSet::from([
        "/by",
        "/version",
        "/versionCreated",
        "/firstCreated",
        "/headlines/1",
        "/headlines/2/value",
        "/headlines/3/value",
        "/altIds/0/value",
        "/people/x",
        "/organisations",
        "/genres/0",
        "/genres/1",
        "/genres/1/name",
        "/associations/0",
        "/associations/0/by",
    ]);
    assert_eq!(paths, expected);
    assert!(only(&reading).bundle.article.is_some());
    let odd = read_value(&with(
        &json!({"version": "one", "altIds": {"a": 1}, "body_text": 1}),
    ));
    let paths: Vec<&str> = odd.unread.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["/body_text", "/altIds/a", "/version"]);
    let many = with(&json!({"people": vec![1; 3000]}));
    let unread = read_value(&many).unread;
    assert_eq!(
        (unread.len(), unread[1000].reason.as_str()),
        (1001, "more was left out")
    );
}

#[test]
fn why_a_text_is_no_article_is_listed() {
    for (changes, path) in [
        (json!({"headlines": [{"value": " "}]}), "/headlines"),
        (json!({"headlines": null}), ""),
        (json!({"bodies": [{"value": " \n"}]}), "/bodies"),
        (
            json!({"bodies": [{"contentType": "application/pdf", "value": "x"}]}),
            "/bodies",
        ),
    ] {
        let reading = read_value(&with(&changes));
        assert!(only(&reading).bundle.article.is_none());
        assert_eq!(reading.unread[0].path, path, "{changes}");
        assert!(reading.unread[0].reason.contains("imported as a source"));
    }
    let list = read_value(&with(&json!({"headlines": null, "headline": ["x"]})));
    let paths: Vec<&str> = list.unread.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["/headline", "/headline"]);
    assert_eq!(
        read_value(&with(&json!({"type": "picture", "headlines": null}))).unread,
        []
    );
}

#[test]
fn a_source_that_is_cited_and_credited_is_one_source() {
    let picture = json!({"name": "p", "uri": "https://example.org/p", "type": "picture"});
    let cited = json!({"uri": "HTTPS://EXAMPLE.ORG/p", "name": "A ship",
        "rel": "https://schema.org/citation"});
    let value = with(&json!({"profile": "claimstore", "associations": [picture],
        "objects": [cited, {"uri": "https://example.org/q", "rel": "https://schema.org/citation"}]}));
    let reading = read_value(&value);
    let bundle = &only(&reading).bundle;
    assert_eq!(bundle.sources.len(), 2, "{:?}", bundle.sources);
    let source = bundle.sources[0].source.as_ref().expect("a source");
    assert_eq!(
        (source.kind(), source.display_name.as_str()),
        (pb::SourceKind::Image, "A ship")
    );
    let article = bundle.article.as_ref().expect("an article");
    assert_eq!(article.citations[0].source, article.credits[0].source);
    assert_eq!(article.citations.len(), 2);
}

#[test]
fn a_date_is_only_that_of_the_first_version() {
    let date = |changes: &Value| article(&with(changes)).date_published;
    assert!(date(&json!({"firstCreated": null})).is_none());
    let first = date(&json!({"firstCreated": null, "version": "1"})).expect("a date");
    assert_eq!(first.instant.expect("an instant").seconds, 1_740_902_400);
    assert!(date(&json!({"firstCreated": "yesterday"})).is_none());
    let utc = date(&json!({"firstCreated": "2025-03-01T09:00:00Z"})).expect("a date");
    assert_eq!(utc.time_zone, "");
}

#[test]
fn an_item_with_very_many_sources_is_read_in_bounded_time() {
    let many =
        |number: usize| json!({"name": format!("S{number}"), "uri": format!("urn:x:{number}")});
    let all: Vec<Value> = (0..20_000).map(many).collect();
    let pictures = (0..20_000)
        .map(|number| json!({"name": "p", "type": "picture", "uri": format!("urn:p:{number}")}));
    let pictures: Vec<Value> = pictures.collect();
    let ids = json!({"infoSources": all, "people": all, "associations": pictures, "altIds": all});
    let reading = read_value(&with(&ids));
    let bundle = &only(&reading).bundle;
    let article = bundle.article.as_ref().expect("an article");
    assert_eq!((article.citations.len(), article.credits.len()), (500, 100));
    assert_eq!(bundle.sources.len(), 600);
}
