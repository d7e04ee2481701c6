//! Letters without case and accents, so that `Müller`, `MULLER` and `müller` are one word.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

/// Letters that have no decomposition, and what is typed for them.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
];

/// A text in lower case. Wide and other compatible forms of letters become plain ones, and what
/// cannot be seen is left out.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let text = &*visible(text);
    let plain = icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let lower = plain.to_lowercase();
    // A capital İ leaves its dot behind.
    match lower.contains('\u{307}') {
        true => lower.replace('\u{307}', ""),
        false => lower,
    }
}

/// A word in lower case, in a language that writes the capital of ı without a dot, as Turkish does.
pub(super) fn lower_dotless(word: &str) -> String {
    match word.contains('I') {
        true => lower(&word.replace('I', "ı")),
        false => lower(word),
    }
}

/// Whether a character cannot be seen, such as a soft hyphen or a space without width.
pub(super) fn is_unseen(letter: char) -> bool {
    !letter.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
}

fn visible(text: &str) -> Cow<'_, str> {
    match text.contains(is_unseen) {
        true => Cow::Owned(text.chars().filter(|it| !is_unseen(*it)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// A word in lower case without accents. The marks of scripts in which they are vowels stay.
pub(super) fn without_accents(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let parts = DecomposingNormalizerBorrowed::new_nfd();
    let mut plain = String::with_capacity(word.len());
    for letter in parts.normalize(word).chars() {
        match LETTERS.iter().find(|(it, _)| *it == letter) {
            Some((_, typed)) => plain.push_str(typed),
            None if is_accent(letter) => {}
            None => plain.push(letter),
        }
    }
    // Korean syllables were taken apart, too.
    match icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(&plain) {
        Cow::Borrowed(_) => Cow::Owned(plain),
        Cow::Owned(composed) => Cow::Owned(composed),
    }
}

/// Whether a mark is an accent of Latin, Greek or Cyrillic letters.
fn is_accent(mark: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&mark)
}

#[cfg(test)]
mod tests {
    use super::{lower, without_accents};

    fn plain(word: &str) -> String {
        without_accents(&lower(word)).into_owned()
    }

    #[test]
    fn case_and_accents_do_not_tell_words_apart() {
        assert_eq!(plain("MÜLLER"), "muller");
        assert_eq!(plain("Straße"), "strasse");
        assert_eq!(plain("Łódź"), "lodz");
        assert_eq!(plain("Ἀθῆναι"), plain("αθηναι"));
        assert_eq!(plain("İstanbul"), "istanbul");
        assert_eq!(plain("Ｆｕｌｌ"), "full");
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        assert_eq!(plain("Strom\u{ad}netz"), "stromnetz");
        assert_eq!(
            plain("a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f"),
            "abcdef"
        );
        assert_eq!(plain("re\u{200b}\u{301}sume"), "resume");
    }

    #[test]
    fn marks_that_are_vowels_and_korean_syllables_stay() {
        assert_eq!(plain("น้ำ"), lower("น้ำ"));
        assert_eq!(plain("हिन्दी"), "हिन्दी");
        assert_eq!(plain("한국어"), "한국어");
    }
}
