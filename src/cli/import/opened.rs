//! Opens files and standard input to be read line by line. What is compressed with gzip or
//! zstd is recognized by its first bytes, whatever its name is.
//!
//! A thread reads and decompresses ahead, at most [`CHUNKS_MAX`] chunks.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use sha2::{Digest as _, Sha256};
use tokio::{io::AsyncBufRead, sync::mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::io::StreamReader;
use uuid::Uuid;

/// What is read ahead: at most this many chunks of at most this many bytes.
const CHUNKS_MAX: usize = 8;
const CHUNK_BYTES: usize = 1 << 17;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// The last three bytes of the magic number of a zstd frame that holds no data.
const ZSTD_SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// A file or standard input.
pub struct Opened {
    /// Its content, decompressed.
    pub reader: Box<dyn AsyncBufRead + Send + Unpin>,
    /// How many of its bytes were read so far, as they are stored.
    pub bytes_read: Arc<AtomicU64>,
}

/// Opens a file.
pub fn file(path: &Path) -> io::Result<Opened> {
    Ok(opened(File::open(path)?))
}

/// Opens standard input.
pub fn standard_input() -> Opened {
    opened(io::stdin())
}

/// An id that is the same for files with the same content.
pub fn content_id(path: &Path) -> io::Result<Uuid> {
    let mut digest = Sha256::new();
    io::copy(&mut File::open(path)?, &mut digest)?;
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn opened(reader: impl Read + Send + 'static) -> Opened {
    let bytes_read = Arc::new(AtomicU64::new(0));
    let (sender, chunks) = mpsc::channel(CHUNKS_MAX);
    let counted = Counted {
        reader,
        bytes_read: Arc::clone(&bytes_read),
    };
    // A thread of its own, because the end of the program does not wait for it. Standard
    // input may never end.
    std::thread::spawn(move || {
        let mut chunks = Chunks(sender);
        if let Err(error) = copy(BufReader::with_capacity(CHUNK_BYTES, counted), &mut chunks) {
            // The reader may have gone.
            let _ = chunks.0.blocking_send(Err(error));
        }
    });
    Opened {
        reader: Box::new(StreamReader::new(ReceiverStream::new(chunks))),
        bytes_read,
    }
}

fn copy(mut reader: impl BufRead, chunks: &mut Chunks) -> io::Result<()> {
    let start = reader.fill_buf()?;
    if start.starts_with(GZIP) {
        copy_plain(MultiGzDecoder::new(reader), chunks)
    } else if start.starts_with(ZSTD) || is_skippable(start) {
        copy_zstd(reader, chunks)
    } else {
        copy_plain(reader, chunks)
    }
}

fn copy_plain(mut reader: impl Read, chunks: &mut Chunks) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(()),
            count => chunks.write_all(&buffer[..count])?,
        }
    }
}

/// Copies all frames: a file can consist of several.
fn copy_zstd(mut reader: impl BufRead, chunks: &mut Chunks) -> io::Result<()> {
    loop {
        let start = reader.fill_buf()?;
        if start.is_empty() {
            return Ok(());
        }
        if is_skippable(start) {
            skip_frame(&mut reader)?;
            continue;
        }
        let decoder = StreamingDecoder::new(&mut reader).map_err(io::Error::other)?;
        copy_plain(decoder, chunks)?;
    }
}

fn is_skippable(start: &[u8]) -> bool {
    matches!(start, [first, rest @ ..] if first >> 4 == 5 && rest.starts_with(ZSTD_SKIPPABLE))
}

fn skip_frame(reader: &mut impl Read) -> io::Result<()> {
    let mut header = [0; 8];
    reader.read_exact(&mut header)?;
    let [_, _, _, _, length @ ..] = header;
    let length = u64::from(u32::from_le_bytes(length));
    match io::copy(&mut reader.take(length), &mut io::sink())? {
        skipped if skipped == length => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

struct Chunks(mpsc::Sender<io::Result<io::Cursor<Vec<u8>>>>);

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(io::Cursor::new(bytes.to_vec())));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Counted<R> {
    reader: R,
    bytes_read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use tokio::io::AsyncReadExt as _;

    use super::*;

    async fn read(bytes: Vec<u8>) -> io::Result<String> {
        let count = bytes.len() as u64;
        let mut opened = opened(io::Cursor::new(bytes));
        let mut text = String::new();
        opened.reader.read_to_string(&mut text).await?;
        assert_eq!(opened.bytes_read.load(Ordering::Relaxed), count);
        Ok(text)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    #[tokio::test]
    async fn what_is_compressed_is_read_as_what_it_was() {
        let skippable = [&[0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        for (bytes, expected) in [
            (b"plain".to_vec(), "plain"),
            (Vec::new(), ""),
            (gzip("one"), "one"),
            ([gzip("one\n"), gzip("two")].concat(), "one\ntwo"),
            (zstd("one"), "one"),
            (
                [zstd("one\n"), skippable.clone(), zstd("two")].concat(),
                "one\ntwo",
            ),
            ([skippable, zstd("one")].concat(), "one"),
        ] {
            assert_eq!(read(bytes).await.unwrap(), expected);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_cut_off_is_an_error_and_not_an_end() {
        let text = "a line of text that is long enough\n".repeat(100);
        for whole in [gzip(&text), zstd(&text)] {
            let cut = whole[..whole.len() - 9].to_vec();
            assert!(read(cut).await.is_err());
        }
    }
}
