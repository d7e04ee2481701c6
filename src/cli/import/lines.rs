//! Reads the lines of a file ahead of the stream that sends them.

use std::collections::BTreeSet;

use tokio::{io::AsyncBufRead, sync::mpsc::Sender};

use super::{
    bundle_file::{BundleFile, FileBundle},
    problem::Problem,
};
use crate::wire::pb::ImportBundlesRequest;

/// A line of the file.
pub(super) struct Line {
    pub(super) index: i64,
    pub(super) number: usize,
    pub(super) request: ImportBundlesRequest,
    /// Why it is not a bundle.
    pub(super) problems: Vec<Problem>,
    pub(super) text: String,
    /// The bytes of the file up to its end.
    pub(super) offset: u64,
}

/// What the reader of the file finds.
pub(super) enum Found {
    Line(Box<Line>),
    /// The file cannot be read any further.
    Broken(Vec<Problem>),
}

/// Reads the lines from the index `skipped` on, and those before it that are wanted.
pub(super) async fn read_lines<R: AsyncBufRead + Unpin>(
    mut file: BundleFile<R>,
    first: Result<FileBundle, Vec<Problem>>,
    skipped: i64,
    wanted: BTreeSet<i64>,
    sender: Sender<Found>,
) {
    let mut first = Some(first);
    let mut index = 0;
    loop {
        let is_skipped = index < skipped && !wanted.contains(&index);
        if is_skipped && first.take().is_none() {
            match file.skip().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    let problem = Problem::in_file(format!("cannot be read: {error}"));
                    // The import may have ended.
                    let _ = sender.send(Found::Broken(vec![problem])).await;
                    return;
                }
            }
        } else if !is_skipped {
            let next = match first.take() {
                Some(first) => Some(first),
                None => file.next().await,
            };
            let Some(read) = next else { return };
            let found = found(&file, index, read);
            let is_end = matches!(found, Found::Broken(_));
            if sender.send(found).await.is_err() || is_end {
                return;
            }
        }
        index += 1;
    }
}

fn found<R: AsyncBufRead + Unpin>(
    file: &BundleFile<R>,
    index: i64,
    read: Result<FileBundle, Vec<Problem>>,
) -> Found {
    let (number, bundle, problems) = match read {
        Ok(FileBundle { line, bundle }) => (line, Some(bundle), Vec::new()),
        Err(problems) => (problems.first().and_then(|it| it.line), None, problems),
    };
    let Some(number) = number else {
        return Found::Broken(problems);
    };
    Found::Line(Box::new(Line {
        index,
        number,
        request: ImportBundlesRequest {
            settings: None,
            index,
            bundle,
        },
        problems,
        text: String::from_utf8_lossy(file.text()).into_owned(),
        offset: file.offset(),
    }))
}
