//! Documents that are kept as they were received: how they are identified, and what is
//! returned of them after something that they say has changed in the store.
//!
//! A kept document is returned letter by letter if nothing that was read from it has changed.
//! Otherwise it is merged from three sides: the document, what a writer makes of the resource
//! as the document was read, and what it makes of the resource as it is stored now. Only what
//! differs between the last two is replaced in the first.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    domain::value::{exchange_document::CONTENT_BYTES_MAX, same_as, url},
    exchange::resources::Resources,
    wire::pb,
};

/// A document that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The name of the resource that it was made of.
    pub name: String,
    /// The text.
    pub content: String,
}

/// A document to be kept beside what was read from it. None if it is longer than the contract
/// allows.
pub fn document(format: pb::DocumentFormat, content: &str) -> Option<pb::ExchangeDocument> {
    (content.len() <= CONTENT_BYTES_MAX).then(|| pb::ExchangeDocument {
        format: format.into(),
        content: content.to_owned(),
    })
}

/// The sources that are documents in a format, with their texts. One that was merged into another
/// is not written, so it tells nothing.
pub fn sources(
    resources: &Resources,
    format: pb::DocumentFormat,
) -> impl Iterator<Item = (&pb::Source, &str)> {
    let sources = resources.sources.iter();
    let sources = sources.filter(|it| it.merged_into.is_empty());
    sources.filter_map(move |it| Some((it, content(it.exchange_document.as_ref(), format)?)))
}

/// The text of a kept document, if it is in a format.
pub fn content(
    document: Option<&pb::ExchangeDocument>,
    format: pb::DocumentFormat,
) -> Option<&str> {
    let of_format = document.filter(|it| it.format() == format);
    of_format.map(|it| it.content.as_str())
}

/// The key of the source that is a document, in the bundle of what was read from it.
pub const KEY: &str = "document";

/// That the document has the claim. By this the two are found together.
pub fn has_claim() -> pb::ReportedAppearance {
    pb::ReportedAppearance {
        document: format!("#{KEY}"),
        ..pb::ReportedAppearance::default()
    }
}

/// Why a document is not kept.
pub fn too_large(content: &str) -> String {
    format!(
        "has {} bytes, and at most {CONTENT_BYTES_MAX} are kept: what was read from it is \
         imported, and the document itself is not kept",
        content.len()
    )
}

/// A source that is a document. What identifies the document identifies the source: its
/// address or URN, or else a name of the digest of its id (RFC 6920), or, if it has none, of
/// its canonical form.
pub fn source(
    kind: pb::SourceKind,
    id: Option<&str>,
    canonical: impl FnOnce() -> String,
    document: Option<pb::ExchangeDocument>,
) -> pb::Source {
    let mut source = pb::Source {
        kind: kind.into(),
        exchange_document: document,
        ..pb::Source::default()
    };
    match id {
        Some(id) => identify(&mut source, id),
        None => source.same_as.push(digest_name(&canonical())),
    }
    source
}

/// Gives a source the identity that an identifier means.
pub fn identify(source: &mut pb::Source, id: &str) {
    // The store compares addresses without their fragments, but documents on one page are
    // told apart by nothing else.
    let is_whole = |canonical: String| !id.contains('#') || canonical.contains('#');
    let is_urn = || ["urn:", "tag:", "ni:"].iter().any(|it| has_scheme(id, it));
    if url::canonical(id).is_ok_and(is_whole) {
        source.url = id.to_owned();
    } else if is_urn() && same_as::checked(id).is_ok() {
        source.same_as.push(id.to_owned());
    } else {
        source.same_as.push(digest_name(id));
    }
}

fn has_scheme(id: &str, scheme: &str) -> bool {
    id.get(..scheme.len())
        .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
}

/// The name of the digest of a text (RFC 6920).
pub fn digest_name(text: &str) -> String {
    format!("ni:///sha-256;{}", BASE64.encode(Sha256::digest(text)))
}

/// What a document consists of, for the merge from three sides.
pub trait Parts: Sized + PartialEq {
    /// Reads the text of a document.
    fn parse(text: &str) -> Option<Self>;

    /// Replaces what differs between `as_read` and `as_stored`.
    fn replace(&mut self, as_read: &Self, as_stored: &Self);

    /// Writes the document.
    fn print(&self) -> Option<String>;
}

/// A kept document with what has changed since it was read. It is returned letter by letter
/// if nothing has, and None if it cannot be read.
pub fn merged<P: Parts>(kept: &str, as_read: &P, as_stored: &P) -> Option<String> {
    if as_read == as_stored {
        return Some(kept.to_owned());
    }
    let mut parts = P::parse(kept)?;
    parts.replace(as_read, as_stored);
    parts.print()
}

/// JSON is merged as a merge patch (RFC 7396) does it, but for arrays: an element that differs
/// is replaced where the document has it, and the others stay as they are. The order of their
/// elements is only replaced if nothing else differs.
impl Parts for Value {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn replace(&mut self, as_read: &Self, as_stored: &Self) {
        replace(self, as_read, as_stored);
    }

    fn print(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

fn replace(kept: &mut Value, old: &Value, new: &Value) {
    if old == new {
        return;
    }
    match (kept, old, new) {
        (Value::Object(kept), Value::Object(old), Value::Object(new)) => {
            for (key, new) in new {
                match (kept.get_mut(key), old.get(key)) {
                    (_, Some(old)) if old == new => {}
                    (Some(kept), Some(old)) => replace(kept, old, new),
                    _ => {
                        kept.insert(key.clone(), new.clone());
                    }
                }
            }
            kept.retain(|key, _| new.contains_key(key) || !old.contains_key(key));
        }
        (Value::Array(kept), Value::Array(old), Value::Array(new)) => {
            if replace_elements(kept, old, new).is_none() {
                kept.clone_from(new);
            }
        }
        (kept, _, new) => kept.clone_from(new),
    }
}

/// The longest array whose elements are compared one by one.
const ELEMENTS_MAX: usize = 500;

/// Replaces the elements of an array that differ. None if one of them is not in it, if only
/// their order differs, or if there are too many.
fn replace_elements(kept: &mut Vec<Value>, old: &[Value], new: &[Value]) -> Option<()> {
    if kept.len().max(old.len()).max(new.len()) > ELEMENTS_MAX {
        return None;
    }
    let removed: Vec<&Value> = without(old, new);
    let added: Vec<&Value> = without(new, old);
    if removed.is_empty() && added.is_empty() {
        return None;
    }
    let mut places = Vec::new();
    for element in &removed {
        let is_it = |(at, kept): &(usize, &Value)| !places.contains(at) && holds(kept, element);
        let (at, _) = kept.iter().enumerate().find(is_it)?;
        places.push(at);
    }
    if removed.len() == added.len() {
        for ((at, old), new) in places.into_iter().zip(removed).zip(added) {
            replace(kept.get_mut(at)?, old, new);
        }
        return Some(());
    }
    places.sort_unstable();
    for at in places.into_iter().rev() {
        kept.remove(at);
    }
    kept.extend(added.into_iter().cloned());
    Some(())
}

/// The elements that others do not have, as often as they are there.
fn without<'a>(elements: &'a [Value], others: &[Value]) -> Vec<&'a Value> {
    let mut others: Vec<&Value> = others.iter().collect();
    let mut left = Vec::new();
    for element in elements {
        match others.iter().position(|it| *it == element) {
            Some(at) => {
                others.swap_remove(at);
            }
            None => left.push(element),
        }
    }
    left
}

/// Whether a value has everything that another has.
fn holds(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| value.get(key).is_some_and(|it| holds(it, part))),
        (value, part) => value == part,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merge(kept: &Value, as_read: &Value, as_stored: &Value) -> Value {
        let text = merged(&kept.to_string(), as_read, as_stored).expect("merges");
        serde_json::from_str(&text).expect("is JSON")
    }

    #[test]
    fn a_document_of_which_nothing_changed_is_returned_letter_by_letter() {
        let kept = "{ \"b\":1.0,\n \"a\" : [ ] }";
        let same = json!({"x": 1});
        assert_eq!(merged(kept, &same, &same).as_deref(), Some(kept));
    }

    #[test]
    fn only_what_changed_is_replaced() {
        let kept = json!({"headline": "A", "own": {"deep": [1, 2]}, "gone": true, "same": null});
        let as_read = json!({"headline": "A", "gone": true, "absent": 1});
        let as_stored = json!({"headline": "B", "absent": 1, "more": "C"});
        let expected = json!({"headline": "B", "own": {"deep": [1, 2]}, "same": null, "more": "C"});
        assert_eq!(merge(&kept, &as_read, &as_stored), expected);
    }

    #[test]
    fn an_element_is_replaced_where_the_document_has_it() {
        let kept = json!([{"role": "x", "v": 1}, {"role": "main", "v": 2, "own": 3}]);
        let merged = merge(&kept, &json!([{"v": 2}]), &json!([{"v": 4}]));
        assert_eq!(
            merged,
            json!([{"role": "x", "v": 1}, {"role": "main", "v": 4, "own": 3}])
        );
        let added = merge(&kept, &json!([{"v": 2}]), &json!([{"v": 2}, {"v": 5}]));
        assert_eq!(added.as_array().map(Vec::len), Some(3));
        let removed = merge(&kept, &json!([{"v": 1}, {"v": 2}]), &json!([{"v": 2}]));
        assert_eq!(removed, json!([{"role": "main", "v": 2, "own": 3}]));
        let turned = merge(&json!([1, 2, 9]), &json!([1, 2]), &json!([2, 1]));
        assert_eq!(turned, json!([2, 1]));
    }

    #[test]
    fn documents_are_identified_by_what_the_store_keeps_apart() {
        let of = |id| {
            let it = source(pb::SourceKind::Document, id, || "{}".to_owned(), None);
            (it.url, it.same_as)
        };
        let empty = String::new();
        let url = "https://example.org/a";
        assert_eq!(of(Some(url)), (url.to_owned(), vec![]));
        assert_eq!(
            of(Some("urn:x:1")),
            (empty.clone(), vec!["urn:x:1".to_owned()])
        );
        let digest = |text| (String::new(), vec![digest_name(text)]);
        assert_eq!(
            of(Some("https://example.org/a#1")),
            digest("https://example.org/a#1")
        );
        assert_eq!(of(Some("info:x")), digest("info:x"));
        assert_eq!(of(Some("héllo")), digest("héllo"));
        assert_eq!(of(None), digest("{}"));
        // The example of RFC 6920.
        let known = "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk";
        assert_eq!(digest_name("Hello World!"), known);
    }

    #[test]
    fn a_document_that_is_too_long_is_not_kept() {
        let format = pb::DocumentFormat::Ninjs;
        assert!(document(format, &"x".repeat(CONTENT_BYTES_MAX)).is_some());
        assert!(document(format, &"x".repeat(CONTENT_BYTES_MAX + 1)).is_none());
    }
}
