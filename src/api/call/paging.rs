//! Pages: their size, and the token that finds the next one.
//!
//! A token holds where the page before ended and a digest of everything else that
//! was asked, so that it is refused with other arguments.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use tonic::Response;
use uuid::Uuid;

use crate::{
    app::{
        Error,
        read::trace::{self, Stage},
        watch::answer::WatchPoint,
    },
    domain::{
        passage::part_text::TextVersion,
        resource::name::Kind,
        rule::conflict::ConflictReason,
        value::{identity::IdentityBuilder, violation::Checker},
    },
    store::{log::position::Position, read::conflict},
    wire::{message::digest, request::PagedRequest},
};

const SIZE_DEFAULT: i32 = 100;
const SIZE_MAX: i32 = 1_000;
const DIGEST_BYTES: usize = 8;

/// The size of a page: what is asked for, within bounds.
fn size(check: &mut Checker, requested: i32) -> i64 {
    if requested < 0 {
        check.report_at("page_size", "is negative; 0 means 100");
    }
    i64::from(match requested {
        0 => SIZE_DEFAULT,
        requested => requested.min(SIZE_MAX),
    })
}

/// The page that is asked for.
pub(crate) struct Paging {
    size: i32,
    /// Where the page before ended, or nothing.
    pub token: String,
    /// What is listed.
    pub arguments: Arguments,
}

impl Paging {
    /// Takes a request for a page apart.
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

    /// Its size, within bounds.
    pub(crate) fn size(&self, check: &mut Checker) -> i64 {
        size(check, self.size)
    }
}

/// Everything that was asked, apart from the size and the place.
pub(crate) struct Arguments([u8; DIGEST_BYTES]);

impl Arguments {
    fn new(request: &str, content: &[u8]) -> Self {
        let digest = IdentityBuilder::new().part(request).part(content).finish();
        let mut bytes = [0; DIGEST_BYTES];
        bytes.copy_from_slice(&digest[..DIGEST_BYTES]);
        Self(bytes)
    }

    fn token(&self, place: &[u8]) -> String {
        BASE64.encode([self.0.as_slice(), place].concat())
    }

    fn place<const N: usize>(&self, token: &str) -> Result<Option<[u8; N]>, Error> {
        if token.is_empty() {
            return Ok(None);
        }
        let refuse = || Error::PageTokenInvalid;
        let bytes = BASE64.decode(token).map_err(|_| refuse())?;
        let place = bytes.strip_prefix(self.0.as_slice()).ok_or_else(refuse)?;
        place.try_into().map(Some).map_err(|_| refuse())
    }

    /// The token of the page behind an id; empty where there is none.
    pub(crate) fn token_of_id(&self, id: Option<Uuid>) -> String {
        id.map_or(String::new(), |id| self.token(id.as_bytes()))
    }

    /// The id in a token.
    pub(crate) fn id(&self, token: &str) -> Result<Option<Uuid>, Error> {
        Ok(self.place(token)?.map(Uuid::from_bytes))
    }

    /// The token of the page behind a version; empty where there is none.
    pub(crate) fn token_of_version(&self, version: Option<TextVersion>) -> String {
        version.map_or(String::new(), |version| self.token(&version.to_be_bytes()))
    }

    /// The version in a token.
    pub(crate) fn version(&self, token: &str) -> Result<Option<TextVersion>, Error> {
        Ok(self.place(token)?.map(TextVersion::from_be_bytes))
    }

    /// The token of the page behind a conflict; empty where there is none.
    pub(crate) fn token_of_conflict(&self, place: Option<conflict::ConflictPoint>) -> String {
        place.map_or(String::new(), |place| self.token(&conflict_bytes(place)))
    }

    /// The place of a conflict in a token.
    pub(crate) fn conflict(&self, token: &str) -> Result<Option<conflict::ConflictPoint>, Error> {
        let place = self
            .place(token)?
            .map(|bytes| read_conflict(bytes).ok_or(Error::PageTokenInvalid));
        place.transpose()
    }

    /// The token of the page behind a place of a trace; empty where there is none.
    pub(crate) fn token_of_trace(&self, place: Option<trace::TracePoint>) -> String {
        place.map_or(String::new(), |place| self.token(&trace_bytes(place)))
    }

    /// The place of a trace in a token.
    pub(crate) fn trace(&self, token: &str) -> Result<Option<trace::TracePoint>, Error> {
        let place = self
            .place(token)?
            .map(|bytes| read_trace(bytes).ok_or(Error::PageTokenInvalid));
        place.transpose()
    }

    /// The token of the page behind a position; empty where there is none.
    pub(crate) fn token_of_position(&self, position: Option<Position>) -> String {
        position.map_or(String::new(), |position| {
            self.token(&position_bytes(position))
        })
    }

    /// The position in a token.
    pub(crate) fn position(&self, token: &str) -> Result<Option<Position>, Error> {
        Ok(self.place(token)?.map(read_position))
    }
}

/// Stage, depth, claim, whether that is all, last.
const TRACE_BYTES: usize = 35;

fn trace_bytes(place: trace::TracePoint) -> [u8; TRACE_BYTES] {
    let stage = Stage::ALL.iter().position(|stage| *stage == place.stage);
    let mut bytes = [0; TRACE_BYTES];
    bytes[0] = stage
        .and_then(|stage| u8::try_from(stage).ok())
        .unwrap_or_default();
    bytes[1] = place.depth;
    bytes[2..18].copy_from_slice(place.claim.as_bytes());
    bytes[18] = u8::from(place.is_claim);
    bytes[19..].copy_from_slice(place.last.as_bytes());
    bytes
}

fn read_trace(bytes: [u8; TRACE_BYTES]) -> Option<trace::TracePoint> {
    let [stage, depth, rest @ ..] = bytes;
    let (claim, rest) = rest.split_first_chunk()?;
    let (is_claim, last) = rest.split_first()?;
    Some(trace::TracePoint {
        stage: *Stage::ALL.get(usize::from(stage))?,
        depth,
        claim: Uuid::from_bytes(*claim),
        is_claim: *is_claim == 1,
        last: Uuid::from_bytes(last.try_into().ok()?),
    })
}

/// Claim, reason, other claim.
const CONFLICT_BYTES: usize = 34;

fn conflict_bytes(place: conflict::ConflictPoint) -> [u8; CONFLICT_BYTES] {
    let mut bytes = [0; CONFLICT_BYTES];
    bytes[..16].copy_from_slice(place.claim.as_bytes());
    bytes[16..18].copy_from_slice(&place.reason.code().to_be_bytes());
    bytes[18..].copy_from_slice(place.other.as_bytes());
    bytes
}

fn read_conflict(bytes: [u8; CONFLICT_BYTES]) -> Option<conflict::ConflictPoint> {
    let (claim, rest) = bytes.split_first_chunk()?;
    let (reason, rest) = rest.split_first_chunk()?;
    Some(conflict::ConflictPoint {
        claim: Uuid::from_bytes(*claim),
        reason: ConflictReason::from_code(i16::from_be_bytes(*reason))?,
        other: Uuid::from_bytes(rest.try_into().ok()?),
    })
}

/// The metadata of an answer that says where what was done stands in the log.
const POSITION: &str = "x-claimstore-position";

/// Says in an answer where what was done stands in the log.
pub(crate) fn set_position<T>(answer: &mut Response<T>, position: Option<Position>) {
    let text = position.map(position_text);
    if let Some(value) = text.and_then(|text| text.parse().ok()) {
        answer.metadata_mut().insert(POSITION, value);
    }
}

/// A position as callers see it.
pub(crate) fn position_text(position: Position) -> String {
    BASE64.encode(position_bytes(position))
}

/// The place of a watch as callers see it: a position, or one inside of a snapshot.
pub(crate) fn place_text(place: WatchPoint) -> String {
    match place {
        WatchPoint::Behind(position) => position_text(position),
        WatchPoint::Snapshot { at, kind, after } => {
            let mut bytes = position_bytes(at).to_vec();
            bytes.extend_from_slice(&kind.code().to_be_bytes());
            bytes.extend_from_slice(after.unwrap_or_default().as_bytes());
            BASE64.encode(bytes)
        }
    }
}

/// Reads a place that callers were answered.
pub(crate) fn read_place_text(text: &str) -> Option<WatchPoint> {
    let bytes = BASE64.decode(text).ok()?;
    let (position, rest) = bytes.split_first_chunk::<POSITION_BYTES>()?;
    let position = read_position(*position);
    let is_one = position.epoch > 0 && position.xid >= 0 && position.seq >= 0;
    let place = match rest.split_first_chunk::<2>() {
        None if rest.is_empty() => WatchPoint::Behind(position),
        None => return None,
        Some((kind, id)) => WatchPoint::Snapshot {
            at: position,
            kind: Kind::from_code(i16::from_be_bytes(*kind))?,
            after: Some(Uuid::from_bytes(id.try_into().ok()?)).filter(|id| !id.is_nil()),
        },
    };
    is_one.then_some(place)
}

/// Epoch, transaction, change, tag.
const POSITION_BYTES: usize = 24;

fn position_bytes(position: Position) -> [u8; POSITION_BYTES] {
    let mut bytes = [0; POSITION_BYTES];
    bytes[..4].copy_from_slice(&position.epoch.to_be_bytes());
    bytes[4..12].copy_from_slice(&position.xid.to_be_bytes());
    bytes[12..16].copy_from_slice(&position.seq.to_be_bytes());
    bytes[16..].copy_from_slice(&position.tag.to_be_bytes());
    bytes
}

fn read_position(bytes: [u8; POSITION_BYTES]) -> Position {
    let (place, tag) = bytes.split_at(16);
    let number = place
        .iter()
        .fold(0, |number: u128, byte| number << 8 | u128::from(*byte));
    let tag = tag
        .iter()
        .fold(0, |tag: u64, byte| tag << 8 | u64::from(*byte));
    Position {
        epoch: (number >> 96) as i32,
        tag: tag as i64,
        xid: (number >> 32) as i64,
        seq: number as i32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let token = arguments.token_of_position(Some(position));
            assert_eq!(arguments.position(&token).unwrap(), Some(position));
        }
    }

    #[test]
    fn places_of_conflicts_come_back_from_their_tokens() {
        let arguments = Arguments::new("m", b"r");
        for reason in ConflictReason::ALL {
            let place = conflict::ConflictPoint {
                claim: Uuid::max(),
                reason: *reason,
                other: Uuid::from_u128(7),
            };
            let token = arguments.token_of_conflict(Some(place));
            assert_eq!(arguments.conflict(&token).unwrap(), Some(place));
        }
        // There is no such reason.
        let token = arguments.token(&[0; CONFLICT_BYTES]);
        assert!(matches!(
            arguments.conflict(&token),
            Err(Error::PageTokenInvalid)
        ));
    }

    #[test]
    fn a_token_is_refused_with_other_arguments() {
        let token = Arguments::new("m", b"r").token_of_id(Some(Uuid::from_u128(7)));
        for (arguments, token) in [
            (Arguments::new("m", b"other"), token.as_str()),
            (Arguments::new("other", b"r"), token.as_str()),
            (Arguments::new("m", b"r"), "!"),
            (Arguments::new("m", b"r"), &token[1..]),
            (Arguments::new("m", b"r"), ""),
        ] {
            let is_refused = matches!(arguments.id(token), Err(Error::PageTokenInvalid));
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
