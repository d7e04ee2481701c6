//! German verbs whose particle stands at the end of their clause: "lehnte den Plan ab".

use std::ops::Range;

use super::lexicon::Lexicon;
use crate::domain::passage::changes::{hunks::Hunk, pair::Pair, words::Word};

/// Particles of verbs that have opposites.
const PARTICLES: &[&str] = &["ab", "an", "auf", "aus", "ein", "zu", "zurück"];

/// A verb with the particle of its clause in front of it, as in a subordinate clause.
pub(super) fn with(words: &[Word<'_>], verb: usize) -> Option<String> {
    let last = clause(words, verb).end.checked_sub(1)?;
    let particle = words[last].folded.as_str();
    let is_its = last > verb && PARTICLES.contains(&particle);
    is_its.then(|| format!("{particle}{}", words[verb].folded))
}

/// Whether only the particle of a verb was replaced, and makes it its opposite ("nimmt zu",
/// "nimmt ab").
pub(super) fn is_opposite(pair: &Pair<'_>, hunk: &Hunk, lexicon: &Lexicon) -> bool {
    let ([old], [new]) = (pair.old_in(hunk), pair.new_in(hunk)) else {
        return false;
    };
    let ends = |words: &[Word<'_>], at: usize| clause(words, at).end == at + 1;
    if !ends(&pair.old, hunk.old.start) || !ends(&pair.new, hunk.new.start) {
        return false;
    }
    let verbs = &pair.new[clause(&pair.new, hunk.new.start)];
    let mut all = pair.old[clause(&pair.old, hunk.old.start)].iter();
    all.any(|verb| {
        let [one, other] = [old, new].map(|particle| format!("{}{}", particle.folded, verb.folded));
        verbs.iter().any(|it| it.folded == verb.folded) && lexicon.are_opposites(&one, &other)
    })
}

/// The words between the marks around a word.
fn clause(words: &[Word<'_>], at: usize) -> Range<usize> {
    let is_mark = |it: &usize| !words[*it].is_word() && words[*it].text.chars().all(is_end);
    let start = (0..at).rfind(is_mark).map_or(0, |it| it + 1);
    let end = (at + 1..words.len()).find(is_mark).unwrap_or(words.len());
    start..end
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '–' | '—')
}
