//! Log positions as callers see them: opaque text. Its layout must not change, because
//! callers keep positions across upgrades.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use tonic::Response;
use uuid::Uuid;

use crate::{app::watch::answer::WatchPoint, domain::resource::Kind, store::log::Position};

/// The metadata of an answer with the log position of what the call did, and of a request with one
/// that its answer has to reflect.
pub(crate) const POSITION: &str = "x-claimstore-position";

/// Adds the position of what the call did to an answer.
pub(crate) fn set_position<T>(answer: &mut Response<T>, position: Option<Position>) {
    let text = position.map(position_text);
    if let Some(value) = text.and_then(|text| text.parse().ok()) {
        answer.metadata_mut().insert(POSITION, value);
    }
}

/// The metadata of an answer with the log position that the search index reflected.
const INDEX_POSITION: &str = "x-claimstore-index-position";

/// Adds the position that the search index reflected to an answer.
pub(crate) fn set_index_position<T>(answer: &mut Response<T>, position: Position) {
    if let Ok(value) = position_text(position).parse() {
        answer.metadata_mut().insert(INDEX_POSITION, value);
    }
}

/// Writes a position as text.
pub(crate) fn position_text(position: Position) -> String {
    BASE64.encode(position_bytes(position))
}

/// Writes the point of a watch as text: a position, or a point inside a snapshot.
pub(crate) fn point_text(point: WatchPoint) -> String {
    match point {
        WatchPoint::Log(position) => position_text(position),
        WatchPoint::Snapshot { at, kind, after } => {
            let mut bytes = position_bytes(at);
            bytes.extend_from_slice(&kind.code().to_be_bytes());
            // The layout has no flag for a missing id, so the nil id is written instead.
            bytes.extend_from_slice(after.unwrap_or(Uuid::nil()).as_bytes());
            BASE64.encode(bytes)
        }
    }
}

/// Reads the point of a watch from text.
pub(crate) fn read_point_text(text: &str) -> Option<WatchPoint> {
    let bytes = BASE64.decode(text).ok()?;
    let (position, rest) = read_position(&bytes)?;
    let is_possible = position.epoch > 0 && position.xid >= 0 && position.seq >= 0;
    let point = match rest.split_first_chunk() {
        None if rest.is_empty() => WatchPoint::Log(position),
        None => return None,
        Some((kind, id)) => WatchPoint::Snapshot {
            at: position,
            kind: Kind::from_code(i16::from_be_bytes(*kind))?,
            after: Some(Uuid::from_slice(id).ok()?).filter(|id| !id.is_nil()),
        },
    };
    is_possible.then_some(point)
}

fn position_bytes(position: Position) -> Vec<u8> {
    let Position {
        epoch,
        tag,
        xid,
        seq,
    } = position;
    let mut bytes = epoch.to_be_bytes().to_vec();
    bytes.extend_from_slice(&xid.to_be_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&tag.to_be_bytes());
    bytes
}

/// Reads a position. Returns the bytes after it, too.
fn read_position(bytes: &[u8]) -> Option<(Position, &[u8])> {
    let (epoch, rest) = bytes.split_first_chunk()?;
    let (xid, rest) = rest.split_first_chunk()?;
    let (seq, rest) = rest.split_first_chunk()?;
    let (tag, rest) = rest.split_first_chunk()?;
    let position = Position {
        epoch: i32::from_be_bytes(*epoch),
        xid: i64::from_be_bytes(*xid),
        seq: i32::from_be_bytes(*seq),
        tag: i64::from_be_bytes(*tag),
    };
    Some((position, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITION: Position = Position {
        epoch: 1,
        tag: -2,
        xid: 5_000_000_000,
        seq: 1_999,
    };

    #[test]
    fn places_are_read_as_they_were_always_written() {
        let snapshot = |after| WatchPoint::Snapshot {
            at: POSITION,
            kind: Kind::Claim,
            after,
        };
        for (point, text) in [
            (
                WatchPoint::Log(POSITION),
                "AAAAAQAAAAEqBfIAAAAHz__________-",
            ),
            (
                snapshot(None),
                "AAAAAQAAAAEqBfIAAAAHz__________-AAMAAAAAAAAAAAAAAAAAAAAA",
            ),
            (
                snapshot(Some(Uuid::from_u128(7))),
                "AAAAAQAAAAEqBfIAAAAHz__________-AAMAAAAAAAAAAAAAAAAAAAAH",
            ),
        ] {
            assert_eq!(point_text(point), text);
            assert_eq!(read_point_text(text), Some(point));
        }
    }

    #[test]
    fn text_that_is_not_a_place_is_refused() {
        for text in [
            "",
            "!",
            "AAAAAQ",
            "AAAAAAAAAAEqBfIAAAAHz__________-",
            "AAAAAQAAAAEqBfIAAAAHz__________-AA",
            "AAAAAQAAAAEqBfIAAAAHz__________-AAkAAAAAAAAAAAAAAAAAAAAH",
            "AAAAAQAAAAEqBfIAAAAHz__________-AAMAAAAAAAAAAAAAAAAAAAAHAA",
        ] {
            assert_eq!(read_point_text(text), None, "{text}");
        }
    }
}
