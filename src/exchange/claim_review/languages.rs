//! The language of a document, as documents write it.

use serde_json::Value;

use super::node::{text, values};
use crate::domain::value::language::{self, NotATag};

/// Names of languages that documents have instead of tags.
const NAMES: &[(&str, &str)] = &[
    ("english", "en"),
    ("italian", "it"),
    ("italiano", "it"),
    ("french", "fr"),
    ("français", "fr"),
    ("german", "de"),
    ("deutsch", "de"),
    ("spanish", "es"),
    ("español", "es"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("hindi", "hi"),
    ("bengali", "bn"),
    ("tamil", "ta"),
    ("telugu", "te"),
    ("urdu", "ur"),
    ("arabic", "ar"),
    ("indonesian", "id"),
    ("turkish", "tr"),
    ("polish", "pl"),
    ("dutch", "nl"),
    ("ukrainian", "uk"),
    ("russian", "ru"),
    ("japanese", "ja"),
    ("korean", "ko"),
];

/// The BCP-47 tag of a language. The error says why there is none.
pub fn tag(value: &Value) -> Result<String, String> {
    let given = values(value);
    let mut tags = given.iter().map(|value| one(value));
    let first = tags.next().unwrap_or_else(|| Err("is empty".to_owned()))?;
    match tags.all(|other| other.as_ref() == Ok(&first)) {
        true => Ok(first),
        false => Err("has several languages, and the claim has one".to_owned()),
    }
}

fn one(value: &Value) -> Result<String, String> {
    let of_object = |name: &str| value.get(name).and_then(text);
    let written = text(value)
        .or_else(|| of_object("alternateName"))
        .or_else(|| of_object("identifier"))
        .or_else(|| of_object("name"))
        .ok_or("is not a language")?;
    let written = written.trim();
    let lower = written.to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Ok((*tag).to_owned());
    }
    let tag = match language::parsed(written) {
        Ok(tag) => tag.to_owned(),
        Err(NotATag::Underscored(meant)) => meant,
        Err(error @ NotATag::Malformed) => return Err(format!("is {error}")),
    };
    // The grammar allows for longer ones, but there are none: it is the name of a language.
    let is_known = tag.split('-').next().is_some_and(|it| it.len() <= 3);
    is_known.then_some(tag).ok_or_else(|| {
        "is not a BCP-47 language tag; write for example en, it-IT or zh-Hans".to_owned()
    })
}
