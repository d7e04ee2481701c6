//! How many claims have a term or a gram. The counts are exact: they depend on the claims that
//! are there, never on those that were, so an index that was updated for years ranks as one that
//! was built anew. (Tantivy counts deleted documents until their segment is merged.)
//!
//! A snapshot shares the pages that did not change since with the next one.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use crate::domain::value::language;

/// Into how many pages a table is divided. A commit copies those that it changes.
const PAGES: usize = 1 << 13;

/// Counts by the hashes of what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pages: Vec<Arc<HashMap<u64, u32, BuildHasherDefault<AsIs>>>>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            pages: vec![Arc::default(); PAGES],
        }
    }
}

impl Table {
    /// How often a hash was added and not removed.
    pub fn count(&self, hash: u64) -> u32 {
        self.pages[page(hash)].get(&hash).copied().unwrap_or(0)
    }

    /// Counts something more often.
    pub fn add(&mut self, hash: u64, times: u32) {
        let page = Arc::make_mut(&mut self.pages[page(hash)]);
        *page.entry(hash).or_default() += times;
    }

    /// Counts something once less.
    pub fn remove(&mut self, hash: u64) {
        let page = Arc::make_mut(&mut self.pages[page(hash)]);
        if let Some(count) = page.get_mut(&hash) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                page.remove(&hash);
            }
        }
    }
}

fn page(hash: u64) -> usize {
    // The high bits choose the page, the low ones the place in it.
    (hash >> 32) as usize % PAGES
}

/// Counts over all claims that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// How many claims have a term in their text.
    pub terms: Table,
    /// How many claims have a gram in their text.
    pub grams: Table,
    /// How many claims are in each language, by its primary subtag.
    pub languages: BTreeMap<String, u64>,
    /// How many claims there are.
    pub claims: u64,
    /// How many terms their texts have.
    pub term_total: u64,
    /// How many grams their texts have.
    pub gram_total: u64,
}

impl Counts {
    /// Counts a claim in the language of a tag.
    pub fn add_language(&mut self, tag: &str) {
        if let Some(primary) = language::primary(tag) {
            *self.languages.entry(primary).or_default() += 1;
        }
    }

    /// Counts a claim in the language of a tag no longer.
    pub fn remove_language(&mut self, tag: &str) {
        let Some(primary) = language::primary(tag) else {
            return;
        };
        if let Some(count) = self.languages.get_mut(&primary) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.languages.remove(&primary);
            }
        }
    }

    /// The language that most claims are in. Of several, the first by its subtag.
    pub fn usual_language(&self) -> Option<&str> {
        let languages = self.languages.iter().rev();
        let usual = languages.max_by_key(|(_, count)| **count);
        usual.map(|(primary, _)| primary.as_str())
    }
}

/// The hash of a term. It never leaves the process.
pub(super) fn term_hash(term: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in term {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mixed(hash)
}

/// The hash of a gram, spread over all bits.
pub(super) fn gram_hash(gram: u32) -> u64 {
    mixed(u64::from(gram) | 1 << 40)
}

/// The finalizer of SplitMix64: each bit of the result depends on all bits.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A hasher of what is a hash already.
#[derive(Clone, Debug, Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
