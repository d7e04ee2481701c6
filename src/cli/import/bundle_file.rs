//! Files with bundles: one as JSON, many as NDJSON, or a plain-text article, told
//! apart by what they hold and never by their names.
//!
//! Of a file of many no more than one line is in memory, and nothing is larger
//! than [`PIECE_BYTES_MAX`]. A bundle of a bad line is refused by itself; the
//! lines after it are read all the same.

use serde::de::IgnoredAny;
use tokio::io::{self, AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use super::text_article::{self, Options, Problem, TextError};
use crate::{
    api::REQUEST_BYTES_MAX,
    wire::{json, pb},
};

/// The largest line of NDJSON, bundle that spans lines, or article, in bytes.
pub const PIECE_BYTES_MAX: usize = REQUEST_BYTES_MAX;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const TOO_LARGE: &str = "is larger than 8 MiB; split it";
const EMPTY: &str = "is empty; give a bundle as JSON, many as NDJSON, or a plain-text article";

/// A bundle and where it stands.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// The line; absent where the bundle is the whole file.
    pub line: Option<usize>,
    /// The bundle.
    pub bundle: pb::Bundle,
}

/// Something that is wrong with a file, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do, as a lower-case fragment.
    pub what: String,
}

impl From<Problem> for Finding {
    fn from(Problem { line, what }: Problem) -> Self {
        let line = Some(line);
        Self { line, what }
    }
}

enum Expected {
    Anything,
    Lines,
    Nothing,
}

/// Reads bundles from a file, one after the other.
pub struct BundleFile<R> {
    reader: R,
    options: Options,
    expected: Expected,
    /// The line read last, counted from 1.
    line: usize,
    /// The bytes read.
    offset: u64,
    piece: Vec<u8>,
}

/// What comes of reading on.
pub type Next = Option<Result<Found, Vec<Finding>>>;

impl<R: AsyncBufRead + Unpin> BundleFile<R> {
    /// Reads from `reader`; `options` are for a plain-text article.
    pub fn new(reader: R, options: Options) -> Self {
        Self {
            reader,
            options,
            expected: Expected::Anything,
            line: 0,
            offset: 0,
            piece: Vec::new(),
        }
    }

    /// The bytes read so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The next bundle, or what is wrong with it; nothing at the end.
    pub async fn next(&mut self) -> Next {
        let next = match self.expected {
            Expected::Anything => self.first().await,
            Expected::Lines => self.next_line().await,
            Expected::Nothing => Ok(None),
        };
        match next {
            Ok(next) => next,
            Err(error) => {
                self.expected = Expected::Nothing;
                refused(None, format!("cannot be read: {error}"))
            }
        }
    }

    /// Looks what the file holds, and gives the first of it.
    async fn first(&mut self) -> io::Result<Next> {
        self.expected = Expected::Nothing;
        let start = self.skip_blank_lines().await?;
        let Some(first) = self.piece.get(start) else {
            return Ok(refused(None, EMPTY));
        };
        if self.piece.len() > PIECE_BYTES_MAX {
            return Ok(refused(Some(self.line), TOO_LARGE));
        }
        if *first != b'{' {
            return self.article().await;
        }
        if self.options.uri.is_some() {
            let what = "is a bundle, which says its uri itself; leave out --uri";
            return Ok(refused(Some(self.line), what));
        }
        match serde_json::from_slice::<IgnoredAny>(&self.piece[start..]) {
            Err(error) if error.is_eof() => self.bundle_over_lines(start).await,
            // Whether more lines are bundles cannot be told.
            Err(_) => Ok(Some(self.bundle(start, self.line, Some(self.line)))),
            Ok(_) => {
                self.expected = Expected::Lines;
                Ok(Some(self.bundle(start, self.line, Some(self.line))))
            }
        }
    }

    /// Reads up to the end of the first line that holds something, and gives the
    /// place where it begins to.
    async fn skip_blank_lines(&mut self) -> io::Result<usize> {
        loop {
            let begin = self.piece.len();
            let read = self.append_line().await?;
            let line = &self.piece[begin..];
            let line = match begin {
                0 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line),
                _ => line,
            };
            let held = line.trim_ascii_start().len();
            if read == 0 || held > 0 || self.piece.len() > PIECE_BYTES_MAX {
                return Ok(self.piece.len() - held);
            }
        }
    }

    async fn article(&mut self) -> io::Result<Next> {
        if !self.append_rest().await? {
            return Ok(refused(None, TOO_LARGE));
        }
        let text = match self.text(0) {
            Ok(text) => text,
            Err(findings) => return Ok(Some(Err(findings))),
        };
        let read = text_article::read(text, &self.options);
        Ok(Some(match read {
            Ok(bundle) => Ok(Found { line: None, bundle }),
            Err(TextError { problems }) => Err(problems.into_iter().map(Finding::from).collect()),
        }))
    }

    async fn bundle_over_lines(&mut self, start: usize) -> io::Result<Next> {
        let first_line = self.line;
        if !self.append_rest().await? {
            let what = format!("{TOO_LARGE}, or put each bundle on a line of its own");
            return Ok(refused(Some(first_line), what));
        }
        Ok(Some(self.bundle(start, first_line, None)))
    }

    /// The bundle that the piece holds from `start` on, which is in `first_line`.
    fn bundle(
        &self,
        start: usize,
        first_line: usize,
        line: Option<usize>,
    ) -> Result<Found, Vec<Finding>> {
        let bundle = json::read_bundle(self.text(start)?.trim_end()).map_err(|error| {
            vec![Finding {
                line: Some(first_line + error.line - 1),
                what: format!("is no bundle in protobuf JSON: {error}{}", advice(&error)),
            }]
        })?;
        Ok(Found { line, bundle })
    }

    fn text(&self, start: usize) -> Result<&str, Vec<Finding>> {
        str::from_utf8(&self.piece[start..]).map_err(|error| {
            let at = start + error.valid_up_to();
            let lines_behind = self.piece[at..].iter().filter(|b| **b == b'\n').count();
            let is_whole = self.piece.ends_with(b"\n");
            let offset = self.offset - (self.piece.len() - at) as u64;
            vec![Finding {
                line: Some(self.line + usize::from(is_whole) - lines_behind),
                what: format!("is no UTF-8 at byte {offset} of the file; save it as UTF-8"),
            }]
        })
    }

    /// Appends the next line, as far as there is room, and gives its length.
    async fn append_line(&mut self) -> io::Result<usize> {
        let room = (PIECE_BYTES_MAX + 1).saturating_sub(self.piece.len());
        let mut bounded = (&mut self.reader).take(room as u64);
        let read = bounded.read_until(b'\n', &mut self.piece).await?;
        self.offset += read as u64;
        self.line += usize::from(read > 0);
        Ok(read)
    }

    /// Appends all that is left; false where that is too much.
    async fn append_rest(&mut self) -> io::Result<bool> {
        while self.append_line().await? > 0 {}
        Ok(self.piece.len() <= PIECE_BYTES_MAX)
    }

    /// Reads over what is left of a line that is too long.
    async fn skip_line(&mut self) -> io::Result<()> {
        let line = self.line;
        while !self.piece.is_empty() && !self.piece.ends_with(b"\n") {
            self.piece.clear();
            self.append_line().await?;
        }
        self.line = line;
        Ok(())
    }

    async fn next_line(&mut self) -> io::Result<Next> {
        loop {
            self.piece.clear();
            if self.append_line().await? == 0 {
                self.expected = Expected::Nothing;
                return Ok(None);
            }
            if self.piece.len() > PIECE_BYTES_MAX {
                self.skip_line().await?;
                return Ok(refused(Some(self.line), TOO_LARGE));
            }
            if !self.piece.trim_ascii().is_empty() {
                return Ok(Some(self.bundle(0, self.line, Some(self.line))));
            }
        }
    }
}

fn refused(line: Option<usize>, what: impl Into<String>) -> Next {
    let what = what.into();
    Some(Err(vec![Finding { line, what }]))
}

/// What helps where something follows a bundle.
fn advice(error: &json::NotOfType) -> &'static str {
    match error.is_trailing() {
        true => "; put each bundle on a line of its own",
        false => "",
    }
}

#[cfg(test)]
mod tests;
