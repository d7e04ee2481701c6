//! What of an item is no value that ninjs has in its place.

use serde_json::{Map, Value};

use super::names::{
    ALT_IDS, BODIES, BY, CONTENT_TYPE, FIRST_CREATED, GENRES, HEADLINES, INFO_SOURCES, OBJECTS,
    ORGANISATIONS, PEOPLE, PUB_STATUS, SUBJECTS, VERSION_CREATED, property,
};
use crate::exchange::json::{at, each};

/// The properties of an item that are texts.
const TEXTS: &[&[&str]] = &[
    &["headline"],
    &["title"],
    &["language"],
    &["version"],
    &["profile"],
    BY,
    PUB_STATUS,
    FIRST_CREATED,
    VERSION_CREATED,
];
/// The properties of an item that are lists of objects, or objects of objects.
const LISTS: &[&[&str]] = &[
    HEADLINES,
    BODIES,
    ALT_IDS,
    INFO_SOURCES,
    PEOPLE,
    ORGANISATIONS,
    OBJECTS,
    SUBJECTS,
    GENRES,
    &["associations"],
];
/// The members of such an object that are texts.
const MEMBERS: &[&[&str]] = &[
    &["value"],
    &["name"],
    &["literal"],
    &["uri"],
    &["code"],
    &["scheme"],
    &["role"],
    &["rel"],
    &["type"],
    &["title"],
    &["headline"],
    CONTENT_TYPE,
    BY,
];

/// The places of values that are of another type than those of ninjs, with what they are not.
pub fn wrong_types(item: &Map<String, Value>) -> Vec<(String, &'static str)> {
    let mut wrong = Vec::new();
    add_no_texts("", item, TEXTS, &mut wrong);
    for (name, value) in item {
        if name.starts_with("body_") && !value.is_string() && !value.is_null() {
            wrong.push((at("", name), "is no text"));
        }
    }
    for names in LISTS {
        let Some((path, value)) = property(item, names) else {
            continue;
        };
        let elements = match value {
            Value::Array(_) => each(&path, value),
            Value::Object(all) => {
                let members = all.iter().map(|(name, it)| (at(&path, name), it));
                members.collect()
            }
            _ => {
                wrong.push((path, "is no list"));
                continue;
            }
        };
        let are_texts = *names == ALT_IDS && value.is_object();
        for (path, element) in elements {
            match element {
                Value::Null => {}
                Value::String(_) if are_texts => {}
                _ if are_texts => wrong.push((path, "is no text")),
                Value::Object(element) => add_no_texts(&path, element, MEMBERS, &mut wrong),
                _ => wrong.push((path, "is no object")),
            }
        }
    }
    wrong
}

fn add_no_texts(
    path: &str,
    object: &Map<String, Value>,
    properties: &[&[&str]],
    wrong: &mut Vec<(String, &'static str)>,
) {
    for names in properties {
        if let Some((name, value)) = property(object, names)
            && !value.is_string()
        {
            wrong.push((format!("{path}{name}"), "is no text"));
        }
    }
}
