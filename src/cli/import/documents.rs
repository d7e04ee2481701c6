//! Files of documents in exchange formats: each document is read into what can be imported.
//!
//! A file is one document, or has one on each line. It is read as a whole, and is therefore
//! bounded.

use serde_json::Value;
use tokio::io::{self, AsyncRead, AsyncReadExt as _};

use super::{format::ImportFormat, problem::Problem};
use crate::exchange::{
    claim_review::{self, verdicts::Verdicts},
    csv_claims::{self, mapping::Mapping},
    nanopublication, ninjs,
    reading::{Reading, Version},
    web_annotation,
};

/// The largest file, in bytes, as it is decompressed.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// What one document says, and the line that it is on, if it is one of many.
pub(super) struct Document {
    pub(super) line: Option<usize>,
    pub(super) reading: Reading,
}

/// How documents are read.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    /// The format.
    pub(super) format: ImportFormat,
    /// The language of claims that do not say theirs; can be empty.
    pub(super) language: String,
    /// Which texts of annotations are statements.
    pub(super) statement_purposes: Vec<String>,
    /// Which alternative ids of news items identify an article.
    pub(super) id_roles: Vec<String>,
    /// What labels of ratings mean.
    pub(super) verdicts: Verdicts,
    /// What columns of CSV mean.
    pub(super) mapping: Option<Mapping>,
}

impl Readers {
    /// Reads the documents in a file.
    pub(super) async fn read(
        &self,
        reader: impl AsyncRead + Unpin,
    ) -> Result<Vec<Document>, Problem> {
        let text = text(reader).await?;
        Ok(match self.format {
            ImportFormat::Nanopublication | ImportFormat::Csv => vec![Document {
                line: None,
                reading: self.document(&text),
            }],
            _ => self.of_json(&text),
        })
    }

    /// Which state of an article a document is.
    pub(super) fn version_of(&self, text: &str) -> Option<Version> {
        let read = self.document(text);
        read.items.into_iter().next()?.version
    }

    fn of_json(&self, text: &str) -> Vec<Document> {
        let documents = json_documents(text).into_iter();
        let documents = documents.map(|(line, text)| Document {
            line,
            reading: match text {
                Ok(text) => self.document(text),
                Err(why) => refused(why),
            },
        });
        documents.collect()
    }

    fn document(&self, text: &str) -> Reading {
        match self.format {
            ImportFormat::Ninjs => {
                let options = ninjs::Options {
                    id_roles: self.id_roles.clone(),
                };
                ninjs::read(text, &options)
            }
            ImportFormat::WebAnnotation => {
                let options = web_annotation::Options {
                    statement_purposes: self.statement_purposes.clone(),
                    language: self.language.clone(),
                };
                web_annotation::read(text, &options)
            }
            ImportFormat::Nanopublication => {
                let options = nanopublication::Options {
                    language: self.language.clone(),
                };
                nanopublication::read(text, &options)
            }
            ImportFormat::ClaimReview => {
                let options = claim_review::read::Options {
                    language: Some(self.language.clone()).filter(|it| !it.is_empty()),
                    verdicts: self.verdicts.clone(),
                };
                match serde_json::from_str(text) {
                    Ok(document) => claim_review::read::read(&document, &options),
                    Err(error) => refused(not_json(&error)),
                }
            }
            ImportFormat::Csv => match &self.mapping {
                Some(mapping) => csv_claims::read::read(text.as_bytes(), mapping),
                None => refused("has no mapping of its columns".to_owned()),
            },
            ImportFormat::Bundle => Reading::default(),
        }
    }
}

fn refused(why: String) -> Reading {
    let mut reading = Reading::default();
    reading.refused("", why);
    reading
}

/// Reads the text of a file.
async fn text(reader: impl AsyncRead + Unpin) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(FILE_BYTES_MAX + 1);
    let cannot = |error: io::Error| Problem::in_file(format!("cannot be read: {error}"));
    reader.read_to_end(&mut bytes).await.map_err(cannot)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(Problem::in_file("is larger than 64 MiB; split it"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::in_file(format!("is not UTF-8 at byte {at}; convert it"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match text.trim().is_empty() {
        true => Err(Problem::in_file("is empty")),
        false => Ok(text.to_owned()),
    }
}

/// The JSON documents in a text: one, or one on each line. A line that is not JSON is refused by
/// itself.
fn json_documents(text: &str) -> Vec<(Option<usize>, Result<&str, String>)> {
    let Err(whole) = serde_json::from_str::<Value>(text) else {
        return vec![(None, Ok(text))];
    };
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let mut documents = lines
        .map(|(index, line)| {
            let read = serde_json::from_str::<Value>(line);
            let read = read.map(|_| line).map_err(|error| not_json(&error));
            (Some(index + 1), read)
        })
        .collect::<Vec<_>>();
    // A document that spans lines is not a list of broken ones: lines of it can be JSON, but none
    // of them is an object or a list that is whole.
    let is_whole = |text: &str| text.starts_with(['{', '[']) && text.ends_with(['}', ']']);
    let mut whole_lines = documents.iter().filter_map(|(_, it)| it.as_ref().ok());
    let is_list = documents.len() > 1 && whole_lines.any(|line| is_whole(line.trim()));
    if !is_list {
        documents = vec![(Some(whole.line()), Err(not_json(&whole)))];
    }
    documents
}

fn not_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = text.strip_suffix(&place).unwrap_or(&text);
    format!("is not JSON: {what}, at column {}", error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(Option<usize>, bool)> {
        let documents = json_documents(text);
        let documents = documents.iter();
        documents.map(|(line, it)| (*line, it.is_ok())).collect()
    }

    #[test]
    fn a_file_is_one_document_or_one_on_each_line() {
        assert_eq!(lines("{\n \"a\": 1\n}"), [(None, true)]);
        assert_eq!(lines("[1,\n2]\n"), [(None, true)]);
        assert_eq!(lines("{}\n\n{}"), [(Some(1), true), (Some(3), true)]);
        let expected = [(Some(1), true), (Some(2), false), (Some(3), true)];
        assert_eq!(lines("{}\n{\n{}"), expected);
    }

    #[test]
    fn a_broken_document_of_many_lines_is_one_problem() {
        assert_eq!(lines("{\n \"a\": 1,\n}\n"), [(Some(3), false)]);
        assert_eq!(lines("{"), [(Some(1), false)]);
        assert_eq!(lines("{\n1\n}\n"), [(Some(2), false)]);
    }

    #[test]
    fn a_broken_first_line_keeps_no_others_out() {
        assert_eq!(lines("{oops\n{}\n"), [(Some(1), false), (Some(2), true)]);
    }

    #[test]
    fn nesting_is_bounded() {
        assert_eq!(lines(&"[".repeat(100_000)), [(Some(1), false)]);
    }
}
