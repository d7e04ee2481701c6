//! What has changed of a kept item since it was read.

use serde_json::Value;

use super::{
    article,
    names::{BODIES, BY, CONTENT_TYPE, COUNTS, PUB_STATUS, VERSION_CREATED, property},
    text,
};
use crate::{
    domain::value::identity::normal_text,
    exchange::kept,
    wire::{pb, value::time},
};

/// A kept item with what has changed of its article: headline, text, authors, language and
/// status. None if it is not an article.
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
    if as_stored != as_read {
        if let Some(changed) = stored.update_time.and_then(time::text) {
            set(&mut as_stored, VERSION_CREATED, Some(changed));
        }
        as_stored.as_object_mut()?.remove("version");
    }
    kept::merged(kept, &as_read, &as_stored)
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
    let Some(object) = item.as_object_mut() else {
        return;
    };
    let of_version_1 = object.contains_key("headline");
    let lower = object.contains_key("versioncreated") || object.contains_key("pubstatus");
    let used = names.iter().find(|it| object.contains_key(**it));
    let name = used.or(match of_version_1 || lower && names != BY {
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
