//! What has changed of a kept item since it was read.

use serde_json::{Map, Value, json};

use super::{
    article,
    names::{BODIES, BY, CONTENT_TYPE, COUNTS, PUB_STATUS, VERSION_CREATED, property},
    text,
};
use crate::{
    domain::value::identity::normal_text,
    exchange::json_merge,
    wire::{pb, value::time},
};

/// A kept item with what has changed of its article: headline, text, authors, language and
/// status, and with its corrections and retraction. None if it is not an article.
///
/// A changed text is plain text. Other forms of it say what the article no longer says, so
/// they are left out, and so are counts and the number of the version, which only the provider
/// counts on.
pub fn updated(kept: &str, stored: &pb::Article) -> Option<String> {
    let as_read: Value = serde_json::from_str(kept).ok()?;
    let item = as_read.as_object()?;
    let read = article::read(item, &[])?;
    let mut as_stored = as_read.clone();
    let before = &read.article;
    if normal_text(&before.headline) != normal_text(&stored.headline) {
        *as_stored.pointer_mut(&read.headline_path)? = stored.headline.clone().into();
    }
    if before.body.trim_end() != stored.body.trim_end() {
        replace_body(
            &mut as_stored,
            &read.body_path,
            &text::body_paths(item),
            &stored.body,
        )?;
    }
    let by = byline(stored);
    if normal_text(&byline(before)) != normal_text(&by) {
        set(&mut as_stored, BY, Some(by));
    }
    let is_refined = |tag: &str| !tag.is_empty() && stored.language.starts_with(&format!("{tag}-"));
    if before.language != stored.language && !is_refined(&before.language) {
        set(&mut as_stored, &["language"], Some(stored.language.clone()));
    }
    if before.publication_status != stored.publication_status {
        let status = status_name(stored.publication_status());
        set(&mut as_stored, PUB_STATUS, status.map(str::to_owned));
    }
    add_notices(&mut as_stored, stored);
    if as_stored != as_read {
        if let Some(changed) = stored.update_time.and_then(time::text) {
            set(&mut as_stored, VERSION_CREATED, Some(changed));
        }
        as_stored.as_object_mut()?.remove("version");
    }
    json_merge::merged(kept, &as_read, &as_stored)
}

/// Adds the corrections and the retraction that an item does not have.
fn add_notices(item: &mut Value, article: &pb::Article) {
    let lower = has_lower_names(item);
    let Some(item) = item.as_object_mut() else {
        return;
    };
    for (role, text) in notices(article) {
        match is_of_version_1(item) {
            true => add_text(item, &format!("description_{role}"), text),
            false => add_description(item, lower, role, text),
        }
    }
}

/// Adds a text to a property. Those that are there stay.
fn add_text(item: &mut Map<String, Value>, name: &str, text: &str) {
    let has_it = |given: &str| format!("\n\n{given}\n\n").contains(&format!("\n\n{text}\n\n"));
    let given = item.entry(name).or_insert(Value::Null);
    match given {
        Value::String(given) if has_it(given) => {}
        Value::String(given) if !given.is_empty() => *given = format!("{given}\n\n{text}"),
        Value::Null | Value::String(_) => *given = text.into(),
        _ => add_to_list(given, text.into(), |it| it == text),
    }
}

fn add_description(item: &mut Map<String, Value>, lower: bool, role: &str, text: &str) {
    let mut description = json!({"role": role, "value": text});
    if let Some(name) = CONTENT_TYPE.get(usize::from(lower)) {
        description[*name] = "text/plain".into();
    }
    let descriptions = item.entry("descriptions").or_insert(Value::Null);
    let is_it = |it: &Value| it["role"] == role && it["value"] == text;
    add_to_list(descriptions, description, is_it);
}

/// Adds an element to a list, unless it is there. What is no list becomes the first element of
/// one.
fn add_to_list(list: &mut Value, element: Value, is_it: impl Fn(&Value) -> bool) {
    match list {
        Value::Array(all) if all.iter().any(&is_it) => {}
        Value::Array(all) => all.push(element),
        Value::Null => *list = json!([element]),
        one if is_it(one) => {}
        one => *one = json!([one.take(), element]),
    }
}

/// The corrections and the retraction of an article, each with its role among descriptions: the
/// standard has no property for them.
pub fn notices(article: &pb::Article) -> impl Iterator<Item = (&'static str, &str)> {
    let corrections = article.corrections.iter().map(|it| {
        let role = match it.r#type() {
            pb::CorrectionType::Unspecified | pb::CorrectionType::Correction => "correction",
            pb::CorrectionType::Clarification => "clarification",
            pb::CorrectionType::Update => "update",
            pb::CorrectionType::EditorsNote => "editorsNote",
        };
        (role, it.notice.as_str())
    });
    let retraction = article.retraction.iter();
    corrections.chain(retraction.map(|it| ("retraction", it.reason.as_str())))
}

/// The authors in one line.
pub fn byline(article: &pb::Article) -> String {
    let lines = article.bylines.iter().map(|it| match it.printed.as_str() {
        "" => it.name.as_str(),
        printed => printed,
    });
    lines.collect::<Vec<_>>().join(", ")
}

/// The name of a status in ninjs.
pub const fn status_name(status: pb::PublicationStatus) -> Option<&'static str> {
    match status {
        pb::PublicationStatus::Unspecified => None,
        pb::PublicationStatus::Usable => Some("usable"),
        pb::PublicationStatus::Withheld => Some("withheld"),
        pb::PublicationStatus::Canceled => Some("canceled"),
    }
}

/// Sets a property under the name that the item uses, or else under that of its version.
fn set(item: &mut Value, names: &[&str], value: Option<String>) {
    let lower = has_lower_names(item);
    let Some(object) = item.as_object_mut() else {
        return;
    };
    let used = names.iter().find(|it| object.contains_key(**it));
    let name = used.or(match is_of_version_1(object) || lower && names != BY {
        true => names.last(),
        false => names.first(),
    });
    match (name, value.filter(|it| !it.is_empty())) {
        (Some(name), Some(value)) => {
            object.insert((*name).to_owned(), value.into());
        }
        (Some(name), None) => {
            object.remove(*name);
        }
        (None, _) => {}
    }
}

/// Whether an item has the names of ninjs 1, which are lower-case.
fn is_of_version_1(item: &Map<String, Value>) -> bool {
    item.contains_key("headline") || item.keys().any(|it| it.starts_with("body_"))
}

/// Whether an item has the lower-case names of ninjs 1 and 2.
fn has_lower_names(item: &Value) -> bool {
    ["versioncreated", "pubstatus"]
        .iter()
        .any(|it| item.get(*it).is_some())
}

fn replace_body(item: &mut Value, path: &str, all: &[String], body: &str) -> Option<()> {
    if !path.starts_with("/bodies/") {
        // ninjs 1 has a property for each form.
        let object = item.as_object_mut()?;
        object.retain(|name, _| !name.starts_with("body_") && !COUNTS.contains(&name.as_str()));
        object.insert("body_text".to_owned(), body.into());
        return Some(());
    }
    let place = all
        .iter()
        .filter(|it| it.starts_with("/bodies/"))
        .position(|it| it == path)?;
    let (_, bodies) = property(item.as_object()?, BODIES)?;
    let mut kept = bodies
        .as_array()?
        .iter()
        .filter(|it| it.is_object())
        .nth(place)?
        .clone();
    let object = kept.as_object_mut()?;
    let name = CONTENT_TYPE
        .iter()
        .find(|it| object.contains_key(**it))
        .copied();
    let is_plain = name.is_some_and(|it| object.get(it).is_some_and(|it| it == "text/plain"));
    object.retain(|name, _| !COUNTS.contains(&name.as_str()));
    object.insert("value".to_owned(), body.into());
    if let (Some(name), false) = (name, is_plain) {
        object.insert(name.to_owned(), "text/plain".into());
        object.insert("role".to_owned(), "text".into());
    } else if name.is_none() {
        object.insert("role".to_owned(), "text".into());
    }
    item.as_object_mut()?
        .insert("bodies".to_owned(), Value::Array(vec![kept]));
    Some(())
}
