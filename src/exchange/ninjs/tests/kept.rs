//! Kept items.

use serde_json::json;

use super::*;
use crate::{
    exchange::{
        ninjs::documents,
        resources::{Base, Resources},
    },
    wire::value::read::to_timestamp,
};

/// What is written after an item was stored and its article changed.
fn written(text: &str, change: impl FnOnce(&mut pb::Article)) -> String {
    let reading = read(text, &Options::default());
    let mut resources = Resources::of_bundle(only(&reading).bundle.clone());
    for article in &mut resources.articles {
        let time = chrono::DateTime::from_timestamp(1_800_000_000, 0);
        article.update_time = time.map(to_timestamp);
    }
    if let Some(article) = resources.articles.first_mut() {
        change(article);
    }
    let written = documents(&resources, &Base::default());
    let own = written
        .into_iter()
        .find(|it| it.content.contains("\"uri\""));
    own.expect("is written").content
}

fn changed(value: &Value, change: impl FnOnce(&mut pb::Article)) -> Value {
    serde_json::from_str(&written(&value.to_string(), change)).expect("is JSON")
}

#[test]
fn an_item_is_returned_letter_by_letter_if_nothing_changed() {
    let text = format!("{:#}", item());
    assert_eq!(written(&text, |_| {}), text);
    // What the store knows better is no change.
    let same = written(&text, |article| {
        article.headline = "PRICES ROSE".to_owned();
        article.language = "en-GB".to_owned();
        article.body.push('\n');
        article.bylines[0].name = "A. Nyone".to_owned();
        article.section = "World".to_owned();
    });
    assert_eq!(same, text);
    let picture = with(&json!({"type": "picture"})).to_string();
    assert_eq!(written(&picture, |_| {}), picture);
}

#[test]
fn only_what_changed_is_replaced() {
    let after = changed(&item(), |it| it.headline = "Prices fell".to_owned());
    let mut expected = with(&json!({"version": null, "versionCreated": "2027-01-15T08:00:00Z"}));
    expected["headlines"][1]["value"] = "Prices fell".into();
    assert_eq!(after, expected);
    let after = changed(&item(), |it| {
        it.set_publication_status(pb::PublicationStatus::Canceled);
        it.language = "it".to_owned();
        it.bylines.clear();
    });
    let expected = json!({"version": null, "versionCreated": "2027-01-15T08:00:00Z",
        "pubStatus": "canceled", "language": "it", "by": null});
    assert_eq!(after, with(&expected));
}

#[test]
fn everything_else_of_a_changed_item_stays_letter_by_letter() {
    let text = "{ \"urgency\" : 4.0e0,\n \"uri\":\"urn:x:1\",  \"x\":1.10, \"x\":[1E2 ],\n \
                \"type\":\"text\", \"headline\": \"caf\\u00e9\", \"body_text\":\"T\", \"a\": 0 }\n";
    let after = written(text, |it| it.headline = "Bar".to_owned());
    let expected = text
        .replace("caf\\u00e9", "Bar")
        .replace("0 }\n", "0, \"versioncreated\": \"2027-01-15T08:00:00Z\" }");
    assert_eq!(after, expected);
}

fn correct(article: &mut pb::Article) {
    for (kind, notice) in [(1, "It was 3."), (1, "And 4."), (3, "More.")] {
        article.corrections.push(pb::Correction {
            r#type: kind,
            notice: notice.to_owned(),
            ..pb::Correction::default()
        });
    }
    article.retraction = Some(pb::Retraction {
        reason: "It is wrong.".to_owned(),
        ..pb::Retraction::default()
    });
}

#[test]
fn corrections_and_a_retraction_since_are_added_to_the_item() {
    let given = with(&json!({"descriptions": [
        {"role": "summary", "value": "S"}, {"role": "correction", "value": "It was 3."}]}));
    let after = changed(&given, correct);
    let described =
        |role: &str, text: &str| json!({"role": role, "contentType": "text/plain", "value": text});
    let expected = json!([
        {"role": "summary", "value": "S"},
        {"role": "correction", "value": "It was 3."},
        described("correction", "And 4."),
        described("update", "More."),
        described("retraction", "It is wrong."),
    ]);
    assert_eq!(after["descriptions"], expected);
    assert_eq!(after["versionCreated"], "2027-01-15T08:00:00Z");
    // They are there once, however often the item goes in and out.
    let again = changed(&after, correct);
    assert_eq!(again, after);
    let first = json!({"uri": "urn:x:1", "headline": "H", "body_text": "T", "description_correction": "Old."});
    let after = changed(&first, correct);
    assert_eq!(
        after["description_correction"],
        "Old.\n\nIt was 3.\n\nAnd 4."
    );
    assert_eq!(after["description_retraction"], "It is wrong.");
    assert_eq!(changed(&after, correct), after);
}

#[test]
fn a_notice_that_is_only_part_of_another_one_is_added() {
    let say_wrong = |it: &mut pb::Article| {
        it.corrections.push(pb::Correction {
            notice: "Wrong".to_owned(),
            ..pb::Correction::default()
        });
    };
    let first = |given: &Value| json!({"uri": "urn:x:1", "headline": "H", "body_text": "T", "description_correction": given});
    for (given, expected) in [
        (json!("Wrong date."), json!("Wrong date.\n\nWrong")),
        (json!("Old.\n\nWrong"), json!("Old.\n\nWrong")),
        (json!(["Old."]), json!(["Old.", "Wrong"])),
        (json!({"a": 1}), json!([{"a": 1}, "Wrong"])),
    ] {
        let after = changed(&first(&given), say_wrong);
        assert_eq!(after["description_correction"], expected);
    }
}

#[test]
fn nothing_of_a_description_that_is_in_no_list_is_lost() {
    for summary in [json!({"role": "summary", "value": "S"}), json!("S")] {
        let after = changed(&with(&json!({"descriptions": summary})), correct);
        let all = after["descriptions"].as_array().expect("is a list");
        assert_eq!((all.len(), &all[0]), (5, &summary));
    }
    let notice = json!({"role": "correction", "value": "It was 3."});
    let after = changed(&with(&json!({"descriptions": notice})), |it| {
        correct(it);
        it.corrections.truncate(1);
        it.retraction = None;
    });
    assert_eq!(after["descriptions"], notice);
}

#[test]
fn a_changed_text_replaces_all_forms_of_the_text() {
    let two = with(&json!({"bodies": [
        {"role": "rich", "contentType": "text/html", "value": "<p>Old</p>", "charCount": 3},
        {"role": "nitf", "contentType": "application/nitf+xml", "value": "<p>Old</p>"},
    ]}));
    let after = changed(&two, |it| it.body = "New".to_owned());
    let expected = json!([{"role": "text", "contentType": "text/plain", "value": "New"}]);
    assert_eq!(after["bodies"], expected);
    let first = json!({"uri": "urn:x:1", "type": "text", "headline": "H", "body_text": "Old", "body_xhtml": "<p>Old</p>", "wordcount": 1});
    let after = changed(&first, |it| {
        it.body = "New".to_owned();
        it.set_publication_status(pb::PublicationStatus::Usable);
    });
    let expected = json!({"uri": "urn:x:1", "type": "text", "headline": "H", "body_text": "New",
        "pubstatus": "usable", "versioncreated": "2027-01-15T08:00:00Z"});
    assert_eq!(after, expected);
}
