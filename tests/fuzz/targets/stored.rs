//! What the service wrote itself, and gets back from callers or from the store: whatever became of it on the
//! way.

use claimstore::{
    domain::{
        passage::TextVersion,
        resource::{Kind, Resource, Stored},
        rule::{ConflictPoint, TracePoint},
        value::Checker,
    },
    fuzzing::position_again,
    wire::{
        cursor::{self, CursorPoint},
        document,
        json::{read_bundle, write, write_encoded},
        mask::{FieldMask, MaskedPatch},
        message::ResourceMessage,
        pb, resource,
    },
};
use prost::Message as _;
use uuid::Uuid;

use super::{assert_bounded, chosen, text};

const BUNDLE: &str = "claimstore.v1.Bundle";

/// A document that can be read is written as one that is read alike, and no error has its content.
pub fn documents(bytes: &[u8]) {
    let kinds = Kind::ALL;
    let Some((kind, bytes)) = chosen(kinds, bytes) else {
        return;
    };
    let stored = match document::decode(kind, bytes) {
        Ok(stored) => stored,
        Err(unreadable) => {
            assert!(unreadable.to_string().len() < 100_000);
            return;
        }
    };
    let written = whole(&stored);
    let again = document::decode(kind, &written);
    let again = again.unwrap_or_else(|error| panic!("{stored:?} is not read again: {error}"));
    assert!(whole(&again) == written, "{stored:?} is read as {again:?}");
    assert!(document::is_encoding_of(
        &document::encode(&stored),
        &stored
    ));
    assert_bounded("a document", written.len(), (4, 4_096), bytes);
}

/// A document, with the text of an article, which is stored apart.
fn whole(stored: &Stored) -> Vec<u8> {
    let mut written = document::encode(stored);
    if let Resource::Article(article, _) = &stored.resource {
        written.extend(document::encode_body(&article.body));
    }
    written
}

/// The JSON of a bundle is read as that bundle. Times that no message may have are written as others.
pub fn bundles(bytes: &[u8]) {
    let Ok(bundle) = pb::Bundle::decode(bytes) else {
        return;
    };
    if let Some(json) = write_encoded(BUNDLE, bytes) {
        assert_bounded("the JSON", json.len(), (64, 4_096), bytes);
        let again = read_bundle(&json);
        let again = again.unwrap_or_else(|error| panic!("{json} is not read again: {error}"));
        let json_again = write(BUNDLE, &again).expect("what was read of JSON can be written");
        assert_eq!(json_again, json);
    }
    check_bundle(bundle, bytes);
}

/// What is read of JSON is written as JSON that is read alike.
pub fn bundles_in_json(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    match read_bundle(text) {
        Ok(bundle) => {
            let json = write(BUNDLE, &bundle).expect("what was read of JSON can be written");
            let again = read_bundle(&json);
            let again = again.unwrap_or_else(|error| panic!("{json} is not read again: {error}"));
            assert_eq!(again.encode_to_vec(), bundle.encode_to_vec(), "{json}");
            check_bundle(bundle, bytes);
        }
        Err(error) => assert!(error.to_string().len() <= 4 * text.len() + 1_000),
    }
}

/// Whether a bundle is valid by itself is said in bounded words.
pub fn check_bundle(bundle: pb::Bundle, bytes: &[u8]) {
    let mut check = Checker::new();
    resource::bundle::read(&mut check, bundle);
    let violations = check.finish(()).err().unwrap_or_default();
    for it in &violations {
        assert!(it.field.len() < 300, "{it:?}");
        assert_bounded("a violation", it.description.len(), (4, 2_000), bytes);
    }
}

/// A mask replaces what it names and nothing else, and the second time nothing at all.
pub fn masks(bytes: &[u8]) {
    let mut parts = bytes.splitn(4, |byte| *byte == 0xff);
    let mut part = || parts.next().unwrap_or_default();
    let (kind, mask, patch, stored) = (part(), part(), part(), part());
    let Some(mask) = text(mask) else { return };
    let mask = (!mask.is_empty()).then(|| FieldMask {
        paths: mask.split(',').map(str::to_owned).collect(),
    });
    match kind.first().unwrap_or(&0) % 6 {
        0 => check_mask::<pb::Source>(mask, patch, stored),
        1 => check_mask::<pb::Article>(mask, patch, stored),
        2 => check_mask::<pb::Claim>(mask, patch, stored),
        3 => check_mask::<pb::Appearance>(mask, patch, stored),
        4 => check_mask::<pb::Relation>(mask, patch, stored),
        _ => check_mask::<pb::Review>(mask, patch, stored),
    }
}

fn check_mask<M: ResourceMessage>(mask: Option<FieldMask>, patch: &[u8], stored: &[u8]) {
    let (Ok(patch), Ok(before)) = (M::decode(patch), M::decode(stored)) else {
        return;
    };
    let mut check = Checker::new();
    let Some(masked) = MaskedPatch::read(&mut check, mask, &patch) else {
        return;
    };
    if check.finish(()).is_err() {
        return;
    }
    let Ok(once) = masked.apply::<M>(stored) else {
        return;
    };
    let written = once.encode_to_vec();
    let twice = masked
        .apply::<M>(&written)
        .expect("what was written is read");
    assert_eq!(twice.encode_to_vec(), written);
    assert_eq!(once.name(), before.name(), "a mask renames nothing");
    assert_eq!(once.etag(), before.etag());
    assert_eq!(once.is_deleted(), before.is_deleted());
}

/// A position that is read is the text that the service wrote.
pub fn positions(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Some(again) = position_again(text) {
        assert_eq!(again, text, "two texts are one position");
    }
}

/// A cursor is of one sort of list and of one request, and the point in it comes back.
pub fn cursors(bytes: &[u8]) {
    let Some((sort, rest)) = bytes.split_first() else {
        return;
    };
    let Some((length, rest)) = rest.split_first() else {
        return;
    };
    let Some((arguments, cursor)) = rest.split_at_checked(usize::from(*length)) else {
        return;
    };
    match sort % 5 {
        0 => check_cursor::<Uuid>(arguments, cursor),
        1 => check_cursor::<TextVersion>(arguments, cursor),
        2 => check_cursor::<(f32, Uuid)>(arguments, cursor),
        3 => check_cursor::<ConflictPoint>(arguments, cursor),
        _ => check_cursor::<TracePoint>(arguments, cursor),
    }
}

fn check_cursor<P: CursorPoint>(arguments: &[u8], bytes: &[u8]) {
    let Some(point) = cursor::decode::<P>(arguments, bytes) else {
        return;
    };
    let written = cursor::encode(arguments, point);
    let mut others = arguments.to_vec();
    others.push(0);
    assert!(
        cursor::decode::<P>(&others, &written).is_none(),
        "of another request"
    );
    let again = cursor::decode::<P>(arguments, &written).expect("what was written is read");
    assert_eq!(cursor::encode(arguments, again), written);
}
