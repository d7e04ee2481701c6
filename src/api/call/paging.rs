//! Paging: page sizes and page tokens.
//!
//! A token is a [`cursor`] as text. It holds the point where the previous page ended and a
//! digest of all other arguments of the request, so it is refused with other arguments.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::DateTime;
use uuid::Uuid;

use crate::{
    app::Error,
    domain::value::{Checker, IdentityBuilder},
    store::{log::Position, read::list::ListPoint},
    wire::{
        cursor::{self, CursorPoint, Packed, PackedPosition, PackedTimed},
        message::digest,
        request::PagedRequest,
    },
};

const SIZE_DEFAULT: i32 = 100;
const SIZE_MAX: i32 = 1_000;
const FOUND_DEFAULT: usize = 20;
const FOUND_MAX: usize = 100;
const DIGEST_BYTES: usize = 8;

/// The size of a page: the requested size, within limits.
fn size(check: &mut Checker, requested: i32) -> i64 {
    if requested < 0 {
        check.report_at("page_size", "is negative; 0 means 100");
    }
    i64::from(match requested {
        0 => SIZE_DEFAULT,
        requested => requested.min(SIZE_MAX),
    })
}

/// The requested page.
pub(crate) struct Paging {
    size: i32,
    /// The token from the previous page, or empty for the first page.
    token: String,
    arguments: Arguments,
}

impl Paging {
    /// Splits a request for a page into its paging and its other arguments.
    pub(crate) fn open<R: PagedRequest>(mut request: R) -> (Self, R) {
        let (size, token) = request.take_page();
        let arguments = Arguments::new(R::NAME, &digest(&request));
        let paging = Self {
            size,
            token,
            arguments,
        };
        (paging, request)
    }

    /// The page size, within limits.
    pub(crate) fn size(&self, check: &mut Checker) -> i64 {
        size(check, self.size)
    }

    /// The size of a page of what was found, within limits.
    pub(crate) fn found_size(&self, check: &mut Checker) -> usize {
        match usize::try_from(self.size) {
            Ok(0) => FOUND_DEFAULT,
            Ok(size) => size.min(FOUND_MAX),
            Err(_) => {
                check.report_at("page_size", "is negative; 0 means 20");
                FOUND_DEFAULT
            }
        }
    }

    /// The point after which the page starts, or `None` for the first page.
    pub(crate) fn after<P: CursorPoint>(&self) -> Result<Option<P>, Error> {
        self.arguments.point(&self.token)
    }

    /// The token of the page after a point. It is empty if there is no next page.
    pub(crate) fn next_token(&self, point: Option<impl CursorPoint>) -> String {
        self.arguments.token(point)
    }
}

/// The token of the page that begins after an id, for commands of this program that look for
/// the beginning of an id.
pub fn token_after(request: impl PagedRequest, id: Uuid) -> String {
    let (paging, _) = Paging::open(request);
    paging.next_token(Some(id))
}

/// A digest of the arguments of a request, without the page size and the page token.
struct Arguments([u8; DIGEST_BYTES]);

impl Arguments {
    fn new(request: &str, content: &[u8]) -> Self {
        let digest = IdentityBuilder::new().part(request).part(content).finish();
        let mut bytes = [0; DIGEST_BYTES];
        bytes.copy_from_slice(&digest[..DIGEST_BYTES]);
        Self(bytes)
    }

    fn token(&self, point: Option<impl CursorPoint>) -> String {
        point.map_or(String::new(), |point| {
            BASE64.encode(cursor::encode(&self.0, point))
        })
    }

    fn point<P: CursorPoint>(&self, token: &str) -> Result<Option<P>, Error> {
        if token.is_empty() {
            return Ok(None);
        }
        let bytes = BASE64.decode(token).ok();
        let point = bytes.and_then(|bytes| cursor::decode(&self.0, &bytes));
        point.map(Some).ok_or(Error::PageTokenInvalid)
    }
}

impl CursorPoint for Position {
    fn pack(self) -> Packed {
        let Self {
            epoch,
            tag,
            xid,
            seq,
        } = self;
        Packed::Position(PackedPosition {
            epoch,
            tag,
            xid,
            seq,
        })
    }

    fn unpack(packed: Packed) -> Option<Self> {
        let Packed::Position(PackedPosition {
            epoch,
            tag,
            xid,
            seq,
        }) = packed
        else {
            return None;
        };
        Some(Self {
            epoch,
            tag,
            xid,
            seq,
        })
    }
}

impl CursorPoint for ListPoint {
    fn pack(self) -> Packed {
        match self {
            Self::Id(id) => id.pack(),
            Self::Time(time, id) => Packed::Timed(PackedTimed {
                micros: time.map(|time| time.timestamp_micros()),
                id: id.as_bytes().to_vec(),
            }),
        }
    }

    fn unpack(packed: Packed) -> Option<Self> {
        let Packed::Timed(PackedTimed { micros, id }) = packed else {
            return Uuid::unpack(packed).map(Self::Id);
        };
        let time = match micros {
            Some(micros) => Some(DateTime::from_timestamp_micros(micros)?),
            None => None,
        };
        Some(Self::Time(time, Uuid::from_slice(&id).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::{ConflictPoint, ConflictReason};

    #[test]
    fn positions_come_back_from_their_tokens() {
        let arguments = Arguments::new("m", b"r");
        for position in [
            Position {
                epoch: 1,
                tag: 7,
                xid: 5_000_000_000,
                seq: 1_999,
            },
            Position {
                epoch: i32::MAX,
                tag: -1,
                xid: i64::MAX,
                seq: 0,
            },
            Position {
                epoch: 1,
                tag: i64::MIN,
                xid: -1,
                seq: -1,
            },
        ] {
            let token = arguments.token(Some(position));
            assert_eq!(arguments.point(&token).unwrap(), Some(position));
        }
    }

    #[test]
    fn points_of_lists_come_back_from_their_tokens() {
        let arguments = Arguments::new("m", b"r");
        let id = Uuid::from_u128(7);
        let times = [0, -62_135_596_800_000_000, 1_764_000_000_000_001];
        let times = times.map(DateTime::from_timestamp_micros);
        let timed = times.into_iter().chain([None]);
        let points = timed.map(|time| ListPoint::Time(time, id));
        for point in points.chain([ListPoint::Id(id)]) {
            let token = arguments.token(Some(point));
            assert_eq!(arguments.point(&token).unwrap(), Some(point));
        }
    }

    #[test]
    fn points_of_conflicts_come_back_from_their_tokens() {
        let arguments = Arguments::new("m", b"r");
        for reason in ConflictReason::ALL {
            let point = ConflictPoint {
                claim: Uuid::max(),
                reason: *reason,
                other: Uuid::from_u128(7),
            };
            let token = arguments.token(Some(point));
            assert_eq!(arguments.point(&token).unwrap(), Some(point));
        }
    }

    #[test]
    fn a_token_is_refused_with_other_arguments() {
        let token = Arguments::new("m", b"r").token(Some(Uuid::from_u128(7)));
        for (arguments, token) in [
            (Arguments::new("m", b"other"), token.as_str()),
            (Arguments::new("other", b"r"), token.as_str()),
            (Arguments::new("m", b"r"), "!"),
            (Arguments::new("m", b"r"), &token[1..]),
            // The old layout of tokens: eight bytes of a digest, and an id.
            (Arguments::new("m", b"r"), &"A".repeat(32)),
            (Arguments::new("m", b"r"), ""),
        ] {
            let is_refused = matches!(arguments.point::<Uuid>(token), Err(Error::PageTokenInvalid));
            assert_eq!(is_refused, !token.is_empty());
        }
    }

    #[test]
    fn sizes_are_bounded_and_zero_is_the_default() {
        for (requested, expected) in [(0, 100), (1, 1), (1_000, 1_000), (i32::MAX, 1_000)] {
            let mut check = Checker::new();
            assert_eq!(size(&mut check, requested), expected);
            assert!(check.is_clean());
        }
        let mut check = Checker::new();
        size(&mut check, -1);
        assert!(!check.is_clean());
    }
}
