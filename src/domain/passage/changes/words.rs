//! Splits a wording into words, numbers and punctuation marks.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{language::Language, numerals};
use crate::domain::{
    passage::scripts::{digit, is_spaced},
    value::identity::unify,
};

/// A word, a number or a punctuation mark.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// As written.
    pub text: &'a str,
    /// In lower case and Unicode NFC, with plain apostrophes.
    pub folded: String,
    pub kind: Kind,
    /// Whether its capital says nothing, because a sentence or a quotation begins with it.
    pub is_first: bool,
    /// Whether there is no white space before it.
    pub is_glued: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes and full stops inside ("isn't", "U.S.").
    Word,
    /// Digits, with the marks and letters that are glued to them ("2,000", "27/4/2025",
    /// "5m", "G7").
    Number,
    /// A single other character.
    Mark,
}

impl Word<'_> {
    /// Whether it begins with a capital.
    pub fn is_capitalized(&self) -> bool {
        self.kind == Kind::Word && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it has a capital within a sentence, which may make it a name. In German it
    /// does not.
    pub fn may_be_name_in(&self, language: Language) -> bool {
        language != Language::German && self.is_capitalized() && !self.is_first
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// Splits a wording. An elided article is a word of its own in languages that have them.
pub(super) fn split(text: &str, language: Option<Language>) -> Vec<Word<'_>> {
    let elides = language.is_some_and(Language::elides);
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut is_first, mut is_glued) = (true, false);
    let mut from = 0;
    while let Some(c) = text[from..].chars().next() {
        let (kind, length) = match c {
            c if c.is_whitespace() => {
                is_first |= matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
                from += c.len_utf8();
                is_glued = false;
                continue;
            }
            c if c.is_alphanumeric() => whole(&text[from..], elides),
            c => (Kind::Mark, c.len_utf8()),
        };
        let written = &text[from..from + length];
        words.push(Word {
            text: written,
            folded: match kind {
                Kind::Number => numerals::value(written).unwrap_or_else(|| folded(written)),
                _ => folded(written),
            },
            kind,
            is_first,
            is_glued,
        });
        is_glued = true;
        is_first = match kind {
            // Closing quotes and brackets after a stop change nothing.
            Kind::Mark => begins(c) || (is_first && !matches!(c, ',' | ';' | '-' | '/' | '&')),
            _ => false,
        };
        from += length;
    }
    words
}

/// Whether a capital after this mark says nothing.
fn begins(mark: char) -> bool {
    let opens = matches!(unify(mark), '"' | '\'');
    opens
        || matches!(
            mark,
            '.' | '!' | '?' | ':' | '…' | '(' | '[' | '–' | '—' | '•' | '*' | '„'
        )
}

/// The kind and the length of the word or number at the start of a text.
fn whole(text: &str, elides: bool) -> (Kind, usize) {
    if let Some(length) = numerals::length(text) {
        return (Kind::Number, length);
    }
    let mut length = 0;
    let mut has_digit = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let next_is_letter = next.is_some_and(char::is_alphabetic);
        let next_is_digit = next.and_then(digit).is_some();
        let follows = length > 0;
        let is_part = c.is_alphanumeric() || is_mark_of_letter(c);
        let is_number_mark = has_digit && next_is_digit && joins_digits(c, &text[length..]);
        let is_apostrophe = unify(c) == '\'' && follows && next_is_letter && !has_digit;
        let is_abbreviation = c == '.' && follows && is_initials(&text[..length]);
        if !(is_part || is_number_mark || is_apostrophe || is_abbreviation) {
            break;
        }
        // Scripts without spaces have a word in each character, and none glued to a number.
        let is_unspaced = |c: char| c.is_alphanumeric() && !is_spaced(c) && digit(c).is_none();
        has_digit |= digit(c).is_some();
        length += c.len_utf8();
        if is_unspaced(c) || next.is_some_and(is_unspaced) {
            break;
        }
        if is_apostrophe && elides {
            break;
        }
    }
    let kind = match has_digit {
        true => Kind::Number,
        false => Kind::Word,
    };
    (kind, length)
}

fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Whether a mark between two digits belongs to one number, date or time.
fn joins_digits(mark: char, rest: &str) -> bool {
    match mark {
        '.' | ',' | '/' | ':' | '．' | '，' => true,
        c if unify(c) == '\'' => true,
        // A space groups exactly three digits.
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
            let digits = rest.chars().skip(1).take_while(|c| digit(*c).is_some());
            digits.count() == 3
        }
        _ => false,
    }
}

/// Whether a word so far is made of single letters with full stops between them ("U.S").
fn is_initials(word: &str) -> bool {
    let mut letters = word.split('.');
    letters.all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_uppercase))
}

/// A word in lower case and NFC, with plain apostrophes, and without invisible characters
/// and the full stops of initials.
fn folded(word: &str) -> String {
    let lower = word.to_lowercase();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&lower);
    let is_word = composed.chars().all(|c| digit(c).is_none()) && composed.len() > 1;
    let is_left_out = |c: char| match c {
        '\u{ad}' | '\u{200b}'..='\u{200d}' => true,
        '.' => is_word,
        _ => false,
    };
    let kept = composed.chars().filter(|c| !is_left_out(*c));
    kept.map(plain).collect()
}

/// A character in its plain form: a European digit, a narrow sign, a straight quote.
fn plain(c: char) -> char {
    match c {
        '．' => '.',
        '，' => ',',
        '％' => '%',
        '＄' => '$',
        '￥' => '¥',
        c => {
            let digit = digit(c).and_then(|value| char::from_digit(value, 10));
            digit.unwrap_or_else(|| unify(c))
        }
    }
}
