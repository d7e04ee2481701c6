//! Syntax of other search engines, which queries here do not have.

use super::note::Note;

/// The notes on what has no space in it.
pub(super) fn notes(run: &str) -> Vec<Note> {
    // An address has such marks, too.
    if run.contains("://") {
        return Vec::new();
    }
    let letters: Vec<char> = run.chars().collect();
    let is_word = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|it| it.is_alphanumeric())
    };
    let notes = letters.iter().enumerate().filter_map(|(at, letter)| {
        let is_behind_word = is_word(at.checked_sub(1));
        let is_inside_word = is_behind_word && is_word(Some(at + 1));
        match letter {
            '*' if is_behind_word => Some(Note::Wildcard),
            '?' if is_inside_word => Some(Note::Wildcard),
            '|' => Some(Note::Bar),
            '&' if letters.get(at + 1) == Some(&'&') => Some(Note::Ampersands),
            it if is_quote(*it) && !is_word(Some(at + 1)) => Some(Note::StrayQuote),
            _ => None,
        }
    });
    notes.collect()
}

/// Where a weight or a distance stands behind a word or a quote: `^5`, `~2`, `~`.
pub(super) fn weight(run: &str) -> Option<usize> {
    let at = run.rfind(['^', '~'])?;
    let number = &run[at + 1..];
    let is_number = number.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    // 10^6 is a number.
    let is_behind_word = at == 0 || run[..at].contains(char::is_alphabetic);
    (is_number && is_behind_word).then_some(at)
}

/// Whether a letter is a quotation mark.
pub(super) fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Whether a letter is a hyphen, a dash or a minus sign.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}'
    )
}
