//! Cursors: the points after which pages continue, as the bytes of page tokens.
//!
//! A cursor holds the point and a digest of the arguments of the request, so it is refused
//! with other arguments. Its layout is private: callers return it unchanged.

use prost::Message as _;
use uuid::Uuid;

use crate::domain::{
    passage::TextVersion,
    rule::{ConflictPoint, ConflictReason, LinkedPoint, TracePoint},
};

/// A point after which a page can continue.
pub trait CursorPoint: Sized {
    /// Packs the point for a cursor.
    fn pack(self) -> Packed;

    /// Unpacks the point, if it is of this type.
    fn unpack(packed: Packed) -> Option<Self>;
}

/// Encodes a cursor.
pub fn encode(arguments: &[u8], point: impl CursorPoint) -> Vec<u8> {
    let cursor = Cursor {
        arguments: arguments.to_vec(),
        point: Some(point.pack()),
    };
    cursor.encode_to_vec()
}

/// Decodes a cursor. Returns its point if the cursor was made for these arguments.
pub fn decode<P: CursorPoint>(arguments: &[u8], bytes: &[u8]) -> Option<P> {
    let cursor = Cursor::decode(bytes).ok()?;
    let point = cursor.point.filter(|_| cursor.arguments == arguments)?;
    P::unpack(point)
}

#[derive(Clone, PartialEq, prost::Message)]
struct Cursor {
    #[prost(bytes = "vec", tag = "1")]
    arguments: Vec<u8>,
    #[prost(oneof = "Packed", tags = "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13")]
    point: Option<Packed>,
}

/// A point of any type, in the layout of cursors.
#[derive(Clone, PartialEq, prost::Oneof)]
pub enum Packed {
    /// After a resource.
    #[prost(bytes = "vec", tag = "2")]
    Id(Vec<u8>),
    /// After a version of an article.
    #[prost(int32, tag = "3")]
    Version(TextVersion),
    /// After a change.
    #[prost(message, tag = "4")]
    Position(PackedPosition),
    /// After a conflict.
    #[prost(message, tag = "5")]
    Conflict(PackedConflict),
    /// After a dependant that is an appearance.
    #[prost(message, tag = "6")]
    Printed(PackedPrinted),
    /// After a dependant that is an article.
    #[prost(bytes = "vec", tag = "7")]
    Cited(Vec<u8>),
    /// After a dependant that is a review.
    #[prost(bytes = "vec", tag = "8")]
    Reviewed(Vec<u8>),
    /// After a dependant that links lead to.
    #[prost(message, tag = "9")]
    Linked(PackedLinked),
    /// After a resource of a list that is ordered by a time.
    #[prost(message, tag = "10")]
    Timed(PackedTimed),
    /// After a part of an export.
    #[prost(message, tag = "11")]
    Export(PackedExport),
    /// After what a search found.
    #[prost(message, tag = "12")]
    Scored(PackedScored),
    /// After a dependant that is a claim which reports the source.
    #[prost(bytes = "vec", tag = "13")]
    Reported(Vec<u8>),
}

/// A resource that was found, and its score.
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedScored {
    /// The score.
    #[prost(float, tag = "1")]
    pub score: f32,
    /// The id.
    #[prost(bytes = "vec", tag = "2")]
    pub id: Vec<u8>,
}

/// How far an export is.
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedExport {
    /// The moment in microseconds since 1970.
    #[prost(sint64, tag = "1")]
    pub micros: i64,
    /// The position from which the log goes on.
    #[prost(message, optional, tag = "2")]
    pub position: Option<PackedPosition>,
    /// The kind that is exported next; 0 after the last one.
    #[prost(int32, tag = "3")]
    pub kind: i32,
    /// The id after which it goes on, or of the article whose version was exported.
    #[prost(bytes = "vec", optional, tag = "4")]
    pub id: Option<Vec<u8>>,
    /// The version of the article that was exported, if others of it are next.
    #[prost(int32, optional, tag = "5")]
    pub version: Option<TextVersion>,
}

/// A resource and its time.
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedTimed {
    /// The time in microseconds since 1970, if the resource has one.
    #[prost(sint64, optional, tag = "1")]
    pub micros: Option<i64>,
    /// The id.
    #[prost(bytes = "vec", tag = "2")]
    pub id: Vec<u8>,
}

/// A position in the log.
#[derive(Clone, Copy, PartialEq, prost::Message)]
pub struct PackedPosition {
    /// The epoch: one cluster and timeline.
    #[prost(int32, tag = "1")]
    pub epoch: i32,
    /// Distinguishes the epoch from the same number in other databases.
    #[prost(sfixed64, tag = "2")]
    pub tag: i64,
    /// The transaction id.
    #[prost(int64, tag = "3")]
    pub xid: i64,
    /// The number of the change within its transaction.
    #[prost(int32, tag = "4")]
    pub seq: i32,
}

/// A [`ConflictPoint`].
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedConflict {
    #[prost(bytes = "vec", tag = "1")]
    claim: Vec<u8>,
    #[prost(int32, tag = "2")]
    reason: i32,
    #[prost(bytes = "vec", tag = "3")]
    other: Vec<u8>,
}

/// A [`TracePoint::Printed`].
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedPrinted {
    #[prost(bytes = "vec", tag = "1")]
    claim: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    appearance: Vec<u8>,
}

/// A [`LinkedPoint`].
#[derive(Clone, PartialEq, prost::Message)]
pub struct PackedLinked {
    #[prost(uint32, tag = "1")]
    depth: u32,
    #[prost(bytes = "vec", tag = "2")]
    claim: Vec<u8>,
    #[prost(bytes = "vec", optional, tag = "3")]
    appearance: Option<Vec<u8>>,
}

fn pack_id(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn unpack_id(bytes: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(bytes).ok()
}

impl CursorPoint for Uuid {
    fn pack(self) -> Packed {
        Packed::Id(pack_id(self))
    }

    fn unpack(packed: Packed) -> Option<Self> {
        match packed {
            Packed::Id(id) => unpack_id(&id),
            _ => None,
        }
    }
}

impl CursorPoint for TextVersion {
    fn pack(self) -> Packed {
        Packed::Version(self)
    }

    fn unpack(packed: Packed) -> Option<Self> {
        match packed {
            Packed::Version(version) => Some(version),
            _ => None,
        }
    }
}

impl CursorPoint for (f32, Uuid) {
    fn pack(self) -> Packed {
        let (score, id) = self;
        Packed::Scored(PackedScored {
            score,
            id: pack_id(id),
        })
    }

    fn unpack(packed: Packed) -> Option<Self> {
        let Packed::Scored(point) = packed else {
            return None;
        };
        Some((point.score, unpack_id(&point.id)?))
    }
}

impl CursorPoint for ConflictPoint {
    fn pack(self) -> Packed {
        Packed::Conflict(PackedConflict {
            claim: pack_id(self.claim),
            reason: self.reason.code().into(),
            other: pack_id(self.other),
        })
    }

    fn unpack(packed: Packed) -> Option<Self> {
        let Packed::Conflict(point) = packed else {
            return None;
        };
        Some(Self {
            claim: unpack_id(&point.claim)?,
            reason: ConflictReason::from_code(point.reason.try_into().ok()?)?,
            other: unpack_id(&point.other)?,
        })
    }
}

impl CursorPoint for TracePoint {
    fn pack(self) -> Packed {
        match self {
            Self::Printed { claim, appearance } => Packed::Printed(PackedPrinted {
                claim: pack_id(claim),
                appearance: pack_id(appearance),
            }),
            Self::Reported(claim) => Packed::Reported(pack_id(claim)),
            Self::Cited(article) => Packed::Cited(pack_id(article)),
            Self::Reviewed(review) => Packed::Reviewed(pack_id(review)),
            Self::Linked(point) => Packed::Linked(PackedLinked {
                depth: point.depth.into(),
                claim: pack_id(point.claim),
                appearance: point.appearance.map(pack_id),
            }),
        }
    }

    fn unpack(packed: Packed) -> Option<Self> {
        Some(match packed {
            Packed::Printed(point) => Self::Printed {
                claim: unpack_id(&point.claim)?,
                appearance: unpack_id(&point.appearance)?,
            },
            Packed::Reported(claim) => Self::Reported(unpack_id(&claim)?),
            Packed::Cited(article) => Self::Cited(unpack_id(&article)?),
            Packed::Reviewed(review) => Self::Reviewed(unpack_id(&review)?),
            Packed::Linked(point) => Self::Linked(LinkedPoint {
                depth: point.depth.try_into().ok()?,
                claim: unpack_id(&point.claim)?,
                appearance: match point.appearance {
                    Some(id) => Some(unpack_id(&id)?),
                    None => None,
                },
            }),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARGUMENTS: &[u8] = b"arguments";

    #[track_caller]
    fn comes_back<P: CursorPoint + Copy + PartialEq + std::fmt::Debug>(point: P) {
        let bytes = encode(ARGUMENTS, point);
        assert_eq!(decode(ARGUMENTS, &bytes), Some(point));
        assert_eq!(decode::<P>(b"other", &bytes), None);
    }

    #[test]
    fn places_come_back_from_their_cursors() {
        for id in [Uuid::nil(), Uuid::from_u128(7), Uuid::max()] {
            comes_back(id);
            comes_back(TracePoint::Reported(id));
            comes_back(TracePoint::Cited(id));
            comes_back(TracePoint::Reviewed(id));
            comes_back(TracePoint::Printed {
                claim: id,
                appearance: Uuid::from_u128(8),
            });
            for appearance in [None, Some(id)] {
                comes_back(TracePoint::Linked(LinkedPoint {
                    depth: 16,
                    claim: id,
                    appearance,
                }));
            }
            for &reason in ConflictReason::ALL {
                comes_back(ConflictPoint {
                    claim: id,
                    reason,
                    other: Uuid::from_u128(8),
                });
            }
        }
        for version in [0, 1, TextVersion::MAX] {
            comes_back(version);
        }
    }

    #[test]
    fn a_cursor_that_is_not_a_place_is_refused() {
        let conflict = |reason| {
            Packed::Conflict(PackedConflict {
                claim: pack_id(Uuid::nil()),
                reason,
                other: pack_id(Uuid::nil()),
            })
        };
        for reason in [0, 4, i32::MAX] {
            assert_eq!(ConflictPoint::unpack(conflict(reason)), None);
        }
        assert_eq!(Uuid::unpack(Packed::Id(vec![7; 15])), None);
        assert_eq!(Uuid::unpack(Packed::Version(1)), None);
        assert_eq!(TracePoint::unpack(Packed::Id(pack_id(Uuid::nil()))), None);
        let deep = PackedLinked {
            depth: 256,
            claim: pack_id(Uuid::nil()),
            appearance: None,
        };
        assert_eq!(TracePoint::unpack(Packed::Linked(deep)), None);
    }

    #[test]
    fn bytes_that_are_not_a_cursor_are_refused() {
        let bytes = encode(ARGUMENTS, Uuid::from_u128(7));
        for bytes in [&bytes[1..], &bytes[..bytes.len() - 1], &[], &[0xff]] {
            assert_eq!(decode::<Uuid>(ARGUMENTS, bytes), None);
        }
    }
}
