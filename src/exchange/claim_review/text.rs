//! Plain text from texts that publishers write with tags and entities of HTML.
//!
//! A text is encoded as often as the systems of a publisher passed it on, so `&amp;eacute;` is
//! é. Only tags of elements that HTML has are taken for tags: "a < b" stays.

/// How often a text is decoded at most.
const ROUNDS_MAX: usize = 3;

/// The longest entity, with its two ends, in bytes.
const ENTITY_BYTES_MAX: usize = 12;

/// A text on one line.
pub fn line(text: &str) -> String {
    words(&without_markup(text))
}

/// A text of which the lines and paragraphs are kept.
pub fn paragraphs(text: &str) -> String {
    let text = without_markup(text);
    let mut out = String::new();
    let mut breaks = 0;
    for line in text.split('\n').map(words) {
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if breaks > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&line);
        breaks = 0;
    }
    out
}

/// The words of a text, with one space between them.
fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn without_markup(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    for _ in 0..ROUNDS_MAX {
        let next = decoded(&without_tags(&text));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// The elements of HTML that are found in texts. Those that end a line come first, each with
/// what it becomes.
const ELEMENTS: &[(&str, &str)] = &[
    ("p", "\n\n"),
    ("div", "\n\n"),
    ("blockquote", "\n\n"),
    ("section", "\n\n"),
    ("figure", "\n\n"),
    ("table", "\n\n"),
    ("ul", "\n"),
    ("ol", "\n"),
    ("li", "\n"),
    ("br", "\n"),
    ("hr", "\n"),
    ("tr", "\n"),
    ("h1", "\n\n"),
    ("h2", "\n\n"),
    ("h3", "\n\n"),
    ("h4", "\n\n"),
    ("h5", "\n\n"),
    ("h6", "\n\n"),
    ("td", " "),
    ("th", " "),
    ("a", ""),
    ("abbr", ""),
    ("b", ""),
    ("cite", ""),
    ("code", ""),
    ("em", ""),
    ("font", ""),
    ("i", ""),
    ("iframe", ""),
    ("img", ""),
    ("mark", ""),
    ("q", ""),
    ("s", ""),
    ("small", ""),
    ("span", ""),
    ("strong", ""),
    ("sub", ""),
    ("sup", ""),
    ("tbody", ""),
    ("thead", ""),
    ("u", ""),
];

/// The text without tags and comments.
fn without_tags(text: &str) -> String {
    // What has no end has none further on either.
    let last = text.rfind('>').unwrap_or_default();
    let last_of_comments = text.rfind("-->").unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(length) = text[at..].find('<') {
        let start = at + length;
        out.push_str(&text[at..start]);
        if start > last {
            at = start;
            break;
        }
        let found = match text[start..].strip_prefix("<!--") {
            Some(comment) if start < last_of_comments => {
                comment.find("-->").map(|end| ("", "<!---->".len() + end))
            }
            Some(_) => None,
            None => tag_at(&text[start..]),
        };
        let (becomes, length) = found.unwrap_or(("<", 1));
        out.push_str(becomes);
        at = start + length;
    }
    out.push_str(&text[at..]);
    out
}

/// The tag at the start of a text: what becomes of it, and how long it is.
fn tag_at(text: &str) -> Option<(&'static str, usize)> {
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = name.split_at(length);
    let ends = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
    let (_, becomes) = ELEMENTS
        .iter()
        .find(|(element, _)| ends && element.eq_ignore_ascii_case(name))?;
    // A tag does not contain another one.
    let end = after.find(['<', '>'])?;
    after[end..].starts_with('>').then_some(())?;
    Some((becomes, text.len() - after.len() + end + 1))
}

/// The text with the characters that its entities mean. Unknown entities stay.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let window = entity.as_bytes().iter().take(ENTITY_BYTES_MAX);
        let length = window.clone().position(|b| *b == b';').map(|end| end + 1);
        match length.and_then(|length| Some((character(&entity[..length])?, length))) {
            Some((character, length)) => {
                out.push(character);
                rest = &entity[length..];
            }
            None => {
                out.push('&');
                rest = &entity[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The characters that the numbers 128 to 159 mean in HTML, which are those of Windows-1252.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The character that an entity means.
fn character(entity: &str) -> Option<char> {
    let inner = entity.strip_prefix('&')?.strip_suffix(';')?;
    if inner == "apos" {
        return Some('\'');
    }
    if let Some(number) = inner.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return match number {
            0 => None,
            128..=159 => WINDOWS_1252.chars().nth((number - 128) as usize),
            _ => char::from_u32(number),
        };
    }
    let text = htmlescape::decode_html(entity).ok()?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}
