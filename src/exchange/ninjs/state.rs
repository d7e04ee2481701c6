//! Which state of an article an item is, and what is kept to tell it from others.

use serde_json::{Map, Value, json};

use super::names::{
    EVOLVED_FROM, OWN_PROFILE, STATE_PROFILE, VERSION_CREATED, property, text_of, text_property,
};
use crate::{
    domain::value::url::ALIASES_MAX,
    exchange::{
        json::{canonical, texts},
        kept,
        reading::Version,
    },
    wire::{pb, value::time},
};

/// The state that an item is. The number in an item of claimstore is that of one store, and says
/// nothing in others.
pub fn version(item: &Map<String, Value>, value: &Value) -> Version {
    let profile = text_of(item, &["profile"]);
    let number = text_of(item, &["version"]).trim().parse().ok();
    let created = text_property(item, VERSION_CREATED);
    let followed = property(item, EVOLVED_FROM).map(|it| it.1);
    let followed = texts(followed).into_iter().take(ALIASES_MAX);
    Version {
        uri: text_of(item, &["uri"]).to_owned(),
        number: number.filter(|_| profile != OWN_PROFILE),
        time: created.and_then(|(_, text)| time::read(text)),
        follows: followed.map(str::to_owned).collect(),
        digest: match profile {
            STATE_PROFILE => text_of(item, &["digest"]).to_owned(),
            _ => kept::digest_name(&canonical(value)),
        },
        is_own: profile == OWN_PROFILE,
    }
}

/// What is kept of an item that is not kept itself: which state it is.
pub fn document(version: &Version) -> Option<pb::ExchangeDocument> {
    let mut state = json!({
        "profile": STATE_PROFILE,
        "uri": version.uri,
        "digest": version.digest,
    });
    if let Some(number) = version.number {
        state["version"] = number.to_string().into();
    }
    if let Some(text) = version.time.and_then(|it| time::text(time::message(it))) {
        state["versionCreated"] = text.into();
    }
    if !version.follows.is_empty() {
        state["evolvedFrom"] = version.follows.clone().into();
    }
    kept::document(pb::DocumentFormat::Ninjs, &state.to_string())
}

/// Whether a kept document only says which state was imported.
pub fn is_state(text: &str) -> bool {
    let state: Option<Value> = serde_json::from_str(text).ok();
    state.is_some_and(|it| it["profile"] == STATE_PROFILE)
}
