//! Items are read and written as the standard says.

mod kept;
mod official;
mod reading;
mod writing;

use serde_json::{Value, json};

use super::{Options, read};
use crate::{
    exchange::reading::{Item, Reading},
    wire::pb,
};

/// An item of ninjs 3.
fn item() -> Value {
    json!({
        "uri": "https://example.org/story",
        "type": "text",
        "version": "2",
        "versionCreated": "2025-03-02T10:00:00+02:00",
        "firstCreated": "2025-03-01T09:00:00+02:00",
        "pubStatus": "usable",
        "urgency": 4,
        "language": "en",
        "by": "By A. Nyone in Kyiv",
        "headlines": [{"role": "seo", "value": "Other"}, {"role": "main", "value": "Prices rose"}],
        "bodies": [
            {"role": "html", "contentType": "text/html; charset=utf-8", "value": "<p>One.</p><p>Two &amp; three.</p>"},
        ],
    })
}

fn read_value(value: &Value) -> Reading {
    read(&value.to_string(), &Options::default())
}

fn only(reading: &Reading) -> &Item {
    assert_eq!(reading.items.len(), 1, "{reading:?}");
    &reading.items[0]
}

fn article(value: &Value) -> pb::Article {
    let reading = read_value(value);
    let article = only(&reading).bundle.article.clone();
    article.expect("an article")
}

/// The item with changed members. Those that are null are removed.
fn with(changes: &Value) -> Value {
    let mut item = item();
    for (name, value) in changes.as_object().expect("an object") {
        match value.is_null() {
            true => {
                item.as_object_mut().expect("an object").remove(name);
            }
            false => item[name] = value.clone(),
        }
    }
    item
}
