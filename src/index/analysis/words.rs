//! Words of a text with their places. Texts without spaces are segmented by dictionaries.

use std::sync::LazyLock;

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use super::{bounds::beginning, fold::is_unseen};

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it stands in the text.
    pub text: &'a str,
    /// Where it begins in the text, in bytes.
    pub start: usize,
}

impl Word<'_> {
    /// Where it ends.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of the first so many bytes of a text.
pub fn words(text: &str, bytes: usize) -> Vec<Word<'_>> {
    split(beginning(text, bytes))
}

/// Whether a search may need other words of a text than [`words`].
pub(super) fn has_fine_words(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_without_spaces)
}

/// The words of the first so many bytes of a text, as a search needs them: of texts in Chinese and
/// Japanese, each character by itself. Where a dictionary divides them depends on what stands
/// around, so the same word may be divided in a text and not in a query.
pub fn fine_words(text: &str, bytes: usize) -> Vec<Word<'_>> {
    let mut fine: Vec<Word<'_>> = Vec::new();
    for word in words(text, bytes) {
        let characters = match word.text.chars().any(is_ideograph) {
            true => characters(word),
            false => vec![word],
        };
        for next in characters {
            match fine.last_mut() {
                Some(last) if next.start == last.end() && next.text.starts_with(is_mark) => {
                    last.text = &text[last.start..next.end()];
                }
                _ => fine.push(next),
            }
        }
    }
    fine
}

/// The characters of a word. Letters of other scripts stay together.
fn characters(word: Word<'_>) -> Vec<Word<'_>> {
    let mut characters = Vec::new();
    let mut start = 0;
    let mut is_behind_ideograph = false;
    for (at, letter) in word.text.char_indices() {
        if at > 0 && (is_ideograph(letter) || is_behind_ideograph) {
            characters.push(part(word, start, at));
            start = at;
        }
        is_behind_ideograph = is_ideograph(letter);
    }
    characters.push(part(word, start, word.text.len()));
    characters
}

/// The words of a text. Hashtags and handles are split into the words that they are made of.
fn split(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if !is_word(letter) || is_unseen(letter) {
            continue;
        }
        let mut end = start + letter.len_utf8();
        let mut last = letter;
        while let Some((at, next)) = letters.peek().copied() {
            let is_mark = || is_number_mark(last, &text[at..]);
            // Where words have no space between them, one without width is what parts them.
            let is_inside = || is_unseen(next) && !is_without_spaces(last);
            if !is_word(next) && !is_mark() && !is_inside() {
                break;
            }
            // What cannot be seen at its end is no part of the word.
            if !is_unseen(next) {
                end = at + next.len_utf8();
                last = next;
            }
            letters.next();
        }
        let word = Word {
            text: &text[start..end],
            start,
        };
        match text[..start].ends_with(['#', '@', '_']) {
            true => compound(word, &mut words),
            false => segmented(word, &mut words),
        }
    }
    words
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_mark(letter)
}

/// Whether a character belongs to the letter in front of it.
fn is_mark(letter: char) -> bool {
    !letter.is_ascii()
        && GeneralCategoryGroup::Mark
            .contains(CodePointMapData::<GeneralCategory>::new().get(letter))
}

/// Whether a mark stands within a number: "1,000.5".
fn is_number_mark(last: char, rest: &str) -> bool {
    let mut rest = rest.chars();
    last.is_ascii_digit()
        && matches!(rest.next(), Some('.' | ','))
        && rest.next().is_some_and(|next| next.is_ascii_digit())
}

/// Adds the words of a hashtag or a handle: a capital or a number begins a new one.
fn compound<'a>(word: Word<'a>, words: &mut Vec<Word<'a>>) {
    let text = word.text;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut start = 0;
    for at in 1..letters.len() {
        let (before, (place, here)) = (letters[at - 1].1, letters[at]);
        let next = letters.get(at + 1).map(|it| it.1);
        let is_capital = here.is_uppercase()
            && (before.is_lowercase()
                || before.is_uppercase() && next.is_some_and(char::is_lowercase));
        let is_number = before.is_ascii_digit() != here.is_ascii_digit()
            && before.is_alphanumeric()
            && here.is_alphanumeric();
        if is_capital || is_number {
            segmented(part(word, start, place), words);
            start = place;
        }
    }
    segmented(part(word, start, text.len()), words);
}

fn part(word: Word<'_>, start: usize, end: usize) -> Word<'_> {
    Word {
        text: &word.text[start..end],
        start: word.start + start,
    }
}

/// Adds a word, or the words of a text that is written without spaces.
fn segmented<'a>(word: Word<'a>, words: &mut Vec<Word<'a>>) {
    if !word.text.chars().any(is_without_spaces) {
        words.push(word);
        return;
    }
    let mut start = 0;
    let breaks = SEGMENTER.segment_str(word.text);
    for end in breaks.filter(|it| *it > 0) {
        let next = part(word, start, end);
        if !next.text.chars().all(is_unseen) {
            words.push(next);
        }
        start = end;
    }
}

/// Whether a letter is of a script that is written without spaces.
fn is_without_spaces(letter: char) -> bool {
    let is_letter = matches!(letter,
        '\u{e00}'..='\u{eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Burmese
        | '\u{1780}'..='\u{17ff}'); // Khmer
    is_letter || is_ideograph(letter)
}

/// Whether a character is Chinese or Japanese.
fn is_ideograph(letter: char) -> bool {
    matches!(letter,
        '\u{3040}'..='\u{30ff}' // Hiragana, Katakana
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{fine_words, split};

    fn words(text: &str) -> Vec<&str> {
        split(text).iter().map(|word| word.text).collect()
    }

    #[test]
    fn hashtags_and_handles_are_split_into_their_words() {
        assert_eq!(
            words("#SaveTheBridge2021"),
            ["Save", "The", "Bridge", "2021"]
        );
        assert_eq!(words("@BBCNews_live"), ["BBC", "News", "live"]);
        assert_eq!(words("McDonald and iPhone"), ["McDonald", "and", "iPhone"]);
    }

    #[test]
    fn numbers_keep_their_marks() {
        assert_eq!(
            words("1,000.5 and 3. Then 4,5"),
            ["1,000.5", "and", "3", "Then", "4,5"]
        );
    }

    #[test]
    fn texts_without_spaces_are_segmented() {
        assert_eq!(words("世界卫生组织"), ["世界", "卫生", "组织"]);
        assert!(words("ทุกสองสัปดาห์").len() >= 3);
        assert_eq!(words("สวัสดี").concat(), "สวัสดี");
    }

    #[test]
    fn a_search_sees_each_character_of_chinese_and_japanese() {
        let words = fine_words("疫情 iPhone手机 か\u{3099}き old", 100);
        let words: Vec<&str> = words.iter().map(|word| word.text).collect();
        assert_eq!(
            words,
            ["疫", "情", "iPhone", "手", "机", "か\u{3099}", "き", "old"]
        );
    }

    #[test]
    fn what_cannot_be_seen_divides_no_word() {
        assert_eq!(
            words("Strom\u{ad}netz \u{feff}a\u{200b}b\u{2060}\u{200d}c\u{200c} \u{ad} 1\u{ad}2"),
            ["Strom\u{ad}netz", "a\u{200b}b\u{2060}\u{200d}c", "1\u{ad}2"]
        );
        assert_eq!(words("❤\u{fe0f} bridge"), ["bridge"]);
        // In Khmer and Thai, spaces without width are between words.
        assert_eq!(words("ក\u{200b}ខ").concat(), "កខ");
        assert_eq!(fine_words("世\u{200b}界", 100).len(), 2);
    }

    #[test]
    fn words_are_where_they_say() {
        let text = "#SaveTheBridge — “quoted” 世界卫生组织 l'eau Strom\u{ad}netz\u{200b} x";
        for word in split(text) {
            assert_eq!(&text[word.start..word.start + word.text.len()], word.text);
        }
    }
}
