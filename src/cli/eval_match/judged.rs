//! Queries of which is known which claims are right, and how the answers to one are judged.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    time::Duration,
};

use uuid::Uuid;

use super::table::{Columns, Problems, Row, Table};
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

const CLAIMS: Columns = Columns {
    names: &["id", "statement", "title"],
    has_names: true,
};

const QUERIES: Columns = Columns {
    names: &["id", "text"],
    has_names: true,
};

const QRELS: Columns = Columns {
    names: &["query", "0", "claim", "relevance"],
    has_names: false,
};

impl Judged {
    /// Reads the three files. Claims get ids by their places.
    pub fn read(claims: &Path, queries: &Path, qrels: &Path) -> Result<Self, Error> {
        let mut problems = Problems::default();
        let claims = Table::read(claims, &CLAIMS, &mut problems);
        let queries = Table::read(queries, &QUERIES, &mut problems);
        let qrels = Table::read(qrels, &QRELS, &mut problems);
        let right = right(&claims, &queries, &qrels, &mut problems);
        problems.checked().map_err(Error::new)?;
        let mut same: HashMap<String, Vec<Uuid>> = HashMap::new();
        let mut all = Vec::new();
        for row in claims.rows {
            let id = Uuid::from_u128(all.len() as u128);
            let [_, statement, title] = cells(row);
            same.entry(words(&statement)).or_default().push(id);
            all.push(IndexedClaim {
                id,
                statement,
                wordings: vec![title],
                ..IndexedClaim::default()
            });
        }
        let queries = queries.rows.into_iter().zip(right).map(|(row, right)| {
            let [id, text] = cells(row);
            let doubles = right.iter().map(|at| &same[&words(&all[*at].statement)]);
            let right: BTreeSet<Uuid> = doubles.flatten().copied().collect();
            let right = right.into_iter().collect();
            Query { id, text, right }
        });
        Ok(Self {
            queries: queries.collect(),
            claims: all,
        })
    }
}

/// The places of the claims that are right for each query.
fn right(
    claims: &Table,
    queries: &Table,
    qrels: &Table,
    problems: &mut Problems,
) -> Vec<Vec<usize>> {
    let claim_ids = claims.by_id(problems);
    let query_ids = queries.by_id(problems);
    let mut right = vec![Vec::new(); queries.rows.len()];
    for row in &qrels.rows {
        let [query, _, claim, relevance] = row.cells.as_slice() else {
            continue;
        };
        let query_at = query_ids.get(query.as_str());
        let claim_at = claim_ids.get(claim.as_str());
        if query_at.is_none() {
            qrels.unknown(row.line, queries, query, problems);
        }
        if claim_at.is_none() {
            qrels.unknown(row.line, claims, claim, problems);
        }
        match (relevance.trim().parse::<i64>(), query_at, claim_at) {
            (Err(_), ..) => {
                let wrong = format!("has a relevance that is not a whole number: {relevance}");
                qrels.problem(row.line, &wrong, problems);
            }
            (Ok(1..), Some(query), Some(claim)) => right[*query].push(*claim),
            _ => {}
        }
    }
    if !qrels.rows.is_empty() && right.iter().all(Vec::is_empty) {
        let wrong = "no line says that a claim is right, with a relevance of 1 or more";
        qrels.file_problem(wrong, problems);
    }
    right
}

/// The cells of a row, which has as many.
fn cells<const COUNT: usize>(row: Row) -> [String; COUNT] {
    let mut cells = row.cells.into_iter();
    std::array::from_fn(|_| cells.next().unwrap_or_default())
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

    /// What three files say.
    fn read(claims: &str, queries: &str, qrels: &str) -> Result<Judged, String> {
        let directory = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let (claims, queries) = (file("claims", claims), file("queries", queries));
        let judged = Judged::read(&claims, &queries, &file("qrels", qrels));
        let directory = format!("{}/", directory.path().display());
        judged.map_err(|error| error.chain().replace(&directory, ""))
    }

    const CLAIMS: &str = "\tvclaim\ttitle\n7\t\"He said: \"\"no\"\".\"\tNo?\n\
                          8\tBridges fall.\tFall?\n9\tHe said: 'no'.\tNo!\n";
    const QUERIES: &str = "\ttext\n1\t\"two\nlines\"\n2\tunknown\n";

    #[test]
    fn a_claim_that_stands_twice_is_right_twice() {
        let judged = read(CLAIMS, QUERIES, "1\t0\t9\t1\n").unwrap();
        assert_eq!(judged.claims.len(), 3);
        assert_eq!(judged.claims[1].wordings, ["Fall?"]);
        assert_eq!(judged.queries[0].text, "two\nlines");
        assert_eq!(judged.queries[0].right, [0, 2].map(Uuid::from_u128));
        assert!(judged.queries[1].right.is_empty());
    }

    #[test]
    fn a_claim_without_relevance_is_not_right() {
        let judged = read(CLAIMS, QUERIES, "1\t0\t9\t0\n1\t0\t8\t2\n2\t0\t7\t-1\n").unwrap();
        assert_eq!(judged.queries[0].right, [Uuid::from_u128(1)]);
        assert!(judged.queries[1].right.is_empty());
    }

    #[test]
    fn all_that_is_wrong_with_the_files_is_said_with_its_line() {
        let claims = format!("{CLAIMS}10\tOnly two\n7\tAgain.\t\n11\t \tNo statement\n");
        let queries = format!("{QUERIES}2\ttwice\n");
        let qrels = "1\t0\t8\t1\n3\t0\t8\t1\n1 0 8 1\n1\t0\t8\tyes\n";
        assert_eq!(
            read(&claims, &queries, qrels).err().unwrap(),
            "claims:5: has 2 columns, and needs 3 with tabs between them: id, statement, title\n\
             qrels:3: has 1 column, and needs 4 with tabs between them: query, 0, claim, relevance\n\
             claims:6: has the id of line 2, 7: give each its own\n\
             claims:7: has an empty id or text\n\
             queries:5: has the id of line 4, 2: give each its own\n\
             qrels:2: names 3, which is not in queries\n\
             qrels:4: has a relevance that is not a whole number: yes"
        );
        let unknown = read(CLAIMS, QUERIES, "1\t0\t80\t1\n1\t0\t8\t1\n").err();
        assert_eq!(
            unknown.unwrap(),
            "qrels:1: names 80, which is not in claims"
        );
    }

    #[test]
    fn files_without_claims_queries_or_right_claims_are_refused() {
        let nothing = "has no lines to read";
        assert_eq!(
            read("", "id\ttext\n", "").err().unwrap(),
            format!("claims: {nothing}\nqueries: {nothing}\nqrels: {nothing}")
        );
        let none_right = read(CLAIMS, QUERIES, "1\t0\t8\t0\n").err().unwrap();
        assert!(
            none_right.starts_with("qrels: no line says"),
            "{none_right}"
        );
        let open = CLAIMS.replace("8\tBridges", "8\t\"Bridges");
        let open = read(&open, QUERIES, "1\t0\t7\t1\n").err().unwrap();
        assert_eq!(open, "claims:3: has a quotation mark that is not closed");
    }

    #[test]
    fn no_more_than_twenty_problems_are_listed() {
        let claims = format!("{CLAIMS}{}", "x\n".repeat(30));
        let said = read(&claims, QUERIES, "1\t0\t8\t1\n").err().unwrap();
        assert_eq!(said.lines().count(), 21);
        assert!(said.ends_with("\nand 10 more"), "{said}");
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
