//! Joins two lists of the same things, entry by entry.

/// When two entries are the same thing.
pub type IsSame<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// The stored entries, each filled from the given entry that is the same thing, and the given
/// entries that are not stored. No entry is lost. `is_same` has the strictest condition
/// first; an entry is the same as one other at most.
///
/// The stored order is kept, unless `given` has all stored entries and more.
pub fn joined<T: Clone>(
    stored: &[T],
    given: &[T],
    is_same: &[IsSame<'_, T>],
    fill: impl Fn(&T, &T) -> T,
) -> Vec<T> {
    let pairs = pairs(stored, given, is_same);
    let filled = |index: usize, entry: &T| match pairs.iter().position(|it| *it == Some(index)) {
        Some(at) => fill(entry, &given[at]),
        None => entry.clone(),
    };
    let is_longer = given.len() > stored.len();
    if is_longer && pairs.iter().flatten().count() == stored.len() {
        let both = pairs.iter().zip(given);
        let entries = both.map(|(pair, given)| match pair {
            Some(index) => fill(&stored[*index], given),
            None => given.clone(),
        });
        return entries.collect();
    }
    let kept = stored.iter().enumerate();
    let kept = kept.map(|(index, entry)| filled(index, entry));
    let new = pairs.iter().zip(given).filter(|(pair, _)| pair.is_none());
    kept.chain(new.map(|(_, given)| given.clone())).collect()
}

/// For each given entry, the index of the stored one that is the same.
fn pairs<T>(stored: &[T], given: &[T], is_same: &[IsSame<'_, T>]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; given.len()];
    for is_same in is_same {
        for (at, entry) in given.iter().enumerate() {
            if pairs[at].is_some() {
                continue;
            }
            let free = |index: &usize| !pairs.contains(&Some(*index));
            let mut indexes = (0..stored.len()).filter(free);
            let found = indexes.find(|index| is_same(&stored[*index], entry));
            pairs[at] = found;
        }
    }
    pairs
}
