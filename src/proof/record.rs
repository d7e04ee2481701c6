//! What a leaf of the tree is made of: the entry of a commit, and the records of its changes.
//!
//! Both are lines of text, because a stranger is to check them with few lines of code. Each line is a
//! word and its value. They are the same for the same row of the log, and for no other.

use std::fmt::{self, Write as _};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::merkle::{self, Hash, leaf_hash};
use crate::domain::Timestamp;

/// The bytes of a salt.
pub const SALT_BYTES: usize = 32;

/// The first line of an entry.
const COMMIT: &str = "claimstore-commit/v1";

/// The first line of a record.
const CHANGE: &str = "claimstore-change/v1";

/// What the leaf of a commit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The epoch of its position.
    pub epoch: i32,
    /// The tag of the epoch.
    pub tag: i64,
    /// Its transaction id.
    pub xid: i64,
    /// When it was made.
    pub time: Timestamp,
    /// How many changes it has.
    pub changes: usize,
    /// The root of the tree over their records.
    pub records: Hash,
}

impl Commit {
    /// The entry, which the leaf is the hash of.
    pub fn entry(&self) -> String {
        let Self {
            epoch,
            tag,
            xid,
            time,
            changes,
            records,
        } = self;
        let time = time_text(*time);
        let records = BASE64_STANDARD.encode(records);
        format!(
            "{COMMIT}\nposition {epoch}/{tag}/{xid}\ntime {time}\nchanges {changes}\nrecords {records}\n"
        )
    }

    /// The hash of the leaf.
    pub fn leaf(&self) -> Hash {
        leaf_hash(self.entry().as_bytes())
    }
}

/// What a record says of the content of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Its digest.
    Digest(Hash),
    /// It was erased before the leaf was built.
    Erased,
    /// It was no longer kept when the leaf was built.
    NotKept,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(digest) => f.write_str(&BASE64_STANDARD.encode(digest)),
            Self::Erased => f.write_str("erased"),
            Self::NotKept => f.write_str("not-kept"),
        }
    }
}

/// The change that caused another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The kind of resource that it changed.
    pub kind: Option<i16>,
    /// Its id.
    pub id: Option<Uuid>,
    /// The revision that it made.
    pub revision: Option<i64>,
}

/// A row of the log, as it stays when its content is erased. Values are those of the row, whether they
/// make sense or not: whoever changes them must be found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place in the commit.
    pub seq: i32,
    /// The kind of resource.
    pub kind: i16,
    /// Its id.
    pub id: Uuid,
    /// The claim that it belongs to.
    pub claim: Option<Uuid>,
    /// The revision that it made.
    pub revision: i64,
    /// The operation.
    pub operation: i16,
    /// Who made it.
    pub actor: String,
    /// The request.
    pub request: Option<Uuid>,
    /// When it was made.
    pub time: Timestamp,
    /// What it concerns.
    pub scope: Vec<Uuid>,
    /// The size of the document.
    pub bytes: i32,
    /// The version of the article's text.
    pub text_version: Option<i32>,
    /// What caused it.
    pub cause: Cause,
}

impl Change {
    /// The record of the change with its content.
    pub fn record(&self, content: Content) -> String {
        let scope: Vec<String> = self.scope.iter().map(Uuid::to_string).collect();
        let Cause { kind, id, revision } = self.cause;
        let cause = [text(kind), text(id), text(revision)].join("/");
        let mut record = format!("{CHANGE}\n");
        for (word, value) in [
            ("seq", self.seq.to_string()),
            ("kind", self.kind.to_string()),
            ("id", self.id.to_string()),
            ("claim", text(self.claim)),
            ("revision", self.revision.to_string()),
            ("operation", self.operation.to_string()),
            ("actor", escaped(&self.actor)),
            ("request", text(self.request)),
            ("time", time_text(self.time)),
            ("scope", scope.join(",")),
            ("bytes", self.bytes.to_string()),
            ("text", text(self.text_version)),
            ("cause", cause),
            ("content", content.to_string()),
        ] {
            // Writing to a string cannot fail.
            let _ = writeln!(record, "{word} {value}");
        }
        record
    }
}

/// The root over the records of a commit.
pub fn root_of_records<'r>(records: impl IntoIterator<Item = &'r str>) -> Hash {
    let records = records.into_iter();
    let leaves: Vec<Hash> = records.map(|it| leaf_hash(it.as_bytes())).collect();
    merkle::root(&leaves)
}

/// The digest of a content: of its salt, the version of the encoding, and the encoded resource.
pub fn digest(salt: &[u8], version: i16, payload: &[u8]) -> Hash {
    let salted = Sha256::new().chain_update(salt);
    let salted = salted.chain_update(version.to_be_bytes());
    salted.chain_update(payload).finalize().into()
}

fn text(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn time_text(time: Timestamp) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// A text on one line: a backslash and a line break are escaped, so that no two texts look the same.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn change() -> Change {
        Change {
            seq: 1,
            kind: 3,
            id: Uuid::from_u128(1),
            claim: None,
            revision: 2,
            operation: 2,
            actor: "desk\nkind 9\\".to_owned(),
            request: Some(Uuid::from_u128(2)),
            time: DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap(),
            scope: vec![Uuid::from_u128(1), Uuid::from_u128(3)],
            bytes: 77,
            text_version: None,
            cause: Cause {
                kind: None,
                id: None,
                revision: None,
            },
        }
    }

    #[test]
    fn a_record_is_these_lines() {
        let expected = "claimstore-change/v1\n\
            seq 1\n\
            kind 3\n\
            id 00000000-0000-0000-0000-000000000001\n\
            claim -\n\
            revision 2\n\
            operation 2\n\
            actor desk\\nkind 9\\\\\n\
            request 00000000-0000-0000-0000-000000000002\n\
            time 2023-11-14T22:13:20.000001Z\n\
            scope 00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000003\n\
            bytes 77\n\
            text -\n\
            cause -/-/-\n\
            content erased\n";
        assert_eq!(change().record(Content::Erased), expected);
    }

    #[test]
    fn an_entry_is_these_lines() {
        let commit = Commit {
            epoch: 1,
            tag: -5,
            xid: 800,
            time: change().time,
            changes: 2,
            records: [0; 32],
        };
        let expected = "claimstore-commit/v1\n\
            position 1/-5/800\n\
            time 2023-11-14T22:13:20.000001Z\n\
            changes 2\n\
            records AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        assert_eq!(commit.entry(), expected);
    }
}
