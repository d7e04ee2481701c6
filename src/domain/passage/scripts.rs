//! What differs between the scripts of the world: spaces between words, and digits.

/// Whether a character is of a word in a script that puts spaces between words.
pub(crate) fn is_spaced(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}')
}

/// The zeros of scripts with decimal digits: European, Arabic, Persian, Devanagari, Bengali,
/// Thai and full-width ones.
const ZEROS: [char; 7] = ['0', '٠', '۰', '०', '০', '๐', '０'];

/// The value of a decimal digit in any of these scripts.
pub(crate) fn digit(c: char) -> Option<u32> {
    let mut values = ZEROS
        .iter()
        .filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero)));
    values.find(|value| *value < 10)
}
