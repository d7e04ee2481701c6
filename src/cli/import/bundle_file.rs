//! Files with bundles: one as JSON, many as NDJSON, or a plain-text article. The
//! format is detected from the content, never from the name.
//!
//! Of an NDJSON file only one line at a time is in memory, and nothing is larger
//! than [`PIECE_BYTES_MAX`]. A bad line is refused alone; reading continues with the
//! next one.

use serde::de::IgnoredAny;
use tokio::io::{self, AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use super::{
    problem::Problem,
    text_article::{self, Options, TextError},
};
use crate::{
    api::REQUEST_BYTES_MAX,
    wire::{json, pb},
};

/// The largest line of NDJSON, bundle that spans lines, or article, in bytes.
pub const PIECE_BYTES_MAX: usize = REQUEST_BYTES_MAX;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const TOO_LARGE: &str = "is larger than 8 MiB; split it";
const EMPTY: &str = "is empty; give a bundle as JSON, many as NDJSON, or a plain-text article";

/// A bundle, and the line that it is in.
#[derive(Debug, PartialEq)]
pub struct FileBundle {
    /// The line; absent where the bundle is the whole file.
    pub line: Option<usize>,
    /// The bundle.
    pub bundle: pb::Bundle,
}

/// How the rest of the file is read.
enum Rest {
    /// The format is not known yet.
    Undetected,
    /// One bundle on each line.
    Lines,
    /// Nothing is left to read.
    Nothing,
}

/// Reads bundles from a file, one after the other.
pub struct BundleFile<R> {
    reader: R,
    options: Options,
    rest: Rest,
    /// The line read last, counted from 1.
    line: usize,
    /// The bytes read.
    offset: u64,
    piece: Vec<u8>,
}

/// The next bundle, or what is wrong with it; `None` at the end of the file.
pub type Next = Option<Result<FileBundle, Vec<Problem>>>;

impl<R: AsyncBufRead + Unpin> BundleFile<R> {
    /// Reads from `reader`; `options` are for a plain-text article.
    pub fn new(reader: R, options: Options) -> Self {
        Self {
            reader,
            options,
            rest: Rest::Undetected,
            line: 0,
            offset: 0,
            piece: Vec::new(),
        }
    }

    /// Takes the file for one with a bundle on each line, whatever it begins with.
    pub fn of_lines(mut self) -> Self {
        self.rest = Rest::Lines;
        self
    }

    /// Whether the file has a bundle on each line, as far as that is known.
    pub fn has_lines(&self) -> bool {
        matches!(self.rest, Rest::Lines)
    }

    /// The line that was read last.
    pub fn text(&self) -> &[u8] {
        self.piece.trim_ascii()
    }

    /// Skips the next line that is not blank, without reading what is in it. Returns whether
    /// there was one.
    pub async fn skip(&mut self) -> io::Result<bool> {
        loop {
            self.piece.clear();
            if self.append_line().await? == 0 {
                return Ok(false);
            }
            if self.piece.len() > PIECE_BYTES_MAX {
                self.skip_line().await?;
                return Ok(true);
            }
            if !self.piece.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    /// The bytes read so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads the next bundle.
    pub async fn next(&mut self) -> Next {
        let next = match self.rest {
            Rest::Undetected => self.first().await,
            Rest::Lines => self.next_line().await,
            Rest::Nothing => Ok(None),
        };
        match next {
            Ok(next) => next,
            Err(error) => {
                self.rest = Rest::Nothing;
                refused(Problem::in_file(format!("cannot be read: {error}")))
            }
        }
    }

    /// Detects the format, and reads the first bundle.
    async fn first(&mut self) -> io::Result<Next> {
        self.rest = Rest::Nothing;
        let start = self.skip_blank_lines().await?;
        let Some(first) = self.piece.get(start) else {
            return Ok(refused(Problem::in_file(EMPTY)));
        };
        if self.piece.len() > PIECE_BYTES_MAX {
            return Ok(refused(Problem::in_line(self.line, TOO_LARGE)));
        }
        if *first != b'{' {
            return self.article().await;
        }
        if self.options.uri.is_some() {
            let what = "is a bundle, which has its own uri; leave out --uri";
            return Ok(refused(Problem::in_line(self.line, what)));
        }
        match serde_json::from_slice::<IgnoredAny>(&self.piece[start..]) {
            Err(error) if error.is_eof() => self.bundle_over_lines(start).await,
            // The first line is broken. The next one shows whether the others are bundles.
            Err(_) => {
                if self.next_line_is_json().await? {
                    self.rest = Rest::Lines;
                }
                Ok(Some(self.bundle(start, self.line, Some(self.line))))
            }
            Ok(_) => {
                self.rest = Rest::Lines;
                Ok(Some(self.bundle(start, self.line, Some(self.line))))
            }
        }
    }

    /// Reads up to the end of the first line that is not blank, and returns the
    /// offset of its first character in the piece.
    async fn skip_blank_lines(&mut self) -> io::Result<usize> {
        loop {
            let begin = self.piece.len();
            let read = self.append_line().await?;
            let line = &self.piece[begin..];
            let line = match begin {
                0 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line),
                _ => line,
            };
            let text_bytes = line.trim_ascii_start().len();
            if read == 0 || text_bytes > 0 || self.piece.len() > PIECE_BYTES_MAX {
                return Ok(self.piece.len() - text_bytes);
            }
        }
    }

    /// Whether the next line begins as a bundle does, as far as it was read ahead.
    async fn next_line_is_json(&mut self) -> io::Result<bool> {
        let ahead = self.reader.fill_buf().await?;
        Ok(ahead.trim_ascii_start().first() == Some(&b'{'))
    }

    async fn article(&mut self) -> io::Result<Next> {
        if !self.append_rest().await? {
            return Ok(refused(Problem::in_file(TOO_LARGE)));
        }
        let text = match self.decoded(0) {
            Ok(text) => text,
            Err(problem) => return Ok(refused(problem)),
        };
        let read = text_article::read(text, &self.options);
        Ok(Some(match read {
            Ok(bundle) => Ok(FileBundle { line: None, bundle }),
            Err(TextError { problems }) => Err(problems),
        }))
    }

    async fn bundle_over_lines(&mut self, start: usize) -> io::Result<Next> {
        let first_line = self.line;
        if !self.append_rest().await? {
            let what = format!("{TOO_LARGE}, or put each bundle on a line of its own");
            return Ok(refused(Problem::in_line(first_line, what)));
        }
        Ok(Some(self.bundle(start, first_line, None)))
    }

    /// Parses the piece from `start` on, which is in `first_line` of the file.
    fn bundle(
        &self,
        start: usize,
        first_line: usize,
        line: Option<usize>,
    ) -> Result<FileBundle, Vec<Problem>> {
        let text = self.decoded(start).map_err(|problem| vec![problem])?;
        let bundle = json::read_bundle(text.trim_end()).map_err(|error| {
            let what = format!(
                "is not a bundle in protobuf JSON: {error}{}",
                advice(&error)
            );
            vec![Problem::in_line(first_line + error.line - 1, what)]
        })?;
        Ok(FileBundle { line, bundle })
    }

    fn decoded(&self, start: usize) -> Result<&str, Problem> {
        str::from_utf8(&self.piece[start..]).map_err(|error| {
            let at = start + error.valid_up_to();
            let lines_after = self.piece[at..].iter().filter(|b| **b == b'\n').count();
            let is_whole = self.piece.ends_with(b"\n");
            let offset = self.offset - (self.piece.len() - at) as u64;
            let line = self.line + usize::from(is_whole) - lines_after;
            let what = format!("is not UTF-8 at byte {offset} of the file; save it as UTF-8");
            Problem::in_line(line, what)
        })
    }

    /// Appends the next line to the piece, as far as there is room, and returns its
    /// length.
    async fn append_line(&mut self) -> io::Result<usize> {
        let room = (PIECE_BYTES_MAX + 1).saturating_sub(self.piece.len());
        let mut bounded = (&mut self.reader).take(room as u64);
        let read = bounded.read_until(b'\n', &mut self.piece).await?;
        self.offset += read as u64;
        self.line += usize::from(read > 0);
        Ok(read)
    }

    /// Appends the rest of the file to the piece; returns false where it is too large.
    async fn append_rest(&mut self) -> io::Result<bool> {
        while self.append_line().await? > 0 {}
        Ok(self.piece.len() <= PIECE_BYTES_MAX)
    }

    /// Skips the rest of a line that is too long.
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
                self.rest = Rest::Nothing;
                return Ok(None);
            }
            if self.piece.len() > PIECE_BYTES_MAX {
                self.skip_line().await?;
                return Ok(refused(Problem::in_line(self.line, TOO_LARGE)));
            }
            if !self.piece.trim_ascii().is_empty() {
                return Ok(Some(self.bundle(0, self.line, Some(self.line))));
            }
        }
    }
}

fn refused(problem: Problem) -> Next {
    Some(Err(vec![problem]))
}

/// What to do where something follows a bundle on its line.
fn advice(error: &json::NotOfType) -> &'static str {
    match error.is_trailing() {
        true => "; put each bundle on a line of its own",
        false => "",
    }
}

#[cfg(test)]
mod tests;
