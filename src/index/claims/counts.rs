//! How many claims have a term or a gram. The counts are exact: they depend on the claims that
//! are there, never on those that were, so an index that was updated for years ranks as one that
//! was built anew. (Tantivy counts deleted documents until their segment is merged.)
//!
//! A snapshot shares the pages that did not change since with the next one.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::value::language;

/// Into how many pages a table is divided. A commit copies those that it changes.
const PAGES: usize = 1 << 13;

/// How many places a page has at first.
const PLACES_MIN: usize = 8;

/// How many counts are gathered before they are added to their pages.
const GATHERED_MAX: usize = 1 << 18;

/// Counts by the hashes of what is counted.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pages: Vec<Arc<Page>>,
    /// What is added to the pages later, page by page: each is somewhere else in the memory.
    gathered: Vec<(u64, u32)>,
}

/// Some of the counts: a hash table with open addressing, so that most look-ups read one line of the
/// memory. Millions are done for an index that is built anew.
#[derive(Clone, Debug, Default)]
struct Page {
    /// As many as a power of two, or none. A place whose hash is 0 is free.
    places: Vec<Place>,
    /// How many places are taken, also by what is no longer counted.
    taken: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    hash: u64,
    count: u32,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            pages: vec![Arc::default(); PAGES],
            gathered: Vec::new(),
        }
    }
}

impl Table {
    /// How often a hash was added and not removed, as of the last [`Table::settle`].
    pub fn count(&self, hash: u64) -> u32 {
        let page = &self.pages[page(hash)];
        let place = page.find(hash).and_then(|at| page.places.get(at));
        place.map_or(0, |place| place.count)
    }

    /// Counts something more often.
    pub fn add(&mut self, hash: u64, times: u32) {
        self.gathered.push((hash, times));
        if self.gathered.len() >= GATHERED_MAX {
            self.settle();
        }
    }

    /// Adds what is gathered to the pages.
    pub fn settle(&mut self) {
        self.gathered.sort_unstable_by_key(|(hash, _)| page(*hash));
        let mut gathered = std::mem::take(&mut self.gathered);
        for same in gathered.chunk_by(|(a, _), (b, _)| page(*a) == page(*b)) {
            let page = Arc::make_mut(&mut self.pages[page(same[0].0)]);
            for (hash, times) in same {
                page.add(*hash, *times);
            }
        }
        gathered.clear();
        self.gathered = gathered;
    }

    /// Counts something once less.
    pub fn remove(&mut self, hash: u64) {
        self.settle();
        let page = Arc::make_mut(&mut self.pages[page(hash)]);
        if let Some(at) = page.find(hash) {
            let count = &mut page.places[at].count;
            *count = count.saturating_sub(1);
        }
    }
}

impl Page {
    /// The place of a hash, or the free one where it belongs. `None` if there are no places.
    fn find(&self, hash: u64) -> Option<usize> {
        let last = self.places.len().checked_sub(1)?;
        let mut at = hash as usize & last;
        while self.places[at].hash != hash && self.places[at].hash != 0 {
            at = (at + 1) & last;
        }
        Some(at)
    }

    fn add(&mut self, hash: u64, times: u32) {
        // Some places are always free, so that a search ends.
        if self.taken * 4 >= self.places.len() * 3 {
            self.grow();
        }
        let Some(at) = self.find(hash) else { return };
        let place = &mut self.places[at];
        if place.hash == 0 {
            place.hash = hash;
            self.taken += 1;
        }
        place.count += times;
    }

    /// Makes space, and forgets what is no longer counted.
    fn grow(&mut self) {
        let counted = self.places.iter().filter(|it| it.count > 0);
        let counted: Vec<Place> = counted.copied().collect();
        let places = (2 * counted.len()).next_power_of_two().max(PLACES_MIN);
        self.places = vec![Place::default(); places];
        self.taken = 0;
        for Place { hash, count } in counted {
            self.add(hash, count);
        }
    }
}

/// Whether the same is counted, wherever it is stored.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let counted = |table: &Self| {
            let places = table.pages.iter().flat_map(|page| &page.places);
            let counted = places.filter(|place| place.count > 0);
            let counted: BTreeMap<u64, u32> = counted.map(|it| (it.hash, it.count)).collect();
            counted
        };
        counted(self) == counted(other)
    }
}

fn page(hash: u64) -> usize {
    // The high bits choose the page, the low ones the place in it.
    (hash >> 32) as usize % PAGES
}

/// Counts over all claims that are there.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Makes all that was added count.
    pub fn settle(&mut self) {
        self.terms.settle();
        self.grams.settle();
    }

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

    /// The languages of claims, the one that most claims are in first. Of several, the first by its subtag.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let mut languages: Vec<_> = self.languages.iter().collect();
        languages.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        languages.into_iter().map(|(primary, _)| primary.as_str())
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
    // A free place has the hash 0.
    (hash ^ (hash >> 31)).max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Table, gram_hash};

    #[test]
    fn counts_are_exact_however_often_something_was_added_and_removed() {
        let mut number = 14_u64;
        println!("seed {number}");
        let (mut table, mut expected) = (Table::default(), HashMap::new());
        // Few pages, so that these grow.
        let hash = |key: u64| gram_hash(key as u32) & 0xffff_0003_ffff_ffff;
        for _ in 0..200_000 {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let (key, does_add) = ((number >> 33) % 3_000, (number >> 60) % 5 < 3);
            let count: &mut u32 = expected.entry(hash(key)).or_default();
            match does_add {
                true => table.add(hash(key), 1),
                false => table.remove(hash(key)),
            }
            *count = if does_add {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        }
        table.settle();
        for (hash, count) in &expected {
            assert_eq!(table.count(*hash), *count);
        }
        assert_eq!(table.count(hash(5_000)), 0);
        // Another order, and without what is gone.
        let mut anew = Table::default();
        for (hash, count) in expected.iter().filter(|(_, count)| **count > 0) {
            anew.add(*hash, *count);
        }
        anew.settle();
        assert!(anew == table);
        anew.remove(*expected.iter().find(|(_, count)| **count > 0).unwrap().0);
        assert!(anew != table);
    }
}
