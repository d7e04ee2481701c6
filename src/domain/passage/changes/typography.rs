//! What says something in a wording, beyond its typography: its words, figures and signs.

use std::ops::Range;

use super::words::{Kind, Word};

/// Whether two wordings have the same words, figures and signs in the same order. Capitals,
/// punctuation and white space make no difference.
pub(super) fn is_same(old: &[Word<'_>], new: &[Word<'_>]) -> bool {
    let [old, new] = [old, new].map(|words| telling(words, 0..words.len()));
    old.len() == new.len()
        && old
            .iter()
            .zip(&new)
            .all(|(old, new)| is_same_word(old.1, new.1))
}

/// The words, figures and signs in a range of words, with their indexes.
pub(super) fn telling<'w, 'a>(
    words: &'w [Word<'a>],
    range: Range<usize>,
) -> Vec<(usize, &'w Word<'a>)> {
    let telling = range.filter(|at| is_telling(words, *at));
    telling.map(|at| (at, &words[at])).collect()
}

/// Whether two words are spelled the same. A capital ß is printed as SS.
pub(super) fn is_same_word(a: &Word<'_>, b: &Word<'_>) -> bool {
    let is_capitals = |word: &Word<'_>| !word.text.chars().any(char::is_lowercase);
    a.folded == b.folded
        || ((is_capitals(a) || is_capitals(b))
            && a.folded.replace('ß', "ss") == b.folded.replace('ß', "ss"))
}

/// Whether the word at an index is more than punctuation. A sign that is glued to a figure
/// is a part of it, and a question mark makes a statement a question.
pub(super) fn is_telling(words: &[Word<'_>], at: usize) -> bool {
    let word = &words[at];
    let mark = match (word.kind, word.text.chars().next()) {
        (Kind::Mark, Some(mark)) => mark,
        (Kind::Word | Kind::Number, _) => return true,
        (Kind::Mark, None) => return false,
    };
    let is_before_figure = words
        .get(at + 1)
        .is_some_and(|next| next.kind == Kind::Number && next.is_glued);
    let next = words.get(at + 1).map_or("", |next| next.text);
    let is_before_amount = next.starts_with(|c: char| {
        c.is_numeric() || matches!(c, '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}')
    });
    match mark {
        '-' | '−' | '‐' | '‑' | '–' | '—' | '－' => is_before_amount,
        '.' | ',' => is_before_figure && !word.is_glued,
        _ => !is_punctuation(mark),
    }
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        ';' | ':'
            | '!'
            | '¡'
            | '¿'
            | '…'
            | '\''
            | '"'
            | '`'
            | '´'
            | '«'
            | '»'
            | '„'
            | '‚'
            | '\u{2010}'
            ..='\u{201f}'
                | '‹'
                | '›'
                | '′'
                | '″'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '•'
                | '·'
                | '、'
                | '。'
                | '「'
                | '」'
                | '『'
                | '』'
                | '・'
                | '，'
                | '．'
                | '：'
                | '；'
                | '！'
                | '（'
                | '）'
                | '،'
                | '؛'
                | '।'
                | '۔'
                | '။'
    ) || c.is_control()
        || c == '\u{feff}'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{ad}')
}
