//! Reads single values of messages: enumerations, times, references and ids.

use std::collections::{HashMap, hash_map::Entry};

use chrono::{DateTime, SubsecRound as _, TimeDelta};
pub use prost_types::Timestamp as WireTimestamp;
use uuid::Uuid;

use crate::domain::{
    Timestamp,
    resource::{ArticleId, ClaimId, Name, NotAName, SourceId},
    value::{Checker, Coded},
};

/// The value with a number, if there is one. A test ensures that values have the same
/// numbers in messages and in the domain.
pub fn known<E: Coded>(number: i32) -> Option<E> {
    i16::try_from(number).ok().and_then(E::from_code)
}

/// Reads an optional enumeration.
pub fn optional<E: Coded>(check: &mut Checker, name: &str, number: i32) -> Option<E> {
    let value = known(number);
    if value.is_none() && number != 0 {
        check.report_at(name, format!("has no value {number}"));
    }
    value
}

/// Reads a required enumeration.
pub fn required<E: Coded>(check: &mut Checker, name: &str, number: i32) -> E {
    if number == 0 {
        check.report_at(name, "is required");
    }
    optional(check, name, number).unwrap_or_default()
}

/// Reads an enumeration that is `default` if it is not given.
pub fn or_default<E: Coded>(check: &mut Checker, name: &str, number: i32, default: E) -> E {
    optional(check, name, number).unwrap_or(default)
}

/// The number of a value in messages.
pub fn number<E: Coded>(value: E) -> i32 {
    value.code().into()
}

/// The number of an optional value in messages; 0 if it is absent.
pub fn number_or_zero<E: Coded>(value: Option<E>) -> i32 {
    value.map_or(0, number)
}

/// Reads a point in time, cut off to the precision of the store, which is microseconds.
pub fn timestamp(
    check: &mut Checker,
    name: &str,
    wire: Option<WireTimestamp>,
) -> Option<Timestamp> {
    Some(precise(check, name, wire)?.trunc_subsecs(MICROSECONDS))
}

/// Reads the bound of a range of stored times. Between two microseconds there is no stored
/// time, so a finer bound is rounded up: the range then holds the same times.
pub fn bound(check: &mut Checker, name: &str, wire: Option<WireTimestamp>) -> Option<Timestamp> {
    let given = precise(check, name, wire)?;
    let whole = given.trunc_subsecs(MICROSECONDS);
    Some(match whole == given {
        true => whole,
        false => whole + TimeDelta::microseconds(1),
    })
}

/// The number of digits after the decimal point of a second in which the store keeps times.
const MICROSECONDS: u16 = 6;

// The bounds of google.protobuf.Timestamp.
const EARLIEST: i64 = -62_135_596_800;
const LATEST: i64 = 253_402_300_799;

/// Reads a point in time with all its nanoseconds.
fn precise(check: &mut Checker, name: &str, wire: Option<WireTimestamp>) -> Option<Timestamp> {
    let wire = wire?;
    let time = u32::try_from(wire.nanos)
        .ok()
        .filter(|nanos| *nanos < 1_000_000_000)
        .and_then(|nanos| DateTime::from_timestamp(wire.seconds, nanos))
        .filter(|time| (EARLIEST..=LATEST).contains(&time.timestamp()));
    if time.is_none() {
        check.report_at(name, "is not a time between the years 1 and 9999");
    }
    time
}

/// Writes a point in time.
pub fn to_timestamp(time: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: time.timestamp(),
        nanos: i32::try_from(time.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}

const KEY_MAX: usize = 64;

/// Reports a text that is not a key.
pub fn check_key(check: &mut Checker, field: &str, key: &str) {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if !(1..=KEY_MAX).contains(&key.len()) || !key.bytes().all(is_plain) {
        check.report_at(
            field,
            "is not a key: 1 to 64 letters, digits, `.`, `_` and `-`, without the #",
        );
    }
}

/// The keys of a bundle and the resources that they refer to. Outside of a bundle there are
/// none.
#[derive(Debug, Default)]
pub struct Keys(HashMap<String, Name>);

/// The error for a key that already refers to another resource.
#[derive(Debug, PartialEq, Eq)]
pub struct KeyTaken;

impl Keys {
    /// No keys, so every `#key` is a violation.
    pub fn none() -> Self {
        Self::default()
    }

    /// One key and the resource that it refers to.
    pub fn of(key: &str, name: Name) -> Self {
        Self(HashMap::from([(key.to_owned(), name)]))
    }

    /// Adds a key for a resource. A key that is taken keeps its resource.
    pub fn insert(&mut self, key: String, name: Name) -> Result<(), KeyTaken> {
        match self.0.entry(key) {
            Entry::Vacant(free) => {
                free.insert(name);
                Ok(())
            }
            Entry::Occupied(_) => Err(KeyTaken),
        }
    }

    fn resolve(&self, check: &mut Checker, field: &str, text: &str) -> Option<Name> {
        if text.is_empty() {
            return None;
        }
        let Some(key) = text.strip_prefix('#') else {
            return name(check, field, text);
        };
        let found = self.0.get(key).copied();
        if found.is_none() {
            check.report_at(
                field,
                format!("refers to #{key}, which nothing has as its key"),
            );
        }
        found
    }
}

/// Reads a required resource name.
pub fn name(check: &mut Checker, field: &str, text: &str) -> Option<Name> {
    if text.is_empty() {
        check.report_at(field, "is required");
        return None;
    }
    text.parse()
        .inspect_err(|error: &NotAName| check.report_at(field, error.to_string()))
        .ok()
}

/// Reads an optional reference to a source.
pub fn source(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> Option<SourceId> {
    match keys.resolve(check, field, text)? {
        Name::Source(id) => Some(id),
        other => wrong_kind(check, field, "a source", other),
    }
}

/// Reads an optional reference to an article.
pub fn article(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> Option<ArticleId> {
    match keys.resolve(check, field, text)? {
        Name::Article(id) => Some(id),
        other => wrong_kind(check, field, "an article", other),
    }
}

/// Reads an optional reference to a claim.
pub fn claim(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> Option<ClaimId> {
    match keys.resolve(check, field, text)? {
        Name::Claim(id) => Some(id),
        other => wrong_kind(check, field, "a claim", other),
    }
}

/// Reads an optional reference to an appearance.
pub fn appearance(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> Option<Name> {
    match keys.resolve(check, field, text)? {
        found @ Name::Appearance(..) => Some(found),
        other => wrong_kind(check, field, "an appearance", other),
    }
}

fn wrong_kind<T>(check: &mut Checker, field: &str, wanted: &str, found: Name) -> Option<T> {
    check.report_at(field, format!("refers to {found}; it must be {wanted}"));
    None
}

/// Reports a required reference that is absent.
pub fn require<T>(check: &mut Checker, field: &str, text: &str, value: Option<T>) -> Option<T> {
    if text.is_empty() {
        check.report_at(field, "is required");
    }
    value
}

/// Reads a required reference to a source. See [`or_placeholder`].
pub fn required_source(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> SourceId {
    let id = source(check, keys, field, text);
    or_placeholder(require(check, field, text, id), SourceId::new(Uuid::nil()))
}

/// Reads a required reference to an article. See [`or_placeholder`].
pub fn required_article(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> ArticleId {
    let id = article(check, keys, field, text);
    or_placeholder(require(check, field, text, id), ArticleId::new(Uuid::nil()))
}

/// Reads a required reference to a claim. See [`or_placeholder`].
pub fn required_claim(check: &mut Checker, keys: &Keys, field: &str, text: &str) -> ClaimId {
    let id = claim(check, keys, field, text);
    or_placeholder(require(check, field, text, id), ClaimId::new(Uuid::nil()))
}

/// Reads a required point in time. See [`or_placeholder`].
pub fn required_timestamp(
    check: &mut Checker,
    name: &str,
    wire: Option<WireTimestamp>,
) -> Timestamp {
    if wire.is_none() {
        check.report_at(name, "is required");
    }
    or_placeholder(timestamp(check, name, wire), Timestamp::UNIX_EPOCH)
}

/// Replaces a required value that is absent or cannot be read by a placeholder. The violation
/// was reported, so the resource is refused. With the placeholder, its other fields can still
/// be checked first, so that the caller gets all violations at once.
fn or_placeholder<T>(value: Option<T>, placeholder: T) -> T {
    value.unwrap_or(placeholder)
}

/// Reads a reference that is an element of a list.
pub fn element(check: &mut Checker, keys: &Keys, text: &str) -> Option<Name> {
    let Some(key) = text.strip_prefix('#') else {
        return element_name(check, text);
    };
    let found = keys.0.get(key).copied();
    if found.is_none() {
        check.report(format!("refers to #{key}, which nothing has as its key"));
    }
    found
}

/// Reads every element of the list in the field `name`. Elements for which `read` returns
/// `None` are left out.
pub fn all<W, T>(
    check: &mut Checker,
    name: &str,
    messages: Vec<W>,
    mut read: impl FnMut(&mut Checker, W) -> Option<T>,
) -> Vec<T> {
    check.field(name, |check| {
        messages
            .into_iter()
            .enumerate()
            .map_while(|(index, message)| {
                let is_stopped = check.is_stopped();
                (!is_stopped).then(|| check.element(index, |check| read(check, message)))
            })
            .flatten()
            .collect()
    })
}

/// Reads a resource name that is an element of a list.
pub fn element_name(check: &mut Checker, text: &str) -> Option<Name> {
    text.parse()
        .inspect_err(|error: &NotAName| check.report(error.to_string()))
        .ok()
}
