//! The tokenizer: splits a text into words, figures and punctuation marks.
//!
//! White space is not a token, so a text that is only re-wrapped has the same tokens.
//! Tokens are compared by a normalized spelling: there is one spelling for all quotes, one
//! for all dashes and one for dots, and other tokens are in lower case and Unicode NFC.
//! Positions are in code points of the text as stored.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use imara_diff::{Interner, Token};
use unicode_segmentation::UnicodeSegmentation as _;

use super::ordinal::Ordinals;
use crate::domain::passage::{folded, scripts::is_spaced};

/// Gives each spelling a number that is the same in both texts.
pub(crate) type Spellings<'a> = Interner<Cow<'a, str>>;

/// One token of a text.
#[derive(Clone, Copy)]
pub(crate) struct TokenSpan {
    /// The position of the first code point.
    pub start: i32,
    /// The position after the last code point.
    pub end: i32,
    /// What separates the token from the token before.
    pub separator: Separator,
    /// Whether it is more than punctuation.
    pub is_word: bool,
    /// Whether a sentence can end with it.
    pub is_stop: bool,
    /// Whether it separates clauses.
    pub is_clause_sign: bool,
}

/// The boundary strength before a sentence.
pub(crate) const SENTENCE_BOUNDARY: u8 = 2;
/// A word with as many letters is not a part of an abbreviation.
const ABBREVIATION_LETTERS: usize = 2;
/// Words whose full stop does not end a sentence: in front of a currency, or of a name.
const ABBREVIATIONS: [&str; 14] = [
    "dott", "dr", "mio", "mld", "mlrd", "mln", "mr", "mrd", "mrs", "ms", "prof", "sig", "sra",
    "tsd",
];
/// The boundary strength before a line.
pub(crate) const LINE_BOUNDARY: u8 = 3;
/// The boundary strength before a paragraph.
pub(crate) const PARAGRAPH_BOUNDARY: u8 = 4;

/// What separates a token from the token before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Separator {
    /// Nothing: the tokens are adjacent.
    Nothing,
    /// White space.
    Space,
    /// White space with a line break.
    Line,
    /// White space with an empty line, or the start of the text.
    EmptyLine,
}

/// The tokens of one text.
pub(crate) struct Tokens {
    /// The span of each token.
    pub places: Vec<TokenSpan>,
    /// The normalized spelling of each token, by which tokens are compared.
    pub spellings: Vec<Token>,
    /// The indexes of the tokens before which a sentence begins, and that of the end.
    sentence_starts: Vec<usize>,
}

impl Tokens {
    /// Tokenizes a text.
    pub fn new<'a>(text: &'a str, spellings: &mut Spellings<'a>) -> Self {
        let mut tokenizer = Tokenizer::new();
        let mut ordinals = Ordinals::default();
        let mut segments = text.split_word_bound_indices().peekable();
        while let Some((from, segment)) = segments.next() {
            let mut to = from + segment.len();
            // "43-month" and "O'Neill" are one token, though Unicode's word boundaries
            // split them.
            while segments
                .peek()
                .is_some_and(|&(_, next)| joins(&text[from..to], next, &text[to + next.len()..]))
            {
                for (at, part) in segments.by_ref().take(2) {
                    to = at + part.len();
                }
            }
            for part in split_glued(&text[from..to]) {
                let stop = tokenizer.stop_before();
                if tokenizer.add(part, spellings) {
                    ordinals.see(part, stop);
                }
            }
        }
        let mut tokens = tokenizer.tokens;
        for stop in ordinals.stops(text) {
            tokens.places[stop].is_stop = false;
        }
        let is_start = |index: &usize| tokens.boundary_strength(*index) >= SENTENCE_BOUNDARY;
        tokens.sentence_starts = (0..=tokens.len()).filter(is_start).collect();
        tokens
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The range of tokens that a span touches.
    pub fn touched(&self, start: i32, end: i32) -> (usize, usize) {
        let first = self.places.partition_point(|place| place.end <= start);
        let last = self.places.partition_point(|place| place.start < end);
        (first, last.max(first))
    }

    /// The strength of the boundary before the token at an index: 4 before a paragraph, 3
    /// before a line, 2 before a sentence, 1 before a word, and 0 inside a word.
    pub fn boundary_strength(&self, index: usize) -> u8 {
        let Some(place) = self.places.get(index) else {
            return PARAGRAPH_BOUNDARY;
        };
        match place.separator {
            Separator::EmptyLine => PARAGRAPH_BOUNDARY,
            Separator::Line => LINE_BOUNDARY,
            Separator::Space if self.ends_sentence(index) => SENTENCE_BOUNDARY,
            Separator::Nothing if place.is_word && self.is_glued(index) => SENTENCE_BOUNDARY,
            Separator::Space => 1,
            Separator::Nothing => 0,
        }
    }

    /// Whether a word is glued to the end of the sentence before it.
    fn is_glued(&self, index: usize) -> bool {
        let mut signs = self.places[..index].iter().rev().take(3);
        signs
            .by_ref()
            .take_while(|place| !place.is_word)
            .find(|place| place.is_stop || place.separator != Separator::Nothing)
            .is_some_and(|place| place.is_stop)
    }

    /// Widens a range to whole sentences.
    pub fn sentences(&self, (from, to): (usize, usize)) -> (usize, usize) {
        let starts = &self.sentence_starts;
        let start = starts[..starts.partition_point(|start| *start <= from)].last();
        let end = starts.get(starts.partition_point(|start| *start < to.max(from + 1)));
        (
            start.copied().unwrap_or(0),
            end.copied().unwrap_or(self.len()),
        )
    }

    /// Whether the token at an index is a sign between two clauses.
    pub fn ends_clause(&self, index: usize) -> bool {
        self.places[index].is_clause_sign
    }

    /// Whether a sentence ends right before an index, with a stop and perhaps closing
    /// quotes or brackets after it.
    fn ends_sentence(&self, index: usize) -> bool {
        let signs = self.places[..index].iter().rev().take(3);
        signs
            .take_while(|place| !place.is_word)
            .any(|place| place.is_stop)
    }
}

struct Tokenizer {
    tokens: Tokens,
    normalizer: ComposingNormalizerBorrowed<'static>,
    position: i32,
    /// What separates the next token from the last one.
    separator: Separator,
    /// The punctuation mark that the last token repeats.
    sign: Option<char>,
    /// Whether the last token is an abbreviation.
    is_abbreviated: bool,
}

impl Tokenizer {
    fn new() -> Self {
        Self {
            tokens: Tokens {
                places: Vec::new(),
                spellings: Vec::new(),
                sentence_starts: Vec::new(),
            },
            normalizer: ComposingNormalizerBorrowed::new_nfc(),
            position: 0,
            separator: Separator::EmptyLine,
            sign: None,
            is_abbreviated: false,
        }
    }

    /// The index of the last token if it is a stop that is glued to what is before it, and a
    /// space is after it.
    fn stop_before(&self) -> Option<usize> {
        let place = self.tokens.places.last()?;
        let is_ordinal = place.is_stop && place.separator == Separator::Nothing;
        (is_ordinal && self.separator == Separator::Space).then(|| self.tokens.len() - 1)
    }

    /// Adds a segment. Returns whether it is a token of its own.
    fn add<'a>(&mut self, segment: &'a str, spellings: &mut Spellings<'a>) -> bool {
        let Some(first) = segment.chars().next() else {
            return false;
        };
        let start = self.position;
        let length = if segment.is_ascii() {
            segment.len()
        } else {
            segment.chars().count()
        };
        self.position = start.saturating_add(i32::try_from(length).unwrap_or(i32::MAX));
        if segment.chars().all(is_blank) {
            self.skip_blank(segment);
            return false;
        }
        let sign = single_sign(segment, first);
        if self.extend_last(sign, spellings) {
            return false;
        }
        let is_of_abbreviation =
            self.is_abbreviated && first == '.' && self.separator == Separator::Nothing;
        self.is_abbreviated = ABBREVIATIONS
            .iter()
            .any(|it| it.eq_ignore_ascii_case(segment));
        self.tokens.places.push(TokenSpan {
            start,
            end: self.position,
            separator: self.separator,
            is_word: sign.is_none() && segment.chars().any(is_meaningful),
            is_stop: is_stop(first) && !is_of_abbreviation,
            is_clause_sign: is_clause_sign(first),
        });
        let spelling = match sign {
            Some(sign) => spell_sign(sign),
            None => self.spell(segment),
        };
        self.tokens.spellings.push(spellings.intern(spelling));
        self.separator = Separator::Nothing;
        self.sign = sign;
        true
    }

    fn skip_blank(&mut self, segment: &str) {
        // "\r\n" is one segment, so it counts as one line break.
        let line = segment.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        self.separator = match (self.separator, line) {
            (Separator::EmptyLine, _) | (Separator::Line, true) => Separator::EmptyLine,
            (Separator::Line, false) | (_, true) => Separator::Line,
            (_, false) => Separator::Space,
        };
    }

    /// Adds a dash or dot to the last token if that consists of dashes or dots. Returns
    /// whether it did.
    fn extend_last(&mut self, sign: Option<char>, spellings: &mut Spellings<'_>) -> bool {
        let run = matches!(sign, Some('-' | '.' | '…')) && self.separator == Separator::Nothing;
        let same = self.sign == sign || (sign == Some('.') && self.sign == Some('…'));
        let (Some(place), Some(spelling)) = (
            self.tokens.places.last_mut(),
            self.tokens.spellings.last_mut(),
        ) else {
            return false;
        };
        if !run || !same {
            return false;
        }
        place.end = self.position;
        if sign == Some('.') {
            self.sign = Some('…');
            *spelling = spellings.intern(Cow::Borrowed("…"));
        }
        true
    }

    /// The normalized spelling of a word or figure.
    fn spell<'a>(&self, segment: &'a str) -> Cow<'a, str> {
        let is_special = |c: char| matches!(c, 'ß' | 'ı' | '\u{307}');
        let plain =
            |c: char| unify(c) == c && !is_ignorable(c) && !c.is_uppercase() && !is_special(c);
        if segment.chars().all(plain) {
            return if segment.is_ascii() {
                Cow::Borrowed(segment)
            } else {
                self.normalizer.normalize(segment)
            };
        }
        let visible: String = segment
            .chars()
            .filter(|&c| !is_ignorable(c))
            .map(unify)
            .collect();
        // A capital ß is printed as SS.
        let lower = folded::lower(&visible).replace('ß', "ss");
        Cow::Owned(self.normalizer.normalize(&lower).into_owned())
    }
}

/// Splits a segment where words are glued together: at a full stop between two words, and
/// before a capital after a small letter or a digit. Unicode's word boundaries are not there, but text
/// is often glued to a sentence by mistake.
fn split_glued(segment: &str) -> impl Iterator<Item = &str> {
    let mut rest = segment;
    std::iter::from_fn(move || {
        let end = rest
            .char_indices()
            .find_map(|(at, c)| {
                let (before, after) = (&rest[..at], &rest[at + c.len_utf8()..]);
                let is_before = after.starts_with(char::is_alphabetic);
                match c {
                    '.' if at == 0 && is_before => Some(1),
                    '.' if is_before && is_abbreviation(before) => None,
                    '.' if is_before => Some(at),
                    _ => is_word_start(before, c, after).then_some(at),
                }
            })
            .unwrap_or(rest.len());
        let (part, next) = rest.split_at(end);
        rest = next;
        (!part.is_empty()).then_some(part)
    })
}

/// Whether a capital begins another word: after a small letter, or after a digit if small
/// letters follow.
fn is_word_start(before: &str, capital: char, after: &str) -> bool {
    let mut next = after.chars().take(2);
    let is_after_digit = before.ends_with(char::is_numeric)
        && next.clone().count() == 2
        && next.all(char::is_lowercase);
    capital.is_uppercase() && (before.ends_with(char::is_lowercase) || is_after_digit)
}

/// Whether a full stop after letters is one as in "U.S." or "a.m.".
fn is_abbreviation(letters: &str) -> bool {
    // An accent may be a code point of its own.
    let is_letter = |c: &char| c.is_alphanumeric() || !c.is_ascii();
    letters.chars().rev().take_while(is_letter).count() < ABBREVIATION_LETTERS
}

/// Whether a hyphen or apostrophe joins the words before and after it into one token.
fn joins(word: &str, sign: &str, rest: &str) -> bool {
    let mut chars = sign.chars();
    let (Some(sign), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(
        sign,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\'' | '’'
    ) && word.chars().next_back().is_some_and(is_spaced)
        && rest.chars().next().is_some_and(is_spaced)
}

/// Gives all quotes the same spelling, and all dashes.
fn unify(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\''
        | '`'
        | '\u{b4}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{2039}'
        | '\u{203a}' => '"',
        other => other,
    }
}

/// The normalized spelling of a segment that is a single quote, dash or dot.
fn single_sign(segment: &str, first: char) -> Option<char> {
    let sign = unify(first);
    (segment.len() == first.len_utf8() && matches!(sign, '-' | '"' | '.' | '…')).then_some(sign)
}

fn spell_sign(sign: char) -> Cow<'static, str> {
    Cow::Borrowed(match sign {
        '-' => "-",
        '.' => ".",
        '…' => "…",
        _ => "\"",
    })
}

/// Whether a character is more than punctuation: a letter, a digit or a pictograph.
fn is_meaningful(c: char) -> bool {
    c.is_alphanumeric() || c >= '\u{1f000}'
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '။' | '។'
    )
}

fn is_clause_sign(c: char) -> bool {
    let is_sign = matches!(
        c,
        ',' | ';' | ':' | '(' | ')' | '،' | '؛' | '、' | '，' | '；' | '：'
    );
    is_sign || unify(c) == '-'
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_ignorable(c)
}

/// Whether a character is invisible. Publishing systems add and drop such characters.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}
