//! The tokenizer for printed figures: numbers, words and signs.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A token of the text.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// The range in the text, in bytes.
    pub start: usize,
    pub end: usize,
    /// Whether white space is before it.
    pub spaced: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits with the marks between them, in ASCII if possible: every space is ` ` and
    /// every apostrophe is `'`.
    Number(String),
    /// A word in lower case, without accents and full stops. An elided article or
    /// preposition keeps its apostrophe (`dell'`).
    Word(String),
    /// Any other character. Variants of dashes and of other signs are unified.
    Sign(char),
}

/// The marks of Arabic numbers. Each has only one meaning.
pub(super) const ARABIC_DECIMAL: char = '٫';
pub(super) const ARABIC_GROUP: char = '٬';

/// The zeros of the digits that newspapers use: ASCII, Arabic-Indic, Eastern Arabic-Indic,
/// Devanagari and Bengali. In Unicode, the other nine digits follow each zero.
const ZEROS: [char; 5] = ['0', '٠', '۰', '०', '০'];

/// The script of a digit, as the index of its zero, and its value.
fn digit(c: char) -> Option<(usize, char)> {
    ZEROS.iter().enumerate().find_map(|(script, zero)| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        Some((script, char::from_digit(value, 10)?))
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control()
}

/// Whether a character controls the layout and is invisible.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a character can be part of a word: a letter, or a sign that units have.
fn is_word(c: char) -> bool {
    c.is_alphabetic()
        || matches!(
            c,
            '°' | '²' | '³' | '㎡' | '㎥' | '㎢' | '㎞' | '㎝' | '㎜' | '㎏'
        )
}

/// Whether a word is an abbreviation of "circa", which can be right before digits
/// ("c.1990").
fn is_circa(word: &str) -> bool {
    matches!(word, "c" | "ca")
}

struct Tokenizer {
    chars: Vec<(usize, char)>,
    at: usize,
    length: usize,
}

/// Splits a text into tokens. Between them there is only white space and invisible
/// characters.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut tokenizer = Tokenizer {
        chars: text.char_indices().collect(),
        at: 0,
        length: text.len(),
    };
    let mut tokens = Vec::new();
    let mut spaced = false;
    while let Some(c) = tokenizer.peek(0) {
        if c.is_whitespace() || is_invisible(c) {
            spaced |= c.is_whitespace();
            tokenizer.at += 1;
            continue;
        }
        let start = tokenizer.byte();
        let kind = tokenizer.token(c);
        let end = tokenizer.byte();
        tokens.push(Token {
            kind,
            start,
            end,
            spaced,
        });
        spaced = false;
    }
    tokens
}

impl Tokenizer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|(_, c)| *c)
    }

    fn byte(&self) -> usize {
        self.chars.get(self.at).map_or(self.length, |(at, _)| *at)
    }

    fn token(&mut self, c: char) -> Kind {
        if digit(c).is_some() {
            Kind::Number(self.number())
        } else if self.is_bare_fraction(c) {
            Kind::Number(format!("0{}", self.fraction()))
        } else if is_word(c) {
            Kind::Word(self.word())
        } else {
            self.at += 1;
            Kind::Sign(unified(c))
        }
    }

    /// Whether a decimal mark without a number before it begins a percentage: ".5%".
    fn is_bare_fraction(&self, c: char) -> bool {
        let last = self.at.checked_sub(1).and_then(|at| self.chars.get(at));
        let is_free = last.is_none_or(|(_, last)| is_space(*last) || "-–−+~<>(".contains(*last));
        let digits = (1..)
            .take_while(|ahead| self.peek(*ahead).is_some_and(|c| c.is_ascii_digit()))
            .count();
        let rest: String = (digits + 1..digits + 10)
            .map_while(|at| self.peek(at))
            .collect();
        let rest = rest.trim_start();
        let is_share = ["%", "per cent", "percent"]
            .iter()
            .any(|it| rest.starts_with(it));
        c == '.' && digits > 0 && is_free && is_share
    }

    /// A decimal mark and the digits after it.
    fn fraction(&mut self) -> String {
        let mut fraction = String::from('.');
        self.at += 1;
        while let Some(c) = self.peek(0).filter(char::is_ascii_digit) {
            fraction.push(c);
            self.at += 1;
        }
        fraction
    }

    /// Digits of one script and the marks between them.
    fn number(&mut self) -> String {
        let mut number = String::new();
        let script = self.peek(0).and_then(digit).map(|(script, _)| script);
        let is_next = |c: Option<char>| c.and_then(digit).is_some_and(|(s, _)| Some(s) == script);
        while let Some(c) = self.peek(0) {
            if let Some((_, value)) = digit(c).filter(|(s, _)| Some(*s) == script) {
                number.push(value);
            } else if !is_next(self.peek(1)) {
                break;
            } else if matches!(c, '.' | ',' | ARABIC_DECIMAL | ARABIC_GROUP) {
                number.push(c);
            } else if is_apostrophe(c) {
                // "1'234". In "6'2" it is the sign of feet.
                let is_three = (1..=3).all(|ahead| is_next(self.peek(ahead)));
                if !is_three || is_next(self.peek(4)) {
                    break;
                }
                number.push('\'');
            } else if is_space(c) && self.is_group_after_space(&number, &is_next) {
                number.push(' ');
            } else {
                break;
            }
            self.at += 1;
        }
        number
    }

    /// Whether a space separates groups of digits: exactly three digits follow it, and only
    /// groups precede it.
    fn is_group_after_space(&self, before: &str, is_next: &dyn Fn(Option<char>) -> bool) -> bool {
        let mut groups = before.split(' ').rev();
        let is_three = |group: &str| group.len() == 3;
        let first = groups.next_back().unwrap_or_default();
        let first = if first.is_empty() { before } else { first };
        (1..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_digit())
            && groups.all(is_three)
            && (1..=3).all(|ahead| is_next(self.peek(ahead)))
            && !is_next(self.peek(4))
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek(0) {
            let next = self.peek(1);
            if is_word(c) {
                word.extend(c.to_lowercase());
            } else if c == '.' && (is_circa(&word) || next.and_then(digit).is_none()) {
                // Skips a full stop after an abbreviation or at the end of the sentence.
            } else if is_apostrophe(c) && next.is_some_and(|n| is_word(n) || digit(n).is_some()) {
                self.at += 1;
                word = folded(&word);
                word.push('\'');
                return word;
            } else if is_apostrophe(c) && word == "piu" {
                // Skips an apostrophe that news agencies type instead of an accent.
            } else if !is_accent(c) && !is_invisible(c) {
                break;
            }
            self.at += 1;
        }
        folded(&word)
    }
}

/// A word without accents and ligatures, which writers use inconsistently. A single letter
/// keeps its accent, because `è` is another word than `e`.
pub(super) fn folded(word: &str) -> String {
    if word.chars().nth(1).is_none() {
        return match word {
            "²" => "2".to_owned(),
            _ => word.to_owned(),
        };
    }
    let plain = word
        .replace('ß', "ss")
        .replace('œ', "oe")
        .replace('æ', "ae");
    let marked = DecomposingNormalizerBorrowed::new_nfd()
        .normalize(&plain)
        .into_owned();
    let unaccented = marked.chars().filter(|c| !is_accent(*c));
    let raised = unaccented.map(|c| match c {
        '²' => '2',
        '³' => '3',
        c => c,
    });
    raised.collect()
}

fn unified(c: char) -> char {
    match c {
        '‐' | '‑' => '-',
        '‒'..='―' => '–',
        '∼' | '～' => '~',
        '٪' | '％' => '%',
        '≃' | '≅' => '≈',
        '⩽' | '≦' => '≤',
        '⩾' | '≧' => '≥',
        '″' | '”' => '"',
        c if is_apostrophe(c) => '\'',
        c => c,
    }
}
