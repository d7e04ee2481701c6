//! Texts in a folded spelling, in which words are found that were typed with other quotes,
//! dashes, white space or in another Unicode normalization.
//!
//! Folding unifies quotes and dashes, writes an ellipsis as three dots and any white space as
//! one space, leaves out invisible characters, and decomposes canonically. Letter case and
//! compatibility characters (`²`, `½`) keep their meaning, so they are not folded.
//!
//! Loose folding also unifies letter case, compatibility characters and diacritics. It finds
//! words that are probably meant; what it finds is suggested, and never taken.
//!
//! A text is folded by grapheme clusters. Words are found only where they begin and end with
//! whole clusters: `e` is not found in `é`, however that is encoded.

use std::{borrow::Cow, iter};

use icu_normalizer::DecomposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation as _;

use super::occurrences::Occurrences;
use crate::domain::value::identity::unify;

/// What folding unifies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    Spelling,
    Loose,
}

/// A text in its folded spelling, with the places of its units in the text itself.
pub(crate) struct FoldedText {
    fold: Fold,
    folded: String,
    /// Together they cover the folded spelling.
    stretches: Vec<Stretch>,
}

/// A unit, which is a grapheme cluster or a stretch of white space, or many units that are one
/// character each, of as many bytes in folded spelling as in the text itself. All positions are
/// in bytes: 32 bits are enough for any text of an article, and a text can have many stretches.
#[derive(Clone, Copy)]
struct Stretch {
    /// Where its folded spelling begins. It ends where that of the next one begins.
    folded: u32,
    /// Where it begins and ends in the text itself.
    start: u32,
    end: u32,
    is_characters: bool,
}

/// Words to search in a text, in its folded spelling.
pub(crate) struct FoldedWords {
    words: String,
    prefix: String,
    suffix: String,
}

/// The places of words, their prefix and their suffix in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FoldedPlace {
    /// Where the prefix begins.
    pub prefix: usize,
    /// Where the words begin.
    pub start: usize,
    /// Where the words end.
    pub end: usize,
    /// Where the suffix ends.
    pub suffix: usize,
}

impl FoldedText {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        Self::folding(text, Fold::Spelling)
    }

    /// Folds a text loosely.
    pub fn loose(text: &str) -> Self {
        Self::folding(text, Fold::Loose)
    }

    fn folding(text: &str, fold: Fold) -> Self {
        let mut all = Self {
            fold,
            folded: String::with_capacity(text.len()),
            stretches: Vec::new(),
        };
        let mut is_after_space = false;
        for (start, cluster) in clusters(text) {
            let end = start + cluster.len();
            let is_space = cluster.chars().all(char::is_whitespace);
            if is_space && is_after_space {
                all.extend_space(end);
                continue;
            }
            let at = all.folded.len();
            match is_space {
                true => all.folded.push(' '),
                false => fold_cluster(cluster, fold, &mut all.folded),
            }
            // A cluster of invisible characters has no folded spelling.
            if all.folded.len() > at {
                is_after_space = is_space;
                all.add(at, start, cluster);
            }
        }
        all
    }

    /// Adds a cluster, whose folded spelling was put at this place.
    fn add(&mut self, folded: usize, start: usize, cluster: &str) {
        let end = start + cluster.len();
        let is_character = is_one_character(cluster)
            && is_one_character(&self.folded[folded..])
            && self.folded.len() - folded == cluster.len();
        let [folded, start, end] = [folded, start, end].map(compact);
        match self.stretches.last_mut() {
            Some(last) if is_character && last.is_characters && last.end == start => last.end = end,
            _ => self.stretches.push(Stretch {
                folded,
                start,
                end,
                is_characters: is_character,
            }),
        }
    }

    /// Makes the last unit, which is white space, end later.
    fn extend_space(&mut self, end: usize) {
        let end = compact(end);
        let folded = compact(self.folded.len() - 1);
        match self.stretches.last_mut() {
            Some(last) if last.folded < folded => {
                last.end -= 1;
                let start = last.end;
                self.stretches.push(Stretch {
                    folded,
                    start,
                    end,
                    is_characters: false,
                });
            }
            Some(space) => {
                space.end = end;
                space.is_characters = false;
            }
            None => {}
        }
    }

    /// Words to search, with the text directly before and after them.
    pub fn sought(&self, words: &str, prefix: &str, suffix: &str) -> FoldedWords {
        let folded = |text: &str| Self::folding(text, self.fold).folded;
        FoldedWords {
            words: folded(words),
            prefix: folded(prefix),
            suffix: folded(suffix),
        }
    }

    /// Where words occur between their prefix and their suffix, in folded spelling. There can be
    /// as many places as the text has letters.
    pub fn places<'t>(&'t self, sought: &'t FoldedWords) -> impl Iterator<Item = FoldedPlace> + 't {
        let FoldedWords {
            words,
            prefix,
            suffix,
        } = sought;
        Occurrences::new(&self.folded, words).filter_map(move |from| {
            let to = from + words.len();
            let is_between =
                self.folded[..from].ends_with(prefix) && self.folded[to..].starts_with(suffix);
            if !is_between {
                return None;
            }
            let start = self.starting(from)?;
            Some(FoldedPlace {
                prefix: match prefix.len() {
                    0 => start,
                    length => self.starting(from - length)?,
                },
                start,
                end: self.ending(to)?,
                suffix: match suffix.len() {
                    0 => self.ending(to)?,
                    length => self.ending(to + length)?,
                },
            })
        })
    }

    /// The first places where words occur between their prefix and their suffix, or else
    /// anywhere.
    pub fn near(&self, words: &str, prefix: &str, suffix: &str, most: usize) -> Vec<FoldedPlace> {
        let first = |prefix, suffix| {
            let sought = self.sought(words, prefix, suffix);
            self.places(&sought).take(most).collect::<Vec<_>>()
        };
        let between = first(prefix, suffix);
        match between.is_empty() && !(prefix.is_empty() && suffix.is_empty()) {
            true => first("", ""),
            false => between,
        }
    }

    /// Where the unit begins whose folded spelling begins there.
    fn starting(&self, folded: usize) -> Option<usize> {
        let folded = compact(folded);
        let next = self.stretches.partition_point(|it| it.folded <= folded);
        let stretch = self.stretches.get(next.checked_sub(1)?)?;
        let within = folded - stretch.folded;
        let is_boundary = within == 0 || stretch.is_characters;
        is_boundary.then_some((stretch.start + within) as usize)
    }

    /// Where the unit ends whose folded spelling ends there.
    fn ending(&self, folded: usize) -> Option<usize> {
        let folded = compact(folded);
        let next = self.stretches.partition_point(|it| it.folded < folded);
        let stretch = self.stretches.get(next.checked_sub(1)?)?;
        if stretch.is_characters {
            return Some((stretch.start + folded - stretch.folded) as usize);
        }
        let end = match self.stretches.get(next) {
            Some(following) => following.folded,
            None => compact(self.folded.len()),
        };
        (end == folded).then_some(stretch.end as usize)
    }
}

fn is_one_character(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

/// A position in a text of an article, which has at most 1 MiB, and thrice as much at most when
/// it is folded.
fn compact(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The grapheme clusters of a text, with their places in bytes.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    iter::from_fn(move || {
        let cluster = first_cluster(&text[at..])?;
        at += cluster.len();
        Some((at - cluster.len(), cluster))
    })
}

fn first_cluster(text: &str) -> Option<&str> {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => Some(&text[..2]),
        // Before another ASCII character, any other one is a cluster, which is quickly said.
        [first, second, ..] if first.is_ascii() && second.is_ascii() => Some(&text[..1]),
        _ => text.graphemes(true).next(),
    }
}

/// How many times its size a cluster may be in loose folding. Characters that are written as a
/// whole phrase there, such as U+FDFA, stay as they are.
const GROWTH_MAX: usize = 3;

fn fold_cluster(cluster: &str, fold: Fold, folded: &mut String) {
    // Most clusters of most texts are one letter, for which the normalizers do nothing.
    if let &[byte] = cluster.as_bytes() {
        let c = unify(char::from(byte));
        folded.push(match fold {
            Fold::Spelling => c,
            Fold::Loose => c.to_ascii_lowercase(),
        });
        return;
    }
    let visible: String = cluster.chars().filter(|c| !is_invisible(*c)).collect();
    if fold == Fold::Loose {
        let letters = DecomposingNormalizerBorrowed::new_nfkd().normalize(&visible);
        let letters = match letters.len() > GROWTH_MAX * visible.len() {
            true => Cow::Borrowed(visible.as_str()),
            false => letters,
        };
        let letters = letters.chars().filter(|c| !is_diacritic(*c)).map(unify);
        folded.push_str(&lower(&letters.collect::<String>()).replace('ß', "ss"));
        return;
    }
    let normalizer = DecomposingNormalizerBorrowed::new_nfd();
    for c in normalizer.normalize(&visible).chars() {
        match c {
            '\u{2026}' => folded.push_str("..."),
            c => folded.push(unify(c)),
        }
    }
}

/// Whether a character is one of the diacritics that letters of several scripts have.
const fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a character is invisible: it has the Unicode property
/// Default_Ignorable_Code_Point.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text in lower case. Turkish has an i with a dot and one without, whose capitals are
/// not told apart here, because the language of a text is not always known.
pub(crate) fn lower(text: &str) -> String {
    text.to_lowercase()
        .replace("i\u{307}", "i")
        .replace('ı', "i")
}

/// Whether two texts have the same folded spelling.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    FoldedText::new(a).folded == FoldedText::new(b).folded
}

#[cfg(test)]
mod tests;
