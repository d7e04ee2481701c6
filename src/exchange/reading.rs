//! What a document says: bundles to import, and what was not understood.

use super::own::Exported;
use crate::wire::pb;

/// What was read from a document, or from a file of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What can be imported, in the order of the document.
    pub items: Vec<Item>,
    /// What was not understood, in the order of the document.
    pub unread: Vec<Unread>,
    /// How many items are not imported. One of them can be refused for several reasons.
    pub refused_items: usize,
}

/// One thing to import.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it is in the document: a JSON Pointer (RFC 6901), or the subject in a graph.
    pub path: String,
    /// The bundle. It is imported as it is, unless `printed_in` is given.
    pub bundle: pb::Bundle,
    /// Given if the bundle only says something about an article that must be stored already.
    pub printed_in: Option<PrintedIn>,
    /// Which state of an article it is, if the document says so. It is not imported over a
    /// later one.
    pub version: Option<Version>,
    /// Given if an export of claimstore wrote it.
    pub exported: Option<Exported>,
}

/// The article that an item is about, which is not in its bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedIn {
    /// The address of the article. If the store has it, its name becomes the `article` of
    /// each appearance in the bundle.
    pub uri: String,
    /// What is imported if the store has no such article, or if the words are not in it.
    pub otherwise: pb::Bundle,
}

/// A state of an article, as the document counts them: compared by the number first, and by
/// the time where a number is missing or both are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The number, if there is one.
    pub number: Option<u64>,
    /// When this state was made, if that is known.
    pub time: Option<chrono::DateTime<chrono::Utc>>,
}

/// Something that was not understood, and is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where it is; as in [`Item`].
    pub path: String,
    /// Why, and where possible what to do: "has no claimReviewed, which a claim needs".
    pub reason: String,
    /// Whether the whole document or item was refused because of it. If not, only this part
    /// of it was left out.
    pub is_refusal: bool,
}

impl Version {
    /// Whether this state is an earlier one than another. Not if that cannot be told.
    pub fn is_before(&self, other: &Self) -> bool {
        let numbers = self.number.zip(other.number);
        let times = self.time.zip(other.time);
        match (numbers, times) {
            (Some((own, other)), _) if own != other => own < other,
            (_, Some((own, other))) => own < other,
            _ => false,
        }
    }
}

impl Reading {
    /// Lists a part that was left out.
    pub fn left_out(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.unread.push(Unread {
            path: path.into(),
            reason: reason.into(),
            is_refusal: false,
        });
    }

    /// Lists an item or document that is not imported at all.
    pub fn refused(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.refused_items += 1;
        self.add_reason(path, reason);
    }

    /// Lists an item that is not imported for these reasons, each with its path.
    pub fn refused_for(&mut self, reasons: impl IntoIterator<Item = (String, String)>) {
        self.refused_items += 1;
        for (path, reason) in reasons {
            self.add_reason(path, reason);
        }
    }

    fn add_reason(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.unread.push(Unread {
            path: path.into(),
            reason: reason.into(),
            is_refusal: true,
        });
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn version(number: Option<u64>, second: Option<i64>) -> Version {
        Version {
            number,
            time: second.and_then(|it| DateTime::from_timestamp(it, 0)),
        }
    }

    #[test]
    fn states_are_compared_by_their_numbers_and_then_by_their_times() {
        for (earlier, later) in [
            (version(Some(1), Some(9)), version(Some(2), Some(1))),
            (version(Some(1), Some(1)), version(Some(1), Some(2))),
            (version(None, Some(1)), version(Some(1), Some(2))),
        ] {
            assert!(earlier.is_before(&later), "{earlier:?} {later:?}");
            assert!(!later.is_before(&earlier), "{earlier:?} {later:?}");
        }
        for (one, other) in [
            (version(Some(1), None), version(None, Some(1))),
            (version(None, None), version(Some(1), Some(1))),
            (version(Some(1), Some(1)), version(Some(1), Some(1))),
        ] {
            assert!(!one.is_before(&other), "{one:?} {other:?}");
            assert!(!other.is_before(&one), "{one:?} {other:?}");
        }
    }
}
