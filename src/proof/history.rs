//! Proofs of the history of resources in a file of their own, which is checked without a store.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    checkpoint::Checkpoint,
    merkle::{Hash, leaf_hash, root_of_path},
    record::digest,
};
use crate::domain::resource::Name;

/// What the file says of its form.
const FORMAT: &str = "claimstore-proof/v1";

/// The operation of an erasure in records.
const ERASED: &str = "5";

/// What a record says of a content that was gone, and a proof of one that is.
const NOT_KEPT: &str = "not-kept";

/// Changes with what proves that they are in the tree of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The form of the file.
    pub format: String,
    /// The signed note.
    pub checkpoint: String,
    /// The changes, the oldest of each resource first.
    pub changes: Vec<Proved>,
}

/// A change with what proves it. Hashes and bytes are in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proved {
    /// The name of the resource.
    pub name: String,
    /// The revision that it made.
    pub revision: i64,
    /// The index of the leaf of its commit.
    pub leaf_index: u64,
    /// What the leaf is the hash of.
    pub entry: String,
    /// The hashes from the leaf to the root.
    pub path: Vec<String>,
    /// Its place among the changes of the commit.
    pub change_index: u64,
    /// How many changes the commit has.
    pub change_count: u64,
    /// Its record.
    pub record: String,
    /// The hashes from the record to the root over the records.
    pub record_path: Vec<String>,
    /// What it made of the resource, if that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Held>,
    /// Why it is not there: `erased` or `not-kept`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// The content of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The salt of the digest.
    pub salt: String,
    /// The version of the encoding.
    pub version: i16,
    /// The encoded message. Left out if it is in another file, which is proved with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// What was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The changes.
    pub changes: u64,
    /// Those whose content was erased by law: the history has the erasure.
    pub erased: u64,
    /// Those of which the file says that their content was erased. If that was later than the
    /// checkpoint, its tree cannot show it.
    pub said_erased: u64,
    /// Those whose content was gone when their leaves were built, as these say.
    pub not_kept: u64,
    /// Those of which only the file says that their content is no longer kept.
    pub said_not_kept: u64,
    /// The resources, with how many revisions each has and when the last one was made.
    pub resources: Vec<(String, u64, String)>,
    /// What is wrong, each as a sentence.
    pub faults: Vec<String>,
}

impl History {
    /// A history in the tree of a checkpoint.
    pub fn new(checkpoint: String, changes: Vec<Proved>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            checkpoint,
            changes,
        }
    }

    /// Checks everything against a checkpoint, whose signature the caller has checked.
    pub fn check(&self, checkpoint: &Checkpoint) -> Checked {
        let mut checked = Checked::default();
        if self.format != FORMAT {
            checked
                .faults
                .push(format!("it is not of the form {FORMAT}"));
            return checked;
        }
        if self.changes.is_empty() {
            checked.faults.push("it has no changes".to_owned());
        }
        let mut revisions: BTreeMap<&str, Vec<&Proved>> = BTreeMap::new();
        let erasures: BTreeSet<&str> = self.changes.iter().filter_map(erased).collect();
        for change in &self.changes {
            checked.changes += 1;
            let subject = format!("revision {} of {}", change.revision, change.name);
            revisions.entry(&change.name).or_default().push(change);
            for fault in change.faults(checkpoint) {
                checked.faults.push(format!("{subject}: {fault}"));
            }
            match (&change.content, change.absent.as_deref()) {
                (Some(_), None) => {}
                (None, Some("erased")) if change.is_erased_by(&erasures) => checked.erased += 1,
                (None, Some("erased")) => checked.said_erased += 1,
                (None, Some(NOT_KEPT)) if change.recorded() == Some(NOT_KEPT) => {
                    checked.not_kept += 1;
                }
                (None, Some(NOT_KEPT)) => checked.said_not_kept += 1,
                (Some(_), Some(_)) => {
                    let both = "it has a content, and a reason why it has none";
                    checked.faults.push(format!("{subject}: {both}"));
                }
                (None, _) => {
                    let neither = "it has no content, and no reason for that";
                    checked.faults.push(format!("{subject}: {neither}"));
                }
            }
        }
        for (name, changes) in revisions {
            let mut expected = (1..).zip(&changes);
            if let Some((number, _)) = expected.find(|(number, it)| it.revision != *number) {
                checked.faults.push(format!(
                    "revision {number} of {name} is missing, or revisions are not in order"
                ));
            }
            let last = changes.last().and_then(|it| it.time());
            let last = last.unwrap_or_default().to_owned();
            let count = changes.len() as u64;
            checked.resources.push((name.to_owned(), count, last));
        }
        checked
    }
}

/// The id of the resource that a change erased.
fn erased(change: &Proved) -> Option<&str> {
    (line(&change.record, "operation")? == ERASED).then(|| line(&change.record, "id"))?
}

/// The value of a line of an entry or a record.
fn line<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut lines = text.split('\n');
    lines.find_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
}

fn hash(text: &str) -> Option<Hash> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

/// The root of the tree of a size in which a leaf has a path in base64.
fn root(index: u64, size: u64, leaf: &str, path: &[String]) -> Option<Hash> {
    let path: Option<Vec<Hash>> = path.iter().map(|it| hash(it)).collect();
    root_of_path(index, size, leaf_hash(leaf.as_bytes()), &path?)
}

impl Proved {
    /// When the change was made, as its record says.
    pub fn time(&self) -> Option<&str> {
        line(&self.record, "time")
    }

    /// The digest of the content in base64, or why there is none, as its record says.
    pub(super) fn recorded(&self) -> Option<&str> {
        line(&self.record, "content")
    }

    /// What is wrong with the change.
    pub fn faults(&self, checkpoint: &Checkpoint) -> Vec<&'static str> {
        let mut faults = Vec::new();
        if self.leaf_index >= checkpoint.size {
            return vec!["it is later than the checkpoint"];
        }
        if root(self.leaf_index, checkpoint.size, &self.entry, &self.path) != Some(checkpoint.root)
        {
            faults.push(
                "the entry of its commit, or the path to the root, is not that of the checkpoint",
            );
        }
        let records = root(
            self.change_index,
            self.change_count,
            &self.record,
            &self.record_path,
        );
        let expected = line(&self.entry, "records").and_then(hash);
        let count = self.change_count.to_string();
        if records.is_none() || records != expected || line(&self.entry, "changes") != Some(&count)
        {
            faults.push("its record was changed: it is not one of its commit");
        }
        if !self.is_named() {
            faults.push("its record is about another resource or revision");
        }
        if !self.is_content() {
            faults.push("its content was changed: it has another digest");
        }
        faults
    }

    /// Whether the record is about what the file says: the resource, its claim, and the revision.
    fn is_named(&self) -> bool {
        let Ok(name) = self.name.parse::<Name>() else {
            return false;
        };
        let is = |word: &str, expected: String| line(&self.record, word) == Some(&expected);
        let is_of_claim = match name {
            Name::Appearance(claim, _) | Name::Relation(claim, _) | Name::Review(claim, _) => {
                is("claim", claim.uuid().to_string())
            }
            Name::Source(_) | Name::Article(_) | Name::Claim(_) | Name::Standing(_) => true,
        };
        is_of_claim
            && is("kind", name.kind().code().to_string())
            && is("id", name.uuid().to_string())
            && is("revision", self.revision.to_string())
    }

    /// Whether the content is what the record says, or there is none.
    fn is_content(&self) -> bool {
        let Some(held) = &self.content else {
            return true;
        };
        let salt = BASE64_STANDARD.decode(&held.salt);
        let message = BASE64_STANDARD.decode(&held.message);
        let (Ok(salt), Ok(message)) = (salt, message) else {
            return false;
        };
        let found = BASE64_STANDARD.encode(digest(&salt, held.version, &message));
        self.recorded() == Some(&found)
    }

    /// Whether a change in the history erased the resource.
    fn is_erased_by(&self, erasures: &BTreeSet<&str>) -> bool {
        line(&self.record, "id").is_some_and(|id| erasures.contains(id))
    }
}
