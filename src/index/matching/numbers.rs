//! The numbers of a sentence that are written in digits.

/// What stands between the two numbers of a range.
const RANGE_WORDS: &[&str] = &[
    "to", "and", "bis", "und", "à", "et", "a", "y", "e", "tot", "en",
];

/// The most bytes of the groups of three digits behind the first one.
const GROUPS_MAX: usize = 24;

/// A number of a text and its place.
pub(super) struct Number {
    pub start: usize,
    pub end: usize,
}

impl Number {
    /// The range of this number and the next one, if that is what they are: "4,000 to 5,000",
    /// "4 000–5 000", "between 4 and 5".
    pub fn to(&self, next: &Self, text: &str) -> Option<Self> {
        let between = text[self.end..next.start].trim();
        let is_dash = matches!(between, "–" | "—");
        (is_dash || RANGE_WORDS.contains(&between)).then_some(Self {
            start: self.start,
            end: next.end,
        })
    }
}

/// The numbers of a text.
#[derive(Default)]
pub(super) struct Numbers {
    /// Those that stand by themselves.
    pub read: Vec<Number>,
    /// Digits that are part of something else: of a word, of a range of years, of a time.
    pub others: Vec<Number>,
}

/// The numbers that begin with a digit or with its sign.
pub(super) fn numbers(text: &str) -> Numbers {
    let bytes = text.as_bytes();
    let mut numbers = Numbers::default();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_in_number(bytes, at) {
            at += 1;
        }
        while at - start <= 3 + GROUPS_MAX && has_group(text, start, at) {
            at = text.ceil_char_boundary(at + 1) + 3;
        }
        let start = with_sign(text, start);
        let is_in_word = text[..start]
            .ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '#')
            || text[at..].starts_with(|c: char| c.is_alphabetic() || c == '-' || c == '/')
            || is_time(&text[at..]);
        let number = Number { start, end: at };
        match is_in_word {
            true => numbers.others.push(number),
            false => numbers.read.push(number),
        }
    }
    numbers
}

/// Where a number begins: with its minus, if it has one.
fn with_sign(text: &str, start: usize) -> usize {
    let before = text[..start].strip_suffix(['-', '−', '–']);
    let is_sign = |before: &&str| before.is_empty() || before.ends_with([' ', '\u{a0}', '\n', '(']);
    before.filter(is_sign).map_or(start, str::len)
}

/// Whether what follows a number makes it the hour of a time: "10:30".
fn is_time(after: &str) -> bool {
    let minutes = after.strip_prefix(':');
    minutes.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a group of three digits follows a number behind a space: "1 234 567".
fn has_group(text: &str, start: usize, at: usize) -> bool {
    let first = text[start..at].split([' ', '\u{a0}', '\u{202f}']).next();
    let is_first = first.is_some_and(|it| it.len() <= 3 && it.bytes().all(|b| b.is_ascii_digit()));
    let mut rest = text[at..].chars();
    let is_space = matches!(rest.next(), Some(' ' | '\u{a0}' | '\u{202f}'));
    let digits = rest.as_str().bytes().take_while(u8::is_ascii_digit).count();
    is_first && is_space && digits == 3
}

fn is_in_number(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    bytes[at].is_ascii_digit() || matches!(bytes[at], b'.' | b',') && next
}
