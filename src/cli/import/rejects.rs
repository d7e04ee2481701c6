//! The file with the bundles that were not imported: for each one a line of JSON with the
//! file and line that it is in, the reasons, and the bundle itself.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

/// The file. What it has already is not written again.
pub struct Rejects {
    file: File,
    /// The last line of each input that the file has.
    last: BTreeMap<String, usize>,
}

/// Where a rejected bundle is.
#[derive(Deserialize)]
struct Place {
    file: String,
    line: usize,
}

#[derive(Serialize)]
struct Reject<'a> {
    file: &'a str,
    line: usize,
    reasons: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl Rejects {
    /// Opens the file. Unless the import goes on, it must not have anything in it.
    pub fn open(path: &Path, goes_on: bool) -> io::Result<Self> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)?;
        if !goes_on && file.metadata()?.len() > 0 {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let mut last = BTreeMap::new();
        for line in BufReader::new(&file).lines() {
            let Place { file, line } = serde_json::from_str(&line?)?;
            last.insert(file, line);
        }
        Ok(Self { file, last })
    }

    /// Adds a bundle that was rejected.
    pub fn add(
        &mut self,
        file: &str,
        line: usize,
        reasons: &[String],
        text: &str,
    ) -> io::Result<()> {
        if self.last.get(file).is_some_and(|last| *last >= line) {
            return Ok(());
        }
        let bundle = serde_json::from_str(text).ok();
        let reject = Reject {
            file,
            line,
            reasons,
            text: bundle.is_none().then_some(text),
            bundle,
        };
        let mut json = serde_json::to_string(&reject)?;
        json.push('\n');
        self.file.write_all(json.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn an_import_that_goes_on_adds_what_the_file_does_not_have() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("rejects.ndjson");
        let mut first = Rejects::open(&path, false).unwrap();
        first
            .add("a", 3, &["x".to_owned()], "{\"claims\":[]}")
            .unwrap();
        drop(first);
        assert!(Rejects::open(&path, false).is_err());
        let mut again = Rejects::open(&path, true).unwrap();
        again.add("a", 3, &["x".to_owned()], "{}").unwrap();
        again.add("a", 4, &["y".to_owned()], "{broken").unwrap();
        again.add("b", 1, &[], "{}").unwrap();
        let expected = [
            r#"{"file":"a","line":3,"reasons":["x"],"bundle":{"claims":[]}}"#,
            r#"{"file":"a","line":4,"reasons":["y"],"text":"{broken"}"#,
            r#"{"file":"b","line":1,"reasons":[],"bundle":{}}"#,
        ];
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }
}
