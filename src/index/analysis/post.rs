//! Posts without what is not said in them: addresses, and the line with author and date that is
//! copied along with a post.
//!
//! What is cut becomes blank space, so positions in the text stay what they were.

/// The most bytes between a dash and the handle of an author.
const NAME_BYTES_MAX: usize = 120;

/// The most bytes of a date behind a handle.
const DATE_BYTES_MAX: usize = 40;

/// Where an address begins, also right behind a word.
const ADDRESSES: &[&str] = &[
    "http://",
    "https://",
    "www.",
    "pic.twitter.com",
    "pic.x.com",
];

/// A post, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// What it says: the post without what was cut. Positions are those in the post.
    pub said: String,
    /// The names and handles of its authors.
    pub authors: String,
    /// When it was posted, as printed.
    pub dates: String,
}

impl Post {
    /// Takes a text apart. A text that is no post stays as it is.
    pub fn of(text: &str) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        let mut post = Self::default();
        for line in author_lines(text) {
            bytes[line.start..line.end].fill(b' ');
            for (part, from, to) in [
                (&mut post.authors, line.start, line.handle_end),
                (&mut post.dates, line.handle_end, line.end),
            ] {
                part.push(' ');
                part.push_str(&text[from..to]);
            }
        }
        for (start, end) in addresses(text).into_iter().chain(entities(text)) {
            bytes[start..end].fill(b' ');
        }
        // Whole characters became spaces, so this never fails.
        post.said = String::from_utf8(bytes).unwrap_or_default();
        post
    }
}

fn addresses(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_address(text, at) {
        let rest = &text[start..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = start + length;
        found.push((start, at));
    }
    found
}

fn next_address(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| {
        let rest = &bytes[*at..];
        matches!(rest[0] | 0x20, b'h' | b'w' | b'p')
            && ADDRESSES.iter().any(|address| {
                let start = rest.get(..address.len());
                start.is_some_and(|it| it.eq_ignore_ascii_case(address.as_bytes()))
            })
    };
    (from..bytes.len()).find(begins)
}

/// Where the line of an author is in a text.
struct AuthorLine {
    start: usize,
    /// Where the handle ends, and the date begins.
    handle_end: usize,
    end: usize,
}

/// The lines that name the author of a post: "— Name (@handle) January 6, 2020".
fn author_lines(text: &str) -> Vec<AuthorLine> {
    let handles = text.match_indices("(@");
    handles
        .filter_map(|(at, _)| {
            let before = &text[..at];
            let near = before.ceil_char_boundary(at.saturating_sub(NAME_BYTES_MAX));
            let name = &before[near..];
            let dash = name.rfind(['—', '–', '―'])?;
            let is_name = name[..dash].ends_with(char::is_whitespace) || near + dash == 0;
            let rest = &text[at + 2..];
            let handle = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
            let rest = rest[handle..].strip_prefix(')')?;
            let handle_end = text.len() - rest.len();
            (is_name && handle > 0).then_some(AuthorLine {
                start: near + dash,
                handle_end,
                end: handle_end + date(rest)?,
            })
        })
        .collect()
}

/// How long the date at the beginning of a text is: up to its year, 0 at the end of the text.
fn date(text: &str) -> Option<usize> {
    if text.trim().is_empty() {
        return Some(0);
    }
    // A sentence that goes on is no date: "(@deputy) in 2020".
    let first = text.trim_start().chars().next()?;
    if !(first.is_numeric() || first.is_uppercase() || first == '·') {
        return None;
    }
    let near = &text[..text.floor_char_boundary(text.len().min(DATE_BYTES_MAX))];
    let is_date = |c: char| c.is_alphanumeric() || c.is_whitespace() || ",.·/:-".contains(c);
    let near = &near[..near.find(|c| !is_date(c)).unwrap_or(near.len())];
    let words = near.split_inclusive(|c: char| !c.is_ascii_digit());
    let mut end = 0;
    for word in words {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) {
            return Some(end + digits.len());
        }
        end += word.len();
    }
    None
}

/// References to characters: "&amp;".
fn entities(text: &str) -> Vec<(usize, usize)> {
    let starts = text.match_indices('&');
    starts
        .filter_map(|(at, _)| {
            let rest = text.get(at + 1..)?;
            let end = rest.find(';').filter(|end| (2..=6).contains(end))?;
            let known = ["amp", "lt", "gt", "quot", "apos", "nbsp"];
            let name = &rest[..end];
            (known.contains(&name) || name.starts_with('#')).then_some((at, at + end + 2))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Post;

    fn words(text: &str) -> String {
        let said = Post::of(text).said;
        assert_eq!(said.len(), text.len());
        let words: Vec<&str> = said.split_whitespace().collect();
        words.join(" ")
    }

    #[test]
    fn links_and_picture_addresses_are_cut_off() {
        let post = "The bridge fell.https://t.co/AbC1 Look: pic.twitter.com/xyz www.example.org/a";
        assert_eq!(words(post), "The bridge fell. Look:");
    }

    #[test]
    fn the_line_of_the_author_is_cut_off() {
        let post = "The bridge fell — Ana Moser (@ana_moser) May 6, 2021";
        assert_eq!(words(post), "The bridge fell");
        let post = "Die Brücke fiel — Ana Moser (@ana_moser) 6. Mai 2021";
        assert_eq!(words(post), "Die Brücke fiel");
        let post = "It fell (1/2) — Ana (@ana) May 6, 2021 and rose (2/2) — Ana (@ana) May 7, 2021";
        assert_eq!(words(post), "It fell (1/2) and rose (2/2)");
    }

    #[test]
    fn author_and_date_are_kept_apart() {
        let post = Post::of("The bridge fell — Ana Moser (@ana_moser) May 6, 2021");
        assert_eq!(post.authors.trim(), "— Ana Moser (@ana_moser)");
        assert_eq!(post.dates.trim(), "May 6, 2021");
    }

    #[test]
    fn a_handle_in_the_sentence_stays() {
        let post = "The mayor — and his deputy (@deputy) in 2020 — resigned";
        assert_eq!(words(post), post);
        let post = "Thanks to (@deputy)";
        assert_eq!(words(post), post);
    }

    #[test]
    fn references_to_characters_are_cut_off() {
        assert_eq!(words("bread &amp; butter &#39;"), "bread butter");
        assert_eq!(words("R&D; AT&T"), "R&D; AT&T");
    }
}
