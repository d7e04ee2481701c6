//! Cuts a text into the tokens that are aligned: words, figures and signs.
//!
//! White space is no token, so a re-wrapped text has the same ones. Quotes, dashes and
//! dots compare in one spelling each, other tokens in their composed form. Where a token
//! stands is kept in code points of the text as stored.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use imara_diff::{Interner, Token};
use unicode_segmentation::UnicodeSegmentation as _;

/// Gives each spelling its number, for both texts.
pub(crate) type Spellings<'a> = Interner<Cow<'a, str>>;

/// One token of a text.
#[derive(Clone, Copy)]
pub(crate) struct TokenSpan {
    /// The first code point.
    pub start: i32,
    /// The code point after the last.
    pub end: i32,
    /// What lies between the token before and this one.
    pub before: Before,
    /// Whether it is more than punctuation.
    pub word: bool,
    /// Whether a sentence can end with it.
    pub stop: bool,
}

/// What lies before a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Before {
    /// Another token.
    Nothing,
    /// White space.
    Space,
    /// White space with a line's end in it.
    Line,
    /// White space with an empty line in it, or the text's start.
    EmptyLine,
}

/// The tokens of one text.
pub(crate) struct Tokens {
    /// Where they stand.
    pub places: Vec<TokenSpan>,
    /// What they compare as.
    pub spellings: Vec<Token>,
}

impl Tokens {
    /// Cuts a text.
    pub fn new<'a>(text: &'a str, spellings: &mut Spellings<'a>) -> Self {
        let mut cutter = Cutter::new();
        let mut segments = text.split_word_bound_indices().peekable();
        while let Some((from, segment)) = segments.next() {
            let mut to = from + segment.len();
            // "43-month" and "O'Neill" stay whole, however they are cut by others.
            while segments
                .peek()
                .is_some_and(|&(_, next)| joins(&text[from..to], next, &text[to + next.len()..]))
            {
                for (at, part) in segments.by_ref().take(2) {
                    to = at + part.len();
                }
            }
            cutter.add(&text[from..to], spellings);
        }
        cutter.tokens
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The tokens that a span touches.
    pub fn touched(&self, start: i32, end: i32) -> (usize, usize) {
        let first = self.places.partition_point(|place| place.end <= start);
        let last = self.places.partition_point(|place| place.start < end);
        (first, last.max(first))
    }

    /// How good a seam it is between the token before an index and the one at it.
    pub fn seam(&self, index: usize) -> u8 {
        let Some(place) = self.places.get(index) else {
            return 4;
        };
        match place.before {
            Before::EmptyLine => 4,
            Before::Line => 3,
            Before::Space if self.ends_sentence(index) => 2,
            Before::Nothing if self.ends_sentence(index) && place.word => 2,
            Before::Space => 1,
            Before::Nothing => 0,
        }
    }

    /// Whether a sentence ends right before an index: a stop, closing signs after it.
    fn ends_sentence(&self, index: usize) -> bool {
        let signs = self.places[..index].iter().rev().take(3);
        signs
            .take_while(|place| !place.word)
            .any(|place| place.stop)
    }
}

struct Cutter {
    tokens: Tokens,
    normalizer: ComposingNormalizerBorrowed<'static>,
    position: i32,
    before: Before,
    /// What the last token is a run of.
    sign: Option<char>,
}

impl Cutter {
    fn new() -> Self {
        Self {
            tokens: Tokens {
                places: Vec::new(),
                spellings: Vec::new(),
            },
            normalizer: ComposingNormalizerBorrowed::new_nfc(),
            position: 0,
            before: Before::EmptyLine,
            sign: None,
        }
    }

    fn add<'a>(&mut self, segment: &'a str, spellings: &mut Spellings<'a>) {
        let Some(first) = segment.chars().next() else {
            return;
        };
        let start = self.position;
        let length = if segment.is_ascii() {
            segment.len()
        } else {
            segment.chars().count()
        };
        self.position = start.saturating_add(i32::try_from(length).unwrap_or(i32::MAX));
        if segment.chars().all(is_blank) {
            self.blank(segment);
            return;
        }
        let sign = one_sign(segment, first);
        if self.lengthen(sign, spellings) {
            return;
        }
        let word = sign.is_none() && segment.chars().any(tells);
        self.tokens.places.push(TokenSpan {
            start,
            end: self.position,
            before: self.before,
            word,
            stop: is_stop(first),
        });
        let spelling = match sign {
            Some(sign) => spell_sign(sign),
            None => self.spell(segment),
        };
        self.tokens.spellings.push(spellings.intern(spelling));
        self.before = Before::Nothing;
        self.sign = sign;
    }

    fn blank(&mut self, segment: &str) {
        // "\r\n" is one segment.
        let line = segment.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        self.before = match (self.before, line) {
            (Before::EmptyLine, _) | (Before::Line, true) => Before::EmptyLine,
            (Before::Line, false) | (_, true) => Before::Line,
            (_, false) => Before::Space,
        };
    }

    /// Takes another dash or dot into the token of dashes or dots before it.
    fn lengthen(&mut self, sign: Option<char>, spellings: &mut Spellings<'_>) -> bool {
        let run = matches!(sign, Some('-' | '.' | '…')) && self.before == Before::Nothing;
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

    fn spell<'a>(&self, segment: &'a str) -> Cow<'a, str> {
        let plain = |c: char| unify(c) == c && !is_ignorable(c);
        if segment.chars().all(plain) {
            return if segment.is_ascii() {
                Cow::Borrowed(segment)
            } else {
                self.normalizer.normalize(segment)
            };
        }
        let seen: String = segment
            .chars()
            .filter(|&c| !is_ignorable(c))
            .map(unify)
            .collect();
        Cow::Owned(self.normalizer.normalize(&seen).into_owned())
    }
}

/// Whether a sign holds the word before it and the word after it together.
fn joins(word: &str, sign: &str, rest: &str) -> bool {
    let mut chars = sign.chars();
    let (Some(sign), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(unify(sign), '-' | '"')
        && word.chars().next_back().is_some_and(is_spaced)
        && rest.chars().next().is_some_and(is_spaced)
}

/// Whether it is of a script that puts spaces between words.
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}')
}

/// One spelling for quotes and one for dashes.
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

/// The spelling of a token that is a single sign, where it has several.
fn one_sign(segment: &str, first: char) -> Option<char> {
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

/// Whether it is more than punctuation: a letter, a digit or a picture.
fn tells(c: char) -> bool {
    c.is_alphanumeric() || c >= '\u{1f000}'
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '။' | '។'
    )
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_ignorable(c)
}

/// What nobody sees and publishing systems add and drop.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}
