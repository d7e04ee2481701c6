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

/// A state of an article, as a document gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The address of the item. Numbers only compare with those of the same item.
    pub uri: String,
    /// The number, if there is one.
    pub number: Option<u64>,
    /// When this state was made, if that is known.
    pub time: Option<chrono::DateTime<chrono::Utc>>,
    /// The addresses of the items that this one is a later state of.
    pub follows: Vec<String>,
    /// The name of the digest of the document (RFC 6920).
    pub digest: String,
    /// Whether a claimstore wrote the document, and not the provider of the article.
    pub is_own: bool,
}

/// What a state of an article is to one that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It is the same.
    Same,
    /// It has the same version, and says something else.
    Changed,
    /// It was made before it.
    Earlier,
    /// It was made after it, or the stored one does not say which one it is.
    Later,
    /// That cannot be told.
    Unknown,
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
    /// What this state is to one that is stored: by what follows what, then by the numbers of one
    /// item, and by the times where a number is missing or both are equal.
    pub fn compare(&self, stored: &Self) -> Compared {
        let is_one_item = self.uri == stored.uri;
        let numbers = self.number.zip(stored.number).filter(|_| is_one_item);
        let times = self.time.zip(stored.time);
        let follows = self.follows.contains(&stored.uri);
        let is_followed = stored.follows.contains(&self.uri);
        match (numbers, times) {
            _ if !self.digest.is_empty() && self.digest == stored.digest => Compared::Same,
            _ if follows != is_followed => order(is_followed, follows),
            (Some((own, stored)), _) if own != stored => order(own < stored, own > stored),
            (_, Some((own, stored))) if own != stored => order(own < stored, own > stored),
            (Some(_), _) | (_, Some(_)) if is_one_item && self.is_changed(stored) => {
                Compared::Changed
            }
            (Some(_), _) | (_, Some(_)) if is_one_item => Compared::Same,
            _ if stored.number.is_none() && stored.time.is_none() => Compared::Later,
            _ => Compared::Unknown,
        }
    }

    /// Whether a provider says something else under the same version. Of what a claimstore wrote,
    /// only the form can differ.
    fn is_changed(&self, stored: &Self) -> bool {
        let is_known = !self.digest.is_empty() && !stored.digest.is_empty();
        is_known && self.digest != stored.digest && !self.is_own
    }
}

const fn order(is_earlier: bool, is_later: bool) -> Compared {
    match (is_earlier, is_later) {
        (true, _) => Compared::Earlier,
        (_, true) => Compared::Later,
        _ => Compared::Unknown,
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.number, self.time) {
            (Some(number), Some(time)) => write!(f, "version {number} of {}", time.to_rfc3339()),
            (Some(number), None) => write!(f, "version {number}"),
            (None, Some(time)) => write!(f, "that of {}", time.to_rfc3339()),
            (None, None) => f.write_str("one without version and versionCreated"),
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
            uri: "urn:x:1".to_owned(),
            number,
            time: second.and_then(|it| DateTime::from_timestamp(it, 0)),
            ..Version::default()
        }
    }

    #[test]
    fn states_are_compared_by_their_numbers_and_then_by_their_times() {
        for (earlier, later) in [
            (version(Some(1), Some(9)), version(Some(2), Some(1))),
            (version(Some(1), Some(1)), version(Some(1), Some(2))),
            (version(None, Some(1)), version(Some(1), Some(2))),
        ] {
            assert_eq!(earlier.compare(&later), Compared::Earlier);
            assert_eq!(later.compare(&earlier), Compared::Later);
        }
        for same in [version(Some(1), None), version(None, Some(1))] {
            assert_eq!(same.compare(&same), Compared::Same);
            assert_eq!(same.compare(&version(Some(1), Some(1))), Compared::Same);
        }
    }

    #[test]
    fn what_does_not_compare_is_only_later_than_what_has_no_version() {
        let (number, time, none) = (
            version(Some(1), None),
            version(None, Some(1)),
            version(None, None),
        );
        assert_eq!(number.compare(&time), Compared::Unknown);
        assert_eq!(time.compare(&number), Compared::Unknown);
        assert_eq!(none.compare(&time), Compared::Unknown);
        assert_eq!(time.compare(&none), Compared::Later);
        assert_eq!(none.compare(&none), Compared::Later);
    }

    #[test]
    fn numbers_of_other_items_do_not_compare_but_what_follows_does() {
        let first = version(Some(5), Some(5));
        let mut other = version(Some(1), Some(9));
        other.uri = "urn:x:2".to_owned();
        assert_eq!(other.compare(&first), Compared::Later);
        other.time = Some(first.time.expect("a time"));
        assert_eq!(other.compare(&first), Compared::Unknown);
        other.time = None;
        other.follows = vec![first.uri.clone()];
        assert_eq!(other.compare(&first), Compared::Later);
        assert_eq!(first.compare(&other), Compared::Earlier);
    }

    #[test]
    fn the_same_text_is_the_same_state() {
        let mut text = version(None, None);
        text.digest = "ni:///sha-256;x".to_owned();
        assert_eq!(text.compare(&text.clone()), Compared::Same);
    }

    #[test]
    fn another_text_under_the_same_version_is_a_change_unless_a_claimstore_wrote_it() {
        let mut stored = version(Some(1), Some(1));
        let mut given = stored.clone();
        stored.digest = "ni:///sha-256;x".to_owned();
        assert_eq!(given.compare(&stored), Compared::Same);
        given.digest = "ni:///sha-256;y".to_owned();
        assert_eq!(given.compare(&stored), Compared::Changed);
        given.is_own = true;
        assert_eq!(given.compare(&stored), Compared::Same);
    }
}
