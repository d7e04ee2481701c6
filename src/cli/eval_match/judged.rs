//! Queries of which is known which claims are right, and how the answers to one are judged.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    time::Duration,
};

use uuid::Uuid;

use crate::{
    cli::error::Error,
    domain::value::identity::caseless_text,
    index::{
        claims::IndexedClaim,
        matching::{Evidence, Match},
    },
};

/// A query and its right claims.
pub(super) struct Query {
    pub id: String,
    pub text: String,
    pub right: Vec<Uuid>,
}

/// Claims, and queries about them.
pub(super) struct Judged {
    pub claims: Vec<IndexedClaim>,
    pub queries: Vec<Query>,
}

#[derive(Debug, thiserror::Error)]
#[error("{file}: {cause}")]
struct Unreadable {
    file: String,
    cause: csv::Error,
}

impl Judged {
    /// Reads the three files. Claims get ids by their places.
    pub fn read(claims: &Path, queries: &Path, qrels: &Path) -> Result<Self, Error> {
        let mut numbers = HashMap::new();
        let mut same: HashMap<String, Vec<Uuid>> = HashMap::new();
        let mut all = Vec::new();
        for row in rows(claims, true)? {
            let id = Uuid::from_u128(all.len() as u128);
            let claim = IndexedClaim {
                id,
                statement: cell(&row, 1),
                wordings: vec![cell(&row, 2)],
                ..IndexedClaim::default()
            };
            numbers.insert(cell(&row, 0), all.len());
            let doubles = same.entry(words(&claim.statement)).or_default();
            doubles.push(id);
            all.push(claim);
        }
        let mut right: HashMap<String, HashSet<Uuid>> = HashMap::new();
        for row in rows(qrels, false)? {
            if let Some(at) = numbers.get(&cell(&row, 2)) {
                let doubles = same.get(&words(&all[*at].statement));
                let doubles = doubles.into_iter().flatten().copied();
                right.entry(cell(&row, 0)).or_default().extend(doubles);
            }
        }
        let queries = rows(queries, true)?.into_iter().map(|row| {
            let id = cell(&row, 0);
            let right = right.remove(&id).unwrap_or_default();
            Query {
                text: cell(&row, 1),
                right: right.into_iter().collect(),
                id,
            }
        });
        Ok(Self {
            queries: queries.collect(),
            claims: all,
        })
    }
}

/// The words of a statement: doubles differ in their quotes.
fn words(statement: &str) -> String {
    let words = caseless_text(statement);
    let words = words.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cell(row: &csv::StringRecord, at: usize) -> String {
    row.get(at).unwrap_or_default().to_owned()
}

fn rows(path: &Path, has_headers: bool) -> Result<Vec<csv::StringRecord>, Error> {
    let unreadable = |cause| {
        let file = path.display().to_string();
        Error::new(Unreadable { file, cause })
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .flexible(true)
        .has_headers(has_headers)
        .from_path(path)
        .map_err(unreadable)?;
    let rows: Result<Vec<_>, _> = reader.records().collect();
    rows.map_err(unreadable)
}

/// An answer, and whether it is right.
pub(super) struct Answer {
    pub evidence: Evidence,
    pub confidence: f64,
    pub is_right: bool,
}

/// The answers to a query.
pub(super) struct Judgement {
    /// One of the two halves of the queries: by the hash of the id, so it stays the same.
    pub half: usize,
    pub answers: Vec<Answer>,
    pub time: Duration,
}

impl Judgement {
    /// Judges the answers to a query.
    pub fn new(query: &Query, answers: Vec<Match>, time: Duration) -> Self {
        let answers = answers.into_iter().map(|answer| Answer {
            evidence: answer.evidence,
            confidence: answer.confidence,
            is_right: query.right.contains(&answer.claim.id),
        });
        Self {
            half: half(&query.id),
            answers: answers.collect(),
            time,
        }
    }

    /// The place of the first right answer.
    pub fn first_right(&self) -> Option<usize> {
        self.answers.iter().position(|answer| answer.is_right)
    }
}

/// FNV-1a, the same in every release.
fn half(id: &str) -> usize {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::from(hash >> 20 & 1 == 1)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Judged;

    #[test]
    fn a_claim_that_stands_twice_is_right_twice() {
        let directory = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let claims = "\tvclaim\ttitle\n7\t\"He said: \"\"no\"\".\"\tNo?\n8\tBridges fall.\tFall?\n\
                      9\tHe said: 'no'.\tNo!\n";
        let judged = Judged::read(
            &file("claims", claims),
            &file("queries", "\ttext\n1\t\"two\nlines\"\n2\tunknown\n"),
            &file("qrels", "1\t0\t9\t1\n"),
        );
        let mut judged = judged.unwrap();
        assert_eq!(judged.claims.len(), 3);
        assert_eq!(judged.claims[1].wordings, ["Fall?"]);
        assert_eq!(judged.queries[0].text, "two\nlines");
        judged.queries[0].right.sort_unstable();
        assert_eq!(judged.queries[0].right, [0, 2].map(Uuid::from_u128));
        assert!(judged.queries[1].right.is_empty());
    }

    #[test]
    fn a_missing_file_is_named() {
        let missing = std::path::Path::new("missing.tsv");
        let error = Judged::read(missing, missing, missing).err().unwrap();
        assert!(
            error.chain().starts_with("missing.tsv: "),
            "{}",
            error.chain()
        );
    }
}
