//! Slows a client down that sends many frames which ask for nothing: PING, SETTINGS, PRIORITY,
//! RST_STREAM and the like cost it a few bytes each, and the server an answer or a look-up.
//!
//! Frames are counted where the bytes of a connection are read, by the headers of RFC 9113,
//! section 4.1. A connection has an allowance, which time, calls and answers fill up. What exceeds
//! it is read later; nothing is lost, and no connection is closed for it.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

/// What a client of HTTP/2 sends before its first frame. Who sends something else has no frames.
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The bytes of the header of a frame.
const HEADER_BYTES: usize = 9;

/// The allowance of a new connection, in frames, and what it grows to.
const FIRST: u64 = 1_000;
const MOST: u64 = 4_000;

/// What one frame takes of the time: a connection may send 1,000 of them a second.
const INTERVAL: Duration = Duration::from_millis(1);

/// Reading ends for a moment after so many frames, so that other connections have a turn.
const TURN: u64 = 100;

/// Each call allows the frames that a client sends with it.
const OF_CALL: u64 = 3;

/// What a client does not want any more was begun already.
const RESET_COST: u64 = 6;

/// A frame with less data than this counts: a message of a stream has more.
const SMALL_BYTES: usize = 64;

/// For each so many bytes that a client was sent, it may send one frame. A client that takes a
/// large answer says so for each few KiB.
const SENT_BYTES: usize = 1 << 10;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;

/// Counts the frames of a connection, and says when it is read again.
#[derive(Debug)]
pub(super) struct Meter {
    frames: Frames,
    /// When the allowance is full again. It is used up when that is `MOST` frames ahead.
    full: Instant,
    /// The bytes sent that have not allowed a frame yet.
    sent: usize,
    /// The frames since others had a turn.
    in_turn: u64,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Meter {
    pub fn new() -> Self {
        Self {
            frames: Frames::Preface(0),
            full: Instant::now() + frames(MOST - FIRST),
            sent: 0,
            in_turn: 0,
            pause: None,
        }
    }

    /// Whether the client speaks something else than HTTP/2.
    pub const fn is_other(&self) -> bool {
        matches!(self.frames, Frames::None)
    }

    /// Waits until the connection may be read.
    pub fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::take(&mut self.in_turn) > TURN {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(pause) = &mut self.pause {
            std::task::ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        Poll::Ready(())
    }

    /// Counts bytes that were read. Returns whether they reset a call.
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        let (mut cost, mut allowed) = (0, 0);
        let mut has_reset = false;
        self.frames.read(bytes, |kind, length| match kind {
            HEADERS => allowed += OF_CALL,
            DATA if length >= SMALL_BYTES => {}
            RST_STREAM => {
                cost += RESET_COST;
                has_reset = true;
            }
            _ => cost += 1,
        });
        self.in_turn += cost;
        self.allow(allowed);
        if cost == 0 {
            return false;
        }
        let now = Instant::now();
        self.full = self.full.max(now) + frames(cost);
        let used_up = now + frames(MOST);
        if self.full > used_up {
            self.pause = Some(Box::pin(sleep_until(now + (self.full - used_up))));
        }
        has_reset
    }

    /// Counts bytes that were sent.
    pub fn sent(&mut self, bytes: usize) {
        self.sent += bytes;
        self.allow((self.sent / SENT_BYTES) as u64);
        self.sent %= SENT_BYTES;
    }

    fn allow(&mut self, count: u64) {
        // What lies in the past is a full allowance, whatever was allowed.
        self.full = self.full.checked_sub(frames(count)).unwrap_or(self.full);
    }
}

/// The time that so many frames take.
fn frames(count: u64) -> Duration {
    INTERVAL * u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where in the frames of a connection its next byte is.
#[derive(Debug)]
enum Frames {
    /// In the preface, of which so many bytes were read.
    Preface(usize),
    /// In what is not HTTP/2.
    None,
    /// In what is not looked at, and so many bytes before its end.
    Skip(usize),
    /// In the header of a frame, of which so many bytes were read.
    Header([u8; HEADER_BYTES], usize),
}

impl Frames {
    /// Calls `each` with the type of each frame that begins, and the length of what it has.
    fn read(&mut self, mut bytes: &[u8], mut each: impl FnMut(u8, usize)) {
        while !bytes.is_empty() {
            match self {
                Self::None => return,
                Self::Preface(read) => {
                    let expected = &PREFACE[*read..];
                    let taken = bytes.len().min(expected.len());
                    let (found, rest) = bytes.split_at(taken);
                    *read += taken;
                    bytes = rest;
                    if !expected.starts_with(found) {
                        *self = Self::None;
                    } else if *read == PREFACE.len() {
                        *self = Self::Header([0; HEADER_BYTES], 0);
                    }
                }
                Self::Skip(left) => {
                    let skipped = bytes.len().min(*left);
                    *left -= skipped;
                    bytes = &bytes[skipped..];
                    if *left == 0 {
                        *self = Self::Header([0; HEADER_BYTES], 0);
                    }
                }
                Self::Header(header, read) => {
                    let taken = bytes.len().min(HEADER_BYTES - *read);
                    header[*read..*read + taken].copy_from_slice(&bytes[..taken]);
                    *read += taken;
                    bytes = &bytes[taken..];
                    if *read == HEADER_BYTES {
                        let [a, b, c, kind, ..] = *header;
                        let length = u32::from_be_bytes([0, a, b, c]) as usize;
                        each(kind, length);
                        *self = match length {
                            0 => Self::Header([0; HEADER_BYTES], 0),
                            _ => Self::Skip(length),
                        };
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    const PING: u8 = 6;

    fn frame(kind: u8, length: u8) -> Vec<u8> {
        let mut frame = vec![0, 0, length, kind, 0, 0, 0, 0, 0];
        frame.extend(vec![0; length.into()]);
        frame
    }

    fn is_ready(meter: &mut Meter) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        // The first time may be the turn of others.
        meter.poll_ready(&mut context).is_ready() || meter.poll_ready(&mut context).is_ready()
    }

    #[test]
    fn frames_are_found_however_their_bytes_arrive() {
        let mut bytes = PREFACE.to_vec();
        bytes.extend(
            [
                frame(4, 0),
                frame(HEADERS, 30),
                frame(DATA, 200),
                frame(PING, 8),
            ]
            .concat(),
        );
        for size in 1..bytes.len() {
            let mut frames = Frames::Preface(0);
            let mut found = Vec::new();
            for part in bytes.chunks(size) {
                frames.read(part, |kind, length| found.push((kind, length)));
            }
            let expected = [(4, 0), (HEADERS, 30), (DATA, 200), (PING, 8)];
            assert_eq!(found, expected, "in parts of {size}");
        }
    }

    #[test]
    fn what_is_not_http2_has_no_frames() {
        for begin in ["POST /x HTTP/1.1\r\n", "PRI * HTTP/1.1\r\n"] {
            let bytes = [begin.as_bytes(), &frame(PING, 8).repeat(10)].concat();
            for size in 1..bytes.len() {
                let mut frames = Frames::Preface(0);
                for part in bytes.chunks(size) {
                    frames.read(part, |_, _| panic!("{begin} in parts of {size}"));
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_read_later_and_then_at_a_thousand_frames_a_second() {
        let mut meter = Meter::new();
        meter.read(PREFACE);
        meter.read(&frame(PING, 8).repeat(1_000));
        assert!(is_ready(&mut meter));
        meter.read(&frame(PING, 8).repeat(500));
        assert!(!is_ready(&mut meter));
        tokio::time::advance(Duration::from_millis(499)).await;
        assert!(!is_ready(&mut meter));
        tokio::time::advance(Duration::from_millis(2)).await;
        assert!(is_ready(&mut meter));
    }

    #[tokio::test(start_paused = true)]
    async fn others_have_a_turn_between_the_frames_of_a_flood() {
        let mut meter = Meter::new();
        meter.read(PREFACE);
        meter.read(&frame(PING, 8).repeat(200));
        let mut context = Context::from_waker(Waker::noop());
        assert!(meter.poll_ready(&mut context).is_pending());
        assert!(meter.poll_ready(&mut context).is_ready());
    }

    #[tokio::test(start_paused = true)]
    async fn calls_large_messages_and_answers_are_not_slowed_down() {
        let mut meter = Meter::new();
        meter.read(PREFACE);
        for _ in 0..100_000 {
            // A call, its message, and the windows of its answer.
            meter.read(
                &[
                    frame(HEADERS, 50),
                    frame(DATA, 20),
                    frame(8, 4),
                    frame(8, 4),
                ]
                .concat(),
            );
            meter.read(&frame(DATA, 255).repeat(10));
            meter.sent(64 << 10);
            meter.read(&frame(8, 4).repeat(40));
            assert!(is_ready(&mut meter));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_are_reset_are_slowed_down() {
        let mut meter = Meter::new();
        meter.read(PREFACE);
        let reset = [frame(HEADERS, 50), frame(DATA, 100), frame(RST_STREAM, 4)].concat();
        let count = (0..10_000).take_while(|_| {
            meter.read(&reset);
            is_ready(&mut meter)
        });
        assert_eq!(count.count() as u64, FIRST / (RESET_COST - OF_CALL));
    }
}
